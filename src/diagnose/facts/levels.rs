//! The levels of a card, as far as rules look at them: the main controls with their chains, digital outputs, choices
//! and jacks.

use super::kept;
use crate::device::ctl::Ctl;
use crate::device::mixer::{Mixer, Watch};
use crate::device::pcm::Direction;
use crate::device::said::quietly;
use crate::diagnose::snapshot::{Card, Tree};
use crate::mixer::element::{Choice, Element};
use crate::mixer::identifier::SimpleId;
use crate::mixer::jack::{self, Jack};
use crate::mixer::principal::{Principal, Stage};
use serde::{Deserialize, Serialize};

/// A card's levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// The card's number.
    pub card: i32,
    /// The main control of playback and its chain.
    pub playback: Option<Principal>,
    /// The main control of capture and its chain.
    pub capture: Option<Principal>,
    /// The switches of digital outputs.
    #[serde(default)]
    pub digital: Vec<Stage>,
    /// Choices among items.
    #[serde(default)]
    pub choices: Vec<Chosen>,
    /// The jacks.
    #[serde(default)]
    pub jacks: Vec<Jack>,
}

/// A choice as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Which element.
    pub id: SimpleId,
    /// The chosen item.
    pub item: String,
    /// All items.
    pub items: Vec<String>,
}

impl Levels {
    /// Reads them from a mixer.
    pub fn of(card: i32, mixer: &Mixer) -> Levels {
        let elements: Vec<Element> = mixer.elements().map(|element| Element::read(&element)).collect();
        let jacks = mixer.ctl().and_then(|ctl| jack::read(ctl).ok()).unwrap_or_default();
        let digital = elements.iter().filter(|element| element.name.starts_with("IEC958"));
        Levels {
            card,
            playback: Principal::find(&elements, &jacks, Direction::Playback),
            capture: Principal::find(&elements, &jacks, Direction::Capture),
            digital: digital.filter_map(|element| Some(Stage::new(element, element.playback.as_ref()?))).collect(),
            choices: elements.iter().filter_map(|element| chosen(element, element.choice.as_ref()?)).collect(),
            jacks,
        }
    }

    /// The main control of a direction.
    pub fn principal(&self, direction: Direction) -> Option<&Principal> {
        match direction {
            Direction::Playback => self.playback.as_ref(),
            Direction::Capture => self.capture.as_ref(),
        }
    }
}

fn chosen(element: &Element, choice: &Choice) -> Option<Chosen> {
    let item = choice.items.get(*choice.chosen.first()? as usize)?.clone();
    let id = SimpleId { name: element.name.clone(), index: element.index };
    Some(Chosen { id, item, items: choice.items.clone() })
}

/// Where a captured tree keeps them.
pub(super) fn file_of(card: i32) -> String {
    format!("alsabox/levels-{card}.json")
}

pub(super) fn read(tree: &Tree, cards: &[Card]) -> Vec<Levels> {
    let read =
        |card: &Card| if tree.is_live() { quietly(|| live(card.number)).0 } else { kept(tree, &file_of(card.number)) };
    cards.iter().filter_map(read).collect()
}

fn live(card: i32) -> Option<Levels> {
    let name = format!("hw:{card}");
    let mixer = Mixer::load(Ctl::open(&name).ok()?, &name, Watch::Off).ok()?;
    Some(Levels::of(card, &mixer))
}
