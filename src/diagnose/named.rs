//! What the name of a device says about its card and device, as far as the name alone tells.

use super::snapshot::{Card, Snapshot};
use crate::device::cards::{find_among, place::Place};

/// A name taken apart: `plughw:CARD=PCH,DEV=3` is base "plughw", card "PCH", device 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// What stands before the colon.
    pub base: &'a str,
    /// The card's number, id or stable name.
    pub card: Option<&'a str>,
    /// The number of the device; none when the name leaves it out.
    pub device: Option<u32>,
}

impl<'a> Named<'a> {
    /// Takes a name apart.
    pub fn parse(name: &'a str) -> Named<'a> {
        if name.starts_with('@') {
            return Named::with_arguments("hw", name);
        }
        match name.split_once(':') {
            Some((base, arguments)) => Named::with_arguments(base, arguments),
            None => Named { base: name, card: None, device: None },
        }
    }

    fn with_arguments(base: &'a str, arguments: &'a str) -> Named<'a> {
        let mut card = None;
        let mut device = None;
        for (place, argument) in arguments.split(',').enumerate() {
            match (argument.split_once('='), place) {
                (Some(("CARD", value)), _) => card = Some(value),
                (Some(("DEV", value)), _) => device = value.parse().ok(),
                (None, 0) => card = Some(argument),
                (None, 1) => device = argument.parse().ok(),
                _ => {}
            }
        }
        Named { base, card: card.filter(|card| !card.is_empty()), device }
    }

    /// Whether it is the kernel's device itself, converted or not.
    pub fn is_hardware(&self) -> bool {
        matches!(self.base, "hw" | "plughw")
    }

    /// The card that is meant.
    pub fn card_in<'s>(&self, snapshot: &'s Snapshot) -> Option<&'s Card> {
        let word = self.card?;
        let places: Vec<Place> = snapshot.cards.iter().map(|card| card.place.clone()).collect();
        let number = match word.parse() {
            Ok(number) => Some(number),
            Err(_) if word.starts_with('@') => find_among(word, &places).ok(),
            Err(_) => places.iter().find(|place| place.id == word).map(|place| place.number),
        };
        snapshot.card(number?)
    }
}

/// "card 0 (PCH)"
pub fn title(card: &Card) -> String {
    format!("card {} ({})", card.number, card.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_its_card_and_device_in_every_spelling() {
        let parsed = |name| {
            let Named { base, card, device } = Named::parse(name);
            (base, card, device)
        };
        assert_eq!(parsed("hw:0,3"), ("hw", Some("0"), Some(3)));
        assert_eq!(parsed("hw:0,3,1"), ("hw", Some("0"), Some(3)));
        assert_eq!(parsed("plughw:CARD=PCH,DEV=3"), ("plughw", Some("PCH"), Some(3)));
        assert_eq!(parsed("plughw:DEV=3,CARD=PCH"), ("plughw", Some("PCH"), Some(3)));
        assert_eq!(parsed("@usb:0d8c:013a,1"), ("hw", Some("@usb:0d8c:013a"), Some(1)));
        assert_eq!(parsed("plug:@PCH"), ("plug", Some("@PCH"), None));
        assert_eq!(parsed("default"), ("default", None, None));
        assert_eq!(parsed("hw:"), ("hw", None, None));
    }
}
