//! Raw data with one file for each channel, as `aplay -I` plays it.
//!
//! The shortest file ends the sound: a frame needs a sample of every channel.

use super::input::Input;
use super::source::{Source, Spec};
use std::io;

/// Frames made of one raw input for each channel.
pub struct Planes {
    spec: Spec,
    channels: Vec<Input>,
    samples: Vec<u8>,
}

impl Planes {
    /// Interleaves these inputs; the spec's channels are as many as there are inputs.
    pub fn new(channels: Vec<Input>, spec: Spec) -> Planes {
        let spec = Spec { channels: channels.len() as u32, ..spec };
        Planes { spec, channels, samples: Vec::new() }
    }
}

impl Source for Planes {
    fn kind(&self) -> &'static str {
        "raw data"
    }

    fn spec(&self) -> Spec {
        self.spec
    }

    fn frames_left(&self) -> Option<u64> {
        let sample_bytes = self.spec.format.sample_bytes()? as u64;
        self.channels.iter().map(Input::bytes_left).min()?.map(|bytes| bytes / sample_bytes)
    }

    fn is_steady(&self) -> bool {
        self.channels.iter().all(Input::is_regular)
    }

    fn read(&mut self, frames: &mut [u8]) -> io::Result<u64> {
        let sample_bytes = self.spec.format.sample_bytes().ok_or(io::ErrorKind::Unsupported)?;
        let frame_bytes = sample_bytes * self.channels.len();
        let mut count = frames.len().checked_div(frame_bytes).unwrap_or(0);
        self.samples.resize(count * sample_bytes, 0);
        for (channel, input) in self.channels.iter_mut().enumerate() {
            // A channel that ends here shortens what the others give.
            let got = input.read_full(&mut self.samples[..count * sample_bytes])?;
            count = got / sample_bytes;
            scatter(
                &self.samples[..count * sample_bytes],
                &mut frames[channel * sample_bytes..],
                sample_bytes,
                frame_bytes,
            );
        }
        Ok(count as u64)
    }
}

/// Puts consecutive samples where one channel's samples are in the frames.
fn scatter(samples: &[u8], frames: &mut [u8], sample_bytes: usize, frame_bytes: usize) {
    for (sample, frame) in samples.chunks_exact(sample_bytes).zip(frames.chunks_mut(frame_bytes)) {
        frame[..sample_bytes].copy_from_slice(sample);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Format;

    fn planes(format: Format, channels: &[&[u8]]) -> Planes {
        let channels = channels.iter().map(|bytes| Input::from_bytes(*bytes)).collect();
        Planes::new(channels, Spec { format, channels: 0, rate: 8000 })
    }

    #[test]
    fn samples_of_every_size_are_interleaved() {
        let table: [(Format, usize, &[u8]); 3] =
            [(Format::U8, 3, b"ADGBEHCFI"), (Format::S16_LE, 1, b"ABDEGH"), (Format::S24_3LE, 1, b"ABCDEFGHI")];
        for (format, count, expected) in table {
            let mut source = planes(format, &[b"ABC", b"DEF", b"GHI"]);
            assert_eq!((source.spec().channels, source.frames_left()), (3, Some(count as u64)));
            let mut frames = [0; 64];
            assert_eq!(source.read(&mut frames).unwrap(), count as u64);
            assert_eq!(&frames[..expected.len()], expected);
            assert_eq!(source.read(&mut frames).unwrap(), 0);
        }
    }

    #[test]
    fn the_shortest_channel_ends_the_sound_whichever_it_is() {
        for channels in [[&b"ABCD"[..], b"ab"], [b"AB", b"abcd"]] {
            let mut source = planes(Format::U8, &channels);
            assert_eq!(source.frames_left(), Some(2));
            let mut frames = [0; 6];
            assert_eq!(source.read(&mut frames).unwrap(), 2);
            assert_eq!(&frames[..4], b"AaBb");
            assert_eq!(source.read(&mut frames).unwrap(), 0);
        }
    }

    #[test]
    fn channels_stay_together_over_many_reads() {
        let mut source = planes(Format::U8, &[b"ABCDE", b"abcde"]);
        let mut all = Vec::new();
        let mut frames = [0; 5];
        while source.read(&mut frames).unwrap() > 0 {
            all.extend_from_slice(&frames[..4]);
        }
        assert_eq!(&all[..10], b"AaBbCcDdEe");
    }
}
