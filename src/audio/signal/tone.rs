//! Tones: one that stays, and one that goes through all that can be heard.

use super::Signal;
use std::f64::consts::{PI, TAU};

/// A sine tone; to the last bit upstream's, in how it counts time and in that it begins where a sine goes down.
pub struct Sine {
    seconds: f64,
    step: f64,
    turn: f64,
}

impl Sine {
    /// A tone of so many hertz.
    pub fn new(hertz: f64, rate: u32) -> Sine {
        Sine { seconds: 0.0, step: 1.0 / f64::from(rate), turn: 1.0 / hertz }
    }
}

impl Signal for Sine {
    fn sample(&mut self) -> f64 {
        let sample = (self.seconds * 2.0 * PI / self.turn - PI).sin();
        self.seconds += self.step;
        if self.seconds >= self.turn {
            self.seconds -= self.turn;
        }
        sample
    }
}

/// The lowest tone of a sweep.
const FROM_HZ: f64 = 20.0;
/// The highest, where the rate has it.
const TO_HZ: f64 = 20_000.0;
/// Frames that a sweep takes to come and to go, as parts of a second.
const FADE_S: f64 = 0.01;

/// A tone that rises from 20 Hz to 20 kHz, each octave in the same time; then it begins anew.
pub struct Sweep {
    frame: u64,
    frames: u64,
    rate: f64,
    from: f64,
    to: f64,
}

impl Sweep {
    /// A sweep that takes so many frames.
    pub fn new(rate: u32, frames: u64) -> Sweep {
        let rate = f64::from(rate);
        let to = TO_HZ.min(rate * 0.45);
        Sweep { frame: 0, frames: frames.max(1), rate, from: FROM_HZ.min(to / 2.0), to }
    }
}

impl Signal for Sweep {
    fn sample(&mut self) -> f64 {
        let seconds = self.frame as f64 / self.rate;
        let length = self.frames as f64 / self.rate;
        let growth = (self.to / self.from).ln() / length;
        let phase = TAU * self.from / growth * ((growth * seconds).exp() - 1.0);
        let fade = (seconds.min(length - seconds) / FADE_S).min(1.0);
        self.frame = (self.frame + 1) % self.frames;
        phase.sin() * fade
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crossings(samples: &[f64]) -> usize {
        samples.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count()
    }

    #[test]
    fn a_tone_has_its_frequency_and_full_scale() {
        let mut sine = Sine::new(441.0, 44_100);
        let samples: Vec<f64> = (0..44_100).map(|_| sine.sample()).collect();
        assert!((440..=442).contains(&crossings(&samples)));
        assert!((samples.iter().copied().fold(0.0, f64::max) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_sweep_rises_by_the_same_factor_in_the_same_time() {
        let mut sweep = Sweep::new(48_000, 144_000);
        let samples: Vec<f64> = (0..144_000).map(|_| sweep.sample()).collect();
        let counts: Vec<usize> = samples.chunks(48_000).map(crossings).collect();
        // A decade a second.
        assert!(counts[0] > 50 && counts[0] < 100, "{counts:?}");
        assert!(
            (9..=11).contains(&(counts[1] / counts[0])) && (9..=11).contains(&(counts[2] / counts[1])),
            "{counts:?}"
        );
        assert!(samples[0].abs() < 1e-9 && samples[143_999].abs() < 0.01);
    }
}
