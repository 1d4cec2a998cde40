//! What alsa-lib complains of on its own account, collected instead of printed.
//!
//! The handler is this thread's only, and the one before is back afterwards, whatever the work does.

use super::ctl::owned;
use alsa_sys as sys;
use std::cell::RefCell;
use std::ffi::{c_char, c_int, c_void};

thread_local! {
    static COLLECTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Longer complaints are cut.
const MOST_BYTES: usize = 1024;

// The list of arguments is passed on as it came: for every target it is one word to a function that does not look inside.
unsafe extern "C" {
    fn vsnprintf(text: *mut c_char, bytes: usize, format: *const c_char, arguments: *mut c_void) -> c_int;
}

/// Does the work, and gives what alsa-lib complained of meanwhile.
pub(crate) fn collect<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    let kept = COLLECTED.take();
    let handler = Handler::install();
    let result = work();
    drop(handler);
    (result, COLLECTED.replace(kept))
}

struct Handler(sys::snd_local_error_handler_t);

impl Handler {
    fn install() -> Handler {
        // SAFETY: the handler has the type that alsa-lib asks for, and it is this thread's own.
        Handler(unsafe { sys::snd_lib_error_set_local(Some(note)) })
    }
}

impl Drop for Handler {
    fn drop(&mut self) {
        // SAFETY: puts back what was there.
        unsafe { sys::snd_lib_error_set_local(self.0) };
    }
}

unsafe extern "C" fn note(
    _file: *const c_char,
    _line: c_int,
    _function: *const c_char,
    _errno: c_int,
    format: *const c_char,
    arguments: *mut sys::__va_list_tag,
) {
    let mut text = [0 as c_char; MOST_BYTES];
    // SAFETY: the format and its arguments belong together; at most the buffer's length is written, with a NUL.
    let text = unsafe {
        vsnprintf(text.as_mut_ptr(), text.len(), format, arguments.cast());
        owned(text.as_ptr())
    };
    COLLECTED.with_borrow_mut(|collected| collected.push(text.trim_end().to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::ctl::Ctl;

    #[test]
    fn complaints_come_to_those_who_collect() {
        let (opened, complaints) = collect(|| Ctl::open("no_such_device:5,\"x\"").is_ok());
        assert!(!opened);
        assert!(complaints.iter().any(|complaint| complaint.contains("no_such_device")), "{complaints:?}");
        let ((), none) = collect(|| ());
        assert_eq!(none, Vec::<String>::new());
    }
}
