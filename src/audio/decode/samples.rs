//! Decoded samples as interleaved bytes of a format.
//!
//! Integers keep every bit, and floats are rounded to the nearest step, never cut off. The loops are plain, so that
//! the compiler makes vectors of them.

use crate::device::Format;
use std::ops::Range;
use symphonia::core::audio::sample::{i24, u24};
use symphonia::core::audio::{Audio, AudioBuffer, GenericAudioBufferRef};
use symphonia::core::codecs::audio::{AudioCodecParameters, well_known as codec};

/// What the samples of a file hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Integers of at most so many bits.
    Bits16,
    Bits24,
    Bits32,
    /// Floats that were stored.
    Float,
    Double,
    /// What a lossy codec computed.
    Lossy,
}

/// Where ALAC's settings have the bits of a sample, and how much stands before them in older files.
const ALAC_BITS_AT: usize = 5;
const ALAC_PREFIX_BYTES: usize = 24;

impl Depth {
    pub(super) fn of(buffer: &GenericAudioBufferRef<'_>, parameters: &AudioCodecParameters) -> Depth {
        use GenericAudioBufferRef as Buffer;
        match buffer {
            Buffer::F32(_) if parameters.codec == codec::CODEC_ID_PCM_F32LE => Depth::Float,
            Buffer::F32(_) if parameters.codec == codec::CODEC_ID_PCM_F32BE => Depth::Float,
            Buffer::F32(_) => Depth::Lossy,
            Buffer::F64(_) => Depth::Double,
            Buffer::U8(_) | Buffer::S8(_) | Buffer::U16(_) | Buffer::S16(_) => Depth::Bits16,
            Buffer::U24(_) | Buffer::S24(_) => Depth::Bits24,
            Buffer::U32(_) | Buffer::S32(_) => match coded_bits(parameters) {
                ..=16 => Depth::Bits16,
                17..=24 => Depth::Bits24,
                _ => Depth::Bits32,
            },
        }
    }

    /// The formats that hold such samples, best first.
    pub(super) fn formats(self) -> &'static [Format] {
        use Format as F;
        match self {
            Depth::Bits16 => &[F::S16_LE, F::S32_LE, F::S24_LE, F::S24_3LE, F::FLOAT_LE],
            Depth::Bits24 => &[F::S32_LE, F::S24_LE, F::S24_3LE, F::FLOAT_LE],
            Depth::Bits32 => &[F::S32_LE, F::FLOAT64_LE],
            Depth::Double => &[F::FLOAT64_LE, F::FLOAT_LE, F::S32_LE, F::S24_LE, F::S24_3LE, F::S16_LE],
            Depth::Float | Depth::Lossy => &[F::FLOAT_LE, F::S32_LE, F::S24_LE, F::S24_3LE, F::S16_LE],
        }
    }

    /// The format that tells what the file has; what it is played in, where that is no property of the file.
    pub(super) fn described(self, played: Format) -> Format {
        match self {
            Depth::Bits16 => Format::S16_LE,
            Depth::Bits24 => Format::S24_LE,
            Depth::Bits32 => Format::S32_LE,
            Depth::Float => Format::FLOAT_LE,
            Depth::Double => Format::FLOAT64_LE,
            Depth::Lossy => played,
        }
    }
}

/// Bits of a sample of a codec that fills 32 from the top.
fn coded_bits(parameters: &AudioCodecParameters) -> u32 {
    match parameters.codec {
        codec::CODEC_ID_ADPCM_MS | codec::CODEC_ID_ADPCM_IMA_WAV | codec::CODEC_ID_ADPCM_IMA_QT => 16,
        codec::CODEC_ID_ALAC => {
            let settings = parameters.extra_data.as_deref().unwrap_or_default();
            let prefix = if settings.get(4..8) == Some(b"frma") { ALAC_PREFIX_BYTES } else { 0 };
            settings.get(prefix + ALAC_BITS_AT).map_or(32, |bits| u32::from(*bits))
        }
        _ => parameters.bits_per_sample.unwrap_or(32),
    }
}

