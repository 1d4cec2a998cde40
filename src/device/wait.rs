//! Waits for what a card has to tell, and notices when there is nobody left to tell it to.

use super::error::{Error, Result};
use std::os::fd::{AsRawFd, BorrowedFd};

/// What ended the waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// There is something to read.
    Ready,
    /// The card has gone; there may be something left to read.
    Gone,
    /// Nobody reads the output any more.
    OutputClosed,
}

/// Waits until one of a card's `descriptors` has something to tell, or until the reader of `output` closes it.
///
/// # Errors
/// The wait itself fails.
pub fn wait(mut descriptors: Vec<libc::pollfd>, output: BorrowedFd<'_>) -> Result<Woken> {
    // Without wanted events, only the errors of a descriptor are told.
    descriptors.push(libc::pollfd { fd: output.as_raw_fd(), events: 0, revents: 0 });
    loop {
        // SAFETY: the vector holds as many descriptors as told, and outlives the call.
        let ready = unsafe { libc::poll(descriptors.as_mut_ptr(), descriptors.len() as libc::nfds_t, -1) };
        if ready > 0 {
            break;
        }
        let errno = std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
        if ready < 0 && errno != libc::EINTR {
            return Err(Error::new("poll", errno));
        }
    }
    let ends = libc::POLLERR | libc::POLLHUP | libc::POLLNVAL;
    let ended = |descriptor: &libc::pollfd| descriptor.revents & ends != 0;
    let output = descriptors.pop();
    Ok(match () {
        () if descriptors.iter().any(ended) => Woken::Gone,
        () if output.as_ref().is_some_and(ended) => Woken::OutputClosed,
        () => Woken::Ready,
    })
}
