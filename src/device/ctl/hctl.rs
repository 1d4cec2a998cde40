//! A card's elements in the order in which alsa-lib's high level control interface sorts them.
//!
//! That order (interface, then the weight of the words in the name) is what `amixer controls` and `contents` show.

use super::Ctl;
use super::id::{ElemId, IdObject};
use crate::device::error::{Result, check};
use alsa_sys as sys;
use std::ptr::null_mut;

/// A control device with its elements loaded and sorted.
pub struct Hctl {
    handle: *mut sys::snd_hctl_t,
    /// A view of the control handle, which belongs to the other and is closed with it.
    ctl: Ctl,
}

impl Hctl {
    /// Loads the elements of an open control device.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn load(ctl: Ctl) -> Result<Hctl> {
        let (raw, ctl) = ctl.give_up();
        let mut handle = null_mut();
        // SAFETY: the control handle is open and given up; the new handle goes to a local pointer.
        check("hctl open", unsafe { sys::snd_hctl_open_ctl(&mut handle, raw) })?;
        let hctl = Hctl { handle, ctl };
        // SAFETY: the handle is open.
        check("hctl load", unsafe { sys::snd_hctl_load(hctl.handle) })?;
        Ok(hctl)
    }

    /// The control device.
    pub fn ctl(&self) -> &Ctl {
        &self.ctl
    }

    /// The identities of all elements, sorted.
    ///
    /// # Errors
    /// No memory.
    pub fn elems(&self) -> Result<Vec<ElemId>> {
        let id = IdObject::new()?;
        let mut elems = Vec::new();
        // SAFETY: the handle is open; its elements live until the next event is handled, and none is here.
        unsafe {
            let mut elem = sys::snd_hctl_first_elem(self.handle);
            while !elem.is_null() {
                sys::snd_hctl_elem_get_id(elem, id.as_ptr());
                elems.push(ElemId::load(&id));
                elem = sys::snd_hctl_elem_next(elem);
            }
        }
        Ok(elems)
    }
}

impl Drop for Hctl {
    fn drop(&mut self) {
        // SAFETY: opened in `load`, closed once; closes the control handle too.
        unsafe { sys::snd_hctl_close(self.handle) };
    }
}
