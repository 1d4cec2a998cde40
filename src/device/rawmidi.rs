//! Raw MIDI ports: bytes in and out, and the list of what the cards have.
//!
//! Own handles on alsa-sys, never blocking: whoever waits does so in `wait`, which a signal ends.

use super::bytes::owned;
use super::error::{Error, Kind, Result, check};
use alsa_sys as sys;
use std::ffi::CString;
use std::ptr::null_mut;

/// The ways that bytes go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ways {
    /// From the port to us.
    pub input: bool,
    /// From us to the port.
    pub output: bool,
}

/// An open port.
pub struct RawMidi {
    input: *mut sys::snd_rawmidi_t,
    output: *mut sys::snd_rawmidi_t,
}

/// A subdevice of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subdevice {
    /// The ways it has.
    pub ways: Ways,
    /// Those of them that are in use: an instrument of MIDI 2.0 may switch some off.
    pub active: Ways,
    /// Card, device and subdevice.
    pub place: [u32; 3],
    /// The device's name.
    pub device_name: String,
    /// Its own name.
    pub name: String,
    /// How many the device has.
    pub count: u32,
}

impl RawMidi {
    /// Opens a port by its name, "hw:1,0,0".
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn open(name: &str, ways: Ways) -> Result<RawMidi> {
        let doing = "rawmidi open";
        let name = CString::new(name).map_err(|_| Error::new(doing, libc::EINVAL))?;
        let mut port = RawMidi { input: null_mut(), output: null_mut() };
        let input = if ways.input { &raw mut port.input } else { null_mut() };
        let output = if ways.output { &raw mut port.output } else { null_mut() };
        // SAFETY: the handles go to fields of a local; NULL means that the way is not wanted.
        check(doing, unsafe {
            sys::snd_rawmidi_open(input, output, name.as_ptr(), sys::SND_RAWMIDI_NONBLOCK.cast_signed())
        })?;
        if ways.input {
            // SAFETY: reading nothing starts the input; the handle is open.
            unsafe { sys::snd_rawmidi_read(port.input, null_mut(), 0) };
        }
        Ok(port)
    }

    /// Reads what has come; 0 when nothing has.
    ///
    /// # Errors
    /// The port is gone.
    pub fn read(&self, bytes: &mut [u8]) -> Result<usize> {
        // SAFETY: the handle is open; at most `bytes.len()` bytes are written.
        let read = unsafe { sys::snd_rawmidi_read(self.input, bytes.as_mut_ptr().cast(), bytes.len()) };
        transferred("rawmidi read", read as i64)
    }

    /// Writes as much as there is room for; 0 when there is none.
    ///
    /// # Errors
    /// The port is gone.
    pub fn write(&self, bytes: &[u8]) -> Result<usize> {
        // SAFETY: the handle is open; `bytes.len()` bytes are read.
        let written = unsafe { sys::snd_rawmidi_write(self.output, bytes.as_ptr().cast(), bytes.len()) };
        transferred("rawmidi write", written as i64)
    }

    /// Waits until all that was written is on the cable.
    ///
    /// # Errors
    /// The port is gone.
    pub fn drain(&self) -> Result<()> {
        // SAFETY: the handle is open.
        check("rawmidi drain", unsafe { sys::snd_rawmidi_drain(self.output) }).map(drop)
    }

    /// Forgets what was written and is not yet on the cable.
    pub fn drop_output(&self) {
        if !self.output.is_null() {
            // SAFETY: the handle is open; a port that is gone has nothing to forget.
            unsafe { sys::snd_rawmidi_drop(self.output) };
        }
    }

    /// Waits until bytes have come or, if asked for, there is room; a signal or the time ends the wait.
    ///
    /// # Errors
    /// The port is gone.
    pub fn wait(&self, output: bool, limit_ms: Option<u32>) -> Result<()> {
        let mut fds: Vec<libc::pollfd> = Vec::new();
        for (handle, wanted) in [(self.input, true), (self.output, output)] {
            if !handle.is_null() && wanted {
                // SAFETY: the handle is open; the array has as many places as it has descriptors.
                unsafe {
                    let count = usize::try_from(sys::snd_rawmidi_poll_descriptors_count(handle)).unwrap_or(0);
                    let mut own = vec![libc::pollfd { fd: -1, events: 0, revents: 0 }; count];
                    sys::snd_rawmidi_poll_descriptors(handle, own.as_mut_ptr().cast(), count as u32);
                    fds.extend(own);
                }
            }
        }
        let limit = limit_ms.map_or(-1, |limit| i32::try_from(limit).unwrap_or(i32::MAX));
        // SAFETY: so many valid structures.
        let code = unsafe { libc::poll(fds.as_mut_ptr(), fds.len() as libc::nfds_t, limit) };
        if fds.iter().any(|fd| fd.revents & (libc::POLLERR | libc::POLLHUP | libc::POLLNVAL) != 0) {
            return Err(Error::gone("rawmidi wait"));
        }
        let errno = std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
        if code < 0 && errno != libc::EINTR { Err(Error::new("rawmidi wait", errno)) } else { Ok(()) }
    }
}

