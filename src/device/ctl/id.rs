//! Which control element: its number, interface, name and place.
//!
//! A number that is not zero wins over everything else, in the kernel as here.

use crate::device::bytes::{self, owned};
use crate::device::error::Result;
use crate::device::object::object;
use alsa_sys as sys;
use std::fmt;

object!(IdObject, snd_ctl_elem_id_t, snd_ctl_elem_id_malloc, snd_ctl_elem_id_free);

/// The kernel's room for a name, its NUL included.
const NAME_BYTES: usize = 44;

/// What an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Iface {
    /// The card as a whole: jacks and the like.
    Card,
    /// A hardware-dependent device.
    Hwdep,
    /// The mixer.
    #[default]
    Mixer,
    /// A PCM device.
    Pcm,
    /// A raw MIDI device.
    Rawmidi,
    /// A timer.
    Timer,
    /// The sequencer.
    Sequencer,
}

impl Iface {
    /// Every interface, in the kernel's order.
    pub const ALL: [Iface; 7] =
        [Iface::Card, Iface::Hwdep, Iface::Mixer, Iface::Pcm, Iface::Rawmidi, Iface::Timer, Iface::Sequencer];

    /// The name as `amixer` prints it, "MIXER".
    pub fn name(self) -> &'static str {
        ["CARD", "HWDEP", "MIXER", "PCM", "RAWMIDI", "TIMER", "SEQUENCER"][self as usize]
    }

    /// The interface with this name, in any case.
    pub fn from_name(name: &str) -> Option<Iface> {
        Iface::ALL.into_iter().find(|iface| iface.name().eq_ignore_ascii_case(name))
    }

    /// A kernel newer than this table has no way to be shown; its elements count as the card's.
    fn from_code(code: sys::snd_ctl_elem_iface_t) -> Iface {
        Iface::ALL.get(code as usize).copied().unwrap_or(Iface::Card)
    }
}

/// An element's identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ElemId {
    /// The number on its card; 0 where it is not known yet.
    pub numid: u32,
    /// What it belongs to.
    pub iface: Iface,
    /// The device number.
    pub device: u32,
    /// The subdevice number.
    pub subdevice: u32,
    /// The name.
    pub name: String,
    /// Which of several elements of the same name.
    pub index: u32,
}

/// An element's identity on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place<'a> {
    iface: Iface,
    device: u32,
    subdevice: u32,
    name: &'a str,
    index: u32,
}

impl ElemId {
    /// The identity of the element that has this number.
    pub fn numbered(numid: u32) -> ElemId {
        ElemId { numid, ..ElemId::default() }
    }

    /// What makes an element this one on every machine: all but its number.
    pub fn place(&self) -> Place<'_> {
        let ElemId { iface, device, subdevice, ref name, index, .. } = *self;
        Place { iface, device, subdevice, name, index }
    }

    /// The identity of an element whose number is not known.
    #[must_use]
    pub fn without_number(&self) -> ElemId {
        ElemId { numid: 0, ..self.clone() }
    }

    /// Writes this identity into alsa-lib's object. A name with a NUL names nothing; it is cut
    /// there, or where the kernel would cut it.
    pub(crate) fn store(&self, object: *mut sys::snd_ctl_elem_id_t) {
        let bytes = bytes::kept(&self.name);
        let mut name = [0u8; NAME_BYTES];
        let length = bytes.iter().take(NAME_BYTES - 1).take_while(|byte| **byte != 0).count();
        name[..length].copy_from_slice(&bytes[..length]);
        // SAFETY: the object is valid; the name ends with a NUL; the setters copy.
        unsafe {
            sys::snd_ctl_elem_id_set_numid(object, self.numid);
            sys::snd_ctl_elem_id_set_interface(object, self.iface as sys::snd_ctl_elem_iface_t);
            sys::snd_ctl_elem_id_set_device(object, self.device);
            sys::snd_ctl_elem_id_set_subdevice(object, self.subdevice);
            sys::snd_ctl_elem_id_set_name(object, name.as_ptr().cast());
            sys::snd_ctl_elem_id_set_index(object, self.index);
        }
    }

    pub(crate) fn object(&self) -> Result<IdObject> {
        let object = IdObject::new()?;
        self.store(object.as_ptr());
        Ok(object)
    }

    pub(crate) fn load(object: &IdObject) -> ElemId {
        let id = object.as_ptr();
        // SAFETY: the object is valid; the name is copied while it lives.
        unsafe {
            ElemId {
                numid: sys::snd_ctl_elem_id_get_numid(id),
                iface: Iface::from_code(sys::snd_ctl_elem_id_get_interface(id)),
                device: sys::snd_ctl_elem_id_get_device(id),
                subdevice: sys::snd_ctl_elem_id_get_subdevice(id),
                name: owned(sys::snd_ctl_elem_id_get_name(id)),
                index: sys::snd_ctl_elem_id_get_index(id),
            }
        }
    }
}

impl fmt::Display for ElemId {
    /// `numid=5,iface=PCM,name='Playback Channel Map',index=1,device=3,subdevice=2`, the last three only when not 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "numid={},iface={},name='{}'", self.numid, self.iface.name(), self.name)?;
        let places = [("index", self.index), ("device", self.device), ("subdevice", self.subdevice)];
        places.iter().filter(|(_, place)| *place != 0).try_for_each(|(word, place)| write!(f, ",{word}={place}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_survives_alsa_libs_object() {
        let id = ElemId { numid: 3, iface: Iface::Pcm, device: 1, subdevice: 2, name: "A 'B'".to_owned(), index: 4 };
        assert_eq!(ElemId::load(&id.object().unwrap()), id);
        assert_eq!(id.to_string(), "numid=3,iface=PCM,name='A 'B'',index=4,device=1,subdevice=2");
    }

    #[test]
    fn every_interface_is_found_by_the_name_it_is_printed_with() {
        for iface in Iface::ALL {
            assert_eq!(Iface::from_name(&iface.name().to_lowercase()), Some(iface));
        }
        assert_eq!(Iface::from_name("KEYS"), None);
    }
}
