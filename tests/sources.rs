//! What other tools write is played sample for sample, and no bytes at all make a reader panic or go on for ever.

#![allow(clippy::unwrap_used)] // Clippy excuses only functions that are tests themselves.

use alsabox::audio::input::Input;
use alsabox::audio::source::{self, Assume, FileType, OpenError, Source, Spec};
use alsabox::device::Format;
use proptest::prelude::*;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const ANYTHING: Assume =
    Assume { file_type: None, raw: Spec { format: Format::U8, channels: 1, rate: 8000 }, raw_described: false };

/// Runs a tool that must succeed; returns what it wrote.
fn run(words: &str, dir: &TempDir) -> Vec<u8> {
    let mut words = words.split_whitespace();
    let program = words.next().unwrap();
    let output = Command::new(program).args(words).current_dir(dir.path()).stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{program} is needed: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn open(path: &Path) -> Box<dyn Source> {
    source::open(Input::from_file(File::open(path).unwrap()), &ANYTHING).unwrap()
}

/// Everything that is played of the first section, through a buffer that fits nothing evenly.
fn played(source: &mut dyn Source) -> Vec<u8> {
    let frame_bytes = source.spec().frame_bytes().unwrap();
    let mut piece = vec![0; 1001 * frame_bytes + 1];
    let mut all = Vec::new();
    loop {
        match source.read(&mut piece).unwrap() as usize {
            0 => return all,
            frames => all.extend_from_slice(&piece[..frames * frame_bytes]),
        }
    }
}

#[test]
fn files_of_sox_play_as_sox_reads_them() {
    let table = [
        ("-c 1 -b 8 -e unsigned s.wav", Format::U8, "WAVE"),
        ("-c 2 -b 16 s.wav", Format::S16_LE, "WAVE"),
        ("-c 6 -b 16 s.wav", Format::S16_LE, "WAVE"),
        ("-c 2 -b 24 s.wav", Format::S24_3LE, "WAVE"),
        ("-c 2 -b 32 s.wav", Format::S32_LE, "WAVE"),
        ("-c 2 -b 32 -e float s.wav", Format::FLOAT_LE, "WAVE"),
        ("-c 2 -b 64 -e float s.wav", Format::FLOAT64_LE, "WAVE"),
        ("-c 1 -e a-law s.wav", Format::A_LAW, "WAVE"),
        ("-c 1 -e mu-law s.wav", Format::MU_LAW, "WAVE"),
        ("-c 2 -b 16 -B s.wav", Format::S16_BE, "WAVE"),
        ("-c 2 -b 24 -B s.wav", Format::S24_3BE, "WAVE"),
        ("-c 2 -b 32 -e float -B s.wav", Format::FLOAT_BE, "WAVE"),
        ("-c 2 -b 8 -e signed s.au", Format::S8, "Sparc Audio"),
        ("-c 2 -b 16 s.au", Format::S16_BE, "Sparc Audio"),
        ("-c 1 -b 24 s.au", Format::S24_3BE, "Sparc Audio"),
        ("-c 3 -b 32 s.au", Format::S32_BE, "Sparc Audio"),
        ("-c 2 -b 32 -e float s.au", Format::FLOAT_BE, "Sparc Audio"),
        ("-c 2 -b 64 -e float s.au", Format::FLOAT64_BE, "Sparc Audio"),
        ("-c 1 -e mu-law s.au", Format::MU_LAW, "Sparc Audio"),
        ("-c 1 -e a-law s.au", Format::A_LAW, "Sparc Audio"),
        ("-c 2 -b 16 -L s.au", Format::S16_LE, "Sparc Audio"),
        ("-c 1 -b 8 -e unsigned s.voc", Format::U8, "VOC"),
        ("-c 2 -b 8 -e unsigned s.voc", Format::U8, "VOC"),
    ];
    for (made, format, kind) in table {
        let dir = tempfile::tempdir().unwrap();
        run(&format!("sox -R -r 8000 -n {made} synth 0.2 sine 440 brown vol 0.5"), &dir);
        let name = made.rsplit(' ').next().unwrap();
        let order = if format.name().ends_with("BE") { "-B" } else { "-L" };
        let expected = run(&format!("sox {name} -t raw {order} -"), &dir);
        let mut source = open(&dir.path().join(name));
        assert_eq!((source.spec().format, source.spec().rate, source.kind()), (format, 8000, kind), "{made}");
        assert_eq!(source.frames_left().unwrap_or(1600), 1600, "{made}");
        assert!(played(&mut *source) == expected && !expected.is_empty(), "{made}");
    }
}

#[test]
fn voc_files_of_16_bits_play_whole_though_sox_counts_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let synth = "synth 0.2 sine 440 vol 0.5";
    run(&format!("sox -R -r 8000 -n -c 2 -b 16 s.voc {synth}"), &dir);
    let expected = run(&format!("sox -R -r 8000 -n -c 2 -b 16 -e signed -t raw - {synth}"), &dir);
    let mut source = open(&dir.path().join("s.voc"));
    assert_eq!(source.spec(), Spec { format: Format::S16_LE, channels: 2, rate: 8000 });
    assert!(played(&mut *source) == expected && expected.len() == 6400);
    assert!(!source.next_section().unwrap());
}

