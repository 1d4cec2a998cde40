//! One simple element: what it can do, its switches and its choices. Volumes are in `volume`.

use super::Mixer;
use crate::device::bytes::{self, owned};
use crate::device::error::{Result, check};
use crate::device::pcm::Direction;
use alsa_sys as sys;
use std::ffi::{CStr, c_int};
use std::marker::PhantomData;

/// A simple element of a mixer.
#[derive(Clone, Copy)]
pub struct Selem<'a> {
    pub(super) elem: *mut sys::snd_mixer_elem_t,
    pub(super) mixer: PhantomData<&'a Mixer>,
}

/// A channel by its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Channel(pub(super) sys::snd_mixer_selem_channel_id_t);

impl Channel {
    /// The first channel, which is also that of mono elements.
    pub const FIRST: Channel = Channel(sys::SND_MIXER_SCHN_FRONT_LEFT);

    /// Every channel that alsa-lib can name.
    pub fn all() -> impl Iterator<Item = Channel> {
        (0..=sys::SND_MIXER_SCHN_LAST).map(Channel)
    }

    /// Its place among all channels.
    pub fn number(self) -> u32 {
        self.0.unsigned_abs()
    }

    /// The name, "Front Left".
    pub fn name(self) -> String {
        // SAFETY: returns a static string for every number.
        unsafe { owned(sys::snd_mixer_selem_channel_name(self.0)) }
    }
}

/// Calls alsa-lib's playback or capture function of an element.
macro_rules! by_direction {
    ($self:ident, $direction:expr, $playback:ident, $capture:ident $(, $argument:expr)*) => {
        // SAFETY: the element is valid while its mixer is borrowed; the function only reads or writes through
        // pointers to locals.
        unsafe {
            match $direction {
                Direction::Playback => sys::$playback($self.elem $(, $argument)*),
                Direction::Capture => sys::$capture($self.elem $(, $argument)*),
            }
        }
    };
}
pub(super) use by_direction;

/// Asks a yes-or-no question about an element.
macro_rules! ask {
    ($self:ident, $function:ident) => {
        // SAFETY: the element is valid while its mixer is borrowed; the function only reads.
        unsafe { sys::$function($self.elem) != 0 }
    };
}

