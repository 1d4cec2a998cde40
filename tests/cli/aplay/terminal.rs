//! `-i` on a terminal: the keys, and the terminal as it was, however it ends.

use super::*;
use crate::case::End;
use crate::pty::Pty;
use crate::running::Running;
use rustix::fs::OFlags;
use rustix::process::Signal;
use rustix::termios::{LocalModes, tcgetattr};
use std::os::fd::OwnedFd;

/// The terminal, and the program's standard input.
struct Terminal {
    pty: Pty,
    line: OwnedFd,
}

impl Terminal {
    fn new() -> Terminal {
        let pty = Pty::open((80, 24));
        let line = pty.line();
        Terminal { pty, line }
    }

    /// What a run has no right to leave changed.
    fn modes(&self) -> (LocalModes, OFlags) {
        (tcgetattr(&self.line).unwrap().local_modes, rustix::fs::fcntl_getfl(&self.line).unwrap())
    }

    fn press(&self, keys: &[u8]) {
        self.pty.press(keys);
    }

    fn start(&self, words: &[&str]) -> Running {
        aplay(words).args(["-i", "-D", "null"]).start_reading(self.line.try_clone().unwrap())
    }
}

const HELD: &str = "\r=== PAUSE ===";

#[test]
fn space_and_enter_ask_for_a_pause_without_echo() {
    let terminal = Terminal::new();
    let mut run = terminal.start(&["-t", "raw", "/dev/zero"]);
    run.wait_for("Playing", 1);
    let released = format!("\r{:74}\r", "");
    for (pauses, key) in [(1, b' '), (2, b'\n'), (3, b'\r')] {
        terminal.press(&[key]);
        run.wait_for(HELD, pauses);
        // No other key means anything.
        terminal.press(b"x");
        terminal.press(&[key]);
        run.wait_for(&released, pauses);
    }
    assert!(!terminal.modes().0.intersects(LocalModes::ECHO | LocalModes::ICANON));
    run.signal(Signal::INT);
    let (end, said) = run.end();
    assert_eq!(end, End::Exit(0));
    assert_eq!((said.matches(HELD).count(), said.matches(&released).count()), (3, 3), "{said}");
}

#[test]
fn n_is_the_next_file_arrows_seek_and_q_quits() {
    let terminal = Terminal::new();
    let mut run = terminal.start(&["-t", "raw", "/dev/zero", "/dev/zero"]);
    run.wait_for("Playing", 1);
    terminal.press(b"n");
    run.wait_for("Playing", 2);
    // As one terminal sends it, and another.
    for (times, arrow) in [(1, b"\x1b[C"), (2, b"\x1bOD")] {
        terminal.press(arrow);
        run.wait_for("This file cannot be sought in", times);
    }
    terminal.press(b"q");
    assert_eq!(run.end().0, End::Exit(0));
}

#[test]
fn keys_are_heeded_in_a_pause() {
    let terminal = Terminal::new();
    let mut run = terminal.start(&["-t", "raw", "/dev/zero", "/dev/zero"]);
    run.wait_for("Playing", 1);
    for key in [b'n', b'q'] {
        terminal.press(b" ");
        run.wait_for(HELD, if key == b'n' { 1 } else { 2 });
        terminal.press(&[key]);
        if key == b'n' {
            run.wait_for("Playing", 2);
        }
    }
    assert_eq!(run.end().0, End::Exit(0));
}

#[test]
fn a_signal_ends_a_pause() {
    let terminal = Terminal::new();
    let before = terminal.modes();
    let mut run = terminal.start(&["-t", "raw", "/dev/zero"]);
    run.wait_for("Playing", 1);
    terminal.press(b" ");
    run.wait_for(HELD, 1);
    run.signal(Signal::INT);
    assert_eq!(run.end().0, End::Exit(0));
    assert!(terminal.modes() == before);
}

#[test]
fn the_terminal_is_as_it_was_after_the_last_file() {
    let terminal = Terminal::new();
    let before = terminal.modes();
    assert_eq!(terminal.start(&["s.wav", "s.wav"]).end().0, End::Exit(0));
    assert!(terminal.modes() == before);
}

#[test]
fn the_terminal_is_as_it_was_after_an_error() {
    let terminal = Terminal::new();
    let before = terminal.modes();
    assert_eq!(terminal.start(&["-f", "MPEG", "-t", "raw", "s.raw"]).end().0, End::Exit(1));
    assert!(terminal.modes() == before);
}

#[test]
fn the_terminal_is_as_it_was_whatever_signal_ends_it() {
    for (signals, ends) in [
        (&[Signal::INT][..], &[End::Exit(0)][..]),
        (&[Signal::TERM], &[End::Exit(0)]),
        // The second one may find it at its end already.
        (&[Signal::INT, Signal::INT], &[End::Exit(0), End::Signal(2)]),
        (&[Signal::HUP], &[End::Signal(1)]),
        (&[Signal::QUIT], &[End::Signal(3)]),
    ] {
        let terminal = Terminal::new();
        let before = terminal.modes();
        let mut run = terminal.start(&["-t", "raw", "/dev/zero"]);
        run.wait_for("Playing", 1);
        assert!(terminal.modes() != before);
        signals.iter().for_each(|signal| run.signal(*signal));
        let (end, said) = run.end();
        assert!(ends.contains(&end), "{signals:?}: {end:?} {said}");
        assert!(terminal.modes() == before, "{signals:?}");
    }
}

#[test]
fn keys_are_not_taken_where_they_are_the_sound() {
    let terminal = Terminal::new();
    let before = terminal.modes();
    let mut run = terminal.start(&["-V", "mono", "-t", "raw", "-"]);
    run.wait_for("Playing", 1);
    assert!(terminal.modes() == before);
    // A line of sound, then the end of the file: once for the line, once for the file.
    terminal.press(b"\n");
    terminal.press(&[4]);
    terminal.press(&[4]);
    run.wait_for("\r", 1);
    assert_eq!(run.end().0, End::Exit(0));
}
