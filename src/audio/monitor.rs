//! Who watches while frames move: meters, messages and wishes reach the transfer loop only through here.

use super::position::Suspicion;
use crate::device::pcm::Status;

/// What the user wants the loop to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Go on.
    Go,
    /// Hold until it changes.
    Pause,
    /// Stop now; what is queued is dropped.
    Stop,
    /// Go on in a new file.
    NextFile,
    /// Leave this file for the next.
    Skip,
    /// Go on so many seconds later in the file, or earlier.
    Seek(i64),
}

/// How a suspended stream came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// It is asleep, a resume is tried.
    Trying,
    /// The hardware went on where it was.
    Resumed,
    /// It could not; the stream starts anew.
    Restarted,
}

/// What happens while frames move.
pub trait Monitor {
    /// These frames went to, or came from, the device.
    fn heard(&mut self, _frames: &[u8]) {}

    /// The stream ran dry or over.
    fn xrun(&mut self, _status: &Status) {}

    /// The machine slept.
    fn suspended(&mut self, _wake: Wake) {}

    /// The device names a position that cannot be.
    fn suspicious(&mut self, _suspicion: &Suspicion) {}

    /// The hardware cannot pause.
    fn cannot_pause(&mut self) {}

    /// The file cannot go to and fro.
    fn cannot_seek(&mut self) {}

    /// Whether positions are wanted.
    fn follows(&self) -> bool {
        false
    }

    /// This frame of the file is heard now.
    fn position(&mut self, _frame: u64) {}

    /// What the user wants.
    fn wish(&mut self) -> Wish {
        Wish::Go
    }

    /// Waits while the user wants a pause; returns what is wanted then.
    fn hold(&mut self) -> Wish {
        Wish::Go
    }

    /// Text met in the file.
    fn note(&mut self, _text: &str) {}
}
