//! Events in and out of the kernel.

use super::event::{Due, Event, EventKind};
use super::{Address, Seq};
use crate::device::error::{Error, Kind, Result, check};
use alsa_sys as sys;
use std::mem::MaybeUninit;
use std::os::fd::{BorrowedFd, RawFd};
use std::ptr::null_mut;

/// What the sequencer is ready for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ready {
    /// There are events to read.
    pub input: bool,
    /// There is room for events to write.
    pub output: bool,
    /// Something came on the other descriptor.
    pub other: bool,
}

/// What `wait` waits for, beside a signal.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'fd> {
    /// Room for output counts.
    pub output: bool,
    /// This descriptor has something to read.
    pub other: Option<BorrowedFd<'fd>>,
    /// At most so long.
    pub limit_ms: Option<u32>,
}

impl Seq {
    /// Hands an event to the kernel. `Kind::WouldBlock` when there is no room yet.
    ///
    /// # Errors
    /// As above, or the receiver is not there.
    pub fn send(&self, event: &Event) -> Result<()> {
        let mut raw = to_raw(event);
        // SAFETY: the event is complete; bytes it points to outlive the call, which copies them.
        check("event output", unsafe { sys::snd_seq_event_output_direct(self.handle, &mut raw) }).map(drop)
    }

    /// Puts an event behind those that `flush` hands to the kernel, and hands these over when there is no more room for
    /// it. `Kind::WouldBlock` when the kernel has none either.
    ///
    /// # Errors
    /// As above.
    pub fn buffer(&self, event: &Event) -> Result<()> {
        let mut raw = to_raw(event);
        // SAFETY: the event is complete; its bytes are copied by the call.
        check("event output", unsafe { sys::snd_seq_event_output(self.handle, &mut raw) }).map(drop)
    }

    /// Hands the kernel the buffered events, of which it takes as many as it has room for.
    ///
    /// # Errors
    /// The kernel refuses one.
    pub fn flush(&self) -> Result<()> {
        // SAFETY: the handle is open.
        match check("event output", unsafe { sys::snd_seq_drain_output(self.handle) }) {
            Err(error) if error.kind() == Kind::WouldBlock => Ok(()),
            flushed => flushed.map(drop),
        }
    }

    /// Whether buffered events wait for room.
    pub fn has_buffered(&self) -> bool {
        // SAFETY: the handle is open.
        unsafe { sys::snd_seq_event_output_pending(self.handle) > 0 }
    }

