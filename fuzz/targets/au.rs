//! Any bytes as a file of this type.
#![no_main]

use alsabox::audio::au;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| alsabox_fuzz::play(bytes, |input| au::open(input).map(Box::new)));
