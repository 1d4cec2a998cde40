//! The same keys do the same to a card in Debian's alsamixer as in ours: two hundred sequences, made by chance that is
//! the same in every run.

use super::USUAL;
use crate::call::Call;
use crate::terminal::{Program, start};
use std::fs;
use std::path::Path;

/// Keys that both know, as xterm sends them to programs that have set up its keypad; those that open something are left
/// out.
const KEYS: &str = "+-kjWXqeZcynpPNmM<>.,; '0123456789b=\u{9}";
const LONGER_KEYS: [&str; 9] =
    ["\x1bOA", "\x1bOB", "\x1bOC", "\x1bOD", "\x1b[5~", "\x1b[6~", "\x1bOR", "\x1bOS", "\x1b[15~"];

/// Knuth's multiplier; the upper bits are good enough here.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }

    fn key(&mut self) -> String {
        match self.below(4) {
            0 => LONGER_KEYS[self.below(LONGER_KEYS.len())].to_owned(),
            _ => KEYS.chars().nth(self.below(KEYS.chars().count())).unwrap().to_string(),
        }
    }
}

/// Each sequence begins in the view of all, at the control where the one before has ended.
fn sequences(count: u64, seed: u64) -> Vec<String> {
    let sequence = |number| {
        let mut chance = Chance(number);
        let keys: String = (0..5 + chance.below(30)).map(|_| chance.key()).collect();
        format!("\x1b[15~{keys}")
    };
    (0..count).map(|number| sequence(seed + number)).collect()
}

/// What the card holds after each sequence.
fn after_each(program: Program, card: &str, sequences: &[String]) -> Vec<String> {
    let terminal = start(program, &["-c", card, "-V", "all"], USUAL);
    terminal.wait_for_text("Esc: Exit");
    let after = sequences.iter().map(|keys| {
        terminal.press(keys);
        // The help is drawn when all keys before it have been taken.
        terminal.press("?");
        terminal.wait_for("the help", |screen| screen.contents().contains(" Help ─"));
        terminal.press("\r");
        terminal.wait_for("no help", |screen| !screen.contents().contains(" Help ─"));
        // Debian's: a witness that is neither of the two, and four times as fast as a debug build of ours.
        Call::debian("amixer").args(&["-c", card, "contents"]).run().succeeded().text()
    });
    let after = after.collect();
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
    after
}

fn store(card: &str, path: &Path) {
    Call::debian("../sbin/alsactl").args(&["-f"]).arg(path).args(&["store", card]).run().succeeded();
}

fn restore(card: &str, path: &Path) {
    Call::debian("../sbin/alsactl").args(&["-f"]).arg(path).args(&["restore", card]).run();
}

#[track_caller]
fn assert_same(card: &str, count: u64, seed: u64) {
    let dir = tempfile::tempdir().unwrap();
    let before = dir.path().join("before");
    store(card, &before);
    let sequences = sequences(count, seed);
    let ours = after_each(Program::Ours, card, &sequences);
    restore(card, &before);
    let debians = after_each(Program::DebianUnicode, card, &sequences);
    restore(card, &before);
    for ((keys, ours), debians) in sequences.iter().zip(&ours).zip(&debians) {
        assert!(ours == debians, "{card} after {keys:?}:\n{}", difference(ours, debians));
    }
    assert!(ours.windows(2).any(|pair| pair[0] != pair[1]), "the keys change nothing");
    let _ = fs::remove_file(before);
}

fn difference(ours: &str, debians: &str) -> String {
    let lines = ours.lines().zip(debians.lines());
    let mut name = "";
    let mut text = String::new();
    for (ours, debians) in lines {
        if ours.starts_with("numid=") {
            name = ours;
        }
        if ours != debians {
            text += &format!("{name}\nours     {ours}\nDebian's {debians}\n");
        }
    }
    text
}

#[test]
fn keys_do_the_same_on_ac97() {
    assert_same("I82801AAICH", 80, 1);
}

#[test]
fn keys_do_the_same_on_the_dummy() {
    assert_same("Dummy", 60, 1000);
}

#[test]
fn keys_do_the_same_on_hda() {
    assert_same("Intel", 30, 2000);
}

#[test]
fn keys_do_the_same_on_usb() {
    assert_same("Audio", 30, 3000);
}
