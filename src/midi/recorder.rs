//! Events of the sequencer as tracks of a file.
//!
//! Pure: it is given events with their ticks, and has at every moment the bytes of a valid file.

use super::smf::encode::{self, TrackBytes};
use crate::device::seq::event::{Event, EventKind, Voice};

/// What a tick of the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// So many ticks a beat, so many beats a minute.
    Beat(u16, u32),
    /// So many frames a second, so many ticks a frame.
    Frame(u8, u8),
}

/// A time signature: beats, and the note that is a beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Beats a bar.
    pub beats: u8,
    /// A beat is a note of 2 to the power of this.
    pub power: u8,
}

/// How tracks are made of ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// A track for each port.
    Ports,
    /// For each port a track for what has no channel, and one for each channel.
    Channels,
}

/// A file that is being recorded.
pub struct Recorder {
    division: Division,
    split: Split,
    ports: usize,
    tracks: Vec<TrackBytes>,
    events: u64,
}

const CHANNELS: usize = 16;

impl Recorder {
    /// A file for events of so many ports.
    pub fn new(division: Division, signature: Signature, split: Split, ports: usize) -> Recorder {
        let port_tracks = if split == Split::Channels { 1 + CHANNELS } else { 1 };
        let mut tracks = vec![TrackBytes::default(); ports.max(1) * port_tracks];
        if ports > 1 {
            for (index, track) in tracks.iter_mut().enumerate() {
                track.meta(0, 0x21, &[u8::try_from(index / port_tracks).unwrap_or(127)]);
            }
        }
        if let Division::Beat(_, bpm) = division {
            tracks[0].meta(0, 0x51, &(60_000_000 / bpm.max(1)).to_be_bytes()[1..]);
            tracks[0].meta(0, 0x58, &[signature.beats, signature.power, 24, 8]);
        }
        Recorder { division, split, ports, tracks, events: 0 }
    }

    /// How many events are in the file.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Takes an event of the port of this number; what no file can hold is passed over.
    pub fn take(&mut self, tick: u64, port: usize, event: &Event) {
        let Some(messages) = messages(event) else { return };
        self.events += 1;
        for message in messages {
            let track = self.track_of(port, &message);
            let track = &mut self.tracks[track];
            match message.split_first() {
                Some((status @ 0x80..0xf0, data)) => track.channel(tick, *status, data),
                _ => track.sysex(tick, &message),
            }
        }
    }

    fn track_of(&self, port: usize, message: &[u8]) -> usize {
        match (self.split, message.first()) {
            (Split::Ports, _) => port,
            (Split::Channels, Some(status @ 0x80..0xf0)) => port * (1 + CHANNELS) + 1 + usize::from(status & 0x0f),
            (Split::Channels, _) => port * (1 + CHANNELS),
        }
    }

    /// The bytes of the file if it ended at this tick.
    pub fn file(&self, end_tick: u64) -> Vec<u8> {
        let used: Vec<&TrackBytes> = self
            .tracks
            .iter()
            .enumerate()
            .filter(|(index, track)| *index == 0 || self.is_used(track))
            .map(|(_, t)| t)
            .collect();
        let division = match self.division {
            Division::Beat(ticks, _) => ticks,
            Division::Frame(frames, ticks) => encode::frame_division(frames, ticks),
        };
        let tracks = u16::try_from(used.len()).unwrap_or(u16::MAX);
        let mut file = encode::header(u16::from(used.len() > 1), tracks, division);
        for (index, track) in used.iter().enumerate() {
            file.extend(track.chunk(if index == 0 { end_tick } else { 0 }));
        }
        file
    }

    /// A channel of which nothing came has no track; a port has.
    fn is_used(&self, track: &TrackBytes) -> bool {
        self.split == Split::Ports || track.len() > if self.ports > 1 { PORT_META_BYTES } else { 0 }
    }
}

/// The port's meta event with its time.
const PORT_META_BYTES: usize = 5;

