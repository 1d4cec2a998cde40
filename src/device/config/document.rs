//! Text in the syntax of alsa-lib's configuration: read into a tree, and written in the form that alsa-lib writes.
//!
//! Text in exactly that form is read here; whatever else the syntax has, comments and includes and odd layouts, is
//! read by alsa-lib's own parser. Both give the same tree of the same text.

use crate::device::error::{Error, Result, check};
use alsa_sys as sys;
use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::ptr::null_mut;

mod plain;
mod text;

pub use text::write;

/// A node of a configuration.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<'a> {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Nodes with names, in order. An array is one whose names are numbers.
    Compound(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// Deeper nesting than this is no configuration: alsa-lib's parser, which follows every level, would end on it.
const MOST_LEVELS: usize = 32;

impl<'a> Tree<'a> {
    /// The node of this name below a compound.
    pub fn child(&self, name: &str) -> Option<&Tree<'a>> {
        match self {
            Tree::Compound(children) => children.iter().find(|(id, _)| id == name).map(|(_, child)| child),
            _ => None,
        }
    }

    /// The nodes below, with their names.
    pub fn children(&self) -> &[(Cow<'a, str>, Tree<'a>)] {
        match self {
            Tree::Compound(children) => children,
            _ => &[],
        }
    }
}

/// Reads a configuration.
///
/// # Errors
/// The text is not in the syntax; alsa-lib has said on stderr where.
pub fn parse(text: &[u8]) -> Result<Tree<'_>> {
    match plain::parse(text) {
        Some(tree) => Ok(tree),
        None => parse_any(text),
    }
}

/// Reads it with alsa-lib's parser.
///
/// # Errors
/// The text is not in the syntax; alsa-lib has said on stderr where.
pub fn parse_any(text: &[u8]) -> Result<Tree<'static>> {
    let doing = "configuration load";
    if levels(text) > MOST_LEVELS {
        return Err(Error::new(doing, libc::EINVAL));
    }
    let length = isize::try_from(text.len()).map_err(|_| Error::new(doing, libc::EFBIG))?;
    let mut config = Config(null_mut());
    let mut input = null_mut();
    // SAFETY: the input reads the text, which outlives it, and nothing behind it; both handles go to local pointers,
    // the input is closed once, and the tree belongs to `config`.
    unsafe {
        check(doing, sys::snd_config_top(&mut config.0))?;
        check(doing, sys::snd_input_buffer_open(&mut input, text.as_ptr().cast(), length))?;
        let loaded = sys::snd_config_load(config.0, input);
        sys::snd_input_close(input);
        check(doing, loaded)?;
        copy(config.0, 0).ok_or_else(|| Error::new(doing, libc::EINVAL))
    }
}

/// alsa-lib's own configuration as text, with what its hooks load for the cards.
///
/// # Errors
/// It cannot be loaded.
pub fn expanded() -> Result<String> {
    let doing = "configuration load";
    let mut top = null_mut();
    // SAFETY: the top goes to a local pointer and is given back after the last use; the names are NUL-terminated; a
    // definition that is found goes to a local pointer and is deleted.
    unsafe {
        check(doing, sys::snd_config_update_ref(&mut top))?;
        // The search is for its side effect: the hooks of the cards run. What it finds is nothing.
        let mut found = null_mut();
        if sys::snd_config_search_definition(top, c"cards".as_ptr(), c"-".as_ptr(), &mut found) >= 0 {
            sys::snd_config_delete(found);
        }
        let text = crate::device::dump::dump(|output| {
            sys::snd_config_save(top, output);
        });
        sys::snd_config_unref(top);
        Ok(text)
    }
}

/// How deep the brackets nest, at most: brackets in texts and comments count too.
fn levels(text: &[u8]) -> usize {
    let mut level = 0usize;
    let mut deepest = 0;
    for byte in text {
        match byte {
            b'{' | b'[' => level += 1,
            b'}' | b']' => level = level.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(level);
    }
    deepest
}

struct Config(*mut sys::snd_config_t);

impl Drop for Config {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: made by alsa-lib, deleted once.
            unsafe { sys::snd_config_delete(self.0) };
        }
    }
}

/// The tree of a node; `None` where it holds what no file can hold, or nests too deep.
///
/// # Safety
/// `node` must be valid.
unsafe fn copy(node: *const sys::snd_config_t, level: usize) -> Option<Tree<'static>> {
    if level > MOST_LEVELS {
        return None;
    }
    // SAFETY: the caller's promise; each getter is called for its own type and writes a local.
    unsafe {
        match sys::snd_config_get_type(node) {
            sys::SND_CONFIG_TYPE_INTEGER => {
                let mut number = 0;
                (sys::snd_config_get_integer(node, &mut number) >= 0).then_some(Tree::Integer(number))
            }
            sys::SND_CONFIG_TYPE_INTEGER64 => {
                let mut number = 0;
                (sys::snd_config_get_integer64(node, &mut number) >= 0).then_some(Tree::Integer(number))
            }
            sys::SND_CONFIG_TYPE_REAL => {
                let mut number = 0.0;
                (sys::snd_config_get_real(node, &mut number) >= 0).then_some(Tree::Real(number))
            }
            sys::SND_CONFIG_TYPE_STRING => {
                let mut text = std::ptr::null();
                (sys::snd_config_get_string(node, &mut text) >= 0).then(|| Tree::Text(Cow::Owned(owned(text))))
            }
            sys::SND_CONFIG_TYPE_COMPOUND => copy_children(node, level + 1),
            _ => None,
        }
    }
}

/// # Safety
/// `node` must be a valid compound.
unsafe fn copy_children(node: *const sys::snd_config_t, level: usize) -> Option<Tree<'static>> {
    let mut children = Vec::new();
    // SAFETY: the caller's promise; nothing changes the compound while it is walked, and ids are copied.
    unsafe {
        let mut at = sys::snd_config_iterator_first(node);
        let end = sys::snd_config_iterator_end(node);
        while at != end {
            let child = sys::snd_config_iterator_entry(at);
            let mut id = std::ptr::null();
            if sys::snd_config_get_id(child, &mut id) < 0 {
                return None;
            }
            children.push((Cow::Owned(owned(id)), copy(child, level)?));
            at = sys::snd_config_iterator_next(at);
        }
    }
    Some(Tree::Compound(children))
}

/// # Safety
/// `text` must be NULL or NUL-terminated.
unsafe fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests;
