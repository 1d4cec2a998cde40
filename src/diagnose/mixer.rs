//! What to say when a control, a card or a control device is not there.
//!
//! An answer names something that the user can type next, or there is none.

use crate::device::Kind;

/// A card, with the names of its controls where they matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardNames {
    /// Its number.
    pub number: i32,
    /// Its id.
    pub id: String,
    /// The names of its controls.
    pub names: Vec<String>,
}

/// A control that was looked for in vain.
pub struct Missing<'a> {
    /// Its name.
    pub wanted: &'a str,
    /// Where it was looked for, "card 3 (Intel)".
    pub card: &'a str,
    /// The controls that are there.
    pub here: &'a [String],
    /// The one that is written most alike.
    pub nearest: Option<&'a str>,
}

/// More names than this are no answer but a list.
const MOST_NAMES: usize = 8;

/// There is no such control.
pub fn no_control(missing: &Missing<'_>, cards: &[CardNames]) -> Option<String> {
    let has_it = |card: &&CardNames| card.names.iter().any(|name| name == missing.wanted);
    let elsewhere = cards.iter().find(has_it).filter(|_| !missing.here.iter().any(|name| name == missing.wanted));
    if let Some(card) = elsewhere {
        return Some(format!("card {} ({}) has '{}': -c {}", card.number, card.id, missing.wanted, card.id));
    }
    if let Some(near) = missing.nearest.filter(|near| *near != missing.wanted) {
        return Some(format!("did you mean '{near}'?"));
    }
    match missing.here {
        [] => Some(no_mixer(missing.card, cards)),
        here => Some(format!("{} has {}", missing.card, list(here.iter().map(|name| format!("'{name}'"))))),
    }
}

/// The card has no control at all.
pub fn no_mixer(card: &str, cards: &[CardNames]) -> String {
    let others = cards.iter().filter(|other| !other.names.is_empty()).map(title);
    match list(others) {
        names if names.is_empty() => format!("{card} has no mixer, and no other card has one"),
        names => format!("{card} has no mixer; these have one: {names}"),
    }
}

/// There is no such card; that there is none at all has other reasons.
pub fn no_card(cards: &[CardNames], nearest: Option<&str>) -> Option<String> {
    match (nearest, cards) {
        (Some(near), _) => Some(format!("did you mean -c {near}?")),
        (None, []) => None,
        (None, cards) => Some(format!("the cards are {}", list(cards.iter().map(title)))),
    }
}

/// The control device cannot be opened; `is_pcm` when there is a PCM of its name.
pub fn cannot_open(name: &str, kind: Kind, is_pcm: bool, cards: &[CardNames]) -> Option<String> {
    match kind {
        Kind::Missing | Kind::Gone | Kind::Other if is_pcm && name != "default" => {
            let cards = list(cards.iter().map(title));
            let or = if cards.is_empty() { String::new() } else { format!("; -c takes a card: {cards}") };
            Some(format!("'{name}' plays or records, but has no control device: its plugin is missing or has none{or}"))
        }
        Kind::Missing | Kind::Gone => no_card(cards, None),
        _ => None,
    }
}

fn title(card: &CardNames) -> String {
    format!("{} ({})", card.number, card.id)
}

fn list(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    if names.len() > MOST_NAMES {
        names.truncate(MOST_NAMES);
        names.push("and others".to_owned());
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards() -> Vec<CardNames> {
        let card = |number, id: &str, names: &[&str]| CardNames {
            number,
            id: id.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        vec![card(0, "Loopback", &[]), card(1, "PCH", &["Master", "Capture"])]
    }

    #[test]
    fn the_answer_is_the_card_that_has_it_the_nearest_name_or_all_names() {
        let answer = |wanted, here: &[&str], nearest| {
            let here: Vec<String> = here.iter().map(|name| (*name).to_owned()).collect();
            no_control(&Missing { wanted, card: "card 0 (X)", here: &here, nearest }, &cards())
        };
        assert_eq!(answer("Master", &[], None).unwrap(), "card 1 (PCH) has 'Master': -c PCH");
        assert_eq!(answer("Mastr", &["Master"], Some("Master")).unwrap(), "did you mean 'Master'?");
        assert_eq!(answer("Beep", &["Mic", "CD"], None).unwrap(), "card 0 (X) has 'Mic', 'CD'");
        assert_eq!(answer("Beep", &[], None).unwrap(), "card 0 (X) has no mixer; these have one: 1 (PCH)");
    }

    #[test]
    fn a_card_or_device_that_is_not_there_is_answered_with_those_that_are() {
        assert_eq!(no_card(&cards(), None).unwrap(), "the cards are 0 (Loopback), 1 (PCH)");
        assert_eq!(no_card(&[], None), None);
        let pulse = cannot_open("pulse", Kind::Missing, true, &cards()).unwrap();
        assert!(pulse.starts_with("'pulse' plays or records, but has no control device"), "{pulse}");
        assert_eq!(cannot_open("hw:9", Kind::Busy, false, &cards()), None);
    }
}
