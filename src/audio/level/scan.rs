//! The loop over samples: the extremes of each channel.
//!
//! Plain code over arrays of fixed size, which the compiler turns into vector instructions. The lanes of an array
//! alternate between the channels, so stereo costs no more than mono. Measure with `benches/meter.rs` after any change:
//! the compiler gives up vectors for small reasons.

use std::array;

/// Writes the greatest magnitude of each channel into `to`. `rest` is the sample of silence; `decode` gives no NaN.
#[inline(always)]
pub(super) fn scan<const BYTES: usize, const LANES: usize, T: Copy + PartialOrd>(
    frames: &[u8],
    to: &mut [u32],
    rest: T,
    decode: impl Fn([u8; BYTES]) -> T,
    magnitude: impl Fn(T) -> u32,
) {
    scan_blocks::<BYTES, LANES, T>(frames, to, rest, |block, lane| decode(block[lane]), magnitude);
}

/// The same, `decode` seeing the whole block and the number of the lane.
///
/// After so many blocks, a round, lane 0 is channel 0 again: then the block falls on the first extremes. When the
/// channels divide the lanes, a round is one block, and its extremes stay in registers.
#[inline(always)]
pub(super) fn scan_blocks<const BYTES: usize, const LANES: usize, T: Copy + PartialOrd>(
    frames: &[u8],
    to: &mut [u32],
    rest: T,
    decode: impl Fn(&[[u8; BYTES]; LANES], usize) -> T,
    magnitude: impl Fn(T) -> u32,
) {
    let (samples, _) = frames.as_chunks::<BYTES>();
    let (blocks, tail) = samples.as_chunks::<LANES>();
    let mut padded = [[0; BYTES]; LANES];
    padded[..tail.len()].copy_from_slice(tail);
    let last: [T; LANES] = array::from_fn(|lane| if lane < tail.len() { decode(&padded, lane) } else { rest });
    to.fill(0);
    let round_blocks = (1..=to.len()).find(|blocks| (blocks * LANES).is_multiple_of(to.len())).unwrap_or(1);
    if round_blocks == 1 {
        let mut extremes = Extremes::<T, LANES>::new(rest);
        blocks.iter().for_each(|block| extremes.take(|lane| decode(block, lane)));
        extremes.take(|lane| last[lane]);
        extremes.fold(0, to, magnitude);
        return;
    }
    let mut extremes = vec![Extremes::<T, LANES>::new(rest); round_blocks];
    for round in blocks.chunks(round_blocks) {
        for (extremes, block) in extremes.iter_mut().zip(round) {
            // By way of a copy: in place, the compiler fears that the stores change the block.
            let mut registers = *extremes;
            registers.take(|lane| decode(block, lane));
            *extremes = registers;
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
