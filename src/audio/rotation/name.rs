//! What the files of a recording are called: Debian's names, but never one that is taken.

use crate::os::strftime::strftime;
use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How the names of the files come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The one file has the name as it is; of several each has its number in it.
    Numbered,
    /// The name is a pattern for strftime(3) and is expanded for each file; `%v` is its number.
    Strftime,
}

/// `NAME-01.wav` of `NAME.wav`.
pub(super) fn numbered(path: &Path, number: u32) -> PathBuf {
    let bytes = path.as_os_str().as_bytes();
    let slash = bytes.iter().rposition(|byte| *byte == b'/');
    let (dir, file) = bytes.split_at(slash.map_or(0, |at| at + 1));
    let (stem, extension) = match file.iter().rposition(|byte| *byte == b'.') {
        Some(dot) => (&file[..dot], &file[dot + 1..]),
        // Debian's `x-01.x` for a bare name without a dot.
        None if slash.is_none() => (file, file),
        None => (file, &b""[..]),
    };
    let dot: &[u8] = if extension.is_empty() { b"" } else { b"." };
    path_of([dir, stem, format!("-{number:02}").as_bytes(), dot, extension].concat())
}

/// `NAME.wav.part`.
pub(super) fn part(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".part");
    name.into()
}

/// The name by a pattern.
pub(super) fn expanded(pattern: &Path, number: u32, moment: SystemTime) -> io::Result<PathBuf> {
    let bytes = with_number(pattern.as_os_str().as_bytes(), number);
    strftime(&bytes, moment).map(path_of).ok_or_else(|| io::ErrorKind::InvalidFilename.into())
}

/// Whether a pattern has the number of the file in it.
pub(super) fn has_number(pattern: &Path) -> bool {
    let bytes = pattern.as_os_str().as_bytes();
    with_number(bytes, 1) != with_number(bytes, 2)
}

/// Puts the number for each `%v`; of `%%v` the percent sign is strftime's.
fn with_number(pattern: &[u8], number: u32) -> Vec<u8> {
    let mut name = Vec::with_capacity(pattern.len());
    let mut rest = pattern;
    loop {
        rest = match rest {
            [b'%', b'v', rest @ ..] => {
                name.extend(format!("{number:02}").bytes());
                rest
            }
            [b'%', other, rest @ ..] => {
                name.extend([b'%', *other]);
                rest
            }
            [byte, rest @ ..] => {
                name.push(*byte);
                rest
            }
            [] => return name,
        }
    }
}

fn path_of(bytes: Vec<u8>) -> PathBuf {
    OsString::from_vec(bytes).into()
}

/// Whether something has this name.
pub(super) fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Makes the folders that a pattern names.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => DirBuilder::new().recursive(true).mode(0o755).create(folder),
        _ => Ok(()),
    }
}

/// Renames, unless the new name is taken.
pub(super) fn rename_if_free(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // The file system cannot do both in one step.
        Err(Errno::INVAL | Errno::NOSYS) if is_taken(to) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(Errno::INVAL | Errno::NOSYS) => fs::rename(from, to),
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_where_debian_puts_them() {
        let table = [
            ("x.wav", "x-01.wav"),
            ("x", "x-01.x"),
            ("a.b.wav", "a.b-01.wav"),
            ("d.d/x", "d.d/x-01"),
            (".wav", "-01.wav"),
            ("x.", "x-01"),
        ];
        for (name, with_number) in table {
            assert_eq!(numbered(Path::new(name), 1), Path::new(with_number));
        }
        assert_eq!(numbered(Path::new("x.wav"), 100), Path::new("x-100.wav"));
    }

    #[test]
    fn a_pattern_has_the_number_of_the_file() {
        let expand = |pattern, number| expanded(Path::new(pattern), number, SystemTime::now()).unwrap();
        assert_eq!(expand("%%v-%v%v.wav", 7), Path::new("%v-0707.wav"));
        assert_eq!(expand("100%", 1), Path::new("100%"));
        assert!(has_number(Path::new("%H/%v")));
        assert!(!has_number(Path::new("%%v")));
    }
}
