//! How loud frames are: the peak of each channel, in one pass over the interleaved bytes.
//!
//! The sample loops are plain code over arrays of fixed size, which the compiler turns into vector instructions; the
//! lanes of an array alternate between the channels, so stereo costs no more than mono. A magnitude is always exact.

use super::source::Spec;
use crate::device::Format;

/// Lanes for samples of one and two bytes, and for those that become 32 bits: what fits into SSE2's registers.
const NARROW_LANES: usize = 32;
const WIDE_LANES: usize = 8;

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
        let bits = match coding {
            Coding::Byte { law: Law::Mu | Law::A, .. } => 16,
            Coding::Float(_) | Coding::Double(_) => 32,
            _ => spec.format.width()?,
        };
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

    /// The greatest magnitude of each channel in `frames`; at 32 bits never above 0x7fffffff, as upstream's.
    pub fn measure(&mut self, frames: &[u8]) -> &[u32] {
        use Order::{Big, Little};
        let to = &mut self.magnitudes;
        let narrow = |x: i16| u32::from(x.unsigned_abs());
        let wide = |x: f64| (x.abs() as u32).min(i32::MAX as u32);
        let float = |x: f32| ((x.abs() * 2f32.powi(31)) as u32).min(i32::MAX as u32);
        let sound = |x: f32| if x.is_nan() { 0.0 } else { x };
        match self.coding {
            Coding::Byte { flip, law } => measure_bytes(frames, to, flip, law),
            Coding::Short(Little, flip) => {
                scan::<2, NARROW_LANES, _>(frames, to, 0, |b| (u16::from_le_bytes(b) ^ flip) as i16, narrow);
            }
            Coding::Short(Big, flip) => {
                scan::<2, NARROW_LANES, _>(frames, to, 0, |b| (u16::from_be_bytes(b) ^ flip) as i16, narrow);
            }
            Coding::Packed(order, middle) => {
                let magnitude = |x: f32| middle.magnitude(x);
                match order {
                    Little => {
                        scan::<3, WIDE_LANES, _>(frames, to, 0.0, |[a, b, c]| middle.lane([a, b, c, 0]), magnitude)
                    }
                    Big => scan::<3, WIDE_LANES, _>(frames, to, 0.0, |[a, b, c]| middle.lane([c, b, a, 0]), magnitude),
                }
            }
            Coding::Padded(order, middle) => {
                let magnitude = |x: f32| middle.magnitude(x);
                match order {
                    Little => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| middle.lane(b), magnitude),
                    Big => {
                        scan::<4, WIDE_LANES, _>(frames, to, 0.0, |[a, b, c, d]| middle.lane([d, c, b, a]), magnitude)
                    }
                }
            }
            // As for the middle widths: two exact f64 conversions beat integer comparisons that SSE2 lacks.
            Coding::Long(Little, 0) => {
                scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| i32::from_le_bytes(b).into(), wide)
            }
            Coding::Long(Little, flip) => {
                scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| f64::from((u32::from_le_bytes(b) ^ flip) as i32), wide);
            }
            Coding::Long(Big, flip) => {
                scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| f64::from((u32::from_be_bytes(b) ^ flip) as i32), wide);
            }
            Coding::Float(Little) => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| sound(f32::from_le_bytes(b)), float),
            Coding::Float(Big) => scan::<4, WIDE_LANES, _>(frames, to, 0.0, |b| sound(f32::from_be_bytes(b)), float),
            Coding::Double(Little) => {
                scan::<8, WIDE_LANES, _>(frames, to, 0.0, |b| sound(f64::from_le_bytes(b) as f32), float);
            }
            Coding::Double(Big) => {
                scan::<8, WIDE_LANES, _>(frames, to, 0.0, |b| sound(f64::from_be_bytes(b) as f32), float);
            }
        }
        &self.magnitudes
    }
}

