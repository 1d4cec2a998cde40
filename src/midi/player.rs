//! Plays a song: its events are scheduled on a queue, the kernel delivers them.
//!
//! However it ends, nothing stays scheduled and nothing goes on sounding.

use super::pace::Pace;
use super::song::{Place, Song};
use super::sounding::{Reach, Sounding};
use crate::device::Result;
use crate::device::seq::event::{Event, EventKind};
use crate::device::seq::queue::Tempo;
use crate::device::seq::transfer::Waiting;
use crate::device::seq::{Address, Seq};
use std::collections::VecDeque;
use std::os::fd::BorrowedFd;

mod jump;
mod schedule;

/// Whom a song is played to, and how.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The port that sends, and takes the echo.
    pub source: Address,
    /// The ports that take the events.
    pub dests: Vec<Address>,
    /// The queue.
    pub queue: u8,
    /// Of the file's tempo.
    pub tempo_percent: u32,
    /// Semitones, on all channels but that of the drums.
    pub transpose: i8,
    /// How often it is played; without a number until somebody stops it.
    pub times: Option<u64>,
    /// How often the listener is told where it is.
    pub tell_ms: Option<u32>,
}

/// What the listener wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Go on.
    Go,
    /// Pause, or go on after one.
    Pause,
    /// So many microseconds back or forth.
    Seek(i64),
    /// No more.
    Stop,
}

/// Where a song is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bar and beat.
    pub place: Place,
    /// Microseconds of the file's time since its start.
    pub time_us: u64,
    /// Its whole length.
    pub length_us: u64,
    /// Microseconds a beat, as played.
    pub beat_us: u32,
}

/// Who listens to a song.
pub trait Listener {
    /// What is wished now.
    fn wish(&mut self) -> Wish;
    /// On this something comes when there is a wish.
    fn descriptor(&self) -> Option<BorrowedFd<'_>>;
    /// Where the song is.
    fn progress(&mut self, progress: Progress);
    /// What is sung.
    fn sing(&mut self, text: &str);
}

/// How playing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All was played.
    Finished,
    /// The listener stopped it.
    Stopped,
}

/// Plays a song.
///
/// # Errors
/// The sequencer refuses something.
pub fn play(seq: &Seq, song: &Song, setting: &Setting, listener: &mut impl Listener) -> Result<Ended> {
    let player = Player {
        seq,
        song,
        setting,
        next: 0,
        lap_tick: 0,
        rounds_left: setting.times,
        last_tick: 0,
        is_complete: false,
        ready: VecDeque::new(),
        pending: VecDeque::new(),
        paces: vec![Pace::default(); setting.dests.len()],
        sounding: Sounding::default(),
        state: State::Running,
    };
    player.run(listener)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Running,
    Paused,
    Finished,
}

/// What was scheduled, until it is delivered.
struct Scheduled {
    tick: u64,
    what: What,
}

enum What {
    Sent(usize, Event),
    Sung(String),
}

struct Player<'a> {
    seq: &'a Seq,
    song: &'a Song,
    setting: &'a Setting,
    /// The next event of the song.
    next: usize,
    /// The queue's tick at which this time round began.
    lap_tick: u64,
    /// Times still to play, this one included.
    rounds_left: Option<u64>,
    /// The last tick for which anything is scheduled.
    last_tick: u64,
    /// All is scheduled, the echo that marks the end included.
    is_complete: bool,
    /// Events for which there was no room.
    ready: VecDeque<Event>,
    pending: VecDeque<Scheduled>,
    paces: Vec<Pace>,
    sounding: Sounding,
    state: State,
}

impl Player<'_> {
    fn run(mut self, listener: &mut impl Listener) -> Result<Ended> {
        let played = self.start().and_then(|()| self.follow(listener));
        let silenced = self.silence(if matches!(played, Ok(Ended::Finished)) { Reach::Sounding } else { Reach::Used });
        let ended = played?;
        silenced.map(|()| ended)
    }

    /// The queue is filled before its clock runs: the first events are no later than the others. A new queue goes on
    /// from its tick 0; the kernel's start would forget what is scheduled.
    fn start(&mut self) -> Result<()> {
        let beat_us = self.played_us(self.song.tempo.beat_us);
        self.seq.set_tempo(self.setting.queue, Tempo { beat_us, ..self.song.tempo })?;
        self.fill()?;
        self.seq.continue_queue(self.setting.queue, self.setting.source)
    }

    fn follow(&mut self, listener: &mut impl Listener) -> Result<Ended> {
        loop {
            match listener.wish() {
                Wish::Go => {}
                Wish::Stop => return Ok(Ended::Stopped),
                Wish::Pause => self.toggle_pause()?,
                Wish::Seek(by_us) => self.seek(by_us)?,
            }
            if self.state == State::Running {
                self.fill()?;
            }
            self.tell(listener)?;
            if self.state == State::Finished {
                return Ok(Ended::Finished);
            }
            self.wait(listener)?;
        }
    }

    fn wait(&mut self, listener: &mut impl Listener) -> Result<()> {
        let running = self.state == State::Running;
        let waiting = Waiting {
            output: running && (!self.ready.is_empty() || self.seq.has_buffered()),
            other: listener.descriptor(),
            limit_ms: self.setting.tell_ms.filter(|_| running),
        };
        self.seq.wait(waiting)?;
        while let Some(event) = self.seq.receive()? {
            if event.kind == EventKind::ECHO && event.source == self.setting.source && self.state == State::Running {
                self.state = State::Finished;
            }
        }
        Ok(())
    }

    /// Tells the listener of what has been delivered since the last time.
    fn tell(&mut self, listener: &mut impl Listener) -> Result<()> {
        for text in self.deliver()? {
            listener.sing(&text);
        }
        if self.setting.tell_ms.is_some() {
            let tick = self.song_tick()?;
            listener.progress(Progress {
                place: self.song.place(tick),
                time_us: self.song.time_us(tick),
                length_us: self.song.time_us(self.song.end_tick),
                beat_us: self.played_us(self.song.beat_us(tick)),
            });
        }
        Ok(())
    }

    /// Moves what the queue has passed from pending to sounding; what was sung is returned.
    fn deliver(&mut self) -> Result<Vec<String>> {
        let tick = match self.state {
            State::Finished => u64::MAX,
            _ => u64::from(self.seq.position(self.setting.queue)?.tick),
        };
        let mut sung = Vec::new();
        while self.pending.front().is_some_and(|scheduled| scheduled.tick <= tick) {
            let scheduled = self.pending.pop_front();
            sung.extend(scheduled.and_then(|scheduled| scheduled.into_sung(&mut self.sounding)));
        }
        Ok(sung)
    }

    fn song_tick(&self) -> Result<u64> {
        let tick = u64::from(self.seq.position(self.setting.queue)?.tick);
        Ok((tick.checked_sub(self.lap_tick).unwrap_or(tick % self.song.end_tick.max(1))).min(self.song.end_tick))
    }

    fn played_us(&self, beat_us: u32) -> u32 {
        let played = u64::from(beat_us) * 100 / u64::from(self.setting.tempo_percent.max(1));
        u32::try_from(played).unwrap_or(u32::MAX).max(1)
    }
}
