//! Every element of every card is shown as Debian's amixer shows it, to the byte.

use super::bed::{Bed, CARD};
use super::{CARDS, assert_same, ours, quick};
use crate::call::Call;

const LISTS: [&[&str]; 7] = [
    &["scontrols"],
    &["scontents"],
    &["-M", "scontents"],
    &["-i", "scontents"],
    &["controls"],
    &["contents"],
    &["info"],
];

#[track_caller]
fn assert_same_lists(card: &str) {
    let device = format!("hw:{card}");
    for list in LISTS {
        assert_same(&[&["-D", &device], list].concat());
    }
}

/// What stands between the quotes of each line, with the quotes and the index after them.
fn simple_names(card: &str) -> Vec<String> {
    let lines = ours(&["-D", &format!("hw:{card}"), "scontrols"]);
    lines.lines().map(|line| line.strip_prefix("Simple mixer control ").expect("a name").to_owned()).collect()
}

#[track_caller]
fn assert_same_elements(card: &str) {
    let device = format!("hw:{card}");
    for name in simple_names(card) {
        assert_same(&["-D", &device, "sget", &name]);
    }
    let controls = ours(&["-D", &device, "controls"]);
    for line in controls.lines() {
        let (numid, _) = line.split_once(',').expect("a number");
        assert_same(&["-D", &device, "cget", numid]);
    }
}

#[test]
fn lists_are_debians_on_every_card() {
    for card in CARDS {
        assert_same_lists(card);
    }
}

#[test]
fn every_element_is_debians_on_every_card() {
    for card in CARDS.into_iter().filter(|card| *card != "Loopback") {
        assert_same_elements(card);
    }
}

#[test]
fn every_type_and_every_scale_is_debians() {
    let _bed = Bed::new();
    assert_same_lists(CARD);
    // Debian's reads no iface=HWDEP, so all elements are asked for by number.
    assert_same_elements(CARD);
}

/// Through the names that people use, which the short configuration does not know.
#[test]
fn the_same_cards_are_found_by_number_and_id() {
    for words in [&["-c", "3"][..], &["-c", "Intel"], &["-D", "sysdefault:Intel"], &["-D", "hw:CARD=Intel"], &[]] {
        let info = |call: Call| String::from_utf8(call.args(words).arg("info").run().succeeded().stdout).unwrap();
        assert_eq!(info(Call::amixer()), info(Call::debian("amixer")), "{words:?}");
    }
}

#[test]
fn what_scripts_cut_out_is_where_it_was() {
    let line = |words: &[&str], number: usize| ours(words).lines().nth(number - 1).unwrap_or_default().to_owned();
    let sget = ["-D", "hw:I82801AAICH", "sget", "Master"];
    assert_eq!(line(&sget, 5), "  Mono:");
    assert!(line(&sget, 6).starts_with("  Front Left: Playback "), "{}", line(&sget, 6));
}

/// The plugins that present the basic view are in no package of Debian; what is asked of them and what is said about
/// their absence is the same.
#[test]
fn the_basic_view_is_asked_for_as_debians_asks_for_it() {
    let dir = tempfile::TempDir::new().expect("a temporary folder");
    let modules = dir.path().join("smixer.conf");
    std::fs::write(&modules, "usb {\n searchl \"USB\"\n lib smixer-usb.so\n}\n").expect("a file for the test");
    for modules in [None, Some(&modules)] {
        for words in [&["-a", "none", "scontents"][..], &["-a", "basic", "scontents"], &["-a", "basic", "sget", "PCM"]]
        {
            let text = |call: Call| {
                let call = if let Some(modules) = modules { call.env("ALSA_MIXER_SIMPLE", modules) } else { call };
                quick(call, &[&["-D", "hw:Audio"], words].concat()).text()
            };
            assert_eq!(text(Call::amixer()), text(Call::debian("amixer")), "{words:?} {modules:?}");
        }
    }
}
