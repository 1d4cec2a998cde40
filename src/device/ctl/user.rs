//! Elements that a program makes and that live in the kernel like a driver's own.

use super::Ctl;
use super::elem::{ElemType, InfoObject, Range};
use super::id::ElemId;
use crate::device::bytes;
use crate::device::error::{Error, Result, check};
use alsa_sys as sys;
use std::ffi::{CString, c_char};

impl Ctl {
    /// Makes a user element; `items` are the names of an enumerated one, and empty otherwise.
    ///
    /// # Errors
    /// The name is taken, the type cannot be made, or the card does not answer.
    pub fn add_elem(&self, id: &ElemId, kind: ElemType, count: u32, items: &[&str]) -> Result<()> {
        let doing = "control element add";
        let info = InfoObject::new()?;
        let object = id.object()?;
        let names: Vec<CString> = items.iter().filter_map(|item| CString::new(bytes::kept(item)).ok()).collect();
        let names: Vec<*const c_char> = names.iter().map(|name| name.as_ptr()).collect();
        let (ctl, info) = (self.handle, info.as_ptr());
        // SAFETY: the handle is open, the objects and the names are valid during the call; the identity is copied.
        let made = unsafe {
            sys::snd_ctl_elem_info_set_id(info, object.as_ptr());
            match kind {
                ElemType::Boolean => sys::snd_ctl_add_boolean_elem_set(ctl, info, 1, count),
                ElemType::Integer(Range { min, max, step }) => {
                    sys::snd_ctl_add_integer_elem_set(ctl, info, 1, count, min, max, step)
                }
                ElemType::Integer64(Range { min, max, step }) => {
                    sys::snd_ctl_add_integer64_elem_set(ctl, info, 1, count, min, max, step)
                }
                ElemType::Enumerated(items) => {
                    let items = items.min(u32::try_from(names.len()).unwrap_or(0));
                    sys::snd_ctl_add_enumerated_elem_set(ctl, info, 1, count, items, names.as_ptr())
                }
                ElemType::Bytes => sys::snd_ctl_add_bytes_elem_set(ctl, info, 1, count),
                ElemType::Iec958 => sys::snd_ctl_elem_add_iec958(ctl, object.as_ptr()),
                ElemType::Unknown => return Err(Error::new(doing, libc::EINVAL)),
            }
        };
        check(doing, made)?;
        Ok(())
    }

    /// Makes an element of 64-bit numbers for programs alone: it is inactive, so that no mixer shows it.
    ///
    /// # Errors
    /// The name is taken, or the card does not answer.
    pub fn add_inactive_elem(&self, id: &ElemId, Range { min, max, step }: Range, count: u32) -> Result<()> {
        let info = InfoObject::new()?;
        let object = id.object()?;
        let info = info.as_ptr();
        // SAFETY: the handle is open and the objects are valid; the identity is copied.
        let made = unsafe {
            sys::snd_ctl_elem_info_set_id(info, object.as_ptr());
            sys::snd_ctl_elem_info_set_read_write(info, 1, 1);
            sys::snd_ctl_elem_info_set_inactive(info, 1);
            sys::snd_ctl_add_integer64_elem_set(self.handle, info, 1, count, min, max, step)
        };
        check("control element add", made).map(drop)
    }

    /// Lets other programs write an element that this one made.
    ///
    /// # Errors
    /// It is somebody else's, or the card does not answer.
    pub fn unlock_elem(&self, id: &ElemId) -> Result<()> {
        let object = id.object()?;
        // SAFETY: the handle is open and the object valid.
        check("control element unlock", unsafe { sys::snd_ctl_elem_unlock(self.handle, object.as_ptr()) }).map(drop)
    }

    /// Removes a user element.
    ///
    /// # Errors
    /// It is a driver's own, or the card does not answer.
    pub fn remove_elem(&self, id: &ElemId) -> Result<()> {
        let object = id.object()?;
        // SAFETY: the handle is open and the object valid.
        check("control element remove", unsafe { sys::snd_ctl_elem_remove(self.handle, object.as_ptr()) })?;
        Ok(())
    }

    /// Gives an element a TLV: type, length in bytes, and the words.
    ///
    /// # Errors
    /// The element takes none, or the card does not answer.
    pub fn write_tlv(&self, id: &ElemId, words: &[u32]) -> Result<()> {
        let doing = "control element TLV write";
        let Some(length) = words.get(1).filter(|length| **length as usize <= (words.len() - 2) * 4) else {
            return Err(Error::new(doing, libc::EINVAL));
        };
        debug_assert!(length % 4 == 0);
        let object = id.object()?;
        // SAFETY: the handle is open; alsa-lib reads the two words and the length they tell, checked above.
        check(doing, unsafe { sys::snd_ctl_elem_tlv_write(self.handle, object.as_ptr(), words.as_ptr()) })?;
        Ok(())
    }

    /// The TLV of an element, as words. Its own length word is not trusted: what the kernel did not fill is zero.
    ///
    /// # Errors
    /// The element has none, or the card does not answer.
    pub fn read_tlv(&self, id: &ElemId) -> Result<Vec<u32>> {
        let object = self.room()?.id(id);
        let mut words = [0u32; TLV_WORDS];
        let bytes = (TLV_WORDS * 4) as u32;
        // SAFETY: the handle is open; alsa-lib and the kernel write at most `bytes` bytes.
        let read = unsafe { sys::snd_ctl_elem_tlv_read(self.handle, object.as_ptr(), words.as_mut_ptr(), bytes) };
        check("control element TLV read", read)?;
        let filled = 2 + (words[1] as usize).div_ceil(4);
        Ok(words[..filled.min(TLV_WORDS)].to_vec())
    }
}

/// What alsa-utils offers the kernel for a TLV.
const TLV_WORDS: usize = 1024;
