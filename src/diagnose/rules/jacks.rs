//! Jacks that are sensed, and in which nothing is.

use super::levels::subject;
use crate::device::pcm::Direction;
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;
use crate::mixer::jack::{Jack, Plug};

const OUTPUTS: [&str; 5] = ["Headphone", "Line Out", "Speaker", "Headset", "HDMI"];
const INPUTS: [&str; 3] = ["Mic", "Line", "Headset"];

/// All outputs, or all inputs, are jacks that are sensed, and nothing is in any of them.
pub fn plugged(facts: &Facts, question: Question) -> Vec<Finding> {
    let direction = question.direction();
    let Some((card, levels, principal)) = subject(facts, question, direction) else { return Vec::new() };
    let words: &[&str] = if direction == Direction::Playback { &OUTPUTS } else { &INPUTS };
    let is_meant = |jack: &&Jack| {
        let is_output = jack.name.contains("Line Out") || jack.name.contains("Headphone");
        words.iter().any(|word| jack.name.contains(word)) && (direction == Direction::Playback || !is_output)
    };
    let jacks: Vec<&Jack> = levels.jacks.iter().filter(is_meant).collect();
    // A speaker or a microphone that is built in has no jack, but a control of its own.
    let built_in = principal.stages().any(|stage| {
        ["Speaker", "Internal", "Master"].iter().any(|word| stage.id.name.contains(word))
            && direction == Direction::Playback
            && stage.id.name.contains("Speaker")
    });
    if jacks.is_empty() || built_in || jacks.iter().any(|jack| jack.plug != Plug::Out) {
        return Vec::new();
    }
    let what = if direction == Direction::Playback { "headphones or loudspeakers" } else { "a microphone" };
    let finding = Finding::warn(format!("nothing is plugged into card {} ({})", card.number, card.id));
    let finding = jacks.iter().fold(finding, |finding, jack| finding.seen(format!("{} Jack: empty", jack.name)));
    vec![finding.mended_by(format!("plug in {what}"))]
}
