//! Replaces a file in one step: whoever looks, whenever the power goes, finds the old text or the new one, whole.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Writes the text beside the file, sees it on the disk, and renames it.
///
/// # Errors
/// Any step failed; the file is as it was.
pub(super) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mode = match fs::metadata(&target) {
        Ok(old) if !old.is_file() => return OpenOptions::new().write(true).open(&target)?.write_all(text),
        Ok(old) => Some(old.permissions().mode() & 0o7777),
        Err(_) => None,
    };
    let (mut file, beside) = create_beside(&target)?;
    let moved = fill(&mut file, text, mode).and_then(|()| fs::rename(&beside, &target));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved?;
    sync_folder(&target)
}

fn fill(file: &mut File, text: &[u8], mode: Option<u32>) -> io::Result<()> {
    if let Some(mode) = mode {
        file.set_permissions(Permissions::from_mode(mode))?;
    }
    file.write_all(text)?;
    file.sync_all()
}

/// More than one leftover of a process that was killed and had this number is not to be expected.
const TRIES: u32 = 8;

/// A new file in the same folder. It must not be there: a link that somebody put there leads elsewhere.
fn create_beside(target: &Path) -> io::Result<(File, PathBuf)> {
    let mut tries = 0;
    loop {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".new-{}-{tries}", std::process::id()));
        let beside = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).mode(0o644).open(&beside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < TRIES => tries += 1,
            Err(error) => return Err(error),
            Ok(file) => return Ok((file, beside)),
        }
    }
}

/// Without this the new name may be lost with the power. Some file systems have no such thing.
fn sync_folder(target: &Path) -> io::Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder)?.sync_all() {
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
        synced => synced,
    }
}