    /// The next event that has come, if there is one.
    ///
    /// # Errors
    /// Events were lost (`Kind::Other`, ENOSPC), or the sequencer is gone.
    pub fn receive(&self) -> Result<Option<Event>> {
        let mut raw = null_mut();
        // SAFETY: on success the pointer is to alsa-lib's buffer, valid until the next call; it is copied at once.
        match check("event input", unsafe { sys::snd_seq_event_input(self.handle, &mut raw) }) {
            Ok(_) if raw.is_null() => Ok(None),
            // SAFETY: as above.
            Ok(_) => Ok(Some(unsafe { from_raw(&*raw) })),
            Err(error) if matches!(error.kind(), Kind::WouldBlock | Kind::Interrupted) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Waits until something is ready; a signal or the time ends the wait.
    ///
    /// # Errors
    /// The descriptors cannot be waited for.
    pub fn wait(&self, waiting: Waiting<'_>) -> Result<Ready> {
        let doing = "sequencer wait";
        let asked = libc::POLLIN | if waiting.output { libc::POLLOUT } else { 0 };
        let mut own = MaybeUninit::<libc::pollfd>::uninit();
        // SAFETY: the sequencer has one descriptor, for which there is room; it is filled when the count is 1.
        let own = unsafe {
            match sys::snd_seq_poll_descriptors(self.handle, own.as_mut_ptr().cast(), 1, asked) {
                1 => own.assume_init(),
                _ => return Err(Error::new(doing, libc::EIO)),
            }
        };
        let other = libc::pollfd { fd: waiting.other.map_or(-1, raw_fd), events: libc::POLLIN, revents: 0 };
        let mut fds = [own, other];
        let limit = waiting.limit_ms.map_or(-1, |limit| i32::try_from(limit).unwrap_or(i32::MAX));
        // SAFETY: two valid structures; a negative descriptor is passed over.
        if unsafe { libc::poll(fds.as_mut_ptr(), 2, limit) } < 0 {
            let errno = std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
            return if errno == libc::EINTR { Ok(Ready::default()) } else { Err(Error::new(doing, errno)) };
        }
        let has = |events: i16, wanted: i16| events & (wanted | libc::POLLERR | libc::POLLHUP) != 0;
        Ok(Ready {
            input: has(fds[0].revents, libc::POLLIN),
            output: has(fds[0].revents, libc::POLLOUT),
            other: fds[1].fd >= 0 && has(fds[1].revents, libc::POLLIN),
        })
    }

    /// Forgets what is buffered, or scheduled on all queues and not yet delivered.
    ///
    /// # Errors
    /// There is no memory.
    pub fn drop_scheduled(&self) -> Result<()> {
        // SAFETY: the handle is open.
        check("queue drop", unsafe { sys::snd_seq_drop_output(self.handle) }).map(drop)
    }

    /// Makes room for so many events from others that are not yet read.
    ///
    /// # Errors
    /// The kernel refuses the number.
    pub fn set_input_room(&self, events: usize) -> Result<()> {
        // SAFETY: the handle is open.
        check("input room", unsafe { sys::snd_seq_set_client_pool_input(self.handle, events) })?;
        // SAFETY: as above; the buffer holds whole events.
        check("input room", unsafe { sys::snd_seq_set_input_buffer_size(self.handle, events * 28) }).map(drop)
    }

    /// Makes room for so many events that are scheduled and not yet delivered.
    ///
    /// # Errors
    /// The kernel refuses the number.
    pub fn set_output_room(&self, events: usize) -> Result<()> {
        // SAFETY: the handle is open.
        check("output room", unsafe { sys::snd_seq_set_client_pool_output(self.handle, events) }).map(drop)
    }
}

fn raw_fd(fd: BorrowedFd<'_>) -> RawFd {
    std::os::fd::AsRawFd::as_raw_fd(&fd)
}

fn to_raw(event: &Event) -> sys::snd_seq_event_t {
    let mut data = sys::snd_seq_event_data { raw8: sys::snd_seq_ev_raw8 { d: event.fixed } };
    let mut flags = sys::SND_SEQ_EVENT_LENGTH_FIXED;
    // The kernel takes a type for one with bytes by this flag alone.
    if !event.bytes.is_empty() {
        flags = sys::SND_SEQ_EVENT_LENGTH_VARIABLE;
        let len = u32::try_from(event.bytes.len()).unwrap_or_default();
        data.ext = sys::snd_seq_ev_ext { len, ptr: event.bytes.as_ptr().cast_mut().cast() };
    }
    let (queue, time) = match event.due {
        Due::Now => (sys::SND_SEQ_QUEUE_DIRECT as u8, sys::snd_seq_timestamp { tick: 0 }),
        Due::Tick(queue, tick) => (queue, sys::snd_seq_timestamp { tick }),
        Due::Time(queue, time_ns) => {
            flags |= sys::SND_SEQ_TIME_STAMP_REAL;
            (queue, sys::snd_seq_timestamp { time: real_time(time_ns) })
        }
    };
    sys::snd_seq_event_t {
        type_: event.kind.0,
        flags: flags as u8,
        tag: 0,
        queue,
        time,
        source: event.source.raw(),
        dest: event.dest.raw(),
        data,
    }
}

const SECOND_NS: u64 = 1_000_000_000;

fn real_time(time_ns: u64) -> sys::snd_seq_real_time {
    let tv_sec = u32::try_from(time_ns / SECOND_NS).unwrap_or(u32::MAX);
    sys::snd_seq_real_time { tv_sec, tv_nsec: (time_ns % SECOND_NS) as u32 }
}

/// # Safety
/// `raw` must be as `snd_seq_event_input` leaves it: bytes of an event of variable length are valid.
unsafe fn from_raw(raw: &sys::snd_seq_event_t) -> Event {
    let length = u32::from(raw.flags) & sys::SND_SEQ_EVENT_LENGTH_MASK;
    let mut event = Event::new(EventKind(raw.type_));
    event.source = Address::from(raw.source);
    event.dest = Address::from(raw.dest);
    let is_tick = u32::from(raw.flags) & sys::SND_SEQ_TIME_STAMP_MASK == sys::SND_SEQ_TIME_STAMP_TICK;
    // SAFETY: the flag says which of the two the union holds; any bits are a number.
    event.due = unsafe {
        if is_tick {
            Due::Tick(raw.queue, raw.time.tick)
        } else {
            let time = raw.time.time;
            Due::Time(raw.queue, u64::from(time.tv_sec) * SECOND_NS + u64::from(time.tv_nsec))
        }
    };
    if length == sys::SND_SEQ_EVENT_LENGTH_FIXED {
        // SAFETY: 12 bytes, whatever they mean.
        event.fixed = unsafe { raw.data.raw8.d };
    } else {
        // SAFETY: the caller's promise.
        event.bytes = unsafe {
            let sys::snd_seq_ev_ext { len, ptr } = raw.data.ext;
            if ptr.is_null() { Vec::new() } else { std::slice::from_raw_parts(ptr.cast::<u8>(), len as usize).to_vec() }
        };
    }
    event
}
