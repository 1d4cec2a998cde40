//! arecord on real cards: what is played on the Loopback card is in the file, and stays there whatever happens.

#![allow(clippy::unwrap_used)]

use crate::call::{Call, Outcome, Running, Subject, subject, wait_until};
use crate::cards::{Unbound, wait_for_capture};
use crate::sound::{Shape, Sounds, noise, ramp};
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A recorder of the Loopback card, running.
fn recorder(shape: &Shape, words: &[&str], file: &Path) -> Running {
    let arecord = Call::arecord().args(&["-D", "hw:Loopback,1,0"]).args(&shape.options());
    let arecord = arecord.args(words).arg(file).start();
    wait_for_capture("Loopback", "RUNNING");
    arecord
}

/// By our aplay: a Loopback card that drains, as Debian's lets it, mixes old frames into the last ones.
fn play(shape: &Shape, bytes: &[u8]) {
    let sounds = Sounds::new();
    let file = sounds.raw("played.raw", bytes);
    let aplay = Call::ours("aplay").args(&["-q", "-D", "hw:Loopback,0,0", "-t", "raw"]).args(&shape.options());
    aplay.arg(file).run().succeeded();
}

fn stop(arecord: Running) -> Outcome {
    arecord.signal(Signal::INT);
    let outcome = arecord.wait();
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    outcome
}

/// What sounds in these bytes, from the first frame that is not silent to the last.
fn sounding(bytes: &[u8], frame_bytes: usize) -> &[u8] {
    let sounds = |frame: &[u8]| frame.iter().any(|byte| *byte != 0);
    let frames = bytes.chunks_exact(frame_bytes);
    let first = frames.clone().position(sounds).unwrap_or(0);
    let end = frames.len() - frames.rev().position(sounds).unwrap_or(0);
    bytes.get(first * frame_bytes..end * frame_bytes).unwrap_or_default()
}

/// The data of a WAVE file with the header of 44 bytes, whose lengths must be true.
#[track_caller]
fn data_of(path: &Path) -> Vec<u8> {
    let file = fs::read(path).unwrap();
    let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!(&file[36..40], b"data", "{}", path.display());
    assert_eq!((word(4), word(40)), (file.len() - 8, file.len() - 44), "lengths in {}", path.display());
    file[44..].to_vec()
}

fn bytes_of(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

#[test]
fn every_format_is_recorded_unchanged() {
    let formats =
        ["S16_LE", "S16_BE", "S24_LE", "S24_BE", "S24_3LE", "S24_3BE", "S32_LE", "S32_BE", "FLOAT_LE", "FLOAT_BE"];
    for (index, format) in formats.into_iter().enumerate() {
        let shape = Shape { format, channels: [2, 1, 6, 32][index % 4], rate: [48000, 44100][index % 2] };
        assert_recorded(&shape);
    }
}

#[test]
fn every_channel_count_and_rate_is_recorded_unchanged() {
    for channels in [1, 2, 3, 4, 5, 6, 8, 12, 32] {
        assert_recorded(&Shape { format: "S16_LE", channels, rate: 48000 });
    }
    for rate in [8000, 96_000, 192_000] {
        assert_recorded(&Shape { format: "S16_LE", channels: 2, rate });
    }
}

#[track_caller]
fn assert_recorded(shape: &Shape) {
    let sounds = Sounds::new();
    let played = noise(2411 * shape.frame_bytes());
    let file = sounds.path("take.raw");
    let arecord = recorder(shape, &["-q", "-t", "raw"], &file);
    play(shape, &played);
    let complaints = stop(arecord).stderr;
    let recorded = fs::read(&file).unwrap();
    let heard = sounding(&recorded, shape.frame_bytes());
    let (heard_bytes, played_bytes) = (heard.len(), played.len());
    let options = shape.options().join(" ");
    assert!(heard == played, "{options}: {played_bytes} bytes played, {heard_bytes} heard; {complaints}");
}

#[test]
fn a_signal_leaves_a_file_whose_lengths_are_true() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT] {
        if subject() == Subject::Debian && [Signal::HUP, Signal::QUIT].contains(&signal) {
            continue;
        }
        let sounds = Sounds::new();
        let file = sounds.path("take.wav");
        let arecord = recorder(&Shape::STEREO, &[], &file);
        play(&Shape::STEREO, &bytes_of(&ramp(1, 4801)));
        arecord.signal(signal);
        let outcome = arecord.wait();
        assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
        let heard = data_of(&file);
        let heard = sounding(&heard, 4);
        assert!(heard == bytes_of(&ramp(1, 4801)), "{signal:?}: {} bytes; {}", heard.len(), outcome.stderr);
    }
}

