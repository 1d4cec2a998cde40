//! The cards that the kernel has: their numbers, and the names that find them.

use super::error::{Error, Result};
use std::path::Path;

pub mod place;
mod stable;

pub use stable::{Unfound, find_among, find_stable, plain_name, stable_name};

/// The numbers of the cards, in order. Parses no configuration.
///
/// # Errors
/// The kernel's card list cannot be read.
pub fn numbers() -> Result<Vec<i32>> {
    let cards = alsa::card::Iter::new().map(|card| card.map(|card| card.get_index()));
    cards.collect::<std::result::Result<_, _>>().map_err(|error| Error::new("card list", error.errno()))
}

/// The numbers of the cards that have a control device, in order. Opens none of them.
pub fn present() -> Vec<i32> {
    let entries = std::fs::read_dir("/dev/snd").into_iter().flatten().flatten();
    let number = |entry: std::fs::DirEntry| entry.file_name().to_str()?.strip_prefix("controlC")?.parse().ok();
    let mut numbers: Vec<i32> = entries.filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// The number of the card with this number, id, device file or stable name ("0", "PCH", "/dev/snd/controlC0", "@PCH").
pub fn find(word: &str) -> Option<i32> {
    if word.starts_with('@') {
        return find_stable(word).ok();
    }
    if let Some(number) = by_number_or_link(word) {
        return Some(number);
    }
    let word = std::ffi::CString::new(word).ok()?;
    // SAFETY: the word is NUL-terminated and only read.
    let number = unsafe { alsa_sys::snd_card_get_index(word.as_ptr()) };
    (number >= 0).then_some(number)
}

/// The same for numbers and ids without a look into every card: the kernel has a link for each id.
pub(super) fn by_number_or_link(word: &str) -> Option<i32> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if word.is_empty() || !word.chars().all(is_plain) {
        return None;
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i32 = word.parse().ok()?;
        return Path::new(&format!("/dev/snd/controlC{number}")).exists().then_some(number);
    }
    let link = std::fs::read_link(Path::new("/proc/asound").join(word)).ok()?;
    link.to_str()?.strip_prefix("card")?.parse().ok()
}
