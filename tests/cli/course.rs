//! How aplay goes through files: compressed ones, loops, gains, starts, and what is damaged or no sound.

use crate::case::Case;
use std::process::{Command, Stdio};

const RATE: usize = 8000;

/// A second and a half of one channel, which counts its frames.
fn ramp() -> Vec<i16> {
    (0..(RATE + RATE / 2) as i16).collect()
}

fn bytes(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

/// The ramp as a FLAC file, with tags.
fn flac() -> Vec<u8> {
    encoded(&ramp(), 1)
}

/// The flac tool's work.
fn encoded(samples: &[i16], channels: usize) -> Vec<u8> {
    let size = samples.len() * 2;
    let shape = [format!("--channels={channels}"), format!("--input-size={size}")];
    let mut flac = Command::new("flac");
    flac.args("-s --endian=little --sign=signed --bps=16 --sample-rate=8000 -c -".split(' ')).args(shape);
    flac.args(["-T", "TITLE=One \u{1b}[2Jtwo", "-T", "ARTIST=Nobody"]);
    let mut child = flac.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("flac is needed");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &bytes(samples)).unwrap();
    child.wait_with_output().unwrap().stdout
}

fn aplay(words: &[&str]) -> Case {
    Case::new("aplay").args(["-D", "file:out.raw,raw"]).args(words).file("s.flac", flac()).file("s.raw", bytes(&ramp()))
}

const BANNER: &str = "Playing FLAC 's.flac' : Signed 16 bit Little Endian, Rate 8000 Hz, Mono\n";
const RAW: [&str; 8] = ["-t", "raw", "-f", "S16_LE", "-r", "8000", "-q", "s.raw"];

/// What was written, but for the silence behind it.
#[track_caller]
fn assert_played(recorded: &[u8], sound: &[i16]) {
    let (played, silence) = recorded.split_at((sound.len() * 2).min(recorded.len()));
    assert!(played == bytes(sound), "not what was to be played");
    assert!(silence.iter().all(|byte| *byte == 0), "no silence after the sound");
}

#[test]
fn a_compressed_file_plays_bit_for_bit_from_a_file_and_from_a_pipe() {
    let done = aplay(&["s.flac"]).stderr(BANNER).run();
    assert_played(&done.file("out.raw"), &ramp());
    let done = aplay(&[]).stdin(flac()).stderr(BANNER.replace("s.flac", "stdin")).run();
    assert_played(&done.file("out.raw"), &ramp());
}

#[test]
fn six_channels_go_to_their_speakers() {
    // FLAC's order is left, right, centre, LFE and the rears; a device that says nothing has ALSA's.
    let frames = [11, 12, 13, 14, 15, 16].repeat(1000);
    let done = aplay(&["-q", "six.flac"]).file("six.flac", encoded(&frames, 6)).run();
    assert_played(&done.file("out.raw"), &[11, 12, 15, 16, 13, 14].repeat(1000));
}

#[test]
fn tags_are_shown_and_control_no_terminal() {
    let said = format!("{BANNER}Title: One \\u{{1b}}[2Jtwo\nArtist: Nobody\nLength: 0:01\n");
    aplay(&["-v", "s.flac"]).stderr_has(&said).run();
}

#[test]
fn a_damaged_file_plays_what_is_there_and_then_says_so() {
    let whole = flac();
    let cut = whole[..whole.len() - 100].to_vec();
    let said = format!("{}aplay: cut.flac: the file ends early\n", BANNER.replace("s.flac", "cut.flac"));
    let done = aplay(&["cut.flac"]).file("cut.flac", cut).stderr(said).exit(1).run();
    assert_played(&done.file("out.raw")[..8000], &ramp()[..4000]);
}

#[test]
fn what_is_no_sound_is_named_and_the_others_play() {
    let said = format!("aplay: a.zip: this is a zip archive, or a document that is one\n{BANNER}");
    aplay(&["a.zip", "s.flac"]).file("a.zip", b"PK\x03\x04\x14\0\0\0").stderr(said).exit(1).run();
    let said = "aplay: a.mid: this is a MIDI file; aplaymidi plays it\n";
    aplay(&["a.mid"]).file("a.mid", b"MThd\0\0\0\x06").stderr(said).exit(1).run();
    // Who says raw gets it raw.
    aplay(&["-t", "raw", "-q", "a.zip"]).file("a.zip", b"PK\x03\x04").run();
}

#[test]
fn a_loop_has_no_gap() {
    for name in [&["s.flac", "-q"][..], &RAW] {
        let done = aplay(&["--loop=3"]).args(name).run();
        assert_played(&done.file("out.raw"), &[ramp(), ramp(), ramp()].concat());
    }
    let said = "aplay: --loop needs files: standard input cannot be played again\n";
    aplay(&["--loop", "-"]).stderr(said).exit(1).run();
    // Nothing that can be played: it ends.
    aplay(&["--loop", "nowhere"]).stderr("nowhere: No such file or directory\n").exit(1).run();
}

#[test]
fn a_start_passes_over_what_comes_before() {
    for name in [&["s.flac", "-q"][..], &RAW] {
        let done = aplay(&["--start", "0:01"]).args(name).run();
        assert_played(&done.file("out.raw"), &ramp()[RATE..]);
        aplay(&["--start", "2:00"]).args(name).run();
    }
    let done = aplay(&["-q", "--start=0.5"]).stdin(flac()).run();
    assert_played(&done.file("out.raw"), &ramp()[RATE / 2..]);
    let said = "aplay: invalid start argument 'x': seconds, or [H:]M:S\n";
    aplay(&["--start=x", "s.flac"]).stderr(said).exit(1).run();
}

#[test]
fn a_gain_changes_decoded_and_stored_samples() {
    let halved: Vec<i16> = ramp().iter().map(|sample| (f64::from(*sample) * 0.1).round() as i16).collect();
    for name in [&["s.flac", "-q"][..], &RAW] {
        let done = aplay(&["--gain", "-20"]).args(name).run();
        assert_played(&done.file("out.raw"), &halved);
    }
    let said = "aplay: s.raw: --gain cannot change samples of A_LAW\n";
    aplay(&["--gain=1", "-t", "raw", "-f", "A_LAW", "s.raw"]).stderr(said).exit(1).run();
}

#[test]
fn silence_comes_first_once() {
    let done = aplay(&["-q", "--preroll=100", "s.flac", "s.flac"]).run();
    assert_played(&done.file("out.raw"), &[vec![0; RATE / 10], ramp(), ramp()].concat());
}

#[test]
fn progress_needs_a_terminal() {
    aplay(&["--progress", "s.flac"]).stderr(BANNER).run();
}
