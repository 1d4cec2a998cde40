//! How loud frames are: the peak of each channel, in one pass over the interleaved bytes.
//!
//! A magnitude is always exact, whatever the format.

use super::source::Spec;
use coding::Coding;

mod coding;
mod rms;
mod scan;

pub use rms::Rms;

/// The peaks of blocks of frames.
pub struct Peaks {
    coding: Coding,
    bits: u32,
    magnitudes: Vec<u32>,
}

impl Peaks {
    /// A measure for frames of this spec; `None` when its format holds no plain samples (DSD, ADPCM, ...).
    pub fn new(spec: Spec) -> Option<Peaks> {
        let coding = Coding::of(spec.format)?;
        let bits = coding.bits().or(spec.format.width())?;
        Some(Peaks { coding, bits, magnitudes: vec![0; spec.channels.max(1) as usize] })
    }

    /// The width of a sample that magnitudes refer to: full scale is 2^(bits - 1). Companded samples count as 16
    /// bits, floating point as 32.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// The level of a magnitude, 1.0 at full scale.
    pub fn level(&self, magnitude: u32) -> f32 {
        magnitude as f32 / (1u64 << (self.bits - 1)) as f32
    }

    /// Whether a magnitude is the greatest that the format has: it may have been more before.
    pub fn is_clipped(&self, magnitude: u32) -> bool {
        magnitude >= self.coding.ceiling(self.bits)
    }

    /// The greatest magnitude of each channel in `frames`; at 32 bits never above 0x7fffffff, as upstream's.
    pub fn measure(&mut self, frames: &[u8]) -> &[u32] {
        self.coding.measure(frames, &mut self.magnitudes);
        &self.magnitudes
    }

    /// What was measured last.
    pub fn magnitudes(&self) -> &[u32] {
        &self.magnitudes
    }
}

