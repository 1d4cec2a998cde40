//! Compressed files, decoded by symphonia: FLAC, MPEG audio, Ogg, MP4, AIFF, CAF, Matroska and ADPCM in WAVE.
//!
//! Nothing reaches symphonia but what `container` recognised: its own probe would find sound in any bytes. Samples come
//! out in the format that was taken of those offered, and none that keeps fewer bits than the file has is offered for
//! a lossless file.

mod bytes;
mod damage;
mod edit_list;
mod packets;
mod reader;
mod samples;
mod tags;

use super::container::Container;
use super::input::Input;
use super::source::{OpenError, Source, Spec, Tags};
use crate::device::Format;
use bytes::Access;
use packets::{Packets, Step};
use samples::Depth;
use std::io;
use std::ops::Range;

/// A file that is decoded while it plays.
struct Decoded {
    packets: Packets,
    kind: &'static str,
    depth: Depth,
    spec: Spec,
    tags: Tags,
    /// The frames of the packet decoded last that are still to be given.
    ready: Range<usize>,
    /// Frames given, or passed over, since the file's start.
    position: u64,
    section: Section,
}

/// Where in its sections a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Inside of one.
    Within,
    /// At the end of one that another follows.
    Over,
    /// At the end of the last.
    Last,
}

/// Reads the header, and decodes the first frames: only they tell for certain what there is. A file that is damaged
/// where a reader looks that goes to and fro is read straight on.
///
/// # Errors
/// `OpenError` when it is damaged before its first sound, or of a make that is not decoded.
pub fn open(input: Input, container: Container) -> Result<Box<dyn Source>, OpenError> {
    let Some(start) = input.mark() else { return begin(input, container, Access::Forward) };
    let again = input.try_clone();
    match (begin(input, container, Access::Random), again) {
        (Err(OpenError::Unplayable(reason)), Ok(mut again)) => {
            again.return_to(start)?;
            begin(again, container, Access::Forward).map_err(|_| OpenError::Unplayable(reason))
        }
        (opened, _) => opened,
    }
}

fn begin(input: Input, container: Container, access: Access) -> Result<Box<dyn Source>, OpenError> {
    let mut packets = Packets::open(input, container, access)?;
    let ready = match packets.advance()? {
        Step::Frames(ready) => ready,
        Step::Over | Step::Section => 0..0,
    };
    let tags = packets.tags();
    let (depth, spec) = describe(&packets)?;
    let kind = packets.kind();
    Ok(Box::new(Decoded { packets, kind, depth, spec, tags, ready, position: 0, section: Section::Within }))
}

/// The depth of the samples, and the spec in the format that tells it best.
fn describe(packets: &Packets) -> Result<(Depth, Spec), OpenError> {
    let depth = packets.depth();
    let (rate, channels) = packets.rate_and_channels();
    if rate == 0 || channels == 0 {
        return Err(OpenError::Unplayable("no sound in it".to_owned()));
    }
    Ok((depth, Spec { format: depth.formats()[0], channels, rate }))
}

impl Decoded {
    /// Puts the next packet's frames in reach; `false` at the end of the section.
    fn refill(&mut self) -> io::Result<bool> {
        match self.packets.advance()? {
            Step::Frames(ready) => {
                self.ready = ready;
                if let Some(frame) = self.packets.take_landing() {
                    self.position = frame;
                }
            }
            Step::Section => self.section = Section::Over,
            Step::Over => self.section = Section::Last,
        }
        Ok(self.section == Section::Within)
    }
}

impl Source for Decoded {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn spec(&self) -> Spec {
        self.spec
    }

    fn described(&self) -> Spec {
        Spec { format: self.depth.described(self.spec.format), ..self.spec }
    }

    fn formats(&self) -> &[Format] {
        self.depth.formats()
    }

    fn take_format(&mut self, format: Format) {
        if self.depth.formats().contains(&format) {
            self.spec.format = format;
        }
    }

    fn is_steady(&self) -> bool {
        self.packets.is_steady()
    }

    fn is_decoded(&self) -> bool {
        true
    }

    fn frames_left(&self) -> Option<u64> {
        self.packets.total_frames().map(|total| total.saturating_sub(self.position))
    }

    fn channel_mask(&self) -> u32 {
        self.packets.channel_mask()
    }

    fn read(&mut self, frames: &mut [u8]) -> io::Result<u64> {
        let frame_bytes = self.spec.frame_bytes().ok_or(io::ErrorKind::Unsupported)?;
        let room = frames.len() / frame_bytes;
        let mut done = 0;
        while done < room && self.section == Section::Within {
            if self.ready.is_empty() {
                match self.refill() {
                    Ok(true) => continue,
                    Ok(false) => break,
                    // The frames first; the error is met again.
                    Err(error) if done > 0 => {
                        self.packets.keep(error);
                        break;
                    }
                    Err(error) => return Err(error),
                }
            }
            let count = self.ready.len().min(room - done);
            let taken = self.ready.start..self.ready.start + count;
            let target = &mut frames[done * frame_bytes..(done + count) * frame_bytes];
            samples::interleave(&self.packets.decoded(), taken, self.spec.format, target);
            self.ready.start += count;
            self.position += count as u64;
            done += count;
        }
        Ok(done as u64)
    }

    fn next_section(&mut self) -> io::Result<bool> {
        if self.section != Section::Over {
            return Ok(false);
        }
        let Step::Frames(ready) = self.packets.begin_section()? else { return Ok(false) };
        (self.depth, self.spec) = describe(&self.packets).map_err(|error| io::Error::other(error.to_string()))?;
        self.ready = ready;
        self.section = Section::Within;
        Ok(true)
    }

    fn position(&self) -> u64 {
        self.position
    }

    fn seek(&mut self, frame: u64) -> io::Result<()> {
        self.packets.seek(frame)?;
        self.ready = 0..0;
        self.position = frame;
        self.section = Section::Within;
        Ok(())
    }

    fn tags(&self) -> Option<&Tags> {
        Some(&self.tags)
    }
}