#[test]
fn files_of_ffmpeg_play_what_ffmpeg_put_in() {
    let table = [
        ("-c:a pcm_s24le f.wav", "s24le", Format::S24_3LE, 0x3f),
        ("-c:a pcm_f64le f.wav", "f64le", Format::FLOAT64_LE, 0x3f),
        ("-c:a pcm_s16le -rf64 always f.wav", "s16le", Format::S16_LE, 0x3f),
        ("-c:a pcm_s24be f.au", "s24be", Format::S24_3BE, 0),
        ("-c:a pcm_s16le f.voc", "s16le", Format::S16_LE, 0),
    ];
    for (made, raw, format, mask) in table {
        let dir = tempfile::tempdir().unwrap();
        let sine = "ffmpeg -v error -f lavfi -i sine=r=48000:d=0.1 -af aformat=cl=5.1";
        run(&format!("{sine} {made}"), &dir);
        let expected = run(&format!("{sine} -f {raw} -"), &dir);
        let name = made.rsplit(' ').next().unwrap();
        let mut source = open(&dir.path().join(name));
        assert_eq!(source.spec(), Spec { format, channels: 6, rate: 48000 }, "{made}");
        assert_eq!(source.channel_mask(), mask, "{made}");
        assert!(played(&mut *source) == expected && !expected.is_empty(), "{made}");
    }
}

#[test]
fn streams_without_a_length_play_until_they_end() {
    for words in [
        "sox -R -n -r 8000 -b 16 -t wav - synth 0.2 sine 440",
        "sox -R -n -r 8000 -b 16 -t au - synth 0.2 sine 440",
        "ffmpeg -v error -f lavfi -i sine=r=8000:d=0.2 -f wav -",
        "ffmpeg -v error -f lavfi -i sine=r=8000:d=0.2 -rf64 always -f wav -",
    ] {
        let mut words = words.split_whitespace();
        let mut child = Command::new(words.next().unwrap())
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("sox and ffmpeg are needed: {error}"));
        let pipe = std::os::fd::OwnedFd::from(child.stdout.take().unwrap());
        let mut source = source::open(Input::from_file(pipe.into()), &ANYTHING).unwrap();
        assert_eq!(source.spec().rate, 8000);
        assert_eq!(played(&mut *source).len(), 1600 * source.spec().frame_bytes().unwrap());
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn files_of_arecord_play_whole() {
    let table = [
        ("-t wav -f S16_LE -c 2", Format::S16_LE),
        ("-t wav -f S24_LE -c 2", Format::S24_LE),
        ("-t wav -f S24_3LE -c 1", Format::S24_3LE),
        ("-t wav -f FLOAT_LE -c 6", Format::FLOAT_LE),
        ("-t au -f S16_BE -c 2", Format::S16_BE),
        ("-t voc -f U8 -c 1", Format::U8),
        ("-t voc -f U8 -c 2", Format::U8),
    ];
    for (options, format) in table {
        let dir = tempfile::tempdir().unwrap();
        run(&format!("arecord -q -D null -r 8000 -d 1 {options} take"), &dir);
        let mut source = open(&dir.path().join("take"));
        let channels = options.rsplit(' ').next().unwrap().parse().unwrap();
        assert_eq!(source.spec(), Spec { format, channels, rate: 8000 }, "{options}");
        assert_eq!(played(&mut *source).len(), 8000 * source.spec().frame_bytes().unwrap(), "{options}");
    }
}

#[test]
fn right_justified_samples_of_hound_keep_their_level() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("h.wav");
    let sample_format = hound::SampleFormat::Int;
    let spec = hound::WavSpec { channels: 1, sample_rate: 8000, bits_per_sample: 24, sample_format };
    let spec = hound::WavSpecEx { spec, bytes_per_sample: 4 };
    let mut writer = hound::WavWriter::new_with_spec_ex(File::create(&path).unwrap(), spec).unwrap();
    (1..100).for_each(|sample: i32| writer.write_sample(sample * 1001).unwrap());
    writer.finalize().unwrap();
    let mut source = open(&path);
    assert_eq!(source.spec().format, Format::S24_LE);
    let expected: Vec<u8> = (1..100i32).flat_map(|sample| (sample * 1001).to_le_bytes()).collect();
    assert_eq!(played(&mut *source), expected);
}

