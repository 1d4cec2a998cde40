//! A file as it is played: all tracks as one list of events in the order of their ticks, and the maps of time.
//!
//! The order of events that are due at once is that of the tracks.

use super::smf::{Division, Message, Smf};
use crate::device::seq::event::{Event, EventKind};
use crate::device::seq::queue::Tempo;

/// What is played.
#[derive(Debug, Clone)]
pub struct Song {
    /// Ticks a beat and microseconds a beat at the start.
    pub tempo: Tempo,
    /// The events.
    pub events: Vec<SongEvent>,
    /// The tick at which it ends.
    pub end_tick: u64,
    tempos: Vec<TempoChange>,
    bars: Vec<BarChange>,
}

/// An event of a song.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SongEvent {
    /// When it is due.
    pub tick: u64,
    /// What it is.
    pub action: Action,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// An event for the port of this number.
    Send(usize, Event),
    /// So many microseconds a beat from now on.
    Tempo(u32),
    /// Words that are sung.
    Lyric(String),
}

#[derive(Debug, Clone, Copy)]
struct TempoChange {
    tick: u64,
    at_us: u64,
    beat_us: u32,
}

#[derive(Debug, Clone, Copy)]
struct BarChange {
    tick: u64,
    bar: u64,
    beats: u64,
    beat_ticks: u64,
}

/// A place in a song as musicians name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The bar, from 1.
    pub bar: u64,
    /// The beat in it, from 1.
    pub beat: u64,
}

const DEFAULT_BEAT_US: u32 = 500_000;

impl Song {
    /// The song of a file.
    pub fn new(smf: &Smf) -> Song {
        let tempo = start_tempo(smf.division);
        let mut song = Song { tempo, events: Vec::new(), end_tick: 0, tempos: Vec::new(), bars: Vec::new() };
        let lyrics = lyric_kind(smf);
        let mut signatures = Vec::new();
        for track in &smf.tracks {
            let offset = if smf.format == 2 { song.end_tick } else { 0 };
            let mut port = 0;
            for event in &track.events {
                let tick = offset + event.tick;
                match &event.message {
                    Message::Port(number) => port = usize::from(*number),
                    Message::TimeSignature(beats, power) => signatures.push((tick, *beats, *power)),
                    message => {
                        let action = action(message, port, smf.division, lyrics);
                        song.events.extend(action.map(|action| SongEvent { tick, action }));
                    }
                }
            }
            song.end_tick = song.end_tick.max(offset + track.end_tick);
        }
        song.events.sort_by_key(|event| event.tick);
        song.map_tempos();
        song.map_bars(signatures);
        song
    }

    /// Microseconds from the start to this tick.
    pub fn time_us(&self, tick: u64) -> u64 {
        let change = self.tempo_change(|change| change.tick <= tick);
        change.at_us.saturating_add(self.ticks_us(tick - change.tick, change.beat_us))
    }

    /// The tick at that time.
    pub fn tick_at(&self, time_us: u64) -> u64 {
        let change = self.tempo_change(|change| change.at_us <= time_us);
        let ticks = u128::from(time_us - change.at_us) * u128::from(self.tempo.beat_ticks) / u128::from(change.beat_us);
        change.tick.saturating_add(u64::try_from(ticks).unwrap_or(u64::MAX))
    }

    /// Microseconds a beat at this tick.
    pub fn beat_us(&self, tick: u64) -> u32 {
        self.tempo_change(|change| change.tick <= tick).beat_us
    }

    /// The bar and beat of this tick.
    pub fn place(&self, tick: u64) -> Place {
        let change = self.bars.iter().rev().find(|change| change.tick <= tick).unwrap_or(&self.bars[0]);
        let beats = (tick - change.tick) / change.beat_ticks;
        Place { bar: change.bar + beats / change.beats + 1, beat: beats % change.beats + 1 }
    }

