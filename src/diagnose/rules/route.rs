//! Where `default` leads: to a card that is there and has the direction, and whether it opens.

use super::config;
use crate::device::config::{End, Opening};
use crate::device::pcm::Direction;
use crate::diagnose::default::DefaultDevice;
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::Card;

/// A name that means nothing, a card that is not there, or nothing that sounds.
pub fn route(facts: &Facts, question: Question) -> Vec<Finding> {
    if question.card.is_some() || config::is_broken(facts, question) || facts.snapshot.cards.is_empty() {
        return Vec::new();
    }
    let direction = question.direction();
    let finding = match facts.default_end(direction) {
        Some(End::Unknown { name, why }) => {
            Finding::fail(format!("default leads to '{name}', which means nothing")).seen(why)
        }
        Some(End::Card { card, .. }) if facts.card_named(card).is_none() => {
            Finding::fail(format!("default is card {card}, which is not there")).seen(there(facts))
        }
        Some(End::Elsewhere(kind)) if kind == "null" => Finding::fail("default is null: what is played is thrown away"),
        _ => return Vec::new(),
    };
    let finding = decided(facts).into_iter().fold(finding, Finding::seen);
    vec![other_cards(facts, direction, None).into_iter().fold(finding, |finding, fix| finding.mended_by(fix))]
}

/// A card that lacks the direction.
pub fn direction(facts: &Facts, question: Question) -> Vec<Finding> {
    let direction = question.direction();
    let Some(card) = question.card(facts) else { return Vec::new() };
    if card.pcms_of(direction).next().is_some() {
        return Vec::new();
    }
    let what = if direction == Direction::Playback { "does not play" } else { "does not record" };
    let card_words = format!("card {} ({})", card.number, card.id);
    let finding = match question.card {
        Some(_) => Finding::fail(format!("{card_words} {what}")),
        None => {
            let finding = Finding::fail(format!("default is {card_words}, which {what}"));
            decided(facts).into_iter().fold(finding, Finding::seen)
        }
    };
    let fix = other_cards(facts, direction, Some(card));
    vec![fix.into_iter().fold(finding, |finding, fix| finding.mended_by(fix))]
}

/// `default` leads somewhere, and does not open for a reason that no other rule knows.
pub fn opens(facts: &Facts, question: Question) -> Vec<Finding> {
    let direction = question.direction();
    let explained = [
        config::files,
        config::plugins,
        route,
        self::direction,
        super::access::permissions,
        super::servers::running,
        super::access::runtime_folder,
    ];
    if question.card.is_some() || explained.iter().any(|rule| !rule(facts, question).is_empty()) {
        return Vec::new();
    }
    let Some(Opening::Fails { why, .. }) = facts.default_opening(direction) else { return Vec::new() };
    let finding = why.iter().fold(Finding::fail("default does not open"), |finding, line| finding.seen(line));
    let fix = match facts.default_end(direction) {
        // The one that runs may be another session's.
        Some(End::Server(server)) => Some(super::servers::start(facts, *server).to_owned()),
        // That there is no card is said already.
        _ if facts.snapshot.cards.is_empty() => return Vec::new(),
        _ => other_cards(facts, direction, question.card(facts)),
    };
    vec![fix.into_iter().fold(finding, Finding::mended_by)]
}

fn there(facts: &Facts) -> String {
    let cards: Vec<String> = facts.snapshot.cards.iter().map(|card| format!("{} ({})", card.number, card.id)).collect();
    format!("the cards are {}", cards.join(", "))
}

/// Who decides that, in a line.
pub(super) fn decided(facts: &Facts) -> Option<String> {
    let decision = facts.default.as_ref().and_then(|default: &DefaultDevice| default.decided_by.first())?;
    let line = if decision.line > 0 { format!(":{}", decision.line) } else { String::new() };
    Some(format!("decided by {}{line} ({})", decision.source, decision.key))
}

/// The command that makes another card the default: the first that has the direction.
pub(super) fn other_cards(facts: &Facts, direction: Direction, but: Option<&Card>) -> Option<String> {
    let is_other = |card: &&Card| but.is_none_or(|but| but.number != card.number);
    let able = facts.snapshot.cards.iter().filter(is_other).filter(|card| card.pcms_of(direction).next().is_some());
    let ids: Vec<&str> = able.map(|card| card.id.as_str()).collect();
    match ids.split_first() {
        None => None,
        Some((first, [])) => Some(format!("default set {first}")),
        Some((first, rest)) => Some(format!("default set {first} (or {})", rest.join(", "))),
    }
}
