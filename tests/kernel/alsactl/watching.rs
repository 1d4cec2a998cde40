//! monitor: Debian's lines for every way to name a card, JSON, and cards that come and go.

use super::value;
use crate::amixer::bed::Kept;
use crate::call::{Call, Running};
use crate::cards::Unplugged;
use alsabox::device::ctl::Value;
use rustix::process::Signal;

fn set(card: &str, values: &str) {
    Call::debian("amixer").args(&["-q", "-c", card, "cset", "numid=1", values]).run().succeeded();
}

/// Changes a volume until the monitor has told of it: it may not listen yet.
fn change_until_told(card: &str, monitor: &Running) {
    for n in 0..600 {
        set(card, &format!("{0},{0}", 10 + n % 2));
        if monitor.stdout_len() > 0 {
            return;
        }
    }
    panic!("nothing was told");
}

#[test]
fn a_card_by_any_of_its_names_tells_of_its_changes() {
    let _kept = Kept::new("Intel");
    for name in ["3", "Intel", "hw:3"] {
        let monitor = Call::alsactl().args(&["monitor", name]).start();
        change_until_told("Intel", &monitor);
        monitor.wait_for_stdout_text("node hw:3, #1 (2,0,0,Master Playback Volume,0) VALUE\n");
        monitor.signal(Signal::TERM);
        monitor.wait();
    }
}

#[test]
fn json_tells_the_values() {
    let _kept = Kept::new("Intel");
    let monitor = Call::alsactl().args(&["--json", "monitor", "Intel"]).start();
    change_until_told("Intel", &monitor);
    set("Intel", "41,42");
    monitor.wait_for_stdout_text("\"values\":[41,42]}\n");
    assert_eq!(value("Intel", "Master Playback Volume"), Value::Integer(vec![41, 42]));
    monitor.signal(Signal::TERM);
    let said = monitor.wait().stdout;
    let last: serde_json::Value =
        serde_json::from_slice(said.split(|byte| *byte == b'\n').next().expect("a line")).expect("a JSON value");
    assert_eq!((&last["node"], &last["numid"]), (&"hw:3".into(), &1.into()));
}

#[test]
fn cards_that_go_are_let_go_and_cards_that_come_join() {
    let mut monitor = Call::alsactl().arg("monitor").start();
    change_until_told("Intel", &monitor);
    let unplugged = Unplugged::new();
    // The others are still heard.
    let before = monitor.stdout_len();
    set("Intel", "20,21");
    monitor.wait_for_stdout(before + 1);
    assert!(!monitor.has_ended());
    drop(unplugged);
    let name = "name='Audio Output Volume Control Playback Volume'";
    let is_told = |monitor: &Running| {
        let before = monitor.stdout_len();
        (0..600).any(|n| {
            let level = format!("{}", 100 + n % 2);
            Call::debian("amixer").args(&["-q", "-c", "Audio", "cset", name, &level]).run().succeeded();
            monitor.stdout_len() > before
        })
    };
    assert!(is_told(&monitor));
    monitor.wait_for_stdout_text("node hw:5, #");
    monitor.signal(Signal::TERM);
    monitor.wait();
}

#[test]
fn one_card_that_goes_ends_its_monitor() {
    let mut monitor = Call::alsactl().args(&["monitor", "Audio"]).start();
    let name = "name='Audio Output Volume Control Playback Volume'";
    for n in 0..600 {
        let level = format!("{}", 100 + n % 2);
        Call::debian("amixer").args(&["-q", "-c", "Audio", "cset", name, &level]).run().succeeded();
        if monitor.stdout_len() > 0 {
            break;
        }
    }
    assert!(!monitor.has_ended());
    let _unplugged = Unplugged::new();
    let outcome = monitor.wait();
    assert_eq!(outcome.code, Some(19), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("has gone away"), "{}", outcome.stderr);
}
