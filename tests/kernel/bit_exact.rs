//! What is played on one end of the Loopback card is recorded on the other end bit for bit.

use crate::call::{Call, Subject, subject};
use crate::cards::Recording;
use crate::sound::{Shape, Sounds, noise, ramp};

const FORMATS: [&str; 10] =
    ["S16_LE", "S16_BE", "S24_LE", "S24_BE", "S24_3LE", "S24_3BE", "S32_LE", "S32_BE", "FLOAT_LE", "FLOAT_BE"];

/// A twentieth of a second at 48 kHz, and no whole number of anything.
const FRAMES: usize = 2411;

fn recorded(shape: &Shape, play: impl FnOnce(Call) -> Call) -> Vec<u8> {
    let recording = Recording::start(shape);
    play(Call::aplay().args(&["-q", "-D", "hw:Loopback,0,0"])).run().succeeded();
    recording.finish().bytes
}

#[track_caller]
fn assert_raw_arrives(sounds: &Sounds, shape: &Shape) {
    let played = noise(FRAMES * shape.frame_bytes());
    let file = sounds.raw("noise.raw", &played);
    let heard = recorded(shape, |aplay| aplay.args(&["-t", "raw"]).args(&shape.options()).arg(file));
    assert_same(&heard, &played, &shape.options().join(" "));
}

#[track_caller]
fn assert_same(heard: &[u8], played: &[u8], what: &str) {
    // Where the machine is late to end Debian's drain, the card goes round its ring once more.
    let heard = match subject() {
        Subject::Ours => heard,
        Subject::Debian => &heard[..heard.len().min(played.len())],
    };
    let first = heard.iter().zip(played).position(|(heard, played)| heard != played);
    assert!(
        heard == played,
        "{what}: {} bytes played, {} heard, first difference {first:?}",
        played.len(),
        heard.len()
    );
}

#[test]
fn every_format_arrives_unchanged() {
    let sounds = Sounds::new();
    for (index, format) in FORMATS.into_iter().enumerate() {
        let channels = [2, 1, 6][index % 3];
        assert_raw_arrives(&sounds, &Shape { format, channels, rate: 48000 });
    }
}

#[test]
fn every_number_of_channels_arrives_unchanged() {
    let sounds = Sounds::new();
    for (index, channels) in [1, 2, 3, 4, 5, 6, 8, 12, 32].into_iter().enumerate() {
        let format = ["S16_LE", "S24_3LE", "S32_LE"][index % 3];
        // At 48 kHz an emulated machine cannot always carry 32 channels of 32 bits, twice.
        assert_raw_arrives(&sounds, &Shape { format, channels, rate: 8000 });
    }
}

#[test]
fn every_rate_arrives_unchanged() {
    let sounds = Sounds::new();
    for rate in [8000, 44100, 192_000] {
        assert_raw_arrives(&sounds, &Shape { format: "S16_LE", channels: 2, rate });
    }
}

#[test]
fn a_wav_file_of_many_periods_arrives_unchanged() {
    let samples = ramp(0, 30_011);
    let sounds = Sounds::new();
    let path = sounds.wav("ramp.wav", &samples);
    let heard = recorded(&Shape::STEREO, |aplay| aplay.arg(path));
    assert_same(&heard, &bytes_of(&samples), "ramp.wav");
}

/// Whole periods need no padding, but the card plays its ring until it is stopped, and a Loopback card that drains mixes
/// old frames into the last ones: Debian's, which drains, is only known to end well.
#[test]
fn nothing_is_heard_after_the_last_frame() {
    let samples = ramp(0, 60_000);
    let sounds = Sounds::new();
    let path = sounds.wav("ramp.wav", &samples);
    let heard = recorded(&Shape::STEREO, |aplay| aplay.arg(path));
    if subject() == Subject::Ours {
        assert_same(&heard, &bytes_of(&samples), "whole periods");
    }
}

#[test]
fn standard_input_arrives_unchanged() {
    let samples = ramp(0, 9001);
    let sounds = Sounds::new();
    let path = sounds.wav("ramp.wav", &samples);
    let input = std::fs::File::open(path).expect("the file was just written");
    let heard = recorded(&Shape::STEREO, |aplay| aplay.stdin(input));
    assert_same(&heard, &bytes_of(&samples), "standard input");
}

#[test]
fn mmap_access_arrives_unchanged() {
    let samples = ramp(0, 9001);
    let sounds = Sounds::new();
    let path = sounds.wav("ramp.wav", &samples);
    let heard = recorded(&Shape::STEREO, |aplay| aplay.arg("-M").arg(path));
    assert_same(&heard, &bytes_of(&samples), "--mmap");
}

#[test]
fn one_file_for_each_channel_arrives_interleaved() {
    let sounds = Sounds::new();
    let samples = ramp(0, 7001);
    let channel = |index: usize| samples.iter().skip(index).step_by(2).copied().collect::<Vec<i16>>();
    let left = sounds.raw("left.raw", &bytes_of(&channel(0)));
    let right = sounds.raw("right.raw", &bytes_of(&channel(1)));
    // The card takes interleaved frames only; alsa-lib's plug weaves them.
    let aplay = |aplay: Call| aplay.args(&["-Dplughw:Loopback,0,0", "-I", "-t", "raw"]).args(&Shape::STEREO.options());
    let heard = recorded(&Shape::STEREO, |call| aplay(call).arg(left).arg(right));
    assert_same(&heard, &bytes_of(&samples), "-I");
}

/// Debian's leaves silence between files, for it pads and drains each of them.
#[test]
fn two_files_are_one_sound() {
    let sounds = Sounds::new();
    let whole = ramp(0, 14_002);
    let (first, second) = whole.split_at(whole.len() / 2);
    let files = [sounds.wav("first.wav", first), sounds.wav("second.wav", second)];
    let heard = recorded(&Shape::STEREO, |aplay| files.iter().fold(aplay, |aplay, file| aplay.arg(file)));
    match subject() {
        Subject::Ours => assert_same(&heard, &bytes_of(&whole), "two files"),
        Subject::Debian => {
            assert!(heard.len() > bytes_of(&whole).len(), "Debian's aplay plays without a gap after all")
        }
    }
}

fn bytes_of(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}
