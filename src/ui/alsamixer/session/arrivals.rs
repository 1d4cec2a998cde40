//! News of cards that are plugged in, from the folder of their device files; asked for only while a card is missing.

use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

const FOLDERS: [&str; 2] = ["/dev/snd", "/dev"];

/// The watch, once there is one.
#[derive(Default)]
pub(super) struct Arrivals {
    inotify: Option<OwnedFd>,
}

impl Arrivals {
    /// Watches from now on. Where the kernel has no watch left, F6 is still there.
    pub(super) fn watch(&mut self) {
        if self.inotify.is_some() {
            return;
        }
        let Ok(inotify) = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK) else { return };
        // A file is made first and gets its group afterwards.
        let news = WatchFlags::CREATE | WatchFlags::ATTRIB;
        for folder in FOLDERS {
            let _ = inotify::add_watch(&inotify, folder, news);
        }
        self.inotify = Some(inotify);
    }

    /// What to wait for; poll(2) passes over a negative number.
    pub(super) fn descriptor(&self) -> RawFd {
        self.inotify.as_ref().map_or(-1, AsRawFd::as_raw_fd)
    }

    /// Takes the news; a folder that was made meanwhile is watched, too.
    pub(super) fn take(&self) {
        let Some(inotify) = &self.inotify else { return };
        let mut room = [const { MaybeUninit::uninit() }; 4096];
        let mut reader = inotify::Reader::new(inotify, &mut room);
        while reader.next().is_ok() {}
        let _ = inotify::add_watch(inotify, FOLDERS[0], WatchFlags::CREATE | WatchFlags::ATTRIB);
    }
}
