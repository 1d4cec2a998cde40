//! The daemon's process id: a file that is locked while the daemon lives, so that a number left behind, or one that the
//! kernel has given to somebody else meanwhile, is never signalled.

use super::failure::Failure;
use crate::device::error::reason_of;
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use rustix::process::Pid;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The file of a daemon that runs; dropped, it is gone.
pub(super) struct PidFile {
    path: PathBuf,
    file: File,
}

impl PidFile {
    /// Puts this process's number into the file. A file left behind is taken over.
    pub(super) fn claim(path: &Path) -> anyhow::Result<PidFile> {
        let failed = |error: &io::Error| {
            let errno = error.raw_os_error().unwrap_or(libc::EIO);
            Failure::new(errno, format!("cannot write {}: {}", path.display(), reason_of(error)))
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o644).custom_flags(libc::O_NOFOLLOW);
        let mut file = options.open(path).map_err(|error| failed(&error))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => {
                return Err(Failure::new(libc::EBUSY, format!("a daemon is running ({})", path.display())).into());
            }
            Err(errno) => return Err(failed(&errno.into()).into()),
        }
        if foreign_daemon(path).is_some() {
            return Err(Failure::new(libc::EBUSY, format!("another alsactl is running ({})", path.display())).into());
        }
        let number = format!("{:10}\n", std::process::id());
        file.set_len(0).and_then(|()| file.write_all(number.as_bytes())).map_err(|error| failed(&error))?;
        Ok(PidFile { path: path.to_owned(), file })
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        // Somebody may have put another file in its place.
        let same = |one: fs::Metadata, other: fs::Metadata| (one.dev(), one.ino()) == (other.dev(), other.ino());
        if let (Ok(own), Ok(there)) = (self.file.metadata(), fs::symlink_metadata(&self.path))
            && same(own, there)
        {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The daemon that holds the file.
pub(super) fn holder(path: &Path) -> anyhow::Result<Option<Pid>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let errno = error.raw_os_error().unwrap_or(libc::EIO);
            return Err(Failure::new(errno, format!("cannot read {}: {}", path.display(), reason_of(&error))).into());
        }
        Ok(file) => file,
    };
    Ok(match flock(&file, FlockOperation::NonBlockingLockShared) {
        Err(Errno::WOULDBLOCK) => number(path),
        _ => foreign_daemon(path),
    })
}

fn number(path: &Path) -> Option<Pid> {
    let number: i32 = fs::read_to_string(path).ok()?.trim().parse().ok()?;
    let may_be_daemon = number > 1 && number.unsigned_abs() != std::process::id();
    if may_be_daemon { Pid::from_raw(number) } else { None }
}

/// A daemon of alsa-utils, which locks nothing: the process of this number, if it is an alsactl.
fn foreign_daemon(path: &Path) -> Option<Pid> {
    let pid = number(path)?;
    let name = fs::read_to_string(format!("/proc/{}/comm", pid.as_raw_nonzero())).ok()?;
    (name.trim_end() == "alsactl").then_some(pid)
}
