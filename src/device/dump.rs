//! alsa-lib's own dumps as text, through its memory output.

use alsa_sys as sys;
use std::ptr::null_mut;

/// The text that `write` puts out.
pub(crate) fn dump(write: impl FnOnce(*mut sys::snd_output_t)) -> String {
    let mut output = null_mut();
    // SAFETY: opens a memory output into a local pointer.
    if unsafe { sys::snd_output_buffer_open(&mut output) } < 0 {
        return String::new();
    }
    write(output);
    let mut start = null_mut();
    // SAFETY: the output is open; it keeps ownership of the `length` bytes at `start`, which may be NULL when empty.
    let length = unsafe { sys::snd_output_buffer_string(output, &mut start) };
    let text = if start.is_null() {
        String::new()
    } else {
        // SAFETY: as above; the bytes live until the close below.
        String::from_utf8_lossy(unsafe { std::slice::from_raw_parts(start.cast::<u8>(), length) }).into_owned()
    };
    // SAFETY: opened above, closed once.
    unsafe { sys::snd_output_close(output) };
    text
}
