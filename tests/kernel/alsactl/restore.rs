//! What is restored: what either tool has stored, onto cards that have changed meanwhile, entry by entry.

use super::{Folder, at_work, debians, open, ours, scatter, value};
use crate::amixer::CARDS;
use crate::amixer::bed::{self, Bed, Kept, State};
use crate::call::{Call, Outcome, Subject, subject};
use alsabox::device::ctl::{ElemId, ElemType, Iface, Range, Value};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

type Tool = fn(&Path, &[&str]) -> Outcome;

/// Debian's cannot find this element of the AC97 card, not even in a file of its own.
const NEVER_BY_DEBIANS: &str = "3D Control Sigmatel - Depth";

/// Stores with one tool, makes everything different, restores with the other, and compares every element that was at
/// work.
fn round_trip(store: Tool, restore: Tool, cards: &[&str]) -> Outcome {
    let kept: Vec<Kept> = cards.iter().map(|card| Kept::new(card)).collect();
    let folder = Folder::new();
    cards.iter().for_each(|card| scatter(card, 5));
    let stored: Vec<_> = cards.iter().map(|card| at_work(card)).collect();
    store(&folder.path("state"), &["store"]).succeeded();
    cards.iter().for_each(|card| scatter(card, 6));
    let outcome = restore(&folder.path("state"), &["restore"]);
    let is_debians = std::ptr::fn_addr_eq(restore, debians as Tool);
    for (card, stored) in cards.iter().zip(&stored) {
        let restored = at_work(card);
        let differs = restored.iter().zip(stored).find(|(now, before)| now != before);
        let is_beyond_debians = |name: &str| is_debians && name == NEVER_BY_DEBIANS;
        assert!(
            differs.is_none_or(|((id, _), _)| is_beyond_debians(&id.name)),
            "{card}: restored, stored: {differs:?}"
        );
        assert_eq!(restored.len(), stored.len(), "{card}");
    }
    drop(kept);
    outcome
}

#[test]
fn what_debians_stored_ours_restores() {
    let _bed = Bed::new();
    round_trip(debians, ours, &CARDS).succeeded();
}

#[test]
fn what_ours_stored_debians_restores() {
    // Debian's cannot restore bytes, of which the bed has some; it forgets elements of Dummy that only a later entry wakes
    // up; and it initializes the AC97 card before it restores it.
    let outcome = round_trip(ours, debians, &CARDS[1..]);
    assert!(matches!(outcome.code, Some(0 | 99)), "{}", outcome.stderr);
}

/// A folder with the state of Intel as `scatter` 1 left it, while the card is as `scatter` 2 left it.
fn prepared() -> (Kept, Folder, String, State) {
    let kept = Kept::new("Intel");
    let folder = Folder::new();
    scatter("Intel", 1);
    debians(&folder.path("state"), &["store", "Intel"]).succeeded();
    let stored = State::of("Intel");
    scatter("Intel", 2);
    let text = folder.read("state");
    (kept, folder, text, stored)
}

fn restore(folder: &Folder, text: &str, words: &[&str]) -> Outcome {
    let file = folder.write("state", text);
    let words: Vec<&str> = words.iter().copied().chain(["restore", "Intel"]).collect();
    ours(&file, &words)
}

#[test]
fn elements_are_found_by_name_whatever_their_number_is() {
    let (_kept, folder, text, stored) = prepared();
    let mut renumbered = text.clone();
    for number in (1..9).rev() {
        renumbered = renumbered.replace(&format!("control.{number} {{"), &format!("control.{} {{", number + 40));
    }
    restore(&folder, &renumbered, &[]).succeeded();
    assert_eq!(State::of("Intel").difference(&stored), None);
}

#[test]
fn a_bad_entry_is_named_and_the_others_are_restored() {
    let (_kept, folder, text, stored) = prepared();
    let bad = "state.Intel.control { 70 { name X } 71 { value 1 } 72 { name Y value 1 } x { name Z value 1 } }\n";
    let outcome = restore(&folder, &format!("{text}{bad}"), &[]).succeeded();
    for said in [
        "Intel: control.70: it has no value",
        "Intel: control.71: it has no name",
        "Intel: control.72 'Y': the card has no such control",
        "Intel: control.x: the number of a control is wanted",
    ] {
        assert!(outcome.stderr.contains(said), "{said} in {}", outcome.stderr);
    }
    assert_eq!(State::of("Intel").difference(&stored), None);
    // Meant for exactly this card, the file is an error.
    let outcome = restore(&folder, &format!("{text}{bad}"), &["-P"]);
    assert_eq!(outcome.code, Some(22), "{}", outcome.stderr);
}

