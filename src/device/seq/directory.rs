//! Who is there: the sequencer's clients and their ports.

use super::{Address, Seq};
use crate::device::bytes::owned;
use crate::device::error::{Result, check};
use crate::device::seq::ump;
use alsa_sys as sys;
use std::ptr::null_mut;

/// A client of the sequencer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: ClientKind,
    /// The card it belongs to.
    pub card: Option<i32>,
    /// The process it belongs to.
    pub pid: Option<i32>,
    /// 0 for events of old, 1 and 2 for universal MIDI packets.
    pub midi_version: u8,
    /// Its ports.
    pub ports: Vec<Port>,
}

/// What a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKind {
    /// A driver's.
    Kernel,
    /// A program's.
    User,
}

/// A port of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Where it is.
    pub address: Address,
    /// Its name.
    pub name: String,
    capability: u32,
    kind: u32,
}

impl Port {
    /// A port of that name that can do nothing.
    pub fn named(address: Address, name: &str) -> Port {
        Port { address, name: name.to_owned(), capability: 0, kind: 0 }
    }

    /// Whether it can be read from by whoever links to it.
    pub fn is_readable(&self) -> bool {
        self.has(sys::SND_SEQ_PORT_CAP_READ | sys::SND_SEQ_PORT_CAP_SUBS_READ)
    }

    /// Whether it can be written to by whoever links to it.
    pub fn is_writable(&self) -> bool {
        self.has(sys::SND_SEQ_PORT_CAP_WRITE | sys::SND_SEQ_PORT_CAP_SUBS_WRITE)
    }

    /// Whether it takes MIDI events.
    pub fn is_midi(&self) -> bool {
        self.kind & sys::SND_SEQ_PORT_TYPE_MIDI_GENERIC != 0
    }

    /// Whether links to it are none of a stranger's business.
    pub fn is_private(&self) -> bool {
        self.has(sys::SND_SEQ_PORT_CAP_NO_EXPORT)
    }

    /// Whether nothing is behind it at the moment.
    pub fn is_inactive(&self) -> bool {
        self.has(sys::SND_SEQ_PORT_CAP_INACTIVE)
    }

    fn has(&self, capability: u32) -> bool {
        self.capability & capability == capability
    }
}

impl Seq {
    /// Every client with its ports, in the order of their numbers.
    ///
    /// # Errors
    /// The kernel does not answer.
    pub fn clients(&self) -> Result<Vec<Client>> {
        let doing = "client list";
        let mut info = null_mut();
        // SAFETY: allocates an info object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_seq_client_info_malloc(&mut info) })?;
        let mut clients = Vec::new();
        // SAFETY: handle and info are valid; each answer is copied before the next is asked for.
        unsafe {
            sys::snd_seq_client_info_set_client(info, -1);
            while sys::snd_seq_query_next_client(self.handle, info) >= 0 {
                clients.push(copy_client(info));
            }
            sys::snd_seq_client_info_free(info);
        }
        for client in &mut clients {
            client.ports = self.ports(client.number)?;
        }
        Ok(clients)
    }

    fn ports(&self, client: u8) -> Result<Vec<Port>> {
        let doing = "port list";
        let mut info = null_mut();
        // SAFETY: allocates an info object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_seq_port_info_malloc(&mut info) })?;
        let mut ports = Vec::new();
        // SAFETY: handle and info are valid; each answer is copied before the next is asked for.
        unsafe {
            sys::snd_seq_port_info_set_client(info, i32::from(client));
            sys::snd_seq_port_info_set_port(info, -1);
            while sys::snd_seq_query_next_port(self.handle, info) >= 0 {
                ports.push(copy_port(info));
            }
            sys::snd_seq_port_info_free(info);
        }
        Ok(ports)
    }
}

/// # Safety
/// `info` must be a valid, filled object.
unsafe fn copy_client(info: *mut sys::snd_seq_client_info_t) -> Client {
    // SAFETY: the caller's promise; the strings are copied at once.
    unsafe {
        let kind = match sys::snd_seq_client_info_get_type(info) {
            sys::SND_SEQ_KERNEL_CLIENT => ClientKind::Kernel,
            _ => ClientKind::User,
        };
        Client {
            number: u8::try_from(sys::snd_seq_client_info_get_client(info)).unwrap_or_default(),
            name: owned(sys::snd_seq_client_info_get_name(info)),
            kind,
            card: positive(sys::snd_seq_client_info_get_card(info)),
            pid: positive(sys::snd_seq_client_info_get_pid(info)),
            midi_version: ump::client_midi_version(info),
            ports: Vec::new(),
        }
    }
}

fn positive(number: i32) -> Option<i32> {
    (number != -1).then_some(number)
}

/// # Safety
/// `info` must be a valid, filled object.
unsafe fn copy_port(info: *const sys::snd_seq_port_info_t) -> Port {
    // SAFETY: the caller's promise; everything is copied at once.
    unsafe {
        Port {
            address: (*sys::snd_seq_port_info_get_addr(info)).into(),
            name: owned(sys::snd_seq_port_info_get_name(info)),
            capability: sys::snd_seq_port_info_get_capability(info),
            kind: sys::snd_seq_port_info_get_type(info),
        }
    }
}
