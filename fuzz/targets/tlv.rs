//! Any words as a TLV: decoding ends, invents nothing, and every level can be asked for.
#![no_main]

use alsabox::device::tlv::{Tlv, decode};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let words: Vec<u32> = bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect();
    if let Some(tlv) = decode(&words) {
        assert!(payload(&tlv) <= words.len());
        for value in [i64::MIN, -1, 0, 1, i64::MAX] {
            for range in [(0, 100), (0, 0), (i64::MIN, i64::MAX), (100, 0)] {
                let _ = tlv.centibel(value, range);
            }
        }
    }
});

/// The words that a decoded TLV stands for.
fn payload(tlv: &Tlv) -> usize {
    match tlv {
        Tlv::Container(inside) => inside.iter().map(payload).sum(),
        Tlv::DbRange(parts) => parts.iter().map(|part| 2 + payload(&part.scale)).sum(),
        Tlv::ChannelMap { positions, .. } => positions.len(),
        Tlv::Unknown { words, .. } => words.len(),
        Tlv::DbScale { .. } | Tlv::DbLinear { .. } | Tlv::DbMinMax { .. } => 2,
        Tlv::CutShort => 0,
    }
}
