//! A PCM for tests that stumbles by a script, and remembers what was asked of it.

use super::playback::{Capture, Playback, Transport};
use crate::device::pcm::{Blocking, Hold, State, Status};
use crate::device::{Error, Result};
use std::collections::VecDeque;

/// The numbers of Linux, since this room does not name libc.
pub(super) mod errno {
    pub(in super::super) const EAGAIN: i32 = 11;
    pub(in super::super) const ENODEV: i32 = 19;
    pub(in super::super) const EPIPE: i32 = 32;
    pub(in super::super) const ESTRPIPE: i32 = 86;
}

/// What a write or a read does. After the last act writes take everything, and reads give what is left.
#[derive(Clone, Copy)]
pub(super) enum Act {
    /// Takes at most so many frames.
    Take(usize),
    /// Gives these frames.
    Give(&'static [u8]),
    /// Fails with this errno, in this state.
    Fail(i32, State),
}

/// Frames of it are one byte long.
#[derive(Default)]
pub(super) struct Scripted {
    pub(super) acts: VecDeque<Act>,
    pub(super) delays: VecDeque<i64>,
    pub(super) hardware: bool,
    /// Prepared, where it is not told.
    pub(super) state: Option<State>,
    pub(super) written: Vec<u8>,
    pub(super) sizes: Vec<usize>,
    /// What the device holds when its acts are over.
    pub(super) rest: Vec<u8>,
    pub(super) calls: Vec<&'static str>,
}

impl Scripted {
    pub(super) fn new(acts: impl IntoIterator<Item = Act>) -> Scripted {
        Scripted { acts: acts.into_iter().collect(), ..Scripted::default() }
    }

    fn call(&mut self, name: &'static str, state: State) -> Result<()> {
        self.calls.push(name);
        self.state = Some(state);
        Ok(())
    }

    fn fail<T>(&mut self, what: &'static str, errno: i32, state: State) -> Result<T> {
        self.state = Some(state);
        Err(Error::new(what, errno))
    }
}

impl Transport for Scripted {
    fn wait(&mut self, _milliseconds: i32) -> Result<bool> {
        self.calls.push("wait");
        Ok(true)
    }
    fn state(&self) -> State {
        self.state.unwrap_or(State::Prepared)
    }
    fn status(&self) -> Result<Status> {
        Ok(Status { state: self.state(), since_us: 1500, avail_frames: 16, dump: String::new() })
    }
    fn avail_delay(&self) -> Result<(i64, i64)> {
        Ok((self.rest.len() as i64, 1000))
    }
    fn start(&mut self) -> Result<()> {
        self.call("start", State::Running)
    }
    fn prepare(&mut self) -> Result<()> {
        self.call("prepare", State::Prepared)
    }
    fn resume(&mut self) -> Result<()> {
        self.call("resume", State::Running)
    }
    fn pause(&mut self, hold: Hold) -> Result<()> {
        match hold {
            Hold::Still => self.call("pause", State::Paused),
            Hold::Release => self.call("release", State::Running),
        }
    }
    fn drop_queued(&mut self) -> Result<()> {
        self.call("drop", State::Setup)
    }
    fn set_blocking(&mut self, _blocking: Blocking) -> Result<()> {
        Ok(())
    }
}

impl Playback for Scripted {
    fn write(&mut self, frames: &[u8]) -> Result<u64> {
        let taken = match self.acts.pop_front().unwrap_or(Act::Take(usize::MAX)) {
            Act::Take(limit) => limit.min(frames.len()),
            Act::Fail(errno, state) => return self.fail("write error", errno, state),
            Act::Give(_) => unreachable!("a PCM that plays gives nothing"),
        };
        self.written.extend_from_slice(&frames[..taken]);
        self.sizes.push(taken);
        Ok(taken as u64)
    }
    fn delay(&self) -> Result<i64> {
        Ok(self.delays.front().copied().unwrap_or(0))
    }
    fn drain(&mut self) -> Result<()> {
        self.call("drain", State::Setup)
    }
    fn is_hardware(&self) -> bool {
        self.hardware
    }
    fn silence_behind(&mut self) -> Result<()> {
        self.calls.push("silence behind");
        Ok(())
    }
}

impl Capture for Scripted {
    fn read(&mut self, frames: &mut [u8]) -> Result<u64> {
        let given = match self.acts.pop_front() {
            Some(Act::Give(bytes)) => bytes.to_vec(),
            Some(Act::Fail(errno, state)) => return self.fail("read error", errno, state),
            Some(Act::Take(_)) => unreachable!("a PCM that records takes nothing"),
            None => self.rest.drain(..self.rest.len().min(frames.len())).collect(),
        };
        frames[..given.len()].copy_from_slice(&given);
        Ok(given.len() as u64)
    }
}
