//! The files that the configuration is read from, in the order in which alsa-lib reads them.
//!
//! The list is alsa.conf's own: its first hook, of which only those functions are worked out that alsa-lib ships in it.

use crate::device::tree::Tree;
use alsa_sys as sys;
use std::env;
use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The files that are read first: alsa.conf, or those of ALSA_CONFIG_PATH.
pub fn main_files() -> Vec<PathBuf> {
    match env::var("ALSA_CONFIG_PATH") {
        Ok(paths) if !paths.is_empty() => paths.split([':', ' ']).map(PathBuf::from).collect(),
        _ => vec![top_folder().join("alsa.conf")],
    }
}

fn top_folder() -> PathBuf {
    // SAFETY: returns a NUL-terminated string that lives as long as the process.
    let top = unsafe { CStr::from_ptr(sys::snd_config_topdir()) };
    PathBuf::from(OsStr::from_bytes(top.to_bytes()))
}

/// Every file that is there and read at the start, in order; later ones win.
pub fn sources() -> Vec<PathBuf> {
    let main = main_files();
    let read = main.iter().filter_map(|path| super::read_file(path).ok());
    let joined: Vec<PathBuf> = read.flat_map(|node| joined_files(&node)).collect();
    main.into_iter().filter(|path| path.is_file()).chain(joined).collect()
}

fn joined_files(main: &Tree<'_>) -> Vec<PathBuf> {
    let hooks = main.at("@hooks").map(Tree::children).unwrap_or_default();
    let loads = hooks.iter().filter(|(_, hook)| hook.text_at("func").as_deref() == Some("load"));
    let names = loads.filter_map(|(_, hook)| hook.at("files")).flat_map(Tree::children);
    names.filter_map(|(_, name)| worked_out(name)).flat_map(|name| files_of(&name)).collect()
}

/// The functions of alsa.conf's list: `concat` of texts and `getenv`.
fn worked_out(node: &Tree<'_>) -> Option<String> {
    match node.text_at("@func").as_deref() {
        None => node.text(),
        Some("concat") => node.at("strings")?.children().iter().map(|(_, part)| worked_out(part)).collect(),
        Some("getenv") => {
            let vars = node.at("vars")?.children().iter().filter_map(|(_, name)| name.text());
            vars.filter_map(|name| env::var(name).ok()).next().or_else(|| worked_out(node.at("default")?))
        }
        Some(_) => None,
    }
}

/// `A|||B` is the first that is there; a folder stands for its `.conf` files.
fn files_of(name: &str) -> Vec<PathBuf> {
    let Some(path) = name.split("|||").filter_map(at_home).find(|path| path.exists()) else { return Vec::new() };
    if path.is_file() {
        return vec![path];
    }
    let entries = std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension() == Some(OsStr::new("conf"))).collect();
    files.sort();
    files
}

fn at_home(name: &str) -> Option<PathBuf> {
    match name.strip_prefix("~/") {
        Some(below) => Some(Path::new(&env::var_os("HOME")?).join(below)),
        None => Some(PathBuf::from(name)),
    }
}

/// The file of a user's own settings.
pub fn personal_file() -> Option<PathBuf> {
    at_home("~/.asoundrc")
}

/// The file of the machine's settings.
pub fn system_file() -> PathBuf {
    PathBuf::from("/etc/asound.conf")
}
