//! Any bytes as a recording with a wrong header: mending never panics, stays inside the file, and is done at once.
#![no_main]

use alsabox::audio::repair::{Mend, examine};
use std::io::Cursor;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(mend) = examine(Cursor::new(bytes)) else { return };
    let mut mended = bytes.to_vec();
    for (position, new) in mend.patches() {
        let position = position as usize;
        mended[position..][..new.len()].copy_from_slice(new);
    }
    assert_eq!(examine(Cursor::new(&mended)).expect("it was understood before"), Mend::default());
});