    fn tempo_change(&self, is_before: impl Fn(&TempoChange) -> bool) -> TempoChange {
        let index = self.tempos.partition_point(is_before);
        self.tempos[index.saturating_sub(1)]
    }

    fn ticks_us(&self, ticks: u64, beat_us: u32) -> u64 {
        let time = u128::from(ticks) * u128::from(beat_us) / u128::from(self.tempo.beat_ticks);
        u64::try_from(time).unwrap_or(u64::MAX)
    }

    fn map_tempos(&mut self) {
        let mut now = TempoChange { tick: 0, at_us: 0, beat_us: self.tempo.beat_us };
        let mut tempos = vec![now];
        for event in &self.events {
            if let Action::Tempo(beat_us) = event.action {
                let passed_us = self.ticks_us(event.tick - now.tick, now.beat_us);
                let at_us = now.at_us.saturating_add(passed_us);
                now = TempoChange { tick: event.tick, at_us, beat_us };
                tempos.push(now);
            }
        }
        self.tempos = tempos;
    }

    fn map_bars(&mut self, mut signatures: Vec<(u64, u8, u8)>) {
        let whole_ticks = u64::from(self.tempo.beat_ticks) * 4;
        let mut now = BarChange { tick: 0, bar: 0, beats: 4, beat_ticks: (whole_ticks / 4).max(1) };
        self.bars.push(now);
        signatures.sort_by_key(|(tick, ..)| *tick);
        for (tick, beats, power) in signatures {
            let bar_ticks = now.beats * now.beat_ticks;
            let bar = now.bar + (tick - now.tick).div_ceil(bar_ticks);
            let beat_ticks = whole_ticks.checked_shr(u32::from(power)).unwrap_or(0).max(1);
            now = BarChange { tick, bar, beats: u64::from(beats.max(1)), beat_ticks };
            self.bars.push(now);
        }
    }
}

fn start_tempo(division: Division) -> Tempo {
    match division {
        Division::Beat(ticks) => Tempo { beat_us: DEFAULT_BEAT_US, beat_ticks: u32::from(ticks) },
        Division::Frame(frames, ticks) => frame_tempo(frames, ticks),
    }
}

/// SMPTE time as a tempo: what the kernel calls a beat is so many frames that both numbers are whole.
pub fn frame_tempo(frames: u8, ticks: u8) -> Tempo {
    let (beat_us, beat_frames) = match frames {
        24 => (500_000, 12),
        25 => (400_000, 10),
        29 => (100_000_000, 2997),
        _ => (500_000, 15),
    };
    Tempo { beat_us, beat_ticks: beat_frames * u32::from(ticks) }
}

/// Karaoke files that have no lyrics sing by their texts.
fn lyric_kind(smf: &Smf) -> u8 {
    let mut messages = smf.tracks.iter().flat_map(|track| &track.events).map(|event| &event.message);
    if messages.any(|message| matches!(message, Message::Text(5, _))) { 5 } else { 1 }
}

fn action(message: &Message, port: usize, division: Division, lyrics: u8) -> Option<Action> {
    match message {
        Message::Channel(bytes) => Some(Action::Send(port, channel_event(*bytes))),
        Message::Sysex(bytes) if !bytes.is_empty() => Some(Action::Send(port, Event::sysex(bytes.as_slice()))),
        Message::Tempo(beat_us) if matches!(division, Division::Beat(_)) => Some(Action::Tempo(*beat_us)),
        Message::Text(kind, text) if *kind == lyrics && !text.starts_with(b"@") => {
            Some(Action::Lyric(lyric(&String::from_utf8_lossy(text))))
        }
        _ => None,
    }
}

/// Line ends are kept, other control characters are shown: a file's text must not steer a terminal.
fn lyric(text: &str) -> String {
    let line = text.replace(['\\', '/', '\r'], "\n");
    line.chars().flat_map(|letter| if letter.is_control() && letter != '\n' { None } else { Some(letter) }).collect()
}

