//! How a card is opened: cheaply while its name means what it always means, and by whoever redefined it otherwise.

use crate::call::{Call, Outcome};
use crate::config::{Written, places};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Which definition the open took: both cards have mixers of their own.
fn card_id(outcome: &Outcome) -> String {
    let text = String::from_utf8_lossy(&outcome.stdout).into_owned();
    text.split('\'').nth(1).unwrap_or_default().to_owned()
}

fn info(call: Call, home: &Path, words: &[&str]) -> Outcome {
    call.env("HOME", home).args(words).arg("info").run().succeeded()
}

const TO_DUMMY: [&str; 2] = [
    "ctl.!hw { @args [ CARD ] @args.CARD { type string } type hw card Dummy }\n",
    "ctl {\n !hw {\n @args [ CARD ]\n @args.CARD { type string }\n type hw\n card Dummy\n }\n}\n",
];
const SYSDEFAULT_TO_DUMMY: &str =
    "ctl.!sysdefault {\n @args [ CARD ]\n @args.CARD { type string }\n type hw\n card Dummy\n}\n";
const CARD_TO_DUMMY: &str =
    "cards.HDA-Intel.ctl.default {\n @args [ CARD ]\n @args.CARD { type string }\n type hw\n card Dummy\n}\n";

#[test]
fn a_redefinition_is_honoured_wherever_it_stands() {
    let home = TempDir::new().expect("a temporary folder");
    for place in places(home.path()) {
        let tries = TO_DUMMY.iter().map(|text| ("hw:Intel", *text)).chain([("sysdefault:Intel", SYSDEFAULT_TO_DUMMY)]);
        for (device, text) in tries {
            let written = Written::new(&place, text);
            let ours = card_id(&info(Call::amixer(), home.path(), &["-D", device]));
            let debians = card_id(&info(Call::debian("amixer"), home.path(), &["-D", device]));
            assert_eq!((ours.as_str(), debians.as_str()), ("Dummy", "Dummy"), "{} {text}", place.display());
            drop(written);
            assert_eq!(card_id(&info(Call::amixer(), home.path(), &["-D", device])), "Intel");
        }
    }
}

#[test]
fn a_card_of_its_drivers_redefinition_and_a_variable_are_honoured() {
    let home = TempDir::new().expect("a temporary folder");
    let file = home.path().join(".asoundrc");
    let written = Written::new(&file, CARD_TO_DUMMY);
    let of = |call: Call| card_id(&info(call, home.path(), &["-c", "Intel"]));
    assert_eq!(of(Call::amixer()), of(Call::debian("amixer")));
    drop(written);
    let other = home.path().join("other.conf");
    fs::write(&other, TO_DUMMY[0]).expect("the file is written");
    let of = |call: Call| card_id(&info(call.env("ALSA_CONFIG_PATH", &other), home.path(), &["-D", "hw:Intel"]));
    assert_eq!((of(Call::amixer()), of(Call::debian("amixer"))), ("Dummy".to_owned(), "Dummy".to_owned()));
}

/// What desktops ship and users write about other devices costs nothing.
#[test]
fn a_plain_name_is_opened_without_the_configuration_of_cards() {
    let home = TempDir::new().expect("a temporary folder");
    let file = home.path().join(".asoundrc");
    let _written = Written::new(
        &file,
        "# my default\npcm.!default { type plug slave.pcm \"hw:Intel\" }\nctl.!default { type hw card Intel }\n",
    );
    for words in [&["-c", "Intel"][..], &["-c", "3"], &["-D", "hw:3"], &["-D", "hw:CARD=Intel"]] {
        let log = home.path().join("log");
        let amixer = Call::amixer().env("HOME", home.path()).args(words).args(&["sget", "Master"]);
        Call::traced("amixer", amixer, "all", &log).run().succeeded();
        let log = fs::read_to_string(&log).expect("strace writes its log");
        assert!(!log.contains("surround"), "{words:?} reads what all cards can do");
        let opened = log.lines().filter(|line| line.contains("controlC") && line.contains("open")).count();
        assert_eq!(opened, 1, "{words:?} opens other cards too");
    }
}

/// With six cards; `make bench` counts instructions.
#[test]
fn the_system_calls_are_at_most_four_tenths_of_debians() {
    let home = TempDir::new().expect("a temporary folder");
    for words in [&["sget", "Master"][..], &["sset", "Master", "5%+"], &["contents"]] {
        let log = home.path().join("log");
        let calls = |call: Call| {
            Call::traced("amixer", call.args(&["-c", "Intel"]).args(words), "all", &log).run().succeeded();
            fs::read_to_string(&log).expect("strace writes its log").lines().count()
        };
        let (ours, debians) = (calls(Call::amixer()), calls(Call::debian("amixer")));
        println!("amixer -c Intel {words:?}: {ours} system calls, Debian's {debians}");
        assert!(ours as f64 <= 0.4 * debians as f64, "{words:?}: {ours} system calls, Debian's {debians}");
    }
}
