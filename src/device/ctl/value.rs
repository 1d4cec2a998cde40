//! The values of a control element, read and written whole.
//!
//! The number of values never exceeds what the kernel's structure holds: 128 numbers, 512 bytes.

use super::Ctl;
use super::elem::{ElemInfo, ElemType};
use crate::device::error::{Error, Result, check};
use crate::device::object::object;
use alsa_sys as sys;
use std::ffi::{c_long, c_uint};

object!(ValueObject, snd_ctl_elem_value_t, snd_ctl_elem_value_malloc, snd_ctl_elem_value_free);

const MOST_NUMBERS: u32 = 128;
const MOST_BYTES: u32 = 512;

/// An element's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// On or off.
    Boolean(Vec<bool>),
    /// Whole numbers, of 32 bits or of 64 as the element's type says.
    Integer(Vec<i64>),
    /// Numbers of items.
    Enumerated(Vec<u32>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// The status bits of a digital output.
    Iec958(Box<Iec958>),
    /// An element without a type has no values to show.
    None,
}

/// Status, user data and subframe bits of a digital output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iec958 {
    /// Channel status.
    pub status: [u8; 24],
    /// User data.
    pub subcode: [u8; 147],
    /// Subframe bits.
    pub dig_subframe: [u8; 4],
}

impl Default for Iec958 {
    fn default() -> Iec958 {
        Iec958 { status: [0; 24], subcode: [0; 147], dig_subframe: [0; 4] }
    }
}

impl Ctl {
    /// The element's values at present.
    ///
    /// # Errors
    /// The element cannot be read, or the card does not answer.
    pub fn elem_read(&self, info: &ElemInfo) -> Result<Value> {
        let object = self.room()?.value(&info.id);
        // SAFETY: the object is valid; the handle is open.
        unsafe {
            check("control element read", sys::snd_ctl_elem_read(self.handle, object.as_ptr()))?;
            Ok(load(object.as_ptr(), info))
        }
    }

    /// Writes the element's values; says whether one of them changed.
    ///
    /// # Errors
    /// The element refuses the values, or the card does not answer.
    pub fn elem_write(&self, info: &ElemInfo, value: &Value) -> Result<bool> {
        let doing = "control element write";
        let object = self.room()?.value(&info.id);
        store(object.as_ptr(), info.kind, value).ok_or_else(|| Error::new(doing, libc::EINVAL))?;
        // SAFETY: the handle is open and the object valid.
        let changed = check(doing, unsafe { sys::snd_ctl_elem_write(self.handle, object.as_ptr()) })?;
        Ok(changed > 0)
    }
}

/// # Safety
/// `object` must be valid and filled with values of the info's type.
unsafe fn load(object: *const sys::snd_ctl_elem_value_t, info: &ElemInfo) -> Value {
    let numbers = 0..info.count.min(MOST_NUMBERS);
    // SAFETY: the caller's promise; no index passes the structure's end.
    unsafe {
        match info.kind {
            ElemType::Unknown => Value::None,
            ElemType::Boolean => {
                Value::Boolean(numbers.map(|n| sys::snd_ctl_elem_value_get_boolean(object, n) != 0).collect())
            }
            ElemType::Integer(_) => {
                Value::Integer(numbers.map(|n| sys::snd_ctl_elem_value_get_integer(object, n)).collect())
            }
            ElemType::Integer64(_) => {
                Value::Integer(numbers.map(|n| sys::snd_ctl_elem_value_get_integer64(object, n)).collect())
            }
            ElemType::Enumerated(_) => {
                Value::Enumerated(numbers.map(|n| sys::snd_ctl_elem_value_get_enumerated(object, n)).collect())
            }
            ElemType::Bytes => {
                let bytes = 0..info.count.min(MOST_BYTES);
                Value::Bytes(bytes.map(|n| sys::snd_ctl_elem_value_get_byte(object, n)).collect())
            }
            ElemType::Iec958 => {
                let mut bits = raw(&Iec958::default());
                sys::snd_ctl_elem_value_get_iec958(object, &mut bits);
                let sys::snd_aes_iec958 { status, subcode, dig_subframe, .. } = bits;
                Value::Iec958(Box::new(Iec958 { status, subcode, dig_subframe }))
            }
        }
    }
}

fn raw(bits: &Iec958) -> sys::snd_aes_iec958_t {
    let Iec958 { status, subcode, dig_subframe } = *bits;
    sys::snd_aes_iec958 { status, subcode, pad: 0, dig_subframe }
}

/// Puts the values into alsa-lib's object; `None` when there are too many, or when one does not fit the type.
fn store(object: *mut sys::snd_ctl_elem_value_t, kind: ElemType, value: &Value) -> Option<()> {
    // SAFETY: the object is valid; `places` keeps every index inside the structure.
    unsafe {
        match value {
            Value::None => {}
            Value::Boolean(values) => places(values, MOST_NUMBERS)?
                .for_each(|(n, on)| sys::snd_ctl_elem_value_set_boolean(object, n, c_long::from(*on))),
            Value::Integer(values) if matches!(kind, ElemType::Integer64(_)) => places(values, MOST_NUMBERS)?
                .for_each(|(n, number)| sys::snd_ctl_elem_value_set_integer64(object, n, *number)),
            Value::Integer(values) => {
                for (n, number) in places(values, MOST_NUMBERS)? {
                    sys::snd_ctl_elem_value_set_integer(object, n, c_long::try_from(*number).ok()?);
                }
            }
            Value::Enumerated(values) => places(values, MOST_NUMBERS)?
                .for_each(|(n, item)| sys::snd_ctl_elem_value_set_enumerated(object, n, *item)),
            Value::Bytes(values) => {
                places(values, MOST_BYTES)?.for_each(|(n, byte)| sys::snd_ctl_elem_value_set_byte(object, n, *byte))
            }
            Value::Iec958(bits) => sys::snd_ctl_elem_value_set_iec958(object, &raw(bits)),
        }
    }
    Some(())
}

fn places<T>(values: &[T], most: u32) -> Option<impl Iterator<Item = (c_uint, &T)>> {
    (values.len() <= most as usize).then(|| (0..).zip(values))
}
