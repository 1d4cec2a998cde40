//! A run of plain frames in an input: what WAVE, AU and raw data all are behind their headers.
//!
//! Frames go from read(2) straight into the caller's buffer, one call for one buffer. A claimed length only ever
//! shortens the run; where the bytes end earlier, the run ends there.

use super::input::Input;
use super::repack::Repack;
use super::source::{Source, Spec};
use std::io;

/// Plain frames until a length or the end of the input.
pub struct Plain {
    kind: &'static str,
    spec: Spec,
    channel_mask: u32,
    frame_bytes: Option<usize>,
    bytes_left: Option<u64>,
    bytes_taken: u64,
    repack: Repack,
    input: Input,
}

impl Plain {
    /// Frames of `spec` until the input ends.
    pub fn new(kind: &'static str, spec: Spec, input: Input) -> Plain {
        let frame_bytes = spec.frame_bytes();
        Plain {
            kind,
            spec,
            channel_mask: 0,
            frame_bytes,
            bytes_left: None,
            bytes_taken: 0,
            repack: Repack::AsIs,
            input,
        }
    }

    /// The same, but at most so many bytes; `None` is all.
    pub fn limited(self, bytes: Option<u64>) -> Plain {
        Plain { bytes_left: bytes, ..self }
    }

    /// The same with samples that the file stores in another way than `spec` has them.
    pub(super) fn repacked(self, repack: Repack) -> Plain {
        Plain { repack, ..self }
    }

    /// The same with speaker positions, as a WAVE channel mask.
    pub fn with_channel_mask(self, channel_mask: u32) -> Plain {
        Plain { channel_mask, ..self }
    }
}

impl Plain {
    fn move_on(&mut self, bytes: u64) {
        self.bytes_taken += bytes;
        self.bytes_left = self.bytes_left.map(|left| left.saturating_sub(bytes));
    }
}

impl Source for Plain {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn spec(&self) -> Spec {
        self.spec
    }

    fn frames_left(&self) -> Option<u64> {
        let there = self.input.bytes_left();
        let bytes = there.into_iter().chain(self.bytes_left).min()?;
        Some(bytes / self.frame_bytes? as u64)
    }

    fn is_steady(&self) -> bool {
        self.input.is_regular()
    }

    fn channel_mask(&self) -> u32 {
        self.channel_mask
    }

    fn read(&mut self, frames: &mut [u8]) -> io::Result<u64> {
        let frame_bytes = self.frame_bytes.ok_or(io::ErrorKind::Unsupported)?;
        let room = frames.len() / frame_bytes * frame_bytes;
        let want = self.bytes_left.map_or(room, |left| room.min(usize::try_from(left).unwrap_or(room)));
        let got = self.input.read_full(&mut frames[..want])?;
        self.repack.apply(&mut frames[..got]);
        self.move_on(got as u64);
        Ok((got / frame_bytes) as u64)
    }

    fn position(&self) -> u64 {
        self.frame_bytes.map_or(0, |bytes| self.bytes_taken / bytes as u64)
    }

    fn seek(&mut self, frame: u64) -> io::Result<()> {
        let frame_bytes = self.frame_bytes.ok_or(io::ErrorKind::Unsupported)? as u64;
        let start = self.input.mark_before(self.bytes_taken).ok_or(io::ErrorKind::Unsupported)?;
        self.input.return_to(start)?;
        self.bytes_left = self.bytes_left.map(|left| left + self.bytes_taken);
        self.bytes_taken = 0;
        let there = self.frames_left().unwrap_or(frame);
        let skipped = self.input.skip(frame.min(there).saturating_mul(frame_bytes))?;
        self.move_on(skipped);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Format;

    const STEREO: Spec = Spec { format: Format::S16_LE, channels: 2, rate: 48000 };

    #[test]
    fn a_length_ends_the_run_and_what_follows_is_never_played() {
        let mut run = Plain::new("raw data", STEREO, Input::from_bytes(*b"AAaaBBbbLIST")).limited(Some(8));
        assert_eq!(run.frames_left(), Some(2));
        let mut frames = [0; 64];
        assert_eq!(run.read(&mut frames).unwrap(), 2);
        assert_eq!(&frames[..8], b"AAaaBBbb");
        assert_eq!(run.read(&mut frames).unwrap(), 0);
        assert_eq!(run.frames_left(), Some(0));
    }

    #[test]
    fn a_length_past_the_end_plays_what_is_there() {
        let mut run = Plain::new("raw data", STEREO, Input::from_bytes(*b"AAaaBBbb")).limited(Some(u64::MAX));
        assert_eq!(run.frames_left(), Some(2));
        assert_eq!(run.read(&mut [0; 64]).unwrap(), 2);
        assert_eq!(run.read(&mut [0; 64]).unwrap(), 0);
    }

    #[test]
    fn a_part_of_a_frame_is_dropped_at_the_end_and_never_split_between_reads() {
        let mut run = Plain::new("raw data", STEREO, Input::from_bytes(*b"AAaaBBbbC")).limited(Some(9));
        let mut frames = [0; 7];
        assert_eq!(run.read(&mut frames).unwrap(), 1);
        assert_eq!(&frames[..4], b"AAaa");
        assert_eq!(run.read(&mut frames).unwrap(), 1);
        assert_eq!(&frames[..4], b"BBbb");
        assert_eq!(run.read(&mut frames).unwrap(), 0);
    }

    #[test]
    fn a_seek_goes_to_a_frame_of_the_run_and_never_behind_its_end() {
        let mut input = Input::from_bytes(*b"HEADAAaaBBbbLIST");
        input.skip(4).unwrap();
        let mut run = Plain::new("raw data", STEREO, input).limited(Some(8));
        let mut frames = [0; 64];
        run.read(&mut frames).unwrap();
        assert_eq!(run.position(), 2);
        run.seek(1).unwrap();
        assert_eq!((run.position(), run.frames_left()), (1, Some(1)));
        assert_eq!(run.read(&mut frames).unwrap(), 1);
        assert_eq!(&frames[..4], b"BBbb");
        run.seek(0).unwrap();
        assert_eq!(run.read(&mut frames).unwrap(), 2);
        run.seek(u64::MAX).unwrap();
        assert_eq!((run.position(), run.read(&mut frames).unwrap()), (2, 0));
    }

    #[test]
    fn samples_of_half_bytes_need_an_even_number_of_channels() {
        let adpcm = Format::from_name("IMA_ADPCM").unwrap();
        let run = |channels| {
            let spec = Spec { format: adpcm, channels, rate: 8000 };
            Plain::new("raw data", spec, Input::from_bytes(*b"abcd")).read(&mut [0; 8])
        };
        assert_eq!(run(2).unwrap(), 4);
        assert_eq!(run(1).unwrap_err().kind(), io::ErrorKind::Unsupported);
    }
}
