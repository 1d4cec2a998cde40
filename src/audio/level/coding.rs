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
    let (flip, expand): (u8, fn(u8) -> u32) = match law {
        Law::Mu => (0xff, expand_mu_law),
        Law::A => (0x55, expand_a_law),
    };
    scan::<1, NARROW_LANES, _>(frames, to, 0, |[b]| (b ^ flip) & 0x7f, expand);
}

/// G.711's magnitude of a µ-law code that was inverted and lost its sign.
fn expand_mu_law(code: u8) -> u32 {
    let (segment, step) = (code >> 4, u32::from(code & 0xf));
    (((step << 3) + 0x84) << segment) - 0x84
}

/// G.711's magnitude of an A-law code, every second bit inverted, without its sign. The least is 8, not 0.
fn expand_a_law(code: u8) -> u32 {
    let (segment, step) = (code >> 4, u32::from(code & 0xf) << 4);
    if segment == 0 { step + 0x8 } else { (step + 0x108) << (segment - 1) }
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
