//! Looks at every card: the kernel's lists, the mixer for the level, the configuration for what is default, and with
//! `-v` the PCMs themselves.

use crate::device::caps::{self, Gaps};
use crate::device::cards::place::Place;
use crate::device::cards::{find, stable_name};
use crate::device::config::{End, Section, route};
use crate::device::ctl::Ctl;
use crate::device::mixer::{Mixer, Watch};
use crate::device::pcm::{Blocking, Direction, Forbidden, OpenMode, Pcm};
use crate::device::plain;
use crate::diagnose::snapshot::cards::{Card as Facts, MidiDevice, PcmDevice};
use crate::diagnose::snapshot::{self, Clock, Processes, Snapshot, Tree};
use crate::diagnose::uses::{Use, uses};
use crate::mixer::element::Element;
use crate::mixer::jack;
use crate::mixer::principal::Principal;
use serde::Serialize;

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// What the lists say.
    Listed,
    /// What the PCMs prove.
    Verified,
}

/// A card as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Card {
    pub(super) number: i32,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) long_name: String,
    pub(super) driver: String,
    pub(super) bus: &'static str,
    pub(super) path: String,
    pub(super) usb: Option<Usb>,
    pub(super) stable_name: String,
    /// The directions in which `default` leads here.
    pub(super) default: Vec<&'static str>,
    pub(super) playback: Vec<Device>,
    pub(super) capture: Vec<Device>,
    pub(super) midi: Vec<Midi>,
    pub(super) levels: Vec<Level>,
    pub(super) used_by: Vec<Use>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Usb {
    vendor: String,
    product: String,
    serial: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Device {
    pub(super) device: u32,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) subdevices: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verified: Option<Vec<Row>>,
    /// Why nothing is verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
}

/// Formats, channels and rates that go together in every combination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    pub(super) formats: Vec<String>,
    pub(super) channels: Vec<u32>,
    pub(super) rates: Vec<u32>,
    /// Whether every rate between the first and the last is taken.
    pub(super) any_rate: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Midi {
    pub(super) device: u32,
    pub(super) name: String,
}

/// The main control of a direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Level {
    pub(super) direction: &'static str,
    pub(super) control: String,
    pub(super) index: u32,
    pub(super) percent: Option<i64>,
    pub(super) db: Option<f64>,
    pub(super) on: Option<bool>,
}

const DIRECTIONS: [Direction; 2] = [Direction::Playback, Direction::Capture];

pub(super) fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Playback => "playback",
        Direction::Capture => "capture",
    }
}

/// All cards, by number.
pub(super) fn cards(tree: &Tree, depth: Depth) -> Vec<Card> {
    let facts = snapshot::cards::read(tree);
    if facts.is_empty() {
        return Vec::new();
    }
    let clock = Clock::read(tree);
    let streams = snapshot::streams::read(tree, &clock);
    let processes = Processes::of_owners(tree, &clock, streams.iter().filter_map(|stream| stream.owner));
    let snapshot = Snapshot { cards: facts, streams, processes, ..Snapshot::default() };
    let uses = uses(&snapshot);
    let places: Vec<Place> = snapshot.cards.iter().map(|card| card.place.clone()).collect();
    let shipped = plain::default_card();
    let defaults = DIRECTIONS.map(|direction| shipped.or_else(|| default_card(direction)));
    let shown = |facts: &Facts| Card {
        stable_name: stable_name(&facts.place, &places),
        default: DIRECTIONS
            .into_iter()
            .zip(defaults)
            .filter(|(_, card)| *card == Some(facts.number))
            .map(|(direction, _)| word(direction))
            .collect(),
        used_by: uses.iter().filter(|row| row.card == facts.number).cloned().collect(),
        ..card(facts, depth)
    };
    snapshot.cards.iter().map(shown).collect()
}

/// The card that `default` leads to, if it leads to one.
fn default_card(direction: Direction) -> Option<i32> {
    match route(Section::Pcm, "default", direction).end {
        End::Card { card, .. } => find(&card),
        _ => None,
    }
}

fn card(facts: &Facts, depth: Depth) -> Card {
    let Place { number, id, bus, path, usb } = facts.place.clone();
    let devices = |direction| facts.pcms_of(direction).map(|pcm| device(number, pcm, depth)).collect();
    Card {
        name: facts.name.clone(),
        long_name: facts.long_name.clone(),
        driver: facts.driver.clone(),
        bus: bus.word(),
        path,
        usb: usb.map(|usb| Usb { vendor: usb.vendor, product: usb.product, serial: usb.serial }),
        stable_name: String::new(),
        default: Vec::new(),
        playback: devices(Direction::Playback),
        capture: devices(Direction::Capture),
        midi: facts
            .midis
            .iter()
            .map(|MidiDevice { device, name }| Midi { device: *device, name: name.clone() })
            .collect(),
        levels: levels(number),
        used_by: Vec::new(),
        number,
        id,
    }
}

fn device(card: i32, facts: &PcmDevice, depth: Depth) -> Device {
    let proof = (depth == Depth::Verified).then(|| verified(card, facts));
    let (verified, error) = match proof {
        None => (None, None),
        Some(Ok(rows)) => (Some(rows), None),
        Some(Err(error)) => (None, Some(error)),
    };
    let PcmDevice { device, id, name, subdevices, .. } = facts.clone();
    Device { device, id, name, subdevices, verified, error }
}

fn verified(card: i32, facts: &PcmDevice) -> Result<Vec<Row>, String> {
    // A device that somebody holds is not waited for.
    let mode = OpenMode { direction: facts.direction, blocking: Blocking::Never, forbidden: Forbidden::default() };
    let pcm = Pcm::open(&format!("hw:{card},{}", facts.device), mode).map_err(|error| error.reason())?;
    let caps = caps::verify(&pcm).map_err(|refusal| refusal.to_string())?;
    let row = |row: caps::Row| Row {
        formats: row.formats.iter().map(|format| format.name().to_owned()).collect(),
        channels: row.channels,
        any_rate: row.rates.gaps == Gaps::None,
        rates: row.rates.taken,
    };
    Ok(caps.rows().into_iter().map(row).collect())
}

/// The main controls of the card, of each direction that has one.
fn levels(number: i32) -> Vec<Level> {
    let name = format!("hw:{number}");
    let mixer = Ctl::open(&name).and_then(|ctl| Mixer::load(ctl, &name, Watch::Off));
    let Ok(mixer) = mixer else { return Vec::new() };
    let elements: Vec<Element> = mixer.elements().map(|element| Element::read(&element)).collect();
    let jacks = mixer.ctl().and_then(|ctl| jack::read(ctl).ok()).unwrap_or_default();
    let main = |direction| Principal::find(&elements, &jacks, direction);
    DIRECTIONS.into_iter().filter_map(main).map(level).collect()
}

fn level(principal: Principal) -> Level {
    let main = principal.main;
    Level {
        direction: word(principal.direction),
        control: main.id.name,
        index: main.id.index,
        percent: main.level.map(|level| level.mapped_percent),
        db: main.level.and_then(|level| level.centibel).map(|centibel| centibel as f64 / 100.0),
        on: main.on,
    }
}
