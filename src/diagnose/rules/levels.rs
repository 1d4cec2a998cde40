//! The levels of playback: switches that are off, volumes that let nothing through, on the way from Master to the jack.

use crate::device::pcm::Direction;
use crate::diagnose::doctor::{Act, Finding, Level, Question, Repair};
use crate::diagnose::facts::{Facts, Levels};
use crate::diagnose::snapshot::Card;
use crate::mixer::identifier::SimpleId;
use crate::mixer::jack::{Plug, plug};
use crate::mixer::principal::{Principal, Stage};
use crate::mixer::scale::decibel;

/// What the first setup of a card has for its main control, and for what stands behind it.
pub(super) const MAIN: Level = Level { centibel: -2000, percent: 75 };
const BEHIND: Level = Level { centibel: 0, percent: 100 };
/// Softer than that nobody hears in a room.
const SOFT_PERCENT: i64 = 10;
/// A least level above this is still heard.
const HEARD_CENTIBEL: i64 = -3000;

/// The card in question with its main control.
pub(super) fn subject(facts: &Facts, question: Question, direction: Direction) -> Option<(&Card, &Levels, &Principal)> {
    let card = question.card(facts)?;
    let levels = facts.levels_of(card.number)?;
    Some((card, levels, levels.principal(direction)?))
}

/// `'Master'`, `'Master',1`
pub(super) fn quoted(id: &SimpleId) -> String {
    match id.index {
        0 => format!("'{}'", id.name),
        index => format!("'{}',{index}", id.name),
    }
}

fn title(stage: &Stage, card: &Card) -> String {
    format!("{} of card {} ({})", quoted(&stage.id), card.number, card.id)
}

pub(super) fn state(stage: &Stage) -> String {
    let level = stage.level.map(|level| {
        let db = level.centibel.map(|level| format!(" [{}dB]", decibel(level))).unwrap_or_default();
        format!("{} [{}%]{db}", level.raw, level.percent)
    });
    let on = stage.on.map(|on| if on { "[on]" } else { "[off]" }.to_owned());
    let words: Vec<String> = level.into_iter().chain(on).collect();
    format!("{}: {}", quoted(&stage.id), words.join(" "))
}

fn switched_on(finding: Finding, card: &Card, stage: &Stage) -> Finding {
    let fix = format!("amixer -c {} sset {} unmute", card.id, quoted(&stage.id));
    finding.seen(state(stage)).mended_by(fix).repaired_by(repair(card, stage, Act::SwitchOn))
}

fn repair(card: &Card, stage: &Stage, act: Act) -> Repair {
    Repair { card: card.number, id: stage.id.clone(), direction: Direction::Playback, act }
}

fn raised(finding: Finding, card: &Card, stage: &Stage, level: Level) -> Finding {
    let amount = match stage.level.and_then(|level| level.centibel) {
        Some(_) => format!("{}dB", level.centibel / 100),
        None => format!("{}%", level.percent),
    };
    let fix = format!("amixer -c {} -- sset {} {amount}", card.id, quoted(&stage.id));
    finding.seen(state(stage)).mended_by(fix).repaired_by(repair(card, stage, Act::Raise(level)))
}

/// The main control is switched off.
pub fn main_switch(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, _, principal)) = subject(facts, question, Direction::Playback) else { return Vec::new() };
    let main = &principal.main;
    if !main.is_off() {
        return Vec::new();
    }
    vec![switched_on(Finding::fail(format!("{} is switched off", title(main, card))), card, main)]
}

/// The main control lets nothing or little through.
pub fn main_volume(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, _, principal)) = subject(facts, question, Direction::Playback) else { return Vec::new() };
    let main = &principal.main;
    let Some(level) = main.level else { return Vec::new() };
    let is_heard = level.centibel.is_some_and(|level| level > HEARD_CENTIBEL);
    let finding = match () {
        () if main.at_least && !is_heard => {
            Finding::fail(format!("the volume of {} is at its least", title(main, card)))
        }
        () if main.at_least || (level.mapped_percent < SOFT_PERCENT && !is_heard) => {
            Finding::warn(format!("the volume of {} is very low", title(main, card)))
        }
        () => return Vec::new(),
    };
    vec![raised(finding, card, main, MAIN)]
}

