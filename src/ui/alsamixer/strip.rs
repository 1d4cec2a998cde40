//! What stands side by side on the screen: a strip for each element and direction, and one for each pair of speakers
//! where an element has more than two channels.
//!
//! The same elements give the same strips in the same order as in alsa-utils' alsamixer.

use super::action::View;
use crate::device::mixer::{Channel, Selem};
use crate::device::pcm::Direction;
use crate::mixer::element::{Element, Side as Levels, Volume};
use crate::mixer::identifier::SimpleId;
use crate::mixer::scale;

/// An element and whether it does anything at present.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The element.
    pub element: Element,
    /// Whether it is active.
    pub active: bool,
}

/// A strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// The element that it shows.
    pub id: SimpleId,
    /// Its name for people.
    pub label: String,
    /// A second line below it: the speakers of an element with many channels, or the card.
    pub below: Option<String>,
    /// The volume.
    pub fader: Option<Fader>,
    /// The playback switch of one or two channels.
    pub mute: Option<Lamps>,
    /// The capture switch of one or two channels.
    pub capture: Option<Lamps>,
    /// The items and the chosen ones.
    pub choice: Option<Choice>,
    /// Whether it does anything at present.
    pub active: bool,
}

/// A volume of one or two channels.
#[derive(Debug, Clone, PartialEq)]
pub struct Fader {
    /// Playback or capture.
    pub direction: Direction,
    /// The channels with their levels.
    pub levels: Vec<Level>,
}

/// The volume of one channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Which.
    pub channel: Channel,
    /// On every scale.
    pub volume: Volume,
    /// The place in the range as it is heard, 0 to 1.
    pub place: f64,
}

/// A switch of one or two channels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamps {
    /// The channels, and whether they are on.
    pub lamps: Vec<(Channel, bool)>,
}

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The name of the chosen item, for each channel.
    pub chosen: Vec<String>,
}

/// The channels of one strip, left and right, by their numbers.
const PAIRS: [(&str, &[u32]); 5] =
    [("Front", &[0, 1]), ("Rear", &[2, 3]), ("Center", &[4]), ("Woofer", &[5]), ("Side", &[6, 7])];

impl Unit {
    /// Reads an element.
    pub fn read(selem: &Selem<'_>) -> Unit {
        Unit { element: Element::read(selem), active: selem.is_active() }
    }

    /// Who it is.
    pub fn id(&self) -> SimpleId {
        SimpleId { name: self.element.name.clone(), index: self.element.index }
    }

    /// Whether it is the same element, at whatever time.
    pub fn is_same_as(&self, other: &Unit) -> bool {
        self.element.index == other.element.index && self.element.name == other.element.name
    }

    fn levels(&self, direction: Direction) -> Option<&Levels> {
        match direction {
            Direction::Playback => self.element.playback.as_ref(),
            Direction::Capture => self.element.capture.as_ref(),
        }
    }

    fn has(&self, capability: &str) -> bool {
        self.element.capabilities.contains(&capability)
    }

    fn is_joined(&self, direction: Direction, kind: &str) -> bool {
        let letter = if direction == Direction::Playback { 'p' } else { 'c' };
        self.has(&format!("{letter}{kind}-joined")) || self.has(&format!("{kind}-joined"))
    }
}

/// The strips of one view, from left to right.
pub fn strips(units: &[Unit], view: View) -> Vec<Strip> {
    units.iter().flat_map(|unit| strips_of(unit, view)).collect()
}

fn strips_of(unit: &Unit, view: View) -> Vec<Strip> {
    if unit.element.choice.is_some() {
        let is_capture = unit.has("cenum");
        let is_shown = match view {
            View::Playback => !is_capture,
            View::Capture => is_capture,
            View::All => true,
        };
        return is_shown.then(|| choice(unit)).flatten().into_iter().collect();
    }
    let mut strips = Vec::new();
    let merged = view == View::All && captures_without_volume(unit);
    if view != View::Capture {
        strips.extend(side(unit, Direction::Playback, merged));
    }
    if view != View::Playback && (!merged || strips.is_empty()) {
        strips.extend(side(unit, Direction::Capture, false));
    }
    strips
}

/// In the view of all, such a capture switch stands below the playback volume.
fn captures_without_volume(unit: &Unit) -> bool {
    unit.element.capture.as_ref().is_some_and(|capture| capture.range.is_none()) && !unit.element.common_switch
}

fn empty(unit: &Unit) -> Strip {
    let Element { name, index, .. } = &unit.element;
    let name = name.replace("IEC958", "S/PDIF");
    let label = if *index > 0 { format!("{name} {index}") } else { name };
    Strip {
        id: unit.id(),
        label,
        below: None,
        fader: None,
        mute: None,
        capture: None,
        choice: None,
        active: unit.active,
    }
}

fn choice(unit: &Unit) -> Option<Strip> {
    let choice = unit.element.choice.as_ref()?;
    let name = |item: &u32| choice.items.get(*item as usize).cloned().unwrap_or_default();
    let chosen = choice.chosen.iter().map(name).collect();
    Some(Strip { choice: Some(Choice { chosen }), ..empty(unit) })
}

