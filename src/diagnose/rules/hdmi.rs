//! HDMI and DisplayPort: an output that plays to a monitor which is not there.

use super::route;
use crate::device::pcm::Direction;
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::Card;
use crate::diagnose::snapshot::cards::PcmDevice;

/// The output is digital video's, and no monitor of the card has sound.
pub fn monitor(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some((card, device)) = output(facts, question) else { return Vec::new() };
    let elds: Vec<_> = facts.elds.iter().filter(|eld| eld.card == card.number).collect();
    if !is_video(&device.name) || elds.is_empty() || elds.iter().any(|eld| eld.monitor.is_some()) {
        return Vec::new();
    }
    let finding = Finding::fail(format!(
        "card {} ({}) plays to {}, and no monitor with sound is there",
        card.number, card.id, device.name
    ));
    let finding = finding.seen(format!("/proc/asound/card{}/eld#*: no monitor in {} outputs", card.number, elds.len()));
    let finding = route::decided(facts).into_iter().fold(finding, Finding::seen);
    let analog = card.pcms_of(Direction::Playback).find(|pcm| !is_video(&pcm.name));
    let fix = match analog {
        Some(pcm) => Some(format!("default set {},{} ({})", card.id, pcm.device, pcm.name)),
        None => route::other_cards(facts, Direction::Playback, Some(card)),
    };
    vec![fix.into_iter().fold(finding, |finding, fix| finding.mended_by(fix))]
}

/// The device in question; of a card that was named, its first.
fn output(facts: &Facts, question: Question) -> Option<(&Card, &PcmDevice)> {
    let mut outputs = question.card(facts)?.pcms_of(Direction::Playback);
    let device = facts.default_card(Direction::Playback).filter(|_| question.card.is_none()).map(|(_, device)| device);
    let found = outputs.find(|pcm| device.is_none_or(|device| device == pcm.device))?;
    Some((question.card(facts)?, found))
}

fn is_video(name: &str) -> bool {
    ["HDMI", "DisplayPort", "DP "].iter().any(|word| name.contains(word))
}
