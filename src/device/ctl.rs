//! A card's control device: who the card is, which PCM devices it has, and its elements.
//!
//! Own handles on alsa-sys: names keep whatever bytes a card has, which the alsa crate refuses.

use super::bytes::owned;
use super::error::{Error, Result, check};
use super::object::object;
use super::pcm::Direction;
use super::plain;
use alsa_sys as sys;
use std::cell::OnceCell;
use std::ffi::CString;
use std::ptr::null_mut;

mod devices;
mod elem;
mod events;
mod hctl;
mod id;
mod list;
mod room;
mod user;
mod value;

pub use devices::{HwdepInfo, MidiInfo, MidiStream};
pub use elem::{Access, ElemInfo, ElemType, Range};
pub use events::Change;
pub(crate) use events::collect;
pub use hctl::Hctl;
pub use id::{ElemId, Iface, Place};
use room::Room;
pub use value::{Iec958, Value};

object!(CardObject, snd_ctl_card_info_t, snd_ctl_card_info_malloc, snd_ctl_card_info_free);
object!(PcmObject, snd_pcm_info_t, snd_pcm_info_malloc, snd_pcm_info_free);

/// An open control device.
pub struct Ctl {
    handle: *mut sys::snd_ctl_t,
    closing: Closing,
    room: OnceCell<Room>,
}

/// Who closes a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Here,
    Elsewhere,
}

/// A card's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardInfo {
    /// The short id, "PCH".
    pub id: String,
    /// The name, "HDA Intel PCH".
    pub name: String,
    /// The name with its place, "HDA Intel PCH at 0xdf420000 irq 132".
    pub long_name: String,
    /// The driver, "HDA-Intel".
    pub driver: String,
    /// The mixer's name, "Realtek ALC269".
    pub mixer_name: String,
    /// The card's parts, "HDA:10ec0269,17aa5009,00100203".
    pub components: String,
    /// The number; negative where the device is no card.
    pub number: i32,
}

/// A PCM device or subdevice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PcmInfo {
    /// The device's id.
    pub id: String,
    /// The device's name.
    pub name: String,
    /// The subdevice's name.
    pub subdevice_name: String,
    /// How many subdevices there are.
    pub subdevices: u32,
    /// How many of them are free.
    pub subdevices_free: u32,
}

/// Which PCM: device, subdevice and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PcmAddress {
    /// The device number.
    pub device: u32,
    /// The subdevice number.
    pub subdevice: u32,
    /// The direction.
    pub direction: Direction,
}

impl Ctl {
    /// Opens a control device by name, "hw:0". A plainly named card of which nobody has changed the definition is
    /// opened without reading the configuration of all cards.
    ///
    /// # Errors
    /// alsa-lib's reason, without the name: the caller knows it.
    pub fn open(name: &str) -> Result<Ctl> {
        if let Some(ctl) = plain::open(name) {
            return Ok(ctl);
        }
        let doing = "control open";
        let name = CString::new(name).map_err(|_| Error::new(doing, libc::EINVAL))?;
        let mut handle = null_mut();
        // SAFETY: the name is NUL-terminated; the handle goes to a local pointer.
        check(doing, unsafe { sys::snd_ctl_open(&mut handle, name.as_ptr(), 0) })?;
        Ok(Ctl::from_handle(handle))
    }

    /// Takes over an open handle.
    pub(crate) fn from_handle(handle: *mut sys::snd_ctl_t) -> Ctl {
        Ctl { handle, closing: Closing::Here, room: OnceCell::new() }
    }

    /// Gives up the handle to somebody who closes it. What is left is a view of it, to be used no longer than that.
    pub(crate) fn give_up(mut self) -> (*mut sys::snd_ctl_t, Ctl) {
        self.closing = Closing::Elsewhere;
        (self.handle, self)
    }

    /// Who the card is.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn card_info(&self) -> Result<CardInfo> {
        let object = CardObject::new()?;
        let info = object.as_ptr();
        // SAFETY: the handle is open and the object valid; the strings are copied before it is freed.
        unsafe {
            check("control hardware info", sys::snd_ctl_card_info(self.handle, info))?;
            Ok(CardInfo {
                id: owned(sys::snd_ctl_card_info_get_id(info)),
                name: owned(sys::snd_ctl_card_info_get_name(info)),
                long_name: owned(sys::snd_ctl_card_info_get_longname(info)),
                driver: owned(sys::snd_ctl_card_info_get_driver(info)),
                mixer_name: owned(sys::snd_ctl_card_info_get_mixername(info)),
                components: owned(sys::snd_ctl_card_info_get_components(info)),
                number: sys::snd_ctl_card_info_get_card(info),
            })
        }
    }

    /// The numbers of the card's PCM devices.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn pcm_devices(&self) -> Result<Vec<u32>> {
        let mut devices = Vec::new();
        let mut device = -1;
        loop {
            // SAFETY: the handle is open; the number goes to a local.
            check("control next device", unsafe { sys::snd_ctl_pcm_next_device(self.handle, &mut device) })?;
            match u32::try_from(device) {
                Ok(number) => devices.push(number),
                Err(_) => return Ok(devices),
            }
        }
    }

    /// What is at this address; `Kind::Missing` where the device has no such direction.
    ///
    /// # Errors
    /// The card does not answer, or there is nothing.
    pub fn pcm_info(&self, address: PcmAddress) -> Result<PcmInfo> {
        let object = PcmObject::new()?;
        let info = object.as_ptr();
        // SAFETY: the handle is open and the object valid; everything is copied before it is freed.
        unsafe {
            sys::snd_pcm_info_set_device(info, address.device);
            sys::snd_pcm_info_set_subdevice(info, address.subdevice);
            sys::snd_pcm_info_set_stream(info, address.direction.stream());
            check("control digital audio info", sys::snd_ctl_pcm_info(self.handle, info))?;
            Ok(copy(info))
        }
    }
}

impl Drop for Ctl {
    fn drop(&mut self) {
        if self.closing == Closing::Here {
            // SAFETY: opened in `open`, closed once.
            unsafe { sys::snd_ctl_close(self.handle) };
        }
    }
}

/// # Safety
/// `info` must be a valid, filled object.
unsafe fn copy(info: *const sys::snd_pcm_info_t) -> PcmInfo {
    // SAFETY: the caller's promise; the strings are copied at once.
    unsafe {
        PcmInfo {
            id: owned(sys::snd_pcm_info_get_id(info)),
            name: owned(sys::snd_pcm_info_get_name(info)),
            subdevice_name: owned(sys::snd_pcm_info_get_subdevice_name(info)),
            subdevices: sys::snd_pcm_info_get_subdevices_count(info),
            subdevices_free: sys::snd_pcm_info_get_subdevices_avail(info),
        }
    }
}
