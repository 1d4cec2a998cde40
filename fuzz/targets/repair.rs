//! Any bytes as a recording with a wrong header: what is mended is sound, and its bytes of sound are what they were.
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
