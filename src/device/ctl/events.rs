//! What happens to a card's elements: a subscription, read without waiting.

use super::Ctl;
use super::id::{ElemId, IdObject};
use crate::device::error::{Kind, Result, check};
use crate::device::object::object;
use alsa_sys as sys;
use std::ffi::c_int;

object!(EventObject, snd_ctl_event_t, snd_ctl_event_malloc, snd_ctl_event_free);

/// What happened to an element. A removed one has no other change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// It is gone.
    pub removed: bool,
    /// It is new.
    pub added: bool,
    /// Its values changed.
    pub value: bool,
    /// Its range, its access or its activity changed.
    pub info: bool,
    /// Its TLV changed.
    pub tlv: bool,
}

impl Change {
    pub(crate) fn from_mask(mask: u32) -> Change {
        if mask == sys::SND_CTL_EVENT_MASK_REMOVE as u32 {
            return Change { removed: true, ..Change::default() };
        }
        let has = |bit: u32| mask & bit != 0;
        Change {
            removed: false,
            added: has(sys::SND_CTL_EVENT_MASK_ADD),
            value: has(sys::SND_CTL_EVENT_MASK_VALUE),
            info: has(sys::SND_CTL_EVENT_MASK_INFO),
            tlv: has(sys::SND_CTL_EVENT_MASK_TLV),
        }
    }
}

impl Ctl {
    /// Asks for events, and makes reads of them return at once.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn subscribe(&self) -> Result<()> {
        // SAFETY: the handle is open.
        unsafe {
            check("control subscribe", sys::snd_ctl_nonblock(self.handle, 1))?;
            check("control subscribe", sys::snd_ctl_subscribe_events(self.handle, 1))?;
        }
        Ok(())
    }

    /// The next event, if one is there.
    ///
    /// # Errors
    /// The card is gone.
    pub fn next_event(&self) -> Result<Option<(ElemId, Change)>> {
        let event = EventObject::new()?;
        // SAFETY: the handle is open and the object valid.
        match check("control read", unsafe { sys::snd_ctl_read(self.handle, event.as_ptr()) }) {
            Ok(0) => return Ok(None),
            Err(error) if error.kind() == Kind::WouldBlock => return Ok(None),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        let id = IdObject::new()?;
        // SAFETY: both objects are valid; elements are the only events there are.
        let mask = unsafe {
            sys::snd_ctl_event_elem_get_id(event.as_ptr(), id.as_ptr());
            sys::snd_ctl_event_elem_get_mask(event.as_ptr())
        };
        Ok(Some((ElemId::load(&id), Change::from_mask(mask))))
    }

    /// The descriptors that become readable when there are events.
    pub fn descriptors(&self) -> Vec<libc::pollfd> {
        // SAFETY: the handle is open; the vector has room for the count it was made with.
        unsafe {
            let count = sys::snd_ctl_poll_descriptors_count(self.handle);
            collect(count, |room, space| sys::snd_ctl_poll_descriptors(self.handle, room, space))
        }
    }
}

/// Poll descriptors that `fill` writes into the room it is given.
pub(crate) fn collect(count: c_int, fill: impl FnOnce(*mut libc::pollfd, u32) -> c_int) -> Vec<libc::pollfd> {
    let count = u32::try_from(count).unwrap_or(0);
    let mut room = vec![libc::pollfd { fd: -1, events: 0, revents: 0 }; count as usize];
    let filled = fill(room.as_mut_ptr(), count);
    room.truncate(usize::try_from(filled).unwrap_or(0));
    room
}
