//! Channel maps: which speaker each channel of a frame belongs to.

use super::error::{Error, Result, check};
use super::pcm::Pcm;
use alsa_sys as sys;
use std::ffi::{CStr, CString};
use std::fmt;

/// The positions of a frame's channels, in alsa-lib's numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelMap(Vec<u32>);

/// What alsa-lib calls the positions of WAVE's channel mask, from its lowest bit.
const WAVE_POSITIONS: [u32; 18] = [
    sys::SND_CHMAP_FL,
    sys::SND_CHMAP_FR,
    sys::SND_CHMAP_FC,
    sys::SND_CHMAP_LFE,
    sys::SND_CHMAP_RL,
    sys::SND_CHMAP_RR,
    sys::SND_CHMAP_FLC,
    sys::SND_CHMAP_FRC,
    sys::SND_CHMAP_RC,
    sys::SND_CHMAP_SL,
    sys::SND_CHMAP_SR,
    sys::SND_CHMAP_TC,
    sys::SND_CHMAP_TFL,
    sys::SND_CHMAP_TFC,
    sys::SND_CHMAP_TFR,
    sys::SND_CHMAP_TRL,
    sys::SND_CHMAP_TRC,
    sys::SND_CHMAP_TRR,
];

/// ALSA's usual order, of devices that do not say theirs.
const USUAL_POSITIONS: [u32; 8] = [
    sys::SND_CHMAP_FL,
    sys::SND_CHMAP_FR,
    sys::SND_CHMAP_RL,
    sys::SND_CHMAP_RR,
    sys::SND_CHMAP_FC,
    sys::SND_CHMAP_LFE,
    sys::SND_CHMAP_SL,
    sys::SND_CHMAP_SR,
];

impl ChannelMap {
    /// The map of frames in WAVE's order; `None` for a mask with positions that WAVE does not know.
    pub fn from_wave_mask(mask: u32) -> Option<ChannelMap> {
        let positions = WAVE_POSITIONS.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 != 0);
        (mask != 0 && mask >> WAVE_POSITIONS.len() == 0).then(|| ChannelMap(positions.map(|(_, name)| *name).collect()))
    }

    /// ALSA's usual map for so many channels.
    pub fn usual(channels: usize) -> Option<ChannelMap> {
        USUAL_POSITIONS.get(..channels).map(|positions| ChannelMap(positions.to_vec()))
    }

    /// The map with rear speakers where this one has side speakers and no rear ones: what files call side, cards with
    /// four or six channels call rear.
    #[must_use]
    pub fn with_sides_as_rears(&self) -> ChannelMap {
        let has_rears = self.0.iter().any(|name| matches!(*name, sys::SND_CHMAP_RL | sys::SND_CHMAP_RR));
        let moved = |name: &u32| match *name {
            sys::SND_CHMAP_SL if !has_rears => sys::SND_CHMAP_RL,
            sys::SND_CHMAP_SR if !has_rears => sys::SND_CHMAP_RR,
            other => other,
        };
        ChannelMap(self.0.iter().map(moved).collect())
    }

    /// Reads `FL,FR,…`.
    pub fn parse(text: &str) -> Option<ChannelMap> {
        let text = CString::new(text).ok()?;
        // SAFETY: the text is NUL-terminated; the result is NULL or a map of ours, freed by `take`.
        unsafe { take(sys::snd_pcm_chmap_parse_string(text.as_ptr())) }
    }

    /// The name of each channel's position, long and short ("Front Left", "FL").
    pub fn position_names(&self) -> Vec<(String, String)> {
        self.0.iter().map(|position| (long_name(*position), position_name(*position))).collect()
    }

    /// How many channels it maps.
    pub fn channels(&self) -> usize {
        self.0.len()
    }

    /// Where each of `wanted`'s channels stands in this map; the error names the first that is not here.
    ///
    /// # Errors
    /// The name of the position that this map lacks.
    pub fn places_of(&self, wanted: &ChannelMap) -> std::result::Result<Vec<usize>, String> {
        let place = |position: &u32| {
            let found = self.0.iter().position(|other| other == position);
            found.ok_or_else(|| position_name(*position))
        };
        wanted.0.iter().map(place).collect()
    }
}

