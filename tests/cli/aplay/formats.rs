//! What is in a file goes to the device bit for bit, whatever the container and the sample format.

use super::*;
use alsabox::device::Format;

/// Bytes without a pattern that a swap, a shift or a lost byte could leave as it is.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    std::iter::repeat_with(&mut byte).take(count).collect()
}

/// Frames of three periods and a part; 24 bytes are whole samples of any width.
const FRAMES: usize = 3100;

#[track_caller]
fn assert_arrives(file: &[u8], words: &[&str], spec: (&str, usize), sound: &[u8]) {
    let (format, channels) = spec;
    let done = Case::new("aplay").file("f", file).args(["-q", "-D", "file:out.raw,raw"]).args(words).args(["f"]).run();
    let recorded = done.file("out.raw");
    assert!(recorded.starts_with(sound), "{format} {words:?}: not what was to be played");
    let format = Format::from_name(format).unwrap();
    let mut silence = vec![0; recorded.len() - sound.len()];
    format.silence(&mut silence);
    let frame_bytes = format.physical_width().unwrap() as usize * channels / 8;
    assert_eq!(recorded.len(), sound.len().next_multiple_of(1000 * frame_bytes), "{format}: up to a period's end");
    assert!(recorded[sound.len()..] == silence, "{format} {words:?}: no silence after the sound");
}

#[test]
fn raw_data_of_every_format() {
    let of_whole_bytes = Format::all().filter(|format| format.sample_bytes().is_some());
    // The null device has no IEC 958 of this byte order.
    for format in of_whole_bytes.filter(|format| format.name() != "IEC958_SUBFRAME_BE") {
        for channels in [1, 2, 5] {
            let sound = noise(FRAMES * channels * format.sample_bytes().unwrap());
            let count = channels.to_string();
            let words = ["-t", "raw", "-f", format.name(), "-c", &count];
            assert_arrives(&sound, &words, (format.name(), channels), &sound);
        }
    }
}

/// A WAVE file with a format chunk of 16 bytes.
fn wave(magic: &[u8; 4], (tag, bits, sample_bytes): (u16, u16, u16), sound: &[u8]) -> Vec<u8> {
    let short = |value: u16| if magic == b"RIFX" { value.to_be_bytes() } else { value.to_le_bytes() };
    let long = |value: u32| if magic == b"RIFX" { value.to_be_bytes() } else { value.to_le_bytes() };
    let length = sound.len() as u32;
    let mut file = [magic.as_slice(), &long(36 + length), b"WAVEfmt ", &long(16), &short(tag), &short(2)].concat();
    file.extend([long(8000), long(16000 * u32::from(sample_bytes))].concat());
    file.extend([short(2 * sample_bytes), short(bits)].concat());
    file.extend([b"data".as_slice(), &long(length), sound].concat());
    file
}

#[test]
fn wave_files_of_every_encoding() {
    for (encoding, format) in [
        ((1, 8, 1), "U8"),
        ((1, 16, 2), "S16_LE"),
        ((1, 24, 3), "S24_3LE"),
        ((1, 24, 4), "S24_LE"),
        ((1, 32, 4), "S32_LE"),
        ((3, 32, 4), "FLOAT_LE"),
        ((3, 64, 8), "FLOAT64_LE"),
        ((6, 8, 1), "A_LAW"),
        ((7, 8, 1), "MU_LAW"),
    ] {
        let sound = noise(FRAMES * 2 * usize::from(encoding.2));
        assert_arrives(&wave(b"RIFF", encoding, &sound), &[], (format, 2), &sound);
    }
}

#[test]
fn big_endian_wave_files() {
    for (encoding, format) in [((1, 16, 2), "S16_BE"), ((1, 24, 3), "S24_3BE"), ((3, 32, 4), "FLOAT_BE")] {
        let sound = noise(FRAMES * 2 * usize::from(encoding.2));
        assert_arrives(&wave(b"RIFX", encoding, &sound), &[], (format, 2), &sound);
    }
}

