//! Room for what is said about one element: whoever asks about a card's every element needs one object of each kind,
//! not one an element.
//!
//! Each use begins with an empty object, and ends before the next.

use super::Ctl;
use super::elem::InfoObject;
use super::id::{ElemId, IdObject};
use super::value::ValueObject;
use crate::device::error::Result;
use alsa_sys as sys;

/// The objects.
pub(super) struct Room {
    id: IdObject,
    info: InfoObject,
    value: ValueObject,
}

impl Ctl {
    pub(super) fn room(&self) -> Result<&Room> {
        if let Some(room) = self.room.get() {
            return Ok(room);
        }
        let room = Room { id: IdObject::new()?, info: InfoObject::new()?, value: ValueObject::new()? };
        Ok(self.room.get_or_init(|| room))
    }
}

impl Room {
    /// The object with this identity.
    pub(super) fn id(&self, id: &ElemId) -> &IdObject {
        id.store(self.id.as_ptr());
        &self.id
    }

    /// The object for what an element is, empty but for its identity.
    pub(super) fn info(&self, id: &ElemId) -> &InfoObject {
        // SAFETY: both objects are valid; the identity is copied.
        unsafe {
            sys::snd_ctl_elem_info_clear(self.info.as_ptr());
            sys::snd_ctl_elem_info_set_id(self.info.as_ptr(), self.id(id).as_ptr());
        }
        &self.info
    }

    /// The object for an element's values, empty but for its identity.
    pub(super) fn value(&self, id: &ElemId) -> &ValueObject {
        // SAFETY: both objects are valid; the identity is copied.
        unsafe {
            sys::snd_ctl_elem_value_clear(self.value.as_ptr());
            sys::snd_ctl_elem_value_set_id(self.value.as_ptr(), self.id(id).as_ptr());
        }
        &self.value
    }

    /// The object for an identity that is yet to be filled in.
    pub(super) fn empty_id(&self) -> &IdObject {
        &self.id
    }
}
