//! Elements made up for tests.

use super::action::View;
use super::app::{App, Desk, Presence, Scope};
use super::layout::Size;
use super::rc::Config;
use super::strip::Unit;
use super::theme::{Colors, Theme};
use crate::device::mixer::Channel;
use crate::mixer::element::{ChannelState, Choice, Element, Side, Volume};
use crate::mixer::scale;

/// A volume from 0 to 100 without dB.
pub(super) const PLAIN: Option<(i64, i64)> = None;

pub(super) fn unit(name: &str) -> Unit {
    let element = Element {
        name: name.to_owned(),
        index: 0,
        capabilities: Vec::new(),
        capture_group: None,
        common_volume: false,
        common_switch: false,
        playback: None,
        capture: None,
        choice: None,
    };
    Unit { element, active: true }
}

/// One side: a volume for each channel, a switch for each channel.
pub(super) fn side(volumes: &[i64], levels: Option<(i64, i64)>, switches: &[bool]) -> Side {
    let range = (0, 100);
    let volume = |raw: i64| {
        let centibel = levels.map(|(least, most)| least + raw * (most - least) / 100);
        Volume {
            raw,
            percent: raw,
            mapped_percent: scale::mapped_percent(scale::mapped(raw, range, centibel, levels)),
            centibel,
        }
    };
    let count = volumes.len().max(switches.len());
    let state = |(at, channel): (usize, Channel)| ChannelState {
        channel,
        volume: volumes.get(at).map(|raw| volume(*raw)),
        on: switches.get(at.min(switches.len().saturating_sub(1))).copied(),
    };
    let channels = Channel::all().take(count).enumerate().map(state).collect();
    let range = (!volumes.is_empty()).then_some(range);
    Side { range, levels: levels.filter(|_| range.is_some()), mono: count == 1, channels }
}

pub(super) trait With {
    fn playback(self, side: Side) -> Self;
    fn capture(self, side: Side) -> Self;
    fn choice(self, items: &[&str], chosen: u32, capability: &'static str) -> Self;
    fn capability(self, word: &'static str) -> Self;
    fn inactive(self) -> Self;
}

impl With for Unit {
    fn playback(mut self, side: Side) -> Unit {
        self.element.playback = Some(side);
        self
    }

    fn capture(mut self, side: Side) -> Unit {
        self.element.capture = Some(side);
        self
    }

    fn choice(mut self, items: &[&str], chosen: u32, capability: &'static str) -> Unit {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        self.element.choice = Some(Choice { items, chosen: vec![chosen] });
        self.capability(capability)
    }

    fn capability(mut self, word: &'static str) -> Unit {
        self.element.capabilities.push(word);
        self
    }

    fn inactive(mut self) -> Unit {
        self.active = false;
        self
    }
}

pub(super) fn desk(units: Vec<Unit>) -> Desk {
    Desk {
        device: "sysdefault:0".to_owned(),
        id: "PCH".to_owned(),
        card: "HDA Intel PCH".to_owned(),
        chip: "Realtek ALC269".to_owned(),
        units,
        presence: Presence::Here,
    }
}

pub(super) fn app(units: Vec<Unit>, view: View, size: Size) -> App {
    let mut app = App::new("AlsaMixer v1.2.16", Config::new(Theme::new(Colors::On)), view);
    app.resize(size);
    app.show(vec![desk(units)], Scope::Card);
    app
}

/// What a laptop has.
pub(super) fn laptop() -> Vec<Unit> {
    let db = Some((-6525, 0));
    vec![
        unit("Master").playback(side(&[74], db, &[true])).capability("pvolume-joined"),
        unit("Headphone").playback(side(&[100, 80], db, &[true, false])),
        unit("Speaker").playback(side(&[0, 0], db, &[false, false])),
        unit("Mic Boost").capture(side(&[33, 33], Some((0, 3000)), &[])),
        unit("Capture").capture(side(&[63, 50], Some((-1725, 3000)), &[true, true])),
        unit("IEC958").playback(side(&[], PLAIN, &[true])),
        unit("Auto-Mute Mode").choice(&["Disabled", "Enabled"], 1, "enum"),
        unit("Input Source").choice(&["Mic", "Line"], 0, "cenum"),
    ]
}
