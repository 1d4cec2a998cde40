//! VOC files with every block.

use super::{FRAMES, ramp};

fn block(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u32).to_le_bytes();
    [&[kind, length[0], length[1], length[2]], body].concat()
}

/// 8000 Hz, not packed.
const TIME_8000: u8 = 131;

fn sound(frames: &[u8]) -> Vec<u8> {
    block(1, &[&[TIME_8000, 0], frames].concat())
}

fn bytes(count: usize) -> Vec<u8> {
    ramp(count).map(|sample| (sample >> 8) as u8).collect()
}

fn file(blocks: &[Vec<u8>]) -> Vec<u8> {
    let header = b"Creative Voice File\x1a\x1a\0\x0a\x01\x29\x11";
    [header.as_slice(), &blocks.concat()].concat()
}

/// Name and bytes of each.
pub(super) fn all() -> Vec<(String, Vec<u8>)> {
    let end = || vec![0];
    let one = || sound(&bytes(FRAMES));
    let files = [
        ("sound", file(&[one(), end()])),
        ("no-end", file(&[one()])),
        ("two-sounds", file(&[sound(&bytes(700)), sound(&bytes(900)), end()])),
        ("continued", file(&[sound(&bytes(700)), block(2, &bytes(900)), end()])),
        ("silence", file(&[sound(&bytes(700)), block(3, &[0xf3, 1, TIME_8000]), sound(&bytes(300)), end()])),
        ("marker", file(&[block(4, &[1, 0]), one(), block(4, &[2, 0]), end()])),
        ("text", file(&[block(5, b"a text\0"), one(), end()])),
        ("loop", file(&[block(6, &[2, 0]), sound(&bytes(700)), block(7, &[]), end()])),
        ("stereo", file(&[block(8, &[0x06, 0xf0, 0, 1]), sound(&bytes(2000)), end()])),
        (
            "new",
            file(&[block(9, &[&[0x40, 0x1f, 0, 0, 16, 1, 4, 0, 0, 0, 0, 0], bytes(1600).as_slice()].concat()), end()]),
        ),
        ("unknown-block", file(&[one(), block(131, &bytes(40)), end()])),
        ("packed", file(&[block(1, &[&[TIME_8000, 1], bytes(500).as_slice()].concat()), end()])),
        ("cut", file(&[one()])[..1000].to_vec()),
        ("header-only", file(&[])),
    ];
    files.map(|(name, bytes)| (format!("{name}.voc"), bytes)).into()
}
