//! Any bytes, told by their beginning or played raw; the first byte picks what is assumed.
#![no_main]

use alsabox::audio::input::Input;
use alsabox::audio::source::{self, Assume, FileType, Spec};
use alsabox::device::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let raw = [Format::U8, Format::S16_LE, Format::S24_3LE, Format::FLOAT64_BE][usize::from(choice & 3)];
    let file_type = [None, Some(FileType::Raw), Some(FileType::Wav), None][usize::from(choice >> 2 & 3)];
    let assume = Assume {
        file_type,
        raw: Spec { format: raw, channels: u32::from(choice >> 4 & 3) + 1, rate: 8000 },
        raw_described: choice & 0x40 != 0,
    };
    alsabox_fuzz::play(bytes, |input: Input| source::open(input, &assume));
});