/// The text with this control's range and values exchanged.
fn doctored(text: &str, name: &str, changes: &[(&str, &str)]) -> String {
    let at = text.find(&format!("name '{name}'")).expect("the control");
    let end = at + text[at..].find("\n\t}\n").expect("its end");
    let mut control = text[at..end].to_owned();
    for (from, to) in changes {
        assert!(control.contains(from), "{from} in {control}");
        control = control.replace(from, to);
    }
    format!("{}{control}{}", &text[..at], &text[end..])
}

const VOLUME: &str = "Master Playback Volume";

#[test]
fn a_volume_of_another_range_keeps_its_level() {
    let (_kept, folder, _, _) = prepared();
    Call::debian("amixer").args(&["-q", "-c", "Intel", "cset", "numid=1", "54,30"]).run().succeeded();
    debians(&folder.path("state"), &["store", "Intel"]).succeeded();
    // As if the driver had had half the steps, of 2 dB each.
    let old = [("'0 - 74'", "'0 - 37'"), ("value.0 54", "value.0 27"), ("value.1 30", "value.1 15")];
    let text = doctored(&folder.read("state"), VOLUME, &old);
    scatter("Intel", 2);
    restore(&folder, &text, &[]).succeeded();
    assert_eq!(value("Intel", VOLUME), Value::Integer(vec![54, 30]));
    // The levels of single values may be missing: those of the range tell them.
    let text = text.replace("dbvalue.", "unknown.");
    scatter("Intel", 2);
    restore(&folder, &text, &[]).succeeded();
    assert_eq!(value("Intel", VOLUME), Value::Integer(vec![54, 30]));
    // Without any level, the place in the range counts, also when only one end has changed.
    let text = doctored(&text, VOLUME, &[("dbmin", "x"), ("dbmax", "y"), ("'0 - 37'", "'0 - 60'")]);
    restore(&folder, &text, &[]).succeeded();
    assert_eq!(value("Intel", VOLUME), Value::Integer(vec![33, 19]));
}

#[test]
fn values_outside_the_range_become_the_nearest_inside_and_are_told() {
    let (_kept, folder, _, _) = prepared();
    Call::debian("amixer").args(&["-q", "-c", "Intel", "cset", "numid=1", "54,30"]).run().succeeded();
    debians(&folder.path("state"), &["store", "Intel"]).succeeded();
    let changes = [("value.0 54", "value.0 900"), ("value.1 30", "value.1 -3")];
    let outcome = restore(&folder, &doctored(&folder.read("state"), VOLUME, &changes), &[]).succeeded();
    assert!(outcome.stderr.contains("900 is outside 0 - 74: 74 instead"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("-3 is outside 0 - 74: 0 instead"), "{}", outcome.stderr);
    assert_eq!(value("Intel", VOLUME), Value::Integer(vec![74, 0]));
}

#[test]
fn one_value_is_for_all_channels_and_a_choice_goes_by_name() {
    let _kept = Kept::new("I82801AAICH");
    let folder = Folder::new();
    let text = "state.I82801AAICH.control {
        1 { iface MIXER name 'Capture Source' value Aux }
        2 { iface MIXER name 'PCM Playback Volume' value 7 }
        3 { iface MIXER name 'PCM Playback Switch' value on }
        4 { iface MIXER name 'Master Playback Volume' value.0 9 } }";
    folder.write("state", text);
    ours(&folder.path("state"), &["-I", "restore", "I82801AAICH"]).succeeded();
    assert_eq!(value("I82801AAICH", "Capture Source"), Value::Enumerated(vec![3, 3]));
    assert_eq!(value("I82801AAICH", "PCM Playback Volume"), Value::Integer(vec![7, 7]));
    assert_eq!(value("I82801AAICH", "PCM Playback Switch"), Value::Boolean(vec![true]));
    folder.write("state", "state.I82801AAICH.control.5 { iface MIXER name 'Capture Source' value Nothing }");
    let outcome = ours(&folder.path("state"), &["-I", "restore", "I82801AAICH"]).succeeded();
    assert!(outcome.stderr.contains("'Capture Source': it has no choice 'Nothing'"), "{}", outcome.stderr);
    assert_eq!(value("I82801AAICH", "Capture Source"), Value::Enumerated(vec![3, 3]));
}