#[test]
fn sparc_audio_of_every_encoding() {
    let formats = [
        (1, "MU_LAW"),
        (2, "S8"),
        (3, "S16_BE"),
        (4, "S24_3BE"),
        (5, "S32_BE"),
        (6, "FLOAT_BE"),
        (7, "FLOAT64_BE"),
        (27, "A_LAW"),
    ];
    for (encoding, format) in formats {
        let sample_bytes = Format::from_name(format).unwrap().sample_bytes().unwrap();
        let sound = noise(FRAMES * 2 * sample_bytes);
        let words = [24, sound.len() as u32, encoding, 8000, 2].map(u32::to_be_bytes).concat();
        let file = [b".snd".as_slice(), &words, &sound].concat();
        assert_arrives(&file, &["-t", "au"], (format, 2), &sound);
    }
}

fn voc_block(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u32).to_le_bytes();
    [&[kind, length[0], length[1], length[2]], body].concat()
}

fn voc(blocks: &[Vec<u8>]) -> Vec<u8> {
    [b"Creative Voice File\x1a\x1a\0\x0a\x01\x29\x11".as_slice(), &blocks.concat(), &[0]].concat()
}

#[test]
fn voc_files_of_every_block_with_sound() {
    let sound = noise(FRAMES);
    let first = |part: &[u8]| voc_block(1, &[&[131, 0], part].concat());
    let (start, rest) = sound.split_at(700);
    assert_arrives(&voc(&[first(&sound)]), &[], ("U8", 1), &sound);
    assert_arrives(&voc(&[first(start), first(rest)]), &[], ("U8", 1), &sound);
    assert_arrives(&voc(&[first(start), voc_block(2, rest)]), &[], ("U8", 1), &sound);
    assert_arrives(&voc(&[voc_block(4, &[1, 0]), voc_block(5, b"text\0"), first(&sound)]), &[], ("U8", 1), &sound);
    let sound = noise(4 * FRAMES);
    let new = [&[0x40, 0x1f, 0, 0, 16, 2, 4, 0, 0, 0, 0, 0], sound.as_slice()].concat();
    assert_arrives(&voc(&[voc_block(9, &new)]), &["-t", "voc"], ("S16_LE", 2), &sound);
}

#[test]
fn voc_loops_and_silence_are_played_out() {
    let part = noise(700);
    let sound = voc_block(1, &[&[131, 0], part.as_slice()].concat());
    let twice = [part.as_slice(), &part].concat();
    assert_arrives(&voc(&[voc_block(6, &[1, 0]), sound.clone(), voc_block(7, &[])]), &[], ("U8", 1), &twice);
    let with_silence = [part.as_slice(), &[128; 500], &part].concat();
    assert_arrives(&voc(&[sound.clone(), voc_block(3, &[0xf3, 1, 131]), sound]), &[], ("U8", 1), &with_silence);
}

#[test]
fn a_wave_file_with_everything_around_its_sound() {
    let sound = noise(FRAMES * 4);
    let mut file = wave(b"RIFF", (1, 16, 2), &sound);
    let odd = [b"LIST".as_slice(), &5u32.to_le_bytes(), b"odd!!\0"].concat();
    file.splice(36..36, odd.iter().copied());
    file.extend(b"LIST\x04\0\0\0last");
    assert_arrives(&file, &[], ("S16_LE", 2), &sound);
}

#[test]
fn lengths_that_nobody_knows_last_until_the_end() {
    let sound = noise(FRAMES * 4);
    for length in [0u32, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
        let mut file = wave(b"RIFF", (1, 16, 2), &sound);
        [4, 40].iter().for_each(|at| file[*at..at + 4].copy_from_slice(&length.to_le_bytes()));
        assert_arrives(&file, &[], ("S16_LE", 2), &sound);
    }
}