fn transferred(doing: &str, code: i64) -> Result<usize> {
    match check(doing, code) {
        Ok(bytes) => Ok(usize::try_from(bytes).unwrap_or_default()),
        Err(error) if matches!(error.kind(), Kind::WouldBlock | Kind::Interrupted) => Ok(0),
        Err(error) => Err(error),
    }
}

impl Drop for RawMidi {
    fn drop(&mut self) {
        for handle in [self.input, self.output] {
            if !handle.is_null() {
                // SAFETY: opened in `open`, closed once.
                unsafe { sys::snd_rawmidi_close(handle) };
            }
        }
    }
}

/// The raw MIDI subdevices of a card; a device whose subdevices have no names of their own is one entry.
///
/// # Errors
/// The card does not answer.
pub fn subdevices(card: u32) -> Result<Vec<Subdevice>> {
    let doing = "control open";
    let name = CString::new(format!("hw:{card}")).map_err(|_| Error::new(doing, libc::EINVAL))?;
    let mut ctl = null_mut();
    // SAFETY: the name is NUL-terminated; the handle goes to a local pointer.
    check(doing, unsafe { sys::snd_ctl_open(&mut ctl, name.as_ptr(), 0) })?;
    let mut found = Vec::new();
    let mut device = -1;
    // SAFETY: the handle is open until the end of this function.
    while unsafe { sys::snd_ctl_rawmidi_next_device(ctl, &mut device) } >= 0 && device >= 0 {
        let device = device.unsigned_abs();
        let mut number = 0;
        // SAFETY: as above.
        while let Some(subdevice) = unsafe { subdevice(ctl, [card, device, number]) } {
            let is_one = number == 0 && subdevice.name.is_empty();
            let count = subdevice.count;
            found.push(subdevice);
            number += 1;
            if is_one || number >= count {
                break;
            }
        }
    }
    // SAFETY: opened above, closed once.
    unsafe { sys::snd_ctl_close(ctl) };
    Ok(found)
}

/// # Safety
/// `ctl` must be open.
unsafe fn subdevice(ctl: *mut sys::snd_ctl_t, place: [u32; 3]) -> Option<Subdevice> {
    let mut info = null_mut();
    // SAFETY: allocates an object into a local pointer, freed below.
    check("rawmidi info", unsafe { sys::snd_rawmidi_info_malloc(&mut info) }).ok()?;
    let mut found: Option<Subdevice> = None;
    for stream in [sys::SND_RAWMIDI_STREAM_OUTPUT, sys::SND_RAWMIDI_STREAM_INPUT] {
        // SAFETY: handle and object are valid; the setters only store, the answer is copied at once.
        unsafe {
            sys::snd_rawmidi_info_set_device(info, place[1]);
            sys::snd_rawmidi_info_set_subdevice(info, place[2]);
            sys::snd_rawmidi_info_set_stream(info, stream);
            if sys::snd_ctl_rawmidi_info(ctl, info) >= 0 {
                let entry = found.get_or_insert_with(|| Subdevice {
                    ways: Ways::default(),
                    active: Ways::default(),
                    place,
                    device_name: owned(sys::snd_rawmidi_info_get_name(info)),
                    name: owned(sys::snd_rawmidi_info_get_subdevice_name(info)),
                    count: sys::snd_rawmidi_info_get_subdevices_count(info),
                });
                let is_active = sys::snd_rawmidi_info_get_flags(info) & sys::SND_RAWMIDI_INFO_STREAM_INACTIVE == 0;
                let way = |ways: &mut Ways| {
                    ways.output |= stream == sys::SND_RAWMIDI_STREAM_OUTPUT;
                    ways.input |= stream == sys::SND_RAWMIDI_STREAM_INPUT;
                };
                way(&mut entry.ways);
                if is_active {
                    way(&mut entry.active);
                }
            }
        }
    }
    // SAFETY: allocated above, freed once.
    unsafe { sys::snd_rawmidi_info_free(info) };
    found
}

/// The definitions of raw MIDI ports in the configuration, as its own text.
///
/// # Errors
/// The configuration cannot be read.
pub fn definitions() -> Result<String> {
    let doing = "configuration";
    let mut top = null_mut();
    // SAFETY: the reference goes to a local pointer, given back below.
    check(doing, unsafe { sys::snd_config_update_ref(&mut top) })?;
    let (mut node, mut output, mut text) = (null_mut(), null_mut(), null_mut());
    // SAFETY: the tree is ours until it is given back; the buffer belongs to the output and is copied before its end.
    unsafe {
        let mut result =
            check(doing, sys::snd_config_search(top, c"rawmidi".as_ptr(), &mut node)).map(|_| String::new());
        if result.is_ok() && sys::snd_output_buffer_open(&mut output) >= 0 {
            result = check(doing, sys::snd_config_save(node, output)).map(|_| {
                let length = sys::snd_output_buffer_string(output, &mut text);
                let bytes = std::slice::from_raw_parts(text.cast::<u8>(), length as usize);
                String::from_utf8_lossy(bytes).into_owned()
            });
            sys::snd_output_close(output);
        }
        sys::snd_config_unref(top);
        result
    }
}
