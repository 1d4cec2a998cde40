//! However alsamixer ends, the terminal is as it was; while nothing happens, it does nothing.

use super::*;
use crate::screen::End;

fn strace(screen: &Screen, words: &[&str]) -> crate::call::Running {
    let tracer = Call::debian("strace").args(&["-p", &screen.number().to_string()]).args(words).start();
    tracer.wait_for_stderr("attached");
    tracer
}

/// The kernel is made to tell of more bytes than there was room for, which nothing in the program expects.
#[test]
fn a_panic_is_told_on_the_ordinary_screen() {
    let terminal = mixer(&["-c", "Dummy"]);
    let _tracer = strace(&terminal, &["-e", "inject=read:retval=300"]);
    terminal.press("+");
    let End { code, stderr } = terminal.end_with_words();
    assert_eq!(code, None, "{stderr}");
    assert!(stderr.contains("panicked at ") && stderr.contains("range end index 300"), "{stderr}");
}

/// alsa-lib and its plug-ins end a process so when they find a fault in themselves.
#[test]
fn an_abort_gives_the_terminal_back() {
    let terminal = mixer(&["-c", "Dummy"]);
    terminal.signal(Signal::ABORT);
    assert_eq!(terminal.end(), None);
}

#[test]
fn a_terminal_that_vanishes_ends_it() {
    assert_eq!(mixer(&["-c", "Dummy"]).hang_up().code, Some(129));
    // One that is not the controlling terminal sends no signal.
    let mut call = Call::ours("alsamixer").args(&["-c", "Dummy"]).command();
    call.env("HOME", "/nonexistent");
    let terminal = Screen::start(call, USUAL);
    terminal.wait_for_text("Esc: Exit");
    let End { code, stderr } = terminal.hang_up();
    assert_eq!((code, stderr.as_str()), (Some(129), ""));
}

/// A count of system calls: one endless wait for each thing that happens, and none in between.
#[test]
fn it_sleeps_until_something_happens() {
    let sounds = Sounds::new();
    let log = sounds.path("calls");
    amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "50%"]);
    let terminal = mixer(&["-c", "Dummy"]);
    let tracer = strace(&terminal, &["-o", log.to_str().unwrap()]);
    const CHANGES: usize = 4;
    for _ in 0..CHANGES {
        let before = terminal.screen(levels);
        amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "5%+"]);
        terminal.wait_for("a step", |screen| levels(screen) != before);
    }
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.end(), Some(143));
    tracer.wait();
    let log = std::fs::read_to_string(log).unwrap();
    let mut waits = 0;
    // Before the first one stands the wait in which it was found.
    for wait in log.split("poll(").skip(1) {
        waits += 1;
        let (call, rest) = wait.split_once('\n').unwrap();
        assert!(call.contains(", -1) = 1 ("), "a wait with a limit, or for nothing: {call}\n{log}");
        // What the card tells of a change is 72 bytes long, what the kernel tells of a signal 128.
        assert!(rest.contains(" = 72\n") || rest.contains(" = 128\n"), "a wait for nothing: {call}\n{log}");
    }
    assert!(waits >= CHANGES, "{log}");
}
