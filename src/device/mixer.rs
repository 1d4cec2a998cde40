//! alsa-lib's simple mixer: a card's control elements, grouped into the ones that people know.
//!
//! A `Selem` borrows its mixer, so that no element outlives a call that may remove it: `events` wants the mixer
//! mutably.

use super::ctl::{Change, Ctl, collect};
use super::error::{Error, Result, check};
use alsa_sys as sys;
use std::cell::RefCell;
use std::ffi::{CString, c_int, c_uint, c_void};
use std::marker::PhantomData;
use std::ptr::null_mut;

mod selem;
mod volume;

pub use selem::{Channel, Selem};
pub use volume::Rounding;

/// Which of alsa-lib's views of the elements is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Abstraction {
    /// Elements as they are.
    #[default]
    None,
    /// Elements as a Python or C plugin of alsa-lib presents them.
    Basic,
}

/// Something that happened to a simple element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixerEvent {
    /// The element's name.
    pub name: String,
    /// Which of several elements of the same name.
    pub index: u32,
    /// What happened.
    pub change: Change,
}

type Log = RefCell<Vec<MixerEvent>>;

/// An open mixer with its elements loaded.
pub struct Mixer {
    handle: *mut sys::snd_mixer_t,
    /// Behind a pointer of its own, because alsa-lib keeps its address.
    log: *mut Log,
    /// A view of the control handle, which belongs to the mixer and is closed with it.
    ctl: Option<Ctl>,
}

/// Whether a mixer tells of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// It follows them, and that is all.
    Off,
    /// `events` tells of them, first of the elements that are there.
    On,
}

impl Mixer {
    /// Opens the mixer of a control device.
    ///
    /// # Errors
    /// What was being done ("Mixer attach hw:9 error") and why it failed.
    pub fn open(name: &str, abstraction: Abstraction, watch: Watch) -> Result<Mixer> {
        match abstraction {
            Abstraction::None => {
                let ctl = Ctl::open(name).map_err(|error| Error::new(attaching(name), error.errno))?;
                Mixer::load(ctl, name, watch)
            }
            Abstraction::Basic => {
                let mut mixer = Mixer::empty()?;
                mixer.register_basic(name)?;
                mixer.load_elements(name, watch)?;
                Ok(mixer)
            }
        }
    }

    /// Makes a mixer of an open control device; `name` is for the words of an error.
    ///
    /// # Errors
    /// What was being done and why it failed.
    pub fn load(ctl: Ctl, name: &str, watch: Watch) -> Result<Mixer> {
        let mut mixer = Mixer::empty()?;
        let (raw, ctl) = ctl.give_up();
        let mut hctl = null_mut();
        // SAFETY: the control handle is open and given up; the mixer takes over what is made of it, and closes it.
        unsafe {
            check(&attaching(name), sys::snd_hctl_open_ctl(&mut hctl, raw))?;
            check(&attaching(name), sys::snd_mixer_attach_hctl(mixer.handle, hctl))?;
            check("Mixer register error", sys::snd_mixer_selem_register(mixer.handle, null_mut(), null_mut()))?;
        }
        mixer.ctl = Some(ctl);
        mixer.load_elements(name, watch)?;
        Ok(mixer)
    }

    fn empty() -> Result<Mixer> {
        let mut handle = null_mut();
        // SAFETY: the handle goes to a local pointer.
        check("Mixer default open error", unsafe { sys::snd_mixer_open(&mut handle, 0) })?;
        Ok(Mixer { handle, log: Box::into_raw(Box::default()), ctl: None })
    }

    /// This view opens the device by itself.
    fn register_basic(&mut self, name: &str) -> Result<()> {
        let doing = "Mixer register error";
        let device = CString::new(name).map_err(|_| Error::new(doing, libc::EINVAL))?;
        let mut options = sys::snd_mixer_selem_regopt {
            ver: 1,
            abstract_: sys::SND_MIXER_SABSTRACT_BASIC,
            device: device.as_ptr(),
            playback_pcm: null_mut(),
            capture_pcm: null_mut(),
        };
        // SAFETY: the handle is open; the options and the name in them are only read during the call.
        check(doing, unsafe { sys::snd_mixer_selem_register(self.handle, &mut options, null_mut()) })?;
        Ok(())
    }

    fn load_elements(&mut self, name: &str, watch: Watch) -> Result<()> {
        if watch == Watch::On {
            // SAFETY: the handle is open; the log lives as long as the mixer.
            unsafe {
                sys::snd_mixer_set_callback(self.handle, Some(mixer_changed));
                sys::snd_mixer_set_callback_private(self.handle, self.log.cast());
            }
        }
        // SAFETY: the handle is open.
        check(&format!("Mixer {name} load error"), unsafe { sys::snd_mixer_load(self.handle) })?;
        Ok(())
    }

