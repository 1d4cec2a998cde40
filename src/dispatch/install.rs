//! `--install`: a link for every applet, to the binary that runs.
//!
//! A file that is not a link to this very binary is never replaced unless the user says so; each link appears whole
//! or not at all.

use crate::applets::APPLETS;
use anyhow::{Context, bail};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

/// Which kind of link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    Hard,
    Symbolic,
}

/// What may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overwrite {
    OwnLinks,
    Anything,
}

/// What to install, and where.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) dir: PathBuf,
    pub(super) links: Links,
    pub(super) overwrite: Overwrite,
}

/// Links every applet into the plan's folder. Checks all names before it makes the first link.
pub(super) fn install(plan: &Plan) -> anyhow::Result<()> {
    let binary = std::env::current_exe().context("cannot find the running binary")?;
    if !plan.dir.is_dir() {
        bail!("cannot install into {}: it is no folder", plan.dir.display());
    }
    let links: Vec<PathBuf> = APPLETS.iter().map(|applet| plan.dir.join(applet.name)).collect();
    for link in &links {
        check(&binary, link, plan.overwrite)?;
    }
    links.iter().try_for_each(|link| place(&binary, link, plan.links))
}

fn check(binary: &Path, link: &Path, overwrite: Overwrite) -> anyhow::Result<()> {
    let Ok(there) = fs::symlink_metadata(link) else { return Ok(()) };
    if there.is_dir() {
        bail!("{} is a folder", link.display());
    }
    if overwrite == Overwrite::OwnLinks && !is_same_file(binary, link) {
        bail!("{} is there and is not alsabox; --force replaces it", link.display());
    }
    Ok(())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

/// A link under a passing name, renamed into place. When both names are the same file already, rename(2) does
/// nothing and leaves the passing name behind, so that case ends early.
fn place(binary: &Path, link: &Path, links: Links) -> anyhow::Result<()> {
    let is_symlink = fs::symlink_metadata(link).is_ok_and(|there| there.is_symlink());
    if links == Links::Hard && !is_symlink && is_same_file(binary, link) {
        return Ok(());
    }
    let passing = link.with_extension(format!("{}.new", std::process::id()));
    let made = match links {
        Links::Hard => fs::hard_link(binary, &passing),
        Links::Symbolic => symlink(binary, &passing),
    };
    made.and_then(|()| fs::rename(&passing, link)).with_context(|| {
        let _ = fs::remove_file(&passing);
        let hint = if links == Links::Hard { " (another file system? -s makes symbolic links)" } else { "" };
        format!("cannot link {} to {}{hint}", link.display(), binary.display())
    })
}