/// The beginnings of files of every type, for what is random to follow.
fn beginnings() -> impl Strategy<Value = Vec<u8>> {
    let format =
        |tag, bits| [&b"fmt \x10\0\0\0"[..], &[tag, 0, 2, 0, 64, 31, 0, 0, 0, 0, 0, 0, 4, 0, bits, 0]].concat();
    let wave = |magic: &[u8; 4], rest: &[&[u8]]| [magic, &b"\x24\0\0\x80WAVE"[..], &rest.concat()].concat();
    let voc = [&b"Creative Voice File\x1a\x1a\0\x0a\x01\x29\x11"[..], b"\x06\x02\0\0\x03\0\x01\x04\0\0\x83\0\x01\x02"]
        .concat();
    prop::sample::select(vec![
        Vec::new(),
        b".snd\0\0\0".to_vec(),
        b".snd\0\0\0\x18\xff\xff\xff\xff\0\0\0\x03\0\0\x1f\x40\0\0\0\x02".to_vec(),
        b".snd\0\0\0\x18\0\0\0\x08\0\0\0".to_vec(),
        wave(b"RIFF", &[b"fmt "]),
        wave(b"RIFX", &[b"fmt \0\0\0\x28\xff\xfe\0\x01"]),
        wave(b"RIFF", &[&format(1, 16), b"data"]),
        wave(b"RF64", &[b"ds64\x10\0\0\0", &[9; 16], &format(3, 32), b"data\xff\xff\xff\xff"]),
        voc[..26].to_vec(),
        voc,
    ])
}

/// Small numbers, which are block types and channels, more often than others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop_oneof![3 => 0..12u8, 1 => any::<u8>(), 1 => Just(0xff)], 0..300)
}

/// Plays a source to its end, or to a megabyte, which only loops and silence make of so little; returns the bytes.
fn play_through(source: &mut dyn Source) -> u64 {
    let mut bytes = 0;
    while bytes < 1 << 20 {
        let frame_bytes = source.spec().frame_bytes().expect("whole bytes");
        let mut piece = vec![0; 4096.max(frame_bytes)];
        match source.read(&mut piece) {
            Ok(0) if source.next_section().unwrap_or(false) => {}
            Ok(0) | Err(_) => break,
            Ok(frames) => bytes += frames * frame_bytes as u64,
        }
        source.take_notes();
    }
    bytes
}

proptest! {
    #[test]
    fn any_bytes_give_an_error_or_frames(start in beginnings(), rest in bytes(), channels in 1..5u32) {
        let all = [start, rest].concat();
        let raw = Spec { channels, ..ANYTHING.raw };
        for file_type in [None, Some(FileType::Raw), Some(FileType::Wav), Some(FileType::Au), Some(FileType::Voc)] {
            let assume = Assume { file_type, raw, raw_described: false };
            match source::open(Input::from_bytes(all.clone()), &assume) {
                Ok(mut source) => {
                    let claimed = source.frames_left().map(|frames| frames * source.spec().frame_bytes().unwrap() as u64);
                    let played = play_through(&mut *source);
                    prop_assert!(source.kind() == "VOC" || source.is_decoded() || played <= all.len() as u64);
                    prop_assert!(source.is_decoded() || claimed.unwrap_or(played) == played);
                }
                Err(OpenError::Unplayable(reason)) => prop_assert!(!reason.is_empty()),
                Err(OpenError::Unknown | OpenError::Foreign(_)) => prop_assert_eq!(file_type, None),
                Err(OpenError::Not(asked)) => prop_assert_eq!(file_type, Some(asked)),
                Err(OpenError::Read(error)) => prop_assert!(false, "{}", error),
            }
        }
    }
}
