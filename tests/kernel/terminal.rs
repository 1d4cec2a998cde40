//! A terminal for full-screen programs: a pty on one side, a terminal emulator's screen on the other.

#![allow(clippy::unwrap_used)]

use crate::call::{Call, LIMIT, Running, wait_until};
use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};

/// A program on a terminal of its own.
pub(crate) struct Terminal {
    running: Option<Running>,
    master: OwnedFd,
    path: PathBuf,
    seen: Arc<Seen>,
}

struct Seen {
    parser: Mutex<(vt100::Parser, usize)>,
    changed: Condvar,
}

impl Terminal {
    /// Starts the program with the terminal as its controlling one, so that it gets the terminal's signals.
    pub(crate) fn start(program: Program, words: &[&str], (columns, rows): (u16, u16)) -> Terminal {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let path = PathBuf::from(ptsname(&master, Vec::new()).unwrap().into_string().unwrap());
        resize(&master, (columns, rows));
        let side = || open(&path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let call = Call::debian("setsid").args(&["-c"]);
        let call = match program {
            Program::Ours => call.arg(env!("CARGO_BIN_EXE_alsabox")).arg("alsamixer"),
            Program::Debian => call.arg("/usr/bin/alsamixer"),
            // The emulator knows no other character set.
            Program::DebianUnicode => call.arg("/usr/bin/alsamixer").env("NCURSES_NO_UTF8_ACS", "1"),
        };
        let call = call.args(words).env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8").env("HOME", "/nonexistent");
        // On a busy host the rest of a key may be late.
        let call = call.env("ESCDELAY", "1000");
        let running = call.stdin(side()).stdout(side()).start();
        let parser = Mutex::new((vt100::Parser::new(cells(rows), cells(columns), 0), 0));
        let seen = Arc::new(Seen { parser, changed: Condvar::new() });
        follow(master.try_clone().unwrap(), Arc::clone(&seen));
        Terminal { running: Some(running), master, path, seen }
    }

    pub(crate) fn press(&self, keys: &str) {
        let mut rest = keys.as_bytes();
        while !rest.is_empty() {
            let written = rustix::io::write(&self.master, rest).unwrap();
            rest = &rest[written..];
        }
    }

    pub(crate) fn resize(&self, (columns, rows): (u16, u16)) {
        self.seen.parser.lock().unwrap().0.screen_mut().set_size(cells(rows), cells(columns));
        resize(&self.master, (columns, rows));
    }

    /// Waits until the screen is like this.
    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, is_there: impl Fn(&vt100::Screen) -> bool) {
        let parser = self.seen.parser.lock().unwrap();
        let waited = self.seen.changed.wait_timeout_while(parser, LIMIT, |parser| !is_there(parser.0.screen()));
        let (parser, limit) = waited.unwrap();
        assert!(!limit.timed_out(), "{what} is not on the screen:\n{}", parser.0.screen().contents());
    }

    #[track_caller]
    pub(crate) fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    pub(crate) fn text(&self) -> String {
        self.seen.parser.lock().unwrap().0.screen().contents()
    }

    /// How many bytes came so far.
    pub(crate) fn bytes(&self) -> usize {
        self.seen.parser.lock().unwrap().1
    }

    pub(crate) fn screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.seen.parser.lock().unwrap().0.screen())
    }

    /// Whether what is typed is shown and waits for the end of a line, as a shell wants it.
    pub(crate) fn is_ordinary(&self) -> bool {
        let side = open(&self.path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let modes = tcgetattr(&side).unwrap().local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    pub(crate) fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    /// Waits for the end, and that everything is as it was; the exit code.
    #[track_caller]
    pub(crate) fn end(mut self) -> Option<i32> {
        let outcome = self.running.take().unwrap().wait();
        assert_eq!(outcome.stderr, "");
        // What was written last is read in its own time.
        wait_until("the screen is given back", || {
            !self.screen(|screen| screen.alternate_screen() || screen.hide_cursor())
        });
        assert!(self.is_ordinary(), "the terminal's mode is not what it was");
        assert!(self.screen(|screen| screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None));
        outcome.code
    }
}

/// Whose alsamixer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Ours,
    Debian,
    /// Debian's, with lines in Unicode instead of another character set.
    DebianUnicode,
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

fn resize(terminal: &OwnedFd, (columns, rows): (u16, u16)) {
    tcsetwinsize(terminal, Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
}

/// Reads until the program and all of ours have closed the other side.
fn follow(master: OwnedFd, seen: Arc<Seen>) {
    std::thread::spawn(move || {
        let mut piece = [0; 65536];
        while let Ok(length @ 1..) = rustix::io::read(&master, &mut piece) {
            let mut parser = seen.parser.lock().unwrap();
            parser.0.process(&piece[..length]);
            parser.1 += length;
            drop(parser);
            seen.changed.notify_all();
        }
    });
}
