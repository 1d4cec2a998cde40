//! A simple element as it is at one moment: what it can do, and the volume and the switch of every channel.

use super::scale;
use crate::device::mixer::{Channel, Selem};
use crate::device::pcm::Direction;
use serde::{Deserialize, Serialize};

/// A simple element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// The name.
    pub name: String,
    /// Which of several elements of the same name.
    pub index: u32,
    /// What it can do, in alsa-utils' words.
    pub capabilities: Vec<&'static str>,
    /// The group of elements of which only one captures.
    pub capture_group: Option<i32>,
    /// Whether one volume serves both directions.
    pub common_volume: bool,
    /// Whether one switch serves both directions.
    pub common_switch: bool,
    /// Playback, where it has a volume or a switch for it.
    pub playback: Option<Side>,
    /// Capture, where it has a volume or a switch for it.
    pub capture: Option<Side>,
    /// The items and the chosen ones, of an enumerated element.
    pub choice: Option<Choice>,
}

/// An element in one direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The least and the greatest raw volume, where it has one.
    pub range: Option<scale::Range>,
    /// The least and the greatest level in hundredths of a dB, where the card tells.
    pub levels: Option<scale::Range>,
    /// Whether it is one channel only.
    pub mono: bool,
    /// The channels, in alsa-lib's order.
    pub channels: Vec<ChannelState>,
}

/// One channel of an element.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelState {
    /// Which.
    pub channel: Channel,
    /// The volume, where it has one.
    pub volume: Option<Volume>,
    /// Whether it is on, where it has a switch.
    pub on: Option<bool>,
}

/// A volume on every scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// In steps of the device.
    pub raw: i64,
    /// In percent of the raw range.
    pub percent: i64,
    /// In percent as it is heard.
    pub mapped_percent: i64,
    /// In hundredths of a dB, where the card tells.
    pub centibel: Option<i64>,
}

impl Volume {
    /// The percentage on this scale.
    pub fn percent_on(self, scale: scale::Scale) -> i64 {
        match scale {
            scale::Scale::Raw => self.percent,
            scale::Scale::Mapped => self.mapped_percent,
        }
    }
}

/// A choice among items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The names of the items.
    pub items: Vec<String>,
    /// The item of each channel.
    pub chosen: Vec<u32>,
}

impl Element {
    /// Reads everything about the element.
    pub fn read(selem: &Selem<'_>) -> Element {
        Element {
            name: selem.name(),
            index: selem.index(),
            capabilities: capabilities(selem),
            capture_group: selem.capture_group(),
            common_volume: selem.has_common_volume(),
            common_switch: selem.has_common_switch(),
            playback: side(selem, Direction::Playback),
            capture: side(selem, Direction::Capture),
            choice: choice(selem),
        }
    }

    /// The element in one direction.
    pub fn side(&self, direction: Direction) -> Option<&Side> {
        match direction {
            Direction::Playback => self.playback.as_ref(),
            Direction::Capture => self.capture.as_ref(),
        }
    }

    /// The direction that a status bar would show: playback where there is one.
    pub fn main_side(&self) -> Option<&Side> {
        self.playback.as_ref().or(self.capture.as_ref())
    }
}

fn side(selem: &Selem<'_>, direction: Direction) -> Option<Side> {
    let (has_volume, has_switch) = (selem.has_volume(direction), selem.has_switch(direction));
    if !has_volume && !has_switch {
        return None;
    }
    let range = has_volume.then(|| selem.volume_range(direction)).flatten();
    let levels = has_volume.then(|| selem.centibel_range(direction)).flatten();
    let state = |channel| ChannelState {
        channel,
        volume: range.and_then(|range| volume(selem, direction, channel, range, levels)),
        on: has_switch.then(|| selem.switch(direction, channel).ok()).flatten(),
    };
    let channels = Channel::all().filter(|channel| selem.has_channel(direction, *channel)).map(state).collect();
    Some(Side { range, levels, mono: selem.is_mono(direction), channels })
}

fn volume(
    selem: &Selem<'_>,
    direction: Direction,
    channel: Channel,
    range: scale::Range,
    levels: Option<scale::Range>,
) -> Option<Volume> {
    let raw = selem.volume(direction, channel).ok()?;
    let centibel = selem.centibel(direction, channel);
    Some(Volume {
        raw,
        percent: scale::raw_percent(raw, range),
        mapped_percent: scale::mapped_percent(scale::mapped(raw, range, centibel, levels)),
        centibel,
    })
}

fn capabilities(selem: &Selem<'_>) -> Vec<&'static str> {
    use Direction::{Capture, Playback};
    let (volume, switch) = (selem.has_common_volume(), selem.has_common_switch());
    let own_volume = |direction| !volume && selem.has_volume(direction);
    let own_switch = |direction| !switch && selem.has_switch(direction);
    let words = [
        (volume, "volume"),
        (volume && selem.is_volume_joined(Playback), "volume-joined"),
        (own_volume(Playback), "pvolume"),
        (own_volume(Playback) && selem.is_volume_joined(Playback), "pvolume-joined"),
        (own_volume(Capture), "cvolume"),
        (own_volume(Capture) && selem.is_volume_joined(Capture), "cvolume-joined"),
        (switch, "switch"),
        (switch && selem.is_switch_joined(Playback), "switch-joined"),
        (own_switch(Playback), "pswitch"),
        (own_switch(Playback) && selem.is_switch_joined(Playback), "pswitch-joined"),
        (own_switch(Capture), "cswitch"),
        (own_switch(Capture) && selem.is_switch_joined(Capture), "cswitch-joined"),
        (own_switch(Capture) && selem.capture_group().is_some(), "cswitch-exclusive"),
        (selem.is_enum(Playback), "penum"),
        (!selem.is_enum(Playback) && selem.is_enum(Capture), "cenum"),
        (selem.is_enumerated() && !selem.is_enum(Playback) && !selem.is_enum(Capture), "enum"),
    ];
    words.into_iter().filter(|(has, _)| *has).map(|(_, word)| word).collect()
}

fn choice(selem: &Selem<'_>) -> Option<Choice> {
    if !selem.is_enumerated() {
        return None;
    }
    let chosen = Channel::all().map_while(|channel| selem.item(channel).ok()).collect();
    Some(Choice { items: selem.items(), chosen })
}
