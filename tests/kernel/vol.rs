//! vol on real cards: the control it finds, the levels it sets as amixer reads them, and what it switches back on.

use crate::amixer::bed::{Bed, CARD, Kept};
use crate::call::{Call, Outcome};
use crate::cards::Unplugged;

/// Where these tests write down what is muted.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Home {
        Home(tempfile::tempdir().expect("the guest has a /tmp"))
    }

    fn call(&self, words: &[&str]) -> Call {
        Call::ours("vol").env("XDG_STATE_HOME", self.0.path()).args(words)
    }

    fn vol(&self, words: &[&str]) -> Outcome {
        self.call(words).run().succeeded()
    }

    #[track_caller]
    fn shows(&self, words: &[&str], text: &str) {
        assert_eq!(String::from_utf8_lossy(&self.vol(words).stdout), format!("{text}\n"), "vol {words:?}");
    }
}

fn amixer(card: &str, words: &[&str]) -> String {
    let outcome = Call::debian("amixer").args(&["-c", card]).args(words).run().succeeded();
    String::from_utf8(outcome.stdout).expect("the output is UTF-8")
}

#[test]
fn volumes_of_every_kind_are_set_as_amixer_reads_them() {
    let (home, _kept) = (Home::new(), Kept::new("Intel"));
    amixer("Intel", &["sset", "Master", "mute"]);
    amixer("Intel", &["sset", "Capture", "nocap"]);
    home.shows(&["-c", "Intel", "40%"], "39% -22.00dB off (Master, card 3 Intel)");
    assert!(amixer("Intel", &["-M", "sget", "Master"]).contains("Playback 52 [39%] [-22.00dB] [off]"));
    home.shows(&["-c", "Intel", "-20dB"], "43% -20.00dB off (Master, card 3 Intel)");
    home.shows(&["-c", "Intel", "3dB+"], "49% -17.00dB off (Master, card 3 Intel)");
    amixer("Intel", &["sset", "Master", "10,50"]);
    home.vol(&["-c", "Intel", "1%+"]);
    let after = amixer("Intel", &["sget", "Master"]);
    assert!(after.contains("Front Left: Playback 13 ") && after.contains("Front Right: Playback 51 "), "{after}");
    home.shows(&["-c", "Intel", "-C", "50%"], "49% -17.00dB off (Capture, card 3 Intel)");
}

#[test]
fn the_limit_holds_for_every_kind_of_wish() {
    let (home, _kept) = (Home::new(), Kept::new("Intel"));
    for wish in [&["90%"][..], &["-1dB"], &["60%+"], &["40dB+"], &["100%", "fade", "0.1"]] {
        home.vol(&["-c", "Intel", "30%"]);
        let outcome = home.vol(&[&["-c", "Intel", "--json", "--max", "50"], wish].concat());
        let shown: serde_json::Value = serde_json::from_slice(&outcome.stdout).expect("JSON");
        assert!((45..=50).contains(&shown["percent"].as_i64().unwrap_or(0)), "{wish:?}: {shown}");
    }
}

#[test]
fn a_main_switch_is_all_that_a_mute_touches() {
    let (home, _kept) = (Home::new(), Kept::new("I82801AAICH"));
    amixer("I82801AAICH", &["sset", "Master", "48", "unmute"]);
    amixer("I82801AAICH", &["sset", "PCM", "20", "mute"]);
    home.shows(&["-c", "I82801AAICH", "toggle"], "41% -22.50dB off (Master, card 4 I82801AAICH)");
    home.shows(&["-c", "I82801AAICH", "toggle"], "41% -22.50dB on (Master, card 4 I82801AAICH)");
    assert!(amixer("I82801AAICH", &["sget", "PCM"]).contains("[off]"), "PCM was off before");
}

/// The card's Master has a volume that serves both directions, and no playback switch.
#[test]
fn without_a_switch_the_volume_goes_and_comes_back() {
    let (home, _kept) = (Home::new(), Kept::new("Dummy"));
    amixer("Dummy", &["sset", "Master", "40,60"]);
    home.vol(&["mute"]);
    assert!(amixer("Dummy", &["sget", "Master"]).contains("Front Left: -50 [0%]"));
    home.vol(&["mute"]);
    home.vol(&["unmute"]);
    let after = amixer("Dummy", &["sget", "Master"]);
    assert!(after.contains("Front Left: 40 ") && after.contains("Front Right: 60 "), "{after}");
}

/// A bed of elements of every type, of which `Both` is the first that plays.
#[test]
fn a_control_is_found_on_a_card_without_a_master() {
    let (home, _bed) = (Home::new(), Bed::new());
    let outcome = home.vol(&["-c", CARD, "--json"]);
    let shown: serde_json::Value = serde_json::from_slice(&outcome.stdout).expect("JSON");
    assert_eq!((shown["id"].as_str(), shown["direction"].as_str()), (Some(CARD), Some("playback")), "{shown}");
    let _kept = Kept::new("Audio");
    amixer("Audio", &["sset", "Audio Output Volume Control", "240", "unmute"]);
    home.shows(&["-c", "Audio"], "72% -0.50dB on (Audio Output Volume Control, card 5 Audio)");
    let none = home.call(&["-c", "Loopback"]).run();
    assert_eq!(none.code, Some(1));
    assert!(
        none.stderr.contains("card 1 (Loopback) has no control for the volume of playback; these have one: 0 (Dummy)")
    );
}

#[test]
fn a_fade_ends_where_it_should_and_a_mute_keeps_the_volume() {
    let (home, _kept) = (Home::new(), Kept::new("Intel"));
    home.vol(&["-c", "Intel", "60%"]);
    home.vol(&["-c", "Intel", "unmute"]);
    home.shows(&["-c", "Intel", "20%", "fade", "0.2"], "20% -36.00dB on (Master, card 3 Intel)");
    home.shows(&["-c", "Intel", "mute", "fade", "0.1"], "20% -36.00dB off (Master, card 3 Intel)");
    home.shows(&["-c", "Intel", "unmute", "fade", "0.1"], "20% -36.00dB on (Master, card 3 Intel)");
}

#[test]
fn a_status_bar_gets_a_line_for_every_change_and_an_end() {
    let (home, _kept) = (Home::new(), Kept::new("Intel"));
    amixer("Intel", &["sset", "Master", "37", "unmute"]);
    let running = home.call(&["-c", "Intel", "--watch", "--format", "{percent}% {switch}"]).start();
    running.wait_for_stdout_text("19% on\n");
    amixer("Intel", &["sset", "Master", "mute"]);
    running.wait_for_stdout_text("19% off\n");
    amixer("Intel", &["sset", "Capture", "10"]);
    amixer("Intel", &["sset", "Master", "74"]);
    running.wait_for_stdout_text("19% on\n19% off\n100% off\n");
    drop(running);
    let running = home.call(&["-c", "Audio", "--watch"]).start();
    running.wait_for_stdout_text("dB ");
    let plug = Unplugged::new();
    let outcome = running.wait();
    drop(plug);
    assert_eq!(outcome.code, Some(1), "{}", outcome.text());
    assert!(outcome.stderr.contains("card 5 (Audio) has gone away"), "{}", outcome.text());
}
