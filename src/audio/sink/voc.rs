//! VOC files: Debian's bytes where those are true, that is for 8 bits at rates that fit into a byte; else the later block
//! that holds any rate, 16 bits and the laws.
//!
//! A block holds 16 MB at most and is continued by another, so that a file has no limit of its own.

use super::Sink;
use super::output::Output;
use super::plain::{Bounds, MostBytes};
use crate::audio::repack::Repack;
use crate::audio::source::Spec;
use crate::device::Format;
use std::io;

/// The most bytes of sound in a block, and what arecord says of a stream that has no end.
const MOST_BLOCK_BYTES: u64 = 16_000_000;

const MAGIC: &[u8; 20] = b"Creative Voice File\x1a";
const HEADER_BYTES: u16 = 26;
const TERMINATOR: [u8; 1] = [0];

const SOUND: u8 = 1;
const CONTINUATION: u8 = 2;
const EXTENDED: u8 = 8;
const NEW_SOUND: u8 = 9;

/// How the first block tells the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// The rate as a byte.
    Code(u8),
    /// The same behind a block that says that there are two channels.
    StereoCode(u8),
    /// Everything, as since version 1.20 of the format.
    New { codec: u16 },
}

/// How files tell `spec`; `None` when they hold no such samples.
fn telling(spec: Spec) -> Option<Telling> {
    let codec = match spec.format {
        Format::U8 => 0,
        Format::S16_LE => 4,
        Format::A_LAW => 6,
        Format::MU_LAW => 7,
        _ => return None,
    };
    Some(match (codec, spec.channels, rate_code(spec.rate)) {
        (0, 1, Some(code)) if 1_000_000_u32.is_multiple_of(spec.rate) => Telling::Code(code),
        (0, 2, Some(code)) if 128_000_000_u32.is_multiple_of(spec.rate) => Telling::StereoCode(code),
        _ => Telling::New { codec },
    })
}

fn rate_code(rate: u32) -> Option<u8> {
    u8::try_from(256 - 1_000_000_u32.checked_div(rate)?.min(256)).ok()
}

/// Whether files hold frames of `spec`.
pub(super) fn holds(spec: Spec) -> bool {
    telling(spec).is_some()
}

/// A VOC file.
pub(super) struct Voc {
    output: Output,
    frame_bytes: u64,
    /// Whole frames' bytes in a full block.
    full_block_bytes: u64,
    most_bytes: Option<u64>,
    /// Frames' bytes that will probably come.
    expected_bytes: Option<u64>,
    taken_bytes: u64,
    block: Block,
}

/// The block that is being written.
struct Block {
    start: u64,
    data_start: u64,
    data_bytes: u64,
}

impl Block {
    /// The field that tells how long it is: all that comes behind the field.
    fn length(&self, data_bytes: u64) -> [u8; 3] {
        let [a, b, c, ..] = (self.data_start - self.start - 4 + data_bytes).to_le_bytes();
        [a, b, c]
    }
}

impl Voc {
    /// Writes the header and the start of the first block.
    pub(super) fn begin(output: Output, spec: Spec, bounds: Bounds) -> io::Result<Voc> {
        let telling = telling(spec).ok_or(io::ErrorKind::Unsupported)?;
        let frame_bytes = spec.frame_bytes().ok_or(io::ErrorKind::Unsupported)? as u64;
        let mut voc = Voc {
            output,
            frame_bytes,
            full_block_bytes: MOST_BLOCK_BYTES / frame_bytes * frame_bytes,
            most_bytes: if let MostBytes::OfFile(most) = bounds.most_bytes { most } else { None },
            expected_bytes: bounds.expected_frames.and_then(|frames| frames.checked_mul(frame_bytes)),
            taken_bytes: 0,
            block: Block { start: 0, data_start: 0, data_bytes: 0 },
        };
        voc.output.append(&header(telling), Repack::AsIs)?;
        match telling {
            Telling::Code(code) => voc.begin_block(SOUND, &[code, 0])?,
            Telling::StereoCode(code) => {
                voc.output.append(&stereo(spec.rate), Repack::AsIs)?;
                voc.begin_block(SOUND, &[code, 0])?;
            }
            Telling::New { codec } => voc.begin_block(NEW_SOUND, &new_sound(spec, codec))?,
        }
        voc.output.flush()?;
        Ok(voc)
    }

