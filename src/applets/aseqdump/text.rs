//! An event as a line. Scripts cut these lines into pieces: every blank counts.

use crate::device::seq::Address;
use crate::device::seq::event::{Event, EventKind};
use crate::device::seq::ump::Protocol;
use std::fmt::Write;

/// How numbers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// As they are.
    Raw,
    /// Channels and groups from 1.
    Normalized,
    /// In per cent, where MIDI 2.0 has more than 7 bits.
    Percent,
}

impl View {
    pub(super) fn channel(self, channel: u8) -> u8 {
        if self == View::Normalized { channel.wrapping_add(1) } else { channel }
    }
}

pub(super) fn heading(protocol: Option<Protocol>) -> &'static str {
    match protocol {
        None => "Source  Event                  Ch  Data",
        Some(_) => "Source  Group    Event                  Ch  Data",
    }
}

pub(super) fn line(event: &Event, view: View) -> String {
    format!("{:3}:{:<3} {}", event.source.client, event.source.port, body(event, view))
}

/// What follows the source.
pub(super) fn body(event: &Event, view: View) -> String {
    let (name, data) = described(event, view);
    match data {
        Data::None => name,
        Data::Channel(channel, text) => format!("{name:<23}{channel:2}, {text}"),
        Data::Other(text) => format!("{name:<27}{text}"),
    }
}

enum Data {
    None,
    Channel(u8, String),
    Other(String),
}

fn described(event: &Event, view: View) -> (String, Data) {
    if let Some((name, data)) = voice(event, view).or_else(|| queue(event)).or_else(|| system(event)) {
        return (name.to_owned(), data);
    }
    match bare(event.kind) {
        Some(name) => (name.to_owned(), Data::None),
        None => (format!("Event type {}", event.kind.0), Data::None),
    }
}

fn voice(event: &Event, view: View) -> Option<(&'static str, Data)> {
    let note = event.as_note();
    let control = event.as_control();
    let on_note = |text| Data::Channel(view.channel(note.channel), text);
    let on_channel = |text| Data::Channel(view.channel(control.channel), text);
    Some(match event.kind {
        EventKind::NOTE_ON if note.value == 0 => ("Note off", on_note(format!("note {}", note.number))),
        EventKind::NOTE_ON => ("Note on", on_note(format!("note {}, velocity {}", note.number, note.value))),
        EventKind::NOTE_OFF => ("Note off", on_note(format!("note {}, velocity {}", note.number, note.value))),
        EventKind::NOTE => {
            let duration = event.duration();
            ("Note", on_note(format!("note {}, velocity {}, duration {duration}", note.number, note.value)))
        }
        EventKind::KEY_PRESSURE => {
            ("Polyphonic aftertouch", on_note(format!("note {}, value {}", note.number, note.value)))
        }
        EventKind::CONTROLLER => {
            ("Control change", on_channel(format!("controller {}, value {}", control.number, control.value)))
        }
        EventKind::PROGRAM => ("Program change", on_channel(format!("program {}", control.value))),
        EventKind::CHANNEL_PRESSURE => ("Channel aftertouch", on_channel(format!("value {}", control.value))),
        EventKind::PITCH_BEND => ("Pitch bend", on_channel(format!("value {}", control.value))),
        EventKind::CONTROL14 => {
            ("Control change", on_channel(format!("controller {}, value {:5}", control.number, control.value)))
        }
        EventKind::NON_REGISTERED => {
            ("Non-reg. parameter", on_channel(format!("parameter {}, value {}", control.number, control.value)))
        }
        EventKind::REGISTERED => {
            ("Reg. parameter", on_channel(format!("parameter {}, value {}", control.number, control.value)))
        }
        _ => return None,
    })
}

fn queue(event: &Event) -> Option<(&'static str, Data)> {
    let of = || Data::Other(format!("queue {}", event.as_queue().0));
    Some(match event.kind {
        EventKind::START if event.source == Address::TIMER => ("Queue start", of()),
        EventKind::CONTINUE if event.source == Address::TIMER => ("Queue continue", of()),
        EventKind::STOP if event.source == Address::TIMER => ("Queue stop", of()),
        EventKind::SET_POSITION_TICK => ("Set tick queue pos.", of()),
        EventKind::SET_POSITION_TIME => ("Set rt queue pos.", of()),
        EventKind::TEMPO => ("Set queue tempo", of()),
        EventKind::CLOCK if event.source == Address::TIMER => ("Queue clock", of()),
        EventKind::TICK if event.source == Address::TIMER => ("Queue tick", of()),
        EventKind::QUEUE_SKEW => ("Queue timer skew", of()),
        _ => return None,
    })
}

fn system(event: &Event) -> Option<(&'static str, Data)> {
    let control = event.as_control();
    let address = event.as_address();
    let (sender, dest) = event.as_link();
    let value = || Data::Other(format!("value {}", control.value));
    let client = || Data::Other(format!("client {}", address.client));
    let port = || Data::Other(address.to_string());
    let link = || Data::Other(format!("{sender} -> {dest}"));
    Some(match event.kind {
        EventKind::SONG_POSITION => ("Song position pointer", value()),
        EventKind::SONG_SELECT => ("Song select", value()),
        EventKind::QUARTER_FRAME => ("MTC quarter frame", Data::Other(format!("{:02x}h", control.value))),
        EventKind::TIME_SIGNATURE => ("SMF time signature", Data::Other(format!("({:#010x})", control.value))),
        EventKind::KEY_SIGNATURE => ("SMF key signature", Data::Other(format!("({:#010x})", control.value))),
        EventKind::CLIENT_START => ("Client start", client()),
        EventKind::CLIENT_EXIT => ("Client exit", client()),
        EventKind::CLIENT_CHANGE => ("Client changed", client()),
        EventKind::PORT_START => ("Port start", port()),
        EventKind::PORT_EXIT => ("Port exit", port()),
        EventKind::PORT_CHANGE => ("Port changed", port()),
        EventKind::PORT_SUBSCRIBED => ("Port subscribed", link()),
        EventKind::PORT_UNSUBSCRIBED => ("Port unsubscribed", link()),
        EventKind::SYSEX => ("System exclusive", Data::Other(hex(&event.bytes))),
        _ => return None,
    })
}

fn bare(kind: EventKind) -> Option<&'static str> {
    Some(match kind {
        EventKind::START => "Start",
        EventKind::CONTINUE => "Continue",
        EventKind::STOP => "Stop",
        EventKind::CLOCK => "Clock",
        EventKind::TICK => "Tick",
        EventKind::TUNE_REQUEST => "Tune request",
        EventKind::RESET => "Reset",
        EventKind::ACTIVE_SENSING => "Active Sensing",
        _ => return None,
    })
}

/// `F0 7E F7`
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        let _ = write!(text, "{}{byte:02X}", if text.is_empty() { "" } else { " " });
    }
    text
}
