//! A queue of the sequencer: the clock by which the kernel delivers events.

use super::event::{Due, Event, EventKind};
use super::{Address, Seq, c_string};
use crate::device::error::{Result, check};
use alsa_sys as sys;
use std::ptr::null_mut;

/// How a queue's ticks pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tempo {
    /// Microseconds a beat.
    pub beat_us: u32,
    /// Ticks a beat.
    pub beat_ticks: u32,
}

/// What a queue is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Ticks since the start.
    pub tick: u32,
    /// Nanoseconds since the start.
    pub time_ns: u64,
}

impl Seq {
    /// A queue of our own, of this name.
    ///
    /// # Errors
    /// There is none left.
    pub fn create_queue(&self, name: &str) -> Result<u8> {
        let doing = "queue creation";
        let name = c_string(doing, name)?;
        // SAFETY: the handle is open, the name NUL-terminated.
        let queue = check(doing, unsafe { sys::snd_seq_alloc_named_queue(self.handle, name.as_ptr()) })?;
        Ok(u8::try_from(queue).unwrap_or_default())
    }

    /// Gives a queue back.
    ///
    /// # Errors
    /// It is not ours.
    pub fn free_queue(&self, queue: u8) -> Result<()> {
        // SAFETY: the handle is open.
        check("queue end", unsafe { sys::snd_seq_free_queue(self.handle, i32::from(queue)) }).map(drop)
    }

    /// Sets how the ticks pass; of a running queue only the tempo may change.
    ///
    /// # Errors
    /// The kernel refuses the numbers.
    pub fn set_tempo(&self, queue: u8, tempo: Tempo) -> Result<()> {
        let doing = "queue tempo";
        let mut object = null_mut();
        // SAFETY: allocates an object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_seq_queue_tempo_malloc(&mut object) })?;
        // SAFETY: handle and object are valid; the setters only store.
        let set = unsafe {
            sys::snd_seq_queue_tempo_set_tempo(object, tempo.beat_us);
            sys::snd_seq_queue_tempo_set_ppq(object, tempo.beat_ticks.cast_signed());
            let set = check(doing, sys::snd_seq_set_queue_tempo(self.handle, i32::from(queue), object));
            sys::snd_seq_queue_tempo_free(object);
            set
        };
        set.map(drop)
    }

    /// Where the queue is.
    ///
    /// # Errors
    /// There is no such queue.
    pub fn position(&self, queue: u8) -> Result<Position> {
        let doing = "queue status";
        let mut status = null_mut();
        // SAFETY: allocates an object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_seq_queue_status_malloc(&mut status) })?;
        // SAFETY: handle and object are valid; the answer is copied before it is freed.
        unsafe {
            let asked = check(doing, sys::snd_seq_get_queue_status(self.handle, i32::from(queue), status));
            let time = *sys::snd_seq_queue_status_get_real_time(status);
            let tick = sys::snd_seq_queue_status_get_tick_time(status);
            sys::snd_seq_queue_status_free(status);
            let time_ns = u64::from(time.tv_sec) * 1_000_000_000 + u64::from(time.tv_nsec);
            asked.map(|_| Position { tick, time_ns })
        }
    }

    /// Starts the queue at tick 0.
    ///
    /// # Errors
    /// It is not ours.
    pub fn start_queue(&self, queue: u8, from: Address) -> Result<()> {
        self.control_queue(EventKind::START, queue, 0, from)
    }

    /// Lets the queue go on from where it is.
    ///
    /// # Errors
    /// It is not ours.
    pub fn continue_queue(&self, queue: u8, from: Address) -> Result<()> {
        self.control_queue(EventKind::CONTINUE, queue, 0, from)
    }

    /// Stops the queue's clock at once.
    ///
    /// # Errors
    /// It is not ours.
    pub fn stop_queue(&self, queue: u8, from: Address) -> Result<()> {
        self.control_queue(EventKind::STOP, queue, 0, from)
    }

    /// Sets the queue's tick.
    ///
    /// # Errors
    /// It is not ours.
    pub fn set_tick(&self, queue: u8, tick: u32, from: Address) -> Result<()> {
        self.control_queue(EventKind::SET_POSITION_TICK, queue, tick, from)
    }

    fn control_queue(&self, kind: EventKind, queue: u8, value: u32, from: Address) -> Result<()> {
        let event = Event { source: from, ..Event::queue_control(kind, queue, value) };
        self.send(&event.at(Due::Now))
    }
}
