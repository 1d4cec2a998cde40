//! The system's log.

use std::ffi::CString;

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Something failed.
    Error,
    /// Something happened.
    Note,
}

/// Writes a message to the system's log, as a daemon's.
pub fn write(weight: Weight, text: &str) {
    let Ok(text) = CString::new(text.replace('\0', " ")) else { return };
    let level = match weight {
        Weight::Error => libc::LOG_ERR,
        Weight::Note => libc::LOG_INFO,
    };
    // SAFETY: the name is static, which openlog keeps; the format takes one NUL-terminated string.
    unsafe {
        libc::openlog(c"alsactl".as_ptr(), libc::LOG_PID, libc::LOG_DAEMON);
        libc::syslog(level, c"%s".as_ptr(), text.as_ptr());
    }
}
