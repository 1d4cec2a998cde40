//! The VU meter beside Debian's aplay, byte for byte, for every format that upstream measures rightly.
//!
//! Debian's runs on the null device; ours is fed the same periods, the last one filled with silence as aplay does.

#![allow(clippy::unwrap_used)]

use alsabox::audio::source::Spec;
use alsabox::device::Format;
use alsabox::ui::meter::{Meter, MeterKind};
use rustix::time::{ClockId, clock_gettime};
use std::fs;
use std::process::Command;
use std::time::Duration;

const PERIOD_FRAMES: usize = 16;

/// What upstream decodes rightly: not floats, not the laws, not unsigned big endian, and 18 and 20 bits only when the
/// sign fills the sample's bytes.
const FORMATS: &[Format] = &[
    Format::S8,
    Format::U8,
    Format::S16_LE,
    Format::S16_BE,
    Format::U16_LE,
    Format::S24_LE,
    Format::S24_BE,
    Format::S32_LE,
    Format::S32_BE,
    Format::U32_LE,
    Format::S24_3LE,
    Format::S24_3BE,
    Format::U24_3LE,
    Format::S20_LE,
    Format::S20_BE,
];

#[test]
fn mono_bars_are_upstreams() {
    for format in FORMATS {
        for channels in [1, 2, 3, 6] {
            assert_same(MeterKind::Mono, *format, channels);
        }
    }
}

#[test]
fn stereo_bars_are_upstreams() {
    for format in FORMATS {
        for channels in [1, 2, 6] {
            assert_same(MeterKind::Stereo, *format, channels);
        }
    }
}

#[test]
fn peak_lines_are_upstreams() {
    for format in FORMATS {
        for channels in [1, 2, 5] {
            assert_same(MeterKind::Peaks, *format, channels);
        }
    }
}

fn assert_same(kind: MeterKind, format: Format, channels: u32) {
    let spec = Spec { format, channels, rate: 8000 };
    let frames = frames(spec);
    let theirs = upstream(kind, spec, &frames);
    let ours = ours(kind, spec, &frames);
    let differs = pictures(&ours).zip(pictures(&theirs)).find(|(ours, theirs)| ours != theirs);
    assert_eq!(differs, None, "{kind:?} {format} {channels} channels, ours and Debian's");
    assert_eq!(ours.len(), theirs.len(), "{kind:?} {format} {channels} channels");
}

fn pictures(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\r', '\n'])
}

/// Blocks of one loudness each, up and down within bounds that grow to full scale, each channel on its own way, and a
/// part of a period at the end.
fn frames(spec: Spec) -> Vec<u8> {
    let full = 1i64 << (spec.format.width().unwrap() - 1);
    let mut frames = Vec::new();
    for block in 0..300i64 {
        for frame in 0..if block < 299 { PERIOD_FRAMES } else { 5 } {
            for channel in 0..i64::from(spec.channels) {
                let percent = (block * (7 + 4 * channel)) % 201 - 100;
                let loudest = (full * percent * (block + 2) / 300 / 100).min(full - 1);
                push_sample(
                    &mut frames,
                    spec.format,
                    if frame % 3 == channel as usize % 3 { loudest } else { -loudest / 3 },
                );
            }
        }
    }
    frames
}

fn push_sample(frames: &mut Vec<u8>, format: Format, value: i64) {
    let bytes = format.sample_bytes().unwrap();
    let offset = if format.name().starts_with('U') { 1i64 << (format.width().unwrap() - 1) } else { 0 };
    let mut sample = (value + offset).to_le_bytes()[..bytes].to_vec();
    if format.name().ends_with("BE") {
        sample.reverse();
    }
    frames.extend(sample);
}

fn ours(kind: MeterKind, spec: Spec, frames: &[u8]) -> String {
    let mut meter = Meter::new(kind, spec, Box::new(|| Duration::from_secs(1))).unwrap();
    let mut out = Vec::new();
    for period in frames.chunks(PERIOD_FRAMES * spec.frame_bytes().unwrap()) {
        let mut padded = vec![0; PERIOD_FRAMES * spec.frame_bytes().unwrap()];
        spec.format.silence(&mut padded);
        padded[..period.len()].copy_from_slice(period);
        meter.heard(&padded, &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// Runs Debian's within one second of the wall clock, on which its held peaks depend.
fn upstream(kind: MeterKind, spec: Spec, frames: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("frames.raw");
    fs::write(&file, frames).unwrap();
    let mut aplay = Command::new("/usr/bin/aplay");
    aplay.args(["-q", "-D", "null", "-t", "raw", "-r", "8000", "--buffer-size=64"]);
    aplay.args([
        format!("--period-size={PERIOD_FRAMES}"),
        format!("-f{}", spec.format),
        format!("-c{}", spec.channels),
    ]);
    aplay.arg(match kind {
        MeterKind::Mono => "-Vmono",
        MeterKind::Stereo => "-Vstereo",
        MeterKind::Peaks => "-vvv",
        MeterKind::Full(_) => panic!("upstream has no full meter"),
    });
    aplay.arg(&file).env("LC_ALL", "C");
    loop {
        let second = wall_second();
        let output = aplay.output().expect("Debian's aplay (package alsa-utils)");
        assert!(output.status.success(), "{output:?}");
        if kind == MeterKind::Peaks || wall_second() == second {
            let text = String::from_utf8(output.stderr).unwrap();
            let start = if kind == MeterKind::Peaks { text.find("Max peak").unwrap() } else { 0 };
            return text[start..].to_owned();
        }
    }
}

/// As time(2) tells it, which is a tick behind the exact clock.
fn wall_second() -> i64 {
    clock_gettime(ClockId::RealtimeCoarse).tv_sec
}
