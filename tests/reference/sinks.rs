//! Recordings beside Debian's arecord, byte for byte, and read back by sox and ffmpeg, bit for bit.
//!
//! Debian's records from alsa-lib's `file` PCM with known input; our sinks get the same frames.

use alsabox::audio::sink::{self, Growth, Recipe};
use alsabox::audio::source::{FileType, Spec};
use alsabox::device::Format;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Even, as Debian's rounds odd bytes up to one more sample.
const FRAMES: usize = 100;

/// Frames whose samples have all their bits in use, in values that every tool can tell apart.
fn frames(spec: Spec) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..FRAMES * spec.frame_bytes().unwrap()).map(|at| (at * 7 + at / 251) as u8).collect();
    match spec.format {
        Format::S24_LE => bytes.chunks_mut(4).for_each(|sample| sample[3] = if sample[2] < 0x80 { 0 } else { 0xff }),
        Format::FLOAT_LE => fill(&mut bytes, |value| (value as f32).to_le_bytes()),
        Format::FLOAT_BE => fill(&mut bytes, |value| (value as f32).to_be_bytes()),
        Format::FLOAT64_LE => fill(&mut bytes, f64::to_le_bytes),
        Format::FLOAT64_BE => fill(&mut bytes, f64::to_be_bytes),
        // The law's second zero.
        Format::MU_LAW => bytes.iter_mut().filter(|sample| **sample == 0x7f).for_each(|sample| *sample = 0xff),
        _ => {}
    }
    bytes
}

fn fill<const N: usize>(bytes: &mut [u8], sample: impl Fn(f64) -> [u8; N]) {
    for (at, bytes) in bytes.chunks_exact_mut(N).enumerate() {
        bytes.copy_from_slice(&sample(((at * 37 % 256) as f64 - 128.0) / 128.0));
    }
}

fn recipe(file_type: FileType, spec: Spec) -> Recipe {
    Recipe { file_type, spec, channel_mask: None, growth: Growth::NextFile, most_bytes: None }
}

fn record(path: &Path, recipe: &Recipe, frames: &[u8]) {
    let mut sink = sink::create(path, recipe, None).unwrap_or_else(|error| panic!("{recipe:?}: {error}"));
    for piece in frames.chunks(7 * recipe.spec.frame_bytes().unwrap()) {
        sink.write(piece).unwrap();
        sink.keep_current().unwrap();
    }
    sink.finish().unwrap();
}

/// The formats that both write rightly, at rates and channels for which Debian's header is true.
#[test]
fn files_are_debians() {
    use Format as F;
    let table: [(FileType, &str, &[Format]); 4] = [
        (FileType::Wav, "wav", &[F::U8, F::S16_LE, F::S32_LE, F::FLOAT_LE]),
        (FileType::Au, "au", &[F::MU_LAW, F::S16_BE]),
        (FileType::Voc, "voc", &[F::U8]),
        (FileType::Raw, "raw", &[F::U8, F::S24_LE, F::S24_3BE, F::FLOAT64_LE, F::U18_3LE]),
    ];
    for (file_type, name, formats) in table {
        for format in formats {
            for channels in [1, 2] {
                let spec = Spec { format: *format, channels, rate: 8000 };
                assert_same_file(file_type, name, spec);
            }
        }
    }
}

