//! How samples lie in memory, and how each kind is measured.
//!
//! A decoded sample takes the type whose extremes SSE2, the least that every x86-64 has, finds in the fewest
//! instructions, as long as that type holds it exactly.

use super::scan::{scan, scan_blocks};
use crate::device::Format;

/// Lanes for samples of one and two bytes, and for those that take more: what fits into SSE2's registers.
const NARROW_LANES: usize = 32;
const WIDE_LANES: usize = 8;

/// The order of a sample's bytes.
#[derive(Clone, Copy)]
pub(super) enum Order {
    Little,
    Big,
}
use Order::{Big, Little};

/// The curve of samples that were squeezed into eight bits.
#[derive(Clone, Copy)]
pub(super) enum Law {
    Mu,
    A,
}

impl Law {
    fn flip(self) -> u8 {
        match self {
            Law::Mu => 0xff,
            Law::A => 0x55,
        }
    }

    /// G.711's magnitude of a code that was flipped and lost its sign. The least of A-law is 8, not 0.
    fn expand(self, code: u8) -> u32 {
        let (segment, step) = (code >> 4, u32::from(code & 0xf));
        match self {
            Law::Mu => (((step << 3) + 0x84) << segment) - 0x84,
            Law::A if segment == 0 => (step << 4) + 0x8,
            Law::A => ((step << 4) + 0x108) << (segment - 1),
        }
    }
}

/// How samples lie in memory. A flip turns unsigned samples into signed ones.
#[derive(Clone, Copy)]
pub(super) enum Coding {
    Byte {
        flip: u8,
    },
    Companded(Law),
    Short(Order, u16),
    /// Three bytes.
    Packed(Order, Middle),
    /// Up to 24 bits in four bytes.
    Padded(Order, Middle),
    Long(Order, u32),
    Float(Order),
    Double(Order),
}

impl Coding {
    /// The coding of a format; `None` for what are no samples.
    pub(super) fn of(format: Format) -> Option<Coding> {
        let order = if format.name().ends_with("BE") { Big } else { Little };
        match format {
            Format::MU_LAW => Some(Coding::Companded(Law::Mu)),
            Format::A_LAW => Some(Coding::Companded(Law::A)),
            Format::FLOAT_LE | Format::FLOAT_BE => Some(Coding::Float(order)),
            Format::FLOAT64_LE | Format::FLOAT64_BE => Some(Coding::Double(order)),
            _ => Coding::of_linear(format, order),
        }
    }

    /// The linear formats are those that alsa-lib calls S or U and a width.
    fn of_linear(format: Format, order: Order) -> Option<Coding> {
        let unsigned = match format.name().as_bytes() {
            [b'S', b'0'..=b'9', ..] => false,
            [b'U', b'0'..=b'9', ..] => true,
            _ => return None,
        };
        let bits = format.width()?;
        let flip = if unsigned { 1 << 31 } else { 0 };
        match format.sample_bytes()? {
            // SSE2 compares unsigned bytes only: here the unsigned format is the one that needs no flip.
            1 => Some(Coding::Byte { flip: if unsigned { 0 } else { 0x80 } }),
            2 => Some(Coding::Short(order, (flip >> 16) as u16)),
            3 => Some(Coding::Packed(order, Middle { shift: 32 - bits, flip })),
            4 if bits < 32 => Some(Coding::Padded(order, Middle { shift: 32 - bits, flip })),
            4 => Some(Coding::Long(order, flip)),
            _ => None,
        }
    }

    /// The width that magnitudes refer to, where it is not the format's own.
    pub(super) fn bits(self) -> Option<u32> {
        match self {
            Coding::Companded(_) => Some(16),
            Coding::Float(_) | Coding::Double(_) => Some(32),
            _ => None,
        }
    }

    /// The greatest magnitude that both signs have.
    pub(super) fn ceiling(self, bits: u32) -> u32 {
        match self {
            Coding::Companded(law) => law.expand(0x7f),
            _ => (1 << (bits - 1)) - 1,
        }
    }

