//! The names that the configuration offers for PCMs (`aplay -L`).

use super::error::{Error, Result};
use super::pcm::Direction;

/// A name with its description, of one or several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What `-D` takes.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
}

/// The PCM names for one direction, in alsa-lib's order.
///
/// # Errors
/// The configuration cannot be read.
pub fn pcms(direction: Direction) -> Result<Vec<Hint>> {
    let other = match direction {
        Direction::Playback => alsa::Direction::Capture,
        Direction::Capture => alsa::Direction::Playback,
    };
    let hints = alsa::device_name::HintIter::new(None, c"pcm");
    let hints = hints.map_err(|error| Error::new("device list", error.errno()))?;
    let usable = hints.filter(|hint| hint.direction != Some(other));
    Ok(usable.filter_map(|hint| Some(Hint { name: hint.name?, description: hint.desc })).collect())
}
