//! Links between ports: asked for, made, undone.

use super::{Address, Seq};
use crate::device::error::{Result, check};
use alsa_sys as sys;
use std::ptr::null_mut;

/// A link from a port to a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Whose events travel.
    pub sender: Address,
    /// Who gets them.
    pub dest: Address,
    /// Nobody else may link to either end.
    pub exclusive: bool,
    /// Events are stamped anew on the way.
    pub stamp: Option<Stamp>,
}

/// How a link stamps the events that pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// With the real time of this queue.
    Real(i32),
    /// With the ticks of this queue.
    Tick(i32),
}

/// Which links of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Those whose events it sends.
    Sender,
    /// Those whose events it takes.
    Dest,
}

impl Link {
    /// A plain link.
    pub fn new(sender: Address, dest: Address) -> Link {
        Link { sender, dest, exclusive: false, stamp: None }
    }
}

impl Seq {
    /// Makes a link.
    ///
    /// # Errors
    /// A port is not there, is not for that, or is somebody's exclusively.
    pub fn link(&self, link: &Link) -> Result<()> {
        with_subscription(link, |subscription| {
            // SAFETY: handle and object are valid.
            check("connection", unsafe { sys::snd_seq_subscribe_port(self.handle, subscription) }).map(drop)
        })
    }

    /// Undoes a link.
    ///
    /// # Errors
    /// It is not there, or not to be undone by us.
    pub fn unlink(&self, link: &Link) -> Result<()> {
        with_subscription(link, |subscription| {
            // SAFETY: handle and object are valid.
            check("disconnection", unsafe { sys::snd_seq_unsubscribe_port(self.handle, subscription) }).map(drop)
        })
    }

    /// Whether these two are linked.
    pub fn is_linked(&self, sender: Address, dest: Address) -> bool {
        let asked = with_subscription(&Link::new(sender, dest), |subscription| {
            // SAFETY: handle and object are valid.
            check("connection", unsafe { sys::snd_seq_get_port_subscription(self.handle, subscription) })
        });
        asked.is_ok()
    }

    /// The links of a port, in the kernel's order.
    ///
    /// # Errors
    /// There is no memory.
    pub fn links(&self, port: Address, end: End) -> Result<Vec<Link>> {
        let mut query = null_mut();
        // SAFETY: allocates a query object into a local pointer, freed below.
        check("connection list", unsafe { sys::snd_seq_query_subscribe_malloc(&mut query) })?;
        let mut links = Vec::new();
        // SAFETY: handle and query are valid; the address is copied by the setter, each answer before the next.
        unsafe {
            sys::snd_seq_query_subscribe_set_root(query, &port.raw());
            sys::snd_seq_query_subscribe_set_type(
                query,
                match end {
                    End::Sender => sys::SND_SEQ_QUERY_SUBS_READ,
                    End::Dest => sys::SND_SEQ_QUERY_SUBS_WRITE,
                },
            );
            sys::snd_seq_query_subscribe_set_index(query, 0);
            while sys::snd_seq_query_port_subscribers(self.handle, query) >= 0 {
                links.push(copy(query, port, end));
                sys::snd_seq_query_subscribe_set_index(query, sys::snd_seq_query_subscribe_get_index(query) + 1);
            }
            sys::snd_seq_query_subscribe_free(query);
        }
        Ok(links)
    }
}

/// # Safety
/// `query` must be a valid, filled object.
unsafe fn copy(query: *mut sys::snd_seq_query_subscribe_t, port: Address, end: End) -> Link {
    // SAFETY: the caller's promise.
    unsafe {
        let other = Address::from(*sys::snd_seq_query_subscribe_get_addr(query));
        let (sender, dest) = if end == End::Sender { (port, other) } else { (other, port) };
        let queue = sys::snd_seq_query_subscribe_get_queue(query);
        let stamp = (sys::snd_seq_query_subscribe_get_time_update(query) != 0).then(|| {
            if sys::snd_seq_query_subscribe_get_time_real(query) != 0 { Stamp::Real(queue) } else { Stamp::Tick(queue) }
        });
        Link { sender, dest, exclusive: sys::snd_seq_query_subscribe_get_exclusive(query) != 0, stamp }
    }
}

fn with_subscription<T>(link: &Link, act: impl FnOnce(*mut sys::snd_seq_port_subscribe_t) -> Result<T>) -> Result<T> {
    let mut subscription = null_mut();
    // SAFETY: allocates an object into a local pointer, freed below.
    check("connection", unsafe { sys::snd_seq_port_subscribe_malloc(&mut subscription) })?;
    // SAFETY: the object is valid; the setters only store and copy.
    unsafe {
        sys::snd_seq_port_subscribe_set_sender(subscription, &link.sender.raw());
        sys::snd_seq_port_subscribe_set_dest(subscription, &link.dest.raw());
        sys::snd_seq_port_subscribe_set_exclusive(subscription, i32::from(link.exclusive));
        if let Some(Stamp::Real(queue) | Stamp::Tick(queue)) = link.stamp {
            sys::snd_seq_port_subscribe_set_queue(subscription, queue);
            sys::snd_seq_port_subscribe_set_time_update(subscription, 1);
            let real = matches!(link.stamp, Some(Stamp::Real(_)));
            sys::snd_seq_port_subscribe_set_time_real(subscription, i32::from(real));
        }
    }
    let result = act(subscription);
    // SAFETY: allocated above, freed once.
    unsafe { sys::snd_seq_port_subscribe_free(subscription) };
    result
}
