//! A tone to play, and to find again in what was recorded.

use std::f64::consts::TAU;

/// A stereo tone, as interleaved samples. It begins and ends softly, so that nothing clicks.
pub fn tone(hz: f64, amplitude: f64, rate: u32, frames: usize) -> Vec<i16> {
    let ramp_frames = (rate / 100) as usize;
    let envelope = |frame: usize| {
        let edge = frame.min(frames - 1 - frame);
        (edge as f64 / ramp_frames as f64).min(1.0)
    };
    let sample = |frame: usize| {
        let value = (TAU * hz * frame as f64 / f64::from(rate)).sin();
        (value * amplitude * envelope(frame) * f64::from(i16::MAX)).round() as i16
    };
    (0..frames).flat_map(|frame| [sample(frame); 2]).collect()
}

/// A tone that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heard {
    /// The first frame of it.
    pub first_frame: usize,
    /// The level of the tone where it is loudest, in decibels of full scale.
    pub level_db: f64,
}

/// Windows in a second: each has whole periods of the tones that are played.
const WINDOWS: u32 = 100;
/// How much of a window's energy has to be the tone's.
const LEAST_SHARE: f64 = 0.5;
/// Softer than this it is no tone but rounding.
const LEAST_AMPLITUDE: f64 = 3.0;

/// Finds where the tone begins.
pub fn find_tone(samples: &[i16], hz: f64, rate: u32) -> Option<Heard> {
    let window_frames = (rate / WINDOWS) as usize;
    let windows = samples.chunks_exact(window_frames).map(|window| amplitude_and_share(window, hz, rate));
    let heard: Vec<(usize, f64)> = windows
        .enumerate()
        .filter(|(_, (amplitude, share))| *share > LEAST_SHARE && *amplitude > LEAST_AMPLITUDE)
        .map(|(number, (amplitude, _))| (number, amplitude))
        .collect();
    let loudest = heard.iter().map(|(_, amplitude)| *amplitude).fold(0.0, f64::max);
    // A faint echo of something else does not begin the tone.
    let (first, _) = heard.iter().find(|(_, amplitude)| *amplitude > loudest / 10.0)?;
    Some(Heard { first_frame: first * window_frames, level_db: 20.0 * (loudest / f64::from(i16::MAX)).log10() })
}

/// Goertzel's amplitude at one frequency, and its share of the window's energy.
fn amplitude_and_share(window: &[i16], hz: f64, rate: u32) -> (f64, f64) {
    let coefficient = 2.0 * (TAU * hz / f64::from(rate)).cos();
    let (mut last, mut before, mut energy) = (0.0, 0.0, 0.0);
    for sample in window {
        let sample = f64::from(*sample);
        (last, before) = (sample + coefficient * last - before, last);
        energy += sample * sample;
    }
    let length = window.len() as f64;
    let power = last * last + before * before - coefficient * last * before;
    let share = if energy > 0.0 { power / (energy * length / 2.0) } else { 0.0 };
    (2.0 * power.max(0.0).sqrt() / length, share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_is_found_where_it_begins_and_as_loud_as_it_is() {
        let played = tone(1000.0, 0.05, 48_000, 9600);
        let silence = std::iter::repeat_n(0, 4800);
        let recorded: Vec<i16> = silence.chain(played.chunks_exact(2).map(|frame| frame[0])).collect();
        let heard = find_tone(&recorded, 1000.0, 48_000).unwrap();
        assert!((4800..5760).contains(&heard.first_frame), "{heard:?}");
        assert!((heard.level_db - 20.0 * 0.05f64.log10()).abs() < 0.2, "{heard:?}");
        assert_eq!(find_tone(&recorded, 700.0, 48_000), None);
        assert_eq!(find_tone(&[0; 9600], 1000.0, 48_000), None);
    }
}
