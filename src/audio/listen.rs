//! Recordings that start with the first sound and end with the last: judged by the peak of each block of frames.
//!
//! The block before the first sound is kept, so that its attack is whole.

use super::level::{Peaks, dbfs};
use super::source::Spec;

/// Waits for the first sound.
pub struct Onset {
    loudness: Loudness,
    above_dbfs: f32,
    before: Vec<u8>,
}

/// Waits for a long silence.
pub struct Quiet {
    loudness: Loudness,
    below_dbfs: f32,
    limit_frames: u64,
    silent_frames: u64,
}

/// What a recorder listens for.
#[derive(Default)]
pub struct Ears {
    /// Nothing is kept before this.
    pub onset: Option<Onset>,
    /// This ends it.
    pub quiet: Option<Quiet>,
}

/// What a block of frames means to the recording.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// It has not begun.
    NotYet,
    /// It begins with these frames, then this block.
    Begins(Vec<u8>),
    /// It goes on.
    GoesOn,
}

impl Ears {
    /// Whether anything is listened for.
    pub fn are_open(&self) -> bool {
        self.onset.is_some() || self.quiet.is_some()
    }

    /// What this block means. The silence before the first sound does not count.
    pub fn hear(&mut self, frames: &[u8]) -> Heard {
        let Some(onset) = &mut self.onset else { return Heard::GoesOn };
        if onset.loudness.dbfs(frames) < onset.above_dbfs {
            onset.before.clear();
            onset.before.extend_from_slice(frames);
            return Heard::NotYet;
        }
        let before = std::mem::take(&mut onset.before);
        self.onset = None;
        Heard::Begins(before)
    }

    /// Whether silence has lasted long enough, with this block that was kept.
    pub fn silence_is_over(&mut self, frames: &[u8]) -> bool {
        self.quiet.as_mut().is_some_and(|quiet| quiet.is_over(frames))
    }
}

impl Onset {
    /// A wait for a peak of at least this level; `None` when the format cannot be measured.
    pub fn new(spec: Spec, above_dbfs: f32) -> Option<Onset> {
        Some(Onset { loudness: Loudness::new(spec)?, above_dbfs, before: Vec::new() })
    }
}

impl Quiet {
    /// A wait for so many frames of peaks below this level; `None` when the format cannot be measured.
    pub fn new(spec: Spec, below_dbfs: f32, limit_frames: u64) -> Option<Quiet> {
        Some(Quiet { loudness: Loudness::new(spec)?, below_dbfs, limit_frames, silent_frames: 0 })
    }

    fn is_over(&mut self, frames: &[u8]) -> bool {
        if self.loudness.dbfs(frames) < self.below_dbfs {
            self.silent_frames += (frames.len() / self.loudness.frame_bytes) as u64;
        } else {
            self.silent_frames = 0;
        }
        self.silent_frames >= self.limit_frames
    }
}

struct Loudness {
    peaks: Peaks,
    frame_bytes: usize,
}

impl Loudness {
    fn new(spec: Spec) -> Option<Loudness> {
        Some(Loudness { peaks: Peaks::new(spec)?, frame_bytes: spec.frame_bytes()? })
    }

    fn dbfs(&mut self, frames: &[u8]) -> f32 {
        let loudest = self.peaks.measure(frames).iter().copied().max().unwrap_or(0);
        dbfs(self.peaks.level(loudest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Format;

    const SPEC: Spec = Spec { format: Format::S8, channels: 1, rate: 8000 };
    const SOFT: [u8; 4] = [1, 0, 1, 0];
    const LOUD: [u8; 4] = [0, 100, 0, 0];

    #[test]
    fn it_begins_with_the_block_before_the_first_sound() {
        let mut ears = Ears { onset: Onset::new(SPEC, -20.0), quiet: None };
        assert_eq!(ears.hear(&[0; 4]), Heard::NotYet);
        assert_eq!(ears.hear(&SOFT), Heard::NotYet);
        assert_eq!(ears.hear(&LOUD), Heard::Begins(SOFT.to_vec()));
        assert_eq!(ears.hear(&SOFT), Heard::GoesOn);
    }

    #[test]
    fn only_silence_without_a_break_ends_it() {
        let mut ears = Ears { onset: None, quiet: Quiet::new(SPEC, -20.0, 8) };
        assert!(!ears.silence_is_over(&SOFT));
        assert!(!ears.silence_is_over(&LOUD));
        assert!(!ears.silence_is_over(&SOFT));
        assert!(ears.silence_is_over(&SOFT));
    }
}
