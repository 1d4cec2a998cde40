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

    fn parse(words: &str) -> Option<Parts> {
        words.split_whitespace().map(|word| PARTS.into_iter().find(|part| *part == word)).collect::<Option<_>>().map(Parts)
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
