//! Events are told as Debian's tells them, with the new value in JSON, and end when the card or the reader goes.

use super::SHORT_CONFIG;
use super::bed::{Kept, State};
use crate::call::{Call, Running};
use crate::cards::Unplugged;
use rustix::process::Signal;

const READY: &str = "Ready to listen...\n";

fn start(call: Call, words: &[&str]) -> Running {
    call.env("ALSA_CONFIG_PATH", SHORT_CONFIG).args(words).start()
}

/// Debian's keeps its lines in a buffer when nobody sees them.
fn debian(words: &[&str]) -> Running {
    start(Call::debian("stdbuf"), &[&["-oL", "amixer"], words].concat())
}

fn set(words: &[&str]) {
    super::quick(Call::debian("amixer"), words).succeeded();
}

fn text(running: Running) -> String {
    running.signal(Signal::TERM);
    String::from_utf8(running.wait().stdout).expect("the output is UTF-8")
}

#[test]
fn changes_are_told_as_debians_tells_them() {
    let _kept = Kept::new("Dummy");
    for command in ["events", "sevents"] {
        // What is so already is no change.
        set(&["-D", "hw:Dummy", "cset", "numid=11", "1"]);
        set(&["-D", "hw:Dummy", "cset", "numid=1", "0"]);
        let both = [start(Call::amixer(), &["-D", "hw:Dummy", command]), debian(&["-D", "hw:Dummy", command])];
        both.iter().for_each(|running| running.wait_for_stdout_text(READY));
        // Each change is waited for: several at once may be told in one wake-up, or in several.
        let changes: [(&[&str], [&str; 2]); 3] = [
            (&["cset", "numid=1", "50,51"], ["numid=1,iface=MIXER,name='Master Volume'", "value: 'Master',0"]),
            (&["cset", "numid=10", "toggle"], ["numid=10,iface=MIXER,name='CD Capture Switch'", "value: 'CD',0"]),
            (&["cset", "numid=11", "0"], ["value: numid=11", "value: 'External I/O Box',0"]),
        ];
        for (change, told) in changes {
            set(&[&["-D", "hw:Dummy"], change].concat());
            let told = told[usize::from(command == "sevents")];
            both.iter().for_each(|running| running.wait_for_stdout_behind(READY, told));
        }
        let [ours, debians] = both.map(text);
        assert_eq!(ours, debians, "{command}");
    }
}

#[test]
fn json_has_the_new_value_and_a_line_for_each_event() {
    let _kept = Kept::new("Dummy");
    set(&["-D", "hw:Dummy", "cset", "numid=1", "0"]);
    for (command, told) in [("events", r#""values":[{"raw":50"#), ("sevents", r#""raw":50,"percent":67"#)] {
        let running = start(Call::amixer(), &["-D", "hw:Dummy", command, "--json"]);
        running.wait_for_stdout_text(r#""External I/O Box""#);
        set(&["-D", "hw:Dummy", "cset", "numid=1", "50"]);
        running.wait_for_stdout_text(told);
        for line in text(running).lines() {
            let event: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert!(event["event"].is_string() && event["element"]["name"].is_string(), "{line}");
        }
        set(&["-D", "hw:Dummy", "cset", "numid=1", "0"]);
    }
}

#[test]
fn a_status_bar_gets_its_line_at_the_start_and_after_every_change() {
    let _kept = Kept::new("Intel");
    set(&["-D", "hw:Intel", "sset", "Master", "37", "unmute"]);
    let words = ["-D", "hw:Intel", "--format", "{percent}% {db} {switch}", "sevents", "Master"];
    let running = start(Call::amixer(), &words);
    running.wait_for_stdout_text("50% -37.00dB on\n");
    set(&["-D", "hw:Intel", "cset", "numid=3", "10"]);
    set(&["-D", "hw:Intel", "sset", "Master", "mute"]);
    running.wait_for_stdout_text("50% -37.00dB off\n");
    let lines = text(running);
    assert!(lines.lines().all(|line| line.starts_with("50% ")), "{lines}");
}

#[test]
fn a_card_that_goes_away_ends_the_run_with_a_line() {
    for command in ["events", "sevents"] {
        let running = start(Call::amixer(), &["-D", "hw:Audio", command]);
        running.wait_for_stdout_text(READY);
        let plug = Unplugged::new();
        let outcome = running.wait();
        drop(plug);
        assert_eq!(outcome.code, Some(1), "{}", outcome.text());
        assert_eq!(outcome.stderr.lines().count(), 1, "{}", outcome.text());
        assert!(outcome.stderr.contains("gone away"), "{}", outcome.text());
    }
    // The card is back, with an element at its place.
    assert!(State::of("Audio") == State::of("Audio"));
}

#[test]
fn a_reader_that_goes_away_ends_the_run_without_an_event() {
    for command in ["events", "sevents"] {
        // `head` ends after the first line, and nothing changes on the card after that.
        let shell = format!("set -o pipefail; $AMIXER -D hw:Dummy {command} | head -n 1 > /dev/null");
        let amixer = concat!(env!("CARGO_BIN_EXE_alsabox"), " amixer");
        let shell = Call::debian("bash").env("AMIXER", amixer).args(&["-c", &shell]);
        let outcome = start(shell, &[]).wait();
        assert_eq!(outcome.code, Some(1), "{}", outcome.text());
    }
}
