//! The recipes of `sounds/*.wav`, and the test that each file is what its recipe gives, bit for bit.
//!
//! Only additions, multiplications and divisions of f64, which IEEE 754 fixes to the last bit on every machine.
//! `REGENERATE=1 cargo test --test sounds` (or `make docs`) writes the files anew.

// A failing step of a test is the test's failure.
#![allow(clippy::unwrap_used)]

mod noise;
mod places;

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

const RATE: u32 = 48_000;
/// -12 dBFS: heard on any device, loud on none.
const PEAK: f64 = 8_231.0;

/// Every sound with its frames.
fn sounds() -> Vec<(&'static str, Vec<i16>)> {
    let places = places::PLACES.iter().map(|place| (place.name, places::sound(place)));
    std::iter::once(("Noise", noise::noise())).chain(places).collect()
}

/// The loudest frame becomes `PEAK`.
fn at_peak(frames: &[f64]) -> Vec<i16> {
    let peak = frames.iter().fold(0.0, |peak: f64, sample| peak.max(sample.abs()));
    frames.iter().map(|sample| (sample / peak * PEAK).round() as i16).collect()
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sounds").join(format!("{name}.wav"))
}

fn wav(frames: &[i16]) -> Vec<u8> {
    let spec =
        hound::WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for frame in frames {
        writer.write_sample(*frame).unwrap();
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

#[test]
fn every_file_is_what_its_recipe_gives() {
    for (name, frames) in sounds() {
        let wanted = wav(&frames);
        if std::env::var_os("REGENERATE").is_some() {
            fs::write(file(name), &wanted).unwrap();
        }
        let there = fs::read(file(name)).unwrap_or_default();
        assert!(there == wanted, "sounds/{name}.wav is stale: `make docs` writes it anew");
    }
}

#[test]
fn no_file_is_without_a_recipe() {
    let names: Vec<&str> = sounds().iter().map(|(name, _)| *name).collect();
    for entry in fs::read_dir(file("Noise").parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(names.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn they_begin_and_end_in_silence_and_never_clip() {
    for (name, frames) in sounds() {
        assert!(frames[0].abs() <= 1 && frames[frames.len() - 1].abs() <= 1, "{name}");
        assert_eq!(frames.iter().map(|sample| sample.unsigned_abs()).max(), Some(PEAK as u16), "{name}");
    }
}
