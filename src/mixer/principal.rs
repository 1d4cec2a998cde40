//! A card's main control: the one knob that a person means by "the volume", and the stages that sound passes behind it.
//!
//! The choice follows names alone, because the kernel says nothing more; a name that is an input's is never an output.

use super::element::{Element, Side, Volume};
use super::identifier::SimpleId;
use super::jack::{self, Jack, Plug};
use crate::device::mixer::Mixer;
use crate::device::pcm::Direction;
use serde::{Deserialize, Serialize};

/// The main control of a card in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Playback or capture.
    pub direction: Direction,
    /// The control itself.
    pub main: Stage,
    /// The other stages on the way, each of which can silence it.
    pub chain: Vec<Stage>,
}

/// An element that sound passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Which element.
    pub id: SimpleId,
    /// The volume of its loudest channel, where it has one.
    pub level: Option<Volume>,
    /// Whether one of its channels is on, where it has a switch.
    pub on: Option<bool>,
    /// Whether its volume is at the end of its range that lets least through.
    pub at_least: bool,
}

impl Principal {
    /// Finds the main control among a card's elements.
    pub fn find(elements: &[Element], jacks: &[Jack], direction: Direction) -> Option<Principal> {
        let sides: Vec<(&Element, &Side)> =
            elements.iter().filter_map(|element| Some((element, element.side(direction)?))).collect();
        let ranked =
            sides.iter().filter_map(|(element, side)| Some((rank(element, side, jacks, direction)?, *element)));
        let (_, main) = ranked.min_by_key(|(rank, element)| (*rank, element.index))?;
        let others = sides.iter().filter(|(element, _)| !std::ptr::eq(*element, main) && belongs(element, direction));
        let chain = others.map(|(element, side)| Stage::new(element, side)).collect();
        Some(Principal { direction, main: Stage::new(main, main.side(direction)?), chain })
    }

    /// Finds it in a mixer.
    pub fn read(mixer: &Mixer, direction: Direction) -> Option<Principal> {
        let elements: Vec<Element> = mixer.elements().map(|element| Element::read(&element)).collect();
        let jacks = mixer.ctl().and_then(|ctl| jack::read(ctl).ok()).unwrap_or_default();
        Principal::find(&elements, &jacks, direction)
    }

    /// The main control and the stages behind it.
    pub fn stages(&self) -> impl Iterator<Item = &Stage> {
        std::iter::once(&self.main).chain(&self.chain)
    }
}

impl Stage {
    /// The stage that an element is in one direction.
    pub fn new(element: &Element, side: &Side) -> Stage {
        let level = side.channels.iter().filter_map(|channel| channel.volume).max_by_key(|volume| volume.raw);
        let mut switches = side.channels.iter().filter_map(|channel| channel.on).peekable();
        let on = switches.peek().is_some().then(|| switches.any(|on| on));
        let at_least = level.zip(side.range).is_some_and(|(level, (least, _))| level.raw <= least);
        Stage { id: SimpleId { name: element.name.clone(), index: element.index }, level, on, at_least }
    }

    /// Whether it is switched off.
    pub fn is_off(&self) -> bool {
        self.on == Some(false)
    }
}

/// Where a name stands in its direction; the least is the main control. What has a volume goes before what has only a
/// switch.
fn rank(element: &Element, side: &Side, jacks: &[Jack], direction: Direction) -> Option<(bool, usize)> {
    let place = match direction {
        Direction::Playback => playback_rank(&element.name, side, jacks)?,
        Direction::Capture => capture_rank(element, side)?,
    };
    Some((side.range.is_none(), place))
}

