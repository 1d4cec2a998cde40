//! Streams that stumbled: those that stand still now, and those that the kernel's log tells of.

use crate::diagnose::busy;
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;

/// Xruns, counted.
pub fn xruns(facts: &Facts, _: Question) -> Vec<Finding> {
    let stopped = facts.snapshot.streams.iter().filter(|stream| stream.state.as_deref() == Some("XRUN"));
    let stopped: Vec<String> = stopped.map(|stream| busy::line(stream, &facts.snapshot)).collect();
    let is_xrun = |line: &&String| {
        let lower = line.to_ascii_lowercase();
        lower.contains("xrun") || lower.contains("underrun") || lower.contains("overrun")
    };
    let told: Vec<&String> = facts.log.iter().filter(is_xrun).collect();
    if stopped.is_empty() && told.is_empty() {
        return Vec::new();
    }
    let counts = format!("xruns: {} now, {} in the kernel's log", stopped.len(), told.len());
    let finding = stopped.into_iter().fold(Finding::warn(counts), Finding::seen);
    let finding = told.last().into_iter().fold(finding, |finding, line| finding.seen(*line));
    vec![finding.mended_by("a longer buffer (aplay --buffer-time=500000), or a program with real-time priority")]
}
