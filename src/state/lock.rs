//! The locks that alsactl's processes take, ours and alsa-utils' alike: a POSIX lock on a file that holds a process id.
//!
//! The kernel drops such a lock when its holder ends, however it ends: what is left behind is a file, never a lock.

use crate::os::clock::{Clock, now, sleep_us};
use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// As long as alsa-utils waits.
const PATIENCE_S: i64 = 10;
const BETWEEN_TRIES_US: u64 = 20_000;

/// A lock that is held; dropped, it is free.
pub struct Lock {
    _file: File,
}

/// Takes the lock, waiting for its holder.
///
/// # Errors
/// The file cannot be opened, or somebody holds the lock for too long.
pub fn take(path: &Path) -> io::Result<Lock> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o644);
    let mut file = options.custom_flags(libc::O_NOFOLLOW).open(path)?;
    let (start_s, _) = now(Clock::Monotonic);
    loop {
        match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => break,
            Err(Errno::AGAIN | Errno::ACCESS) => {}
            Err(Errno::INTR) => continue,
            Err(errno) => return Err(errno.into()),
        }
        if now(Clock::Monotonic).0 - start_s >= PATIENCE_S {
            return Err(held(&mut file));
        }
        sleep_us(BETWEEN_TRIES_US);
    }
    // The id is for people who look; the lock holds without it, on a full disk too.
    if file.set_len(0).is_ok() {
        let _ = file.write_all(format!("{:10}\n", std::process::id()).as_bytes());
    }
    Ok(Lock { _file: file })
}

fn held(file: &mut File) -> io::Error {
    let mut holder = String::new();
    let _ = file.take(11).read_to_string(&mut holder);
    let holder = holder.trim();
    let who = if holder.is_empty() { String::new() } else { format!(" by process {holder}") };
    io::Error::new(io::ErrorKind::ResourceBusy, format!("it is held{who}"))
}
