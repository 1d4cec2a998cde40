//! Pauses, jumps and the end: the queue stands, what was scheduled is forgotten, nothing sounds.

use super::{Player, State, What};
use crate::device::seq::event::Event;
use crate::device::seq::queue::Tempo;
use crate::device::seq::transfer::Waiting;
use crate::device::{Kind, Result};
use crate::midi::song::Action;
use crate::midi::sounding::{Reach, Sounding};

/// How long a receiver whose buffer is full is given to read.
const PATIENCE_MS: u32 = 100;

impl Player<'_> {
    /// The end: the clock stops, what is still scheduled is dropped, what sounds is released.
    pub(super) fn silence(&mut self, reach: Reach) -> Result<()> {
        self.seq.stop_queue(self.setting.queue, self.setting.source)?;
        self.deliver()?;
        self.seq.drop_scheduled()?;
        self.release(reach)
    }

    fn release(&mut self, reach: Reach) -> Result<()> {
        let events = self.sounding.release(reach);
        self.send_now(events)
    }

    fn send_now(&self, events: Vec<(usize, Event)>) -> Result<()> {
        for (port, event) in events {
            let event = Event { source: self.setting.source, ..event }.to(self.setting.dests[port]);
            match self.seq.send(&event) {
                Err(error) if error.kind() == Kind::WouldBlock => {
                    self.seq.wait(Waiting { output: false, other: None, limit_ms: Some(PATIENCE_MS) })?;
                    // A receiver that has gone, or never reads, hears nothing anyway.
                    let _ = self.seq.send(&event);
                }
                // The same.
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn toggle_pause(&mut self) -> Result<()> {
        let (queue, source) = (self.setting.queue, self.setting.source);
        match self.state {
            State::Running => {
                self.seq.stop_queue(queue, source)?;
                self.deliver()?;
                self.release(Reach::Sounding)?;
                self.state = State::Paused;
            }
            State::Paused => {
                self.send_now(self.sounding.settings())?;
                self.seq.continue_queue(queue, source)?;
                self.state = State::Running;
            }
            State::Finished => {}
        }
        Ok(())
    }

    /// To another place of this time round, with the channels set as they would be there.
    pub(super) fn seek(&mut self, by_us: i64) -> Result<()> {
        if self.state == State::Finished {
            return Ok(());
        }
        let (queue, source) = (self.setting.queue, self.setting.source);
        self.seq.stop_queue(queue, source)?;
        self.deliver()?;
        let now_us = self.song.time_us(self.song_tick()?);
        let tick = self.song.tick_at(now_us.saturating_add_signed(by_us)).min(self.song.end_tick);
        self.seq.drop_scheduled()?;
        self.release(Reach::Used)?;
        self.forget();
        self.next = self.song.events.partition_point(|event| event.tick < tick);
        self.chase();
        self.send_now(self.sounding.settings())?;
        let beat_us = self.played_us(self.song.beat_us(tick));
        self.seq.set_tempo(queue, Tempo { beat_us, ..self.song.tempo })?;
        self.seq.set_tick(queue, u32::try_from(tick).unwrap_or(u32::MAX), source)?;
        self.fill()?;
        if self.state == State::Running {
            self.seq.continue_queue(queue, source)?;
        }
        Ok(())
    }

    /// Nothing is scheduled any more, and this time round begins at the queue's tick 0.
    fn forget(&mut self) {
        self.ready.clear();
        self.pending.clear();
        self.paces.fill(super::Pace::default());
        self.lap_tick = 0;
        self.last_tick = 0;
        self.is_complete = false;
    }

    /// The settings of all events before the next one.
    fn chase(&mut self) {
        let mut sounding = Sounding::default();
        for event in &self.song.events[..self.next] {
            if let Action::Send(port, sent) = &event.action {
                sounding.deliver(port % self.setting.dests.len(), sent);
            }
        }
        sounding.release(Reach::Sounding);
        self.sounding = sounding;
    }
}

impl super::Scheduled {
    /// What was scheduled, taken apart by who is to hear of it.
    pub(super) fn into_sung(self, sounding: &mut Sounding) -> Option<String> {
        match self.what {
            What::Sent(port, event) => {
                sounding.deliver(port, &event);
                None
            }
            What::Sung(text) => Some(text),
        }
    }
}
