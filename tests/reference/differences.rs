//! The list of intended differences, and what differs between two outcomes.
//!
//! A line of the list is a command line of a corpus, then `# PARTS: reason`, where the parts are those that differ.

use crate::run::Outcome;
use std::collections::{BTreeSet, HashMap};
use std::fmt;

/// The list.
pub(crate) const DIFFERENCES: &str = include_str!("differences.txt");

const PARTS: [&str; 4] = ["stdout", "stderr", "exit", "files"];

/// Parts of an outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parts(BTreeSet<&'static str>);

impl Parts {
    /// The parts in which two outcomes differ.
    pub(crate) fn between(one: &Outcome, other: &Outcome) -> Parts {
        let differs =
            [one.stdout != other.stdout, one.stderr != other.stderr, one.code != other.code, one.files != other.files];
        Parts(PARTS.into_iter().zip(differs).filter(|(_, differs)| *differs).map(|(part, _)| part).collect())
    }

    /// What differs in these parts, each by its first difference.
    pub(crate) fn shown(&self, ours: &Outcome, debians: &Outcome) -> String {
        let shown = |part: &&str| match *part {
            "stdout" => first_line(&ours.stdout, &debians.stdout),
            "stderr" => first_line(&ours.stderr, &debians.stderr),
            "exit" => format!("ours {:?}, Debian's {:?}", ours.code, debians.code),
            _ => first_file(ours, debians),
        };
        self.0.iter().map(|part| format!("  {part}: {}\n", shown(part))).collect()
    }

    fn parse(words: &str) -> Option<Parts> {
        words
            .split_whitespace()
            .map(|word| PARTS.into_iter().find(|part| *part == word))
            .collect::<Option<_>>()
            .map(Parts)
    }
}

fn first_line(ours: &str, debians: &str) -> String {
    let (mut ours, mut debians) = (ours.split_inclusive('\n'), debians.split_inclusive('\n'));
    loop {
        match (ours.next(), debians.next()) {
            (ours, debians) if ours == debians && ours.is_some() => {}
            (ours, debians) => return format!("ours {ours:?}, Debian's {debians:?}"),
        }
    }
}

fn first_file(ours: &Outcome, debians: &Outcome) -> String {
    let names: BTreeSet<&String> = ours.files.keys().chain(debians.files.keys()).collect();
    let differs = names.into_iter().find(|name| ours.files.get(*name) != debians.files.get(*name));
    let Some(name) = differs else { return String::new() };
    match (ours.files.get(name), debians.files.get(name)) {
        (Some(ours), Some(debians)) => {
            let at = ours.iter().zip(debians).position(|(ours, debians)| ours != debians);
            format!("{name}: ours {} bytes, Debian's {}, first difference at {at:?}", ours.len(), debians.len())
        }
        (Some(ours), None) => format!("{name}: only ours, {} bytes", ours.len()),
        _ => format!("{name}: only Debian's"),
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().copied().collect::<Vec<_>>().join(" "))
    }
}

/// What is meant to differ.
pub(crate) struct Differences<'a>(HashMap<&'a str, Parts>);

impl<'a> Differences<'a> {
    /// Reads the list.
    ///
    /// # Panics
    /// When a line has no reason or no parts.
    pub(crate) fn parse(text: &'a str) -> Differences<'a> {
        let mut list = HashMap::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (command_line, rest) = line.split_once(" # ").unwrap_or_else(|| panic!("no reason: {line}"));
            let (parts, reason) = rest.split_once(": ").unwrap_or_else(|| panic!("no parts: {line}"));
            let parts = Parts::parse(parts).unwrap_or_else(|| panic!("parts are {PARTS:?}: {line}"));
            assert!(!parts.0.is_empty() && !reason.is_empty(), "nothing differs, or without a reason: {line}");
            assert!(list.insert(command_line.trim_end(), parts).is_none(), "twice: {line}");
        }
        Differences(list)
    }

    /// The parts that differ of this command line; none when it is not in the list.
    pub(crate) fn of(&self, command_line: &str) -> Parts {
        self.0.get(command_line).cloned().unwrap_or_default()
    }

    /// All command lines of the list.
    pub(crate) fn command_lines(&self) -> impl Iterator<Item = &'a str> {
        self.0.keys().copied()
    }
}
