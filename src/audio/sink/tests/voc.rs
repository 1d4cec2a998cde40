//! VOC files: Debian's where those are true.

use super::*;

#[test]
fn voc_is_debians_for_8_bits_at_rates_of_a_byte() {
    let voc = |channels, rate| {
        let spec = Spec { format: F::U8, channels, rate };
        hex(&Place::new().recorded(&recipe(FileType::Voc, spec), &[7; 4])[20..])
    };
    // As Debian's arecord 1.2.8 writes them.
    assert_eq!(voc(1, 8000), "1a000a0129110106000083000707070700");
    assert_eq!(voc(2, 8000), "1a000a0129110804000080c100010106000083000707070700");
    // 44100 Hz would be heard as 45454, and three channels as two.
    assert_eq!(voc(1, 44100), "1a0014011f110910000044ac000008010000000000000707070700");
    assert_eq!(voc(4, 8000), "1a0014011f1109100000401f000008040000000000000707070700");
    assert_eq!(hex(&piped(&recipe(FileType::Voc, MONO), None, &[7; 4])[26..]), "010224f4830007070707");
}

#[test]
fn a_long_voc_goes_on_in_further_blocks() {
    let spec = Spec { format: F::S16_LE, channels: 3, rate: 8000 };
    let frames: Vec<u8> = (0..6 * 3_000_000).map(|at: u32| (at / 6 % 251) as u8).collect();
    let bytes = Place::new().recorded(&recipe(FileType::Voc, spec), &frames);
    let full = 16_000_000 / 6 * 6;
    assert_eq!(hex(&bytes[26..30]), format!("09{}", hex(&(full as u32 + 12).to_le_bytes()[..3])));
    assert!(bytes[42..][..full] == frames[..full]);
    let rest = &bytes[42 + full..];
    assert_eq!(hex(&rest[..4]), format!("02{}", hex(&(frames.len() as u32 - full as u32).to_le_bytes()[..3])));
    assert!(rest[4..rest.len() - 1] == frames[full..]);
    assert_eq!(rest[rest.len() - 1], 0);
}