const MASTERS: [&str; 4] = ["Master", "Master Front", "Master Digital", "Main"];
/// What is listened to: the plugged one, then the one that is on, then the first.
const OUTPUTS: [&str; 4] = ["Headphone", "Speaker", "Headset", "Line Out"];
const STREAMS: [&str; 9] = ["PCM", "Digital", "Front", "DAC", "Wave", "Analogue", "Analog", "Playback", "Output"];
const CAPTURES: [&str; 7] = ["Capture", "Digital", "ADC", "Mic", "Internal Mic", "Headset Mic", "PCM"];
/// One of these words makes a name an input's, or one of something that music does not pass.
const INPUTS: [&str; 17] = [
    "Mic", "CD", "Aux", "Video", "Phone", "Beep", "Capture", "Loopback", "Sidetone", "Input", "Boost", "PC", "Synth",
    "Mux", "Mixer", "Mono", "3D",
];

fn playback_rank(name: &str, side: &Side, jacks: &[Jack]) -> Option<usize> {
    let place = |names: &[&str]| names.iter().position(|known| *known == name);
    let spread = 10 * place(&OUTPUTS).unwrap_or_default();
    match () {
        () if is_input(name) => None,
        () if place(&MASTERS).is_some() => place(&MASTERS),
        () if place(&OUTPUTS).is_some() => Some(100 + spread + activity(name, side, jacks)),
        () if place(&STREAMS).is_some() => place(&STREAMS).map(|place| 1000 + place),
        () if has_word(name, &OUTPUTS) => Some(1100),
        () => Some(1200),
    }
}

/// Less is more active; a plug outweighs a switch, and both outweigh the order of `OUTPUTS`.
fn activity(name: &str, side: &Side, jacks: &[Jack]) -> usize {
    let is_off = side.channels.iter().all(|channel| channel.on == Some(false));
    let plug = match jack::plug(jacks, name) {
        Plug::In => 0,
        Plug::Unknown => 100,
        Plug::Out => 200,
    };
    plug + if is_off { 50 } else { 0 }
}

/// Of a group of which only one captures, it is that one.
fn capture_rank(element: &Element, side: &Side) -> Option<usize> {
    let is_on = side.channels.iter().any(|channel| channel.on == Some(true));
    let place = CAPTURES.iter().position(|known| *known == element.name);
    match (place, element.capture_group) {
        (Some(0), _) => Some(0),
        (place, Some(_)) => Some(if is_on { 1 } else { 100 } + place.unwrap_or(CAPTURES.len())),
        (Some(place), None) => Some(20 + place),
        (None, None) => Some(200),
    }
}

/// Whether the sound of the main control passes it, too.
fn belongs(element: &Element, direction: Direction) -> bool {
    let name = element.name.as_str();
    match direction {
        Direction::Playback => !is_input(name) && (has_word(name, &OUTPUTS) || is_stream(name)),
        Direction::Capture => CAPTURES.contains(&name),
    }
}

fn is_stream(name: &str) -> bool {
    MASTERS.contains(&name) || STREAMS.contains(&name) || name == "External Amplifier"
}

/// `Line` alone is an input, `Line Out` is none.
fn is_input(name: &str) -> bool {
    name == "Line" || name.starts_with("Line,") || (has_word(name, &INPUTS) && !MASTERS.contains(&name))
}