/// The MIDI messages of an event.
fn messages(event: &Event) -> Option<Vec<Vec<u8>>> {
    let Voice { channel, number, value } = event.as_control();
    let channel_of = |kind: u8| kind | channel & 0x0f;
    let [_, note, velocity, ..] = event.fixed;
    let seven = |value: i32| (value & 0x7f) as u8;
    let controller = |number: u32, value: i32| vec![channel_of(0xb0), (number & 0x7f) as u8, seven(value)];
    Some(match event.kind {
        EventKind::NOTE_ON => vec![vec![channel_of(0x90), note & 0x7f, velocity & 0x7f]],
        EventKind::NOTE_OFF => vec![vec![channel_of(0x80), note & 0x7f, velocity & 0x7f]],
        EventKind::KEY_PRESSURE => vec![vec![channel_of(0xa0), note & 0x7f, velocity & 0x7f]],
        EventKind::CONTROLLER => vec![controller(number, value)],
        EventKind::PROGRAM => vec![vec![channel_of(0xc0), seven(value)]],
        EventKind::CHANNEL_PRESSURE => vec![vec![channel_of(0xd0), seven(value)]],
        EventKind::PITCH_BEND => {
            let wheel = value + 0x2000;
            vec![vec![channel_of(0xe0), seven(wheel), seven(wheel >> 7)]]
        }
        EventKind::CONTROL14 if number < 32 => vec![controller(number, value >> 7), controller(number + 32, value)],
        EventKind::CONTROL14 => vec![controller(number, value)],
        EventKind::NON_REGISTERED => parameter([98, 99], number, value).map(|(n, v)| controller(n, v)).to_vec(),
        EventKind::REGISTERED => parameter([100, 101], number, value).map(|(n, v)| controller(n, v)).to_vec(),
        EventKind::SYSEX if !event.bytes.is_empty() => vec![event.bytes.clone()],
        _ => return None,
    })
}

fn parameter([low, high]: [u32; 2], number: u32, value: i32) -> [(u32, i32); 4] {
    let number = number.cast_signed();
    [(low, number & 0x7f), (high, number >> 7), (6, value >> 7), (38, value & 0x7f)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::midi::smf::{self, Message};

    const SIGNATURE: Signature = Signature { beats: 4, power: 2 };

    fn played(file: &[u8]) -> Vec<Vec<(u64, Message)>> {
        let smf = smf::read(file).unwrap();
        assert_eq!(smf.damage, None);
        let events =
            |track: &smf::Track| track.events.iter().map(|event| (event.tick, event.message.clone())).collect();
        smf.tracks.iter().map(events).collect()
    }

    #[test]
    fn the_file_is_valid_at_every_moment() {
        let mut recorder = Recorder::new(Division::Beat(96, 120), SIGNATURE, Split::Ports, 1);
        let start = [(0, Message::Tempo(500_000)), (0, Message::TimeSignature(4, 2))];
        assert_eq!(played(&recorder.file(7)), [start.to_vec()]);
        recorder.take(3, 0, &Event::note(EventKind::NOTE_ON, 2, 60, 64));
        recorder.take(4, 0, &Event::sysex([0xf0, 1, 0xf7]));
        recorder.take(5, 0, &Event::new(EventKind::CLOCK));
        assert_eq!(recorder.events(), 2);
        let came = [(3, Message::Channel([0x92, 60, 64])), (4, Message::Sysex(vec![0xf0, 1, 0xf7]))];
        assert_eq!(played(&recorder.file(7)), [[start, came].concat()]);
    }

    #[test]
    fn channels_have_their_tracks_and_ports_their_numbers() {
        let mut recorder = Recorder::new(Division::Frame(25, 40), SIGNATURE, Split::Channels, 2);
        recorder.take(1, 1, &Event::control(EventKind::PROGRAM, 9, 0, 5));
        let tracks = played(&recorder.file(7));
        assert_eq!(tracks[1], [(0, Message::Port(1)), (1, Message::Channel([0xc9, 5, 0]))]);
        assert_eq!(tracks.len(), 2);
    }

    #[test]
    fn wide_values_become_controllers() {
        let mut recorder = Recorder::new(Division::Frame(25, 40), SIGNATURE, Split::Ports, 1);
        recorder.take(0, 0, &Event::control(EventKind::REGISTERED, 1, 2, 300));
        recorder.take(0, 0, &Event::control(EventKind::PITCH_BEND, 1, 0, -8192));
        let wanted = [[0xb1, 100, 2], [0xb1, 101, 0], [0xb1, 6, 2], [0xb1, 38, 44], [0xe1, 0, 0]];
        assert_eq!(played(&recorder.file(0))[0], wanted.map(|bytes| (0, Message::Channel(bytes))));
    }
}
