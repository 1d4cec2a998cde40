//! What is made from the options' definitions is what the repository holds: man pages and completions.
//!
//! With REGENERATE set (`make docs`) stale files are written anew. An applet without its man source fails here by name.

// A failing step of a test is the test's failure.
#![allow(clippy::unwrap_used)]

mod completions;
mod man;
mod readme;
mod shells;

use alsabox::applets::APPLETS;
use clap::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is documented: a name, what it does, and its options.
pub(crate) struct Tool {
    name: &'static str,
    about: &'static str,
    command: Command,
}

/// Every tool: alsabox itself first.
fn tools() -> Vec<Tool> {
    let about = "the ALSA command-line tools as one binary";
    let alsabox = Tool { name: "alsabox", about, command: alsabox::dispatch::command() };
    let applets =
        APPLETS.iter().map(|applet| Tool { name: applet.name, about: applet.about, command: (applet.command)() });
    std::iter::once(alsabox).chain(applets).collect()
}

/// The command without what its help does not show either.
fn shown(command: &Command) -> Command {
    let shown = Command::new(command.get_name().to_owned()).disable_help_flag(true);
    let shown = match command.get_overridden_usage() {
        Some(usage) => shown.override_usage(usage.clone()),
        None => shown,
    };
    shown.args(command.get_arguments().filter(|arg| !arg.is_hide_set()))
}

/// The files of `dir` are exactly `wanted`: name and text.
fn assert_fresh(dir: &str, wanted: &BTreeMap<String, String>) {
    let dir = repository().join(dir);
    if std::env::var_os("REGENERATE").is_some() {
        write_anew(&dir, wanted);
    }
    for (name, text) in wanted {
        let path = dir.join(name);
        let held = fs::read_to_string(&path).unwrap_or_default();
        assert!(held == *text, "{} is missing or stale: `make docs` writes it anew", path.display());
    }
    for path in files(&dir) {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(wanted.contains_key(name), "{} belongs to no applet", path.display());
    }
}

fn write_anew(dir: &Path, wanted: &BTreeMap<String, String>) {
    fs::create_dir_all(dir).unwrap();
    files(dir).iter().for_each(|path| fs::remove_file(path).unwrap());
    for (name, text) in wanted {
        fs::write(dir.join(name), text).unwrap();
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).collect()
}

#[test]
fn man_pages_are_fresh() {
    let pages = tools().into_iter().map(|tool| (format!("{}.1", tool.name), man::page(tool)));
    assert_fresh("man", &pages.collect());
}

#[test]
fn completions_are_fresh() {
    for shell in completions::SHELLS {
        let files =
            tools().into_iter().map(|tool| (shell.file_name(tool.name), shell.script(tool.name, &tool.command)));
        assert_fresh(&format!("completions/{}", shell.folder()), &files.collect());
    }
}
