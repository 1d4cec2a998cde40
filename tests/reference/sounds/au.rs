//! Sparc audio files.

use super::{FRAMES, ramp};

fn au(header_bytes: u32, data_bytes: u32, encoding: u32, rate: u32, channels: u32) -> Vec<u8> {
    let words = [header_bytes, data_bytes, encoding, rate, channels];
    let mut file = b".snd".to_vec();
    words.iter().for_each(|word| file.extend(word.to_be_bytes()));
    file.resize(header_bytes.clamp(24, 200) as usize, 0);
    file.extend(ramp(FRAMES).flat_map(i16::to_be_bytes));
    file
}

const BYTES: u32 = 2 * FRAMES as u32;

/// Name and bytes of each.
pub(super) fn all() -> Vec<(String, Vec<u8>)> {
    let files = [
        ("mulaw", au(24, BYTES, 1, 8000, 1)),
        ("s8", au(24, BYTES, 2, 8000, 1)),
        ("s16", au(28, BYTES, 3, 8000, 1)),
        ("s16-stereo", au(32, BYTES, 3, 44100, 2)),
        ("s32", au(24, BYTES, 5, 8000, 1)),
        ("alaw", au(24, BYTES, 27, 11025, 1)),
        ("length-unknown", au(24, 0xffff_ffff, 3, 8000, 1)),
        ("length-0", au(24, 0, 3, 8000, 1)),
        ("length-more", au(24, BYTES + 1000, 3, 8000, 1)),
        ("length-less", au(24, BYTES - 1000, 3, 8000, 1)),
        ("adpcm", au(24, BYTES, 23, 8000, 1)),
        ("rate-1000", au(24, BYTES, 3, 1000, 1)),
        ("no-channels", au(24, BYTES, 3, 8000, 0)),
        ("header-20", au(20, BYTES, 3, 8000, 1)),
        ("header-200", au(200, BYTES, 3, 8000, 1)),
    ];
    files.map(|(name, bytes)| (format!("{name}.au"), bytes)).into()
}
