//! The levels of capture: a switch that is off, a gain of nothing, an input in which nothing is plugged.

use super::levels::{MAIN, quoted, state, subject};
use crate::device::pcm::Direction;
use crate::diagnose::doctor::{Act, Finding, Level, Question, Repair};
use crate::diagnose::facts::Facts;
use crate::diagnose::facts::levels::Chosen;
use crate::mixer::jack::{Plug, plug};

/// What the first setup of a card has for recording.
const GAIN: Level = Level { centibel: 1200, percent: MAIN.percent };
/// A least gain above this still records.
const HEARD_CENTIBEL: i64 = -2000;

/// Recording is switched off, by the main control or by one on its way.
pub fn switch(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, _, principal)) = subject(facts, question, Direction::Capture) else { return Vec::new() };
    // Of the other stages some are inputs that are off because another one is chosen.
    let main = &principal.main;
    if !main.is_off() {
        return Vec::new();
    }
    let name = quoted(&main.id);
    let finding = Finding::fail(format!("recording on card {} ({}) is switched off", card.number, card.id));
    let finding = finding.seen(state(main)).mended_by(format!("amixer -c {} sset {name} cap", card.id));
    let (id, direction) = (main.id.clone(), Direction::Capture);
    vec![finding.repaired_by(Repair { card: card.number, id, direction, act: Act::SwitchOn })]
}

/// The gain is at its least.
pub fn volume(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, _, principal)) = subject(facts, question, Direction::Capture) else { return Vec::new() };
    let main = &principal.main;
    let Some(level) = main.level.filter(|_| main.at_least) else { return Vec::new() };
    let text = format!("the gain of {} of card {} ({}) is at its least", quoted(&main.id), card.number, card.id);
    let is_heard = level.centibel.is_some_and(|level| level > HEARD_CENTIBEL);
    let finding = if is_heard { Finding::warn(text) } else { Finding::fail(text) };
    let fix = format!("amixer -c {} sset {} capture {}%", card.id, quoted(&main.id), GAIN.percent);
    let (id, direction) = (main.id.clone(), Direction::Capture);
    let repair = Repair { card: card.number, id, direction, act: Act::Raise(GAIN) };
    vec![finding.seen(state(main)).mended_by(fix).repaired_by(repair)]
}

const SOURCES: [&str; 4] = ["Input Source", "Capture Source", "Mic Select", "Capture Route"];

/// The chosen input is a jack in which nothing is, while something is in another one.
pub fn source(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, levels, _)) = subject(facts, question, Direction::Capture) else { return Vec::new() };
    let is_source = |choice: &&Chosen| SOURCES.iter().any(|name| choice.id.name.starts_with(name));
    let Some(choice) = levels.choices.iter().find(is_source) else { return Vec::new() };
    let of_item = |item: &str| {
        let jack = levels.jacks.iter().find(|jack| jack.name == item).map(|jack| jack.plug);
        jack.unwrap_or_else(|| plug(&levels.jacks, item))
    };
    let other = choice.items.iter().find(|item| **item != choice.item && of_item(item) == Plug::In);
    let (Plug::Out, other) = (of_item(&choice.item), other) else { return Vec::new() };
    let name = quoted(&choice.id);
    let finding = Finding::fail(format!(
        "card {} ({}) records from '{}', in which nothing is plugged",
        card.number, card.id, choice.item
    ));
    let finding = finding.seen(format!("{name}: {}", choice.item)).seen(format!("{} Jack: empty", choice.item));
    let internal = choice.items.iter().find(|item| item.contains("Internal"));
    vec![match other.or(internal) {
        Some(item) => finding.mended_by(format!("amixer -c {} sset {name} '{item}'", card.id)),
        None => finding.mended_by(format!("plug something into {}", choice.item)),
    }]
}
