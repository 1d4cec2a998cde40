//! Cards that start as a group: they wait for each other, the first one restores them all, and none is left behind.

use super::{Folder, open, value};
use crate::amixer::bed::Kept;
use crate::call::{Call, Outcome, Running, wait_until};
use alsabox::device::ctl::{ElemId, Iface, Value};
use rustix::time::{ClockId, clock_gettime};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const CARDS: [(&str, &str, &str); 2] =
    [("Dummy", "Synth Volume", "CD Volume"), ("Intel", "Capture Volume", "Master Playback Volume")];

fn boot() -> ElemId {
    ElemId { iface: Iface::Card, name: ".Boot".to_owned(), ..ElemId::default() }
}

/// Two cards whose profiles name a group, each with two volumes that are 5 in the state file and 1 on the card. The
/// profile sets one of them to 11 at every boot.
struct Grouped {
    folder: Folder,
    _kept: [Kept; 2],
}

impl Grouped {
    fn new(group: &str) -> Grouped {
        let grouped = Grouped { folder: Folder::new(), _kept: CARDS.map(|(card, ..)| Kept::new(card)) };
        let folder = &grouped.folder;
        grouped.profiles(group);
        let master = "Syntax 3\nUseCasePath.d { Directory \"conf.d/${CardDriver}\" File \"${CardDriver}.conf\" }\n";
        folder.write("ucm.conf", master);
        folder.write(
            "HiFi.conf",
            "SectionVerb { EnableSequence [] }\nSectionDevice.Speaker { Comment \"x\" EnableSequence [] }\n",
        );
        grouped.set(5);
        CARDS.iter().for_each(|(card, ..)| grouped.run(&["store", card], ""));
        grouped.set(1);
        grouped
    }

    fn profiles(&self, group: &str) {
        for (driver, (_, at_boot, _)) in ["Dummy", "HDA-Intel"].iter().zip(CARDS) {
            fs::create_dir_all(self.folder.path(&format!("conf.d/{driver}"))).expect("a folder");
            let profile = format!(
                "Syntax 3\nFixedBootSequence [ cset \"name='{at_boot}' 11,11\" ]\n\
                 ValueDefaults {{ {group} }}\nSectionUseCase.HiFi {{ File \"/HiFi.conf\" Comment \"x\" }}\n"
            );
            self.folder.write(&format!("conf.d/{driver}/{driver}.conf"), &profile);
        }
    }

    fn call(&self, words: &[&str]) -> Call {
        let call = Call::ours("alsactl").env("ALSA_CONFIG_UCM2", self.folder.path("")).arg("-l");
        let options = [("-f", "state"), ("-G", "groups"), ("-K", ""), ("-a", "")];
        let place = |call: Call, (option, name): (&str, &str)| call.arg(option).arg(self.folder.path(name));
        options.into_iter().fold(call, place).args(words)
    }

    #[track_caller]
    fn run(&self, words: &[&str], wanted: &str) {
        let outcome = self.call(words).run().succeeded();
        assert_eq!((said(&outcome), &*outcome.stderr), (wanted.to_owned(), ""), "{words:?}");
    }

    fn set(&self, number: i64) {
        for (card, one, other) in CARDS {
            let ctl = open(card);
            for id in ctl.elems().expect("the card answers").iter().filter(|id| [one, other].contains(&&*id.name)) {
                let info = ctl.elem_info(id).expect("its info");
                ctl.elem_write(&info, &Value::Integer(vec![number; 2])).expect("it can be set");
            }
        }
    }

    /// Both volumes of a card.
    fn levels(&self, card: usize) -> [i64; 2] {
        let (card, one, other) = CARDS[card];
        [one, other].map(|name| match value(card, name) {
            Value::Integer(values) => values[0],
            value => panic!("{name}: {value:?}"),
        })
    }

    /// What stands in the element `.Boot` of a card, which is there for programs alone.
    fn boot(&self, card: usize) -> Option<Vec<i64>> {
        let ctl = open(CARDS[card].0);
        let info = ctl.elem_info(&boot()).ok()?;
        assert!(info.access.inactive && info.access.user);
        match ctl.elem_read(&info) {
            Ok(Value::Integer(values)) => Some(values),
            value => panic!("{value:?}"),
        }
    }
}

impl Drop for Grouped {
    fn drop(&mut self) {
        for (card, ..) in CARDS {
            let _ = open(card).remove_elem(&boot());
        }
    }
}

fn said(outcome: &Outcome) -> String {
    String::from_utf8_lossy(&outcome.stdout).into_owned()
}

