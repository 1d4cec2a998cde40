//! Creative voice files, block by block, and damaged ones.

use super::*;
use std::io::Write;

fn file(blocks: &[&[u8]]) -> Vec<u8> {
    let mut bytes = [&MAGIC[..], &[26, 0, 0x0a, 0x01, 0x29, 0x11]].concat();
    bytes.extend(blocks.concat());
    bytes
}

fn block(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind], &(body.len() as u32).to_le_bytes()[..3], body].concat()
}

/// A block of mono sound at 8 kHz.
fn sound(frames: &[u8]) -> Vec<u8> {
    block(1, &[&[0x83, 0], frames].concat())
}

fn text(text: &str) -> Vec<u8> {
    block(5, text.as_bytes())
}

fn pipe(bytes: &[u8]) -> Input {
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(bytes).unwrap();
    Input::from_file(std::os::fd::OwnedFd::from(reader).into())
}

/// What is played, one spec and its bytes after another, and the error at the end.
fn sections(input: Input) -> (Vec<(Spec, Vec<u8>)>, Option<String>) {
    let mut source = open(input).unwrap();
    let mut all = Vec::new();
    loop {
        let spec = source.spec();
        let mut bytes = Vec::new();
        let mut piece = [0; 12];
        let ended = loop {
            match source.read(&mut piece) {
                Ok(0) => break source.next_section(),
                Ok(frames) => bytes.extend_from_slice(&piece[..frames as usize * spec.frame_bytes().unwrap()]),
                Err(error) => break Err(error),
            }
        };
        all.push((spec, bytes));
        match ended {
            Ok(true) => {}
            Ok(false) => return (all, None),
            Err(error) => return (all, Some(error.to_string())),
        }
    }
}

/// What a file of one section without an error plays.
fn played(input: Input) -> Vec<u8> {
    match sections(input) {
        (mut all, None) if all.len() == 1 => all.remove(0).1,
        other => panic!("{other:?}"),
    }
}

const MONO: Spec = Spec { format: Format::U8, channels: 1, rate: 8000 };

#[test]
fn sound_its_continuation_and_silence_are_one_section() {
    let silence = block(3, &[4, 0, 0x83]);
    let bytes = file(&[&sound(b"AB"), &block(2, b"CD"), &block(4, &[1, 0]), &silence, &sound(b"EF"), &[0], b"junk"]);
    for input in [Input::from_bytes(bytes.clone()), pipe(&bytes)] {
        assert_eq!(sections(input), (vec![(MONO, b"ABCD\x80\x80\x80\x80\x80EF".to_vec())], None));
    }
}

#[test]
fn silence_lasts_as_long_as_at_its_own_rate() {
    // 5 frames at 4 kHz.
    let bytes = file(&[&sound(b"A"), &block(3, &[4, 0, 6]), &[0]]);
    assert_eq!(played(Input::from_bytes(bytes)), [&b"A"[..], &[0x80; 10]].concat());
    // Nothing is known of the sound yet.
    let bytes = file(&[&block(3, &[4, 0, 6]), &sound(b"A"), &[0]]);
    let lead_in = Spec { rate: 4000, ..MONO };
    let expected = vec![(lead_in, vec![0x80; 5]), (MONO, b"A".to_vec())];
    assert_eq!(sections(Input::from_bytes(bytes)), (expected, None));
}

#[test]
fn another_spec_is_another_section() {
    let new_sound = block(9, &[&[0x44, 0xac, 0, 0, 16, 2, 4, 0, 0, 0, 0, 0], &b"LLRRllrr"[..]].concat());
    let extended = block(8, &[0x80, 0xc1, 0, 1]);
    let bytes = file(&[&sound(b"A"), &new_sound, &new_sound, &extended, &sound(b"LRlr"), &sound(b"B"), &[0]]);
    let stereo16 = Spec { format: Format::S16_LE, channels: 2, rate: 44100 };
    let stereo = Spec { channels: 2, ..MONO };
    let expected = vec![
        (MONO, b"A".to_vec()),
        (stereo16, b"LLRRllrrLLRRllrr".to_vec()),
        (stereo, b"LRlr".to_vec()),
        (MONO, b"B".to_vec()),
    ];
    assert_eq!(sections(Input::from_bytes(bytes)), (expected, None));
}

