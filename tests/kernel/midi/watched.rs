//! What a person sees of aplaymidi and what its keys do.

use super::*;
use crate::pty::Pty;

/// A chord that is held for a hundred seconds, with a note for each of them: the key is the second.
fn long_song() -> TrackBytes {
    let mut track = TrackBytes::default();
    track.channel(0, 0xc0, &[5]);
    for key in CHORD {
        track.channel(0, 0x90, &[key, 90]);
    }
    for key in 1..100 {
        track.channel(u64::from(key) * 192, 0x91, &[key, 90]);
        track.channel(u64::from(key) * 192 + 96, 0x81, &[key, 0]);
    }
    for key in CHORD {
        track.channel(19_200, 0x80, &[key, 64]);
    }
    track
}

const CHORD: [u8; 3] = [60, 64, 67];

/// The seconds whose notes have been heard, in order.
fn seconds(heard: &[Event]) -> Vec<u8> {
    let notes = heard.iter().filter(|event| event.kind == EventKind::NOTE_ON && event.fixed[0] == 1);
    notes.map(|event| event.fixed[1]).collect()
}

fn count(heard: &[Event], kind: EventKind) -> usize {
    heard.iter().filter(|event| event.kind == kind).count()
}

#[test]
fn keys_pause_seek_and_quit() {
    let (_dir, file) = file_of(96, &[long_song()]);
    let terminal = Pty::open((80, 24));
    let mut ear = Ear::open();
    let player = Call::ours("aplaymidi").args(&["-i", "-p", &ear.port.to_string()]).arg(&file);
    let player = player.stdin(terminal.line()).start();
    ear.hear_until("the chord", |heard| count(heard, EventKind::NOTE_ON) == 3);
    terminal.press(" ");
    ear.hear_until("silence in the pause", |heard| count(heard, EventKind::NOTE_OFF) == 3);
    ear.heard.clear();
    terminal.press(" ");
    ear.hear_until("the program, set again", |heard| count(heard, EventKind::PROGRAM) == 1);
    let jumped = |by: std::ops::RangeInclusive<i16>| {
        move |heard: &[Event]| {
            let seconds = seconds(heard);
            seconds.windows(2).any(|pair| by.contains(&(i16::from(pair[1]) - i16::from(pair[0]))))
        }
    };
    for arrow in ["\x1b[C", "\x1bOC", ">"] {
        ear.hear_until("the seconds pass", |heard| !seconds(heard).is_empty());
        terminal.press(arrow);
        ear.hear_until("a jump over five seconds", jumped(5..=6));
        ear.heard.clear();
    }
    ear.hear_until("the seconds pass", |heard| !seconds(heard).is_empty());
    terminal.press("\x1b[D\x1bOD");
    ear.hear_until("a jump back", jumped(-99..=-1));
    terminal.press("q");
    player.wait().succeeded();
    ear.hear();
    let ends = ear.heard.iter().filter(|event| event.kind == EventKind::NOTE_OFF && event.fixed[0] == 1);
    assert!(ends.count() >= count(&ear.heard, EventKind::NOTE_ON), "{:?}", ear.heard);
}

#[test]
fn keys_need_a_terminal() {
    let (_dir, file) = file_of(96, &[long_song()]);
    let outcome = Call::ours("aplaymidi").args(&["-i", "-p", "14"]).arg(&file).run();
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("-i needs a terminal"), "{}", outcome.stderr);
}

#[test]
fn progress_shows_place_time_and_tempo() {
    let (_dir, file) = file_of(96, &[long_song()]);
    let ear = Ear::open();
    let words = ["--progress", "--tempo=200", "-p", &ear.port.to_string()];
    let player = Call::ours("aplaymidi").args(&words).arg(&file).start();
    player.wait_for_stderr("\rbar   1:3  0:01 of 1:40  240.0 bpm");
    player.signal(Signal::INT);
    let outcome = player.wait().succeeded();
    assert!(outcome.stderr.ends_with('\n'), "{}", outcome.stderr);
    assert!(outcome.stdout.is_empty());
}

#[test]
fn lyrics_are_printed_when_they_are_sung() {
    let mut track = TrackBytes::default();
    track.meta(0, 0x01, b"@KMIDI KARAOKE FILE");
    track.meta(0, 0x05, b"La ");
    track.channel(48, 0x90, &[60, 90]);
    track.meta(48, 0x05, b"la\x1b[2J\r");
    track.channel(19_200, 0x80, &[60, 90]);
    let (_dir, file) = file_of(96, &[track]);
    let ear = Ear::open();
    let player = Call::ours("aplaymidi").args(&["--lyrics", "-p", &ear.port.to_string()]).arg(&file).start();
    player.wait_for_stdout_text("La la[2J\n");
    player.signal(Signal::TERM);
    let outcome = player.wait().succeeded();
    assert_eq!(String::from_utf8_lossy(&outcome.stdout), "La la[2J\n");
}

#[test]
fn a_song_without_an_end_of_rounds_is_stopped_by_a_signal() {
    let mut track = TrackBytes::default();
    track.channel(0, 0x90, &[60, 64]);
    track.channel(24, 0x80, &[60, 64]);
    let (_dir, file) = file_of(96, &[track]);
    let mut ear = Ear::open();
    let player = Call::ours("aplaymidi").args(&["--loop", "-p", &ear.port.to_string()]).arg(&file).start();
    ear.hear_until("the third round", |heard| count(heard, EventKind::NOTE_ON) >= 3);
    let ticks: Vec<Due> = ear.heard.iter().filter(|event| event.kind == EventKind::NOTE_ON).map(|e| e.due).collect();
    let Due::Tick(queue, _) = ticks[0] else { panic!("{ticks:?}") };
    assert_eq!(ticks[..3], [Due::Tick(queue, 0), Due::Tick(queue, 24), Due::Tick(queue, 48)]);
    player.signal(Signal::INT);
    player.wait().succeeded();
}
