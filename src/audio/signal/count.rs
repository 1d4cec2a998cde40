//! Beeps that count a channel: what is played on a speaker that has no name.

use super::Signal;
use std::f64::consts::TAU;

const TONE_HZ: f64 = 880.0;
/// Beeps of a group: five are told at a glance, so many are heard as one.
const GROUP: u64 = 5;
const BEEP_S: f64 = 0.08;
const STEP_S: f64 = 0.16;
const PAUSE_S: f64 = 0.2;

/// So many beeps, in groups of five; then silence.
pub struct Count {
    frame: u64,
    rate: f64,
    beeps: u64,
}

impl Count {
    /// Beeps for the channel with this number, counted from 1.
    pub fn new(number: u64, rate: u32) -> Count {
        Count { frame: 0, rate: f64::from(rate), beeps: number }
    }

    /// Frames until the last beep is over.
    pub fn frames(&self) -> u64 {
        ((start_s(self.beeps.saturating_sub(1)) + STEP_S) * self.rate) as u64
    }
}

/// When a beep begins.
fn start_s(beep: u64) -> f64 {
    beep as f64 * STEP_S + (beep / GROUP) as f64 * PAUSE_S
}

impl Signal for Count {
    fn sample(&mut self) -> f64 {
        let seconds = self.frame as f64 / self.rate;
        self.frame += 1;
        let group_s = GROUP as f64 * STEP_S + PAUSE_S;
        let group = (seconds / group_s) as u64;
        let beep = group * GROUP + (((seconds - group as f64 * group_s) / STEP_S) as u64).min(GROUP - 1);
        let into = seconds - start_s(beep);
        if beep >= self.beeps || into >= BEEP_S {
            return 0.0;
        }
        // From nothing and back, so that it does not click.
        (TAU * TONE_HZ * seconds).sin() * (into / BEEP_S * TAU / 2.0).sin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_beeps_are_heard_as_the_channel_has() {
        for number in [1, 5, 6, 13] {
            let mut count = Count::new(number, 48_000);
            let frames = count.frames();
            let loud: Vec<bool> = (0..frames)
                .map(|_| count.sample())
                .collect::<Vec<_>>()
                .chunks(480)
                .map(|piece| piece.iter().any(|sample| sample.abs() > 0.05))
                .collect();
            let beeps = loud.windows(2).filter(|pair| !pair[0] && pair[1]).count() + usize::from(loud[0]);
            assert_eq!(beeps as u64, number);
            assert!((0..48_000).all(|_| count.sample() == 0.0));
        }
    }
}
