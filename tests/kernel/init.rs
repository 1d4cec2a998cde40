//! `alsactl init`: the same rules leave the same card behind as Debian's, and a muted card sounds afterwards.

mod profiles;
mod reboot;
mod rules;

use crate::amixer::CARDS;
use crate::amixer::bed::{Kept, State};
use crate::call::{Call, Outcome, Subject, subject, wait_until};
use crate::cards::qemu_wav;
use crate::sound::{Sounds, left_of_growing_wav, share_of_tone, tone};
use alsabox::device::ctl::{Ctl, ElemType, Value};

/// Sets every element of a card to its least value, off, or item 0.
fn mute(card: &str) {
    let ctl = Ctl::open(&format!("hw:{card}")).expect("the card has a control device");
    for id in ctl.elems().expect("the card answers") {
        let info = ctl.elem_info(&id).expect("its info");
        let count = info.count as usize;
        let least = match info.kind {
            ElemType::Boolean => Value::Boolean(vec![false; count]),
            ElemType::Integer(range) => Value::Integer(vec![range.min; count]),
            ElemType::Enumerated(_) => Value::Enumerated(vec![0; count]),
            _ => continue,
        };
        if info.access.writable {
            ctl.elem_write(&info, &least).unwrap_or_else(|error| panic!("{id}: {error}"));
        }
    }
}

/// What init says, without what is said of profiles.
fn said(outcome: &Outcome) -> String {
    let is_of_profile = |line: &&str| line.starts_with("alsa-lib ") || line.contains("its use case profile fails");
    let lines = outcome.stderr.lines().filter(|line| !is_of_profile(line));
    let stdout = String::from_utf8_lossy(&outcome.stdout);
    format!("exit {:?}\n{stdout}---\n{}", outcome.code, lines.collect::<Vec<_>>().join("\n"))
}

/// Runs both tools on the card, muted before; panics unless they say the same and leave the same card. Gives what ours
/// said.
#[track_caller]
fn assert_same_init(card: &str, words: &[&str], prepare: impl Fn(Call) -> Call) -> String {
    let run = |call: Call| {
        mute(card);
        let outcome = prepare(call).args(words).args(&["init", card]).run();
        (said(&outcome), State::of(card))
    };
    let (debians, after_debians) = run(Call::debian("alsactl"));
    let (ours, after_ours) = run(Call::alsactl());
    assert_eq!(after_ours.difference(&after_debians), None, "alsactl {words:?} init {card} (ours, Debian's)");
    assert_eq!(ours, debians, "alsactl {words:?} init {card}");
    ours
}

#[test]
fn the_systems_rules_leave_every_card_as_debians_alsactl_does() {
    for card in CARDS {
        let _kept = Kept::new(card);
        let said = assert_same_init(card, &[], |call| call);
        assert!(said.starts_with("exit Some(99)") && said.contains("generic method"), "{card}: {said}");
    }
}

#[test]
fn the_commands_of_the_systems_rules_print_the_same() {
    for command in ["help", "info", "default", "bogus"] {
        let _kept = Kept::new("Intel");
        assert_same_init("Intel", &["-E", &format!("CMD={command}")], |call| call);
    }
}

#[test]
fn a_card_without_a_profile_is_set_up_without_a_word_of_alsa_lib() {
    for card in CARDS {
        let _kept = Kept::new(card);
        let outcome = Call::alsactl().args(&["init", card]).run();
        let noise: Vec<&str> = outcome.stderr.lines().filter(|line| line.to_lowercase().starts_with("alsa")).collect();
        // Debian's asks alsa-lib and lets it complain.
        assert!(subject() == Subject::Debian || noise.is_empty(), "{card}: {noise:?}");
    }
}

