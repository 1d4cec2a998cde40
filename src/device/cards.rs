//! The cards that the kernel has, by number.

use super::error::{Error, Result};

/// The numbers of the cards, in order. Parses no configuration.
///
/// # Errors
/// The kernel's card list cannot be read.
pub fn numbers() -> Result<Vec<i32>> {
    let cards = alsa::card::Iter::new().map(|card| card.map(|card| card.get_index()));
    cards.collect::<std::result::Result<_, _>>().map_err(|error| Error::new("card list", error.errno()))
}

/// The number of the card with this number, id or device file ("0", "PCH", "/dev/snd/controlC0").
pub fn find(word: &str) -> Option<i32> {
    let word = std::ffi::CString::new(word).ok()?;
    // SAFETY: the word is NUL-terminated and only read.
    let number = unsafe { alsa_sys::snd_card_get_index(word.as_ptr()) };
    (number >= 0).then_some(number)
}
