//! `--from`: a folder with the files of another machine, or a report, whose files are put into a folder for a while.
//!
//! A report is foreign bytes: no path in it leads out of the folder.

use anyhow::{anyhow, bail};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Component, Path, PathBuf};

/// The files of another machine.
pub(super) struct Unpacked {
    root: PathBuf,
    is_ours: bool,
}

impl Unpacked {
    pub(super) fn root(&self) -> &Path {
        &self.root
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        if self.is_ours {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

pub(super) fn open(place: &Path) -> anyhow::Result<Unpacked> {
    if place.is_dir() {
        return Ok(Unpacked { root: place.to_owned(), is_ours: false });
    }
    let failed = |error: std::io::Error| anyhow!("{}: {}", place.display(), crate::device::error::reason_of(&error));
    let text = fs::read(place).map_err(failed)?;
    let text = String::from_utf8_lossy(&text);
    let files = files(&text);
    if files.is_empty() {
        bail!("{} is no report of doctor: no line in it is '-- PATH --'", place.display());
    }
    let unpacked = folder().map_err(failed)?;
    files.iter().try_for_each(|file| put(unpacked.root(), file)).map_err(failed)?;
    Ok(unpacked)
}

/// A folder that only we can read, and that nobody has made before us.
fn folder() -> std::io::Result<Unpacked> {
    let root = std::env::temp_dir().join(format!("alsabox-report-{}", std::process::id()));
    DirBuilder::new().mode(0o700).create(&root)?;
    Ok(Unpacked { root, is_ours: true })
}

enum Packed<'a> {
    File { path: &'a str, text: String },
    Link { path: &'a str, target: &'a str },
}

/// `-- PATH --` begins a file, `-- PATH -> TARGET --` is a link; what stands before the first is the verdict.
fn files(text: &str) -> Vec<Packed<'_>> {
    let mut files: Vec<Packed<'_>> = Vec::new();
    for line in text.split_inclusive('\n') {
        let mark = line.trim_end().strip_prefix("-- ").and_then(|line| line.strip_suffix(" --"));
        match (mark.map(|mark| (mark, mark.split_once(" -> "))), files.last_mut()) {
            (Some((_, Some((path, target)))), _) => files.push(Packed::Link { path, target }),
            (Some((path, None)), _) => files.push(Packed::File { path, text: String::new() }),
            (None, Some(Packed::File { text, .. })) => text.push_str(&line.replace("␀\n", "\0").replace('␀', "\0")),
            (None, _) => {}
        }
    }
    files
}

fn put(root: &Path, file: &Packed<'_>) -> std::io::Result<()> {
    let (Packed::File { path, .. } | Packed::Link { path, .. }) = file;
    let Some(path) = inside(root, path) else { return Ok(()) };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match file {
        Packed::File { text, .. } => fs::write(path, text),
        Packed::Link { target, .. } if is_inside(target) => symlink(target, path),
        Packed::Link { .. } => Ok(()),
    }
}

fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let is_plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let path = root.join(path);
    // A link that came before may lead anywhere: nothing is written through one.
    let mut folders = path.ancestors().skip(1).take_while(|folder| *folder != root);
    let is_direct = !path.is_symlink() && !folders.any(|folder| folder.is_symlink());
    (is_plain && is_direct).then_some(path)
}

/// Links to the devices of processes are only read as text.
fn is_inside(target: &str) -> bool {
    !target.starts_with('/') || target.starts_with("/dev/") || target == "/dev/null"
}