fn state(card: u32, state: &str) -> String {
    format!("ALSA_CARD_NUMBER={card}\nALSA_CARD_STATE={state}\n")
}

/// Whether a process sleeps over a card's events.
fn listens(process: &Running) -> bool {
    let links = fs::read_dir(format!("/proc/{}/fd", process.number())).into_iter().flatten().flatten();
    let mut targets = links.filter_map(|link| fs::read_link(link.path()).ok());
    targets.any(|target| target.ends_with("controlC3")) && process.state() == Some('S')
}

const PATIENT: &str = "BootCardGroup \"twins\" BootCardSyncTime 240";

#[test]
fn a_group_waits_until_its_first_card_is_restored_and_the_others_with_it() {
    let grouped = Grouped::new(PATIENT);
    grouped.run(&["--export", "restore", "0"], &state(0, "waiting"));
    grouped.run(&["--export", "restore", "3"], &state(3, "waiting"));
    let began = grouped.boot(0).expect("the card has joined")[0];
    assert_eq!([grouped.boot(0), grouped.boot(1)], [Some(vec![began, 240, -1, 0]), Some(vec![began, 240, -1, 0])]);
    let groups = grouped.folder.read("groups");
    assert!(groups.starts_with("twins {\n\tcard.0 0\n\tcard.1 3\n\tboot_realtime "), "{groups}");
    assert!(
        groups.contains(&format!("\tboot_monotonic {began}\n\tboot_synctime 240\n\tboot_last_update ")),
        "{groups}"
    );
    assert!(grouped.folder.path("groups.lock").exists());
    let by_hand = grouped.call(&["restore", "Intel"]).run().succeeded();
    assert!(by_hand.stderr.contains("Intel: it waits for its group 'twins'"), "{}", by_hand.stderr);
    assert_eq!([grouped.levels(0), grouped.levels(1)], [[1, 1]; 2]);
    // A machine that goes down now must not forget the state.
    let (before, stored) = (grouped.folder.read("state"), grouped.call(&["store", "3"]).run().succeeded());
    assert_eq!(stored.stderr, "alsactl: Intel: it waits for its group, and keeps its state in the file\n");
    assert_eq!(grouped.folder.read("state"), before);

    let mut other = grouped.call(&["--export", "wrestore", "3"]).start();
    wait_until("the other card waits", || listens(&other));
    assert!(!other.has_ended());
    grouped.run(&["--export", "-m", "restore", "0"], &state(0, "active"));
    assert_eq!(said(&other.wait().succeeded()), state(3, "skip"));
    assert_eq!([grouped.levels(0), grouped.levels(1)], [[5, 5]; 2]);
    for boot in [grouped.boot(0), grouped.boot(1)].map(|boot| boot.expect("it stays")) {
        assert!(boot[2] >= began && boot[3] == 0, "{boot:?}");
    }
}

#[test]
fn a_restored_group_is_left_alone_at_boot_and_served_by_hand() {
    let grouped = Grouped::new(PATIENT);
    grouped.run(&["-m", "restore", "3"], "");
    grouped.run(&["--export", "restore", "0"], &state(0, "waiting"));
    grouped.run(&["-m", "restore", "0"], "");
    assert_eq!([grouped.levels(0), grouped.levels(1)], [[5, 5]; 2]);
    grouped.set(1);
    grouped.run(&["--export", "restore", "0"], &state(0, "skip"));
    assert_eq!(grouped.levels(0), [1, 1]);
    grouped.run(&["restore", "0"], "");
    assert_eq!([grouped.levels(0), grouped.levels(1)], [[5, 5], [1, 1]]);
    // The element is saved, as by alsa-utils, and never made again.
    grouped.run(&["store", "0"], "");
    let stored = grouped.folder.read("state");
    assert!(stored.contains("name '.Boot'") && stored.contains("access 'read write inactive user'"), "{stored}");
    open("Dummy").remove_elem(&boot()).expect("it is a user element");
    grouped.run(&["-U", "restore", "0"], "");
    assert_eq!(grouped.boot(0), None);
}

#[test]
fn when_the_time_is_over_every_card_is_restored() {
    let grouped = Grouped::new("BootCardGroup \"twins\" BootCardSyncTime 1");
    grouped.call(&["restore", "3"]).run().succeeded();
    let states = "ALSA_CARD0_STATE=skip\nALSA_CARD1_STATE=active\nALSA_CARD2_STATE=active\nALSA_CARD3_STATE=active\n\
                  ALSA_CARD4_STATE=active\nALSA_CARD5_STATE=active\n";
    // The other cards have no state.
    assert_eq!(said(&grouped.call(&["--export", "-I", "wrestore"]).run()), states);
    assert_eq!([grouped.levels(0), grouped.levels(1)], [[5, 5]; 2]);
    let boot = grouped.boot(1).expect("it stays");
    assert!(boot[2] > boot[0] && boot[3] == 3, "{boot:?}");
}