#[test]
fn pedantic_refuses_what_differs_and_leaves_it() {
    let (_kept, folder, text, _) = prepared();
    let before = value("Intel", VOLUME);
    let changed = doctored(&text, VOLUME, &[("'0 - 74'", "'0 - 75'")]);
    let outcome = restore(&folder, &changed, &["-P"]);
    assert_eq!(outcome.code, Some(22), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("its type, count or range on the card is another"), "{}", outcome.stderr);
    assert_eq!(value("Intel", VOLUME), before);
    restore(&folder, &text, &["-P"]).succeeded();
    assert_ne!(value("Intel", VOLUME), before);
}

#[test]
fn a_dry_run_tells_what_a_restore_would_change_and_changes_nothing() {
    let (_kept, folder, text, stored) = prepared();
    Call::debian("amixer").args(&["-q", "-c", "Intel", "cset", "numid=1", "3,4"]).run().succeeded();
    let before = State::of("Intel");
    let told = restore(&folder, &text, &["--dry-run"]).succeeded();
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.starts_with("Intel: numid=1,iface=MIXER,name='Master Playback Volume': 3,4 -> "), "{told}");
    assert_eq!(State::of("Intel").difference(&before), None);
    let told = restore(&folder, &text, &["--dry-run", "--json"]).succeeded();
    let first = String::from_utf8_lossy(&told.stdout).lines().next().map(str::to_owned).expect("a line");
    let json: serde_json::Value = serde_json::from_str(&first).expect("a JSON value");
    assert_eq!((&json["name"], &json["from"]), (&VOLUME.into(), &[3, 4].as_slice().into()));
    restore(&folder, &text, &[]).succeeded();
    assert_eq!(State::of("Intel").difference(&stored), None);
    assert_eq!(restore(&folder, &text, &["--dry-run"]).succeeded().stdout, b"");
}

