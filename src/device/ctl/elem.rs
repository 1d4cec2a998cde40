//! What a control element is: its type and range, who may do what with it, and the names of its choices.

use super::Ctl;
use super::id::{ElemId, IdObject};
use crate::device::bytes::owned;
use crate::device::error::{Result, check};
use crate::device::object::object;
use alsa_sys as sys;

object!(InfoObject, snd_ctl_elem_info_t, snd_ctl_elem_info_malloc, snd_ctl_elem_info_free);

/// A range of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The least value.
    pub min: i64,
    /// The greatest value.
    pub max: i64,
    /// The step; 0 where the driver does not say.
    pub step: i64,
}

/// The type of an element's values, with what limits them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElemType {
    /// No type, or one that this alsa-lib does not know.
    Unknown,
    /// On or off.
    Boolean,
    /// Whole numbers.
    Integer(Range),
    /// One of so many named items.
    Enumerated(u32),
    /// Bytes.
    Bytes,
    /// The status bits of a digital output.
    Iec958,
    /// Whole numbers of 64 bits.
    Integer64(Range),
}

impl ElemType {
    /// The name as `amixer` prints it, "INTEGER".
    pub fn name(self) -> &'static str {
        match self {
            ElemType::Unknown => "NONE",
            ElemType::Boolean => "BOOLEAN",
            ElemType::Integer(_) => "INTEGER",
            ElemType::Enumerated(_) => "ENUMERATED",
            ElemType::Bytes => "BYTES",
            ElemType::Iec958 => "IEC958",
            ElemType::Integer64(_) => "INTEGER64",
        }
    }
}

/// Who may do what with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Access {
    /// Values can be read.
    pub readable: bool,
    /// Values can be written.
    pub writable: bool,
    /// It does nothing at present.
    pub inactive: bool,
    /// Values change without an event.
    pub volatile: bool,
    /// Somebody has locked it.
    pub locked: bool,
    /// The TLV can be read.
    pub tlv_readable: bool,
    /// The TLV can be written.
    pub tlv_writable: bool,
    /// The TLV takes commands.
    pub tlv_commandable: bool,
    /// A program made it, not a driver.
    pub user: bool,
}

/// A control element, without its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElemInfo {
    /// Its identity.
    pub id: ElemId,
    /// The type of its values.
    pub kind: ElemType,
    /// How many values it has.
    pub count: u32,
    /// Who may do what with it.
    pub access: Access,
}

impl Ctl {
    /// Everything about an element but its values.
    ///
    /// # Errors
    /// There is no such element, or the card does not answer.
    pub fn elem_info(&self, id: &ElemId) -> Result<ElemInfo> {
        let room = self.room()?;
        let object = room.info(id);
        // SAFETY: the handle is open and the object valid.
        check("control element info", unsafe { sys::snd_ctl_elem_info(self.handle, object.as_ptr()) })?;
        Ok(load(object, room.empty_id()))
    }

    /// The process that has locked the element; -1 where there is none.
    ///
    /// # Errors
    /// There is no such element, or the card does not answer.
    pub fn elem_owner(&self, id: &ElemId) -> Result<i32> {
        let object = self.room()?.info(id);
        // SAFETY: the object is valid; the handle is open.
        unsafe {
            check("control element info", sys::snd_ctl_elem_info(self.handle, object.as_ptr()))?;
            Ok(sys::snd_ctl_elem_info_get_owner(object.as_ptr()))
        }
    }

    /// The names of an enumerated element's items, in order.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn item_names(&self, info: &ElemInfo) -> Result<Vec<String>> {
        let ElemType::Enumerated(items) = info.kind else { return Ok(Vec::new()) };
        let room = self.room()?;
        let name = |item: u32| {
            let object = room.info(&info.id);
            // SAFETY: the object is valid; the handle is open; the name is copied while the object lives.
            unsafe {
                sys::snd_ctl_elem_info_set_item(object.as_ptr(), item);
                check("control element item", sys::snd_ctl_elem_info(self.handle, object.as_ptr()))?;
                Ok(owned(sys::snd_ctl_elem_info_get_item_name(object.as_ptr())))
            }
        };
        (0..items).map(name).collect()
    }
}

/// What the object says; `id` is room for its identity.
fn load(object: &InfoObject, id: &IdObject) -> ElemInfo {
    let info = object.as_ptr();
    // SAFETY: both objects are valid and the info is filled; the getters only read.
    unsafe {
        sys::snd_ctl_elem_info_get_id(info, id.as_ptr());
        ElemInfo {
            id: ElemId::load(id),
            kind: kind(info),
            count: sys::snd_ctl_elem_info_get_count(info),
            access: access(info),
        }
    }
}

/// # Safety
/// `info` must be a valid, filled object.
unsafe fn kind(info: *const sys::snd_ctl_elem_info_t) -> ElemType {
    // SAFETY: the caller's promise; each getter is called for its own type only, as alsa-lib asserts.
    unsafe {
        match sys::snd_ctl_elem_info_get_type(info) {
            sys::SND_CTL_ELEM_TYPE_BOOLEAN => ElemType::Boolean,
            sys::SND_CTL_ELEM_TYPE_INTEGER => ElemType::Integer(Range {
                min: sys::snd_ctl_elem_info_get_min(info),
                max: sys::snd_ctl_elem_info_get_max(info),
                step: sys::snd_ctl_elem_info_get_step(info),
            }),
            sys::SND_CTL_ELEM_TYPE_INTEGER64 => ElemType::Integer64(Range {
                min: sys::snd_ctl_elem_info_get_min64(info),
                max: sys::snd_ctl_elem_info_get_max64(info),
                step: sys::snd_ctl_elem_info_get_step64(info),
            }),
            sys::SND_CTL_ELEM_TYPE_ENUMERATED => ElemType::Enumerated(sys::snd_ctl_elem_info_get_items(info)),
            sys::SND_CTL_ELEM_TYPE_BYTES => ElemType::Bytes,
            sys::SND_CTL_ELEM_TYPE_IEC958 => ElemType::Iec958,
            _ => ElemType::Unknown,
        }
    }
}

/// # Safety
/// `info` must be a valid, filled object.
unsafe fn access(info: *const sys::snd_ctl_elem_info_t) -> Access {
    // SAFETY: the caller's promise; the getters only read.
    unsafe {
        Access {
            readable: sys::snd_ctl_elem_info_is_readable(info) != 0,
            writable: sys::snd_ctl_elem_info_is_writable(info) != 0,
            inactive: sys::snd_ctl_elem_info_is_inactive(info) != 0,
            volatile: sys::snd_ctl_elem_info_is_volatile(info) != 0,
            locked: sys::snd_ctl_elem_info_is_locked(info) != 0,
            tlv_readable: sys::snd_ctl_elem_info_is_tlv_readable(info) != 0,
            tlv_writable: sys::snd_ctl_elem_info_is_tlv_writable(info) != 0,
            tlv_commandable: sys::snd_ctl_elem_info_is_tlv_commandable(info) != 0,
            user: sys::snd_ctl_elem_info_is_user(info) != 0,
        }
    }
}
