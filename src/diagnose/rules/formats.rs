//! What programs usually ask for and the hardware lacks: who opens `hw:` meets that, who opens `default` does not.

use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;

const USUAL_FORMAT: &str = "S16_LE";
const USUAL_RATES: [u32; 2] = [44_100, 48_000];

/// S16_LE, stereo, 44100 and 48000 Hz.
pub fn usual(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some(abilities) = facts.abilities.as_ref().filter(|_| question.card.is_none()) else { return Vec::new() };
    let mut lacks = Vec::new();
    if !abilities.formats.iter().any(|format| format == USUAL_FORMAT) {
        lacks.push(format!("{USUAL_FORMAT} (it has {})", abilities.formats.join(" ")));
    }
    if abilities.channels.0 > 2 || abilities.channels.1 < 2 {
        lacks.push(format!("stereo (it has {} to {} channels)", abilities.channels.0, abilities.channels.1));
    }
    let (least, most) = abilities.rates;
    let missing = USUAL_RATES.iter().filter(|rate| **rate < least || **rate > most);
    lacks.extend(missing.map(|rate| format!("{rate} Hz (it has {least} to {most})")));
    if lacks.is_empty() {
        return Vec::new();
    }
    let device = &abilities.device;
    let finding =
        Finding::warn(format!("{device} lacks what is usual, and refuses programs that open it by that name"));
    let finding = lacks.into_iter().fold(finding, |finding, lack| finding.seen(format!("no {lack}")));
    vec![finding.mended_by(format!("-D plug{device} converts, and so does default"))]
}
