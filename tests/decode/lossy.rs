//! Lossy files are within two steps of what other decoders make of them, and exactly as long as what went in.

use crate::fixture::{Folder, assert_near, decoded, open_pipe};
use alsabox::device::Format;

/// Name, what makes it, kind, what decodes it.
const FILES: [(&str, &str, &str, &str); 7] = [
    ("a.mp3", "lame --quiet -b 192 s.wav FILE", "MP3", FFMPEG),
    ("v.mp3", "lame --quiet -V2 s.wav FILE", "MP3", FFMPEG),
    ("a.mp2", "ffmpeg -v error -i s.wav -c:a mp2 FILE", "MP2", FFMPEG),
    ("a.ogg", "oggenc -Q s.wav -o FILE", "Ogg Vorbis", FFMPEG),
    ("a.m4a", "ffmpeg -v error -i s.wav -c:a aac FILE", "AAC", FFMPEG),
    ("a.aac", "ffmpeg -v error -i s.wav -c:a aac FILE", "AAC", FFMPEG),
    ("a.opus", "opusenc --quiet s.wav FILE", "Opus", "opusdec --quiet --no-dither --rate 48000 FILE -"),
];
const FFMPEG: &str = "ffmpeg -v error -i FILE -f s16le -";

/// Only the raw samples: opusdec writes a WAVE header before them.
fn samples(output: Vec<u8>) -> Vec<u8> {
    if output.starts_with(b"RIFF") { output[44..].to_vec() } else { output }
}

/// The value of one sample's bytes.
type Decoded = fn(&[u8]) -> f64;

#[test]
fn lossy_files_are_within_two_steps_of_other_decoders() {
    let folder = Folder::new();
    for (name, words, kind, decoder) in FILES {
        folder.make(name, words);
        let theirs = samples(folder.run(&decoder.replace("FILE", name)));
        let mut source = folder.open(name);
        assert_eq!(source.kind(), kind, "{name}");
        let ours = decoded(source.as_mut(), Format::S16_LE);
        // ffmpeg cuts the start of AAC, and leaves what the encoder added at the end.
        let theirs = if name == "a.m4a" { &theirs[..ours.len()] } else { &theirs };
        assert_near(&ours, theirs, 2, name);
    }
}

#[test]
fn what_an_encoder_added_is_cut_off_again() {
    let folder = Folder::new();
    let frames = folder.samples("s.wav", 16).len() / 4;
    for name in ["a.mp3", "v.mp3", "a.ogg", "a.m4a"] {
        let (_, words, ..) = FILES.into_iter().find(|(file, ..)| *file == name).unwrap();
        folder.make(name, words);
        let mut source = folder.open(name);
        assert_eq!(source.frames_left(), Some(frames as u64), "{name}");
        assert_eq!(decoded(source.as_mut(), Format::FLOAT_LE).len() / 8, frames, "{name}");
    }
    // Opus has always 48000 Hz.
    folder.run("opusenc --quiet s.wav a.opus");
    let frames = decoded(folder.open("a.opus").as_mut(), Format::S16_LE).len() / 4;
    assert_eq!(frames, (folder.samples("s.wav", 16).len() / 4 * 48_000).div_ceil(44_100));
}

#[test]
fn a_pipe_gives_the_same_frames() {
    let folder = Folder::new();
    for (name, words, ..) in FILES {
        folder.make(name, &words.replace("-c:a aac a.m4a", "-c:a aac -movflags faststart a.m4a"));
        if name == "a.m4a" {
            continue; // Its edit list is read only where one can go back.
        }
        let file = decoded(folder.open(name).as_mut(), Format::S16_LE);
        let piped = decoded(open_pipe(folder.bytes(name)).unwrap().as_mut(), Format::S16_LE);
        assert_near(&piped, &file, 0, name);
    }
}

#[test]
fn floats_become_the_nearest_integers_in_every_format() {
    let folder = Folder::new();
    folder.run("lame --quiet s.wav a.mp3");
    let floats = decoded(folder.open("a.mp3").as_mut(), Format::FLOAT_LE);
    let floats: Vec<f64> = floats.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b).into()).collect();
    let tables: [(Format, i32, Decoded); 4] = [
        (Format::S16_LE, 15, |b| i16::from_le_bytes([b[0], b[1]]).into()),
        (Format::S24_LE, 23, |b| i32::from_le_bytes([b[0], b[1], b[2], b[3]]).into()),
        (Format::S24_3LE, 23, |b| f64::from(i32::from_le_bytes([0, b[0], b[1], b[2]]) >> 8)),
        (Format::S32_LE, 31, |b| i32::from_le_bytes([b[0], b[1], b[2], b[3]]).into()),
    ];
    for (format, bits, number) in tables {
        let integers = decoded(folder.open("a.mp3").as_mut(), format);
        let integers = integers.chunks(format.sample_bytes().unwrap()).map(number);
        let worst =
            integers.zip(&floats).map(|(ours, exact)| (ours - exact * 2f64.powi(bits)).abs()).fold(0.0, f64::max);
        assert!(worst <= 0.5, "{format}: {worst}");
    }
}

#[test]
fn webm_and_chained_ogg_play() {
    let folder = Folder::new();
    folder.run("ffmpeg -v error -i s.wav -c:a libopus a.webm");
    let mut source = folder.open("a.webm");
    assert_eq!(source.kind(), "Opus");
    let frames = decoded(source.as_mut(), Format::S16_LE).len() / 4;
    assert!(frames.abs_diff(96_014) <= 1000, "{frames}");

    folder.run("oggenc -Q s.wav -o a.ogg");
    folder.run("oggenc -Q --resample 48000 s.wav -o b.ogg");
    let chain = [folder.bytes("a.ogg"), folder.bytes("b.ogg")].concat();
    let mut source = crate::fixture::open_bytes(&chain).unwrap();
    let first = decoded(source.as_mut(), Format::S16_LE).len() / 4;
    assert!(source.next_section().unwrap());
    assert_eq!((first, source.spec().rate), (folder.samples("s.wav", 16).len() / 4, 48_000));
    assert!(decoded(source.as_mut(), Format::S16_LE).len() / 4 > first);
    assert!(!source.next_section().unwrap());
}