/// Decibels below full scale of a level; silence is minus infinity.
pub fn dbfs(level: f32) -> f32 {
    20.0 * level.log10()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Format;

    fn peaks(format: Format, channels: u32, frames: &[u8]) -> Vec<u32> {
        Peaks::new(Spec { format, channels, rate: 48000 }).unwrap().measure(frames).to_vec()
    }

    fn linear_formats() -> impl Iterator<Item = Format> {
        Format::all().filter(|format| {
            matches!(format.name().as_bytes(), [b'S' | b'U', b'0'..=b'9', ..]) && Coding::of(*format).is_some()
        })
    }

    /// The sample that has `value` in its low `width` bits, whatever is above them.
    fn sample(format: Format, value: i64, above: i64) -> Vec<u8> {
        let bits = format.width().unwrap();
        let offset = if format.name().starts_with('U') { 1 << (bits - 1) } else { 0 };
        let word = (value + offset) & ((1 << bits) - 1) | above << bits;
        let mut bytes = word.to_le_bytes()[..format.sample_bytes().unwrap()].to_vec();
        if format.name().ends_with("BE") {
            bytes.reverse();
        }
        bytes
    }

    #[test]
    fn every_linear_format_has_its_extremes() {
        for format in linear_formats() {
            let full = 1i64 << (format.width().unwrap() - 1);
            for value in [0, 1, -1, full / 2, full / 3, -full / 2, full - 1, 1 - full, -full] {
                for above in [0, -1] {
                    let clamped = value.unsigned_abs().min(i32::MAX as u64) as u32;
                    assert_eq!(peaks(format, 1, &sample(format, value, above)), [clamped], "{format} {value}");
                }
            }
        }
        assert_eq!(linear_formats().count(), 30);
    }

    #[test]
    fn one_loud_sample_is_found_in_its_channel_wherever_it_stands() {
        for format in linear_formats() {
            let full = 1i64 << (format.width().unwrap() - 1);
            for channels in [1, 2, 3, 4, 5, 6, 7, 8, 12, 32, 33] {
                for at in 0..channels * 5 {
                    let frames: Vec<u8> = (0..channels * 5)
                        .flat_map(|index| sample(format, if index == at { -full / 2 } else { full / 8 }, 0))
                        .collect();
                    let loudest = peaks(format, channels, &frames);
                    let expected: Vec<u32> = (0..channels)
                        .map(|channel| (full / if channel == at % channels { 2 } else { 8 }) as u32)
                        .collect();
                    assert_eq!(loudest, expected, "{format} {channels} channels, sample {at}");
                }
            }
        }
    }

    #[test]
    fn floats_are_clamped_and_a_nan_hides_no_peak() {
        let float = |samples: &[f32]| {
            let frames: Vec<u8> = samples.iter().flat_map(|x| x.to_le_bytes()).collect();
            peaks(Format::FLOAT_LE, 1, &frames)[0]
        };
        assert_eq!(float(&[0.0, -0.25, 0.125]), 1 << 29);
        assert_eq!(float(&[-0.5, f32::NAN, 0.125]), 1 << 30);
        assert_eq!(float(&[[-0.5; 8], [f32::NAN; 8], [0.125; 8]].concat()), 1 << 30);
        assert_eq!(float(&[f32::NAN; 40]), 0);
        assert_eq!(float(&[1.0]), i32::MAX as u32);
        assert_eq!(float(&[f32::NEG_INFINITY, f32::NAN]), i32::MAX as u32);
        let double = |x: f64| peaks(Format::FLOAT64_BE, 2, &[x.to_be_bytes(), (x / 2.0).to_be_bytes()].concat());
        assert_eq!(double(-0.5), [1 << 30, 1 << 29]);
        assert_eq!(double(f64::MIN), [i32::MAX as u32; 2]);
        assert_eq!(peaks(Format::FLOAT_BE, 1, &0.5f32.to_be_bytes()), [1 << 30]);
    }

    #[test]
    fn laws_are_expanded() {
        let mu_law = |code: u8| peaks(Format::MU_LAW, 1, &[code])[0];
        assert_eq!([0xff, 0x7f, 0xfe, 0x80, 0x00, 0x8f, 0x9f].map(mu_law), [0, 0, 8, 32124, 32124, 16764, 8316]);
        let a_law = |code: u8| peaks(Format::A_LAW, 1, &[code])[0];
        assert_eq!([0xd5, 0x55, 0xd4, 0xaa, 0x2a, 0xc5, 0xe5].map(a_law), [8, 8, 24, 32256, 32256, 264, 1056]);
        assert_eq!(peaks(Format::MU_LAW, 2, &[0xff, 0x7f, 0x80, 0x7e]), [32124, 8]);
    }

    #[test]
    fn levels_are_decibels_of_full_scale() {
        let peaks = Peaks::new(Spec { format: Format::S16_LE, channels: 1, rate: 48000 }).unwrap();
        assert_eq!(dbfs(peaks.level(1 << 15)), 0.0);
        assert_eq!((dbfs(peaks.level(1 << 14)) * 100.0).round(), -602.0);
        assert_eq!(dbfs(peaks.level(0)), f32::NEG_INFINITY);
    }

    #[test]
    fn what_touches_full_scale_on_either_side_is_clipped() {
        let clipped = |format, sample: &[u8]| {
            let mut peaks = Peaks::new(Spec { format, channels: 1, rate: 48000 }).unwrap();
            let magnitude = peaks.measure(sample)[0];
            peaks.is_clipped(magnitude)
        };
        assert_eq!(
            [0x7fff, 0x7ffe, -0x8000i16].map(|x| clipped(Format::S16_LE, &x.to_le_bytes())),
            [true, false, true]
        );
        assert_eq!([1.0, 0.999, 2.0f32].map(|x| clipped(Format::FLOAT_LE, &x.to_le_bytes())), [true, false, true]);
        assert_eq!([0x80, 0x81].map(|code| clipped(Format::MU_LAW, &[code])), [true, false]);
        assert_eq!([0xaa, 0xab].map(|code| clipped(Format::A_LAW, &[code])), [true, false]);
    }

    #[test]
    fn formats_without_samples_are_not_measured() {
        for name in ["DSD_U8", "DSD_U32_BE", "IMA_ADPCM", "IEC958_SUBFRAME_LE", "MPEG", "SPECIAL"] {
            let format = Format::from_name(name).unwrap();
            assert!(Peaks::new(Spec { format, channels: 2, rate: 48000 }).is_none(), "{name}");
        }
    }
}
