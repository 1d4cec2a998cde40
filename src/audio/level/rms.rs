//! The power of frames: the root mean square of each channel.
//!
//! A second pass over the bytes, apart from the peaks', so that only who shows it pays for it.

use super::coding::Coding;
use crate::audio::source::Spec;

/// Frames decoded at a time; sums of so many squares are exact enough as f32.
const CHUNK_FRAMES: usize = 256;

/// The mean power of frames since the last look.
pub struct Rms {
    coding: Coding,
    sample_bytes: usize,
    samples: Vec<f32>,
    chunk: Vec<f32>,
    sums: Vec<f64>,
    frames: u64,
}

impl Rms {
    /// A measure for frames of this spec; `None` when its format holds no plain samples.
    pub fn new(spec: Spec) -> Option<Rms> {
        let coding = Coding::of(spec.format)?;
        let channels = spec.channels.max(1) as usize;
        let (samples, chunk, sums) = (Vec::new(), vec![0.0; channels], vec![0.0; channels]);
        Some(Rms { coding, sample_bytes: spec.format.sample_bytes()?, samples, chunk, sums, frames: 0 })
    }

    /// Takes in whole frames.
    pub fn add(&mut self, frames: &[u8]) {
        let channels = self.sums.len();
        for chunk in frames.chunks(CHUNK_FRAMES * channels * self.sample_bytes) {
            self.samples.clear();
            self.coding.decode(chunk, &mut self.samples);
            self.chunk.fill(0.0);
            for frame in self.samples.chunks_exact(channels) {
                self.chunk.iter_mut().zip(frame).for_each(|(sum, sample)| *sum += sample * sample);
            }
            self.sums.iter_mut().zip(&self.chunk).for_each(|(sum, chunk)| *sum += f64::from(*chunk));
            self.frames += (self.samples.len() / channels) as u64;
        }
    }

    /// The level of each channel since the last look, 1.0 for a square wave of full scale.
    pub fn take(&mut self) -> Vec<f32> {
        let frames = std::mem::take(&mut self.frames).max(1) as f64;
        self.sums.iter_mut().map(|sum| (std::mem::take(sum) / frames).sqrt() as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::level::dbfs;
    use crate::device::Format;

    fn rms(format: Format, channels: u32, frames: &[u8]) -> Vec<f32> {
        let mut rms = Rms::new(Spec { format, channels, rate: 48000 }).unwrap();
        rms.add(frames);
        rms.take()
    }

    #[test]
    fn a_sine_of_full_scale_is_three_decibels_down() {
        let frames: Vec<u8> = (0..48000)
            .flat_map(|index| {
                let sine = (f64::from(index) * 1000.0 / 48000.0 * std::f64::consts::TAU).sin();
                [sine as f32, sine as f32 / 2.0].map(f32::to_le_bytes).concat()
            })
            .collect();
        let decibels = rms(Format::FLOAT_LE, 2, &frames).into_iter().map(|level| (dbfs(level) * 100.0).round() / 100.0);
        assert_eq!(decibels.collect::<Vec<_>>(), [-3.01, -9.03]);
    }

    #[test]
    fn every_format_has_its_half() {
        let half: &[(Format, &[u8])] = &[
            (Format::U8, &[0xc0]),
            (Format::S8, &[0xc0]),
            (Format::S16_LE, &[0x00, 0x40]),
            (Format::U16_BE, &[0x40, 0x00]),
            (Format::S24_3LE, &[0x00, 0x00, 0xc0]),
            (Format::U18_3BE, &[0x03, 0x00, 0x00]),
            (Format::S24_LE, &[0x00, 0x00, 0x40, 0xff]),
            (Format::S20_BE, &[0x00, 0x04, 0x00, 0x00]),
            (Format::S32_BE, &[0xc0, 0x00, 0x00, 0x00]),
            (Format::FLOAT_BE, &[0x3f, 0x00, 0x00, 0x00]),
            (Format::FLOAT64_LE, &[0, 0, 0, 0, 0, 0, 0xe0, 0xbf]),
        ];
        for (format, sample) in half {
            assert_eq!(rms(*format, 3, &sample.repeat(30)), [0.5; 3], "{format}");
        }
        assert_eq!(rms(Format::MU_LAW, 1, &[0x8f]), [16764.0 / 32768.0]);
        assert_eq!(rms(Format::A_LAW, 1, &[0xd5, 0x55]), [8.0 / 32768.0]);
    }

    #[test]
    fn a_look_starts_anew() {
        let mut rms = Rms::new(Spec { format: Format::U8, channels: 1, rate: 8000 }).unwrap();
        rms.add(&[0x00; 700]);
        assert_eq!(rms.take(), [1.0]);
        rms.add(&[0x80]);
        assert_eq!(rms.take(), [0.0]);
        assert_eq!(rms.take(), [0.0]);
    }
}