fn assert_same_file(file_type: FileType, name: &str, spec: Spec) {
    let dir = tempfile::tempdir().unwrap();
    let [input, theirs, ours] = ["input", "theirs", "ours"].map(|name| dir.path().join(name));
    let frames = frames(spec);
    fs::write(&input, &frames).unwrap();
    let mut arecord = Command::new("/usr/bin/arecord");
    arecord.args(["-q", "-D", &format!("infile:{}", input.display()), "-t", name, "-f", spec.format.name()]);
    arecord.args(["-c", &spec.channels.to_string(), "-r", &spec.rate.to_string(), "-s", &FRAMES.to_string()]);
    arecord.arg(&theirs).env("ALSA_CONFIG_PATH", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/alsa.conf"));
    succeed(&mut arecord, "Debian's arecord (package alsa-utils)");
    record(&ours, &recipe(file_type, spec), &frames);
    assert!(fs::read(&ours).unwrap() == fs::read(&theirs).unwrap(), "{name} {spec:?}");
}

/// A format that a type of file holds, and what sox and ffmpeg call the same samples without a header.
struct Held {
    format: Format,
    sox: &'static str,
    ffmpeg: &'static str,
}

const fn held(format: Format, sox: &'static str, ffmpeg: &'static str) -> Held {
    Held { format, sox, ffmpeg }
}

const IN_WAV: &[Held] = &[
    held(Format::U8, "-e unsigned -b 8", "u8"),
    held(Format::S16_LE, "-e signed -b 16 -L", "s16le"),
    held(Format::S24_3LE, "-e signed -b 24 -L", "s24le"),
    held(Format::S24_LE, "-e signed -b 32 -L", "s32le"),
    held(Format::S32_LE, "-e signed -b 32 -L", "s32le"),
    held(Format::FLOAT_LE, "-e float -b 32 -L", "f32le"),
    held(Format::FLOAT64_LE, "-e float -b 64 -L", "f64le"),
    held(Format::A_LAW, "-e a-law -b 8", "alaw"),
    held(Format::MU_LAW, "-e u-law -b 8", "mulaw"),
];

const IN_AU: &[Held] = &[
    held(Format::U8, "-e unsigned -b 8", "u8"),
    held(Format::S8, "-e signed -b 8", "s8"),
    held(Format::S16_BE, "-e signed -b 16 -B", "s16be"),
    held(Format::S24_3BE, "-e signed -b 24 -B", "s24be"),
    held(Format::S32_BE, "-e signed -b 32 -B", "s32be"),
    held(Format::FLOAT_BE, "-e float -b 32 -B", "f32be"),
    held(Format::FLOAT64_BE, "-e float -b 64 -B", "f64be"),
    held(Format::A_LAW, "-e a-law -b 8", "alaw"),
    held(Format::MU_LAW, "-e u-law -b 8", "mulaw"),
];

const IN_VOC: &[Held] = &[
    held(Format::U8, "-e unsigned -b 8", "u8"),
    held(Format::S16_LE, "-e signed -b 16 -L", "s16le"),
    held(Format::A_LAW, "-e a-law -b 8", "alaw"),
    held(Format::MU_LAW, "-e u-law -b 8", "mulaw"),
];

#[test]
fn sox_and_ffmpeg_hear_every_bit_of_a_wave_file() {
    assert_heard(FileType::Wav, "wav", IN_WAV);
}

#[test]
fn sox_and_ffmpeg_hear_every_bit_of_an_au_file() {
    assert_heard(FileType::Au, "au", IN_AU);
}

#[test]
fn sox_and_ffmpeg_hear_every_bit_of_a_voc_file() {
    assert_heard(FileType::Voc, "voc", IN_VOC);
}

fn assert_heard(file_type: FileType, extension: &str, list: &[Held]) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("take").with_extension(extension);
    for held in list {
        let is_16_bits = matches!(held.format, Format::S16_LE | Format::S16_BE);
        for channels in (1..=32).filter(|channels| is_16_bits || [1, 2, 3, 32].contains(channels)) {
            let spec = Spec { format: held.format, channels, rate: 44100 };
            let frames = frames(spec);
            record(&path, &recipe(file_type, spec), &frames);
            let expected = if held.format == Format::S24_LE { raised(&frames) } else { frames };
            assert!(by_sox(&path, held) == expected, "sox: {extension} {spec:?}");
            // ffmpeg reads VOC in pieces of 2048 bytes and drops what is no whole frame there.
            if file_type != FileType::Voc || 2048 % spec.frame_bytes().unwrap() == 0 {
                assert!(by_ffmpeg(&path, held) == expected, "ffmpeg: {extension} {spec:?}");
            }
        }
    }
}

/// 24 bits at the level that they have among 32.
fn raised(frames: &[u8]) -> Vec<u8> {
    frames.chunks(4).flat_map(|sample| [0, sample[0], sample[1], sample[2]]).collect()
}

fn by_sox(path: &Path, held: &Held) -> Vec<u8> {
    let mut sox = Command::new("sox");
    sox.args(["-V1", "-D"]).arg(path).args(["-t", "raw"]).args(held.sox.split(' ')).arg("-");
    succeed(&mut sox, "sox (package sox)").stdout
}

fn by_ffmpeg(path: &Path, held: &Held) -> Vec<u8> {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-i"]).arg(path).args(["-f", held.ffmpeg, "-"]);
    succeed(&mut ffmpeg, "ffmpeg (package ffmpeg)").stdout
}

fn succeed(command: &mut Command, what: &str) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}