/// Puts these frames of a buffer into `to`, which has room for exactly so many.
pub(super) fn interleave(buffer: &GenericAudioBufferRef<'_>, frames: Range<usize>, format: Format, to: &mut [u8]) {
    use GenericAudioBufferRef as Buffer;
    match buffer {
        Buffer::F32(buffer) => floats(buffer, frames, format, to),
        Buffer::F64(buffer) if format == Format::FLOAT64_LE => put::<8, _>(buffer, frames, to, f64::to_le_bytes),
        Buffer::F64(buffer) => doubles(buffer, frames, format, to),
        Buffer::S32(buffer) => integers(buffer, frames, format, to, |sample| sample),
        Buffer::S24(buffer) => integers(buffer, frames, format, to, |sample: i24| sample.inner() << 8),
        Buffer::S16(buffer) => integers(buffer, frames, format, to, |sample| i32::from(sample) << 16),
        Buffer::S8(buffer) => integers(buffer, frames, format, to, |sample| i32::from(sample) << 24),
        Buffer::U32(buffer) => integers(buffer, frames, format, to, |sample| (sample ^ 1 << 31) as i32),
        Buffer::U24(buffer) => {
            integers(buffer, frames, format, to, |sample: u24| ((sample.inner() << 8) ^ 1 << 31) as i32)
        }
        Buffer::U16(buffer) => {
            integers(buffer, frames, format, to, |sample| ((u32::from(sample) << 16) ^ 1 << 31) as i32)
        }
        Buffer::U8(buffer) => {
            integers(buffer, frames, format, to, |sample| ((u32::from(sample) << 24) ^ 1 << 31) as i32)
        }
    }
}

/// Integers that fill 32 bits from the top.
fn integers<S: Sample>(
    buffer: &AudioBuffer<S>,
    frames: Range<usize>,
    format: Format,
    to: &mut [u8],
    widen: impl Fn(S) -> i32 + Copy,
) {
    match format {
        Format::S16_LE => put::<2, _>(buffer, frames, to, |sample| ((widen(sample) >> 16) as i16).to_le_bytes()),
        Format::S24_LE => put::<4, _>(buffer, frames, to, |sample| (widen(sample) >> 8).to_le_bytes()),
        Format::S24_3LE => put::<3, _>(buffer, frames, to, |sample| low_three(widen(sample) >> 8)),
        // A float holds 24 bits, and no file with more is offered it.
        Format::FLOAT_LE => {
            put::<4, _>(buffer, frames, to, |sample| ((widen(sample) >> 8) as f32 / 2f32.powi(23)).to_le_bytes());
        }
        Format::FLOAT64_LE => {
            put::<8, _>(buffer, frames, to, |sample| (f64::from(widen(sample)) / 2f64.powi(31)).to_le_bytes());
        }
        _ => put::<4, _>(buffer, frames, to, |sample| widen(sample).to_le_bytes()),
    }
}

fn floats(buffer: &AudioBuffer<f32>, frames: Range<usize>, format: Format, to: &mut [u8]) {
    match format {
        Format::S16_LE => put::<2, _>(buffer, frames, to, |sample| to_16(sample).to_le_bytes()),
        Format::S24_LE => put::<4, _>(buffer, frames, to, |sample| to_24(sample).to_le_bytes()),
        Format::S24_3LE => put::<3, _>(buffer, frames, to, |sample| low_three(to_24(sample))),
        Format::S32_LE => put::<4, _>(buffer, frames, to, |sample| to_32(sample).to_le_bytes()),
        _ => put::<4, _>(buffer, frames, to, f32::to_le_bytes),
    }
}

fn doubles(buffer: &AudioBuffer<f64>, frames: Range<usize>, format: Format, to: &mut [u8]) {
    let scaled = |sample: f64, bits: i32| (sample * 2f64.powi(bits - 1)).round_ties_even();
    match format {
        Format::S16_LE => put::<2, _>(buffer, frames, to, |sample| (scaled(sample, 16) as i16).to_le_bytes()),
        Format::S24_LE => put::<4, _>(buffer, frames, to, |sample| clip_24(scaled(sample, 24)).to_le_bytes()),
        Format::S24_3LE => put::<3, _>(buffer, frames, to, |sample| low_three(clip_24(scaled(sample, 24)))),
        Format::S32_LE => put::<4, _>(buffer, frames, to, |sample| (scaled(sample, 32) as i32).to_le_bytes()),
        _ => put::<4, _>(buffer, frames, to, |sample| (sample as f32).to_le_bytes()),
    }
}

fn clip_24(sample: f64) -> i32 {
    sample.clamp(f64::from(-(1 << 23)), f64::from((1 << 23) - 1)) as i32
}

