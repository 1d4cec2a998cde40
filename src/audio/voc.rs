//! VOC files of Creative Labs: blocks of sound, silence, text and loops, of one spec after another.
//!
//! Every block is read once, and again for each turn of a loop, of which there are at most 65536; so any file ends.
//! A change of the spec begins a new section.

mod block;

use super::input::{Input, Mark};
use super::source::{OpenError, Source, Spec};
use crate::device::Format;
use block::{Block, damaged};
use std::io;

const MAGIC: &[u8; 20] = b"Creative Voice File\x1a";

/// Bytes from the start of the file to its first block, at least.
const HEADER_BYTES: u16 = 26;

/// Texts that are kept until somebody takes them.
const NOTES_LIMIT: usize = 64;

/// Whether a file that starts so is a VOC file.
pub fn recognises(start: &[u8]) -> bool {
    start.starts_with(MAGIC)
}

/// Reads everything up to the first sound.
///
/// # Errors
/// `OpenError` when the read fails, or the file is damaged or of an encoding that no PCM plays.
pub fn open(mut input: Input) -> Result<Voc, OpenError> {
    let header: [u8; HEADER_BYTES as usize] =
        input.read_array()?.ok_or_else(|| OpenError::Unplayable("read error: the file ends in its header".into()))?;
    let blocks_start = u16::from_le_bytes([header[20], header[21]]);
    let gap = blocks_start.checked_sub(HEADER_BYTES).ok_or_else(|| {
        OpenError::Unplayable(format!("can't play .voc files with a header of {blocks_start} bytes (should be 26)"))
    })?;
    input.skip(gap.into())?;
    let mut voc = Voc::new(input);
    voc.advance()?;
    Ok(voc)
}

/// What a file plays as that has silence, or nothing, before its first sound.
const UNSAID: Spec = Spec { format: Format::U8, channels: 1, rate: 8000 };

/// The sound of a VOC file.
pub struct Voc {
    input: Input,
    /// The spec of this section, when some block has told it.
    spec: Option<Spec>,
    /// The spec of the next section, once it is reached; the run is then already its first.
    pending: Option<Spec>,
    run: Run,
    /// What an extended block says of the next sound block.
    extended: Option<Spec>,
    repeat: Option<Repeat>,
    notes: Vec<String>,
    /// An error that waits until the frames before it are played.
    failed: Option<io::Error>,
}

/// What is being played.
enum Run {
    Sound {
        bytes_left: u64,
    },
    Silence {
        bytes_left: u64,
    },
    /// The end of the file, or damage.
    Over,
}

/// What comes behind a run.
enum Next {
    /// A run of its own, which begins with a whole frame.
    Start,
    /// More of the same, maybe in the middle of a frame, as ffmpeg writes it.
    Continuation,
    Nothing,
}

/// A loop.
struct Repeat {
    start: Mark,
    turns_left: u16,
    /// Whether there is anything to play in it; a loop without is never taken again.
    heard: bool,
}

impl Voc {
    fn new(input: Input) -> Voc {
        Voc {
            input,
            spec: None,
            pending: None,
            run: Run::Sound { bytes_left: 0 },
            extended: None,
            repeat: None,
            notes: Vec::new(),
            failed: None,
        }
    }

    /// Goes on to the next sound or silence.
    fn advance(&mut self) -> io::Result<Next> {
        if matches!(std::mem::replace(&mut self.run, Run::Over), Run::Over) {
            return Ok(Next::Nothing);
        }
        loop {
            match Block::read(&mut self.input)? {
                Block::End => return Ok(Next::Nothing),
                Block::Sound { spec, bytes } => {
                    let spec = self.extended.take().map_or_else(|| spec.map_err(damaged), Ok)?;
                    self.enter(spec);
                    self.run = Run::Sound { bytes_left: bytes };
                    return Ok(Next::Start);
                }
                Block::Continuation { bytes } => {
                    self.run = Run::Sound { bytes_left: bytes };
                    return Ok(Next::Continuation);
                }
                Block::Silence { frames, rate } => {
                    self.begin_silence(frames, rate);
                    return Ok(Next::Start);
                }
                Block::Text(text) => self.note(text),
                Block::Repeat { count } => self.begin_repeat(count),
                Block::RepeatEnd => self.end_repeat()?,
                Block::Extended(spec) => self.extended = Some(spec.map_err(damaged)?),
                Block::Marker => {}
            }
        }
    }

