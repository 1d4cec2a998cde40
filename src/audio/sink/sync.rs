//! Bringing a recording to the disk while it goes on: fdatasync(2) on a thread of its own, as it may take seconds.
//!
//! The thread exists from the first time that it is needed and sleeps between the times; it is never waited for.

use crate::os::thread::spawn_without_signals;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Syncs one file, as often as asked.
pub(super) struct Syncer {
    asks: Option<Sender<()>>,
    /// The errno of a sync that failed, until it is told.
    errno: Arc<AtomicI32>,
}

impl Syncer {
    pub(super) fn new() -> Syncer {
        Syncer { asks: None, errno: Arc::new(AtomicI32::new(0)) }
    }

    /// Asks for a sync of `file`; tells of an earlier one that failed.
    pub(super) fn sync_soon(&mut self, file: &File) -> io::Result<()> {
        match self.errno.swap(0, Ordering::Relaxed) {
            0 => {}
            errno => return Err(io::Error::from_raw_os_error(errno)),
        }
        if self.asks.is_none() {
            // Without a thread the kernel writes in its own time; that is no reason to end a recording.
            self.asks = self.start(file).ok();
        }
        // Nobody listens any more where the file system cannot sync.
        let _ = self.asks.as_ref().map(|asks| asks.send(()));
        Ok(())
    }

    fn start(&self, file: &File) -> io::Result<Sender<()>> {
        let file = file.try_clone()?;
        let (asks, asked) = channel();
        let errno = Arc::clone(&self.errno);
        spawn_without_signals("sync", move || sync_when_asked(&file, &asked, &errno))?;
        Ok(asks)
    }
}

fn sync_when_asked(file: &File, asked: &Receiver<()>, errno: &AtomicI32) {
    while asked.recv().is_ok() {
        // Asked three times during a slow sync is asked once.
        while asked.try_recv().is_ok() {}
        match file.sync_data() {
            // A file system that cannot sync loses nothing by it.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return,
            Err(error) => errno.store(error.raw_os_error().unwrap_or(libc::EIO), Ordering::Relaxed),
            Ok(()) => {}
        }
    }
}
