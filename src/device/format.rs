//! Sample formats: alsa-lib's codes with its names, descriptions, widths and silence.
//!
//! A `Format` is always a code that alsa-lib knows; names are looked up as `aplay -f` does.

use alsa_sys as sys;
use std::ffi::{CStr, CString};
use std::fmt;

/// One of alsa-lib's sample formats.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Format(sys::snd_pcm_format_t);

macro_rules! formats {
    ($($name:ident = $code:ident;)*) => {
        #[allow(missing_docs)]
        impl Format {
            $(pub const $name: Format = Format(sys::$code);)*
        }
    };
}

formats! {
    S8 = SND_PCM_FORMAT_S8;
    U8 = SND_PCM_FORMAT_U8;
    S16_LE = SND_PCM_FORMAT_S16_LE;
    S16_BE = SND_PCM_FORMAT_S16_BE;
    U16_LE = SND_PCM_FORMAT_U16_LE;
    U16_BE = SND_PCM_FORMAT_U16_BE;
    S24_LE = SND_PCM_FORMAT_S24_LE;
    S24_BE = SND_PCM_FORMAT_S24_BE;
    U24_LE = SND_PCM_FORMAT_U24_LE;
    U24_BE = SND_PCM_FORMAT_U24_BE;
    S32_LE = SND_PCM_FORMAT_S32_LE;
    S32_BE = SND_PCM_FORMAT_S32_BE;
    U32_LE = SND_PCM_FORMAT_U32_LE;
    U32_BE = SND_PCM_FORMAT_U32_BE;
    FLOAT_LE = SND_PCM_FORMAT_FLOAT_LE;
    FLOAT_BE = SND_PCM_FORMAT_FLOAT_BE;
    FLOAT64_LE = SND_PCM_FORMAT_FLOAT64_LE;
    FLOAT64_BE = SND_PCM_FORMAT_FLOAT64_BE;
    MU_LAW = SND_PCM_FORMAT_MU_LAW;
    A_LAW = SND_PCM_FORMAT_A_LAW;
    S24_3LE = SND_PCM_FORMAT_S24_3LE;
    S24_3BE = SND_PCM_FORMAT_S24_3BE;
    U24_3LE = SND_PCM_FORMAT_U24_3LE;
    U24_3BE = SND_PCM_FORMAT_U24_3BE;
    S20_3LE = SND_PCM_FORMAT_S20_3LE;
    S20_3BE = SND_PCM_FORMAT_S20_3BE;
    U20_3LE = SND_PCM_FORMAT_U20_3LE;
    U20_3BE = SND_PCM_FORMAT_U20_3BE;
    S18_3LE = SND_PCM_FORMAT_S18_3LE;
    S18_3BE = SND_PCM_FORMAT_S18_3BE;
    U18_3LE = SND_PCM_FORMAT_U18_3LE;
    U18_3BE = SND_PCM_FORMAT_U18_3BE;
    S20_LE = SND_PCM_FORMAT_S20_LE;
    S20_BE = SND_PCM_FORMAT_S20_BE;
    U20_LE = SND_PCM_FORMAT_U20_LE;
    U20_BE = SND_PCM_FORMAT_U20_BE;
}

impl Format {
    /// The format with this name, alias or description, in any case ("s16_le", "S16", "Float 32 bit Little Endian").
    pub fn from_name(name: &str) -> Option<Format> {
        let name = CString::new(name).ok()?;
        // SAFETY: the name is NUL-terminated and only read.
        let code = unsafe { sys::snd_pcm_format_value(name.as_ptr()) };
        (code != sys::SND_PCM_FORMAT_UNKNOWN).then_some(Format(code))
    }

    /// Every format that has a name, in alsa-lib's order.
    pub fn all() -> impl Iterator<Item = Format> {
        (0..=sys::SND_PCM_FORMAT_LAST).map(Format).filter(|format| !format.name().is_empty())
    }

    pub(crate) fn code(self) -> sys::snd_pcm_format_t {
        self.0
    }

    /// The name, "S16_LE".
    pub fn name(self) -> &'static str {
        // SAFETY: alsa-lib returns NULL or a string of its own static table.
        static_text(unsafe { sys::snd_pcm_format_name(self.0) })
    }

    /// The description, "Signed 16 bit Little Endian".
    pub fn description(self) -> &'static str {
        // SAFETY: as for the name.
        static_text(unsafe { sys::snd_pcm_format_description(self.0) })
    }

    /// Bits that carry sound in one sample.
    pub fn width(self) -> Option<u32> {
        // SAFETY: a pure function of the code.
        u32::try_from(unsafe { sys::snd_pcm_format_width(self.0) }).ok()
    }

    /// Bits that one sample takes in memory.
    pub fn physical_width(self) -> Option<u32> {
        // SAFETY: a pure function of the code.
        u32::try_from(unsafe { sys::snd_pcm_format_physical_width(self.0) }).ok()
    }

    /// Bytes of one sample; `None` for formats whose samples are no whole bytes.
    pub fn sample_bytes(self) -> Option<usize> {
        self.physical_width().filter(|bits| bits % 8 == 0).map(|bits| bits as usize / 8)
    }

    /// Fills `samples` with silence.
    pub fn silence(self, samples: &mut [u8]) {
        let Some(bits) = self.physical_width().filter(|bits| *bits > 0) else { return };
        let count = samples.len() * 8 / bits as usize;
        // SAFETY: `count` samples of `bits` bits fit into the slice.
        unsafe { sys::snd_pcm_format_set_silence(self.0, samples.as_mut_ptr().cast(), count as u32) };
    }
}

fn static_text(text: *const libc::c_char) -> &'static str {
    if text.is_null() {
        return "";
    }
    // SAFETY: not NULL, so it is a NUL-terminated string of alsa-lib's static tables.
    unsafe { CStr::from_ptr(text) }.to_str().unwrap_or("")
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_by_alias() {
        assert_eq!(Format::from_name("s16_le"), Some(Format::S16_LE));
        assert_eq!(Format::from_name("S16"), Some(Format::S16_LE));
        assert_eq!(Format::from_name("bogus"), None);
    }

    #[test]
    fn silence_of_unsigned_samples_is_the_middle() {
        let mut samples = [0u8; 3];
        Format::U8.silence(&mut samples);
        assert_eq!(samples, [0x80; 3]);
    }
}
