//! Headers that are mended, those that are sound, and those that nobody can mend.

use super::*;
use crate::audio::input::Input;
use crate::audio::source::{self, Assume, Source, Spec};
use crate::device::Format;
use proptest::prelude::*;
use std::io::Cursor;

const ASSUME: Assume =
    Assume { file_type: None, raw: Spec { format: Format::U8, channels: 1, rate: 8000 }, raw_described: false };
const WAV_HEADER_BYTES: usize = 44;

/// A WAVE file of 16 bits, stereo, with these lengths and this behind the header.
fn wav(whole_bytes: u32, data_bytes: u32, rest: &[u8]) -> Vec<u8> {
    let format = b"WAVEfmt \x10\0\0\0\x01\0\x02\0\x40\x1f\0\0\0\x7d\0\0\x04\0\x10\0data";
    [&b"RIFF"[..], &whole_bytes.to_le_bytes(), format, &data_bytes.to_le_bytes(), rest].concat()
}

fn au(data_bytes: u32, rest: &[u8]) -> Vec<u8> {
    let numbers = [24, data_bytes, 3, 8000, 2].map(u32::to_be_bytes).concat();
    [&b".snd"[..], &numbers, rest].concat()
}

/// Mends in memory; what was changed.
fn mended(bytes: &mut [u8]) -> Vec<Change> {
    let mend = examine(Cursor::new(&*bytes)).unwrap();
    apply(&mend, bytes);
    assert_eq!(examine(Cursor::new(&*bytes)).unwrap(), Mend::default(), "once mended it is sound");
    mend.changes
}

fn apply(mend: &Mend, bytes: &mut [u8]) {
    for (position, new) in mend.patches() {
        bytes[position as usize..][..new.len()].copy_from_slice(new);
    }
}

fn open(bytes: &[u8]) -> Box<dyn Source> {
    source::open(Input::from_bytes(bytes), &ASSUME).unwrap()
}

#[test]
fn lengths_that_are_no_lengths_are_mended() {
    let sound = b"AAaaBBbbCCcc";
    for (whole, data) in
        [(0, 0), (36, 0), (0x8000_0024, 0x8000_0000), (u32::MAX, u32::MAX), (40, 4), (100, 64), (48, 0)]
    {
        let mut bytes = wav(whole, data, sound);
        let changes = mended(&mut bytes);
        assert!(changes.contains(&Change::DataBytes { from: data.into(), to: 12 }), "{changes:?}");
        assert_eq!(bytes, wav(48, 12, sound));
    }
    let mut bytes = wav(0, 12, sound);
    assert_eq!(mended(&mut bytes), [Change::WholeBytes { from: 0, to: 48 }]);
}

#[test]
fn a_sound_header_is_left_alone() {
    let list = b"LIST\x04\0\0\0INFO";
    let files = [
        wav(36, 0, b""),
        wav(44, 8, b"AAaaBBbb"),
        wav(44 + 12, 8, &[&b"AAaaBBbb"[..], list].concat()),
        wav(36 + 12, 0, list),
        // Some count padding, and a part of a frame, and some do not.
        wav(43, 7, b"AAaaBBb"),
        wav(44, 7, b"AAaaBBb"),
        wav(44, 7, b"AAaaBBb\0"),
        wav(40, 4, b"AAaaBB"),
        wav(42, 4, b"AAaaBB"),
        au(8, b"AAaaBBbb"),
        au(7, b"AAaaBBb"),
        au(4, b"AAaaBBb"),
    ];
    for mut bytes in files {
        let before = bytes.clone();
        assert_eq!(mended(&mut bytes), [], "{before:?}");
        assert_eq!(bytes, before);
    }
}

#[test]
fn chunks_behind_the_sound_stay_behind_it() {
    let rest = b"AAaaBBbbLIST\x04\0\0\0INFO";
    let mut bytes = wav(0, 8, rest);
    assert_eq!(mended(&mut bytes), [Change::WholeBytes { from: 0, to: 56 }]);
    // What only looks like a chunk is sound.
    let mut bytes = wav(44, 8, b"AAaaBBbbLIST\x99\0\0\0INFO");
    assert_eq!(mended(&mut bytes)[0], Change::DataBytes { from: 8, to: 20 });
}

#[test]
fn the_last_part_of_a_frame_stays_in_the_file_but_is_no_sound() {
    let mut bytes = wav(0, 0, b"AAaaBBb");
    assert_eq!(mended(&mut bytes), [Change::DataBytes { from: 0, to: 4 }, Change::WholeBytes { from: 0, to: 40 }]);
    assert_eq!(bytes[WAV_HEADER_BYTES..], *b"AAaaBBb");
    assert_eq!(open(&bytes).read(&mut [0; 64]).unwrap(), 1);
}

#[test]
fn au_files_are_mended_in_both_orders() {
    for length in [0, u32::MAX, 0xffff_fffe, 4, 100] {
        let mut bytes = au(length, b"AAaaBBbb");
        assert_eq!(mended(&mut bytes), [Change::DataBytes { from: length.into(), to: 8 }]);
        assert_eq!(bytes, au(8, b"AAaaBBbb"));
    }
    let dec = [&b"dns."[..], &[24, 0, 3, 8000, 2].map(u32::to_le_bytes).concat(), b"AAaa"].concat();
    let mut bytes = dec.clone();
    mended(&mut bytes);
    assert_eq!(bytes[8..12], [4, 0, 0, 0]);
}

