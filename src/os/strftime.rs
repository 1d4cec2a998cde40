//! strftime(3) for names of any length, in the locale and zone that the C library was told.

use std::ffi::CString;
use std::mem::MaybeUninit;
use std::time::{SystemTime, UNIX_EPOCH};

/// Expands the conversions in `pattern` for a moment in local time; `None` for a pattern with a zero byte or a moment
/// that no calendar has.
pub fn strftime(pattern: &[u8], moment: SystemTime) -> Option<Vec<u8>> {
    // With a byte behind it the result is never empty, so that 0 can only mean too little room.
    let pattern = CString::new([pattern, b"."].concat()).ok()?;
    let time = local_time(moment)?;
    let mut text = vec![0u8; 2 * pattern.as_bytes().len() + 64];
    loop {
        // SAFETY: the buffer has the length that is said, pattern and time are valid.
        let length = unsafe { libc::strftime(text.as_mut_ptr().cast(), text.len(), pattern.as_ptr(), &time) };
        if length > 0 {
            text.truncate(length - 1);
            return Some(text);
        }
        text.resize(2 * text.len(), 0);
    }
}

fn local_time(moment: SystemTime) -> Option<libc::tm> {
    let seconds = moment.duration_since(UNIX_EPOCH).ok()?.as_secs().try_into().ok()?;
    let mut time = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: both pointers are valid; `time` is read only when it was filled, and is valid when zeroed anyway.
    unsafe {
        let filled = libc::localtime_r(&seconds, time.as_mut_ptr());
        (!filled.is_null()).then(|| time.assume_init())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn conversions_are_expanded_and_the_rest_is_kept() {
        let moment = UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let expand = |pattern: &[u8]| String::from_utf8(strftime(pattern, moment).unwrap()).unwrap();
        assert_eq!(expand(b"a/%Y/%%v.wav"), "a/2001/%v.wav");
        assert_eq!(expand(b""), "");
        assert_eq!(strftime(b"a\0b", moment), None);
    }

    #[test]
    fn a_name_of_any_length_fits() {
        let moment = UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let expanded = strftime(&b"%A".repeat(3000), moment).unwrap();
        assert!(expanded.len() >= 3000 * 3 && expanded.len().is_multiple_of(3000), "{}", expanded.len());
    }
}