impl fmt::Display for ChannelMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(|position| position_name(*position)).collect();
        f.write_str(&names.join(","))
    }
}

/// The name of a position, "FL".
pub fn position_name(position: u32) -> String {
    // SAFETY: a lookup in alsa-lib's static table.
    table_text(unsafe { sys::snd_pcm_chmap_name(position) }, position)
}

fn long_name(position: u32) -> String {
    // SAFETY: a lookup in alsa-lib's static table.
    table_text(unsafe { sys::snd_pcm_chmap_long_name(position) }, position)
}

fn table_text(text: *const libc::c_char, position: u32) -> String {
    if text.is_null() {
        return position.to_string();
    }
    // SAFETY: not NULL, so a NUL-terminated string of alsa-lib's static table.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

impl Pcm {
    /// The map that the device has.
    pub fn channel_map(&self) -> Option<ChannelMap> {
        // SAFETY: the handle is open; the result is NULL or a map of ours, freed by `take`.
        unsafe { take(sys::snd_pcm_get_chmap(self.handle())) }
    }

    /// Asks the device to take this map.
    ///
    /// # Errors
    /// Most devices have fixed maps and refuse.
    pub fn set_channel_map(&mut self, map: &ChannelMap) -> Result<()> {
        let doing = "channel map";
        // snd_pcm_chmap_t is a count followed by that many positions.
        let count = u32::try_from(map.0.len()).map_err(|_| Error::new(doing, libc::EINVAL))?;
        let words: Vec<u32> = std::iter::once(count).chain(map.0.iter().copied()).collect();
        // SAFETY: `words` has the layout of the map and is only read during the call.
        check(doing, unsafe { sys::snd_pcm_set_chmap(self.handle(), words.as_ptr().cast()) })?;
        Ok(())
    }
}

/// # Safety
/// `map` must be NULL or a map that alsa-lib allocated with malloc for the caller.
unsafe fn take(map: *mut sys::snd_pcm_chmap_t) -> Option<ChannelMap> {
    if map.is_null() {
        return None;
    }
    // SAFETY: the caller's promise; `channels` positions follow the count.
    unsafe {
        let positions = std::slice::from_raw_parts((*map).pos.as_ptr(), (*map).channels as usize).to_vec();
        libc::free(map.cast());
        Some(ChannelMap(positions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_and_shown_in_the_same_words() {
        let map = ChannelMap::parse("FL,FR,RL,RR,FC,LFE").unwrap();
        assert_eq!(map.to_string(), "FL,FR,RL,RR,FC,LFE");
        assert_eq!(ChannelMap::parse("FL,XX"), None);
    }

    #[test]
    fn a_wave_mask_is_a_map_in_waves_order() {
        let map = |mask| ChannelMap::from_wave_mask(mask).map(|map| map.to_string());
        assert_eq!(map(0x3f).as_deref(), Some("FL,FR,FC,LFE,RL,RR"));
        assert_eq!(map(0x60f).as_deref(), Some("FL,FR,FC,LFE,SL,SR"));
        assert_eq!((map(0), map(1 << 18)), (None, None));
        let sides = ChannelMap::from_wave_mask(0x60f).unwrap().with_sides_as_rears();
        assert_eq!(ChannelMap::usual(6).unwrap().places_of(&sides), Ok(vec![0, 1, 4, 5, 2, 3]));
        assert_eq!(ChannelMap::usual(9), None);
    }

    #[test]
    fn channels_are_found_by_their_position() {
        let device = ChannelMap::parse("FL,FR,RL,RR").unwrap();
        let stream = ChannelMap::parse("FR,FL").unwrap();
        assert_eq!(device.places_of(&stream), Ok(vec![1, 0]));
        let centre = ChannelMap::parse("FL,FC").unwrap();
        assert_eq!(device.places_of(&centre), Err("FC".to_owned()));
    }
}