fn channel_event([status, first, second]: [u8; 3]) -> Event {
    let channel = status & 0x0f;
    let number = u32::from(first);
    let value = i32::from(second);
    match status & 0xf0 {
        0x80 => Event::note(EventKind::NOTE_OFF, channel, first, second),
        0x90 => Event::note(EventKind::NOTE_ON, channel, first, second),
        0xa0 => Event::note(EventKind::KEY_PRESSURE, channel, first, second),
        0xb0 => Event::control(EventKind::CONTROLLER, channel, number, value),
        0xc0 => Event::control(EventKind::PROGRAM, channel, 0, i32::from(first)),
        0xd0 => Event::control(EventKind::CHANNEL_PRESSURE, channel, 0, i32::from(first)),
        _ => Event::control(EventKind::PITCH_BEND, channel, 0, (i32::from(first) | value << 7) - 0x2000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::midi::smf::{Timed, Track};

    fn smf(format: u16, tracks: &[&[(u64, Message)]]) -> Smf {
        let track = |events: &&[(u64, Message)]| Track {
            events: events.iter().map(|(tick, message)| Timed { tick: *tick, message: message.clone() }).collect(),
            end_tick: events.last().map_or(0, |(tick, _)| *tick) + 10,
        };
        Smf { format, division: Division::Beat(100), tracks: tracks.iter().map(track).collect(), damage: None }
    }

    fn note(key: u8) -> Message {
        Message::Channel([0x90, key, 64])
    }

    fn keys(song: &Song) -> Vec<(u64, u32)> {
        let key = |event: &SongEvent| match &event.action {
            Action::Send(_, sent) => Some((event.tick, sent.as_note().number)),
            _ => None,
        };
        song.events.iter().filter_map(key).collect()
    }

    #[test]
    fn tracks_sound_at_once_in_format_1_and_in_turn_in_format_2() {
        let tracks: [&[_]; 2] = [&[(0, note(1)), (50, note(2))], &[(0, note(3)), (50, note(4))]];
        assert_eq!(keys(&Song::new(&smf(1, &tracks))), [(0, 1), (0, 3), (50, 2), (50, 4)]);
        let song = Song::new(&smf(2, &tracks));
        assert_eq!(keys(&song), [(0, 1), (50, 2), (60, 3), (110, 4)]);
        assert_eq!(song.end_tick, 120);
    }

    #[test]
    fn time_follows_the_tempo_and_back() {
        let song = Song::new(&smf(1, &[&[(100, Message::Tempo(1_000_000)), (300, Message::Tempo(250_000))]]));
        for (tick, time_us) in [(0, 0), (50, 250_000), (100, 500_000), (200, 1_500_000), (400, 2_750_000)] {
            assert_eq!(song.time_us(tick), time_us);
            assert_eq!(song.tick_at(time_us), tick);
        }
        assert_eq!([song.beat_us(99), song.beat_us(100)], [500_000, 1_000_000]);
    }

    #[test]
    fn bars_follow_the_time_signatures() {
        let song = Song::new(&smf(1, &[&[(800, Message::TimeSignature(6, 3))]]));
        let at = |tick| (song.place(tick).bar, song.place(tick).beat);
        assert_eq!(
            [at(0), at(399), at(400), at(800), at(850), at(1100)],
            [(1, 1), (1, 4), (2, 1), (3, 1), (3, 2), (4, 1)]
        );
    }

    #[test]
    fn karaoke_sings_by_its_texts_and_steers_no_terminal() {
        let text = |text: &str| (0, Message::Text(1, text.as_bytes().to_vec()));
        let song = Song::new(&smf(0, &[&[text("@KMIDI"), text("\\He\x1b[2J"), text("llo")]]));
        let sung: Vec<_> = song.events.iter().map(|event| &event.action).cloned().collect();
        assert_eq!(sung, [Action::Lyric("\nHe[2J".to_owned()), Action::Lyric("llo".to_owned())]);
    }
}
