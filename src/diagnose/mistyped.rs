//! There is no such device: the names that are near, and what the card that was named does have.

use super::named::{Named, title};
use super::nearest::nearest;
use super::snapshot::{Card, Snapshot};
use crate::device::pcm::Direction;

/// Answers a PCM name that leads to nothing. `names` are those of the configuration.
pub fn lines(name: &str, direction: Direction, names: &[String], snapshot: &Snapshot) -> Vec<String> {
    let named = Named::parse(name);
    let bases: Vec<&str> = names.iter().map(|name| Named::parse(name).base).chain(["hw", "plughw", "null"]).collect();
    let answer = match (bases.contains(&named.base), named.card) {
        (true, Some(word)) => match named.card_in(snapshot) {
            Some(card) => no_device(card, direction, snapshot),
            None => Some(no_card(&named, word, snapshot)),
        },
        _ => near(name, &named, &bases, names),
    };
    answer.into_iter().collect()
}

/// The nearest of all names, or of their first words.
fn near(name: &str, named: &Named<'_>, bases: &[&str], names: &[String]) -> Option<String> {
    let whole = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
    let base = || Some(name.replacen(named.base, nearest(named.base, bases.iter().copied())?, 1));
    Some(match whole.or_else(base) {
        Some(near) => format!("did you mean '{near}'? aplay -L lists the names"),
        None => "aplay -L lists the names".to_owned(),
    })
}

fn no_card(named: &Named<'_>, word: &str, snapshot: &Snapshot) -> String {
    let cards: Vec<String> = snapshot.cards.iter().map(|card| format!("{} ({})", card.number, card.id)).collect();
    let cards = format!("the cards are {}", cards.join(", "));
    match nearest(word, snapshot.cards.iter().map(|card| card.id.as_str())) {
        Some(near) => format!("did you mean '{}:{near}'? {cards}", named.base),
        None => cards,
    }
}

/// The card is there, so that it lacks the device, or the direction.
fn no_device(card: &Card, direction: Direction, snapshot: &Snapshot) -> Option<String> {
    let does = match direction {
        Direction::Playback => "play",
        Direction::Capture => "record",
    };
    let devices: Vec<String> = card.pcms_of(direction).map(|pcm| format!("{} ({})", pcm.device, pcm.name)).collect();
    if !devices.is_empty() {
        return Some(format!("{} {does}s on the devices {}", title(card), devices.join(", ")));
    }
    let able = snapshot.cards.iter().filter(|card| card.pcms_of(direction).next().is_some());
    let able: Vec<String> = able.map(|card| format!("{} ({})", card.number, card.id)).collect();
    match able.as_slice() {
        [] => Some(format!("{} does not {does}, and no other card does", title(card))),
        able => Some(format!("{} does not {does}; these cards do: {}", title(card), able.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tree::tests::World;
    use super::*;

    const DESK: &str = include_str!("../../tests/trees/desk.txt");

    fn told(name: &str, direction: Direction) -> String {
        let snapshot = Snapshot::capture(&World::new(DESK).tree);
        let names = ["null", "default", "sysdefault:CARD=PCH", "front:CARD=PCH,DEV=0"].map(str::to_owned);
        lines(name, direction, &names, &snapshot).join("\n")
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_name() {
        let play = |name| told(name, Direction::Playback);
        assert_eq!(play("defualt"), "did you mean 'default'? aplay -L lists the names");
        assert_eq!(play("plugwh:0,3"), "did you mean 'plughw:0,3'? aplay -L lists the names");
        assert_eq!(play("hw:PHC"), "did you mean 'hw:PCH'? the cards are 0 (PCH), 1 (Piano), 2 (Mic)");
        assert_eq!(play("plughw:CARD=7"), "the cards are 0 (PCH), 1 (Piano), 2 (Mic)");
        assert_eq!(play("xyzxyz"), "aplay -L lists the names");
    }

    #[test]
    fn a_card_that_lacks_the_device_says_what_it_has() {
        assert_eq!(
            told("hw:0,7", Direction::Playback),
            "card 0 (PCH) plays on the devices 0 (ALC269 Analog), 3 (HDMI 0)"
        );
        assert_eq!(told("hw:PCH", Direction::Capture), "card 0 (PCH) does not record; these cards do: 2 (Mic)");
    }
}
