//! What sounds and how the channels are set, by the events that have been delivered.
//!
//! However playing ends, nothing that is told here as sounding may stay so.

use crate::device::seq::event::{Event, EventKind};
use std::collections::{BTreeMap, BTreeSet};

/// The controller of the sustain pedal.
const SUSTAIN: u32 = 64;
/// The controller message that ends all notes.
const ALL_NOTES_OFF: u32 = 123;
/// Controllers from here on are messages, not settings.
const FIRST_CHANNEL_MODE: u32 = 120;

type Channel = (usize, u8);

/// The state of the channels of all ports.
#[derive(Debug, Clone, Default)]
pub(super) struct Sounding {
    /// Of every channel that was used the keys that are down, one a bit.
    keys: BTreeMap<Channel, u128>,
    sustained: BTreeSet<Channel>,
    settings: BTreeMap<(Channel, EventKind, u32), Event>,
}

/// Whether channels on which nothing sounds are silenced, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Only what is known to sound.
    Sounding,
    /// Every channel that was used.
    Used,
}

impl Sounding {
    /// Takes note of an event delivered to the port of this number.
    pub(super) fn deliver(&mut self, port: usize, event: &Event) {
        let channel = (port, event.fixed[0]);
        let key = 1_u128.checked_shl(u32::from(event.fixed[1])).unwrap_or(0);
        match event.kind {
            EventKind::NOTE_ON if event.fixed[2] > 0 => *self.keys.entry(channel).or_default() |= key,
            EventKind::NOTE_ON | EventKind::NOTE_OFF => self.lift(channel, key),
            EventKind::CONTROLLER => self.control(channel, event),
            EventKind::PROGRAM | EventKind::CHANNEL_PRESSURE | EventKind::PITCH_BEND => {
                self.settings.insert((channel, event.kind, 0), event.clone());
            }
            _ => {}
        }
    }

    fn lift(&mut self, channel: Channel, keys: u128) {
        if let Some(down) = self.keys.get_mut(&channel) {
            *down &= !keys;
        }
    }

    fn control(&mut self, channel: Channel, event: &Event) {
        let control = event.as_control();
        match control.number {
            SUSTAIN if control.value >= 64 => {
                self.sustained.insert(channel);
            }
            SUSTAIN => {
                self.sustained.remove(&channel);
            }
            FIRST_CHANNEL_MODE.. => self.lift(channel, u128::MAX),
            _ => {}
        }
        if control.number < FIRST_CHANNEL_MODE {
            self.settings.insert((channel, event.kind, control.number), event.clone());
        }
    }

    /// The events that silence everything, with their ports.
    pub(super) fn release(&mut self, reach: Reach) -> Vec<(usize, Event)> {
        let mut channels = self.sustained.clone();
        let mut events = Vec::new();
        for ((port, channel), down) in &mut self.keys {
            if *down != 0 || reach == Reach::Used {
                channels.insert((*port, *channel));
            }
            let notes = (0..128).filter(|note| *down >> note & 1 == 1);
            events.extend(notes.map(|note| (*port, Event::note(EventKind::NOTE_OFF, *channel, note, 64))));
            *down = 0;
        }
        for (port, channel) in channels {
            events.push((port, Event::control(EventKind::CONTROLLER, channel, SUSTAIN, 0)));
            events.push((port, Event::control(EventKind::CONTROLLER, channel, ALL_NOTES_OFF, 0)));
        }
        self.sustained.clear();
        events
    }

    /// The events that set the channels as they are.
    pub(super) fn settings(&self) -> Vec<(usize, Event)> {
        self.settings.iter().map(|(((port, _), ..), event)| (*port, event.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(kind: EventKind, key: u8, velocity: u8) -> Event {
        Event::note(kind, 2, key, velocity)
    }

    fn control(number: u32, value: i32) -> Event {
        Event::control(EventKind::CONTROLLER, 2, number, value)
    }

    #[test]
    fn what_sounds_is_released_once() {
        let mut sounding = Sounding::default();
        for key in [60, 64, 67] {
            sounding.deliver(1, &note(EventKind::NOTE_ON, key, 90));
        }
        sounding.deliver(1, &note(EventKind::NOTE_OFF, 60, 0));
        sounding.deliver(1, &note(EventKind::NOTE_ON, 64, 0));
        let wanted = [(1, note(EventKind::NOTE_OFF, 67, 64)), (1, control(64, 0)), (1, control(123, 0))];
        assert_eq!(sounding.release(Reach::Sounding), wanted);
        assert_eq!(sounding.release(Reach::Sounding), []);
        assert_eq!(sounding.release(Reach::Used), wanted[1..]);
    }

    #[test]
    fn a_held_pedal_goes_up_and_its_setting_comes_back() {
        let mut sounding = Sounding::default();
        sounding.deliver(0, &control(64, 127));
        assert_eq!(sounding.release(Reach::Sounding), [(0, control(64, 0)), (0, control(123, 0))]);
        assert_eq!(sounding.settings(), [(0, control(64, 127))]);
    }
}
