//! What the loops need of a PCM. `device::Pcm` is one; tests script a faulty one.

use crate::device::pcm::{Blocking, Hold, Pcm, State, Status};
use crate::device::{Format, Result};

/// What both loops need.
#[allow(missing_docs)]
pub trait Transport {
    fn wait(&mut self, milliseconds: i32) -> Result<bool>;
    fn state(&self) -> State;
    fn status(&self) -> Result<Status>;
    fn avail_delay(&self) -> Result<(i64, i64)>;
    fn start(&mut self) -> Result<()>;
    fn prepare(&mut self) -> Result<()>;
    fn resume(&mut self) -> Result<()>;
    fn pause(&mut self, hold: Hold) -> Result<()>;
    fn drop_queued(&mut self) -> Result<()>;
    fn set_blocking(&mut self, blocking: Blocking) -> Result<()>;
}

/// A PCM that plays.
#[allow(missing_docs)]
pub trait Playback: Transport {
    fn write(&mut self, frames: &[u8]) -> Result<u64>;
    fn delay(&self) -> Result<i64>;
    fn drain(&mut self) -> Result<()>;
    fn is_hardware(&self) -> bool;
    fn silence_behind(&mut self) -> Result<()>;
}

/// A PCM that records.
pub trait Capture: Transport {
    /// Reads whole interleaved frames; returns how many came.
    ///
    /// # Errors
    /// As a write.
    fn read(&mut self, frames: &mut [u8]) -> Result<u64>;
}

/// What the loop needs to know of a PCM that is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    /// The sample format, for silence.
    pub format: Format,
    /// Frames per second.
    pub rate: u32,
    /// Bytes of a frame.
    pub frame_bytes: usize,
    /// Frames in a period.
    pub period_frames: u64,
    /// Frames in the ring buffer.
    pub buffer_frames: u64,
    /// Whether the hardware can pause.
    pub can_pause: bool,
    /// How calls wait.
    pub blocking: Blocking,
}

impl Stream {
    /// Bytes of a period.
    pub fn period_bytes(&self) -> usize {
        usize::try_from(self.period_frames).unwrap_or(usize::MAX).saturating_mul(self.frame_bytes)
    }
}

impl Transport for Pcm {
    fn wait(&mut self, milliseconds: i32) -> Result<bool> {
        Pcm::wait(self, milliseconds)
    }
    fn state(&self) -> State {
        Pcm::state(self)
    }
    fn status(&self) -> Result<Status> {
        Pcm::status(self)
    }
    fn avail_delay(&self) -> Result<(i64, i64)> {
        Pcm::avail_delay(self)
    }
    fn start(&mut self) -> Result<()> {
        Pcm::start(self)
    }
    fn prepare(&mut self) -> Result<()> {
        Pcm::prepare(self)
    }
    fn resume(&mut self) -> Result<()> {
        Pcm::resume(self)
    }
    fn pause(&mut self, hold: Hold) -> Result<()> {
        Pcm::pause(self, hold)
    }
    fn drop_queued(&mut self) -> Result<()> {
        Pcm::drop_queued(self)
    }
    fn set_blocking(&mut self, blocking: Blocking) -> Result<()> {
        Pcm::set_blocking(self, blocking)
    }
}

impl Playback for Pcm {
    fn write(&mut self, frames: &[u8]) -> Result<u64> {
        Pcm::write(self, frames)
    }
    fn delay(&self) -> Result<i64> {
        Pcm::delay(self)
    }
    fn drain(&mut self) -> Result<()> {
        Pcm::drain(self)
    }
    fn is_hardware(&self) -> bool {
        Pcm::is_hardware(self)
    }
    fn silence_behind(&mut self) -> Result<()> {
        Pcm::silence_behind(self)
    }
}

impl Capture for Pcm {
    fn read(&mut self, frames: &mut [u8]) -> Result<u64> {
        Pcm::read(self, frames)
    }
}