    /// Appends the samples, 1.0 at full scale; those of the laws without their sign, which power does not need.
    pub(super) fn decode(self, frames: &[u8], to: &mut Vec<f32>) {
        let half = |word: u32| word as i32 as f32 / 2f32.powi(31);
        match self {
            Coding::Byte { flip } => extend(to, frames, |[b]| half(u32::from(b ^ flip ^ 0x80) << 24)),
            Coding::Companded(law) => {
                extend(to, frames, |[b]| law.expand((b ^ law.flip()) & 0x7f) as f32 / 2f32.powi(15))
            }
            Coding::Short(Little, flip) => extend(to, frames, |b| half(u32::from(u16::from_le_bytes(b) ^ flip) << 16)),
            Coding::Short(Big, flip) => extend(to, frames, |b| half(u32::from(u16::from_be_bytes(b) ^ flip) << 16)),
            Coding::Packed(order, middle) => extend(to, frames, |[a, b, c]| match order {
                Little => middle.lane(u32::from_le_bytes([a, b, c, 0])) / 2f32.powi(31),
                Big => middle.lane(u32::from_be_bytes([0, a, b, c])) / 2f32.powi(31),
            }),
            Coding::Padded(Little, middle) => {
                extend(to, frames, |b| middle.lane(u32::from_le_bytes(b)) / 2f32.powi(31))
            }
            Coding::Padded(Big, middle) => extend(to, frames, |b| middle.lane(u32::from_be_bytes(b)) / 2f32.powi(31)),
            Coding::Long(Little, flip) => extend(to, frames, |b| half(u32::from_le_bytes(b) ^ flip)),
            Coding::Long(Big, flip) => extend(to, frames, |b| half(u32::from_be_bytes(b) ^ flip)),
            Coding::Float(Little) => extend(to, frames, |b| number(f32::from_le_bytes(b))),
            Coding::Float(Big) => extend(to, frames, |b| number(f32::from_be_bytes(b))),
            Coding::Double(Little) => extend(to, frames, |b| number(f64::from_le_bytes(b) as f32)),
            Coding::Double(Big) => extend(to, frames, |b| number(f64::from_be_bytes(b) as f32)),
        }
    }

    /// Writes the greatest magnitude of each channel into `to`.
    pub(super) fn measure(self, frames: &[u8], to: &mut [u32]) {
        match self {
            Coding::Byte { flip } => {
                scan::<1, NARROW_LANES, _>(frames, to, 0x80, |[b]| b ^ flip, |x| x.abs_diff(0x80).into());
            }
            Coding::Companded(law) => measure_companded(frames, to, law),
            Coding::Short(order, flip) => measure_short(frames, to, order, flip),
            Coding::Packed(order, middle) => measure_packed(frames, to, order, middle),
            Coding::Padded(order, middle) => measure_padded(frames, to, order, middle),
            Coding::Long(order, flip) => measure_long(frames, to, order, flip),
            Coding::Float(order) => measure_float(frames, to, order),
            Coding::Double(order) => measure_double(frames, to, order),
        }
    }
}

fn extend<const BYTES: usize>(to: &mut Vec<f32>, frames: &[u8], decode: impl Fn([u8; BYTES]) -> f32) {
    to.extend(frames.as_chunks::<BYTES>().0.iter().map(|bytes| decode(*bytes)));
}

/// Samples of 18 to 24 bits. They are compared as f32, which holds 24 bits exactly, because SSE2 finds the greater of
/// two floats in one instruction and of two integers of this size in five.
#[derive(Clone, Copy)]
pub(super) struct Middle {
    shift: u32,
    flip: u32,
}

impl Middle {
    #[inline(always)]
    fn lane(self, word: u32) -> f32 {
        ((word << self.shift) ^ self.flip) as i32 as f32
    }

    fn magnitude(self, lane: f32) -> u32 {
        (lane.abs() as u32) >> self.shift
    }
}

