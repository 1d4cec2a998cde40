//! A source made louder or softer.
//!
//! Samples are rounded to the nearest step and clipped, never wrapped. A source in a format that is no plain number
//! cannot be changed, and is refused.

use super::source::{Source, Spec, Tags};
use crate::device::Format;
use std::io;

/// A source and what its samples are multiplied by.
pub struct Gain {
    source: Box<dyn Source>,
    factor: f64,
}

impl Gain {
    /// The source with a gain in decibels.
    ///
    /// # Errors
    /// The format that cannot be changed.
    pub fn new(source: Box<dyn Source>, decibels: f64) -> Result<Gain, Format> {
        let format = source.spec().format;
        match scaler(format) {
            Some(_) => Ok(Gain { source, factor: 10f64.powf(decibels / 20.0) }),
            None => Err(format),
        }
    }
}

type Scaler = fn(&mut [u8], f64);

fn scaler(format: Format) -> Option<Scaler> {
    use Format as F;
    Some(match format {
        F::U8 => |samples, factor| {
            for sample in samples {
                *sample = (scaled(i32::from(*sample) - 128, 8, factor) + 128) as u8;
            }
        },
        F::S8 => |samples, factor| {
            for sample in samples {
                *sample = scaled(i32::from(*sample as i8), 8, factor) as u8;
            }
        },
        F::S16_LE => |samples, factor| {
            each(samples, |sample| (scaled(i16::from_le_bytes(sample).into(), 16, factor) as i16).to_le_bytes());
        },
        F::S16_BE => |samples, factor| {
            each(samples, |sample| (scaled(i16::from_be_bytes(sample).into(), 16, factor) as i16).to_be_bytes());
        },
        F::S24_LE => |samples, factor| {
            each(samples, |sample| scaled(i32::from_le_bytes(sample) << 8 >> 8, 24, factor).to_le_bytes());
        },
        F::S24_3LE => |samples, factor| {
            each(samples, |[low, middle, high]| {
                let sample = i32::from_le_bytes([0, low, middle, high]) >> 8;
                let [low, middle, high, _] = scaled(sample, 24, factor).to_le_bytes();
                [low, middle, high]
            });
        },
        F::S24_3BE => |samples, factor| {
            each(samples, |[high, middle, low]| {
                let sample = i32::from_be_bytes([high, middle, low, 0]) >> 8;
                let [_, high, middle, low] = scaled(sample, 24, factor).to_be_bytes();
                [high, middle, low]
            });
        },
        F::S32_LE => {
            |samples, factor| each(samples, |sample| scaled(i32::from_le_bytes(sample), 32, factor).to_le_bytes())
        }
        F::S32_BE => {
            |samples, factor| each(samples, |sample| scaled(i32::from_be_bytes(sample), 32, factor).to_be_bytes())
        }
        F::FLOAT_LE => |samples, factor| {
            each(samples, |sample| ((f64::from(f32::from_le_bytes(sample)) * factor) as f32).to_le_bytes());
        },
        F::FLOAT_BE => |samples, factor| {
            each(samples, |sample| ((f64::from(f32::from_be_bytes(sample)) * factor) as f32).to_be_bytes());
        },
        F::FLOAT64_LE => |samples, factor| each(samples, |sample| (f64::from_le_bytes(sample) * factor).to_le_bytes()),
        F::FLOAT64_BE => |samples, factor| each(samples, |sample| (f64::from_be_bytes(sample) * factor).to_be_bytes()),
        _ => return None,
    })
}

fn each<const BYTES: usize>(samples: &mut [u8], change: impl Fn([u8; BYTES]) -> [u8; BYTES]) {
    for sample in samples.as_chunks_mut::<BYTES>().0 {
        *sample = change(*sample);
    }
}

fn scaled(sample: i32, bits: u32, factor: f64) -> i32 {
    let limit = f64::from(1u32 << (bits - 1));
    (f64::from(sample) * factor).round().clamp(-limit, limit - 1.0) as i32
}

impl Source for Gain {
    fn kind(&self) -> &'static str {
        self.source.kind()
    }

    fn spec(&self) -> Spec {
        self.source.spec()
    }

    fn described(&self) -> Spec {
        self.source.described()
    }

    fn formats(&self) -> &[Format] {
        self.source.formats()
    }

    fn take_format(&mut self, format: Format) {
        self.source.take_format(format);
    }

    fn is_steady(&self) -> bool {
        self.source.is_steady()
    }

    fn is_decoded(&self) -> bool {
        self.source.is_decoded()
    }

    fn frames_left(&self) -> Option<u64> {
        self.source.frames_left()
    }

    fn channel_mask(&self) -> u32 {
        self.source.channel_mask()
    }

    fn read(&mut self, frames: &mut [u8]) -> io::Result<u64> {
        let got = self.source.read(frames)?;
        let spec = self.spec();
        if let (Some(scale), Some(frame_bytes)) = (scaler(spec.format), spec.frame_bytes()) {
            scale(&mut frames[..got as usize * frame_bytes], self.factor);
        }
        Ok(got)
    }

    fn next_section(&mut self) -> io::Result<bool> {
        self.source.next_section()
    }

    fn position(&self) -> u64 {
        self.source.position()
    }

    fn seek(&mut self, frame: u64) -> io::Result<()> {
        self.source.seek(frame)
    }

    fn tags(&self) -> Option<&Tags> {
        self.source.tags()
    }

    fn take_notes(&mut self) -> Vec<String> {
        self.source.take_notes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::input::Input;
    use crate::audio::raw;

    fn louder(format: Format, decibels: f64, samples: &[u8]) -> Vec<u8> {
        let raw = raw::open(Input::from_bytes(samples), Spec { format, channels: 1, rate: 8000 });
        let mut frames = vec![0; samples.len()];
        Gain::new(Box::new(raw), decibels).unwrap().read(&mut frames).unwrap();
        frames
    }

    #[test]
    fn six_decibels_double_and_the_loudest_are_clipped() {
        let doubled = 20.0 * 2f64.log10();
        let shorts = |samples: [i16; 3]| samples.map(i16::to_le_bytes).concat();
        assert_eq!(louder(Format::S16_LE, doubled, &shorts([100, -20_000, 20_000])), shorts([200, -32768, 32767]));
        assert_eq!(louder(Format::S16_LE, -doubled, &shorts([3, -3, 100])), shorts([2, -2, 50]));
        assert_eq!(louder(Format::U8, doubled, &[128, 129, 0, 255]), [128, 130, 0, 255]);
        assert_eq!(louder(Format::S24_3LE, doubled, &[1, 0, 0, 0xff, 0xff, 0xff]), [2, 0, 0, 0xfe, 0xff, 0xff]);
        assert_eq!(louder(Format::S24_3BE, doubled, &[0, 0, 1, 0x40, 0, 0]), [0, 0, 2, 0x7f, 0xff, 0xff]);
        assert_eq!(louder(Format::S32_LE, doubled, &i32::MIN.to_le_bytes()), i32::MIN.to_le_bytes());
        assert_eq!(louder(Format::FLOAT_LE, doubled, &0.75f32.to_le_bytes()), 1.5f32.to_le_bytes());
    }

    #[test]
    fn laws_are_no_numbers() {
        let raw = raw::open(Input::from_bytes([0]), Spec { format: Format::A_LAW, channels: 1, rate: 8000 });
        assert_eq!(Gain::new(Box::new(raw), 1.0).err(), Some(Format::A_LAW));
    }
}
