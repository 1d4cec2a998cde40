//! Replaces a file in one step: whoever looks, whenever the power goes, finds the old text or the new one, whole.

use crate::device::error::reason_of;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

/// Writes the text beside the file, sees it on the disk, and renames it.
///
/// # Errors
/// Any step failed; the file is as it was, unless the reason says that only the last one did.
pub(super) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return OpenOptions::new().write(true).open(&target)?.write_all(text);
    }
    sweep(&target);
    let (mut file, beside) = create_beside(&target)?;
    let moved = fill(&mut file, text, old.as_ref()).and_then(|()| fs::rename(&beside, &target));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved?;
    sync_folder(&target).map_err(|error| {
        io::Error::new(error.kind(), format!("it is written, but could be lost with the power ({})", reason_of(&error)))
    })
}

fn fill(file: &mut File, text: &[u8], old: Option<&Metadata>) -> io::Result<()> {
    if let Some(old) = old {
        // Only root may give a file away; for anybody else it is theirs from now on.
        let _ = fchown(&*file, Some(old.uid()), Some(old.gid()));
        file.set_permissions(Permissions::from_mode(old.permissions().mode() & 0o7777))?;
    }
    file.write_all(text)?;
    file.sync_all()
}

/// Takes away what processes left that were killed while they wrote.
fn sweep(target: &Path) {
    let names = target.parent().and_then(|folder| fs::read_dir(folder).ok()).zip(target.file_name());
    let Some((entries, name)) = names.filter(|_| Path::new("/proc/self").exists()) else { return };
    let prefix = format!("{}.new-", name.to_string_lossy());
    for entry in entries.flatten() {
        let found = entry.file_name();
        let process = found.to_str().and_then(|found| found.strip_prefix(&prefix)?.split_once('-'));
        let process: Option<u32> = process.and_then(|(process, _)| process.parse().ok());
        if process.is_some_and(|process| !Path::new(&format!("/proc/{process}")).exists()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// More than one leftover of another process that had this number is not to be expected.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_goes_and_all_else_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("asound.state");
        // The greatest process id there can be, and one more.
        let dead = dir.path().join("asound.state.new-4194305-0");
        let kept =
            ["asound.state.new-1-0", "asound.state.new", "other.new-4194305-0"].map(|name| dir.path().join(name));
        for path in kept.iter().chain([&dead]) {
            fs::write(path, "old").expect("a file");
        }
        replace(&file, b"new").expect("it is written");
        assert_eq!(fs::read(&file).expect("it is there"), b"new");
        assert!(!dead.exists() && kept.iter().all(|path| path.exists()));
    }

    #[test]
    fn the_mode_of_the_old_file_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("asound.state");
        fs::write(&file, "old").expect("a file");
        fs::set_permissions(&file, Permissions::from_mode(0o640)).expect("its mode");
        replace(&file, b"new").expect("it is written");
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
    }
}
