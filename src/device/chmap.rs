//! Channel maps: which speaker each channel of a frame belongs to.

use super::error::{Error, Result, check};
use super::pcm::Pcm;
use alsa_sys as sys;
use std::ffi::{CStr, CString};
use std::fmt;

/// The positions of a frame's channels, in alsa-lib's numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelMap(Vec<u32>);

impl ChannelMap {
    /// Reads `FL,FR,…`.
    pub fn parse(text: &str) -> Option<ChannelMap> {
        let text = CString::new(text).ok()?;
        // SAFETY: the text is NUL-terminated; the result is NULL or a map of ours, freed by `take`.
        unsafe { take(sys::snd_pcm_chmap_parse_string(text.as_ptr())) }
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
    let name = unsafe { sys::snd_pcm_chmap_name(position) };
    if name.is_null() {
        return position.to_string();
    }
    // SAFETY: not NULL, so a static NUL-terminated string.
    unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
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
    fn channels_are_found_by_their_position() {
        let device = ChannelMap::parse("FL,FR,RL,RR").unwrap();
        let stream = ChannelMap::parse("FR,FL").unwrap();
        assert_eq!(device.places_of(&stream), Ok(vec![1, 0]));
        let centre = ChannelMap::parse("FL,FC").unwrap();
        assert_eq!(device.places_of(&centre), Err("FC".to_owned()));
    }
}