#[test]
fn a_killed_recorder_leaves_all_but_the_last_second() {
    if subject() == Subject::Debian {
        return;
    }
    let sounds = Sounds::new();
    let file = sounds.path("take.wav");
    let arecord = recorder(&Shape::STEREO, &["-q"], &file);
    let three_seconds = 44 + 3 * 48_000 * 4;
    wait_until("three seconds are in the file", || fs::metadata(&file).is_ok_and(|file| file.len() >= three_seconds));
    arecord.signal(Signal::KILL);
    arecord.wait();
    let length = fs::metadata(&file).unwrap().len();
    let header = fs::read(&file).unwrap()[..44].to_vec();
    let told = u64::from(u32::from_le_bytes(header[40..44].try_into().unwrap()));
    assert!(told + 44 <= length && told + 44 + 48_000 * 4 >= length, "{told} bytes are told of {length}");
    Call::aplay().args(&["-q", "-D", "null"]).arg(&file).run().succeeded();
}

fn files_like(dir: &Path, stem: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(stem)).collect();
    files.sort();
    files
}

#[test]
fn files_that_roll_over_are_one_recording() {
    if subject() == Subject::Debian {
        return;
    }
    let sounds = Sounds::new();
    let file = sounds.path("take.wav");
    let arecord = recorder(&Shape::STEREO, &["-q", "--max-file-time=1"], &file);
    let played = bytes_of(&ramp(1, 120_000));
    play(&Shape::STEREO, &played[..played.len() / 2]);
    arecord.signal(Signal::USR1);
    play(&Shape::STEREO, &played[played.len() / 2..]);
    stop(arecord);
    let files = files_like(file.parent().unwrap(), "take");
    assert!(files.len() >= 3, "{files:?}");
    let whole: Vec<u8> = files.iter().flat_map(|path| data_of(path)).collect();
    let heard: Vec<u8> = whole.chunks_exact(4).filter(|frame| *frame != [0; 4]).flatten().copied().collect();
    assert!(heard == played, "{} of {} bytes in {files:?}", heard.len(), played.len());
}

#[test]
fn a_full_disk_ends_with_a_valid_file() {
    if subject() == Subject::Debian {
        return;
    }
    let sounds = Sounds::new();
    let disk = sounds.path("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=300k", "none"]).arg(&disk).status();
    assert!(mounted.unwrap().success());
    let file = disk.join("take.wav");
    let outcome = Call::arecord().args(&["-D", "hw:Loopback,1,0", "-f", "dat"]).arg(&file).run();
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("take.wav: write error: No space left on device"), "{}", outcome.stderr);
    let kept = data_of(&file).len();
    assert!(kept > 200_000 && kept.is_multiple_of(4), "{kept} bytes are kept");
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
}

#[test]
fn a_card_that_goes_away_leaves_a_valid_file() {
    let sounds = Sounds::new();
    let file = sounds.path("take.wav");
    let arecord = Call::arecord().args(&["-D", "hw:Dummy", "-f", "dat"]).arg(&file).start();
    wait_for_capture("Dummy", "RUNNING");
    let second = 44 + 48_000 * 4;
    wait_until("a second is in the file", || fs::metadata(&file).is_ok_and(|file| file.len() >= second));
    let unbound = Unbound::new();
    let outcome = arecord.wait();
    drop(unbound);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    if subject() == Subject::Ours {
        assert!(outcome.stderr.contains("arecord: read error: "), "{}", outcome.stderr);
        assert!(data_of(&file).len() as u64 >= second - 44);
    }
}

