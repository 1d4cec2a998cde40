//! The raw MIDI and hardware-dependent devices of a card, as its control device tells of them.

use super::Ctl;
use crate::device::bytes::owned;
use crate::device::error::{Result, check};
use crate::device::object::object;
use alsa_sys as sys;

object!(MidiObject, snd_rawmidi_info_t, snd_rawmidi_info_malloc, snd_rawmidi_info_free);
object!(HwdepObject, snd_hwdep_info_t, snd_hwdep_info_malloc, snd_hwdep_info_free);

/// Which way the bytes of a raw MIDI device go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MidiStream {
    /// From the card.
    Input,
    /// To the card.
    Output,
}

/// A raw MIDI device or subdevice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MidiInfo {
    /// The device's id.
    pub id: String,
    /// The device's name.
    pub name: String,
    /// The subdevice's name.
    pub subdevice_name: String,
    /// How many subdevices there are.
    pub subdevices: u32,
}

/// A hardware-dependent device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HwdepInfo {
    /// The device number.
    pub device: u32,
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The kernel's number of its interface.
    pub iface: i64,
}

impl Ctl {
    /// The numbers of the card's raw MIDI devices.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn midi_devices(&self) -> Result<Vec<u32>> {
        // SAFETY: the handle is open; the number goes to a local.
        every(|device| unsafe { sys::snd_ctl_rawmidi_next_device(self.handle, device) })
    }

    /// What is at this address; `Kind::Missing` where the device has no such stream.
    ///
    /// # Errors
    /// The card does not answer, or there is nothing.
    pub fn midi_info(&self, device: u32, subdevice: u32, stream: MidiStream) -> Result<MidiInfo> {
        let object = MidiObject::new()?;
        let info = object.as_ptr();
        let stream = match stream {
            MidiStream::Input => sys::SND_RAWMIDI_STREAM_INPUT,
            MidiStream::Output => sys::SND_RAWMIDI_STREAM_OUTPUT,
        };
        // SAFETY: the handle is open and the object valid; everything is copied before it is freed.
        unsafe {
            sys::snd_rawmidi_info_set_device(info, device);
            sys::snd_rawmidi_info_set_subdevice(info, subdevice);
            sys::snd_rawmidi_info_set_stream(info, stream);
            check("control rawmidi info", sys::snd_ctl_rawmidi_info(self.handle, info))?;
            Ok(MidiInfo {
                id: owned(sys::snd_rawmidi_info_get_id(info)),
                name: owned(sys::snd_rawmidi_info_get_name(info)),
                subdevice_name: owned(sys::snd_rawmidi_info_get_subdevice_name(info)),
                subdevices: sys::snd_rawmidi_info_get_subdevices_count(info),
            })
        }
    }

    /// The card's hardware-dependent devices.
    ///
    /// # Errors
    /// The card does not answer.
    pub fn hwdeps(&self) -> Result<Vec<HwdepInfo>> {
        // SAFETY: the handle is open; the number goes to a local.
        let devices = every(|device| unsafe { sys::snd_ctl_hwdep_next_device(self.handle, device) })?;
        devices.into_iter().map(|device| self.hwdep(device)).collect()
    }

    fn hwdep(&self, device: u32) -> Result<HwdepInfo> {
        let object = HwdepObject::new()?;
        let info = object.as_ptr();
        // SAFETY: the handle is open and the object valid; everything is copied before it is freed.
        unsafe {
            sys::snd_hwdep_info_set_device(info, device);
            check("control hwdep info", sys::snd_ctl_hwdep_info(self.handle, info))?;
            Ok(HwdepInfo {
                device,
                id: owned(sys::snd_hwdep_info_get_id(info)),
                name: owned(sys::snd_hwdep_info_get_name(info)),
                iface: i64::from(sys::snd_hwdep_info_get_iface(info)),
            })
        }
    }
}

/// Every number that `next` leads to; -1 begins and ends.
fn every(next: impl Fn(&mut i32) -> i32) -> Result<Vec<u32>> {
    let mut devices = Vec::new();
    let mut device = -1;
    loop {
        check("control next device", next(&mut device))?;
        match u32::try_from(device) {
            Ok(number) => devices.push(number),
            Err(_) => return Ok(devices),
        }
    }
}
