//! Signals as something to read: blocked, and taken from a descriptor when the loop comes to it.
//!
//! No handler runs, so nothing is interrupted and no signal slips in between a look and a wait.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::ptr::null_mut;

/// Signals that are read and not delivered.
#[derive(Debug)]
pub struct SignalQueue {
    descriptor: OwnedFd,
}

impl SignalQueue {
    /// From now on these signals are read here.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn open(signals: &[i32]) -> io::Result<SignalQueue> {
        // SAFETY: an empty set is made first; all calls work on a local set, and the descriptor is new and owned.
        unsafe {
            let mut set = MaybeUninit::uninit();
            libc::sigemptyset(set.as_mut_ptr());
            let mut set = set.assume_init();
            for signal in signals {
                libc::sigaddset(&mut set, *signal);
            }
            if libc::sigprocmask(libc::SIG_BLOCK, &set, null_mut()) != 0 {
                return Err(io::Error::last_os_error());
            }
            match libc::signalfd(-1, &set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK) {
                -1 => Err(io::Error::last_os_error()),
                descriptor => Ok(SignalQueue { descriptor: OwnedFd::from_raw_fd(descriptor) }),
            }
        }
    }

    /// What to wait for.
    pub fn descriptor(&self) -> RawFd {
        self.descriptor.as_raw_fd()
    }

    /// The next signal that has come, if one has.
    pub fn take(&self) -> Option<i32> {
        const BYTES: usize = size_of::<libc::signalfd_siginfo>();
        let mut bytes = [0; BYTES];
        let read = rustix::io::read(&self.descriptor, &mut bytes).ok()?;
        // The number comes first.
        let number = bytes.first_chunk().filter(|_| read == BYTES)?;
        i32::try_from(u32::from_ne_bytes(*number)).ok()
    }
}

/// Stops the process, as Ctrl-Z does, until the shell lets it go on.
pub fn stop_here() {
    // SAFETY: one system call without pointers; the default action of SIGSTOP cannot be changed.
    unsafe { libc::raise(libc::SIGSTOP) };
}
