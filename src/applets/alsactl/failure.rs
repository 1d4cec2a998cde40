//! A failure that has an exit code of its own: an errno, as scripts test it.

use crate::cli::Exit;
use crate::device::Error;
use std::fmt;
use std::io;

/// What failed, and the errno that the process ends with.
#[derive(Debug)]
pub(super) struct Failure {
    errno: i32,
    text: String,
}

impl Failure {
    /// A failure in these words.
    pub(super) fn new(errno: i32, text: impl Into<String>) -> Failure {
        Failure { errno: errno.abs(), text: text.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}

/// The exit code of an error: the errno of the first cause that has one.
pub(super) fn exit_of(error: &anyhow::Error) -> Exit {
    let errno = |cause: &(dyn std::error::Error + 'static)| {
        let failure = cause.downcast_ref().map(|failure: &Failure| failure.errno);
        let device = || cause.downcast_ref().map(|error: &Error| error.errno);
        let file = || cause.downcast_ref().and_then(io::Error::raw_os_error);
        failure.or_else(device).or_else(file)
    };
    let code = error.chain().find_map(errno).and_then(|errno| u8::try_from(errno).ok());
    code.map_or(Exit::FAILURE, Exit)
}
