//! What goes wrong while a sound plays: the player is too late, the card is gone, the user has heard enough.

use crate::call::{Call, Outcome, Subject, subject, wait_until};
use crate::cards::{Recording, StoppedClock, Unplugged, playback_state, wait_for_playback, wait_for_written};
use crate::sound::{Shape, Sounds, noise, ramp};
use rustix::process::Signal;
use std::path::Path;
use std::time::Instant;

/// Silence without end.
fn endless(card: &str) -> Call {
    let device = format!("hw:{card}");
    Call::aplay().args(&["-D", &device, "-t", "raw"]).args(&Shape::STEREO.options()).arg("/dev/zero")
}

/// The milliseconds of the only complaint, which must be an underrun's.
#[track_caller]
fn underrun_ms(outcome: &Outcome) -> f64 {
    let complaints = outcome.complaints();
    let [only] = complaints[..] else { panic!("one underrun and nothing else was expected: {complaints:?}") };
    let ms = only.strip_prefix("underrun!!! (at least ").and_then(|rest| rest.strip_suffix(" ms long)"));
    let ms = ms.unwrap_or_else(|| panic!("not the line of an underrun: {only}"));
    assert_eq!(ms.split_once('.').map(|(_, fraction)| fraction.len()), Some(3), "{only}");
    ms.parse().unwrap_or_else(|error| panic!("{only}: {error}"))
}

#[test]
fn a_stopped_player_recovers_from_its_underrun() {
    let sounds = Sounds::new();
    let file = sounds.wav("noise.wav", &ramp(0, 96_000));
    let aplay = Call::aplay().args(&["-D", "hw:Intel"]).arg(file).start();
    wait_for_playback("Intel", "RUNNING");
    aplay.signal(Signal::STOP);
    wait_for_playback("Intel", "XRUN");
    aplay.signal(Signal::CONT);
    assert!(underrun_ms(&aplay.wait().succeeded()) > 0.0);
}

#[test]
fn an_underrun_loses_no_frame() {
    let sounds = Sounds::new();
    let samples = ramp(0, 60_011);
    let file = sounds.wav("ramp.wav", &samples);
    let recording = Recording::start(&Shape::STEREO);
    let aplay = Call::aplay().args(&["-q", "-D", "hw:Loopback,0,0"]).arg(file).start();
    wait_for_playback("Loopback", "RUNNING");
    aplay.signal(Signal::STOP);
    wait_for_playback("Loopback", "XRUN");
    aplay.signal(Signal::CONT);
    assert!(underrun_ms(&aplay.wait().succeeded()) > 0.0, "an underrun is told even with -q");
    let heard = recording.finish().sounding_frames();
    let played: Vec<[u8; 4]> = samples.chunks_exact(2).map(frame_of).collect();
    let before = heard.iter().zip(&played).take_while(|(heard, played)| heard == played).count();
    // Before the card notices, it plays again what it has, for a tick of its timer or as long as a busy host delays
    // that: the one thing that may stand between.
    let goes_on = |again: usize| heard.get(before + again..).is_some_and(|rest| rest.starts_with(&played[before..]));
    assert!(
        (0..=heard.len() - before).any(goes_on),
        "of {} frames {before} came before the gap, then others",
        played.len()
    );
}

fn frame_of(samples: &[i16]) -> [u8; 4] {
    let [left, right] = [samples[0].to_le_bytes(), samples[1].to_le_bytes()];
    [left[0], left[1], right[0], right[1]]
}

#[test]
fn fatal_errors_makes_an_underrun_the_end() {
    let aplay = endless("Intel").arg("--fatal-errors").start();
    wait_for_playback("Intel", "RUNNING");
    aplay.signal(Signal::STOP);
    wait_for_playback("Intel", "XRUN");
    aplay.signal(Signal::CONT);
    let outcome = aplay.wait();
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
}

#[track_caller]
fn assert_ends_with_one_line(outcome: &Outcome) {
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    let complaints = outcome.complaints();
    let ours = complaints.iter().filter(|line| !line.starts_with("ALSA lib "));
    assert!(ours.clone().count() == 1 && ours.clone().all(|line| line.starts_with("aplay: ")), "{complaints:?}");
}

#[test]
fn pulling_the_plug_ends_a_writing_player() {
    let aplay = endless("Audio").start();
    wait_for_playback("Audio", "RUNNING");
    let unplugged = Unplugged::new();
    let start = Instant::now();
    let outcome = aplay.wait();
    println!("ended {:?} after the plug was pulled: {:?}", start.elapsed(), outcome.complaints());
    assert_ends_with_one_line(&outcome);
    drop(unplugged);
    let sounds = Sounds::new();
    let file = sounds.wav("again.wav", &ramp(0, 480));
    Call::aplay().args(&["-q", "-D", "hw:Audio"]).arg(file).run().succeeded();
}

