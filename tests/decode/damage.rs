//! Every format cut at twenty places, and spoilt in two hundred ways: what is there plays, and nothing panics, hangs
//! or eats the memory.

use crate::fixture::{Folder, drain, open_bytes};
use alsabox::device::Format;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

const FILES: [(&str, &str); 16] = [
    ("a.flac", "flac -s t.wav -o FILE"),
    ("a.oga", "flac -s --ogg t.wav -o FILE"),
    ("a.mp3", "lame --quiet t.wav FILE"),
    ("a.mp2", "ffmpeg -v error -i t.wav -c:a mp2 FILE"),
    ("a.ogg", "oggenc -Q t.wav -o FILE"),
    ("a.opus", "opusenc --quiet t.wav FILE"),
    ("a.m4a", "ffmpeg -v error -i t.wav -c:a aac FILE"),
    ("f.m4a", "ffmpeg -v error -i t.wav -c:a aac -movflags faststart FILE"),
    ("alac.m4a", "ffmpeg -v error -i t.wav -c:a alac FILE"),
    ("a.aac", "ffmpeg -v error -i t.wav -c:a aac FILE"),
    ("a.aiff", "sox t.wav FILE"),
    ("a.caf", "ffmpeg -v error -i t.wav FILE"),
    ("a.mka", "ffmpeg -v error -i t.wav -c:a libvorbis FILE"),
    ("a.webm", "ffmpeg -v error -i t.wav -c:a libopus FILE"),
    ("ima.wav", "sox t.wav -e ima-adpcm FILE"),
    ("ms.wav", "sox t.wav -e ms-adpcm FILE"),
];

/// No file here is a second long; what claims to be more than this is a decoder that runs away.
const FRAME_LIMIT: u64 = 100 * 48_000;
const MEMORY_LIMIT: u64 = 2 << 30;

fn short_sound() -> Folder {
    let folder = Folder::new();
    folder.run("sox s.wav t.wav trim 0 0.4");
    let limit = Rlimit { current: Some(MEMORY_LIMIT), ..getrlimit(Resource::As) };
    setrlimit(Resource::As, limit).unwrap();
    folder
}

/// Plays whatever comes; `true` when anything was wrong with it.
fn plays_to_an_end(bytes: &[u8]) -> (u64, bool) {
    let Ok(mut source) = open_bytes(bytes) else { return (0, true) };
    let mut frames = 0;
    loop {
        let format = source.spec().format;
        let frame_bytes = source.spec().frame_bytes().unwrap() as u64;
        let (got, end) = drain(source.as_mut(), format);
        frames += got.len() as u64 / frame_bytes;
        assert!(frames < FRAME_LIMIT);
        if end.is_err() {
            return (frames, true);
        }
        match source.next_section() {
            Ok(true) => {}
            Ok(false) => return (frames, false),
            Err(_) => return (frames, true),
        }
    }
}

#[test]
fn files_cut_anywhere_play_what_is_there() {
    let folder = short_sound();
    for (name, words) in FILES {
        folder.make(name, words);
        let whole = folder.bytes(name);
        let (all, damaged) = plays_to_an_end(&whole);
        assert!(!damaged && all > 17_000, "{name}: {all} frames");
        let heard: Vec<u64> = (0..20).map(|part| plays_to_an_end(&whole[..whole.len() * part / 20]).0).collect();
        assert!(heard.iter().all(|frames| *frames <= all + 4096), "{name}: {heard:?} of {all}");
        // A file that begins with what its reader needs; FLAC's has half of this one for padding.
        // All sound of so short an Ogg file is in one page, and symphonia wants the end of CAF.
        let is_read_in_order = !matches!(name, "a.m4a" | "alac.m4a" | "a.oga" | "a.ogg" | "a.opus" | "a.caf");
        assert!(!is_read_in_order || heard[19] > all / 3, "{name}: {heard:?} of {all}");
    }
}

#[test]
fn what_is_missing_is_said() {
    let folder = Folder::new();
    folder.run("sox s.wav t.wav");
    for name in ["a.flac", "a.oga", "a.mp3", "a.ogg", "a.opus", "f.m4a", "a.aiff", "ima.wav"] {
        let (_, words) = FILES.into_iter().find(|(file, _)| *file == name).unwrap();
        folder.make(name, words);
        let whole = folder.bytes(name);
        let mut source = open_bytes(&whole[..whole.len() * 3 / 4]).unwrap_or_else(|error| panic!("{name}: {error}"));
        let format = source.spec().format;
        let (frames, end) = drain(source.as_mut(), format);
        assert!(!frames.is_empty(), "{name}");
        let error = end.expect_err(name);
        assert!(error.to_string().contains("the file ends early"), "{name}: {error}");
        // Once: whoever goes on finds the end.
        assert_eq!(source.read(&mut vec![0; 4096]).unwrap(), 0, "{name}");
    }
}

#[test]
fn spoilt_files_neither_panic_nor_hang() {
    let folder = short_sound();
    for (name, words) in FILES {
        folder.make(name, words);
        let whole = folder.bytes(name);
        let mut random = TestRng::from_seed(RngAlgorithm::XorShift, &[7; 16]);
        let mut below = |limit: usize| (random.next_u64() % limit as u64) as usize;
        for round in 0..200 {
            let mut spoilt = whole.clone();
            for _ in 0..1 + below(50) {
                let at = below(spoilt.len());
                spoilt[at] = below(256) as u8;
            }
            if round % 4 == 0 {
                spoilt.truncate(below(spoilt.len()));
            }
            plays_to_an_end(&spoilt);
        }
        // Where the header is, the numbers are that a reader believes.
        for at in 0..whole.len().min(200) {
            let mut spoilt = whole.clone();
            spoilt[at] = 0xff;
            plays_to_an_end(&spoilt);
        }
    }
}

#[test]
fn damage_in_the_middle_is_left_out_and_said() {
    let folder = Folder::new();
    folder.run("sox s.wav t.wav");
    folder.run("flac -s t.wav -o a.flac");
    let mut spoilt = folder.bytes("a.flac");
    let middle = spoilt.len() / 2;
    spoilt[middle..middle + 40].fill(0x55);
    let mut source = open_bytes(&spoilt).unwrap();
    let (frames, end) = drain(source.as_mut(), Format::S16_LE);
    let error = end.unwrap_err().to_string();
    assert!(error.contains("damaged"), "{error}");
    let all = folder.samples("t.wav", 16).len();
    assert!(frames.len() < all && frames.len() > all / 2, "{} of {all}", frames.len());
}
