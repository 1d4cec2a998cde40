//! Noise: white, and pink as a sum of white noises of sixteen octaves.

use super::Signal;

/// White noise; the same at every run.
pub struct White(u64);

impl White {
    /// Noise from its start.
    pub fn new() -> White {
        White(0x616c_7361_626f_7821)
    }

    /// Marsaglia's xorshift.
    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

impl Default for White {
    fn default() -> White {
        White::new()
    }
}

impl Signal for White {
    fn sample(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// As many as upstream says it uses.
pub(super) const OCTAVES: usize = 16;
/// Sixteen noises hardly ever agree, so that full scale is far away; with this it is as loud as upstream's.
const LOUDNESS: f64 = 1.1;

/// Pink noise, after Voss and McCartney: each octave's noise changes half as often as the one above it.
pub struct Pink {
    white: White,
    octaves: [f64; OCTAVES],
    sum: f64,
    frame: u32,
}

impl Pink {
    /// Noise from its start.
    pub fn new() -> Pink {
        let mut white = White::new();
        let octaves = std::array::from_fn(|_| white.sample());
        Pink { sum: octaves.iter().sum(), octaves, white, frame: 0 }
    }
}

impl Default for Pink {
    fn default() -> Pink {
        Pink::new()
    }
}

impl Signal for Pink {
    fn sample(&mut self) -> f64 {
        self.frame = self.frame.wrapping_add(1);
        // One octave a frame, the lowest ones the most seldom.
        if let Some(octave) = self.octaves.get_mut(self.frame.trailing_zeros() as usize) {
            let noise = self.white.sample();
            self.sum += noise - *octave;
            *octave = noise;
        }
        let sample = (self.sum + self.white.sample()) / (OCTAVES + 1) as f64 * LOUDNESS;
        sample.clamp(-1.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(signal: &mut dyn Signal) -> Vec<f64> {
        (0..1 << 17).map(|_| signal.sample()).collect()
    }

    fn power(samples: &[f64]) -> f64 {
        samples.iter().map(|sample| sample * sample).sum::<f64>() / samples.len() as f64
    }

    /// The power that is left below half the rate, then a quarter, an eighth …
    fn powers_below(mut samples: Vec<f64>) -> Vec<f64> {
        let mut powers = Vec::new();
        for _ in 0..8 {
            powers.push(power(&samples));
            samples = samples.chunks_exact(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
        }
        powers
    }

    #[test]
    fn each_octave_of_pink_noise_is_as_loud_and_of_white_noise_half_as_loud_as_the_one_above() {
        let steps = |powers: Vec<f64>| powers.windows(2).map(|pair| pair[0] - pair[1]).collect::<Vec<f64>>();
        let pink = steps(powers_below(samples(&mut Pink::new())));
        let mean = pink.iter().sum::<f64>() / pink.len() as f64;
        assert!(pink.iter().all(|step| (0.6..1.5).contains(&(step / mean))), "{pink:?}");
        let white = powers_below(samples(&mut White::new()));
        assert!(white.windows(2).all(|pair| (1.8..2.2).contains(&(pair[0] / pair[1]))), "{white:?}");
    }

    #[test]
    fn noise_has_no_direct_current_and_fits_into_full_scale() {
        for signal in [&mut White::new() as &mut dyn Signal, &mut Pink::new()] {
            let samples = samples(signal);
            assert!(samples.iter().all(|sample| sample.abs() <= 1.0));
            assert!((samples.iter().sum::<f64>() / samples.len() as f64).abs() < 0.1);
        }
    }
}
