//! When a device stumbles: what a loop does next, for playing and recording alike.
//!
//! The decision is the device room's table; here it is carried out and told to the monitor.

use super::monitor::{Monitor, Wake, Wish};
use super::playback::Transport;
use super::position::PositionTest;
use super::reorder::Reorder;
use crate::device::error::reason_of;
use crate::device::pcm::Direction;
use crate::device::recovery::{Step, next_step};
use crate::device::{self, Kind};
use crate::os::clock;
use std::{fmt, io};

/// How long a wait for room lasts before the wishes are looked at again.
const WAIT_MS: i32 = 100;
/// How long between two tries to wake the hardware.
const RESUME_US: u64 = 1_000_000;

/// How a file, or the playing, ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All its frames are on their way.
    Complete,
    /// The limit of frames was reached.
    LimitReached,
    /// It was silent for long enough.
    Silent,
    /// The user went on to the next file; what was queued is dropped.
    Skipped,
    /// The user stopped it; what was queued is dropped.
    Stopped,
}

/// What ends playing for good.
#[derive(Debug)]
pub enum Fault {
    /// The source cannot be read.
    Read(io::Error),
    /// The file cannot be written.
    Write(io::Error),
    /// The device failed.
    Device(device::Error),
    /// An xrun, when every fault is fatal.
    FatalXrun(Direction),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A reader's own word on the file.
            Fault::Read(error) if error.kind() == io::ErrorKind::InvalidData => error.fmt(f),
            Fault::Read(error) => write!(f, "read error: {}", reason_of(error)),
            Fault::Write(error) => write!(f, "write error: {}", reason_of(error)),
            Fault::Device(error) => error.fmt(f),
            Fault::FatalXrun(direction) => write!(f, "fatal {}", xrun_word(*direction)),
        }
    }
}

impl std::error::Error for Fault {}

impl From<device::Error> for Fault {
    fn from(error: device::Error) -> Fault {
        Fault::Device(error)
    }
}

/// Habits of the loop.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits {
    /// Judge the device's positions.
    pub position_test: Option<PositionTest>,
    /// Never wait for room: eats the whole processor.
    pub busy: bool,
    /// An xrun ends it.
    pub xrun_is_fatal: bool,
    /// Where each channel of the file goes; as it comes when not given.
    pub reorder: Option<Reorder>,
    /// How much one write takes.
    pub stride: Stride,
}

/// How much one write takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stride {
    /// A period, for somebody watches or may press a key.
    #[default]
    Period,
    /// As much as the device's buffer holds, where reading it takes no time.
    Buffer,
}

/// What a loop failed at.
#[derive(Debug)]
pub(super) struct Failure {
    /// The error.
    pub(super) error: device::Error,
    /// The loop's direction.
    pub(super) direction: Direction,
    /// Failures since the last success.
    pub(super) tries: u32,
}

/// The word of an xrun.
pub fn xrun_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Playback => "underrun",
        Direction::Capture => "overrun",
    }
}

impl Habits {
    /// Waits for the device, unless it is the habit not to. A fault is met again by the next transfer, which says it.
    pub(super) fn wait(&self, pcm: &mut impl Transport) {
        if !self.busy {
            let _ = pcm.wait(WAIT_MS);
        }
    }

    pub(super) fn test_position(&mut self, pcm: &impl Transport, buffer_frames: u64, monitor: &mut dyn Monitor) {
        let Some(test) = &mut self.position_test else { return };
        let Ok((avail, delay)) = pcm.avail_delay() else { return };
        let buffer = i64::try_from(buffer_frames).unwrap_or(i64::MAX);
        if let Some(suspicion) = test.judge(avail, delay, buffer) {
            monitor.suspicious(&suspicion);
        }
    }

    /// Mends what can be mended, so that the transfer can be tried again.
    pub(super) fn recover(
        &self,
        pcm: &mut impl Transport,
        failure: Failure,
        monitor: &mut dyn Monitor,
    ) -> Result<(), Fault> {
        let Failure { error, direction, tries } = failure;
        match next_step(error.kind(), pcm.state(), direction, tries) {
            Step::Wait => self.wait(pcm),
            Step::Retry => {}
            Step::Prepare if self.xrun_is_fatal => return Err(Fault::FatalXrun(direction)),
            Step::Prepare => {
                if let Ok(status) = pcm.status() {
                    monitor.xrun(&status);
                }
                pcm.prepare()?;
            }
            Step::Resume => resume(pcm, monitor)?,
            Step::GiveUp => return Err(error.into()),
        }
        Ok(())
    }
}

fn resume(pcm: &mut impl Transport, monitor: &mut dyn Monitor) -> Result<(), Fault> {
    monitor.suspended(Wake::Trying);
    loop {
        match pcm.resume() {
            Ok(()) => {
                monitor.suspended(Wake::Resumed);
                return Ok(());
            }
            Err(error) if error.kind() == Kind::WouldBlock && monitor.wish() != Wish::Stop => {
                clock::sleep_us(RESUME_US);
            }
            Err(_) => {
                monitor.suspended(Wake::Restarted);
                return Ok(pcm.prepare()?);
            }
        }
    }
}