    /// Silence lasts as long as it says at its own rate, but is played at the rate of the sound around it.
    fn begin_silence(&mut self, frames: u32, rate: u32) {
        let spec = self.spec.unwrap_or(Spec { rate, ..UNSAID });
        self.enter(spec);
        let frames = u64::from(frames) * u64::from(spec.rate) / u64::from(rate);
        self.run = Run::Silence { bytes_left: frames * frame_bytes(&spec) as u64 };
    }

    fn enter(&mut self, spec: Spec) {
        if *self.spec.get_or_insert(spec) != spec {
            self.pending = Some(spec);
        }
    }

    fn begin_repeat(&mut self, count: u16) {
        match self.input.mark() {
            Some(start) => self.repeat = Some(Repeat { start, turns_left: count, heard: false }),
            None => self.note("A loop is played only once, because the input is not a regular file.".into()),
        }
    }

    fn end_repeat(&mut self) -> io::Result<()> {
        let Some(repeat) = &mut self.repeat else { return Ok(()) };
        if repeat.turns_left > 0 && repeat.heard {
            repeat.turns_left -= 1;
            return self.input.return_to(repeat.start);
        }
        self.repeat = None;
        Ok(())
    }

    fn note(&mut self, text: String) {
        if self.notes.len() < NOTES_LIMIT {
            self.notes.push(text);
        }
    }

    /// Fills `frames` as far as this section goes.
    fn fill(&mut self, frames: &mut [u8], filled: &mut usize) -> io::Result<()> {
        while *filled < frames.len() && self.pending.is_none() {
            let given = self.give(&mut frames[*filled..])?;
            *filled += given;
            if given > 0 {
                continue;
            }
            match self.advance()? {
                Next::Start => *filled -= *filled % frame_bytes(&self.spec()),
                Next::Continuation => {}
                Next::Nothing => break,
            }
        }
        Ok(())
    }

    /// Bytes of this run, as many as come without a break.
    fn give(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let given = match &mut self.run {
            Run::Over => 0,
            Run::Sound { bytes_left } => {
                let want = at_most(*bytes_left, buffer.len());
                let got = self.input.read_full(&mut buffer[..want])?;
                *bytes_left -= got as u64;
                got
            }
            Run::Silence { bytes_left } => {
                let want = at_most(*bytes_left, buffer.len());
                *bytes_left -= want as u64;
                self.spec().format.silence(&mut buffer[..want]);
                want
            }
        };
        if let Some(repeat) = self.repeat.as_mut().filter(|_| given > 0) {
            repeat.heard = true;
        }
        Ok(given)
    }
}

impl Source for Voc {
    fn kind(&self) -> &'static str {
        "VOC"
    }

    fn spec(&self) -> Spec {
        self.spec.unwrap_or(UNSAID)
    }

    fn frames_left(&self) -> Option<u64> {
        None
    }

    fn read(&mut self, frames: &mut [u8]) -> io::Result<u64> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let frame_bytes = frame_bytes(&self.spec());
        let room = frames.len() / frame_bytes * frame_bytes;
        let mut filled = 0;
        match self.fill(&mut frames[..room], &mut filled) {
            Err(error) if filled < frame_bytes => return Err(error),
            outcome => self.failed = outcome.err(),
        }
        Ok((filled / frame_bytes) as u64)
    }

    fn next_section(&mut self) -> io::Result<bool> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let next = self.pending.take();
        self.spec = next.or(self.spec);
        Ok(next.is_some())
    }

    fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}

/// Bytes of a frame; all formats of VOC have samples of whole bytes.
fn frame_bytes(spec: &Spec) -> usize {
    spec.frame_bytes().unwrap_or(1)
}

fn at_most(bytes: u64, room: usize) -> usize {
    usize::try_from(bytes).map_or(room, |bytes| bytes.min(room))
}

#[cfg(test)]
mod tests;