#[test]
fn user_elements_of_every_type_are_made_again() {
    let ctl = open(bed::CARD);
    let wide = ElemType::Integer64(Range { min: -5_000_000_000, max: 6_000_000_000, step: 7 });
    let volume = ElemType::Integer(Range { min: 0, max: 50, step: 0 });
    let kinds = [ElemType::Boolean, volume, wide, ElemType::Enumerated(3), ElemType::Bytes, ElemType::Iec958];
    for (n, kind) in (0..).zip(kinds) {
        let id = ElemId { iface: Iface::Card, name: format!("Kind's \"{n}\""), index: n, ..ElemId::default() };
        let count = if kind == ElemType::Iec958 { 1 } else { 2 };
        ctl.add_elem(&id, kind, count, &["one", "2", "a, b"]).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        if kind == volume {
            ctl.write_tlv(&id, &[1, 8, -4000i32 as u32, 100]).expect("a TLV");
        }
    }
    drop(ctl);
    scatter(bed::CARD, 3);
    let folder = Folder::new();
    debians(&folder.path("state"), &["store", bed::CARD]).succeeded();
    ours(&folder.path("state"), &["clean", bed::CARD]).succeeded();
    ours(&folder.path("state"), &["restore", bed::CARD]).succeeded();
    debians(&folder.path("again"), &["store", bed::CARD]).succeeded();
    let unnumbered = |text: String| {
        let lines = text.lines().filter(|line| !line.starts_with("\tcontrol."));
        lines.map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(unnumbered(folder.read("again")), unnumbered(folder.read("state")));
    ours(&folder.path("state"), &["clean", bed::CARD]).succeeded();
}

#[test]
fn a_name_that_is_no_utf8_keeps_its_bytes() {
    const ELEMENT: &str = "\t\tiface MIXER\n\t\tname 'H\\366hen Playback Volume'\n\t\tvalue 3\n\t\tcomment {\n\t\t\taccess \
         'read write user'\n\t\t\ttype INTEGER\n\t\t\tcount 1\n\t\t\trange '0 - 9'\n\t\t}\n";
    let folder = Folder::new();
    let file = folder.write("state", &format!("state.{} {{\n\tcontrol.1 {{\n{ELEMENT}\t}}\n}}\n", bed::CARD));
    ours(&file, &["-I", "restore", bed::CARD]).succeeded();
    let control = OsStr::from_bytes(b"name=H\xf6hen Playback Volume");
    let simple = OsStr::from_bytes(b"H\xf6hen");
    let word = OsStr::new;
    for words in [
        &[word("contents")][..],
        &[word("scontents")],
        &[word("cset"), control, word("5")],
        &[word("sset"), simple, word("4")],
        &[word("cget"), control],
    ] {
        let run = |call: Call| call.args(&["-c", bed::CARD]).args(words).run().succeeded().stdout;
        let (ours, debians) = (run(Call::amixer()), run(Call::debian("amixer")));
        assert!(ours == debians, "{words:?}: {}{}", String::from_utf8_lossy(&ours), String::from_utf8_lossy(&debians));
    }
    ours(&folder.path("again"), &["store", bed::CARD]).succeeded();
    assert!(folder.read("again").contains(&ELEMENT.replace("value 3", "value 4")), "{}", folder.read("again"));
    ours(&file, &["clean", bed::CARD]).succeeded();
}

#[test]
fn without_a_state_the_card_is_initialized_or_left_as_it_is() {
    let _kept = Kept::new("Intel");
    let folder = Folder::new();
    let missing = folder.path("missing");
    scatter("Intel", 1);
    let before = State::of("Intel");
    let refused = ours(&missing, &["-I", "restore"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(refused.stderr.contains("for reading: No such file or directory"), "{}", refused.stderr);
    assert_eq!(State::of("Intel").difference(&before), None);
    let made = ours(&missing, &["restore", "Intel"]);
    assert_eq!(made.code, Some(99), "{}", made.stderr);
    assert!(made.stderr.contains("generic method"), "{}", made.stderr);
    assert_ne!(State::of("Intel").difference(&before), None);
    assert!(!missing.exists());
}

#[test]
fn a_card_with_more_than_was_saved_is_initialized_before() {
    let (_kept, folder, text, _) = prepared();
    restore(&folder, &text, &[]).succeeded();
    let others = || at_work("Intel").into_iter().filter(|(id, _)| id.name != VOLUME).collect::<Vec<_>>();
    let saved = others();
    let name = text.find(&format!("name '{VOLUME}'")).expect("the control");
    let begins = text[..name].rfind("\tcontrol.").expect("its entry");
    let ends = name + text[name..].find("\n\t}\n").expect("its end") + "\n\t}\n".len();
    let less = [&text[..begins], &text[ends..]].concat();
    scatter("Intel", 2);
    let outcome = restore(&folder, &less, &[]);
    assert_eq!(outcome.code, Some(99), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("generic method"), "{}", outcome.stderr);
    assert_eq!(others(), saved);
    restore(&folder, &less, &["-I"]).succeeded();
}

#[test]
fn failures_are_appended_to_the_runstate_file_and_the_states_exported() {
    let (_kept, folder, _, _) = prepared();
    let kept: Vec<Kept> = CARDS.iter().map(|card| Kept::new(card)).collect();
    let runs = folder.write("runs", "old\n");
    let runs = runs.to_str().expect("a name");
    let outcome = ours(&folder.path("state"), &["-r", runs, "restore"]);
    assert_eq!(outcome.code, Some(99), "{}", outcome.stderr);
    let lines = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let said = folder.read("runs");
    assert!(said.starts_with("old\n"), "{said}");
    debians(&folder.path("state"), &["-R", "-r", runs, "restore"]);
    let debian = folder.read("runs");
    ours(&folder.path("state"), &["-R", "-r", runs, "restore"]);
    assert_eq!(lines(folder.read("runs")), lines(debian));
    if subject() == Subject::Ours {
        let one = ours(&folder.path("state"), &["--export", "restore", "Intel"]).succeeded();
        assert_eq!(String::from_utf8_lossy(&one.stdout), "ALSA_CARD_NUMBER=3\nALSA_CARD_STATE=active\n");
        let all = ours(&folder.path("state"), &["-Y", "restore"]);
        let wanted: String = (0..6).map(|number| format!("ALSA_CARD{number}_STATE=active\n")).collect();
        assert_eq!(String::from_utf8_lossy(&all.stdout), wanted);
    }
    drop(kept);
}
