//! The file that is changed: read whole, written beside and renamed, and put back as it was where that is needed.
//!
//! A link stays a link, owner and rights stay as they were.

use crate::device::config;
use crate::device::error::reason_of;
use anyhow::{anyhow, bail};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};

/// Whose default it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The user's own.
    Personal,
    /// The machine's.
    System,
}

/// A configuration file with what it held when it was read.
pub(super) struct ConfigFile {
    /// As it is named.
    pub(super) path: PathBuf,
    /// Where it really is.
    place: PathBuf,
    /// What it held; nothing where it was not there.
    pub(super) before: Option<String>,
}

impl ConfigFile {
    pub(super) fn read(scope: Scope) -> anyhow::Result<ConfigFile> {
        let path = match scope {
            Scope::Personal => config::personal_file().ok_or_else(|| anyhow!("HOME is not set: whose file is it?"))?,
            Scope::System => config::system_file(),
        };
        let place = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let before = match fs::read_to_string(&place) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => bail!("{}: {}", path.display(), reason_of(&error)),
        };
        Ok(ConfigFile { path, place, before })
    }

    /// Keeps what was there beside the file.
    pub(super) fn back_up(&self) -> anyhow::Result<Option<PathBuf>> {
        let Some(before) = &self.before else { return Ok(None) };
        let backup = beside(&self.place, ".backup");
        self.put(&backup, before)?;
        Ok(Some(backup))
    }

    /// Replaces the file in one step; an empty text takes it away.
    pub(super) fn write(&self, text: &str) -> anyhow::Result<()> {
        if text.is_empty() {
            return fs::remove_file(&self.place).map_err(|error| self.failed(&error));
        }
        self.put(&self.place, text)
    }

    /// Puts back what was there.
    pub(super) fn roll_back(&self) -> anyhow::Result<()> {
        self.write(self.before.as_deref().unwrap_or_default())
    }

    fn put(&self, path: &Path, text: &str) -> anyhow::Result<()> {
        let new = beside(path, ".new");
        let written = self.write_beside(&new, text).and_then(|()| fs::rename(&new, path));
        written.map_err(|error| {
            let _ = fs::remove_file(&new);
            self.failed(&error)
        })
    }

    fn write_beside(&self, new: &Path, text: &str) -> std::io::Result<()> {
        let mut file = File::create(new)?;
        file.write_all(text.as_bytes())?;
        if let Ok(old) = fs::metadata(&self.place) {
            file.set_permissions(old.permissions())?;
        }
        // Root in another's home, as sudo often has it, leaves the file to its owner.
        let model = fs::metadata(&self.place).ok().or_else(|| fs::metadata(self.place.parent()?).ok());
        if let Some(model) = model {
            let _ = chown(new, Some(model.uid()), Some(model.gid()));
        }
        file.sync_all()
    }

    fn failed(&self, error: &std::io::Error) -> anyhow::Error {
        anyhow!("cannot write {}: {}", self.path.display(), reason_of(error))
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
