//! What comes next, and when: from the song's events to those of the queue.

use super::{Player, Scheduled, What};
use crate::device::seq::event::{Due, Event, EventKind};
use crate::device::{Kind, Result};
use crate::midi::pace::PART_BYTES;
use crate::midi::song::Action;

/// General MIDI's channel of drums, whose notes are no pitches.
const DRUMS: u8 = 9;

impl Player<'_> {
    /// Schedules as much as the kernel has room for.
    pub(super) fn fill(&mut self) -> Result<()> {
        loop {
            while let Some(event) = self.ready.front() {
                match self.seq.buffer(event) {
                    Ok(()) => drop(self.ready.pop_front()),
                    Err(error) if error.kind() == Kind::WouldBlock => return Ok(()),
                    Err(error) => return Err(error),
                }
            }
            if !self.make_next() {
                return self.seq.flush();
            }
        }
    }

    /// Makes the next event ready; false when all are.
    fn make_next(&mut self) -> bool {
        if let Some(event) = self.song.events.get(self.next) {
            self.next += 1;
            let tick = self.lap_tick + event.tick;
            match &event.action {
                Action::Send(port, sent) => self.make_sent(tick, *port, sent),
                Action::Tempo(beat_us) => self.make_tempo(tick, *beat_us),
                Action::Lyric(text) => self.expect(tick, What::Sung(text.clone())),
            }
            return true;
        }
        if !self.is_complete {
            self.make_round();
            return true;
        }
        false
    }

    /// The song once more, or the mark of its end.
    fn make_round(&mut self) {
        let end_tick = self.lap_tick + self.song.end_tick;
        let is_last = self.rounds_left == Some(1) || self.song.end_tick == 0;
        if is_last || end_tick + self.song.end_tick > u64::from(u32::MAX) {
            self.is_complete = true;
            let due = self.due(self.last_tick.max(end_tick));
            let echo = Event { source: self.setting.source, ..Event::new(EventKind::ECHO) };
            self.ready.push_back(echo.to(self.setting.source).at(due));
        } else {
            self.rounds_left = self.rounds_left.map(|left| left - 1);
            self.next = 0;
            self.lap_tick = end_tick;
            self.make_tempo(end_tick, self.song.tempo.beat_us);
        }
    }

    fn make_tempo(&mut self, tick: u64, beat_us: u32) {
        let event = Event::queue_control(EventKind::TEMPO, self.setting.queue, self.played_us(beat_us));
        let due = self.due(tick);
        self.ready.push_back(Event { source: self.setting.source, ..event }.at(due));
    }

    fn make_sent(&mut self, tick: u64, port: usize, event: &Event) {
        let port = port % self.setting.dests.len();
        if event.kind == EventKind::SYSEX {
            let due_us = self.lap_time_us(tick);
            for part in event.bytes.chunks(PART_BYTES) {
                let at_us = self.paces[port].send(due_us, part.len());
                self.push(self.tick_after(tick, at_us - due_us), port, Event::sysex(part));
            }
        } else if let Some(event) = self.transposed(event) {
            self.push(self.paced_tick(tick, port), port, event);
        }
    }

    /// Nothing has to be reckoned while there were no system exclusive bytes.
    fn paced_tick(&self, tick: u64, port: usize) -> u64 {
        let pace = &self.paces[port];
        if pace.is_free() {
            return tick;
        }
        let due_us = self.lap_time_us(tick);
        self.tick_after(tick, pace.after(due_us) - due_us)
    }

    fn push(&mut self, tick: u64, port: usize, event: Event) {
        let due = self.due(tick);
        let sent = Event { source: self.setting.source, ..event.clone() };
        self.ready.push_back(sent.to(self.setting.dests[port]).at(due));
        self.expect(tick, What::Sent(port, event));
    }

    /// What was paced is later than what follows it on another port: the order is that of delivery.
    fn expect(&mut self, tick: u64, what: What) {
        let is_latest = self.pending.back().is_none_or(|scheduled| scheduled.tick <= tick);
        let place = match is_latest {
            true => self.pending.len(),
            false => self.pending.partition_point(|scheduled| scheduled.tick <= tick),
        };
        self.pending.insert(place, Scheduled { tick, what });
        self.last_tick = self.last_tick.max(tick);
    }

    fn due(&self, tick: u64) -> Due {
        Due::Tick(self.setting.queue, u32::try_from(tick).unwrap_or(u32::MAX))
    }

    /// Time as it passes while playing, since the queue's tick 0.
    fn lap_time_us(&self, tick: u64) -> u64 {
        let rounds = self.lap_tick / self.song.end_tick.max(1);
        let time_us = rounds * self.song.time_us(self.song.end_tick) + self.song.time_us(tick - self.lap_tick);
        time_us * 100 / u64::from(self.setting.tempo_percent.max(1))
    }

    /// The tick of an event that pacing has moved; one that is on time keeps its tick to the bit.
    fn tick_after(&self, tick: u64, late_us: u64) -> u64 {
        if late_us == 0 {
            return tick;
        }
        let song_us = self.song.time_us(tick - self.lap_tick);
        let late_us = late_us * u64::from(self.setting.tempo_percent.max(1)) / 100;
        self.lap_tick + self.song.tick_at(song_us + late_us) + 1
    }

    fn transposed(&self, event: &Event) -> Option<Event> {
        let kinds = [EventKind::NOTE_ON, EventKind::NOTE_OFF, EventKind::KEY_PRESSURE];
        let [channel, note, velocity, ..] = event.fixed;
        if self.setting.transpose == 0 || channel == DRUMS || !kinds.contains(&event.kind) {
            return Some(event.clone());
        }
        let note = note.checked_add_signed(self.setting.transpose).filter(|note| *note < 128)?;
        Some(Event::note(event.kind, channel, note, velocity))
    }
}
