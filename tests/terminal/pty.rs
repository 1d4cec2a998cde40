//! A terminal of two ends, for every tier that needs one: the person's, and the line that a program is given.
//!
//! The line is opened anew for each who asks: what stays open here would hide that a program has let go of it.

#![allow(clippy::unwrap_used)]
#![allow(dead_code)] // Each tier has its own use for it.

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;

pub(crate) struct Pty {
    person: OwnedFd,
    path: PathBuf,
}

impl Pty {
    /// A terminal of so many columns and rows.
    pub(crate) fn open(size: (u16, u16)) -> Pty {
        let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&person).unwrap();
        unlockpt(&person).unwrap();
        let path = PathBuf::from(ptsname(&person, Vec::new()).unwrap().into_string().unwrap());
        let pty = Pty { person, path };
        pty.resize(size);
        pty
    }

    /// What a program reads its keys from and writes on.
    pub(crate) fn line(&self) -> OwnedFd {
        open(&self.path, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).unwrap()
    }

    pub(crate) fn resize(&self, (columns, rows): (u16, u16)) {
        tcsetwinsize(&self.person, Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    }

    pub(crate) fn press(&self, keys: impl AsRef<[u8]>) {
        let mut rest = keys.as_ref();
        while !rest.is_empty() {
            let written = rustix::io::write(&self.person, rest).unwrap();
            rest = &rest[written..];
        }
    }

    /// What was written on the line; nothing any more when the last one who could write is gone.
    pub(crate) fn read<'a>(&self, room: &'a mut [u8]) -> &'a [u8] {
        let length = rustix::io::read(&self.person, &mut *room).unwrap_or(0);
        &room[..length]
    }

    /// Whether what is typed is shown and waits for the end of a line, as a shell wants it.
    pub(crate) fn is_ordinary(&self) -> bool {
        tcgetattr(self.line()).unwrap().local_modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }
}

impl AsFd for Pty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.person.as_fd()
    }
}
