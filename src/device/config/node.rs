//! A configuration tree as plain data.

use crate::device::bytes;
use alsa_sys as sys;
use std::ffi::{CStr, c_char, c_long};
use std::ptr::null;

/// A value, or a group of named ones in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
    /// Named members.
    Group(Vec<(String, Node)>),
}

impl Node {
    /// The member at a path, `slave.pcm`.
    pub fn at(&self, path: &str) -> Option<&Node> {
        path.split('.')
            .try_fold(self, |node, key| node.members().iter().find(|(id, _)| id == key).map(|(_, node)| node))
    }

    /// The text at a path; numbers as they are written.
    pub fn text_at(&self, path: &str) -> Option<String> {
        self.at(path)?.text()
    }

    /// The value as text; a group has none.
    pub fn text(&self) -> Option<String> {
        match self {
            Node::Integer(number) => Some(number.to_string()),
            Node::Real(number) => Some(number.to_string()),
            Node::Text(text) => Some(text.clone()),
            Node::Group(_) => None,
        }
    }

    /// The members of a group.
    pub fn members(&self) -> &[(String, Node)] {
        match self {
            Node::Group(members) => members,
            _ => &[],
        }
    }
}

/// # Safety
/// `config` must be a valid tree.
pub(super) unsafe fn copy(config: *mut sys::snd_config_t) -> Node {
    // SAFETY: the caller's promise; every call only reads, texts are copied.
    unsafe {
        match sys::snd_config_get_type(config) {
            sys::SND_CONFIG_TYPE_COMPOUND => Node::Group(members(config)),
            sys::SND_CONFIG_TYPE_INTEGER => {
                let mut number: c_long = 0;
                sys::snd_config_get_integer(config, &mut number);
                Node::Integer(number as i64)
            }
            sys::SND_CONFIG_TYPE_INTEGER64 => {
                let mut number = 0;
                sys::snd_config_get_integer64(config, &mut number);
                Node::Integer(number)
            }
            sys::SND_CONFIG_TYPE_REAL => {
                let mut number = 0.0;
                sys::snd_config_get_real(config, &mut number);
                Node::Real(number)
            }
            _ => {
                let mut text = null();
                sys::snd_config_get_string(config, &mut text);
                Node::Text(owned(text))
            }
        }
    }
}

/// # Safety
/// `config` must be a valid group.
unsafe fn members(config: *mut sys::snd_config_t) -> Vec<(String, Node)> {
    let mut members = Vec::new();
    // SAFETY: the caller's promise; the iterator stays inside the group, which nobody changes.
    unsafe {
        let mut place = sys::snd_config_iterator_first(config);
        let end = sys::snd_config_iterator_end(config);
        while place != end {
            let member = sys::snd_config_iterator_entry(place);
            let mut id = null();
            sys::snd_config_get_id(member, &mut id);
            members.push((owned(id), copy(member)));
            place = sys::snd_config_iterator_next(place);
        }
    }
    members
}

/// # Safety
/// `text` must be NULL or NUL-terminated.
unsafe fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    bytes::keep(unsafe { CStr::from_ptr(text) }.to_bytes())
}