/// A WAVE file with room for 64-bit lengths.
fn roomy(magic: &[u8; 4], room: &[u8; 4], lengths: [u64; 3], [whole, data]: [u32; 2]) -> Vec<u8> {
    let mut bytes = wav(whole, data, b"");
    bytes[..4].copy_from_slice(magic);
    let room = [&room[..], &28u32.to_le_bytes(), &lengths.map(u64::to_le_bytes).concat(), &[0; 4]].concat();
    bytes.splice(12..12, room);
    bytes
}

#[test]
fn the_lengths_of_rf64_are_mended_where_they_are() {
    for length in [0, 1 << 40, u64::MAX] {
        let mut bytes = roomy(b"RF64", b"ds64", [length; 3], [u32::MAX; 2]);
        bytes.extend(b"AAaaBBbb");
        mended(&mut bytes);
        let long = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        assert_eq!([long(20), long(28), long(36)], [80, 8, 2]);
        assert_eq!(open(&bytes).frames_left(), Some(2));
    }
}

#[test]
fn a_file_over_4_gib_gets_64_bits_where_it_has_room() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("long");
    let data_bytes = (1u64 << 32) + 400;
    let mut junk = roomy(b"RIFF", b"JUNK", [7; 3], [0; 2]);
    junk[44..48].fill(7);
    for (header, is_roomy) in [(junk, true), (wav(0, 0, b""), false)] {
        fs::write(&path, &header).unwrap();
        File::options().write(true).open(&path).unwrap().set_len(header.len() as u64 + data_bytes).unwrap();
        let mend = repair(&path).unwrap();
        assert_eq!(mend.changes.contains(&Change::BecameRf64), is_roomy);
        assert_eq!(repair(&path).unwrap(), Mend::default());
        let source = source::open(Input::from_file(File::open(&path).unwrap()), &ASSUME).unwrap();
        assert_eq!(source.frames_left(), Some(data_bytes / 4));
        let mut table = [7; 4];
        File::open(&path).unwrap().read_exact_at(&mut table, 44).unwrap();
        assert!(!is_roomy || table == [0; 4], "a table of lengths that is not there");
    }
}

#[test]
fn what_is_not_understood_is_left_alone() {
    let reason = |bytes: &[u8]| match examine(Cursor::new(bytes)) {
        Err(Refusal::NotMendable(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(b"OggS and more"), "neither a WAVE file nor an AU file");
    assert_eq!(reason(b"RIFF\0\0\0\0AVI LIST"), "a RIFF file, but not WAVE");
    assert_eq!(reason(&wav(0, 0, b"")[..43]), "the file ends in its header");
    assert_eq!(reason(b"RI"), "the file ends in its header");
    assert_eq!(reason(b"RIFF\0\0\0\0WAVEdata\0\0\0\0"), "no 'fmt ' chunk before the sound");
    assert_eq!(reason(&roomy(b"RF64", b"JUNK", [0; 3], [0; 2])[..4]), "the file ends in its header");
    let no_frames = [&wav(0, 0, b"")[..32], &[0, 0], &wav(0, 0, b"")[34..]].concat();
    assert_eq!(reason(&no_frames), "a 'fmt ' chunk without the size of a frame");
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(repair(dir.path()), Err(Refusal::NotMendable("not a regular file"))));
}

#[test]
fn only_a_file_that_needs_it_is_written_to() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("take");
    fs::write(&path, wav(44, 8, b"AAaaBBbb")).unwrap();
    let modified = || fs::metadata(&path).unwrap().modified().unwrap();
    let before = modified();
    assert_eq!(repair(&path).unwrap(), Mend::default());
    assert_eq!(modified(), before);
    fs::write(&path, wav(0, 0, b"AAaaBBbb")).unwrap();
    assert_eq!(repair(&path).unwrap().changes.len(), 2);
    assert_eq!(fs::read(&path).unwrap(), wav(44, 8, b"AAaaBBbb"));
}

proptest! {
    #[test]
    fn any_lengths_are_mended_without_a_byte_of_sound_changed(
        whole: u32,
        data in prop_oneof![any::<u32>(), 0..80u32],
        sound in proptest::collection::vec(any::<u8>(), 0..64),
    ) {
        let mut bytes = wav(whole, data, &sound);
        mended(&mut bytes);
        prop_assert_eq!(&bytes[WAV_HEADER_BYTES..], &sound[..]);
        prop_assert_eq!(&bytes[8..40], &wav(0, 0, b"")[8..40]);
    }

    #[test]
    fn no_damage_makes_it_panic_or_write_outside_the_file(
        at in 0..90usize,
        damage in proptest::collection::vec(any::<u8>(), 1..24),
        base in 0..3usize,
    ) {
        let mut bytes = match base {
            0 => wav(0, 0, b"AAaaBBbb"),
            1 => au(0, b"AAaaBBbb"),
            _ => [roomy(b"RF64", b"ds64", [0; 3], [0; 2]), b"AAaaBBbb".to_vec()].concat(),
        };
        for (byte, damage) in bytes.iter_mut().skip(at).zip(damage) {
            *byte = damage;
        }
        if let Ok(mend) = examine(Cursor::new(&bytes)) {
            apply(&mend, &mut bytes);
            prop_assert_eq!(examine(Cursor::new(&bytes)).unwrap(), Mend::default());
        }
    }
}
