//! The metronome: clicks on the drums of a port, scheduled beat by beat; an echo calls for the next one.

use super::options::Job;
use crate::device::seq::event::{Due, Event, EventKind};
use crate::device::seq::link::Link;
use crate::device::seq::{Address, PortUse, Seq};
use crate::midi::recorder::Division;

const DRUMS: u8 = 9;
const FIRST_BEAT: u8 = 34;
const OTHER_BEATS: u8 = 33;
const VELOCITY: u8 = 100;

pub(super) struct Metronome {
    port: Address,
    dest: Address,
    queue: u8,
    beats: u32,
    beat_ticks: u32,
    next_beat: u32,
}

impl Metronome {
    /// A metronome on this port; its first click comes with the queue's start.
    pub(super) fn link(seq: &Seq, dest: Address, queue: u8, job: &Job) -> Result<Metronome, String> {
        let port = seq.create_port("arecordmidi metronome", PortUse::Sends);
        let port = port.map_err(|error| format!("Cannot create metronome port - {}", error.reason()))?;
        let linked = seq.link(&Link::new(port, dest));
        linked.map_err(|error| format!("Cannot connect to port {dest} - {}", error.reason()))?;
        // A beat of a file in frames is half a second.
        let quarter_ticks = match job.division {
            Division::Beat(ticks, _) => u32::from(ticks),
            Division::Frame(frames, ticks) => u32::from(frames) * u32::from(ticks) / 2,
        };
        let beat_ticks = ((quarter_ticks * 4) >> job.signature.power).max(1);
        let mut metronome =
            Metronome { port, dest, queue, beats: u32::from(job.signature.beats.max(1)), beat_ticks, next_beat: 0 };
        let program = Event { source: port, ..Event::control(EventKind::PROGRAM, DRUMS, 0, 0) };
        let started = seq.send(&program.to(dest)).and_then(|()| metronome.click(seq));
        started.map_err(|error| format!("Cannot play the metronome - {}", error.reason()))?;
        Ok(metronome)
    }

    /// Whether this event is the echo that calls for the next click.
    pub(super) fn is_call(&self, event: &Event) -> bool {
        event.kind == EventKind::ECHO && event.source == self.port
    }

    pub(super) fn click(&mut self, seq: &Seq) -> crate::device::Result<()> {
        let due = Due::Tick(self.queue, self.next_beat.wrapping_mul(self.beat_ticks));
        let note = if self.next_beat.is_multiple_of(self.beats) { FIRST_BEAT } else { OTHER_BEATS };
        self.next_beat += 1;
        let click = Event { source: self.port, ..Event::note(EventKind::NOTE_ON, DRUMS, note, VELOCITY) };
        seq.send(&click.to(self.dest).at(due))?;
        let echo = Event { source: self.port, ..Event::new(EventKind::ECHO) };
        seq.send(&echo.to(self.port).at(due))
    }
}
