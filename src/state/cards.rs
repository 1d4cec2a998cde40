//! Cards that are watched: those that come are opened, those that go are let go, and none of them ends the watch.
//!
//! The folder of the device files tells of new cards; a card that is gone tells of itself, by an error of its read.

use crate::device::cards::present;
use crate::device::ctl::{Change, Ctl, ElemId};
use crate::device::{Error, Result};
use crate::os::poll;
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;
use std::time::Duration;

/// A card that is watched.
pub struct Watched {
    /// Its number; `None` for a control device that is no card.
    pub number: Option<i32>,
    /// The name of its control device.
    pub name: String,
    /// The control device.
    pub ctl: Ctl,
}

/// The cards that are watched.
pub struct Cards {
    cards: Vec<Watched>,
    /// Where new cards show themselves; `None` when only one device is wanted.
    folder: Option<OwnedFd>,
}

/// What woke a watch up: an element that changed.
pub struct Event<'a> {
    /// The card.
    pub card: &'a Watched,
    /// The element.
    pub id: ElemId,
    /// What happened.
    pub change: Change,
}

impl Cards {
    /// Watches all cards, and those to come.
    ///
    /// # Errors
    /// The kernel does not tell of new device files.
    pub fn all() -> Result<Cards> {
        let failed = |errno: rustix::io::Errno| Error::new("watch of /dev/snd", errno.raw_os_error());
        let folder = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).map_err(failed)?;
        let mut cards = Cards { cards: Vec::new(), folder: Some(folder) };
        cards.look_for_new()?;
        Ok(cards)
    }

    /// Watches one card.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn one(name: &str, number: Option<i32>) -> Result<Cards> {
        Ok(Cards { cards: vec![open(name, number)?], folder: None })
    }

    /// The cards there are.
    pub fn iter(&self) -> impl Iterator<Item = &Watched> {
        self.cards.iter()
    }

    /// Whether there is nothing left to wait for.
    pub fn is_over(&self) -> bool {
        self.cards.is_empty() && self.folder.is_none()
    }

    /// Waits for something to happen to the cards or to `others`, or until the time is over.
    ///
    /// # Errors
    /// The wait fails.
    pub fn wait(&self, others: &[poll::Descriptor], limit: Option<Duration>) -> io::Result<()> {
        let mut descriptors: Vec<_> = self.cards.iter().flat_map(|card| card.ctl.descriptors()).collect();
        descriptors.extend(self.folder.iter().map(|folder| poll::readable(folder.as_raw_fd())));
        descriptors.extend_from_slice(others);
        poll::wait(&mut descriptors, limit)
    }

    /// Takes all that has happened; cards that have gone are let go, new ones are opened.
    ///
    /// # Errors
    /// What `tell` fails with.
    pub fn take<E: From<Error>>(
        &mut self,
        mut tell: impl FnMut(Event<'_>) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut here = Vec::with_capacity(self.cards.len());
        for card in self.cards.drain(..) {
            // An error is the card's end, which is no error of the watch.
            while let Some(event) = card.ctl.next_event().transpose() {
                match event {
                    Ok((id, change)) => tell(Event { card: &card, id, change })?,
                    Err(_) => break,
                }
            }
            if card.ctl.card_info().is_ok() {
                here.push(card);
            }
        }
        self.cards = here;
        if self.folder.as_ref().is_some_and(drained) {
            self.look_for_new()?;
        }
        Ok(())
    }

    /// Opens the cards that are not watched yet. One that cannot be opened may be so later, when its file's owner
    /// has been set: the folder tells of that too.
    ///
    /// # Errors
    /// The folder cannot be watched.
    pub fn look_for_new(&mut self) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        watch(folder)?;
        for number in present() {
            let is_known = self.cards.iter().any(|card| card.number == Some(number));
            if !is_known && let Ok(card) = open(&format!("hw:{number}"), Some(number)) {
                self.cards.push(card);
            }
        }
        self.cards.sort_by_key(|card| card.number);
        Ok(())
    }
}

fn open(name: &str, number: Option<i32>) -> Result<Watched> {
    let ctl = Ctl::open(name)?;
    ctl.subscribe()?;
    Ok(Watched { number, name: name.to_owned(), ctl })
}

/// Watches the folder of device files; before there is one, the folder where it will be.
fn watch(folder: &OwnedFd) -> Result<()> {
    let flags = WatchFlags::CREATE | WatchFlags::DELETE | WatchFlags::ATTRIB;
    let place = if Path::new("/dev/snd").exists() { "/dev/snd" } else { "/dev" };
    match inotify::add_watch(folder, place, flags) {
        Ok(_) => Ok(()),
        Err(errno) => Err(Error::new(format!("watch of {place}"), errno.raw_os_error())),
    }
}

/// Whether the folder had something to tell. What it was is seen by looking.
fn drained(folder: &OwnedFd) -> bool {
    let mut room = [0u8; 4096];
    let mut has_told = false;
    while rustix::io::read(folder, &mut room).is_ok_and(|bytes| bytes > 0) {
        has_told = true;
    }
    has_told
}
