//! Opening what a recording is written to.
//!
//! A regular file that was named is replaced by a new one, so that hard links keep the old; a pipe, a device or a link
//! is written through. A name that the recorder chose itself never takes the place of a file.

use rustix::fs::{Mode, OFlags};
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

/// What happens to a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It makes place.
    Replace,
    /// It stays; opening is an error.
    Keep,
}

/// Standard output.
pub(super) fn stdout() -> io::Result<File> {
    io::stdout().as_fd().try_clone_to_owned().map(File::from)
}

/// The file of this name.
pub(super) fn open(path: &Path, existing: Existing) -> io::Result<File> {
    if existing == Existing::Keep {
        return create(path, OFlags::EXCL);
    }
    if !is_regular(path) {
        return create(path, OFlags::TRUNC);
    }
    match fs::remove_file(path) {
        Ok(()) => create(path, OFlags::EXCL),
        // A file that may be written, in a folder that may not.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => create(path, OFlags::TRUNC),
        Err(error) => Err(error),
    }
}

/// Whether this names a regular file itself, not a link to one.
pub(crate) fn is_regular(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|meta| meta.is_file())
}

/// Not by the standard library, which would wait for a pipe's reader through every Ctrl-C.
fn create(path: &Path, more: OFlags) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::CLOEXEC | more;
    let fd: OwnedFd = rustix::fs::open(path, flags, Mode::from_raw_mode(0o644))?;
    Ok(File::from(fd))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    #[test]
    fn a_named_file_is_replaced_and_its_other_name_keeps_the_old() {
        let dir = tempfile::tempdir().unwrap();
        let [name, other] = ["name", "other"].map(|name| dir.path().join(name));
        fs::write(&name, "old").unwrap();
        fs::hard_link(&name, &other).unwrap();
        open(&name, Existing::Replace).unwrap();
        assert_eq!(fs::read(&name).unwrap(), b"");
        assert_eq!(fs::read(&other).unwrap(), b"old");
        assert_eq!(fs::metadata(&name).unwrap().permissions().mode() & 0o133, 0);
    }

    #[test]
    fn a_link_is_written_through_and_keeps_no_old_tail() {
        let dir = tempfile::tempdir().unwrap();
        let [link, target] = ["link", "target"].map(|name| dir.path().join(name));
        fs::write(&target, "old").unwrap();
        symlink(&target, &link).unwrap();
        open(&link, Existing::Replace).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"");
        assert!(link.is_symlink());
    }

    #[test]
    fn devices_and_pipes_stay_what_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let reader = rustix::fs::open(&pipe, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty()).unwrap();
        open(&pipe, Existing::Replace).unwrap();
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        drop(reader);
        open(Path::new("/dev/null"), Existing::Replace).unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }

    #[test]
    fn a_file_that_is_to_be_kept_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let name = dir.path().join("name");
        fs::write(&name, "old").unwrap();
        assert_eq!(open(&name, Existing::Keep).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&name).unwrap(), b"old");
        open(&dir.path().join("new"), Existing::Keep).unwrap();
    }
}