#[test]
fn a_loop_is_played_once_more_for_each_count() {
    let bytes =
        file(&[&sound(b"A"), &block(6, &[2, 0]), &sound(b"BC"), &text("x"), &block(7, &[]), &sound(b"D"), &[0]]);
    assert_eq!(played(Input::from_bytes(bytes.clone())), b"ABCBCBCD");
    let mut source = open(pipe(&bytes)).unwrap();
    let mut frames = [0; 16];
    assert_eq!(source.read(&mut frames).unwrap(), 4);
    assert_eq!(&frames[..4], b"ABCD");
    assert_eq!(source.take_notes(), ["A loop is played only once, because the input is not a regular file.", "x"]);
}

#[test]
fn an_endless_loop_ends_and_one_without_sound_at_once() {
    let looped = |body: &[u8]| played(Input::from_bytes(file(&[&block(6, &[0xff, 0xff]), body, &block(7, &[])])));
    assert_eq!(looped(&sound(b"A")).len(), 65536);
    assert_eq!(looped(&[]), b"");
    let bytes = file(&[&block(6, &[0xff, 0xff]), &text("silent"), &block(7, &[]), &sound(b"A")]);
    assert_eq!(open(Input::from_bytes(bytes)).unwrap().take_notes(), ["silent"]);
}

#[test]
fn notes_are_given_once_and_are_few() {
    let bytes = file(&[&text("first"), &sound(b"A"), &text("second"), &[0]]);
    let mut source = open(Input::from_bytes(bytes)).unwrap();
    assert_eq!(source.take_notes(), ["first"]);
    assert_eq!(source.read(&mut [0; 8]).unwrap(), 1);
    assert_eq!(source.take_notes(), ["second"]);
    assert!(source.take_notes().is_empty());
    let many = file(&[&text("x").repeat(10 * NOTES_LIMIT)]);
    assert_eq!(open(Input::from_bytes(many)).unwrap().take_notes().len(), NOTES_LIMIT);
}

#[test]
fn blocks_begin_where_the_header_says() {
    let mut bytes = file(&[b"four", &sound(b"AB"), &[0]]);
    bytes[20] = 30;
    assert_eq!(played(Input::from_bytes(bytes.clone())), b"AB");
    bytes[20] = 25;
    let error = open(Input::from_bytes(bytes)).err().unwrap();
    assert_eq!(error.to_string(), "can't play .voc files with a header of 25 bytes (should be 26)");
    let error = open(Input::from_bytes(*MAGIC)).err().unwrap();
    assert_eq!(error.to_string(), "read error: the file ends in its header");
}

#[test]
fn a_frame_may_go_on_in_a_continuation_but_nowhere_else() {
    let extended = block(8, &[0x80, 0xc1, 0, 1]);
    let bytes = file(&[&extended, &sound(b"LRl"), &block(2, b"rMSm"), &extended, &sound(b"NT"), &[0]]);
    assert_eq!(played(Input::from_bytes(bytes)), b"LRlrMSNT");
}

#[test]
fn damage_comes_after_the_sound_before_it() {
    let bytes = file(&[&sound(b"ABC"), &block(10, b"xx"), &sound(b"D")]);
    let (all, error) = sections(Input::from_bytes(bytes));
    assert_eq!(all, [(MONO, b"ABC".to_vec())]);
    assert_eq!(error.unwrap(), "unknown blocktype 10. terminate.");
    let error = open(Input::from_bytes(file(&[&block(1, &[0x83, 1, 0]), &[0]]))).err().unwrap();
    assert!(matches!(error, OpenError::Unplayable(_)), "{error:?}");
    assert_eq!(error.to_string(), "can't play packed .voc files");
}

#[test]
fn a_file_cut_anywhere_plays_what_is_there() {
    let whole = file(&[&sound(b"ABC"), &block(2, b"DEF"), &[0]]);
    for length in 26 + 6..=whole.len() {
        let (all, error) = sections(Input::from_bytes(&whole[..length]));
        let heard = &b"ABCDEF"[..all[0].1.len()];
        assert_eq!((&all[..], error), (&[(MONO, heard.to_vec())][..], None), "{length}");
    }
    assert_eq!(played(Input::from_bytes(whole)), b"ABCDEF");
    assert_eq!(played(Input::from_bytes(file(&[]))), b"");
}
