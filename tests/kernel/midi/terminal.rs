//! A terminal of two ends, for what listens to keys.

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::os::fd::OwnedFd;

/// The user's end, and the program's standard input.
pub(super) struct Terminal {
    keyboard: OwnedFd,
    line: OwnedFd,
}

impl Terminal {
    pub(super) fn new() -> Terminal {
        let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&keyboard).expect("the terminal is ours");
        unlockpt(&keyboard).expect("the terminal is ours");
        let name = ptsname(&keyboard, Vec::new()).expect("it has a name");
        let line = open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("its other end");
        Terminal { keyboard, line }
    }

    /// What a program reads its keys from.
    pub(super) fn line(&self) -> OwnedFd {
        self.line.try_clone().expect("a descriptor")
    }

    pub(super) fn press(&self, keys: &str) {
        rustix::io::write(&self.keyboard, keys.as_bytes()).expect("the terminal takes keys");
    }
}
