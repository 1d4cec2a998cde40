//! alsa-lib's configuration: what a name in it means, which files it is read from, and where a file is wrong.
//!
//! alsa-lib's own parser reads everything, so that nothing is right here that alsa-lib refuses. What it says on its
//! way is kept and not printed.

use super::dump::dump;
use super::error::{Error, Result, check};
use super::said::quietly;
use super::tree::Tree;
use alsa_sys as sys;
use std::ffi::CString;
use std::path::Path;
use std::ptr::null_mut;

pub mod block;
mod copy;
mod fault;
mod files;
mod opening;
mod route;

pub use fault::Fault;
pub use files::{main_files, personal_file, sources, system_file};
pub use opening::{Opening, opening};
pub use route::{End, Route, Server, route};

/// A kind of definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `pcm.NAME`
    Pcm,
    /// `ctl.NAME`
    Ctl,
    /// `pcm_slave.NAME`
    Slave,
}

impl Section {
    /// The key of its definitions.
    pub fn key(self) -> &'static str {
        match self {
            Section::Pcm => "pcm",
            Section::Ctl => "ctl",
            Section::Slave => "pcm_slave",
        }
    }
}

/// What alsa-lib said, line by line, and why it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason, as an errno.
    pub error: Error,
    /// alsa-lib's own lines, `FUNCTION: TEXT`.
    pub said: Vec<String>,
}

/// A tree of alsa-lib's that is ours to delete.
struct Loaded(*mut sys::snd_config_t);

impl Drop for Loaded {
    fn drop(&mut self) {
        // SAFETY: made by alsa-lib for us, deleted once.
        unsafe { sys::snd_config_delete(self.0) };
    }
}

/// What a name means at present, with all functions and arguments in it worked out.
///
/// # Errors
/// A file cannot be read, or there is no such name.
pub fn resolve(section: Section, name: &str) -> std::result::Result<Tree<'static>, Refusal> {
    let (tree, said) = quietly(|| search(section, name));
    tree.map_err(|error| Refusal { error, said })
}

fn search(section: Section, name: &str) -> Result<Tree<'static>> {
    let doing = "configuration";
    let words = CString::new(name).map_err(|_| Error::new(doing, libc::EINVAL))?;
    let base = CString::new(section.key()).map_err(|_| Error::new(doing, libc::EINVAL))?;
    let mut found = null_mut();
    // SAFETY: the global tree is referenced while it is searched; the result is a tree of its own, deleted by `Loaded`.
    unsafe {
        let mut top = null_mut();
        check(doing, sys::snd_config_update_ref(&mut top))?;
        let code = sys::snd_config_search_definition(top, base.as_ptr(), words.as_ptr(), &mut found);
        sys::snd_config_unref(top);
        check(doing, code)?;
    }
    let tree = Loaded(found);
    // SAFETY: the tree is valid.
    Ok(unsafe { copy::copy(tree.0) })
}

/// Reads one file, and nothing that it is joined with; functions and hooks in it are left as they are.
///
/// # Errors
/// Where the file is wrong, and how.
pub fn read_file(path: &Path) -> std::result::Result<Tree<'static>, Fault> {
    let text = std::fs::read(path).map_err(|error| Fault::unreadable(path, &error))?;
    read_text(path, &text)
}

/// The same for the text of a file; `path` is its name in what is said about it.
///
/// # Errors
/// Where the text is wrong, and how.
pub fn read_text(path: &Path, text: &[u8]) -> std::result::Result<Tree<'static>, Fault> {
    let (tree, said) = quietly(|| load(text));
    tree.map_err(|error| Fault::new(path, &String::from_utf8_lossy(text), &said, &error))
}

fn load(text: &[u8]) -> Result<Tree<'static>> {
    let doing = "configuration file";
    let length = isize::try_from(text.len()).map_err(|_| Error::new(doing, libc::EFBIG))?;
    let (mut input, mut top) = (null_mut(), null_mut());
    // SAFETY: alsa-lib copies so many bytes of the text; input and tree go to local pointers, and both are given back
    // once.
    unsafe {
        check(doing, sys::snd_input_buffer_open(&mut input, text.as_ptr().cast(), length))?;
        if let Err(error) = check(doing, sys::snd_config_top(&mut top)) {
            sys::snd_input_close(input);
            return Err(error);
        }
        let tree = Loaded(top);
        let loaded = sys::snd_config_load(tree.0, input);
        sys::snd_input_close(input);
        check(doing, loaded)?;
        Ok(copy::copy(tree.0))
    }
}

/// The whole configuration as text, with what its hooks load for the cards.
///
/// # Errors
/// It cannot be loaded.
pub fn expanded() -> Result<String> {
    let doing = "configuration";
    let mut top = null_mut();
    // SAFETY: the global tree is referenced while it is used; the names are NUL-terminated; a definition that is found
    // is a tree of its own, deleted by `Loaded`.
    unsafe {
        check(doing, sys::snd_config_update_ref(&mut top))?;
        // The search is for its side effect: the hooks of the cards run. What it finds is nothing.
        let mut found = null_mut();
        if sys::snd_config_search_definition(top, c"cards".as_ptr(), c"-".as_ptr(), &mut found) >= 0 {
            drop(Loaded(found));
        }
        let text = dump(|output| {
            sys::snd_config_save(top, output);
        });
        sys::snd_config_unref(top);
        Ok(text)
    }
}

/// Forgets what was read, so that changed files are read again: alsa-lib itself looks only whether alsa.conf changed.
pub fn forget() {
    // SAFETY: no tree that we hold belongs to the global one.
    unsafe { sys::snd_config_update_free_global() };
}
