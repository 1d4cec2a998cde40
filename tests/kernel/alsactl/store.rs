//! What is stored: to the byte what Debian's stores, and nothing of others is touched.

use super::{Folder, assert_same_text, debians, open, ours, scatter};
use crate::amixer::CARDS;
use crate::amixer::bed::{self, Bed, Kept};
use crate::call::Call;
use alsabox::device::ctl::{ElemId, ElemType, Iface, Range};
use rustix::fs::{FlockOperation, fcntl_lock};
use std::fs::{self, File};

#[test]
fn every_card_and_every_type_of_element_is_stored_as_by_debians() {
    let _bed = Bed::new();
    let kept: Vec<Kept> = CARDS.iter().map(|card| Kept::new(card)).collect();
    for seed in 1..4 {
        CARDS.iter().for_each(|card| scatter(card, seed));
        let folder = Folder::new();
        debians(&folder.path("debian"), &["store"]).succeeded();
        ours(&folder.path("ours"), &["store"]).succeeded();
        assert_same_text(&folder.read("ours"), &folder.read("debian"));
        assert_eq!(folder.names(), ["debian", "ours"]);
    }
    drop(kept);
}

#[test]
fn a_card_is_named_in_every_way_and_stored_alone() {
    let folder = Folder::new();
    let wanted = {
        debians(&folder.path("debian"), &["store", "Intel"]).succeeded();
        folder.read("debian")
    };
    for name in ["3", "Intel", "hw:3", "hw:Intel", "hw:CARD=Intel", "/dev/snd/controlC3", "/dev/snd/pcmC3D0p"] {
        ours(&folder.path(name.rsplit('/').next().expect("a name")), &["store", name]).succeeded();
        assert_eq!(folder.read(name.rsplit('/').next().expect("a name")), wanted, "{name}");
    }
    let unknown = ours(&folder.path("none"), &["store", "/dev/snd/pcmC77D0p"]);
    assert_eq!((unknown.code, folder.path("none").exists()), (Some(19), false), "{}", unknown.stderr);
}

#[test]
fn the_entries_of_other_cards_and_of_nobody_stay() {
    let folder = Folder::new();
    let foreign =
        "state.Gone {\n\tcontrol.1 {\n\t\tiface MIXER\n\t\tname 'It\\\\s'\n\t\tvalue.0 on\n\t\tvalue.1 '1'\n\t}\n}\n";
    debians(&folder.path("state"), &["store"]).succeeded();
    let all = folder.read("state");
    folder.write("state", &format!("{foreign}{all}other 5\n"));
    ours(&folder.path("state"), &["store", "Intel"]).succeeded();
    assert_eq!(folder.read("state"), format!("{foreign}{all}other 5\n"));
    ours(&folder.path("state"), &["store"]).succeeded();
    assert_eq!(folder.read("state"), format!("{foreign}{all}other 5\n"));
}

#[test]
fn a_hand_written_file_is_read_as_it_is_meant() {
    let folder = Folder::new();
    let text = "# mine\nstate { Gone { control { 1 { iface = MIXER; name = \"A b\", value [ 1 2 ] } } } }\n";
    folder.write("state", text);
    ours(&folder.path("state"), &["store", "VirMIDI"]).succeeded();
    let wanted = "state.Gone {\n\tcontrol.1 {\n\t\tiface MIXER\n\t\tname 'A b'\n\t\tvalue.0 1\n\t\tvalue.1 2\n\t}\n}\nstate.VirMIDI {\n\tcontrol {\n\t}\n}\n";
    assert_eq!(folder.read("state"), wanted);
}

