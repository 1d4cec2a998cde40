//! Words in: getopt's grammar over clap's definitions, the ends of a run, and a caller's words.
//!
//! An old option means here exactly what it means to getopt_long; clap sees only words that are already in order.

use std::ffi::OsString;
use std::fmt;

mod getopt;
pub use crate::diagnose::nearest;
pub mod number;
pub mod options;
mod reading;

pub use reading::{Reading, Words, read};

/// The level of alsa-utils that the applets are compatible with; scripts parse it from `--version`.
pub const ALSA_UTILS_LEVEL: &str = "1.2.16";

/// How an applet was called.
#[derive(Debug, Clone)]
pub struct Call {
    /// The applet's name.
    pub name: &'static str,
    /// What stands before the number in its version line.
    pub version_words: &'static str,
    /// The words after the name.
    pub words: Vec<OsString>,
}

/// An exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exit(pub u8);

impl Exit {
    /// All that was asked was done.
    pub const SUCCESS: Exit = Exit(0);
    /// Something was not.
    pub const FAILURE: Exit = Exit(1);
    /// There is no such applet.
    pub const NO_APPLET: Exit = Exit(127);
}

/// A mistake in the words: what is wrong, then the traditional pointer to the help.
#[derive(Debug)]
pub struct UsageError {
    name: &'static str,
    what: String,
}

impl UsageError {
    /// A mistake in the words of the tool `name`.
    pub fn new(name: &'static str, what: impl Into<String>) -> UsageError {
        UsageError { name, what: what.into() }
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nTry `{} --help' for more information.", self.what, self.name)
    }
}

impl std::error::Error for UsageError {}