impl Selem<'_> {
    /// The name.
    pub fn name(&self) -> String {
        // SAFETY: the element is valid; the name is copied.
        unsafe { owned(sys::snd_mixer_selem_get_name(self.elem)) }
    }

    /// Whether this is its name; cheaper than to ask for the name.
    pub fn is_named(&self, name: &str) -> bool {
        // SAFETY: the element is valid, and its name is a NUL-terminated string that lives as long.
        let own = unsafe { CStr::from_ptr(sys::snd_mixer_selem_get_name(self.elem)) };
        own.to_bytes() == &*bytes::kept(name)
    }

    /// Which of several elements of the same name.
    pub fn index(&self) -> u32 {
        // SAFETY: the element is valid.
        unsafe { sys::snd_mixer_selem_get_index(self.elem) }
    }

    /// Whether it does anything at present.
    pub fn is_active(&self) -> bool {
        ask!(self, snd_mixer_selem_is_active)
    }

    /// Whether one volume serves playback and capture.
    pub fn has_common_volume(&self) -> bool {
        ask!(self, snd_mixer_selem_has_common_volume)
    }

    /// Whether one switch serves playback and capture.
    pub fn has_common_switch(&self) -> bool {
        ask!(self, snd_mixer_selem_has_common_switch)
    }

    /// Whether it has a volume in this direction.
    pub fn has_volume(&self, direction: Direction) -> bool {
        by_direction!(self, direction, snd_mixer_selem_has_playback_volume, snd_mixer_selem_has_capture_volume) != 0
    }

    /// Whether it has a switch in this direction.
    pub fn has_switch(&self, direction: Direction) -> bool {
        by_direction!(self, direction, snd_mixer_selem_has_playback_switch, snd_mixer_selem_has_capture_switch) != 0
    }

    /// Whether all channels share one volume.
    pub fn is_volume_joined(&self, direction: Direction) -> bool {
        by_direction!(
            self,
            direction,
            snd_mixer_selem_has_playback_volume_joined,
            snd_mixer_selem_has_capture_volume_joined
        ) != 0
    }

    /// Whether all channels share one switch.
    pub fn is_switch_joined(&self, direction: Direction) -> bool {
        by_direction!(
            self,
            direction,
            snd_mixer_selem_has_playback_switch_joined,
            snd_mixer_selem_has_capture_switch_joined
        ) != 0
    }

    /// The group of elements of which only one captures, if this one is in such a group.
    pub fn capture_group(&self) -> Option<i32> {
        ask!(self, snd_mixer_selem_has_capture_switch_exclusive).then(|| {
            // SAFETY: the element is valid.
            unsafe { sys::snd_mixer_selem_get_capture_group(self.elem) }
        })
    }

    /// Whether it has at most one channel in this direction.
    pub fn is_mono(&self, direction: Direction) -> bool {
        by_direction!(self, direction, snd_mixer_selem_is_playback_mono, snd_mixer_selem_is_capture_mono) != 0
    }

    /// Whether it has this channel in this direction.
    pub fn has_channel(&self, direction: Direction, channel: Channel) -> bool {
        by_direction!(
            self,
            direction,
            snd_mixer_selem_has_playback_channel,
            snd_mixer_selem_has_capture_channel,
            channel.0
        ) != 0
    }

    /// Whether the channel is on.
    ///
    /// # Errors
    /// There is no such switch, or the card is gone.
    pub fn switch(&self, direction: Direction, channel: Channel) -> Result<bool> {
        let mut on: c_int = 0;
        let read = by_direction!(
            self,
            direction,
            snd_mixer_selem_get_playback_switch,
            snd_mixer_selem_get_capture_switch,
            channel.0,
            &mut on
        );
        check("switch read", read)?;
        Ok(on != 0)
    }

    /// Switches the channel on or off.
    ///
    /// # Errors
    /// There is no such switch, or the card is gone.
    pub fn set_switch(&self, direction: Direction, channel: Channel, on: bool) -> Result<()> {
        let written = by_direction!(
            self,
            direction,
            snd_mixer_selem_set_playback_switch,
            snd_mixer_selem_set_capture_switch,
            channel.0,
            c_int::from(on)
        );
        check("switch write", written).map(drop)
    }

    /// Whether it is a choice among items.
    pub fn is_enumerated(&self) -> bool {
        ask!(self, snd_mixer_selem_is_enumerated)
    }

    /// Whether the choice is one for this direction.
    pub fn is_enum(&self, direction: Direction) -> bool {
        by_direction!(self, direction, snd_mixer_selem_is_enum_playback, snd_mixer_selem_is_enum_capture) != 0
    }

    /// The names of the items, in order.
    pub fn items(&self) -> Vec<String> {
        // SAFETY: the element is valid.
        let count = unsafe { sys::snd_mixer_selem_get_enum_items(self.elem) };
        let name = |item: u32| {
            let mut room = [0; NAME_BYTES];
            // SAFETY: the element is valid; alsa-lib writes at most the room it is told of, and ends it with a NUL.
            unsafe {
                let got = sys::snd_mixer_selem_get_enum_item_name(self.elem, item, NAME_BYTES - 1, room.as_mut_ptr());
                if got < 0 { String::new() } else { owned(room.as_ptr()) }
            }
        };
        (0..u32::try_from(count).unwrap_or(0)).map(name).collect()
    }

    /// The item that the channel has chosen.
    ///
    /// # Errors
    /// There is no such channel, or the card is gone.
    pub fn item(&self, channel: Channel) -> Result<u32> {
        let mut item = 0;
        // SAFETY: the element is valid; the number goes to a local.
        check("item read", unsafe { sys::snd_mixer_selem_get_enum_item(self.elem, channel.0, &mut item) })?;
        Ok(item)
    }

    /// Chooses an item.
    ///
    /// # Errors
    /// There is no such channel or item, or the card is gone.
    pub fn set_item(&self, channel: Channel, item: u32) -> Result<()> {
        // SAFETY: the element is valid.
        check("item write", unsafe { sys::snd_mixer_selem_set_enum_item(self.elem, channel.0, item) }).map(drop)
    }
}

/// The kernel's item names end with byte 64.
const NAME_BYTES: usize = 128;