#[test]
fn a_broken_file_is_not_written_over() {
    let folder = Folder::new();
    for broken in ["state.Intel {\n\tcontrol.1 {\n", "state 5\n", "\u{1}\u{2}{"] {
        folder.write("state", broken);
        let outcome = ours(&folder.path("state"), &["store"]);
        assert_eq!(outcome.code, Some(22), "{broken}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("is left as it is"), "{}", outcome.stderr);
        assert_eq!(folder.read("state"), broken);
    }
}

#[test]
fn diff_tells_what_a_store_would_change_and_changes_nothing() {
    let _kept = Kept::new("Intel");
    let folder = Folder::new();
    scatter("Intel", 1);
    ours(&folder.path("state"), &["store", "Intel"]).succeeded();
    let before = folder.read("state");
    assert_eq!(ours(&folder.path("state"), &["--diff", "store", "Intel"]).succeeded().stdout, b"");
    Call::debian("amixer").args(&["-q", "-c", "Intel", "cset", "numid=1", "11,12"]).run().succeeded();
    let told = ours(&folder.path("state"), &["--diff", "store", "Intel"]).succeeded();
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(text.starts_with("Intel: numid=1,iface=MIXER,name='Master Playback Volume': "), "{text}");
    assert!(text.ends_with(" -> 11,12\n") && text.lines().count() == 1, "{text}");
    let told = ours(&folder.path("state"), &["--diff", "--json", "store", "Intel"]).succeeded();
    let json: serde_json::Value = serde_json::from_slice(&told.stdout).expect("a JSON value");
    assert_eq!((&json["card"], &json["numid"], &json["to"]), (&"Intel".into(), &1.into(), &[11, 12].as_slice().into()));
    assert_eq!(folder.read("state"), before);
}

#[test]
fn a_card_of_two_thousand_user_elements_is_stored_and_made_again() {
    let ctl = open(bed::CARD);
    let id = |n: u32| ElemId { iface: Iface::Mixer, name: format!("Element {n}"), ..ElemId::default() };
    for n in 0..2000 {
        let kind = ElemType::Integer(Range { min: 0, max: 100, step: 0 });
        ctl.add_elem(&id(n), kind, 2, &[]).unwrap_or_else(|error| panic!("{n}: {error}"));
    }
    drop(ctl);
    scatter(bed::CARD, 7);
    let folder = Folder::new();
    debians(&folder.path("debian"), &["store", bed::CARD]).succeeded();
    ours(&folder.path("ours"), &["store", bed::CARD]).succeeded();
    assert_same_text(&folder.read("ours"), &folder.read("debian"));
    ours(&folder.path("ours"), &["clean", bed::CARD]).succeeded();
    assert_eq!(open(bed::CARD).elem_count(), Ok(0));
    ours(&folder.path("ours"), &["restore", bed::CARD]).succeeded();
    ours(&folder.path("again"), &["store", bed::CARD]).succeeded();
    let unnumbered = |name: &str| {
        let lines = folder.read(name);
        lines.lines().filter(|line| !line.starts_with("\tcontrol.")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(unnumbered("again") == unnumbered("ours"), "compare the files");
    ours(&folder.path("ours"), &["clean", bed::CARD]).succeeded();
}

#[test]
fn stores_of_ours_and_of_debians_at_once_lose_no_card() {
    let folder = Folder::new();
    let locks = folder.path("locks");
    fs::create_dir(&locks).expect("a folder");
    let locked = |call: Call, card: &str| {
        let call = call.arg("-U").arg("-l").arg("-O").arg(locks.join("state.lock"));
        call.arg("-f").arg(folder.path("state")).args(&["store", card]).start()
    };
    for _ in 0..4 {
        let runs: Vec<_> = CARDS
            .iter()
            .enumerate()
            .map(|(n, card)| {
                locked(
                    if n % 2 == 0 {
                        Call::alsactl()
                    } else {
                        Call::debian("alsactl").env("ALSA_CONFIG_PATH", super::SHORT_CONFIG)
                    },
                    card,
                )
            })
            .collect();
        runs.into_iter().for_each(|run| drop(run.wait().succeeded()));
        let states = folder.read("state");
        for card in CARDS {
            assert_eq!(states.matches(&format!("state.{card} {{")).count(), 1, "{card} in\n{states}");
        }
        fs::remove_file(folder.path("state")).expect("the file is there");
    }
}

#[test]
fn a_lock_that_is_held_keeps_the_file_as_it_is_and_one_left_behind_keeps_nobody() {
    let folder = Folder::new();
    let lock = folder.write("state.lock", "    999999\n");
    let words = ["-l", "-O", lock.to_str().expect("a name"), "store", "Intel"];
    ours(&folder.path("state"), &words).succeeded();
    let stored = folder.read("state");
    folder.write("state", "state.Gone {\n}\n");

    let held = File::options().write(true).open(&lock).expect("the lock");
    fcntl_lock(&held, FlockOperation::LockExclusive).expect("nobody else has it");
    let refused = ours(&folder.path("state"), &words);
    assert_eq!(refused.code, Some(16), "{}", refused.stderr);
    assert!(refused.stderr.contains("it is held by process"), "{}", refused.stderr);
    assert_eq!(folder.read("state"), "state.Gone {\n}\n");
    // What cannot be read for certain is not restored, and no card is initialized instead.
    let refused = ours(&folder.path("state"), &["-l", "-O", words[2], "restore", "Intel"]);
    assert_eq!(refused.code, Some(16), "{}", refused.stderr);
    assert!(!refused.stderr.contains("generic"), "{}", refused.stderr);
    drop(held);
    ours(&folder.path("state"), &words).succeeded();
    assert_eq!(folder.read("state"), format!("state.Gone {{\n}}\n{stored}"));
}
