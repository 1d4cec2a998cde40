//! Where a speaker stands, told by strikes on a bar: one is the front, two the side, three the rear; the tone falls on
//! the left, rises on the right, and stays in the centre. The woofer has a low swell.

use crate::{RATE, at_peak};

/// A speaker and its sound.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    strikes: usize,
    /// The tone at the beginning of a strike and at its end.
    from_hz: f64,
    to_hz: f64,
}

const fn place(name: &'static str, strikes: usize, from_hz: f64, to_hz: f64) -> Place {
    Place { name, strikes, from_hz, to_hz }
}

pub(crate) const PLACES: [Place; 9] = [
    place("Front_Left", 1, 880.0, 440.0),
    place("Front_Center", 1, 660.0, 660.0),
    place("Front_Right", 1, 440.0, 880.0),
    place("Side_Left", 2, 880.0, 440.0),
    place("Side_Right", 2, 440.0, 880.0),
    place("Rear_Left", 3, 880.0, 440.0),
    place("Rear_Center", 3, 660.0, 660.0),
    place("Rear_Right", 3, 440.0, 880.0),
    place("LFE", 1, 55.0, 55.0),
];

const LENGTH_FRAMES: usize = 43_200;
/// Harmonics with their loudness, as of a wooden bar.
const HARMONICS: [(f64, f64); 4] = [(1.0, 1.0), (2.0, 0.3), (3.0, 0.15), (4.0, 0.08)];
/// Frames until a strike has come.
const ATTACK_FRAMES: f64 = 240.0;

/// The frames of a place's sound.
pub(crate) fn sound(place: &Place) -> Vec<i16> {
    let step = LENGTH_FRAMES / place.strikes;
    let strike = strike(place, step);
    let frames: Vec<f64> = (0..LENGTH_FRAMES).map(|frame| strike[frame % step]).collect();
    at_peak(&frames)
}

fn strike(place: &Place, length: usize) -> Vec<f64> {
    let mut turns = 0.0;
    let frame = |frame: usize| {
        let part = frame as f64 / length as f64;
        let hertz = place.from_hz + (place.to_hz - place.from_hz) * part;
        let sample: f64 = HARMONICS.iter().map(|(times, loudness)| sine(turns * times) * loudness).sum();
        turns += hertz / f64::from(RATE);
        let left = 1.0 - part;
        sample * (frame as f64 / ATTACK_FRAMES).min(1.0) * left * left
    };
    (0..length).map(frame).collect()
}

/// The sine of so many turns, by its series: a library's is not the same everywhere.
fn sine(turns: f64) -> f64 {
    const TAU: f64 = std::f64::consts::TAU;
    // To -1/4 .. 1/4 of a turn, where the series is short.
    let part = turns - turns.floor();
    let part = if part > 0.75 {
        part - 1.0
    } else if part > 0.25 {
        0.5 - part
    } else {
        part
    };
    let angle = part * TAU;
    let square = angle * angle;
    let term = |sum: f64, power: u32| 1.0 - sum * square / f64::from(power * (power + 1));
    angle * [16, 14, 12, 10, 8, 6, 4, 2].into_iter().fold(1.0, term)
}

/// Strikes that are heard: swells of the loudness from a tenth of the peak.
fn strikes(frames: &[i16]) -> usize {
    let loud: Vec<bool> = frames.chunks(480).map(|piece| piece.iter().any(|sample| sample.abs() > 800)).collect();
    loud.windows(2).filter(|pair| !pair[0] && pair[1]).count() + usize::from(loud[0])
}

/// How often a piece of sound goes up through zero.
fn crossings(frames: &[i16]) -> usize {
    frames.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count()
}

#[test]
fn the_series_is_the_sine() {
    for part in -50..50 {
        let turns = f64::from(part) / 17.0;
        assert!((sine(turns) - (turns * std::f64::consts::TAU).sin()).abs() < 1e-12);
    }
}

#[test]
fn each_place_is_told_by_its_strikes_and_by_where_its_tone_goes() {
    for place in &PLACES {
        let frames = sound(place);
        assert_eq!(strikes(&frames), place.strikes, "{}", place.name);
        let strike = &frames[..LENGTH_FRAMES / place.strikes];
        let (first, second) =
            (crossings(&strike[..strike.len() / 3]), crossings(&strike[strike.len() / 3..][..strike.len() / 3]));
        match place.name.rsplit('_').next() {
            Some("Left") => assert!(first > second + 5, "{} {first} {second}", place.name),
            Some("Right") => assert!(second > first + 5, "{} {first} {second}", place.name),
            _ => assert!(first.abs_diff(second) <= 1, "{} {first} {second}", place.name),
        }
    }
}

#[test]
fn hound_reads_what_it_wrote() {
    for place in &PLACES {
        let mut reader = hound::WavReader::open(crate::file(place.name)).unwrap();
        assert_eq!((reader.spec().channels, reader.spec().sample_rate, reader.spec().bits_per_sample), (1, RATE, 16));
        assert_eq!(reader.samples::<i16>().map(Result::unwrap).collect::<Vec<_>>(), sound(place));
    }
}