/// Stages behind the main control that are switched off: the only output, or the one that is listened to, is silent.
pub fn chain_switches(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, levels, principal)) = subject(facts, question, Direction::Playback) else { return Vec::new() };
    let off = principal.chain.iter().filter(|stage| stage.is_off());
    let found = off.filter_map(|stage| {
        let text =
            format!("{}, which stands behind {}, is switched off", title(stage, card), quoted(&principal.main.id));
        let finding = match weight(stage, principal, levels) {
            Weight::Silences => Finding::fail(text),
            Weight::OtherIsOn => Finding::warn(text),
            Weight::Unplugged => return None,
        };
        Some(switched_on(finding, card, stage))
    });
    found.collect()
}

/// What it means that a stage is off.
#[derive(PartialEq, Eq)]
enum Weight {
    /// Nothing is heard.
    Silences,
    /// Another output sounds.
    OtherIsOn,
    /// Nothing is plugged in there anyway.
    Unplugged,
}

const OUTPUTS: [&str; 4] = ["Headphone", "Speaker", "Line Out", "Headset"];

fn weight(stage: &Stage, principal: &Principal, levels: &Levels) -> Weight {
    let name = stage.id.name.as_str();
    let is_output = |name: &str| OUTPUTS.iter().any(|output| name.contains(output));
    if !is_output(name) {
        return if name.contains("Surround") || name.contains("Center") { Weight::OtherIsOn } else { Weight::Silences };
    }
    match plug(&levels.jacks, name) {
        Plug::In => Weight::Silences,
        Plug::Out => Weight::Unplugged,
        Plug::Unknown => {
            let sounds = |other: &Stage| is_output(&other.id.name) && !other.is_off();
            if principal.stages().any(sounds) { Weight::OtherIsOn } else { Weight::Silences }
        }
    }
}

/// Stages behind the main control at the end of their range.
pub fn chain_volumes(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, levels, principal)) = subject(facts, question, Direction::Playback) else { return Vec::new() };
    let silent = principal.chain.iter().filter(|stage| stage.at_least);
    let found = silent.filter_map(|stage| {
        let is_heard = stage.level.and_then(|level| level.centibel).is_some_and(|level| level > HEARD_CENTIBEL);
        let text = format!(
            "the volume of {}, which stands behind {}, is at its least",
            title(stage, card),
            quoted(&principal.main.id)
        );
        let finding = match weight(stage, principal, levels) {
            _ if is_heard => return None,
            Weight::Silences => Finding::fail(text),
            Weight::OtherIsOn => Finding::warn(text),
            Weight::Unplugged => return None,
        };
        Some(raised(finding, card, stage, BEHIND))
    });
    found.collect()
}

/// Auto-Mute takes away the speaker because something is plugged in, or is believed to be.
pub fn auto_mute(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, levels, _)) = subject(facts, question, Direction::Playback) else { return Vec::new() };
    let Some(choice) = levels.choices.iter().find(|choice| choice.id.name.starts_with("Auto-Mute")) else {
        return Vec::new();
    };
    let plugged = ["Headphone", "Line Out"].into_iter().find(|word| plug(&levels.jacks, word) == Plug::In);
    let (Some(word), true) = (plugged, choice.item != "Disabled") else { return Vec::new() };
    let finding = Finding::warn(format!(
        "the speaker of card {} ({}) is silent while something is in the {word} jack",
        card.number, card.id
    ));
    let fix = format!("pull the plug, or: amixer -c {} sset {} Disabled", card.id, quoted(&choice.id));
    vec![
        finding
            .seen(format!("{}: {}", quoted(&choice.id), choice.item))
            .seen(format!("{word} Jack: plugged in"))
            .mended_by(fix),
    ]
}

/// The switch of a digital output is off, and the device in question is digital.
pub fn digital(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some(card) = question.card(facts) else { return Vec::new() };
    let Some(levels) = facts.levels_of(card.number) else { return Vec::new() };
    let off = levels.digital.iter().filter(|stage| stage.is_off());
    let device = facts.default_card(Direction::Playback).filter(|_| question.card.is_none()).map(|(_, device)| device);
    let output = card.pcms_of(Direction::Playback).find(|pcm| device.is_none_or(|device| device == pcm.device));
    let is_digital = output
        .is_some_and(|pcm| ["HDMI", "Digital", "IEC958", "S/PDIF", "DP "].iter().any(|word| pcm.name.contains(word)));
    if !is_digital || levels.digital.iter().any(|stage| stage.on == Some(true)) {
        return Vec::new();
    }
    off.map(|stage| {
        switched_on(Finding::fail(format!("{}, the digital output, is switched off", title(stage, card))), card, stage)
    })
    .collect()
}
