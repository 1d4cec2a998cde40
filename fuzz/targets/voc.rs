//! Any bytes as a file of this type.
#![no_main]

use alsabox::audio::voc;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| alsabox_fuzz::play(bytes, |input| voc::open(input).map(Box::new)));
