//! Signals as flags: a handler only stores, the loops look.
//!
//! The first SIGINT or SIGTERM asks for the end and re-fires a timer signal, so that no blocking call can miss it;
//! the second one has its default action and kills.

use std::sync::atomic::{AtomicI32, Ordering};

static STOP: AtomicI32 = AtomicI32::new(0);

/// The signal that asked for the end, if one did.
pub fn stop() -> Option<i32> {
    match STOP.load(Ordering::Relaxed) {
        0 => None,
        signal => Some(signal),
    }
}