/// Added to a float below 2^22 it leaves the nearest integer in the low bits: SSE2 has no other way to round in a
/// register.
const ROUNDER: f32 = 1.5 * (1 << 23) as f32;

/// `max` makes a number of what is none; `clamp` would not.
#[allow(clippy::manual_clamp)]
fn to_16(sample: f32) -> i16 {
    let scaled = (sample * 32768.0).clamp(-32768.0, 32767.0);
    (scaled + ROUNDER).to_bits() as i16
}

/// In two parts, because 24 bits are too many for `ROUNDER`: the upper 16 are exact, and what is left is rounded.
#[allow(clippy::manual_clamp)]
fn to_24(sample: f32) -> i32 {
    let scaled = (sample * 8_388_608.0).clamp(-8_388_608.0, 8_388_607.0);
    let half = if scaled < 0.0 { -0.5 } else { 0.5 };
    // From 2^22 on floats have steps of a half or one, and the sum is exact.
    (scaled + half) as i32
}

/// A float has 24 bits: only a small one has any below the last of 32, and only that is rounded.
fn to_32(sample: f32) -> i32 {
    let scaled = sample * 2_147_483_648.0;
    let half = if scaled < 0.0 { -0.5 } else { 0.5 };
    let half = if scaled.abs() < 8_388_608.0 { half } else { 0.0 };
    (scaled + half) as i32
}

fn low_three(sample: i32) -> [u8; 3] {
    let [low, middle, high, _] = sample.to_le_bytes();
    [low, middle, high]
}

/// Samples of symphonia's.
trait Sample: symphonia::core::audio::sample::Sample {}
impl<S: symphonia::core::audio::sample::Sample> Sample for S {}

fn put<const BYTES: usize, S: Sample>(
    buffer: &AudioBuffer<S>,
    frames: Range<usize>,
    to: &mut [u8],
    convert: impl Fn(S) -> [u8; BYTES],
) {
    let plane = |channel| buffer.plane(channel).and_then(|samples| samples.get(frames.clone())).unwrap_or_default();
    let (samples, _) = to.as_chunks_mut::<BYTES>();
    if buffer.num_planes() == 2 {
        let (places, _) = samples.as_chunks_mut::<2>();
        for ((place, left), right) in places.iter_mut().zip(plane(0)).zip(plane(1)) {
            *place = [convert(*left), convert(*right)];
        }
        return;
    }
    let channels = buffer.num_planes();
    for channel in 0..channels {
        for (place, sample) in samples.iter_mut().skip(channel).step_by(channels).zip(plane(channel)) {
            *place = convert(*sample);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_rounded_to_the_nearest_step_and_clipped() {
        for (sample, wanted) in [(0.6, 1), (-0.6, -1), (0.4, 0), (-0.4, 0), (1.5, 2), (32766.6, 32767)] {
            assert_eq!(to_16(sample / 32768.0), wanted, "{sample}");
        }
        assert_eq!((to_16(1.0), to_16(7.0), to_16(-1.0), to_16(-7.0)), (32767, 32767, -32768, -32768));
        for (sample, wanted) in [(0.6, 1), (-0.6, -1), (0.4, 0), (5_000_000.5, 5_000_001), (8_388_607.0, 8_388_607)] {
            assert_eq!(to_24(sample / 8_388_608.0), wanted, "{sample}");
        }
        assert_eq!((to_24(1.0), to_24(-1.0), to_24(-3.0)), (0x7f_ffff, -0x80_0000, -0x80_0000));
        for (sample, wanted) in [(0.6, 1), (-0.6, -1), (8_388_609.0, 8_388_609), (-8_388_611.0, -8_388_611)] {
            assert_eq!(to_32(sample / 2_147_483_648.0), wanted, "{sample}");
        }
        assert_eq!((to_32(1.0), to_32(-1.0)), (i32::MAX, i32::MIN));
        assert_eq!((to_16(f32::NAN), to_24(f32::NAN), to_32(f32::NAN)), (0, 0, 0));
    }

    #[test]
    fn every_format_of_a_depth_has_its_bits() {
        for format in Depth::Bits24.formats() {
            assert!(format.width().unwrap() >= 24, "{format}");
        }
        assert!(Depth::Bits32.formats().iter().all(|format| format.width().unwrap() >= 32));
    }
}