    fn begin_block(&mut self, kind: u8, parameters: &[u8]) -> io::Result<()> {
        let start = self.output.position();
        let data_start = start + 4 + parameters.len() as u64;
        self.block = Block { start, data_start, data_bytes: 0 };
        let expected =
            self.expected_bytes.and_then(|bytes| bytes.checked_sub(self.taken_bytes)).filter(|bytes| *bytes > 0);
        let length = self.block.length(expected.unwrap_or(u64::MAX).min(self.full_block_bytes));
        self.output.append(&[&[kind], &length[..], parameters].concat(), Repack::AsIs)
    }

    /// Makes the length of the block true.
    fn tell_length(&self) -> io::Result<()> {
        self.output.overwrite(self.block.start + 1, &self.block.length(self.block.data_bytes))
    }

    /// After a failed write: the block has what reached the file, in whole frames.
    fn cut_torn(&mut self) -> io::Result<()> {
        let written = self.output.written();
        let Some(data_bytes) = written.checked_sub(self.block.data_start) else {
            self.output.cut(self.block.start)?;
            return Ok(());
        };
        self.block.data_bytes = data_bytes - data_bytes % self.frame_bytes;
        self.output.cut(self.block.data_start + self.block.data_bytes)?;
        self.tell_length()
    }
}

fn header(telling: Telling) -> Vec<u8> {
    let version: u16 = if matches!(telling, Telling::New { .. }) { 0x0114 } else { 0x010a };
    let check = (!version).wrapping_add(0x1234);
    [&MAGIC[..], &[HEADER_BYTES, version, check].map(u16::to_le_bytes).concat()].concat()
}

/// The block that makes the next one stereo; it has the rate of both channels together.
fn stereo(rate: u32) -> [u8; 8] {
    let [low, high, ..] = (65536 - 128_000_000 / rate).to_le_bytes();
    [EXTENDED, 4, 0, 0, low, high, 0, 1]
}

fn new_sound(spec: Spec, codec: u16) -> [u8; 12] {
    let [a, b, c, d] = spec.rate.to_le_bytes();
    let [codec_low, codec_high] = codec.to_le_bytes();
    let bits = if spec.format == Format::S16_LE { 16 } else { 8 };
    [a, b, c, d, bits, spec.channels as u8, codec_low, codec_high, 0, 0, 0, 0]
}

impl Sink for Voc {
    fn write(&mut self, mut frames: &[u8]) -> io::Result<()> {
        while !frames.is_empty() {
            if self.block.data_bytes == self.full_block_bytes {
                self.output.flush()?;
                self.tell_length()?;
                self.begin_block(CONTINUATION, &[])?;
            }
            let room = (self.full_block_bytes - self.block.data_bytes) as usize;
            let (now, later) = frames.split_at(room.min(frames.len()));
            self.output.append(now, Repack::AsIs)?;
            self.block.data_bytes += now.len() as u64;
            self.taken_bytes += now.len() as u64;
            frames = later;
        }
        Ok(())
    }

    fn keep_current(&mut self) -> io::Result<()> {
        self.output.flush()?;
        self.tell_length()?;
        self.output.sync_soon()
    }

    fn room_frames(&self) -> Option<u64> {
        let most = self.most_bytes?;
        let left = most.saturating_sub(self.output.position() + TERMINATOR.len() as u64);
        let in_block = self.full_block_bytes - self.block.data_bytes;
        let beyond = left.saturating_sub(in_block);
        let continuations = beyond.div_ceil(self.full_block_bytes + 4);
        let frames = (left.min(in_block) + beyond.saturating_sub(4 * continuations)) / self.frame_bytes;
        // A file without a frame would be followed by others for ever.
        Some(if self.taken_bytes == 0 { frames.max(1) } else { frames })
    }

    fn finish(&mut self) -> io::Result<()> {
        let flushed = self.output.flush();
        if self.output.has_failed() {
            self.cut_torn()?;
            return flushed;
        }
        self.tell_length()?;
        if self.output.is_regular() {
            self.output.append(&TERMINATOR, Repack::AsIs)?;
        }
        self.output.flush()
    }
}
