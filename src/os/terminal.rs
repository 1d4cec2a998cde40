//! The terminal: its size, and its keys, one by one: no echo, no waiting for a line, and everything as it was at the end.
//!
//! The mode is restored when `Keys` goes, and also by the signals that would end the process before, and by who ends it
//! otherwise (`restore`). Standard input stays blocking: the shell shares it.

use super::signals;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::tcgetwinsize;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::BorrowedFd;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a terminal has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Characters in a line.
    pub columns: usize,
    /// Lines.
    pub rows: usize,
}

/// The size of the terminal on standard error; `None` when that is no terminal, or one that does not know.
pub fn size_of_stderr() -> Option<Size> {
    size_of(stderr())
}

/// The size of the terminal on standard output.
pub fn size_of_stdout() -> Option<Size> {
    size_of(stdout())
}

fn size_of(stream: BorrowedFd<'_>) -> Option<Size> {
    let size = tcgetwinsize(stream).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some(Size { columns: size.ws_col.into(), rows: size.ws_row.into() })
}

static BEFORE: OnceLock<libc::termios> = OnceLock::new();
static FAREWELL: OnceLock<&'static str> = OnceLock::new();
static CHANGED: AtomicBool = AtomicBool::new(false);

/// Standard input, key by key.
#[derive(Debug)]
pub struct Keys(());

/// How long to wait for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Only look.
    None,
    /// Until a key or a signal comes.
    Endless,
}

impl Keys {
    /// Takes over the keys of the terminal on standard input.
    ///
    /// # Errors
    /// Standard input is no terminal.
    pub fn open() -> io::Result<Keys> {
        Keys::with_farewell("")
    }

    /// The same, where the screen is changed, too: the farewell is what puts that back, written when the keys are given
    /// back, however that comes. The first one counts for the whole process.
    ///
    /// # Errors
    /// Standard input is no terminal.
    pub fn with_farewell(farewell: &'static str) -> io::Result<Keys> {
        let before = mode()?;
        let before = BEFORE.get_or_init(|| before);
        FAREWELL.get_or_init(|| farewell);
        signals::catch_death(restore)?;
        let mut keys = *before;
        keys.c_lflag &= !(libc::ICANON | libc::ECHO);
        keys.c_cc[libc::VMIN] = 0;
        keys.c_cc[libc::VTIME] = 0;
        set_mode(&keys)?;
        CHANGED.store(true, Ordering::Relaxed);
        Ok(Keys(()))
    }

    /// What has been typed, as far as there is room for it; nothing where nothing was.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn read<'a>(&self, room: &'a mut [u8]) -> io::Result<&'a [u8]> {
        let length = rustix::io::read(stdin(), &mut *room)?;
        Ok(&room[..length])
    }

    /// The next key, if there is one.
    pub fn next(&self, patience: Patience) -> Option<u8> {
        if patience == Patience::Endless {
            wait();
        }
        let mut key = [0u8];
        match rustix::io::read(stdin(), &mut key) {
            Ok(1) => Some(key[0]),
            _ => None,
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        restore();
    }
}

/// A signal ends the wait.
fn wait() {
    let stdin = stdin();
    let endless: Option<&Timespec> = None;
    let _ = poll(&mut [PollFd::new(&stdin, PollFlags::IN)], endless);
}

fn mode() -> io::Result<libc::termios> {
    let mut mode = MaybeUninit::uninit();
    // SAFETY: tcgetattr fills the whole structure when it succeeds.
    if unsafe { libc::tcgetattr(libc::STDIN_FILENO, mode.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: filled, as above.
    Ok(unsafe { mode.assume_init() })
}

fn set_mode(mode: &libc::termios) -> io::Result<()> {
    // SAFETY: reads a valid structure.
    match unsafe { libc::tcsetattr(libc::STDIN_FILENO, libc::TCSANOW, mode) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Puts the terminal back as it was, where that has not been done; safe in a signal handler (write and tcsetattr are, and
/// the rest are atomic reads).
pub fn restore() {
    if CHANGED.swap(false, Ordering::Relaxed)
        && let Some(before) = BEFORE.get()
    {
        // A terminal that is gone needs nothing.
        if let Some(farewell) = FAREWELL.get().filter(|farewell| !farewell.is_empty()) {
            let _ = rustix::io::write(stdout(), farewell.as_bytes());
        }
        let _ = set_mode(before);
    }
}
