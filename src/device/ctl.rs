//! A card's control device: who the card is and which PCM devices it has.
//!
//! Own handles on alsa-sys: names keep whatever bytes a card has, which the alsa crate refuses.

use super::error::{Error, Result, check};
use super::pcm::Direction;
use alsa_sys as sys;
use std::ffi::{CStr, CString, c_char};
use std::ptr::null_mut;

/// An open control device.
pub struct Ctl {
    handle: *mut sys::snd_ctl_t,
}

/// A card's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardInfo {
    /// The short id, "PCH".
    pub id: String,
    /// The name, "HDA Intel PCH".
    pub name: String,
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
    /// Opens a control device by name, "hw:0".
    ///
    /// # Errors
    /// alsa-lib's reason, without the name: the caller knows it.
    pub fn open(name: &str) -> Result<Ctl> {
        let doing = "control open";
        let name = CString::new(name).map_err(|_| Error::new(doing, libc::EINVAL))?;
        let mut handle = null_mut();
        // SAFETY: the name is NUL-terminated; the handle goes to a local pointer.
        check(doing, unsafe { sys::snd_ctl_open(&mut handle, name.as_ptr(), 0) })?;
        Ok(Ctl { handle })
    }

    /// Who the card is.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn card_info(&self) -> Result<CardInfo> {
        let doing = "control hardware info";
        let mut info = null_mut();
        // SAFETY: allocates an info object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_ctl_card_info_malloc(&mut info) })?;
        // SAFETY: both objects are valid; the strings are copied before the info is freed.
        let result = check(doing, unsafe { sys::snd_ctl_card_info(self.handle, info) }).map(|_| unsafe {
            CardInfo {
                id: owned(sys::snd_ctl_card_info_get_id(info)),
                name: owned(sys::snd_ctl_card_info_get_name(info)),
            }
        });
        // SAFETY: allocated above, freed once.
        unsafe { sys::snd_ctl_card_info_free(info) };
        result
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
        let doing = "control digital audio info";
        let mut info = null_mut();
        // SAFETY: allocates an info object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_pcm_info_malloc(&mut info) })?;
        // SAFETY: the info object is valid; the setters only store.
        unsafe {
            sys::snd_pcm_info_set_device(info, address.device);
            sys::snd_pcm_info_set_subdevice(info, address.subdevice);
            sys::snd_pcm_info_set_stream(info, address.direction.stream());
        }
        // SAFETY: both objects are valid; everything is copied before the info is freed.
        let result = check(doing, unsafe { sys::snd_ctl_pcm_info(self.handle, info) }).map(|_| unsafe { copy(info) });
        // SAFETY: allocated above, freed once.
        unsafe { sys::snd_pcm_info_free(info) };
        result
    }
}

impl Drop for Ctl {
    fn drop(&mut self) {
        // SAFETY: opened in `open`, closed once.
        unsafe { sys::snd_ctl_close(self.handle) };
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

/// # Safety
/// `text` must be NULL or NUL-terminated.
unsafe fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
