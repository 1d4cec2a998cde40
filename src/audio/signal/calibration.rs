//! The pink noise that cinemas are calibrated with: SMPTE ST 2095-1, whose numbers stand here.
//!
//! Pseudo-random, from 10 Hz to 22.4 kHz, -21.5 dBFS as the root of its mean square and never above -9.5 dBFS. Its level
//! is its meaning: it is not to be scaled.

use super::Signal;
use std::f64::consts::TAU;

const HIGH_PASS_HZ: f64 = 10.0;
const LOW_PASS_HZ: f64 = 22_400.0;
const PEAK_DBFS: f64 = -9.5;
const RANDOM_FACTOR: u32 = 1_664_525;
/// What each one-pole filter of the pink network keeps of itself, and takes of the white noise.
const POLES: [(f64, f64); 5] = [
    (0.999_455_1, 0.001_981_666_886_219_89),
    (0.996_985_9, 0.002_637_023_341_840_61),
    (0.984_447_0, 0.006_432_137_102_023_31),
    (0.916_175_7, 0.014_389_525_383_628_2),
    (0.656_339_9, 0.026_984_085_410_646_1),
];
const DIRECT: f64 = 0.034_267_583_215_930_6;
const DELAYED: f64 = 0.008_876_611_800_935_6;
/// Damping and quality of a Butterworth filter's two halves, of fourth order.
const HIGH_HALVES: [(f64, f64); 2] = [(0.382_683_5, 0.923_879_5), (0.923_879_5, 0.382_683_5)];
const LOW_HALVES: [f64; 2] = [1.306_563, 0.541_196];

/// The noise.
pub struct Calibration {
    seed: u32,
    step: u32,
    mask: u32,
    poles: [f64; POLES.len()],
    last_white: f64,
    band: [Biquad; 4],
    peak: f64,
}

impl Calibration {
    /// The noise for a rate: it repeats itself after 2^19 frames, above 48 kHz after 2^20.
    pub fn new(rate: u32) -> Calibration {
        let (step, mask) = if rate > 48_000 { (163_841, (1 << 20) - 1) } else { (52_737, (1 << 19) - 1) };
        let rate = f64::from(rate);
        let [low_1, low_2] = LOW_HALVES.map(|quality| Biquad::low_pass(LOW_PASS_HZ.min(rate * 0.499), quality, rate));
        let [high_1, high_2] = HIGH_HALVES.map(|half| Biquad::high_pass(HIGH_PASS_HZ, half, rate));
        Calibration {
            seed: 0,
            step,
            mask,
            poles: [0.0; POLES.len()],
            last_white: 0.0,
            band: [high_1, high_2, low_1, low_2],
            peak: 10f64.powf(PEAK_DBFS / 20.0),
        }
    }
}

impl Signal for Calibration {
    fn sample(&mut self) -> f64 {
        self.seed = RANDOM_FACTOR.wrapping_mul(self.seed).wrapping_add(self.step) & self.mask;
        let white = f64::from(self.seed) * 2.0 / f64::from(self.mask) - 1.0;
        let mut pink = white * DIRECT + self.last_white * DELAYED;
        for (state, (keep, take)) in self.poles.iter_mut().zip(POLES) {
            *state = keep * *state + take * white;
            pink += *state;
        }
        self.last_white = white;
        let limited = self.band.iter_mut().fold(pink, |sample, filter| filter.pass(sample));
        limited.clamp(-self.peak, self.peak)
    }
}

/// A filter of second order, in direct form II.
struct Biquad {
    feedback: [f64; 2],
    forward: [f64; 3],
    state: [f64; 2],
}

impl Biquad {
    /// Half of a Butterworth high pass, by the matched z-transform.
    fn high_pass(hertz: f64, (damping, swing): (f64, f64), rate: f64) -> Biquad {
        let turn = TAU * hertz / rate;
        let feedback = [-2.0 * (-damping * turn).exp() * (swing * turn).cos(), (-2.0 * damping * turn).exp()];
        let gain = (1.0 - feedback[0] + feedback[1]) / 4.0;
        Biquad { feedback, forward: [gain, -2.0 * gain, gain], state: [0.0; 2] }
    }

    /// Half of a Butterworth low pass, by the bilinear transform.
    fn low_pass(hertz: f64, quality: f64, rate: f64) -> Biquad {
        let turn = (TAU * hertz / rate / 2.0).tan();
        let square = turn * turn;
        let whole = square + turn / quality + 1.0;
        let feedback = [2.0 * (square - 1.0) / whole, (square - turn / quality + 1.0) / whole];
        let gain = square / whole;
        Biquad { feedback, forward: [gain, 2.0 * gain, gain], state: [0.0; 2] }
    }

    fn pass(&mut self, sample: f64) -> f64 {
        let [first, second] = self.state;
        let now = sample - self.feedback[0] * first - self.feedback[1] * second;
        self.state = [now, first];
        self.forward[0] * now + self.forward[1] * first + self.forward[2] * second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_level_and_peak_are_those_of_the_standard() {
        for (rate, period) in [(48_000, 1 << 19), (96_000, 1 << 20)] {
            let mut noise = Calibration::new(rate);
            let samples: Vec<f64> = (0..period).map(|_| noise.sample()).collect();
            let power = samples.iter().map(|sample| sample * sample).sum::<f64>() / f64::from(period);
            assert!((10.0 * power.log10() + 21.5).abs() < 0.2, "{rate}: {} dBFS", 10.0 * power.log10());
            let peak = samples.iter().fold(0.0, |peak: f64, sample| peak.max(sample.abs()));
            assert!(20.0 * peak.log10() < -9.49 && 20.0 * peak.log10() > -11.0, "{rate}: {peak}");
        }
    }

    #[test]
    fn it_repeats_itself() {
        let mut noise = Calibration::new(48_000);
        let period = 1 << 19;
        // The filters have forgotten their start by then.
        let first: Vec<f64> = (0..period).map(|_| noise.sample()).skip(period - 100).collect();
        let second: Vec<f64> = (0..period).map(|_| noise.sample()).skip(period - 100).collect();
        assert!(first.iter().zip(&second).all(|(first, second)| (first - second).abs() < 1e-9));
    }
}