/// The code without its sign grows with the magnitude, so only the greatest code needs to be expanded.
fn measure_companded(frames: &[u8], to: &mut [u32], law: Law) {
    let flip = law.flip();
    scan::<1, NARROW_LANES, _>(frames, to, 0, |[b]| (b ^ flip) & 0x7f, |code| law.expand(code));
}

fn measure_short(frames: &[u8], to: &mut [u32], order: Order, flip: u16) {
    let magnitude = |x: i16| x.unsigned_abs().into();
    match order {
        Little => scan::<2, NARROW_LANES, _>(frames, to, 0, |b| (u16::from_le_bytes(b) ^ flip) as i16, magnitude),
        Big => scan::<2, NARROW_LANES, _>(frames, to, 0, |b| (u16::from_be_bytes(b) ^ flip) as i16, magnitude),
    }
}

/// A word of four bytes is loaded for a sample of three: so its bytes need not be put together one by one.
fn measure_packed(frames: &[u8], to: &mut [u32], order: Order, middle: Middle) {
    let little = |block: &_, lane| middle.lane(u32::from_le_bytes(word_at(block, lane)) >> bits_before(lane));
    let big = |block: &_, lane| middle.lane(u32::from_be_bytes(word_at(block, lane)) >> (8 - bits_before(lane)));
    match order {
        Little => scan_blocks::<3, WIDE_LANES, _>(frames, to, 0.0, little, |x| middle.magnitude(x)),
        Big => scan_blocks::<3, WIDE_LANES, _>(frames, to, 0.0, big, |x| middle.magnitude(x)),
    }
}

/// In the last lane the sample is the end of its word, in all others the start.
#[inline(always)]
fn word_at(block: &[[u8; 3]; WIDE_LANES], lane: usize) -> [u8; 4] {
    let bytes = block.as_flattened();
    let start = (3 * lane).min(bytes.len() - 4);
    [bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3]]
}

#[inline(always)]
fn bits_before(lane: usize) -> u32 {
    if lane + 1 < WIDE_LANES { 0 } else { 8 }
}

fn measure_padded(frames: &[u8], to: &mut [u32], order: Order, middle: Middle) {
    let magnitude = |x| middle.magnitude(x);
    match order {
        Little => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| middle.lane(u32::from_le_bytes(b)), magnitude),
        Big => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| middle.lane(u32::from_be_bytes(b)), magnitude),
    }
}

/// Compared as f64, for the reason of `Middle`.
fn measure_long(frames: &[u8], to: &mut [u32], order: Order, flip: u32) {
    let lane = |word: u32| f64::from((word ^ flip) as i32);
    let magnitude = |x: f64| (x.abs() as u32).min(i32::MAX as u32);
    match order {
        // S32_LE, the usual one, is spared the flip, which costs as much again.
        Little if flip == 0 => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| i32::from_le_bytes(b).into(), magnitude),
        Little => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| lane(u32::from_le_bytes(b)), magnitude),
        Big => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| lane(u32::from_be_bytes(b)), magnitude),
    }
}

fn measure_float(frames: &[u8], to: &mut [u32], order: Order) {
    match order {
        Little => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| number(f32::from_le_bytes(b)), float_magnitude),
        Big => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| number(f32::from_be_bytes(b)), float_magnitude),
    }
}

fn measure_double(frames: &[u8], to: &mut [u32], order: Order) {
    match order {
        Little => scan::<8, WIDE_LANES, _>(frames, to, 0.0, |b| number(f64::from_le_bytes(b) as f32), float_magnitude),
        Big => scan::<8, WIDE_LANES, _>(frames, to, 0.0, |b| number(f64::from_be_bytes(b) as f32), float_magnitude),
    }
}

/// The sample, with silence for what is no number.
#[inline(always)]
fn number(sample: f32) -> f32 {
    if sample.is_nan() { 0.0 } else { sample }
}

fn float_magnitude(sample: f32) -> u32 {
    ((sample.abs() * 2f32.powi(31)) as u32).min(i32::MAX as u32)
}
