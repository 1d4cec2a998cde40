//! The level loop alone, to be counted under callgrind: `meter FORMAT CHANNELS FRAMES`.
//!
//! Two runs with different frame counts, divided by the difference, give the instructions of one frame.

use alsabox::audio::level::Peaks;
use alsabox::audio::source::Spec;
use alsabox::device::Format;

/// Frames of one block, as a period has them.
const BLOCK_FRAMES: usize = 4096;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [format, channels, frames] = words.as_slice() else { return };
    let format = Format::from_name(format).expect("a sample format");
    let spec = Spec { format, channels: channels.parse().expect("channels"), rate: 48000 };
    let frames: usize = frames.parse().expect("frames");
    let block: Vec<u8> = (0..BLOCK_FRAMES * spec.frame_bytes().expect("whole bytes")).map(|i| (i * 37) as u8).collect();
    let mut peaks = Peaks::new(spec).expect("a format with samples");
    for _ in 0..frames / BLOCK_FRAMES {
        std::hint::black_box(peaks.measure(std::hint::black_box(&block)));
    }
}
