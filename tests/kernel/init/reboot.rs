//! After a reboot that stored nothing, by kexec or by a power cut: the cards are as their drivers left them, the state
//! file is missing or empty, and restore sets them up instead.

use super::mute;
use crate::amixer::bed::{Kept, State};
use crate::call::{Call, Outcome};
use crate::sound::Sounds;
use std::path::Path;

const MUTED: [&str; 2] = ["Intel", "I82801AAICH"];

fn alsactl(file: &Path, words: &[&str]) -> Outcome {
    Call::alsactl().arg("-f").arg(file).args(words).run()
}

/// What init makes of a muted card.
fn initialized(card: &str) -> State {
    mute(card);
    let outcome = Call::alsactl().args(&["init", card]).run();
    assert_eq!(outcome.code, Some(99), "{}", outcome.text());
    State::of(card)
}

#[test]
fn a_card_without_a_state_file_is_set_up_and_comes_back_after_the_next_reboot() {
    let sounds = Sounds::new();
    let file = sounds.path("asound.state");
    for card in MUTED {
        let _kept = Kept::new(card);
        let wanted = initialized(card);
        mute(card);
        let restored = alsactl(&file, &["restore", card]);
        assert_eq!(restored.code, Some(99), "{}", restored.text());
        assert_eq!(State::of(card).difference(&wanted), None, "{card} after restore without a file");
        alsactl(&file, &["store", card]).succeeded();
        mute(card);
        alsactl(&file, &["restore", card]).succeeded();
        assert_eq!(State::of(card).difference(&wanted), None, "{card} after store and restore");
        std::fs::remove_file(&file).expect("store has written it");
    }
}

#[test]
fn a_file_that_knows_nothing_of_the_card_is_as_good_as_none() {
    let sounds = Sounds::new();
    let other =
        "state.Other {\n\tcontrol.1 {\n\t\tiface MIXER\n\t\tname 'Master Playback Switch'\n\t\tvalue false\n\t}\n}\n";
    for text in ["", other] {
        let file = sounds.raw("asound.state", text.as_bytes());
        let _kept = Kept::new("Intel");
        let wanted = initialized("Intel");
        mute("Intel");
        let restored = Call::ours("alsactl").arg("-f").arg(&file).args(&["restore", "Intel"]).run();
        assert_eq!(restored.code, Some(99), "{text:?}: {}", restored.text());
        assert_eq!(State::of("Intel").difference(&wanted), None, "{text:?}");
    }
}

#[test]
fn a_broken_file_and_a_wish_for_no_init_leave_the_card_alone() {
    let sounds = Sounds::new();
    let missing = sounds.path("missing");
    let broken = sounds.raw("broken", b"state.Intel {\n\tcontrol.1 {");
    let _kept = Kept::new("Intel");
    mute("Intel");
    let before = State::of("Intel");
    let without = alsactl(&missing, &["-I", "restore", "Intel"]);
    assert_eq!(without.code, Some(2), "{}", without.text());
    let damaged = Call::ours("alsactl").arg("-f").arg(&broken).args(&["restore", "Intel"]).run();
    assert_eq!(damaged.code, Some(22), "{}", damaged.text());
    assert_eq!(State::of("Intel").difference(&before), None);
}

#[test]
fn udev_is_told_that_the_card_is_there() {
    let sounds = Sounds::new();
    let _kept = Kept::new("Intel");
    let words = ["--export", "restore", "/dev/snd/controlC3"];
    let outcome = Call::ours("alsactl").arg("-f").arg(sounds.path("missing")).args(&words).run();
    let stdout = String::from_utf8_lossy(&outcome.stdout).into_owned();
    assert_eq!(stdout, "ALSA_CARD_NUMBER=3\nALSA_CARD_STATE=active\n", "{}", outcome.text());
}
