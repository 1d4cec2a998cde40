//! Waiting for several descriptors at once, with poll(2).

use std::io;
use std::time::Duration;

/// A descriptor to wait for, as C has it; alsa-lib hands out such.
pub use libc::pollfd as Descriptor;

/// A descriptor that is waited for until it has something to read.
pub fn readable(descriptor: i32) -> Descriptor {
    Descriptor { fd: descriptor, events: libc::POLLIN, revents: 0 }
}

/// Whether something came of the wait for this descriptor.
pub fn is_ready(descriptor: &Descriptor) -> bool {
    descriptor.revents != 0
}

/// Whether its other end has gone.
pub fn is_over(descriptor: &Descriptor) -> bool {
    descriptor.revents & (libc::POLLERR | libc::POLLHUP | libc::POLLNVAL) != 0
}

/// Waits until one of them is ready; without a limit for ever. A signal with a handler ends the wait, too.
///
/// # Errors
/// The wait itself fails.
pub fn wait(descriptors: &mut [Descriptor], limit: Option<Duration>) -> io::Result<()> {
    let limit_ms = limit.map_or(-1, |limit| i32::try_from(limit.as_millis()).unwrap_or(i32::MAX));
    let count = descriptors.len() as libc::nfds_t;
    // SAFETY: the slice holds as many descriptors as told, and outlives the call.
    let ready = unsafe { libc::poll(descriptors.as_mut_ptr(), count, limit_ms) };
    match ready {
        0.. => Ok(()),
        _ => match io::Error::last_os_error() {
            error if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            error => Err(error),
        },
    }
}