/// Decibels below full scale of a level; silence is minus infinity.
pub fn dbfs(level: f32) -> f32 {
    20.0 * level.log10()
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

#[derive(Clone, Copy)]
enum Law {
    Linear,
    Mu,
    A,
}

/// How samples lie in memory. `flip` is what turns an unsigned sample into a signed one.
#[derive(Clone, Copy)]
enum Coding {
    Byte { flip: u8, law: Law },
    Short(Order, u16),
    Packed(Order, Middle),
    Padded(Order, Middle),
    Long(Order, u32),
    Float(Order),
    Double(Order),
}

impl Coding {
    fn of(format: Format) -> Option<Coding> {
        let order = if format.name().ends_with("BE") { Order::Big } else { Order::Little };
        match format {
            Format::MU_LAW => Some(Coding::Byte { flip: 0xff, law: Law::Mu }),
            Format::A_LAW => Some(Coding::Byte { flip: 0x55, law: Law::A }),
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
            1 => Some(Coding::Byte { flip: if unsigned { 0 } else { 0x80 }, law: Law::Linear }),
            2 => Some(Coding::Short(order, (flip >> 16) as u16)),
            3 => Some(Coding::Packed(order, Middle { shift: 32 - bits, flip })),
            4 if bits < 32 => Some(Coding::Padded(order, Middle { shift: 32 - bits, flip })),
            4 => Some(Coding::Long(order, flip)),
            _ => None,
        }
    }
}

/// Samples of 18 to 24 bits. They are compared as f32, which holds 24 bits exactly, because SSE2 finds the greater of
/// two floats in one instruction and of two integers of this size in five.
#[derive(Clone, Copy)]
struct Middle {
    shift: u32,
    flip: u32,
}

impl Middle {
    #[inline(always)]
    fn lane(self, bytes: [u8; 4]) -> f32 {
        ((u32::from_le_bytes(bytes) << self.shift) ^ self.flip) as i32 as f32
    }

    fn magnitude(self, lane: f32) -> u32 {
        (lane.abs() as u32) >> self.shift
    }
}

fn measure_bytes(frames: &[u8], to: &mut [u32], flip: u8, law: Law) {
    match law {
        Law::Linear => scan::<1, NARROW_LANES, _>(frames, to, 0x80, |[b]| b ^ flip, |x| x.abs_diff(0x80).into()),
        // The code without its sign grows with the magnitude, so only the greatest code needs to be expanded.
        Law::Mu | Law::A => {
            let expand = if matches!(law, Law::A) { expand_a_law } else { expand_mu_law };
            scan::<1, NARROW_LANES, _>(frames, to, 0, |[b]| (b ^ flip) & 0x7f, expand);
        }
    }
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

/// Writes the greatest magnitude of each channel into `to`. `rest` is the sample of silence; `decode` gives no NaN.
///
/// After so many blocks of lanes, a round, lane 0 is channel 0 again: then the block falls on the first extremes. When
/// the channels divide the lanes, a round is one block, and its extremes stay in registers.
#[inline(always)]
fn scan<const BYTES: usize, const LANES: usize, T: Copy + PartialOrd>(
    frames: &[u8],
    to: &mut [u32],
    rest: T,
    decode: impl Fn([u8; BYTES]) -> T,
    magnitude: impl Fn(T) -> u32,
) {
    let (samples, _) = frames.as_chunks::<BYTES>();
    let (blocks, tail) = samples.as_chunks::<LANES>();
    let round_blocks = (1..=to.len()).find(|blocks| (blocks * LANES).is_multiple_of(to.len())).unwrap_or(1);
    let mut last = [rest; LANES];
    last.iter_mut().zip(tail).for_each(|(lane, sample)| *lane = decode(*sample));
    to.fill(0);
    if round_blocks == 1 {
        let mut extremes = Extremes::<T, LANES>::new(rest);
        for block in blocks {
            extremes.take(|lane| decode(block[lane]));
        }
        extremes.take(|lane| last[lane]);
        extremes.fold(0, to, magnitude);
        return;
    }
    let mut extremes = vec![Extremes::<T, LANES>::new(rest); round_blocks];
    for round in blocks.chunks(round_blocks) {
        for (extremes, block) in extremes.iter_mut().zip(round) {
            extremes.take(|lane| decode(block[lane]));
        }
    }
    extremes[blocks.len() % round_blocks].take(|lane| last[lane]);
    for (block, extremes) in extremes.iter().enumerate() {
        extremes.fold(block * LANES, to, &magnitude);
    }
}

/// The highest and the lowest sample of each lane.
#[derive(Clone, Copy)]
struct Extremes<T, const LANES: usize> {
    highest: [T; LANES],
    lowest: [T; LANES],
}

impl<T: Copy + PartialOrd, const LANES: usize> Extremes<T, LANES> {
    fn new(rest: T) -> Self {
        Extremes { highest: [rest; LANES], lowest: [rest; LANES] }
    }

    /// The comparisons stand as SSE2's instructions have them, old value first: any other order costs copies.
    #[inline(always)]
    fn take(&mut self, sample: impl Fn(usize) -> T) {
        for lane in 0..LANES {
            let (sample, highest, lowest) = (sample(lane), self.highest[lane], self.lowest[lane]);
            self.highest[lane] = if highest > sample { highest } else { sample };
            self.lowest[lane] = if lowest < sample { lowest } else { sample };
        }
    }

    /// Gives the lanes, the first of which is sample `start` of a round, to their channels.
    fn fold(&self, start: usize, to: &mut [u32], magnitude: impl Fn(T) -> u32) {
        for (lane, (highest, lowest)) in self.highest.iter().zip(&self.lowest).enumerate() {
            let loudest = &mut to[(start + lane) % to.len()];
            *loudest = (*loudest).max(magnitude(*highest)).max(magnitude(*lowest));
        }
    }
}
