//! The sequencer `default`, which alsa-lib ships as the kernel's: for that the ordinary open reads all of the configuration.

use super::pcm::Config;
use super::sources;
use crate::device::error::{Result, check};
use alsa_sys as sys;
use std::ffi::c_int;
use std::ptr::null_mut;

/// Opens the sequencer if nobody has made it another; `None` leaves it to the ordinary open. A failure is final: the
/// ordinary open would ask the kernel the same.
pub(in crate::device) fn open_seq(streams: c_int, mode: c_int) -> Option<Result<*mut sys::snd_seq_t>> {
    sources::usual_sequencer()?;
    let config = Config::load(b"seq.default{type hw}".to_vec())?;
    let mut handle = null_mut();
    // SAFETY: the name is NUL-terminated; the handle goes to a local pointer; an open sequencer keeps nothing of the tree.
    let code = unsafe { sys::snd_seq_open_lconf(&mut handle, c"default".as_ptr(), streams, mode, config.as_ptr()) };
    Some(check("sequencer open", code).map(|_| handle))
}
