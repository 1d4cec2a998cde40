//! alsa-lib's texts are bytes that are UTF-8 as a rule and not by law; a `String` of ours keeps each of them.
//!
//! A byte that is not UTF-8 is kept as one of the last characters of the last private plane, and is that byte again where
//! the text goes back into alsa-lib or a file.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};

/// The character that stands for byte 0: the plane's last 256 are taken.
const FIRST: u32 = 0x10_FF00;

/// The text that keeps these bytes.
pub fn keep(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !may_stand_for_others(bytes) => text.to_owned(),
        _ => keep_each(bytes),
    }
}

/// The text that keeps the bytes of a string of alsa-lib's; NULL is an empty one.
///
/// # Safety
/// `text` must be NULL or NUL-terminated.
pub(crate) unsafe fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    keep(unsafe { CStr::from_ptr(text) }.to_bytes())
}

fn keep_each(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match stands_for(letter) {
                None => text.push(letter),
                Some(_) => text.extend(letter.encode_utf8(&mut [0; 4]).bytes().map(stand_in)),
            }
        }
        text.extend(chunk.invalid().iter().copied().map(stand_in));
    }
    text
}

/// The bytes that the text keeps.
pub fn kept(text: &str) -> Cow<'_, [u8]> {
    if !may_stand_for_others(text.as_bytes()) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match stands_for(letter) {
            None => bytes.extend(letter.encode_utf8(&mut [0; 4]).bytes()),
            Some(byte) => bytes.push(byte),
        }
    }
    Cow::Owned(bytes)
}

/// Whether there is the first byte of all that stands for another, and of little else.
fn may_stand_for_others(text: &[u8]) -> bool {
    memchr::memchr(0xF4, text).is_some()
}

fn stand_in(byte: u8) -> char {
    char::from_u32(FIRST + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn stands_for(letter: char) -> Option<u8> {
    u8::try_from(u32::from(letter).checked_sub(FIRST)?).ok()
}

#[cfg(test)]
mod tests {
    use super::{keep, kept};
    use proptest::prelude::*;

    #[test]
    fn utf8_is_itself() {
        assert_eq!(keep("Höhen µ".as_bytes()), "Höhen µ");
        assert_eq!(keep(b"H\xf6hen").chars().count(), 5);
    }

    proptest! {
        #[test]
        fn every_byte_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            let text = keep(&bytes);
            prop_assert_eq!(&*kept(&text), &bytes[..]);
        }

        #[test]
        fn letters_that_stand_for_bytes_come_back_too(text in "[a\u{10ff00}-\u{10ffff}]{0,4}") {
            let keeping = keep(text.as_bytes());
            prop_assert_eq!(&*kept(&keeping), text.as_bytes());
        }
    }
}
