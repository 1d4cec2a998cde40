//! Recordings past 4 GiB: one file as RF64, or the next file, exact to the frame, and read back by ffmpeg and by us.

use alsabox::audio::input::Input;
use alsabox::audio::source::{self, Assume, Spec};
use alsabox::device::Format;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// 4.3 GiB of stereo frames of 16 bits.
const FRAMES: u64 = 43 * (1 << 30) / 10 / 4;
/// What the lengths of a plain WAVE file can tell, in such frames; the last lengths mean that the end is not known.
const PLAIN_FRAMES: std::ops::RangeInclusive<u64> = 0xfff0_0000 / 4..=0xffff_0000 / 4;

fn record(dir: &Path, words: &[&str]) {
    let mut arecord = Command::new(env!("CARGO_BIN_EXE_alsabox"));
    arecord.arg0("arecord").args(["-D", "null", "-f", "dat", "-s", &FRAMES.to_string()]).args(words);
    let output = arecord.arg("take.wav").current_dir(dir).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).contains("take-01.wav is full; going on in the next file");
    assert_eq!(said, words.is_empty(), "{output:?}");
}

fn frames_by_us(path: &Path) -> u64 {
    let raw = Spec { format: Format::U8, channels: 1, rate: 8000 };
    let assume = Assume { file_type: None, raw, raw_described: false };
    let source = source::open(Input::from_file(File::open(path).unwrap()), &assume).unwrap();
    source.frames_left().unwrap()
}

fn frames_by_ffmpeg(path: &Path) -> u64 {
    let words = ["-v", "error", "-show_entries", "stream=duration_ts", "-of", "csv=p=0"];
    let output = Command::new("ffprobe").args(words).arg(path).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap()
}

#[test]
fn a_recording_grows_past_four_gibibytes() {
    let dir = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    record(dir.path(), &["--rf64"]);
    let file = dir.path().join("take.wav");
    assert_eq!((frames_by_us(&file), frames_by_ffmpeg(&file)), (FRAMES, FRAMES));
    let mut aplay = Command::new(env!("CARGO_BIN_EXE_alsabox"));
    assert!(aplay.arg0("aplay").args(["-q", "-D", "null"]).arg(&file).status().unwrap().success());
}

#[test]
fn a_plain_file_goes_on_in_the_next_one() {
    let dir = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    record(dir.path(), &[]);
    let frames = |name: &str| {
        let file = dir.path().join(name);
        let (ours, theirs) = (frames_by_us(&file), frames_by_ffmpeg(&file));
        assert_eq!(ours, theirs, "{name}");
        ours
    };
    let (first, second) = (frames("take-01.wav"), frames("take-02.wav"));
    assert_eq!(first + second, FRAMES);
    assert!(PLAIN_FRAMES.contains(&first), "{first} frames in the first file");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}
