//! The elements of a card, in the kernel's order.

use super::Ctl;
use super::id::{ElemId, IdObject};
use crate::device::error::{Result, check};
use crate::device::object::object;
use alsa_sys as sys;

object!(ListObject, snd_ctl_elem_list_t, snd_ctl_elem_list_malloc, snd_ctl_elem_list_free);

impl Ctl {
    /// How many elements the card has.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn elem_count(&self) -> Result<u32> {
        let list = ListObject::new()?;
        // SAFETY: the handle is open and the object valid; without space for identities it only counts.
        unsafe {
            check("control element list", sys::snd_ctl_elem_list(self.handle, list.as_ptr()))?;
            Ok(sys::snd_ctl_elem_list_get_count(list.as_ptr()))
        }
    }

    /// The identities of all elements. Elements that appear meanwhile are left out: an event tells of them.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn elems(&self) -> Result<Vec<ElemId>> {
        let doing = "control element list";
        let count = self.elem_count()?;
        let list = ListObject::new()?;
        let id = IdObject::new()?;
        let mut elems = Vec::with_capacity(count as usize);
        // SAFETY: the handle is open and the objects valid; each index is below what alsa-lib says it filled in;
        // the space is freed after the last use and before the list.
        unsafe {
            check(doing, sys::snd_ctl_elem_list_alloc_space(list.as_ptr(), count))?;
            let filled = check(doing, sys::snd_ctl_elem_list(self.handle, list.as_ptr()));
            if filled.is_ok() {
                for n in 0..sys::snd_ctl_elem_list_get_used(list.as_ptr()) {
                    sys::snd_ctl_elem_list_get_id(list.as_ptr(), n, id.as_ptr());
                    elems.push(ElemId::load(&id));
                }
            }
            sys::snd_ctl_elem_list_free_space(list.as_ptr());
            filled.map(|_| elems)
        }
    }
}