fn side(unit: &Unit, direction: Direction, with_capture: bool) -> Vec<Strip> {
    let Some(levels) = unit.levels(direction) else { return Vec::new() };
    if levels.channels.len() <= 2 {
        let channels: Vec<u32> = levels.channels.iter().map(|state| state.channel.number()).collect();
        return vec![pair(unit, direction, &channels, with_capture)];
    }
    let exists = |number: &u32| levels.channels.iter().any(|state| state.channel.number() == *number);
    let strip = |(speakers, numbers): &(&'static str, &[u32])| {
        let channels: Vec<u32> = numbers.iter().copied().filter(exists).collect();
        let strip = pair(unit, direction, &channels, with_capture);
        (!channels.is_empty()).then_some(Strip { below: Some((*speakers).to_owned()), ..strip })
    };
    PAIRS.iter().filter_map(strip).collect()
}

fn pair(unit: &Unit, direction: Direction, channels: &[u32], with_capture: bool) -> Strip {
    let mut strip = empty(unit);
    strip.fader = fader(unit, direction, channels);
    match direction {
        Direction::Playback => strip.mute = lamps(unit, direction, channels),
        // A switch for both directions is shown once, as the playback switch that people know it for.
        Direction::Capture if !unit.element.common_switch => strip.capture = lamps(unit, direction, channels),
        Direction::Capture => {}
    }
    if with_capture {
        strip.capture = lamps(unit, Direction::Capture, channels);
    }
    strip
}

fn fader(unit: &Unit, direction: Direction, channels: &[u32]) -> Option<Fader> {
    let side = unit.levels(direction)?;
    let range = side.range?;
    let level = |number: &u32| {
        let state = side.channels.iter().find(|state| state.channel.number() == *number)?;
        let volume = state.volume?;
        let place = scale::mapped(volume.raw, range, volume.centibel, side.levels);
        Some(Level { channel: state.channel, volume, place })
    };
    let mut levels: Vec<Level> = channels.iter().filter_map(level).collect();
    if unit.is_joined(direction, "volume") {
        levels.truncate(1);
    }
    (!levels.is_empty()).then_some(Fader { direction, levels })
}

fn lamps(unit: &Unit, direction: Direction, channels: &[u32]) -> Option<Lamps> {
    let side = unit.levels(direction)?;
    let is_joined = unit.is_joined(direction, "switch");
    let state = |number: &u32| side.channels.iter().find(|state| state.channel.number() == *number);
    let on = |number: &u32| state(number).and_then(|state| Some((state.channel, state.on?)));
    let mut lamps: Vec<(Channel, bool)> = channels.iter().filter_map(on).collect();
    if lamps.is_empty() {
        // A mono switch beside a volume of many channels.
        lamps = side.channels.first().and_then(|state| Some((state.channel, state.on?))).into_iter().collect();
    }
    if is_joined {
        lamps.truncate(1);
    }
    (!lamps.is_empty()).then_some(Lamps { lamps })
}

impl Lamps {
    /// Whether the left and the right lamp are lit; one lamp stands for both.
    pub fn pair(&self) -> (bool, bool) {
        let on = |at: usize| self.lamps.get(at).or(self.lamps.first()).is_some_and(|(_, on)| *on);
        (on(0), on(1))
    }
}

impl Strip {
    /// Whether it shows the same part of its element.
    pub fn is_like(&self, other: &Strip) -> bool {
        let direction = |strip: &Strip| strip.fader.as_ref().map(|fader| fader.direction);
        self.below == other.below
            && direction(self) == direction(other)
            && self.mute.is_some() == other.mute.is_some()
            && self.capture.is_some() == other.capture.is_some()
    }

    /// Its whole name.
    pub fn name(&self) -> String {
        match &self.below {
            Some(below) => format!("{} {below}", self.label),
            None => self.label.clone(),
        }
    }

    /// What the line of the focused item says behind the name, with its brackets.
    pub fn details(&self) -> Option<String> {
        let listed = match (&self.choice, &self.fader) {
            (Some(choice), _) => choice.chosen.first().cloned(),
            (None, Some(fader)) => decibels(fader),
            (None, None) => None,
        };
        listed.or_else(|| self.switched_off()).map(|listed| format!("[{listed}]"))
    }

    fn switched_off(&self) -> Option<String> {
        let lamps = &self.mute.as_ref().or(self.capture.as_ref())?.lamps;
        let word = |(_, on): &(Channel, bool)| if *on { "On" } else { "Off" };
        let words: Vec<&str> = lamps.iter().map(word).collect();
        words.contains(&"Off").then(|| words.join(", "))
    }
}

fn decibels(fader: &Fader) -> Option<String> {
    let level = |level: &Level| level.volume.centibel.map(decibel);
    let levels: Option<Vec<String>> = fader.levels.iter().map(level).collect();
    Some(format!("dB gain: {}", levels?.join(", ")))
}

fn decibel(centibel: i64) -> String {
    if centibel <= scale::SILENCE { "mute".to_owned() } else { format!("{:.2}", centibel as f64 / 100.0) }
}
