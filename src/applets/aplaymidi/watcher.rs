//! Who listens to the song for the user: keys and signals in, progress and lyrics out.

use crate::midi::player::{Listener, Progress, Wish};
use crate::os::signals;
use crate::os::terminal::{Keys, Patience};
use crate::ui::Printer;
use std::os::fd::BorrowedFd;

/// How far an arrow key seeks.
const SEEK_US: i64 = 5_000_000;

pub(super) struct Watcher {
    printer: Printer,
    keys: Option<Keys>,
    progress: bool,
    lyrics: bool,
    shown: String,
}

impl Watcher {
    pub(super) fn new(printer: Printer, keys: Option<Keys>, progress: bool, lyrics: bool) -> Watcher {
        Watcher { printer, keys, progress, lyrics, shown: String::new() }
    }

    /// What has keys to read.
    pub(super) fn keys(&self) -> Option<BorrowedFd<'static>> {
        self.keys.as_ref().map(|_| rustix::stdio::stdin())
    }

    pub(super) fn wants_to_stop(&mut self) -> bool {
        self.wish() == Wish::Stop
    }

    /// Leaves the line of progress.
    pub(super) fn finish(&self) {
        if !self.shown.is_empty() {
            self.printer.piece("\n");
        }
    }

    fn key(&self) -> Option<u8> {
        self.keys.as_ref()?.next(Patience::None)
    }
}

impl Listener for Watcher {
    fn wish(&mut self) -> Wish {
        if signals::stop().is_some() {
            return Wish::Stop;
        }
        match self.key() {
            Some(b' ') => Wish::Pause,
            Some(b'q' | b'Q' | 4) => Wish::Stop,
            Some(b'>' | b'l') => Wish::Seek(SEEK_US),
            Some(b'<' | b'h') => Wish::Seek(-SEEK_US),
            // The arrows: ESC [ C and ESC [ D, or with O.
            Some(0x1b) => match (self.key(), self.key()) {
                (Some(b'[' | b'O'), Some(b'C')) => Wish::Seek(SEEK_US),
                (Some(b'[' | b'O'), Some(b'D')) => Wish::Seek(-SEEK_US),
                _ => Wish::Go,
            },
            _ => Wish::Go,
        }
    }

    fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.keys()
    }

    fn progress(&mut self, progress: Progress) {
        let text = line(progress);
        if self.progress && text != self.shown {
            self.printer.piece(&format!("\r{text}"));
            self.shown = text;
        }
    }

    fn sing(&mut self, text: &str) {
        if self.lyrics {
            // A closed standard output is no reason to stop the music.
            let _ = self.printer.text(text);
        }
    }
}

fn line(progress: Progress) -> String {
    let seconds = |time_us: u64| format!("{}:{:02}", time_us / 60_000_000, time_us / 1_000_000 % 60);
    let (bar, beat) = (progress.place.bar, progress.place.beat);
    let (now, length) = (seconds(progress.time_us), seconds(progress.length_us));
    let bpm = 60_000_000.0 / f64::from(progress.beat_us);
    format!("bar {bar:3}:{beat}  {now} of {length}  {bpm:.1} bpm ")
}
