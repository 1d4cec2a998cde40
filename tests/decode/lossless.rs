//! Lossless files keep every bit, in every format that they offer.

use crate::fixture::{Folder, assert_same, decoded, open_pipe};
use alsabox::device::Format;

/// Name, what makes it, kind.
const OF_16_BITS: [(&str, &str, &str); 9] = [
    ("a.flac", "flac -s s.wav -o FILE", "FLAC"),
    ("a.oga", "flac -s --ogg s.wav -o FILE", "Ogg FLAC"),
    ("f.oga", "ffmpeg -v error -i s.wav -c:a flac FILE", "Ogg FLAC"),
    ("alac.m4a", "ffmpeg -v error -i s.wav -c:a alac FILE", "ALAC"),
    ("a.aiff", "sox s.wav FILE", "AIFF"),
    ("sowt.aifc", "ffmpeg -v error -i s.wav -c:a pcm_s16le -f aiff FILE", "AIFF"),
    ("a.caf", "ffmpeg -v error -i s.wav -c:a pcm_s16be FILE", "CAF"),
    ("alac.caf", "ffmpeg -v error -i s.wav -c:a alac FILE", "ALAC"),
    ("a.mka", "ffmpeg -v error -i s.wav -c:a flac FILE", "FLAC"),
];

const OF_24_BITS: [(&str, &str, &str); 4] = [
    ("h.flac", "flac -s --lax h.wav -o FILE", "FLAC"),
    ("h.m4a", "ffmpeg -v error -i h.wav -c:a alac FILE", "ALAC"),
    ("h.aiff", "sox -D h.wav FILE", "AIFF"),
    ("h.mka", "ffmpeg -v error -i h.wav -c:a flac FILE", "FLAC"),
];

#[test]
fn sixteen_bits_come_out_as_they_went_in() {
    let folder = Folder::new();
    let wanted = folder.samples("s.wav", 16);
    for (name, words, kind) in OF_16_BITS {
        folder.make(name, words);
        let mut source = folder.open(name);
        assert_eq!((source.kind(), source.spec().format, source.spec().rate), (kind, Format::S16_LE, 44_100), "{name}");
        assert_same(&decoded(source.as_mut(), Format::S16_LE), &wanted, name);
    }
}

#[test]
fn twenty_four_bits_come_out_as_they_went_in() {
    let folder = Folder::new();
    let wanted = folder.samples("h.wav", 24);
    for (name, words, kind) in OF_24_BITS {
        folder.make(name, words);
        let mut source = folder.open(name);
        assert_eq!((source.kind(), source.described().format), (kind, Format::S24_LE), "{name}");
        assert!(!source.formats().contains(&Format::S16_LE), "{name}");
        assert_same(&decoded(source.as_mut(), Format::S24_3LE), &wanted, name);
    }
}

#[test]
fn every_format_that_is_offered_holds_the_same_samples() {
    let folder = Folder::new();
    for (name, wave, words) in
        [("a.flac", "s.wav", "flac -s s.wav -o FILE"), ("h.flac", "h.wav", "flac -s h.wav -o FILE")]
    {
        folder.make(name, words);
        let wanted = folder.samples(wave, 32);
        for format in folder.open(name).formats() {
            let frames = decoded(folder.open(name).as_mut(), *format);
            assert_same(&widened(&frames, *format), &wanted, &format!("{name} as {format}"));
        }
    }
}

/// The samples with 32 bits.
fn widened(frames: &[u8], format: Format) -> Vec<u8> {
    match format {
        Format::S16_LE => frames.chunks(2).flat_map(|two| [0, 0, two[0], two[1]]).collect(),
        Format::S24_LE => frames.chunks(4).flat_map(|four| [0, four[0], four[1], four[2]]).collect(),
        Format::S24_3LE => frames.chunks(3).flat_map(|three| [0, three[0], three[1], three[2]]).collect(),
        Format::FLOAT_LE => {
            let number = |four: &[u8]| f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
            frames.chunks(4).flat_map(|four| ((f64::from(number(four)) * 2f64.powi(31)) as i32).to_le_bytes()).collect()
        }
        _ => frames.to_vec(),
    }
}

#[test]
fn stored_floats_stay_floats() {
    let folder = Folder::new();
    folder.run("ffmpeg -v error -i h.wav -c:a pcm_f32be f.aiff");
    let wanted = folder.run("ffmpeg -v error -i f.aiff -f f32le -");
    let mut source = folder.open("f.aiff");
    assert_eq!(source.described().format, Format::FLOAT_LE);
    assert_same(&decoded(source.as_mut(), Format::FLOAT_LE), &wanted, "f.aiff");
}

#[test]
fn adpcm_is_what_ffmpeg_makes_of_it() {
    let folder = Folder::new();
    for (name, words) in [("ima.wav", "sox s.wav -e ima-adpcm FILE"), ("ms.wav", "sox s.wav -e ms-adpcm FILE")] {
        folder.make(name, words);
        let wanted = folder.run(&format!("ffmpeg -v error -i {name} -f s16le -"));
        let mut source = folder.open(name);
        assert_eq!(source.kind(), "ADPCM WAVE");
        // The last block is filled up, and its rest is not in the file's own count of frames.
        let ours = decoded(source.as_mut(), Format::S16_LE);
        assert_same(&ours, &wanted[..ours.len().min(wanted.len())], name);
        assert!(ours.len() >= folder.samples("s.wav", 16).len(), "{name}");
    }
}

#[test]
fn a_pipe_gives_the_same_frames() {
    let folder = Folder::new();
    let wanted = folder.samples("s.wav", 16);
    let piped = ["a.flac", "a.oga", "a.aiff", "a.mka"];
    for (name, words, _) in OF_16_BITS.into_iter().filter(|(name, ..)| piped.contains(name)) {
        folder.make(name, words);
        let mut source = open_pipe(folder.bytes(name)).unwrap();
        assert_same(&decoded(source.as_mut(), Format::S16_LE), &wanted, name);
    }
}

#[test]
fn six_channels_are_in_waves_order_and_have_its_mask() {
    let folder = Folder::new();
    folder.run("sox -D -n -r 48000 -b 16 -c 6 six.wav synth 0.5 sine 200 sine 300 sine 400 sine 500 sine 600 sine 700");
    let wanted = folder.samples("six.wav", 16);
    for (name, words) in
        [("six.flac", "flac -s --channel-map=none six.wav -o FILE"), ("six.mka", "ffmpeg -v error -i six.flac FILE")]
    {
        folder.make(name, &words.replace("six.flac FILE", "six.flac -c:a flac FILE"));
        let mut source = folder.open(name);
        assert_eq!((source.spec().channels, source.channel_mask()), (6, 0x3f), "{name}");
        assert_same(&decoded(source.as_mut(), Format::S16_LE), &wanted, name);
    }
}
