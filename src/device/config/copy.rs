//! alsa-lib's tree of a configuration, copied into plain data.

use crate::device::bytes::owned;
use crate::device::tree::Tree;
use alsa_sys as sys;
use std::borrow::Cow;
use std::ffi::c_long;
use std::ptr::null;

/// # Safety
/// `config` must be a valid tree.
pub(super) unsafe fn copy(config: *mut sys::snd_config_t) -> Tree<'static> {
    // SAFETY: the caller's promise; every call only reads, texts are copied.
    unsafe {
        match sys::snd_config_get_type(config) {
            sys::SND_CONFIG_TYPE_COMPOUND => Tree::Compound(members(config)),
            sys::SND_CONFIG_TYPE_INTEGER => {
                let mut number: c_long = 0;
                sys::snd_config_get_integer(config, &mut number);
                Tree::Integer(number as i64)
            }
            sys::SND_CONFIG_TYPE_INTEGER64 => {
                let mut number = 0;
                sys::snd_config_get_integer64(config, &mut number);
                Tree::Integer(number)
            }
            sys::SND_CONFIG_TYPE_REAL => {
                let mut number = 0.0;
                sys::snd_config_get_real(config, &mut number);
                Tree::Real(number)
            }
            _ => {
                let mut text = null();
                sys::snd_config_get_string(config, &mut text);
                Tree::Text(owned(text).into())
            }
        }
    }
}

/// # Safety
/// `config` must be a valid group.
unsafe fn members(config: *mut sys::snd_config_t) -> Vec<(Cow<'static, str>, Tree<'static>)> {
    let mut members = Vec::new();
    // SAFETY: the caller's promise; the iterator stays inside the group, which nobody changes.
    unsafe {
        let mut place = sys::snd_config_iterator_first(config);
        let end = sys::snd_config_iterator_end(config);
        while place != end {
            let member = sys::snd_config_iterator_entry(place);
            let mut id = null();
            sys::snd_config_get_id(member, &mut id);
            members.push((owned(id).into(), copy(member)));
            place = sys::snd_config_iterator_next(place);
        }
    }
    members
}
