//! alsactl on six real cards and on cards full of user elements: what is stored comes back, between ours and Debian's
//! in both directions, and nothing that happens on the way loses a state.

mod daemon;
mod groups;
mod odd;
mod restore;
mod safety;
mod store;
mod watching;

use crate::call::{Call, Outcome};
use alsabox::device::ctl::{Ctl, ElemId, ElemType, Value};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SHORT_CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/alsa.conf");

/// A folder with a state file to be.
struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(TempDir::new().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
        self.path(name)
    }

    /// The names of all files in it.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The tested alsactl, without UCM, which no test here is about.
fn ours(file: &Path, words: &[&str]) -> Outcome {
    Call::alsactl().arg("-U").arg("-f").arg(file).args(words).run()
}

/// Debian's, with a configuration that only knows `hw:`, so that it starts in a tenth of the time.
fn debians(file: &Path, words: &[&str]) -> Outcome {
    Call::debian("alsactl").env("ALSA_CONFIG_PATH", SHORT_CONFIG).arg("-U").arg("-f").arg(file).args(words).run()
}

fn open(card: &str) -> Ctl {
    Ctl::open(&format!("hw:{card}")).expect("the card has a control device")
}

/// Sets every element that takes it to values that no other seed gives it.
fn scatter(card: &str, seed: u64) {
    let ctl = open(card);
    let mut number = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = |most: u64| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) % (most + 1)
    };
    for id in ctl.elems().expect("the card answers") {
        let info = ctl.elem_info(&id).expect("its info");
        if !info.access.writable || !info.access.readable {
            continue;
        }
        let count = 0..info.count;
        let value = match info.kind {
            ElemType::Boolean => Value::Boolean(count.map(|_| next(1) == 1).collect()),
            ElemType::Integer(range) | ElemType::Integer64(range) => {
                let width = range.max.abs_diff(range.min);
                Value::Integer(count.map(|_| range.min.wrapping_add_unsigned(next(width))).collect())
            }
            ElemType::Enumerated(items) => {
                Value::Enumerated(count.map(|_| next(u64::from(items) - 1) as u32).collect())
            }
            ElemType::Bytes => Value::Bytes(count.map(|_| next(255) as u8).collect()),
            ElemType::Iec958 | ElemType::Unknown => continue,
        };
        // A driver may refuse a combination; whatever it made of it is the state.
        let _ = ctl.elem_write(&info, &value);
    }
}

/// A control's values, by its name.
fn value(card: &str, name: &str) -> Value {
    let ctl = open(card);
    let elems = ctl.elems().expect("the card answers");
    let id = elems.into_iter().find(|id| id.name == name).unwrap_or_else(|| panic!("{card} has no '{name}'"));
    ctl.elem_read(&ctl.elem_info(&id).expect("its info")).expect("its values")
}

/// The values of all elements of a card that are at work, by name.
fn at_work(card: &str) -> Vec<(ElemId, Value)> {
    let ctl = open(card);
    let infos = ctl.elems().expect("the card answers").into_iter().map(|id| ctl.elem_info(&id).expect("its info"));
    let working = infos.filter(|info| info.access.writable && info.access.readable && !info.access.inactive);
    working.map(|info| (info.id.without_number(), ctl.elem_read(&info).expect("its values"))).collect()
}

/// Panics with the first lines that differ.
#[track_caller]
fn assert_same_text(ours: &str, debians: &str) {
    let differs = ours.lines().zip(debians.lines()).position(|(one, other)| one != other);
    let around =
        |text: &str, at: usize| text.lines().skip(at.saturating_sub(8)).take(16).collect::<Vec<_>>().join("\n");
    if let Some(at) = differs {
        panic!("line {at}:\n--- ours\n{}\n--- Debian's\n{}", around(ours, at), around(debians, at));
    }
    assert_eq!(ours.lines().count(), debians.lines().count());
}
