//! The configuration: files that cannot be read, and plugins that are not installed.

use crate::device::config::{End, Opening};
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;
use crate::diagnose::plugins;

/// A file that is wrong makes every name unknown.
pub fn files(facts: &Facts, _: Question) -> Vec<Finding> {
    let faults = facts.default.iter().flat_map(|default| &default.faults);
    let found = faults.map(|fault| {
        let file = fault.file.display();
        let finding = Finding::fail(format!("{file} is wrong, and makes every name of a device unknown"));
        finding.seen(fault.to_string()).mended_by(format!("mend the file; default check {file} says whether it is"))
    });
    found.collect()
}

/// A plugin of the way of `default` whose file is missing.
pub fn plugins(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some(Opening::Fails { why, .. }) = facts.default_opening(question.direction()) else { return Vec::new() };
    let missing = why.iter().find_map(|line| missing_plugin(line));
    let Some((kind, line)) = missing else { return Vec::new() };
    let finding = Finding::fail(format!("default needs the plugin '{kind}', which is not installed")).seen(line);
    vec![finding.mended_by(match plugins::package_of(kind) {
        Some(package) => format!("sudo apt install {package}"),
        None => plugins::remedy_of(kind),
    })]
}

/// "Cannot open shared library libasound_module_pcm_pulse.so (...)"
fn missing_plugin(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.split_once("libasound_module_pcm_")?;
    let (kind, _) = rest.split_once(".so")?;
    line.contains("annot open").then_some((kind, line))
}

/// Whether the configuration itself is why nothing is known.
pub(super) fn is_broken(facts: &Facts, question: Question) -> bool {
    let is_unknown = matches!(facts.default_end(question.direction()), Some(End::Unknown { .. }));
    is_unknown && facts.default.as_ref().is_some_and(|default| !default.faults.is_empty())
}
