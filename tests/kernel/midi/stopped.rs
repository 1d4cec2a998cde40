//! Whatever ends aplaymidi, no note goes on.

use super::*;

fn assert_silent_after(signal: Signal) {
    let mut track = TrackBytes::default();
    for key in [60, 64, 67] {
        track.channel(0, 0x90, &[key, 90]);
    }
    track.channel(0, 0xb0, &[64, 127]);
    for key in [60, 64, 67] {
        track.channel(96_000, 0x80, &[key, 64]);
    }
    let (_dir, file) = file_of(96, &[track]);
    let mut ear = Ear::open();
    let player = Call::ours("aplaymidi").args(&["-p", &ear.port.to_string()]).arg(&file).start();
    ear.hear_until("the chord and the pedal", |heard| heard.len() == 4);
    player.signal(signal);
    player.wait().succeeded();
    ear.hear();
    let off: Vec<u8> = ear.heard.iter().filter(|event| event.kind == EventKind::NOTE_OFF).map(|e| e.fixed[1]).collect();
    assert_eq!(off, [60, 64, 67]);
    let controls: Vec<_> =
        ear.heard[7..].iter().map(|event| (event.as_control().number, event.as_control().value)).collect();
    assert_eq!(controls, [(64, 0), (123, 0)]);
}

#[test]
fn sigint_in_a_chord_leaves_no_note_on() {
    assert_silent_after(Signal::INT);
}

#[test]
fn sigterm_in_a_chord_leaves_no_note_on() {
    assert_silent_after(Signal::TERM);
}

#[test]
fn a_port_that_is_not_there_yet_is_waited_for() {
    let mut track = TrackBytes::default();
    track.channel(0, 0xc0, &[5]);
    let (_dir, file) = file_of(96, &[track]);
    let player = Call::ours("aplaymidi").args(&["-d", "0", "--wait", "-p", "ear"]).arg(&file).start();
    wait_until("the player waits for announcements", || {
        std::fs::read_to_string("/proc/asound/seq/clients").is_ok_and(|text| text.contains("\"announcements\""))
    });
    let mut ear = Ear::open();
    ear.hear_until("the program change", |heard| heard.iter().any(|event| event.kind == EventKind::PROGRAM));
    player.wait().succeeded();
}