#[track_caller]
fn assert_init_makes_audible(card: &str, hz: f64, words: &[&str]) {
    let _kept = Kept::new(card);
    let sounds = Sounds::new();
    let file = sounds.wav("tone.wav", &tone(hz, 48000));
    // What other tests have played there is not ours.
    let before = left_of_growing_wav(&qemu_wav(card)).len();
    let heard = || share_of_tone(left_of_growing_wav(&qemu_wav(card)).get(before..).unwrap_or_default(), hz);
    let play = || Call::aplay().args(&["-q", "-D"]).arg(format!("hw:{card}")).arg(&file).run().succeeded();
    mute(card);
    play();
    // The end of another test's tone may come out only now; cut off, it has a little of every tone.
    assert!(heard() < 0.5, "{card} gave {hz} Hz although it was muted");
    let outcome = Call::alsactl().args(words).args(&["init", card]).run();
    assert_eq!(outcome.code, Some(99), "{card}: {}", outcome.text());
    play();
    wait_until(&format!("{card} gave {hz} Hz after {words:?} init"), || heard() > 0.9);
}

#[test]
fn a_muted_hda_card_sounds_after_init() {
    assert_init_makes_audible("Intel", 900.0, &[]);
}

#[test]
fn a_muted_ac97_card_sounds_after_init() {
    assert_init_makes_audible("I82801AAICH", 1000.0, &[]);
}

/// The rules for systems that have none, as a file.
const OWN_RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/dist/init/00main");

#[test]
fn muted_cards_sound_after_the_own_rules_too() {
    assert_init_makes_audible("Intel", 1300.0, &["-i", OWN_RULES]);
    assert_init_makes_audible("I82801AAICH", 1500.0, &["-i", OWN_RULES]);
}

#[test]
fn the_own_rules_open_the_microphone() {
    for (card, control, wanted) in [
        ("Intel", "name='Capture Switch'", "on,on"),
        ("I82801AAICH", "name='Capture Switch'", "on"),
        ("I82801AAICH", "name='Capture Source'", "0,0"),
    ] {
        let _kept = Kept::new(card);
        mute(card);
        let outcome = Call::alsactl().args(&["-i", OWN_RULES, "init", card]).run();
        assert_eq!(outcome.code, Some(99), "{}", outcome.text());
        let values = Call::amixer().args(&["-c", card, "cget", control]).run().succeeded();
        let values = String::from_utf8_lossy(&values.stdout).into_owned();
        assert!(values.contains(&format!(": values={wanted}\n")), "{card} {control}: {values}");
    }
}

#[test]
fn one_card_that_fails_does_not_keep_the_others_from_being_set_up() {
    let _kept: Vec<Kept> = CARDS.iter().map(|card| Kept::new(card)).collect();
    mute("Intel");
    let sounds = Sounds::new();
    let rules = "CARDINFO{driver}==\"Dummy\", EXIT=\"5\"\nCTL{reset}=\"mixer\"\n\
                 CTL{name}=\"Master Playback Switch\", CTL{do_search}==\"1\", CTL{values}=\"on\"\nEXIT=\"99\"\n";
    let rules = sounds.raw("rules", rules.as_bytes());
    let outcome = Call::ours("alsactl").args(&["-U", "-i"]).arg(rules).arg("init").run();
    // The first failure is the exit code; 99 is none.
    assert_eq!(outcome.code, Some(5), "{}", outcome.text());
    let switch = Call::ours("amixer").args(&["-c", "Intel", "cget", "name='Master Playback Switch'"]).run().succeeded();
    assert!(String::from_utf8_lossy(&switch.stdout).contains("values=on,on"), "{}", switch.text());
}

#[test]
fn rules_that_cannot_be_read_and_cards_that_are_not_there_have_their_own_codes() {
    let missing = Call::alsactl().args(&["-U", "-i", "/nonexistent", "init", "0"]).run();
    assert_eq!(missing.code, Some(2), "{}", missing.text());
    assert!(missing.stderr.contains("'/nonexistent': No such file or directory"), "{}", missing.stderr);
    assert_eq!(Call::alsactl().args(&["init", "nosuch"]).run().code, Some(19));
}
