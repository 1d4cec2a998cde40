//! The MIDI tools on a real sequencer: what they send, heard by a client of our own; what they print, beside Debian's.

use crate::call::{Call, LIMIT, Outcome, wait_until};
use alsabox::device::seq::event::{Due, Event, EventKind};
use alsabox::device::seq::transfer::Waiting;
use alsabox::device::seq::{Address, PortUse, Seq};
use alsabox::midi::smf::encode::{self, TrackBytes};
use rustix::process::Signal;
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;

mod connections;
mod dumped;
mod played;
mod raw;
mod recorded;
mod stopped;
mod watched;
mod words;

/// A client that hears what is sent to its port.
struct Ear {
    seq: Seq,
    port: Address,
    heard: Vec<Event>,
}

impl Ear {
    fn open() -> Ear {
        let seq = Seq::open("ear").expect("the guest has a sequencer");
        seq.set_input_room(2000).expect("room for many events");
        let port = seq.create_port("ear", PortUse::Takes).expect("a port");
        Ear { seq, port, heard: Vec::new() }
    }

    /// Hears whatever comes until `is_enough`.
    fn hear_until(&mut self, what: &str, mut is_enough: impl FnMut(&[Event]) -> bool) {
        let start = Instant::now();
        while !is_enough(&self.heard) {
            assert!(start.elapsed() < LIMIT, "never heard: {what}; but {:?}", self.heard);
            self.seq.wait(Waiting { output: false, other: None, limit_ms: Some(50) }).expect("the sequencer");
            self.hear();
        }
    }

    /// Hears what has come.
    fn hear(&mut self) {
        while let Some(event) = self.seq.receive().expect("no event is lost") {
            let is_music = !matches!(event.kind, EventKind::PORT_SUBSCRIBED | EventKind::PORT_UNSUBSCRIBED);
            self.heard.extend(is_music.then_some(event));
        }
    }

    /// Plays to this ear; what was heard is returned as tick, kind and data.
    fn hear_all(&mut self, aplaymidi: Call, file: &PathBuf) -> (Outcome, Vec<Heard>) {
        let running = aplaymidi.args(&["-d", "0", "-p", &self.port.to_string()]).arg(file).start();
        let mut running = Some(running);
        while running.as_mut().is_some_and(|running| !running.has_ended()) {
            self.seq.wait(Waiting { output: false, other: None, limit_ms: Some(50) }).expect("the sequencer");
            self.hear();
        }
        let outcome = running.take().expect("it was started").wait();
        self.hear();
        (outcome, std::mem::take(&mut self.heard).iter().map(heard).collect())
    }
}

type Heard = (Option<u32>, u8, [u8; 12], Vec<u8>);

fn heard(event: &Event) -> Heard {
    let tick = match event.due {
        Due::Now | Due::Time(..) => None,
        Due::Tick(_, tick) => Some(tick),
    };
    let mut fixed = event.fixed;
    // Debian's leaves in the bytes that an event does not use what was there before.
    match event.kind {
        EventKind::NOTE_ON | EventKind::NOTE_OFF | EventKind::KEY_PRESSURE => fixed[3..].fill(0),
        EventKind::CONTROLLER => fixed[1..4].fill(0),
        _ => fixed[1..8].fill(0),
    }
    (tick, event.kind.0, fixed, event.bytes.clone())
}

/// A folder with a file of these tracks.
fn file_of(division: u16, tracks: &[TrackBytes]) -> (TempDir, PathBuf) {
    let dir = TempDir::new().expect("a temporary folder");
    let path = dir.path().join("song.mid");
    let format = u16::from(tracks.len() > 1);
    let mut bytes = encode::header(format, u16::try_from(tracks.len()).expect("few tracks"), division);
    tracks.iter().for_each(|track| bytes.extend(track.chunk(0)));
    std::fs::write(&path, bytes).expect("a file for the test");
    (dir, path)
}

/// Numbers that look random and are the same in each run.
struct Numbers(u32);

impl Numbers {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % limit
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(128)).expect("7 bits")
    }
}
