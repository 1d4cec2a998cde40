//! Samples that count: what a wire or a driver loses, doubles or swaps is seen in a recording.

use super::Signal;
use crate::device::Format;

/// Bits of a number that a floating point sample holds exactly.
const FLOAT_BITS: u32 = 24;

/// The sample of the nth frame is n in the format's own steps; after the greatest comes 1.
pub struct Pattern {
    frame: u64,
    greatest: u64,
}

impl Pattern {
    /// Samples for a format.
    pub fn new(format: Format) -> Pattern {
        let bits = match format {
            Format::FLOAT_LE | Format::FLOAT_BE => FLOAT_BITS,
            // Numbers pass through floating point on their way into a sample.
            _ => format.width().unwrap_or(FLOAT_BITS).min(FLOAT_BITS),
        };
        Pattern { frame: 0, greatest: (1 << (bits - 1)) - 1 }
    }
}

impl Signal for Pattern {
    fn sample(&mut self) -> f64 {
        self.frame = self.frame % self.greatest + 1;
        self.frame as f64 / (self.greatest + 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::super::Encoder;
    use super::*;

    #[test]
    fn every_frame_has_the_next_number() {
        let encoder = Encoder::new(Format::S16_LE).unwrap();
        let mut pattern = Pattern::new(Format::S16_LE);
        let mut sample = [0; 2];
        for frame in 0..70_000u32 {
            encoder.put(pattern.sample() as f32, &mut sample);
            assert_eq!(u32::from(u16::from_le_bytes(sample)), frame % 32_767 + 1);
        }
    }
}
