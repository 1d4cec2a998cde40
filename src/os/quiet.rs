//! Standard error put away while a full screen is shown: alsa-lib writes there what it thinks of a wrong name.

use rustix::fs::{Mode, OFlags, open};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::stdio::{dup2_stderr, stderr};
use std::os::fd::OwnedFd;
use std::sync::Mutex;

/// The stream as it was. Not bound to a value that is dropped, because a panic's words need it back, too.
static BEFORE: Mutex<Option<OwnedFd>> = Mutex::new(None);

/// Puts standard error away, where it is not already.
pub fn hush() {
    let Ok(mut before) = BEFORE.lock() else { return };
    if before.is_some() {
        return;
    }
    let nothing = open("/dev/null", OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty());
    if let (Ok(nothing), Ok(own)) = (nothing, fcntl_dupfd_cloexec(stderr(), 3))
        && dup2_stderr(&nothing).is_ok()
    {
        *before = Some(own);
    }
}

/// Gives it back.
pub fn speak() {
    if let Some(before) = BEFORE.lock().ok().and_then(|mut before| before.take()) {
        // Where this fails there is nobody to tell.
        let _ = dup2_stderr(&before);
    }
}
