//! The sounds of the corpora: one folder of files in every variant, some from sox and ffmpeg, some byte for byte.
//!
//! All hold a few periods of the same ramp, so that a lost, doubled or shifted frame shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

mod au;
mod voc;
mod wav;

/// Frames of most sounds: two periods and a part at 8000 Hz.
const FRAMES: usize = 2300;

/// The folder, made once for each run of the tests.
pub(crate) fn dir() -> &'static Path {
    static DIR: LazyLock<PathBuf> = LazyLock::new(|| {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reference-sounds");
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        make_all(&dir);
        dir
    });
    &DIR
}

fn make_all(dir: &Path) {
    for (name, bytes) in wav::all().into_iter().chain(au::all()).chain(voc::all()).chain(raw()) {
        fs::write(dir.join(name), bytes).unwrap();
    }
    by_sox(dir);
    by_ffmpeg(dir);
}

/// Samples that never repeat within a sound.
fn ramp(samples: usize) -> impl Iterator<Item = i16> {
    (0..samples).map(|at| (at as i16).wrapping_mul(251))
}

fn raw() -> Vec<(String, Vec<u8>)> {
    let shorts = |frames| ramp(frames).flat_map(i16::to_le_bytes).collect::<Vec<u8>>();
    let bytes = |count: usize| (0..count).map(|at| (at * 7) as u8).collect::<Vec<u8>>();
    let files = [
        ("stereo.raw", shorts(2 * FRAMES)),
        ("quiet.raw", vec![128; FRAMES]),
        ("period.raw", bytes(1000)),
        ("bytes5.raw", bytes(5)),
        ("bytes25.raw", bytes(25)),
        ("bytes26.raw", bytes(26)),
        ("empty", Vec::new()),
        ("text", b"This is a text, and no sound at all.\n".repeat(8)),
        ("left.raw", shorts(FRAMES)),
        ("right.raw", shorts(FRAMES).into_iter().rev().collect()),
        ("planes.0", shorts(1200)),
        ("planes.1", shorts(1200).into_iter().rev().collect()),
        ("six.raw", shorts(6 * 1500)),
        ("id3.mp3", [b"ID3\x03\0\0\0\0\0\x0a".as_slice(), &bytes(400)].concat()),
    ];
    files.map(|(name, bytes)| (name.to_owned(), bytes)).into()
}

/// As sox writes them: file name, then the options of the output.
const BY_SOX: &[(&str, &str)] = &[
    ("sox-u8.wav", "-e unsigned-integer -b 8"),
    ("sox-s16.wav", "-e signed-integer -b 16"),
    ("sox-s24.wav", "-e signed-integer -b 24"),
    ("sox-s32.wav", "-e signed-integer -b 32"),
    ("sox-float.wav", "-e floating-point -b 32"),
    ("sox-double.wav", "-e floating-point -b 64"),
    ("sox-mulaw.wav", "-e mu-law"),
    ("sox-alaw.wav", "-e a-law"),
    ("sox-adpcm.wav", "-e ms-adpcm"),
    ("sox-six.wav", "-e signed-integer -b 16 -c 6"),
    ("sox-cd.wav", "-e signed-integer -b 16 -c 2 -r 44100"),
    ("sox-s8.au", "-e signed-integer -b 8"),
    ("sox-s16.au", "-e signed-integer -b 16"),
    ("sox-s24.au", "-e signed-integer -b 24"),
    ("sox-mulaw.au", "-e mu-law"),
    ("sox-alaw.au", "-e a-law"),
    ("sox-u8.voc", "-e unsigned-integer -b 8"),
    ("sox-s16.voc", "-e signed-integer -b 16"),
    ("sox.flac", "-b 16"),
    ("sox.ogg", ""),
    ("sox.aiff", "-b 16"),
    ("sox.w64", "-b 16"),
];

fn by_sox(dir: &Path) {
    for (name, options) in BY_SOX {
        let mut sox = Command::new("sox");
        sox.args("-D -R -r 8000 -c 2 -e signed-integer -b 16 -t raw stereo.raw".split(' '));
        made(sox.args(options.split_whitespace()).arg(name).current_dir(dir));
    }
}

/// As ffmpeg writes them.
const BY_FFMPEG: &[(&str, &str)] = &[
    ("ffmpeg-s16.wav", "-c:a pcm_s16le -metadata title=odd"),
    ("ffmpeg-s24.wav", "-c:a pcm_s24le"),
    ("ffmpeg-s32.wav", "-c:a pcm_s32le"),
    ("ffmpeg-float.wav", "-c:a pcm_f32le"),
    ("ffmpeg-5.1.wav", "-c:a pcm_s16le -ac 6"),
    ("ffmpeg-rf64.wav", "-c:a pcm_s16le -rf64 always"),
    ("ffmpeg-s16.au", "-c:a pcm_s16be"),
    ("ffmpeg-float.au", "-c:a pcm_f32be"),
    ("ffmpeg-u8.voc", "-c:a pcm_u8"),
    ("ffmpeg-s16.voc", "-c:a pcm_s16le"),
];

fn by_ffmpeg(dir: &Path) {
    for (name, options) in BY_FFMPEG {
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args("-nostdin -v error -bitexact -f s16le -ar 8000 -ac 2 -i stereo.raw -bitexact".split(' '));
        made(ffmpeg.args(options.split_whitespace()).arg(name).current_dir(dir));
    }
    // To a pipe the lengths in the header stay unknown.
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args("-nostdin -v error -bitexact -f s16le -ar 8000 -ac 2 -i stereo.raw -f wav pipe:1".split(' '));
    fs::write(dir.join("ffmpeg-pipe.wav"), made(ffmpeg.current_dir(dir))).unwrap();
}

fn made(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error} (packages sox and ffmpeg)"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
