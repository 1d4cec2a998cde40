//! Compressed files on a real card: every bit, in the right speakers, at the file's rate or not at all.
//!
//! Debian's aplay decodes nothing: these are ours alone.

use crate::call::Call;
use crate::cards::Recording;
use crate::sound::{Shape, Sounds, noise};
use std::path::{Path, PathBuf};

/// A twentieth of a second at 48 kHz, and no whole number of anything.
const FRAMES: usize = 2411;

/// A FLAC file of raw little-endian samples.
fn flac(sounds: &Sounds, samples: &[u8], bits: usize, channels: usize, rate: u32) -> PathBuf {
    let raw = sounds.raw("noise.raw", samples);
    let file = Path::with_extension(&raw, "flac");
    let words = format!("-s -f --endian=little --sign=signed --bps={bits} --channels={channels} --sample-rate={rate}");
    let call = Call::debian("flac").args(&words.split(' ').collect::<Vec<_>>());
    call.arg("-o").arg(&file).arg(&raw).run().succeeded();
    file
}

fn play(file: &Path) -> Call {
    Call::ours("aplay").args(&["-q", "-D", "hw:Loopback,0,0"]).arg(file)
}

#[test]
fn all_twenty_four_bits_arrive() {
    let sounds = Sounds::new();
    let samples = noise(FRAMES * 2 * 3);
    let file = flac(&sounds, &samples, 24, 2, 48_000);
    let recording = Recording::start(&Shape { format: "S32_LE", channels: 2, rate: 48_000 });
    play(&file).run().succeeded();
    let wanted: Vec<u8> = samples.chunks(3).flat_map(|sample| [0, sample[0], sample[1], sample[2]]).collect();
    assert!(recording.finish().bytes == wanted);
}

/// The Loopback card does not tell where its speakers are: it gets ALSA's order, front, rear, centre and LFE.
#[test]
fn six_channels_arrive_in_alsas_order() {
    let sounds = Sounds::new();
    let samples = noise(FRAMES * 6 * 2);
    let file = flac(&sounds, &samples, 16, 6, 48_000);
    let recording = Recording::start(&Shape { format: "S16_LE", channels: 6, rate: 48_000 });
    play(&file).run().succeeded();
    let reordered = |frame: &[u8]| [0, 1, 4, 5, 2, 3].map(|channel| [frame[channel * 2], frame[channel * 2 + 1]]);
    let wanted: Vec<u8> = samples.chunks(12).flat_map(|frame| reordered(frame).concat()).collect();
    assert!(recording.finish().bytes == wanted);
}

#[test]
fn a_rate_that_the_card_lacks_is_refused_with_the_remedy() {
    let sounds = Sounds::new();
    let file = flac(&sounds, &noise(4000), 16, 1, 4000);
    let refused = play(&file).run();
    let said = ["the device has no rate of 4000 Hz, 8000 Hz is the nearest", "-D plughw:Loopback,0,0 converts"];
    assert!(said.iter().all(|words| refused.text().contains(words)), "{}", refused.text());
    Call::ours("aplay").args(&["-q", "-D", "plughw:Loopback,0,0"]).arg(&file).run().succeeded();
}
