//! A full-screen program on a terminal of its own, and what its screen shows.

use crate::Killed;
use crate::desktop::wait_until;
use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Command, ExitStatus};
use std::sync::{Arc, Mutex};

pub(crate) struct Screen {
    program: Killed,
    master: OwnedFd,
    shown: Arc<Mutex<vt100::Parser>>,
}

impl Screen {
    /// Starts the program on a screen of 80 by 24.
    pub(crate) fn start(program: &mut Command) -> Screen {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        tcsetwinsize(&master, Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let side = open(ptsname(&master, Vec::new()).unwrap(), OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        program.env("TERM", "xterm-256color").stdin(side.try_clone().unwrap()).stdout(side);
        let program = Killed(program.spawn().unwrap());
        let shown = Arc::new(Mutex::new(vt100::Parser::default()));
        follow(master.try_clone().unwrap(), Arc::clone(&shown));
        Screen { program, master, shown }
    }

    pub(crate) fn press(&self, keys: &str) {
        assert_eq!(rustix::io::write(self.master.as_fd(), keys.as_bytes()), Ok(keys.len()));
    }

    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        wait_until(&format!("the screen shows {text}"), || self.text().contains(text));
    }

    pub(crate) fn text(&self) -> String {
        self.shown.lock().unwrap().screen().contents()
    }

    /// Waits for the end.
    #[track_caller]
    pub(crate) fn end(mut self) -> ExitStatus {
        wait_until("the program has ended", || self.program.0.try_wait().unwrap().is_some());
        self.program.0.wait().unwrap()
    }
}

fn follow(master: OwnedFd, shown: Arc<Mutex<vt100::Parser>>) {
    std::thread::spawn(move || {
        let mut master = std::fs::File::from(master);
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = master.read(&mut piece) {
            shown.lock().unwrap().process(&piece[..length]);
        }
    });
}
