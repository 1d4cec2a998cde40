//! Use case profiles: their boot sequences set a card up instead of the rules, as with Debian's.

use super::{assert_same_init, said};
use crate::amixer::bed::Kept;
use crate::call::{Call, Outcome};
use crate::sound::Sounds;
use std::fs;

/// A folder of profiles with one for the Dummy card; its boot sequence sets this control.
fn profiles(boot_control: &str) -> Sounds {
    let sounds = Sounds::new();
    fs::create_dir_all(sounds.path("conf.d/Dummy")).expect("a folder");
    let master = "Syntax 3\nUseCasePath.d {\n\tDirectory \"conf.d/${CardDriver}\"\n\tFile \"${CardDriver}.conf\"\n}\n";
    sounds.raw("ucm.conf", master.as_bytes());
    let profile = format!(
        "Syntax 3\nFixedBootSequence [ cset \"name='Synth Volume' 11,11\" ]\n\
         BootSequence [ cset \"name='{boot_control}' 22,22\" ]\n\
         SectionDefaults [ cset \"name='CD Volume' 33,33\" ]\n\
         SectionUseCase.HiFi {{ File \"/HiFi.conf\" Comment \"x\" }}\n"
    );
    sounds.raw("conf.d/Dummy/Dummy.conf", profile.as_bytes());
    let verb = "SectionVerb { EnableSequence [] }\nSectionDevice.Speaker { Comment \"x\" EnableSequence [] }\n";
    sounds.raw("HiFi.conf", verb.as_bytes());
    sounds
}

#[track_caller]
fn assert_values(wanted: &[(&str, &str)]) {
    for (name, values) in wanted {
        let shown = Call::debian("amixer").args(&["-c", "Dummy", "cget"]).arg(format!("name='{name} Volume'")).run();
        let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert!(shown.contains(&format!(": values={values}\n")), "{name} is not {values}: {shown}");
    }
}

const LEAST: &str = "-50,-50";

#[test]
fn a_profile_sets_the_card_up_instead_of_the_rules() {
    let _kept = Kept::new("Dummy");
    let profiles = profiles("Line Volume");
    let with = |call: Call| call.env("ALSA_CONFIG_UCM2", profiles.path(""));
    assert_eq!(assert_same_init("Dummy", &[], with), "exit Some(0)\n---\n");
    assert_values(&[("Synth", "11,11"), ("Line", "22,22"), ("CD", LEAST)]);
    assert_eq!(assert_same_init("Dummy", &["-D"], with), "exit Some(0)\n---\n");
    assert_values(&[("Synth", "11,11"), ("Line", "22,22"), ("CD", "33,33")]);
    assert!(assert_same_init("Dummy", &["-U", "-D"], with).starts_with("exit Some(99)"));
    assert_values(&[("Synth", LEAST), ("Line", LEAST), ("CD", LEAST)]);
}

#[test]
fn a_profile_that_fails_is_told_and_the_rules_are_there() {
    let _kept = Kept::new("Dummy");
    let failing = profiles("Nonesuch Volume");
    let said = assert_same_init("Dummy", &[], |call| call.env("ALSA_CONFIG_UCM2", failing.path("")));
    assert!(said.starts_with("exit Some(99)") && said.contains("generic method"), "{said}");
    assert_values(&[("Synth", "11,11"), ("Line", LEAST)]);
    let broken = profiles("Line Volume");
    broken.raw("conf.d/Dummy/Dummy.conf", b"Syntax 99\n");
    let said = assert_same_init("Dummy", &[], |call| call.env("ALSA_CONFIG_UCM2", broken.path("")));
    assert!(said.starts_with("exit Some(99)"), "{said}");
    for (profiles, wanted) in [(failing, "'name='Nonesuch Volume' 22,22'"), (broken, "Incompatible syntax 99")] {
        let outcome = Call::ours("alsactl").env("ALSA_CONFIG_UCM2", profiles.path("")).args(&["init", "Dummy"]).run();
        let told = "alsactl: card 0: its use case profile fails, rules are taken: ";
        let line = outcome.stderr.lines().find(|line| line.starts_with(told)).unwrap_or_default();
        assert!(line.contains(wanted), "{}", outcome.stderr);
    }
}

#[test]
fn what_a_profile_says_of_a_card_that_it_does_not_want_is_told_to_those_who_ask() {
    let _kept = Kept::new("Intel");
    let outcome = Call::ours("alsactl").args(&["-X", "init", "Intel"]).run();
    assert!(outcome.stderr.contains("alsactl: card 3: UCM is not supported for this HDA model"), "{}", outcome.stderr);
}

#[test]
fn explain_names_the_profile() {
    let _kept = Kept::new("Dummy");
    let profiles = profiles("Line Volume");
    let outcome =
        Call::ours("alsactl").env("ALSA_CONFIG_UCM2", profiles.path("")).args(&["--explain", "init", "Dummy"]).run();
    assert_eq!(said(&outcome), "exit Some(0)\ncard 0 was set up by its use case profile\n---\n");
}

/// Whether ours reads alsa-lib's master configuration for this card.
fn looks_for_a_profile(card: &str) -> bool {
    let sounds = Sounds::new();
    let log = sounds.path("calls");
    let outcome: Outcome =
        Call::traced("alsactl", Call::ours("alsactl").args(&["init", card]), "open,openat", &log).run();
    assert_eq!(outcome.code, Some(99), "{}", outcome.text());
    fs::read_to_string(&log).expect("strace writes its log").contains("ucm2/lib/generic.conf")
}

#[test]
fn alsa_lib_looks_for_a_profile_only_where_there_can_be_one() {
    for (card, wanted) in [("Dummy", false), ("I82801AAICH", false), ("Intel", true), ("Audio", true)] {
        let _kept = Kept::new(card);
        assert_eq!(looks_for_a_profile(card), wanted, "{card}");
    }
}

#[test]
fn a_card_that_another_ones_profile_sets_up_is_left_to_it() {
    let _kept = Kept::new("Dummy");
    let linked = profiles("Line Volume");
    let profile = fs::read_to_string(linked.path("conf.d/Dummy/Dummy.conf")).expect("the profile");
    linked.raw("conf.d/Dummy/Dummy.conf", format!("{profile}ValueDefaults {{ Linked True }}\n").as_bytes());
    Call::debian("amixer").args(&["-q", "-c", "Dummy", "cset", "name='Line Volume'", "7,7"]).run().succeeded();
    let outcome = Call::ours("alsactl").env("ALSA_CONFIG_UCM2", linked.path("")).args(&["init", "Dummy"]).run();
    assert_eq!(said(&outcome), "exit Some(0)\n---\n");
    assert_values(&[("Line", "7,7")]);
}

#[test]
fn what_an_earlier_profile_has_added_is_forgotten() {
    let _kept = Kept::new("Dummy");
    let sounds = Sounds::new();
    fs::create_dir(sounds.path("card0.conf.d")).expect("a folder");
    let addition = sounds.raw("card0.conf.d/a.conf", b"");
    let other = sounds.raw("card0.conf.d/b.txt", b"");
    Call::alsactl().arg("-a").arg(sounds.path("")).args(&["-U", "init", "Dummy"]).run();
    assert_eq!((addition.exists(), other.exists()), (false, true));
}
