//! What alsa-lib says of a failure, kept instead of printed.
//!
//! The crate's own handler prints into a buffer of alsa-lib's, which reads the arguments of a long message twice, and ends
//! the process where the second reading finds others.

use alsa_sys as sys;
use std::cell::RefCell;
use std::ffi::{CStr, c_char, c_int};

/// More than a message has; what is longer is cut.
const MOST_BYTES: usize = 4096;

thread_local! {
    static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

unsafe extern "C" {
    // stdio(3). A va_list is passed on as it came, which is a pointer wherever Linux runs.
    fn vsnprintf(room: *mut c_char, size: usize, format: *const c_char, arguments: *mut sys::__va_list_tag) -> c_int;
}

/// Runs `act` with alsa-lib's messages kept: a line each, behind the name of the function that says it.
pub fn quietly<T>(act: impl FnOnce() -> T) -> (T, Vec<String>) {
    let outer = SAID.take();
    // SAFETY: a function that is there for ever, of this thread only.
    let handler = unsafe { sys::snd_lib_error_set_local(Some(keep)) };
    let done = act();
    // SAFETY: the handler that was there before.
    unsafe { sys::snd_lib_error_set_local(handler) };
    (done, SAID.replace(outer))
}

unsafe extern "C" fn keep(
    _file: *const c_char,
    _line: c_int,
    function: *const c_char,
    _errno: c_int,
    format: *const c_char,
    arguments: *mut sys::__va_list_tag,
) {
    let mut room = [0u8; MOST_BYTES];
    // SAFETY: alsa-lib gives a format and its arguments, which are read once; the room is as long as it is said to be.
    unsafe { vsnprintf(room.as_mut_ptr().cast(), room.len(), format, arguments) };
    let message = CStr::from_bytes_until_nul(&room).unwrap_or_default().to_string_lossy();
    // SAFETY: alsa-lib names the function.
    let function = unsafe { CStr::from_ptr(function) }.to_string_lossy();
    let lines = format!("{function}: {message}");
    SAID.with_borrow_mut(|said| said.extend(lines.lines().map(str::to_owned)));
}

#[cfg(test)]
mod tests {
    use super::quietly;
    use crate::device::config::{Opening, opening};
    use crate::device::ctl::Ctl;
    use crate::device::pcm::Direction;

    fn why(name: &str) -> Vec<String> {
        match opening(name, Direction::Playback) {
            Opening::Fails { why, .. } => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_message_of_any_length_is_kept_and_no_other_handler_hears_it() {
        let ((), outer) = quietly(|| {
            let name = "x".repeat(2000);
            assert!(why(&name).iter().any(|line| line.ends_with(&format!("Unknown PCM {name}"))));
            assert!(why(&"y".repeat(9000)).iter().any(|line| line.contains("Unknown PCM yyyy")));
        });
        assert_eq!(outer, [""; 0]);
    }

    #[test]
    fn what_was_said_before_is_not_lost_on_those_inside() {
        let say = |name| Ctl::open(name).is_err();
        let (_, said) = quietly(|| say("outer") && !why("inner").is_empty() && say("last"));
        assert_eq!(said.iter().filter(|line| line.contains("Invalid CTL")).count(), 2, "{said:?}");
        assert!(!said.iter().any(|line| line.contains("inner")), "{said:?}");
    }
}
