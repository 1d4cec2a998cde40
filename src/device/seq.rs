//! The sequencer: a client of the kernel's, with its ports, links, queue and events.
//!
//! Own handles on alsa-sys: events come and go raw, so that none is lost for being unknown here. The handle never
//! blocks: whoever waits does so in `wait`, which a signal ends.

use super::error::{Error, Result, check};
use super::plain;
use alsa_sys as sys;
use std::ffi::CString;
use std::fmt;
use std::ptr::null_mut;

pub mod directory;
pub mod event;
pub mod link;
pub mod queue;
pub mod transfer;
pub mod ump;

/// An open client of the sequencer.
pub struct Seq {
    handle: *mut sys::snd_seq_t,
}

/// A port of a client: `128:0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The client's number.
    pub client: u8,
    /// The port's number within the client.
    pub port: u8,
}

impl Address {
    /// The system's timer, which takes a queue's control events.
    pub const TIMER: Address = Address { client: 0, port: 0 };
    /// The system's announcements of what comes and goes.
    pub const ANNOUNCE: Address = Address { client: 0, port: 1 };
    /// Whoever is linked to the port that sends.
    pub const SUBSCRIBERS: Address = Address { client: 254, port: 253 };

    fn raw(self) -> sys::snd_seq_addr_t {
        sys::snd_seq_addr_t { client: self.client, port: self.port }
    }
}

impl From<sys::snd_seq_addr_t> for Address {
    fn from(raw: sys::snd_seq_addr_t) -> Address {
        Address { client: raw.client, port: raw.port }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.client, self.port)
    }
}

/// What a port of ours is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortUse {
    /// It only sends, and nobody may link to it.
    Sends,
    /// It takes events from whoever links to it or is linked.
    Takes,
    /// It takes events by links that nobody else may make or undo.
    Listens,
    /// It takes events, stamped with the ticks of a queue.
    TakesStamped(u8),
}

impl Seq {
    /// Opens the sequencer as a client of this name.
    ///
    /// # Errors
    /// There is none (`Kind::Missing`), or it is not ours to use.
    pub fn open(client_name: &str) -> Result<Seq> {
        let doing = "sequencer open";
        let seq = Seq { handle: open_handle()? };
        let name = c_string(doing, client_name)?;
        // SAFETY: the handle is open, the name NUL-terminated and copied by the callee.
        check(doing, unsafe { sys::snd_seq_set_client_name(seq.handle, name.as_ptr()) })?;
        Ok(seq)
    }

    /// The number of this client.
    pub fn client(&self) -> u8 {
        // SAFETY: the handle is open; the number is kept in it.
        u8::try_from(unsafe { sys::snd_seq_client_id(self.handle) }).unwrap_or_default()
    }

    /// Makes a port of this client.
    ///
    /// # Errors
    /// The kernel refuses it.
    pub fn create_port(&self, name: &str, port_use: PortUse) -> Result<Address> {
        let doing = "port creation";
        let name = c_string(doing, name)?;
        let takes = sys::SND_SEQ_PORT_CAP_WRITE | sys::SND_SEQ_PORT_CAP_SUBS_WRITE;
        let capability = match port_use {
            // The echo of one's own event needs the right to write.
            PortUse::Sends => sys::SND_SEQ_PORT_CAP_WRITE | sys::SND_SEQ_PORT_CAP_NO_EXPORT,
            PortUse::Listens => takes | sys::SND_SEQ_PORT_CAP_NO_EXPORT,
            PortUse::Takes | PortUse::TakesStamped(_) => takes,
        };
        let mut info = null_mut();
        // SAFETY: allocates an info object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_seq_port_info_malloc(&mut info) })?;
        // SAFETY: the info object is valid, the setters only store; the kernel's answer is copied before it is freed.
        unsafe {
            sys::snd_seq_port_info_set_name(info, name.as_ptr());
            sys::snd_seq_port_info_set_capability(info, capability);
            let kind = sys::SND_SEQ_PORT_TYPE_MIDI_GENERIC | sys::SND_SEQ_PORT_TYPE_APPLICATION;
            sys::snd_seq_port_info_set_type(info, kind);
            sys::snd_seq_port_info_set_midi_channels(info, 16);
            if let PortUse::TakesStamped(queue) = port_use {
                sys::snd_seq_port_info_set_timestamping(info, 1);
                sys::snd_seq_port_info_set_timestamp_queue(info, i32::from(queue));
            }
            let created = check(doing, sys::snd_seq_create_port(self.handle, info));
            let port = sys::snd_seq_port_info_get_port(info);
            sys::snd_seq_port_info_free(info);
            created?;
            Ok(Address { client: self.client(), port: u8::try_from(port).unwrap_or_default() })
        }
    }
}

impl Drop for Seq {
    fn drop(&mut self) {
        // SAFETY: opened in `open`, closed once. The kernel frees ports, links and queues of the client.
        unsafe { sys::snd_seq_close(self.handle) };
    }
}

fn open_handle() -> Result<*mut sys::snd_seq_t> {
    let streams = sys::SND_SEQ_OPEN_DUPLEX.cast_signed();
    let mode = sys::SND_SEQ_NONBLOCK.cast_signed();
    plain::open_seq(streams, mode).unwrap_or_else(|| {
        let mut handle = null_mut();
        // SAFETY: the name is NUL-terminated; the handle goes to a local pointer.
        let code = unsafe { sys::snd_seq_open(&mut handle, c"default".as_ptr(), streams, mode) };
        check("sequencer open", code).map(|_| handle)
    })
}

fn c_string(doing: &str, text: &str) -> Result<CString> {
    CString::new(text).map_err(|_| Error::new(doing, libc::EINVAL))
}