/// Debian's takes the sound for played.
#[test]
fn pulling_the_plug_ends_a_draining_player() {
    let sounds = Sounds::new();
    let file = sounds.wav("short.wav", &ramp(0, 20_000));
    let aplay = Call::aplay().args(&["-D", "hw:Audio"]).arg(file).start();
    wait_for_written("Audio", 20_000);
    let _unplugged = Unplugged::new();
    let outcome = aplay.wait();
    println!("{:?}", outcome.complaints());
    match subject() {
        Subject::Ours => assert_ends_with_one_line(&outcome),
        Subject::Debian => assert_eq!((outcome.code, outcome.complaints()), (Some(0), vec![])),
    }
}

#[test]
fn a_missing_card_is_told_in_one_line() {
    let _unplugged = Unplugged::new();
    wait_until("the card is gone", || !Path::new("/proc/asound/Audio").exists());
    let outcome = endless("5").run();
    assert_ends_with_one_line(&outcome);
    println!("{:?}", outcome.complaints());
}

fn assert_aborted(outcome: &Outcome, signal: &str) {
    let abort = format!("Aborted by signal {signal}...");
    assert_eq!((outcome.code, &outcome.complaints()[..]), (Some(0), &[abort.as_str()][..]), "{}", outcome.stderr);
}

#[test]
fn a_signal_ends_a_playing_player() {
    for (signal, name) in [(Signal::INT, "Interrupt"), (Signal::TERM, "Terminated")] {
        let aplay = endless("Intel").start();
        wait_for_playback("Intel", "RUNNING");
        aplay.signal(signal);
        assert_aborted(&aplay.wait(), name);
        assert_eq!(playback_state("Intel"), "closed");
    }
}

/// Debian's opens the next file and fails with a message that is about that one.
#[test]
fn a_signal_ends_the_list_of_files() {
    let sounds = Sounds::new();
    let file = sounds.wav("noise.wav", &ramp(0, 96_000));
    let aplay = Call::aplay().args(&["-D", "hw:Intel"]).arg(&file).arg(&file).arg(&file).start();
    wait_for_playback("Intel", "RUNNING");
    aplay.signal(Signal::INT);
    let outcome = aplay.wait();
    match subject() {
        Subject::Ours => assert_aborted(&outcome, "Interrupt"),
        Subject::Debian => assert_eq!(outcome.code, Some(1), "{}", outcome.stderr),
    }
}

/// The buffer is so long that the kernel's own time-out, 1.1 times its length, is no way out.
fn onto_stopped_clock(sounds: &Sounds, bytes: usize) -> Call {
    let file = sounds.raw("noise.raw", &noise(bytes));
    let shape = Shape { format: "S16_LE", channels: 1, rate: 8000 };
    let device = ["-D", "hw:Loopback,0,0", "-t", "raw", "--buffer-time=100000000"];
    Call::aplay().args(&device).args(&shape.options()).arg(file)
}

/// Debian's announces its end and goes on waiting; a second signal kills it.
#[test]
fn a_signal_ends_a_blocked_write() {
    let _clock = StoppedClock::new();
    let sounds = Sounds::new();
    let aplay = onto_stopped_clock(&sounds, 3 << 20).start();
    wait_for_playback("Loopback", "RUNNING");
    let start = Instant::now();
    aplay.signal(Signal::INT);
    if subject() == Subject::Debian {
        aplay.wait_for_stderr("Aborted by signal Interrupt...\n");
        aplay.signal(Signal::INT);
        assert_eq!(aplay.wait().code, None, "a signal is no exit");
        return;
    }
    let outcome = aplay.wait();
    println!("ended {:?} after the signal", start.elapsed());
    assert_aborted(&outcome, "Interrupt");
}

#[test]
fn a_signal_ends_a_blocked_drain() {
    let _clock = StoppedClock::new();
    let sounds = Sounds::new();
    let aplay = onto_stopped_clock(&sounds, 1 << 20).start();
    wait_for_written("Loopback", 1 << 19);
    let start = Instant::now();
    aplay.signal(Signal::INT);
    let outcome = aplay.wait();
    println!("ended {:?} after the signal", start.elapsed());
    assert_aborted(&outcome, "Interrupt");
}

/// Debian's takes a sound that fits into the buffer for played.
#[test]
fn a_stopped_clock_ends_in_an_error() {
    let _clock = StoppedClock::new();
    let sounds = Sounds::new();
    // Of the first only the end is waited for; the second does not fit into the buffer.
    for frames in [480, 48_000] {
        let file = sounds.wav("ramp.wav", &ramp(0, frames));
        let outcome = Call::aplay().args(&["-D", "hw:Loopback,0,0"]).arg(file).run();
        println!("{frames} frames: {:?} {:?}", outcome.code, outcome.complaints());
        if subject() == Subject::Debian && frames == 480 {
            assert_eq!((outcome.code, outcome.complaints()), (Some(0), vec![]));
        } else {
            assert_ends_with_one_line(&outcome);
        }
    }
}

#[test]
fn a_busy_card_is_told_in_one_line() {
    let _first = endless("Intel").start();
    wait_for_playback("Intel", "RUNNING");
    let outcome = endless("Intel").run();
    assert_eq!(outcome.code, Some(1));
    println!("{:?}", outcome.complaints());
    assert_ends_with_one_line(&outcome);
}
