//! Ends the waits of PCMs behind which there is a server: their plug-ins may wait on, whatever signal comes.
//!
//! SND_PCM_EINTR ends the waits of cards; the plug-in of PipeWire starts them again. What ends those is alsa-lib's
//! abort, which is made for signal handlers. A stream that was aborted is only to be dropped.

use crate::os::signals;
use alsa_sys as sys;
use std::hint::spin_loop;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

/// As many as any of the tools has open at a time.
const MOST: usize = 4;

static OPEN: [AtomicPtr<sys::snd_pcm_t>; MOST] = [const { AtomicPtr::new(null_mut()) }; MOST];
static ABORTING: AtomicUsize = AtomicUsize::new(0);

/// From now on a signal that asks for the end ends the waits of this PCM.
pub(super) fn watch(handle: *mut sys::snd_pcm_t) {
    signals::at_stop(abort_all);
    let free =
        |slot: &AtomicPtr<_>| slot.compare_exchange(null_mut(), handle, Ordering::SeqCst, Ordering::SeqCst).is_ok();
    // One more than that is only not ended.
    let _ = OPEN.iter().any(free);
}

/// The PCM is about to be closed.
pub(super) fn forget(handle: *mut sys::snd_pcm_t) {
    for slot in &OPEN {
        let _ = slot.compare_exchange(handle, null_mut(), Ordering::SeqCst, Ordering::SeqCst);
    }
    // A plug-in's thread may have taken the signal, and be in the middle of `abort_all`. On this thread it is done.
    while ABORTING.load(Ordering::SeqCst) > 0 {
        spin_loop();
    }
}

fn abort_all() {
    const ABORT: i32 = 2;
    ABORTING.fetch_add(1, Ordering::SeqCst);
    for slot in &OPEN {
        let handle = slot.load(Ordering::SeqCst);
        if !handle.is_null() {
            // SAFETY: the handle is open: `forget` waits for this to end. alsa-lib takes no lock here, so that it can
            // be called from a handler.
            unsafe { sys::snd_pcm_nonblock(handle, ABORT) };
        }
    }
    ABORTING.fetch_sub(1, Ordering::SeqCst);
}