fn has_word(name: &str, words: &[&str]) -> bool {
    let parts: Vec<&str> = name.split([' ', '+', ',', '/']).collect();
    words.iter().any(|word| parts.windows(word.split(' ').count()).any(|window| window.join(" ") == *word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::mixer::Channel;
    use crate::mixer::element::ChannelState;

    fn made(raw: Option<i64>, on: Option<bool>) -> Side {
        let volume = raw.map(|raw| Volume { raw, percent: raw, mapped_percent: raw, centibel: None });
        let channels = Channel::all().take(2).map(|channel| ChannelState { channel, volume, on }).collect();
        Side { range: raw.map(|_| (0, 100)), levels: None, mono: false, channels }
    }

    fn element(name: &str, playback: Option<Side>, capture: Option<Side>) -> Element {
        Element {
            name: name.to_owned(),
            index: 0,
            capabilities: vec![],
            capture_group: None,
            common_volume: false,
            common_switch: false,
            playback,
            capture,
            choice: None,
        }
    }

    fn output(name: &str, raw: i64, on: bool) -> Element {
        element(name, Some(made(Some(raw), Some(on))), None)
    }

    fn main_of(elements: &[Element], jacks: &[Jack]) -> Option<String> {
        Principal::find(elements, jacks, Direction::Playback).map(|found| found.main.id.name)
    }

    #[test]
    fn a_master_is_the_main_control_and_the_outputs_are_its_chain() {
        let names = ["Mic", "PCM", "Headphone", "Line", "Speaker", "Master", "Beep", "Front Mic", "Bass Speaker"];
        let elements: Vec<Element> = names.iter().map(|name| output(name, 50, *name != "Speaker")).collect();
        let found = Principal::find(&elements, &[], Direction::Playback).unwrap();
        assert_eq!(found.main.id.name, "Master");
        let chain: Vec<&str> = found.chain.iter().map(|stage| stage.id.name.as_str()).collect();
        assert_eq!(chain, ["PCM", "Headphone", "Speaker", "Bass Speaker"]);
        assert!(found.chain[2].is_off() && !found.chain[1].is_off());
    }

    #[test]
    fn without_a_master_it_is_the_output_that_is_listened_to() {
        let pair = |headphone, speaker| [output("Headphone", 50, headphone), output("Speaker", 50, speaker)];
        let jack = |plug| [Jack { name: "Headphone".to_owned(), plug }];
        assert_eq!(main_of(&pair(false, true), &[]).unwrap(), "Speaker");
        assert_eq!(main_of(&pair(true, true), &[]).unwrap(), "Headphone");
        assert_eq!(main_of(&pair(false, true), &jack(Plug::In)).unwrap(), "Headphone");
        assert_eq!(main_of(&pair(true, true), &jack(Plug::Out)).unwrap(), "Speaker");
    }

    #[test]
    fn pcm_digital_or_an_unknown_volume_is_the_main_control_but_never_an_input() {
        let one = |name: &str| main_of(&[output("Mic", 1, true), output(name, 1, true)], &[]);
        for name in ["PCM", "Digital", "Xonar Level"] {
            assert_eq!(one(name).unwrap(), name);
        }
        for name in ["Line", "CD", "PC Speaker", "Master Mono"] {
            assert_eq!(one(name), None, "{name}");
        }
        let switch = element("IEC958", Some(made(None, Some(true))), None);
        assert_eq!(main_of(std::slice::from_ref(&switch), &[]).unwrap(), "IEC958");
        assert_eq!(main_of(&[switch, output("Wide", 1, true)], &[]).unwrap(), "Wide");
    }

    #[test]
    fn of_a_group_of_inputs_the_chosen_one_records() {
        let input =
            |name: &str, on| Element { capture_group: Some(0), ..element(name, None, Some(made(Some(10), Some(on)))) };
        let found = |elements: &[Element]| Principal::find(elements, &[], Direction::Capture).unwrap().main.id.name;
        assert_eq!(found(&[input("Mic", false), input("Line", true)]), "Line");
        assert_eq!(found(&[input("Mic", false), input("Line", false)]), "Mic");
        assert_eq!(found(&[input("Mic", true), element("Capture", None, Some(made(Some(0), None)))]), "Capture");
    }

    #[test]
    fn a_stage_tells_of_its_loudest_channel_and_of_the_end_of_its_range() {
        let silent = Principal::find(&[output("Master", 0, true)], &[], Direction::Playback).unwrap();
        assert!(silent.main.at_least && silent.main.on == Some(true));
        let mut uneven = output("Master", 0, true);
        if let Some(side) = uneven.playback.as_mut() {
            side.channels[1].volume = Some(Volume { raw: 40, percent: 40, mapped_percent: 40, centibel: None });
        }
        let found = Principal::find(&[uneven], &[], Direction::Playback).unwrap();
        assert_eq!(found.main.level.unwrap().raw, 40);
        assert!(!found.main.at_least);
    }
}