#[test]
fn a_card_whose_primary_one_never_comes_is_restored_by_itself() {
    let grouped = Grouped::new("BootCardGroup \"twins\" BootCardSyncTime 1");
    let seconds = |clock| clock_gettime(clock).tv_sec;
    wait_until("the machine has run for a while", || seconds(ClockId::MonotonicRaw) > 10);
    let (realtime, raw) = (seconds(ClockId::Realtime) - 10, seconds(ClockId::MonotonicRaw) - 10);
    let early = format!("boot_realtime {realtime}\n\tboot_monotonic {raw}\n\tboot_synctime 1\n");
    grouped.folder.write("groups", &format!("twins {{\n\tcard [\n\t\t1\n\t]\n\t{early}}}\n"));
    grouped.run(&["--export", "restore", "3"], &state(3, "active"));
    assert_eq!([grouped.levels(0), grouped.levels(1)], [[1, 1], [5, 5]]);
    let boot = grouped.boot(1).expect("it has joined");
    assert!(boot[..2] == [raw, 1] && boot[2] >= raw + 10 && boot[3] == 1, "{boot:?}");
}

#[test]
fn a_group_that_cannot_be_joined_keeps_no_card_from_its_state() {
    let grouped = Grouped::new(PATIENT);
    grouped.folder.write("groups", "twins {\n");
    let outcome = grouped.call(&["--export", "restore", "0"]).run().succeeded();
    assert_eq!((said(&outcome), grouped.levels(0)), (state(0, "active"), [5, 5]));
    let told = "alsactl: Dummy: it is restored without its group 'twins': ";
    assert!(outcome.stderr.starts_with(told) && outcome.stderr.contains("groups:1:7: "), "{}", outcome.stderr);
    assert_eq!((grouped.folder.read("groups"), grouped.boot(0)), ("twins {\n".to_owned(), None));
}

#[test]
fn a_card_without_a_group_touches_no_group() {
    let grouped = Grouped::new("BootCardGroup \"\"");
    grouped.run(&["--export", "wrestore", "0"], &state(0, "active"));
    assert_eq!((grouped.boot(0), grouped.levels(0)), (None, [5, 5]));
    // One that makes no sense is none.
    grouped.profiles("BootCardGroup \"twins\" BootCardSyncTime soon");
    let outcome = grouped.call(&["restore", "0"]).run().succeeded();
    let told = "alsactl: Dummy: group 'twins': BootCardSyncTime 'soon' is no number of seconds\n";
    assert_eq!(outcome.stderr, told);
    assert_eq!(grouped.boot(0), None);
    assert!(!grouped.folder.names().iter().any(|name| name.starts_with("groups")));
}

/// What udev makes of a card that appears, by the rule that comes with alsactl.
fn appears(card: &str) -> String {
    let device = format!("/sys/class/sound/controlC{card}");
    said(&Call::debian("udevadm").args(&["test", "--action=add", &device]).run())
}

#[test]
fn udev_has_a_waiting_card_restored_later() {
    let grouped = Grouped::new(PATIENT);
    let script = grouped.folder.path("alsactl");
    let words = grouped.call(&[]).words();
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let ucm = grouped.folder.path("").display().to_string();
    let text = format!("#!/bin/sh\nexport ALSA_CONFIG_UCM2={ucm}\nexec {} \"$@\"\n", words.join(" "));
    fs::write(&script, text).expect("a script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("its mode");
    fs::create_dir_all("/run/udev/rules.d").expect("the folder of the rules");
    let rule = include_str!("../../../dist/boot/90-alsa-restore.rules").replace("@alsactl@", &script.to_string_lossy());
    fs::write("/run/udev/rules.d/90-alsa-restore.rules", rule).expect("the rule");
    let said = appears("3");
    assert!(said.contains("\nALSA_CARD_STATE=waiting\n"), "{said}");
    assert!(said.contains("\nSYSTEMD_WANTS=alsa-card-wait@3.service"), "{said}");
    grouped.run(&["-m", "restore", "3"], "");
    let said = appears("3");
    assert!(said.contains("\nALSA_CARD_STATE=active\n") && !said.contains("alsa-card-wait"), "{said}");
    fs::remove_file("/run/udev/rules.d/90-alsa-restore.rules").expect("the rule");
}
