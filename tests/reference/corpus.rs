//! The corpora, each a test: every line is run twice and judged; all failures of a corpus are told at once.

use crate::differences::{DIFFERENCES, Differences, Parts};
use crate::run::{World, run};
use std::collections::HashSet;

const OPTIONS: &str = include_str!("corpus/options.txt");
const FILES: &str = include_str!("corpus/files.txt");
const OUTPUT: &str = include_str!("corpus/output.txt");
const ALSACTL: &str = include_str!("corpus/alsactl.txt");
const AMIXER: &str = include_str!("corpus/amixer.txt");
const SCRIPTS: &str = include_str!("corpus/scripts.txt");

#[test]
fn options() {
    judge(OPTIONS);
}

#[test]
fn files() {
    judge(FILES);
}

#[test]
fn output() {
    judge(OUTPUT);
}

#[test]
fn alsactl() {
    judge(ALSACTL);
}

#[test]
fn amixer() {
    judge(AMIXER);
}

#[test]
fn scripts() {
    judge(SCRIPTS);
}

#[test]
fn each_line_stands_once_and_each_difference_is_of_a_line() {
    let mut seen = HashSet::new();
    for line in [OPTIONS, FILES, OUTPUT, SCRIPTS, AMIXER, ALSACTL].into_iter().flat_map(command_lines) {
        assert!(seen.insert(line), "twice in the corpora: {line}");
    }
    for line in Differences::parse(DIFFERENCES).command_lines() {
        assert!(seen.contains(line), "in differences.txt, but in no corpus: {line}");
    }
}

fn command_lines(corpus: &str) -> impl Iterator<Item = &str> {
    corpus.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn judge(corpus: &str) {
    let differences = Differences::parse(DIFFERENCES);
    let [ours, debians] = [World::ours(), World::debians()];
    let mut failures = Vec::new();
    for line in command_lines(corpus) {
        let (ours, debians) = (run(&ours, line), run(&debians, line));
        let differing = Parts::between(&ours, &debians);
        let allowed = differences.of(line);
        if differing != allowed {
            failures.push(format!(
                "{line}\n  differs in [{differing}], should in [{allowed}]\n{}",
                differing.shown(&ours, &debians)
            ));
        }
    }
    assert!(failures.is_empty(), "{} lines are not as they should be:\n\n{}", failures.len(), failures.join("\n"));
}
