//! In the place of `decode`, in a build without decoders: what is compressed has a name, and is refused by it.

use super::container::Container;
use super::input::Input;
use super::source::{OpenError, Source};

/// Refuses it.
///
/// # Errors
/// `OpenError`, always.
pub fn open(_: Input, container: Container) -> Result<Box<dyn Source>, OpenError> {
    let name = match container {
        Container::Flac => "a FLAC file",
        Container::Mpeg => "MPEG audio (MP3)",
        Container::Adts => "AAC audio",
        Container::Tagged => "compressed audio behind an ID3 tag (MP3)",
        Container::Ogg => "an Ogg file",
        Container::IsoMp4 => "an MP4 file",
        Container::Aiff => "an AIFF file",
        Container::Caf => "a Core Audio file",
        Container::Matroska => "a Matroska or WebM file",
        Container::AdpcmWave => "a WAVE file in ADPCM",
    };
    Err(OpenError::Unplayable(format!(
        "this is {name}, and this build has no decoders (its cargo feature 'decode' is off)"
    )))
}
