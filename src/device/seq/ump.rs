//! Universal MIDI packets, where the alsa-lib of the machine has them: its functions are looked up when they are needed.
//!
//! Nothing here may be linked: alsa-lib had none of it before 1.2.10.

use super::event::EventKind;
use super::{Address, Seq};
use crate::device::error::{Kind, Result, check};
use alsa_sys as sys;
use std::ffi::{CStr, c_int, c_void};
use std::ptr::null_mut;

/// The protocol of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Packets of MIDI 1.0.
    Midi1,
    /// Packets of MIDI 2.0.
    Midi2,
}

/// An event that is a packet, or one of the sequencer's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UmpEvent {
    /// Whose it is.
    pub source: Address,
    /// The packet's words, as many as its type has.
    pub content: Content,
}

/// What such an event holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A packet.
    Packet(Vec<u32>),
    /// An event of old: its kind and 12 bytes.
    Legacy(EventKind, [u8; 12]),
}

type SetVersion = unsafe extern "C" fn(*mut sys::snd_seq_t, c_int) -> c_int;
type Input = unsafe extern "C" fn(*mut sys::snd_seq_t, *mut *mut sys::snd_seq_ump_event_t) -> c_int;
type MidiVersion = unsafe extern "C" fn(*const sys::snd_seq_client_info_t) -> c_int;

/// The words that a packet of this first word has.
pub fn packet_words(first: u32) -> usize {
    match first >> 28 {
        0 | 1 | 2 | 6 | 7 => 1,
        3 | 4 | 8 | 9 | 10 => 2,
        11 | 12 => 3,
        _ => 4,
    }
}

fn symbol(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: looks a NUL-terminated name up in what is loaded.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

/// # Safety
/// `info` must be a valid, filled object.
pub(super) unsafe fn client_midi_version(info: *const sys::snd_seq_client_info_t) -> u8 {
    let Some(found) = symbol(c"snd_seq_client_info_get_midi_version") else { return 0 };
    // SAFETY: alsa-lib's function of this name has this type; the object is valid by the caller's promise.
    let version = unsafe { std::mem::transmute::<*mut c_void, MidiVersion>(found)(info) };
    u8::try_from(version).unwrap_or_default()
}

/// Whether the alsa-lib of this machine knows packets.
pub fn is_known() -> bool {
    symbol(c"snd_seq_ump_event_input").is_some()
}

impl Seq {
    /// Makes this a client that takes packets.
    ///
    /// # Errors
    /// alsa-lib or the kernel cannot: ENOSYS.
    pub fn speak(&self, protocol: Protocol) -> Result<()> {
        let doing = "client MIDI version";
        let version = if protocol == Protocol::Midi1 { 1 } else { 2 };
        let Some(found) = symbol(c"snd_seq_set_client_midi_version") else {
            return Err(crate::device::Error::new(doing, libc::ENOSYS));
        };
        // SAFETY: alsa-lib's function of this name has this type; the handle is open.
        check(doing, unsafe { std::mem::transmute::<*mut c_void, SetVersion>(found)(self.handle, version) }).map(drop)
    }

    /// Keeps the kernel from converting events into what this client speaks.
    ///
    /// # Errors
    /// alsa-lib or the kernel cannot: ENOSYS.
    pub fn take_unconverted(&self) -> Result<()> {
        let doing = "event conversion";
        let Some(found) = symbol(c"snd_seq_set_client_ump_conversion") else {
            return Err(crate::device::Error::new(doing, libc::ENOSYS));
        };
        // SAFETY: alsa-lib's function of this name has this type; the handle is open.
        check(doing, unsafe { std::mem::transmute::<*mut c_void, SetVersion>(found)(self.handle, 0) }).map(drop)
    }

    /// The next event of a client that takes packets, if there is one.
    ///
    /// # Errors
    /// alsa-lib cannot, events were lost, or the sequencer is gone.
    pub fn receive_ump(&self) -> Result<Option<UmpEvent>> {
        let doing = "event input";
        let Some(found) = symbol(c"snd_seq_ump_event_input") else {
            return Err(crate::device::Error::new(doing, libc::ENOSYS));
        };
        let mut raw = null_mut();
        // SAFETY: alsa-lib's function of this name has this type; the handle is open.
        match check(doing, unsafe { std::mem::transmute::<*mut c_void, Input>(found)(self.handle, &mut raw) }) {
            Ok(_) if raw.is_null() => Ok(None),
            // SAFETY: on success the pointer is to alsa-lib's buffer, valid until the next call; it is copied at once.
            Ok(_) => Ok(Some(unsafe { copy(&*raw) })),
            Err(error) if matches!(error.kind(), Kind::WouldBlock | Kind::Interrupted) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// # Safety
/// `raw` must be as `snd_seq_ump_event_input` leaves it.
unsafe fn copy(raw: &sys::snd_seq_ump_event_t) -> UmpEvent {
    // SAFETY: the flag says which of the two the union holds; any bits are numbers.
    let content = unsafe {
        if u32::from(raw.flags) & sys::SND_SEQ_EVENT_UMP != 0 {
            let words = raw.__bindgen_anon_1.ump;
            Content::Packet(words[..packet_words(words[0])].to_vec())
        } else {
            Content::Legacy(EventKind(raw.type_), raw.__bindgen_anon_1.data.raw8.d)
        }
    };
    UmpEvent { source: Address::from(raw.source), content }
}
