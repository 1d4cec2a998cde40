//! The VU meter, to be counted under callgrind: `meter FORMAT CHANNELS PERIODS` draws so many periods of 125 ms at
//! 48 kHz.
//!
//! The difference of two runs, divided by the frames between them, is the instructions of one frame.

use alsabox::audio::source::Spec;
use alsabox::device::Format;
use alsabox::ui::meter::{self, Meter, MeterKind};
use std::hint::black_box;
use std::io;

const PERIOD_FRAMES: usize = 6000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [format, channels, periods] = words.as_slice() else { return };
    let format = Format::from_name(format).expect("a sample format");
    let spec = Spec { format, channels: channels.parse().expect("a number of channels"), rate: 48000 };
    let periods: usize = periods.parse().expect("a number of periods");
    let bytes = PERIOD_FRAMES * spec.frame_bytes().expect("samples of whole bytes");
    let period: Vec<u8> = (0..bytes).map(|index| (index * 37) as u8).collect();
    let mut meter = Meter::new(MeterKind::Stereo, spec, meter::wall_clock()).expect("a format with samples");
    for _ in 0..periods {
        meter.heard(black_box(&period), &mut io::sink()).expect("a sink that takes all");
    }
}
