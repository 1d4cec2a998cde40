//! How an examination is shown: the verdict first, then every check with what was seen and what mends it.

use crate::device::config::End;
use crate::diagnose::doctor::{Check, Finding, Grade, Question, Topic, cause, worst};
use crate::diagnose::facts::Facts;
use crate::ui::Report;
use serde::Serialize;

/// All that is said of a machine.
#[derive(Serialize)]
pub(super) struct Examination {
    topic: Topic,
    /// The number of the card in question.
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<i32>,
    /// One sentence.
    pub(super) verdict: String,
    /// How grave it is.
    grade: &'static str,
    checks: Vec<CheckView>,
}

#[derive(Serialize)]
struct CheckView {
    rule: &'static str,
    grade: &'static str,
    #[serde(skip)]
    well: &'static str,
    findings: Vec<Finding>,
}

/// There was nothing to look at.
const SKIPPED: &str = "skipped";

fn word(grade: Option<Grade>) -> &'static str {
    match grade {
        None => "ok",
        Some(Grade::Warn) => "warn",
        Some(Grade::Fail) => "fail",
    }
}

impl Examination {
    pub(super) fn new(facts: &Facts, question: Question, checks: &[Check]) -> Examination {
        let view = |check: &Check| CheckView {
            rule: check.rule.name,
            grade: match check.was_made {
                true => word(check.findings.iter().map(|finding| finding.grade).max()),
                false => SKIPPED,
            },
            well: check.rule.well,
            findings: check.findings.clone(),
        };
        Examination {
            topic: question.topic,
            card: question.card(facts).map(|card| card.number),
            verdict: verdict(facts, question, checks),
            grade: word(worst(checks)),
            checks: checks.iter().map(view).collect(),
        }
    }
}

fn verdict(facts: &Facts, question: Question, checks: &[Check]) -> String {
    let what = match question.topic {
        Topic::Playback => ("nothing is heard", "sound should be heard"),
        Topic::Capture => ("nothing is recorded", "recording should work"),
        Topic::Midi => ("MIDI does not work", "MIDI should work"),
    };
    let warnings =
        checks.iter().flat_map(|check| &check.findings).filter(|finding| finding.grade == Grade::Warn).count();
    match (worst(checks), cause(checks)) {
        (Some(Grade::Fail), Some(finding)) => format!("FAIL: {}: {}", what.0, finding.text),
        (Some(Grade::Warn), Some(first)) => {
            let count = if warnings == 1 { "one warning".to_owned() } else { format!("{warnings} warnings") };
            format!("ok, with {count}: {}{}; {}", what.1, place(facts, question), first.text)
        }
        _ => format!("ok: {}{}", what.1, place(facts, question)),
    }
}

fn place(facts: &Facts, question: Question) -> String {
    match (question.card(facts), facts.default_end(question.direction())) {
        _ if question.topic == Topic::Midi => String::new(),
        (Some(card), _) => format!(" on card {} ({}, {})", card.number, card.id, card.name),
        (None, Some(End::Server(server))) => format!(" through {}", server.name()),
        _ => String::new(),
    }
}

impl Report for Examination {
    fn text(&self) -> String {
        let mut lines = vec![self.verdict.clone()];
        for check in &self.checks {
            if check.findings.is_empty() && check.grade != SKIPPED {
                lines.push(format!("ok    {}", check.well));
            }
            lines.extend(check.findings.iter().flat_map(lines_of));
        }
        lines.join("\n") + "\n"
    }
}

fn lines_of(finding: &Finding) -> Vec<String> {
    let word = if finding.grade == Grade::Fail { "FAIL " } else { "warn " };
    let mut lines = vec![format!("{word} {}", finding.text)];
    lines.extend(finding.evidence.iter().map(|line| format!("      seen: {line}")));
    lines.extend(finding.fix.iter().map(|fix| format!("      mend: {fix}")));
    lines
}
