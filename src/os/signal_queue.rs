//! Signals as something to be read: none can slip in between a look and a wait.

use std::io;
use std::mem::{MaybeUninit, size_of};
use std::os::fd::{AsFd, BorrowedFd, FromRawFd, OwnedFd};
use std::ptr::null_mut;

/// The signals that are read here instead of doing what they usually do.
pub struct SignalQueue {
    descriptor: OwnedFd,
}

impl SignalQueue {
    /// From now on these signals wait to be read. Only for a process that has one thread.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn new(signals: &[i32]) -> io::Result<SignalQueue> {
        let mut set: MaybeUninit<libc::sigset_t> = MaybeUninit::uninit();
        // SAFETY: sigemptyset fills the set before anything reads it; the descriptor is new and owned by nobody else.
        unsafe {
            libc::sigemptyset(set.as_mut_ptr());
            for signal in signals {
                libc::sigaddset(set.as_mut_ptr(), *signal);
            }
            if libc::sigprocmask(libc::SIG_BLOCK, set.as_ptr(), null_mut()) != 0 {
                return Err(io::Error::last_os_error());
            }
            match libc::signalfd(-1, set.as_ptr(), libc::SFD_CLOEXEC | libc::SFD_NONBLOCK) {
                -1 => Err(io::Error::last_os_error()),
                descriptor => Ok(SignalQueue { descriptor: OwnedFd::from_raw_fd(descriptor) }),
            }
        }
    }

    /// The next signal, if one has come.
    pub fn next(&self) -> Option<i32> {
        let mut bytes = [0u8; size_of::<libc::signalfd_siginfo>()];
        let read = rustix::io::read(&self.descriptor, &mut bytes).ok()?;
        // The signal's number is the structure's first field.
        let number = bytes.first_chunk().filter(|_| read == bytes.len())?;
        i32::try_from(u32::from_ne_bytes(*number)).ok()
    }
}

impl AsFd for SignalQueue {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}
