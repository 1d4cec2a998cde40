//! What the kernel knows of a stream, for messages about xruns.

use super::{Pcm, State};
use crate::device::dump::dump;
use crate::device::error::{Result, check};
use alsa_sys as sys;
use std::ffi::CStr;
use std::ptr::null_mut;

/// What the kernel knows of a stream that stopped.
#[derive(Debug, Clone)]
pub struct Status {
    /// The state.
    pub state: State,
    /// Microseconds since the state changed.
    pub since_us: u64,
    /// Frames in the buffer that can be transferred.
    pub avail_frames: u64,
    /// alsa-lib's dump of it.
    pub dump: String,
}

/// A device of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The card's number.
    pub card: i32,
    /// The device's number on it.
    pub device: u32,
    /// The device's name ("ALC257 Analog").
    pub name: String,
}

impl Pcm {
    /// The number of the card that it is on, where it is on one.
    pub fn card(&self) -> Option<i32> {
        Some(self.origin()?.card)
    }

    /// The device of a card that it is on, where it is on one.
    pub fn origin(&self) -> Option<Origin> {
        let mut info = null_mut();
        // SAFETY: allocates an info object into a local pointer, freed below.
        check("info error", unsafe { sys::snd_pcm_info_malloc(&mut info) }).ok()?;
        // SAFETY: the handle is open, the object valid and freed once; its name is copied before.
        unsafe {
            let filled = sys::snd_pcm_info(self.handle, info) >= 0;
            let card = if filled { sys::snd_pcm_info_get_card(info) } else { -1 };
            let device = sys::snd_pcm_info_get_device(info);
            let name = CStr::from_ptr(sys::snd_pcm_info_get_name(info)).to_string_lossy().into_owned();
            sys::snd_pcm_info_free(info);
            (card >= 0).then_some(Origin { card, device, name })
        }
    }

    /// The kernel's status.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn status(&self) -> Result<Status> {
        let doing = "status error";
        let mut status = null_mut();
        // SAFETY: allocates a status object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_pcm_status_malloc(&mut status) })?;
        let monotonic = self.shape.is_some_and(|shape| shape.monotonic);
        // SAFETY: both objects are valid; everything is copied before the status is freed.
        let result = check(doing, unsafe { sys::snd_pcm_status(self.handle, status) }).map(|_| unsafe {
            Status {
                state: State::from_code(sys::snd_pcm_status_get_state(status)),
                since_us: since_trigger_us(status, monotonic),
                avail_frames: sys::snd_pcm_status_get_avail(status),
                dump: dump(|output| {
                    sys::snd_pcm_status_dump(status, output);
                }),
            }
        });
        // SAFETY: allocated above, freed once.
        unsafe { sys::snd_pcm_status_free(status) };
        result
    }
}

fn since_trigger_us(status: *const sys::snd_pcm_status_t, monotonic: bool) -> u64 {
    let clock = if monotonic { libc::CLOCK_MONOTONIC } else { libc::CLOCK_REALTIME };
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    let mut trigger = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: both calls fill local time stamps; the status is valid.
    unsafe {
        libc::clock_gettime(clock, &mut now);
        sys::snd_pcm_status_get_trigger_htstamp(status, (&raw mut trigger).cast());
    }
    let microseconds = |time: &libc::timespec| time.tv_sec * 1_000_000 + time.tv_nsec / 1000;
    u64::try_from(microseconds(&now) - microseconds(&trigger)).unwrap_or(0)
}
