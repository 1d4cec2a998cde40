//! MIDI: files, ports by their names, playing and recording through the sequencer.
//!
//! Knows no option and prints nothing. Time is the queue's: nothing here sleeps to keep it.

use crate::device::seq::Seq;
use crate::device::{Error, Kind};
use std::fmt;

pub mod links;
mod pace;
pub mod player;
pub mod ports;
pub mod recorder;
pub mod smf;
pub mod song;
mod sounding;

/// That the sequencer cannot be opened, with what to do about it.
#[derive(Debug)]
pub struct NoSequencer(pub Error);

impl fmt::Display for NoSequencer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let advice = match self.0.kind() {
            Kind::Missing | Kind::Gone => "; there is no /dev/snd/seq: load it with 'modprobe snd-seq'",
            Kind::Denied => "; /dev/snd/seq is for the group audio",
            _ => "",
        };
        write!(f, "{}{advice}", self.0.reason())
    }
}

impl std::error::Error for NoSequencer {}

/// Opens the sequencer as a client of this name.
///
/// # Errors
/// There is none.
pub fn open_sequencer(client_name: &str) -> Result<Seq, NoSequencer> {
    Seq::open(client_name).map_err(NoSequencer)
}
