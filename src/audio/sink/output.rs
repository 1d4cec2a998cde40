//! The bytes of a recording on their way to a file, a pipe or a device.
//!
//! Into a regular file they are gathered, to be written twice a second; anything else gets every period at once.
//! `written` is always what the file really has, also after a write that failed.

use super::sync::Syncer;
use crate::audio::repack::Repack;
use crate::audio::source::Spec;
use crate::os::signals;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;

/// The most that is gathered.
const GATHERED_LIMIT: usize = 1 << 20;

/// Interrupted writes without progress after which a reader that takes nothing is given up, once the end is asked for.
const PATIENCE: u32 = 20;

/// Where bytes are appended.
pub(super) struct Output {
    file: File,
    /// What can be done with a regular file only.
    regular: Option<Regular>,
    gathered: Vec<u8>,
    gather_bytes: usize,
    written: u64,
    failed: bool,
}

struct Regular {
    /// Where the recording begins; not 0 in a file that the shell opened and others wrote to.
    start: u64,
    syncer: Syncer,
}

impl Output {
    /// Takes over a file that frames of `spec` will go to.
    pub(super) fn new(file: File, spec: Spec) -> Output {
        let regular = regular(&file).map(|start| Regular { start, syncer: Syncer::new() });
        let half_second = spec.frame_bytes().unwrap_or(1) * spec.rate as usize / 2;
        let gather_bytes = if regular.is_some() { half_second.min(GATHERED_LIMIT) } else { 0 };
        Output { file, regular, gathered: Vec::new(), gather_bytes, written: 0, failed: false }
    }

    /// Bytes that are written at once without being gathered.
    pub(super) fn batch_bytes(&self) -> usize {
        self.gather_bytes
    }

    /// Whether what is written can still be changed.
    pub(super) fn is_regular(&self) -> bool {
        self.regular.is_some()
    }

    /// Bytes that are in the file.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Bytes that are in the file or on their way.
    pub(super) fn position(&self) -> u64 {
        self.written + self.gathered.len() as u64
    }

    /// Whether a write failed.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Adds bytes at the end.
    pub(super) fn append(&mut self, bytes: &[u8], repack: Repack) -> io::Result<()> {
        if repack == Repack::AsIs && bytes.len() >= self.gather_bytes {
            self.flush()?;
            return self.push(bytes);
        }
        let old = self.gathered.len();
        self.gathered.extend_from_slice(bytes);
        repack.apply(&mut self.gathered[old..]);
        if self.gathered.len() >= self.gather_bytes { self.flush() } else { Ok(()) }
    }

    /// Writes what is gathered; nothing more after a failure.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let mut gathered = std::mem::take(&mut self.gathered);
        let outcome = if gathered.is_empty() || self.failed { Ok(()) } else { self.push(&gathered) };
        gathered.clear();
        self.gathered = gathered;
        outcome
    }

    fn push(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let mut patience = PATIENCE;
        while !bytes.is_empty() {
            match self.file.write(bytes) {
                Ok(0) => return self.fail(io::ErrorKind::WriteZero.into()),
                Ok(count) => {
                    bytes = &bytes[count..];
                    self.written += count as u64;
                    patience = PATIENCE;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted && patience > 0 => {
                    patience -= u32::from(signals::stop().is_some());
                }
                // A pipe that is set not to block, as some parents do, is still to get everything.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && patience > 0 => {
                    let is_interrupted = poll(&mut [PollFd::new(&self.file, PollFlags::OUT)], None).is_err();
                    patience -= u32::from(is_interrupted && signals::stop().is_some());
                }
                Err(error) => return self.fail(error),
            }
        }
        Ok(())
    }

    fn fail(&mut self, error: io::Error) -> io::Result<()> {
        self.failed = true;
        Err(error)
    }

    /// Changes bytes that were written; only in regular files.
    pub(super) fn overwrite(&self, position: u64, bytes: &[u8]) -> io::Result<()> {
        self.regular.as_ref().map_or(Ok(()), |regular| self.file.write_all_at(bytes, regular.start + position))
    }

    /// Takes bytes off the end; only of regular files.
    pub(super) fn cut(&mut self, length: u64) -> io::Result<()> {
        if let Some(regular) = &self.regular {
            let end = regular.start + length;
            self.file.set_len(end)?;
            self.file.seek(SeekFrom::Start(end))?;
            self.written = length;
        }
        Ok(())
    }

    /// Has what is written brought to the disk, on another thread; tells of an earlier time when that failed.
    pub(super) fn sync_soon(&mut self) -> io::Result<()> {
        self.regular.as_mut().map_or(Ok(()), |regular| regular.syncer.sync_soon(&self.file))
    }
}

/// The position in a regular file whose bytes can be changed later.
fn regular(file: &File) -> Option<u64> {
    // What is opened to append gets every write at its end, wherever it was meant to go.
    let appends = rustix::fs::fcntl_getfl(file).is_ok_and(|flags| flags.contains(OFlags::APPEND));
    let is_regular = file.metadata().is_ok_and(|meta| meta.is_file());
    if is_regular && !appends { (&mut &*file).stream_position().ok() } else { None }
}