#[test]
fn a_card_that_comes_back_is_followed() {
    if subject() == Subject::Debian {
        return;
    }
    let sounds = Sounds::new();
    let file = sounds.path("take.wav");
    let arecord = Call::arecord().args(&["-D", "hw:Dummy", "-f", "dat", "--follow"]).arg(&file).start();
    wait_for_capture("Dummy", "RUNNING");
    let unbound = Unbound::new();
    arecord.wait_for_stderr("is gone; waiting for it");
    drop(unbound);
    arecord.wait_for_stderr("hw:Dummy is back");
    let length = || fs::metadata(&file).map_or(0, |file| file.len());
    let before = length();
    wait_until("the recording goes on", || length() > before + 48_000 * 4);
    stop(arecord);
    data_of(&file);
}

#[test]
fn an_overrun_is_counted_in_frames() {
    let sounds = Sounds::new();
    let file = sounds.path("take.wav");
    let arecord = recorder(&Shape::STEREO, &[], &file);
    arecord.signal(Signal::STOP);
    wait_for_capture("Loopback", "XRUN");
    arecord.signal(Signal::CONT);
    arecord.wait_for_stderr("overrun!!! (at least ");
    wait_for_capture("Loopback", "RUNNING");
    let outcome = stop(arecord);
    if subject() == Subject::Ours {
        let said = outcome.stderr.lines().find(|line| line.contains(" frames are lost")).unwrap();
        let frames: u64 = said.trim().split(' ').next().unwrap().parse().unwrap();
        // The buffer of half a second was full.
        assert!(frames >= 24_000, "{said}");
        assert!(
            outcome.stderr.contains(&format!("arecord: {frames} frames lost in 1 overrun\n")),
            "{}",
            outcome.stderr
        );
        data_of(&file);
    }
}

#[test]
fn a_busy_device_is_waited_for() {
    if subject() == Subject::Debian {
        return;
    }
    let sounds = Sounds::new();
    let holder = recorder(&Shape::STEREO, &[], &sounds.path("held.wav"));
    let words = ["-D", "hw:Loopback,1,0", "-f", "dat", "-s", "4800"];
    let outcome = Call::arecord().args(&["--wait=1"]).args(&words).arg(sounds.path("none.wav")).run();
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("Device or resource busy"), "{}", outcome.stderr);
    let log = sounds.path("log");
    let waiting = Call::arecord().args(&["--wait"]).args(&words).arg(sounds.path("take.wav"));
    let waiting = Call::traced("arecord", waiting, "openat,ioctl", &log).start();
    let tries = || fs::read_to_string(&log).is_ok_and(|log| log.matches("EBUSY").count() >= 2);
    wait_until("it has tried twice", tries);
    stop(holder);
    waiting.wait().succeeded();
    assert_eq!(data_of(&sounds.path("take.wav")).len(), 4800 * 4);
}

#[test]
fn a_closed_pipe_ends_it_without_a_word() {
    let shape = Shape::STEREO;
    let arecord = Call::arecord().args(&["-q", "-D", "hw:Loopback,1,0"]).args(&shape.options());
    let mut head =
        Command::new("head").args(["-c", "100000"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let pipe = head.stdin.take().unwrap();
    let outcome = arecord.stdout(pipe).start().wait();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (None, ""));
    assert!(head.wait().unwrap().success());
}

/// The Dummy card gives silence whatever its mixer says.
#[test]
fn a_silent_input_says_why() {
    if subject() == Subject::Debian {
        return;
    }
    Call::debian("amixer").args(&["-q", "-c", "Dummy", "sset", "Mic", "capture", "0%", "nocap"]).run().succeeded();
    let arecord = Call::arecord().env("ALSABOX_HINTS", "1").args(&["-D", "hw:Dummy", "-f", "dat", "-d", "4"]);
    let outcome = arecord.arg("/dev/null").run();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    for part in ["only silence comes in:", "capture of 'Mic' is off: amixer -c 0 sset 'Mic' cap", "'Mic' is 0%"] {
        assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    }
}
