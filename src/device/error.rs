//! What went wrong on a device: what was being done, and a positive errno.
//!
//! alsa-lib returns negative numbers, the alsa crate mixes both; here, and only here, the sign is known.

use std::ffi::CStr;
use std::fmt;

/// A failed call to a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What was being done, in the words that the user reads ("audio open error").
    pub doing: String,
    /// The positive errno.
    pub errno: i32,
}

/// The kinds of failure that callers decide on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// EPIPE: the ring buffer ran empty or full.
    Xrun,
    /// ESTRPIPE: the machine slept.
    Suspended,
    /// ENODEV, EBADFD, ENXIO: the card is not there any more.
    Gone,
    /// EBUSY: somebody else holds the device.
    Busy,
    /// EACCES, EPERM: no permission for the node.
    Denied,
    /// EINTR: a signal came.
    Interrupted,
    /// EAGAIN: a non-blocking device has no room yet.
    WouldBlock,
    /// ENOENT: no such device or file.
    Missing,
    /// Anything else.
    Other,
}

/// Results of device calls.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error from any errno, whatever its sign.
    pub fn new(doing: impl Into<String>, errno: i32) -> Self {
        Error { doing: doing.into(), errno: errno.abs() }
    }

    /// The card is not there any more.
    pub fn gone(doing: impl Into<String>) -> Self {
        Error::new(doing, libc::ENODEV)
    }

    /// The card is there, but its clock stands still.
    pub fn stalled(doing: impl Into<String>) -> Self {
        Error::new(doing, libc::EIO)
    }

    /// ENOSPC: a sequencer's input was full, and events were lost.
    pub fn is_overrun(&self) -> bool {
        self.errno == libc::ENOSPC
    }

    /// The kind of failure.
    pub fn kind(&self) -> Kind {
        match self.errno {
            libc::EPIPE => Kind::Xrun,
            libc::ESTRPIPE => Kind::Suspended,
            libc::ENODEV | libc::EBADFD | libc::ENXIO => Kind::Gone,
            libc::EBUSY => Kind::Busy,
            libc::EACCES | libc::EPERM => Kind::Denied,
            libc::EINTR => Kind::Interrupted,
            libc::EAGAIN => Kind::WouldBlock,
            libc::ENOENT => Kind::Missing,
            _ => Kind::Other,
        }
    }

    /// The text alsa-lib has for this errno ("Device or resource busy").
    pub fn reason(&self) -> String {
        // SAFETY: snd_strerror returns a static or thread-local NUL-terminated string for every number.
        let text = unsafe { CStr::from_ptr(alsa_sys::snd_strerror(-self.errno)) };
        text.to_string_lossy().into_owned()
    }
}

/// The reason of a failing read or write of a file, in the words that device errors have, without Rust's number.
pub fn reason_of(error: &std::io::Error) -> String {
    match error.raw_os_error() {
        Some(errno) => Error::new("", errno).reason(),
        None => error.to_string(),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.reason())
    }
}

impl std::error::Error for Error {}

/// Turns alsa-lib's return value into a count or an error.
pub(crate) fn check(doing: &str, code: impl Into<i64>) -> Result<u64> {
    let code = code.into();
    u64::try_from(code).map_err(|_| Error::new(doing, i32::try_from(code).unwrap_or(libc::EIO)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_of_an_errno_does_not_matter() {
        let error = check("audio open error", -libc::EBUSY).unwrap_err();
        assert_eq!(error, Error::new("audio open error", libc::EBUSY));
        assert_eq!(error.kind(), Kind::Busy);
        assert_eq!(error.to_string(), "audio open error: Device or resource busy");
    }
}
