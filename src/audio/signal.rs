//! Signals that speakers are tested with, computed sample by sample, and the source that plays one on one channel.
//!
//! A signal knows no format: full scale is 1.0 to it. All other channels of a source are silent.

use super::source::{Source, Spec};
use crate::device::Format;
use std::io;

mod calibration;
pub mod clip;
mod count;
mod encode;
mod noise;
mod pattern;
mod tone;

pub use calibration::Calibration;
pub use clip::Clip;
pub use count::Count;
pub use encode::Encoder;
pub use noise::{Pink, White};
pub use pattern::Pattern;
pub use tone::{Sine, Sweep};

/// Samples without end, or silence after it.
pub trait Signal {
    /// The next sample; full scale is 1.0.
    fn sample(&mut self) -> f64;
}

/// A signal on one channel of many, for so many frames.
pub struct OnChannel<'a> {
    /// What is played.
    pub signal: &'a mut dyn Signal,
    /// The channel, from 0.
    pub channel: usize,
    /// Full scale of the signal is so much of the device's.
    pub scale: f32,
    /// The frames' spec.
    pub spec: Spec,
    /// Into the spec's format.
    pub encoder: Encoder,
    /// Frames that are left.
    pub frames_left: u64,
}

impl Source for OnChannel<'_> {
    fn kind(&self) -> &'static str {
        "signal"
    }

    fn spec(&self) -> Spec {
        self.spec
    }

    fn frames_left(&self) -> Option<u64> {
        Some(self.frames_left)
    }

    fn read(&mut self, frames: &mut [u8]) -> io::Result<u64> {
        let bytes = self.encoder.sample_bytes();
        let frame_bytes = bytes * self.spec.channels as usize;
        let room = frames.len() / frame_bytes;
        let count = usize::try_from(self.frames_left).unwrap_or(room).min(room);
        let frames = &mut frames[..count * frame_bytes];
        self.spec.format.silence(frames);
        for frame in frames.chunks_exact_mut(frame_bytes) {
            self.encoder.put(self.signal.sample() as f32 * self.scale, &mut frame[self.channel * bytes..][..bytes]);
        }
        self.frames_left -= count as u64;
        Ok(count as u64)
    }
}

/// The formats that signals are had in.
pub const FORMATS: [Format; 11] = [
    Format::S8,
    Format::S16_LE,
    Format::S16_BE,
    Format::FLOAT_LE,
    Format::FLOAT_BE,
    Format::S24_3LE,
    Format::S24_3BE,
    Format::S24_LE,
    Format::S24_BE,
    Format::S32_LE,
    Format::S32_BE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_speaker_under_test_sounds() {
        let spec = Spec { format: Format::S16_LE, channels: 3, rate: 48_000 };
        let encoder = Encoder::new(spec.format).unwrap();
        let mut signal = Pattern::new(spec.format);
        let mut source = OnChannel { signal: &mut signal, channel: 1, scale: 1.0, spec, encoder, frames_left: 3 };
        let mut frames = [0xff; 4 * 6];
        assert_eq!(source.read(&mut frames).unwrap(), 3);
        assert_eq!(frames[..18], [0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 0]);
        assert_eq!(source.read(&mut frames).unwrap(), 0);
    }
}
