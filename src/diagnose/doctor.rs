//! The doctor: asks every rule about one question, and says the gravest of what they found first.
//!
//! A rule that finds nothing is a check that is well; the verdict is never better than the worst finding.

use super::facts::Facts;
use super::rules::{RULES, Rule};
use super::snapshot::Card;
use crate::device::pcm::Direction;
use crate::mixer::identifier::SimpleId;
use serde::Serialize;

/// What is to sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Playing.
    Playback,
    /// Recording.
    Capture,
    /// MIDI.
    Midi,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// What is to sound.
    pub topic: Topic,
    /// On which card, where that is not left to `default`.
    pub card: Option<i32>,
}

impl Question {
    /// The direction of its sound; MIDI is asked about as playback is.
    pub fn direction(self) -> Direction {
        match self.topic {
            Topic::Capture => Direction::Capture,
            Topic::Playback | Topic::Midi => Direction::Playback,
        }
    }

    /// The card that it is about.
    pub fn card(self, facts: &Facts) -> Option<&Card> {
        match self.card {
            Some(number) => facts.snapshot.card(number),
            None => facts.default_card(self.direction()).map(|(card, _)| card),
        }
    }
}

/// How grave a finding is; the order is that of gravity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// It may explain something, or do harm later.
    Warn,
    /// It is a reason for silence or failure.
    Fail,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub grade: Grade,
    /// What it is, in a sentence.
    pub text: String,
    /// What was seen.
    pub evidence: Vec<String>,
    /// What mends it, as it is typed or done.
    pub fix: Option<String>,
    /// What the doctor itself can do about it without harm.
    #[serde(skip)]
    pub repair: Option<Repair>,
}

/// Something safe that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The card's number.
    pub card: i32,
    /// The element.
    pub id: SimpleId,
    /// In which direction.
    pub direction: Direction,
    /// What is done to it.
    pub act: Act,
}

/// What is done to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Every channel is switched on.
    SwitchOn,
    /// The level that the first setup of a card has: enough to be heard, not enough to hurt.
    Raise(Level),
}

/// A level, in decibels where the element knows them, otherwise in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// In hundredths of a decibel.
    pub centibel: i64,
    /// In percent of the raw range.
    pub percent: u32,
}

impl Finding {
    /// A reason for silence or failure.
    pub fn fail(text: impl Into<String>) -> Finding {
        Finding { grade: Grade::Fail, text: text.into(), evidence: Vec::new(), fix: None, repair: None }
    }

    /// Something to know.
    pub fn warn(text: impl Into<String>) -> Finding {
        Finding { grade: Grade::Warn, ..Finding::fail(text) }
    }

    /// With a line of what was seen.
    #[must_use]
    pub fn seen(mut self, line: impl Into<String>) -> Finding {
        self.evidence.push(line.into());
        self
    }

    /// With what mends it.
    #[must_use]
    pub fn mended_by(self, fix: impl Into<String>) -> Finding {
        Finding { fix: Some(fix.into()), ..self }
    }

    /// With what the doctor can do about it.
    #[must_use]
    pub fn repaired_by(self, repair: Repair) -> Finding {
        Finding { repair: Some(repair), ..self }
    }
}

/// A rule with what it found.
#[derive(Debug)]
pub struct Check {
    /// The rule.
    pub rule: &'static Rule,
    /// Whether there was anything for it to look at.
    pub was_made: bool,
    /// What it found.
    pub findings: Vec<Finding>,
}

/// Asks every rule that has to do with the question, in their order.
pub fn examine(facts: &Facts, question: Question) -> Vec<Check> {
    let concerned = RULES.iter().filter(|rule| rule.topics.contains(&question.topic));
    let check = |rule: &'static Rule| {
        let was_made = rule.needs.are_met(facts, question);
        let findings = if was_made { (rule.look)(facts, question) } else { Vec::new() };
        Check { rule, was_made, findings }
    };
    concerned.map(check).collect()
}

/// The gravest grade; none when all is well.
pub fn worst(checks: &[Check]) -> Option<Grade> {
    checks.iter().flat_map(|check| &check.findings).map(|finding| finding.grade).max()
}

/// The first of the gravest findings: rules stand in the order in which causes come before their effects.
pub fn cause(checks: &[Check]) -> Option<&Finding> {
    let worst = worst(checks)?;
    checks.iter().flat_map(|check| &check.findings).find(|finding| finding.grade == worst)
}
