//! The streams that are open: PCM substreams and raw MIDI, with who opened them and how they are set up.

use super::clock::Clock;
use super::tree::{Tree, field};
use crate::device::pcm::Direction;

/// What a stream carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Medium {
    /// Sound.
    Pcm,
    /// MIDI.
    Midi,
}

/// An open stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// PCM or MIDI.
    pub medium: Medium,
    /// The number of its card.
    pub card: i32,
    /// The device.
    pub device: u32,
    /// The subdevice.
    pub subdevice: u32,
    /// Playback is also what a MIDI port is sent.
    pub direction: Direction,
    /// The thread that opened it; `None` when it lives outside our process namespace.
    pub owner: Option<i32>,
    /// The state in the kernel's word, "RUNNING"; MIDI has none.
    pub state: Option<String>,
    /// What was agreed on; MIDI and a PCM that is not yet set up have none.
    pub setup: Option<Setup>,
    /// When it was started, in seconds since 1970, if it runs.
    pub started: Option<i64>,
}

/// The set-up of a PCM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The format, "S16_LE".
    pub format: String,
    /// Channels.
    pub channels: u32,
    /// Frames a second.
    pub rate: u32,
    /// Frames of a period.
    pub period_frames: u64,
    /// Frames of the buffer.
    pub buffer_frames: u64,
}

impl Stream {
    /// Whether it is one of this PCM device's streams.
    pub fn is_of(&self, card: i32, device: u32, direction: Direction) -> bool {
        self.medium == Medium::Pcm && (self.card, self.device, self.direction) == (card, device, direction)
    }

    /// The name of its node in /dev/snd.
    pub fn node(&self) -> String {
        let Stream { card, device, .. } = self;
        match (self.medium, self.direction) {
            (Medium::Midi, _) => format!("midiC{card}D{device}"),
            (Medium::Pcm, Direction::Playback) => format!("pcmC{card}D{device}p"),
            (Medium::Pcm, Direction::Capture) => format!("pcmC{card}D{device}c"),
        }
    }
}

/// The open streams of all cards.
pub fn read(tree: &Tree, clock: &Clock) -> Vec<Stream> {
    let cards: Vec<i32> = tree.numbers("proc/asound", "card");
    cards.into_iter().flat_map(|card| of_card(tree, clock, card)).collect()
}

fn of_card(tree: &Tree, clock: &Clock, card: i32) -> Vec<Stream> {
    let dir = format!("proc/asound/card{card}");
    let mut streams = Vec::new();
    for name in tree.names(&dir) {
        if let Some((device, direction)) = pcm(&name) {
            let place = Place { medium: Medium::Pcm, card, device, direction };
            let subdevices: Vec<u32> = tree.numbers(&format!("{dir}/{name}"), "sub");
            let open =
                |subdevice: u32| pcm_stream(tree, clock, &place, &format!("{dir}/{name}/sub{subdevice}"), subdevice);
            streams.extend(subdevices.into_iter().filter_map(open));
        } else if let Some(device) = name.strip_prefix("midi").and_then(|number| number.parse().ok()) {
            streams.extend(midi_streams(&tree.text(&format!("{dir}/{name}")).unwrap_or_default(), card, device));
        }
    }
    streams
}

struct Place {
    medium: Medium,
    card: i32,
    device: u32,
    direction: Direction,
}

/// The device and direction that a folder such as "pcm0p" stands for.
pub(super) fn pcm(name: &str) -> Option<(u32, Direction)> {
    let name = name.strip_prefix("pcm")?;
    match name.strip_suffix('p') {
        Some(device) => Some((device.parse().ok()?, Direction::Playback)),
        None => Some((name.strip_suffix('c')?.parse().ok()?, Direction::Capture)),
    }
}

fn pcm_stream(tree: &Tree, clock: &Clock, place: &Place, dir: &str, subdevice: u32) -> Option<Stream> {
    let status = tree.text(&format!("{dir}/status"))?;
    let state = field(&status, "state")?.to_owned();
    let setup = tree.text(&format!("{dir}/hw_params")).and_then(|text| setup(&text));
    let runs = matches!(state.as_str(), "RUNNING" | "DRAINING");
    let started = clock.of_stream(&status, "trigger_time").filter(|_| runs);
    let &Place { medium, card, device, direction } = place;
    let owner = owner(&status, "owner_pid");
    Some(Stream { medium, card, device, subdevice, direction, owner, state: Some(state), setup, started })
}

/// The kernel says 0 for a process that our namespace does not have.
fn owner(text: &str, name: &str) -> Option<i32> {
    field(text, name)?.parse().ok().filter(|pid| *pid > 0)
}

fn setup(hw_params: &str) -> Option<Setup> {
    let number = |name: &str| field(hw_params, name)?.split_whitespace().next()?.parse::<u64>().ok();
    Some(Setup {
        format: field(hw_params, "format")?.to_owned(),
        channels: number("channels")?.try_into().ok()?,
        rate: number("rate")?.try_into().ok()?,
        period_frames: number("period_size")?,
        buffer_frames: number("buffer_size")?,
    })
}

/// A raw MIDI device lists its substreams in paragraphs; the open ones say who opened them.
fn midi_streams(text: &str, card: i32, device: u32) -> Vec<Stream> {
    let mut streams: Vec<Stream> = Vec::new();
    let mut place = None;
    for line in text.lines() {
        if let Some(next) = midi_place(line) {
            place = Some(next);
        } else if let (Some((direction, subdevice)), true) = (place, line.trim_start().starts_with("Owner PID")) {
            let owner = owner(line, "Owner PID");
            let medium = Medium::Midi;
            streams.push(Stream {
                medium,
                card,
                device,
                subdevice,
                direction,
                owner,
                state: None,
                setup: None,
                started: None,
            });
        }
    }
    streams
}

fn midi_place(line: &str) -> Option<(Direction, u32)> {
    match line.split_once(' ')? {
        ("Output", number) => Some((Direction::Playback, number.parse().ok()?)),
        ("Input", number) => Some((Direction::Capture, number.parse().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::*;

    const DESK: &str = include_str!("../../../tests/trees/desk.txt");

    #[test]
    fn open_streams_are_read_with_their_set_up_and_closed_ones_are_not() {
        let world = World::new(DESK);
        let streams = read(&world.tree, &Clock::read(&world.tree));
        let places: Vec<_> = streams.iter().map(|stream| (stream.node(), stream.subdevice, stream.owner)).collect();
        let expected = [("pcmC0D0p", 0, Some(4200)), ("midiC1D0", 1, Some(4300)), ("pcmC2D0c", 0, None)];
        assert_eq!(places, expected.map(|(node, subdevice, owner)| (node.to_owned(), subdevice, owner)));
        let setup = Setup {
            format: "S16_LE".to_owned(),
            channels: 2,
            rate: 44_100,
            period_frames: 5513,
            buffer_frames: 22_052,
        };
        assert_eq!(streams[0].setup, Some(setup));
        assert_eq!(streams[0].started, Some(1_795_575_722 + 28));
        assert_eq!((streams[1].direction, streams[1].setup.as_ref()), (Direction::Capture, None));
    }
}
