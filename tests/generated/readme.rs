//! The part of the README that is made from the list of intended differences: each reason once, with how many of the
//! compared command lines have it and the first of them.

use crate::repository;
use std::fmt::Write;
use std::fs;

const DIFFERENCES: &str = include_str!("../reference/differences.txt");
const BEGIN: &str = "<!-- made by 'make docs' from tests/reference/differences.txt -->\n";
const END: &str = "<!-- end -->\n";

/// The reason of a line, without the number of the bug that it is about, and its command line.
fn reason(line: &str) -> Option<(&str, &str)> {
    let (command_line, parts_and_reason) = line.split_once(" # ")?;
    let (_, reason) = parts_and_reason.split_once(": ")?;
    let numbered = |number: &str| number.strip_prefix('Q').is_some_and(|rest| rest.parse::<u32>().is_ok());
    let reason = match reason.split_once(", ") {
        Some((number, rest)) if numbered(number) => rest,
        _ => reason,
    };
    Some((reason, command_line))
}

fn list() -> String {
    let mut reasons: Vec<(&str, &str, usize)> = Vec::new();
    for (reason, command_line) in DIFFERENCES.lines().filter(|line| !line.starts_with('#')).filter_map(reason) {
        match reasons.iter_mut().find(|(known, ..)| *known == reason) {
            Some((_, _, count)) => *count += 1,
            None => reasons.push((reason, command_line, 1)),
        }
    }
    let mut text = String::from("\n");
    for (reason, command_line, count) in reasons {
        let others = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
        writeln!(text, "- {reason}: `{command_line}`{others}").unwrap();
    }
    text + "\n"
}

#[test]
fn the_differences_in_the_readme_are_those_of_the_tests() {
    let path = repository().join("README.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("README.md has a place for the differences");
    let (held, after) = rest.split_once(END).expect("the place ends");
    let wanted = list();
    if std::env::var_os("REGENERATE").is_some() {
        fs::write(&path, [before, BEGIN, &wanted, END, after].concat()).unwrap();
    } else {
        assert!(held == wanted, "README.md is stale: `make docs` writes it anew");
    }
}
