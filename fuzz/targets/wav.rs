//! Any bytes as a file of this type.
#![no_main]

use alsabox::audio::wav;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| alsabox_fuzz::play(bytes, |input| wav::open(input).map(Box::new)));
