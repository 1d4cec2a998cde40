//! `--process-id-file`: tells other programs whom to signal.
//!
//! The file appears whole, by a rename that replaces a link instead of following it, and goes again only while it
//! still names this process.

use anyhow::Context;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A process id file, removed at the end.
#[derive(Debug)]
pub(super) struct PidFile {
    path: PathBuf,
}

impl PidFile {
    pub(super) fn create(path: &Path) -> anyhow::Result<PidFile> {
        let text = content();
        let mut passing = path.as_os_str().to_owned();
        passing.push(format!(".{}", text.trim_end()));
        let written = write_new(Path::new(&passing), &text).and_then(|()| fs::rename(&passing, path));
        written.with_context(|| {
            let _ = fs::remove_file(&passing);
            format!("Cannot create process ID file {}", path.display())
        })?;
        Ok(PidFile { path: path.to_owned() })
    }
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o644).open(path)?.write_all(text.as_bytes())
}

fn content() -> String {
    format!("{}\n", std::process::id())
}

impl Drop for PidFile {
    fn drop(&mut self) {
        if fs::read_to_string(&self.path).is_ok_and(|text| text == content()) {
            let _ = fs::remove_file(&self.path);
        }
    }
}