    /// The control device below, where the mixer was made of one.
    pub fn ctl(&self) -> Option<&Ctl> {
        self.ctl.as_ref()
    }

    /// The elements, in alsa-lib's order.
    pub fn elements(&self) -> impl Iterator<Item = Selem<'_>> {
        // SAFETY: the handle is open; nothing removes elements while the mixer is borrowed.
        let first = unsafe { sys::snd_mixer_first_elem(self.handle) };
        let next = |elem: &*mut sys::snd_mixer_elem_t| {
            // SAFETY: as above.
            let next = unsafe { sys::snd_mixer_elem_next(*elem) };
            (!next.is_null()).then_some(next)
        };
        let all = std::iter::successors((!first.is_null()).then_some(first), next);
        all.map(|elem| Selem { elem, mixer: PhantomData })
    }

    /// The element with this name and index.
    pub fn find(&self, name: &str, index: u32) -> Option<Selem<'_>> {
        self.elements().find(|elem| elem.index() == index && elem.is_named(name))
    }

    /// How many elements there are.
    pub fn count(&self) -> u32 {
        // SAFETY: the handle is open.
        unsafe { sys::snd_mixer_get_count(self.handle) }
    }

    /// Takes what has happened; the elements have their new values afterwards. Does not wait.
    ///
    /// # Errors
    /// The card is gone.
    pub fn events(&mut self) -> Result<Vec<MixerEvent>> {
        // SAFETY: the handle is open; the callbacks write only to the log.
        check("mixer events", unsafe { sys::snd_mixer_handle_events(self.handle) })?;
        // SAFETY: the log lives as long as the mixer; no callback runs now.
        Ok(unsafe { (*self.log).take() })
    }

    /// The descriptors that become readable when there are events.
    pub fn descriptors(&self) -> Vec<libc::pollfd> {
        // SAFETY: the handle is open; the room is as large as said.
        unsafe {
            let count = sys::snd_mixer_poll_descriptors_count(self.handle);
            collect(count, |room, space| sys::snd_mixer_poll_descriptors(self.handle, room, space))
        }
    }
}

impl Drop for Mixer {
    fn drop(&mut self) {
        // SAFETY: opened in `open`, closed once; closing may still call back, so the log goes last, and once.
        unsafe {
            sys::snd_mixer_close(self.handle);
            drop(Box::from_raw(self.log));
        }
    }
}

fn attaching(name: &str) -> String {
    format!("Mixer attach {name} error")
}

/// # Safety
/// `elem` must be valid, and `log` must outlive it.
unsafe fn watch(elem: *mut sys::snd_mixer_elem_t, log: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe {
        sys::snd_mixer_elem_set_callback(elem, Some(elem_changed));
        sys::snd_mixer_elem_set_callback_private(elem, log);
    }
}

/// alsa-lib calls this for new elements; they report to the log from then on.
unsafe extern "C" fn mixer_changed(
    mixer: *mut sys::snd_mixer_t,
    mask: c_uint,
    elem: *mut sys::snd_mixer_elem_t,
) -> c_int {
    // SAFETY: the private pointer is the log that `open` set; the element is valid during the call.
    unsafe {
        let log = sys::snd_mixer_get_callback_private(mixer);
        if mask & sys::SND_CTL_EVENT_MASK_ADD != 0 && !elem.is_null() {
            watch(elem, log);
            record(log, elem, mask);
        }
    }
    0
}

unsafe extern "C" fn elem_changed(elem: *mut sys::snd_mixer_elem_t, mask: c_uint) -> c_int {
    // SAFETY: the private pointer is the log that `watch` set; the element is valid during the call.
    unsafe { record(sys::snd_mixer_elem_get_callback_private(elem), elem, mask) };
    0
}

/// # Safety
/// `log` must be a mixer's log, and `elem` one of its elements.
unsafe fn record(log: *mut c_void, elem: *mut sys::snd_mixer_elem_t, mask: c_uint) {
    let selem = Selem { elem, mixer: PhantomData };
    let event = MixerEvent { name: selem.name(), index: selem.index(), change: Change::from_mask(mask) };
    // SAFETY: the caller's promise.
    if let Ok(mut log) = unsafe { &*log.cast::<Log>() }.try_borrow_mut() {
        log.push(event);
    }
}
