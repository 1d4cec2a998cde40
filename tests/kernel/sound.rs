//! The sounds that tests play: noise that must arrive bit for bit, ramps that show a gap, tones that can be recognised.

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};

/// The shape of raw sample data.
#[derive(Clone)]
pub(crate) struct Shape {
    pub(crate) format: &'static str,
    pub(crate) channels: usize,
    pub(crate) rate: u32,
}

impl Shape {
    /// 16 bits at 48 kHz, what every card of the guest can play.
    pub(crate) const STEREO: Shape = Shape { format: "S16_LE", channels: 2, rate: 48000 };

    pub(crate) fn frame_bytes(&self) -> usize {
        let sample_bytes = match self.format {
            "S16_LE" | "S16_BE" => 2,
            "S24_3LE" | "S24_3BE" => 3,
            "S24_LE" | "S24_BE" | "S32_LE" | "S32_BE" | "FLOAT_LE" | "FLOAT_BE" => 4,
            other => panic!("no width is known for {other}"),
        };
        sample_bytes * self.channels
    }

    /// The options that name this shape to aplay and arecord.
    pub(crate) fn options(&self) -> [String; 3] {
        [format!("-f{}", self.format), format!("-c{}", self.channels), format!("-r{}", self.rate)]
    }
}

/// Bytes of which none is zero, so that no frame of them can be taken for silence; the same at every run.
pub(crate) fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8 | 1
    };
    std::iter::repeat_with(&mut byte).take(len).collect()
}

/// Stereo frames that count up from `first`, never through zero.
pub(crate) fn ramp(first: usize, frames: usize) -> Vec<i16> {
    let sample = |frame: usize| (frame % 32767) as i16 + 1;
    (first..first + frames).flat_map(|frame| [sample(frame), -sample(frame)]).collect()
}

/// A stereo tone at half of full scale and 48 kHz.
pub(crate) fn tone(hz: f64, frames: usize) -> Vec<i16> {
    let sample = |frame: usize| ((TAU * hz * frame as f64 / 48000.0).sin() * 16384.0) as i16;
    (0..frames).flat_map(|frame| [sample(frame); 2]).collect()
}

/// A folder of sound files that is removed in the end.
pub(crate) struct Sounds(tempfile::TempDir);

impl Sounds {
    pub(crate) fn new() -> Sounds {
        Sounds(tempfile::tempdir().expect("the guest has a /tmp"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn raw(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("the guest's /tmp has room");
        path
    }

    /// A WAV file of 16-bit stereo frames at 48 kHz.
    pub(crate) fn wav(&self, name: &str, samples: &[i16]) -> PathBuf {
        let path = self.path(name);
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: 48000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&path, spec).expect("the guest's /tmp has room");
        for &sample in samples {
            writer.write_sample(sample).expect("the guest's /tmp has room");
        }
        writer.finalize().expect("the guest's /tmp has room");
        path
    }
}

/// The left channel of a file that QEMU is still writing: its lengths are not to be trusted.
pub(crate) fn left_of_growing_wav(path: &Path) -> Vec<i16> {
    const HEADER_BYTES: usize = 44;
    let bytes = fs::read(path).expect("QEMU writes this file");
    let frames = bytes.get(HEADER_BYTES..).unwrap_or_default().chunks_exact(4);
    frames.map(|frame| i16::from_le_bytes([frame[0], frame[1]])).collect()
}

/// How much of a tenth of a second, where it is clearest, is this tone: 0.0 to 1.0.
pub(crate) fn share_of_tone(samples: &[i16], hz: f64) -> f64 {
    samples.chunks_exact(4800).map(|window| tone_in(window, hz)).fold(0.0, f64::max)
}

/// Goertzel's power at one frequency over the power of everything; a window near silence counts as none.
fn tone_in(window: &[i16], hz: f64) -> f64 {
    let coefficient = 2.0 * (TAU * hz / 48000.0).cos();
    let (mut last, mut before, mut energy) = (0.0, 0.0, 0.0);
    for &sample in window {
        let sample = f64::from(sample);
        (last, before) = (sample + coefficient * last - before, last);
        energy += sample * sample;
    }
    let len = window.len() as f64;
    if energy / len < 1000.0 {
        return 0.0;
    }
    let power = last * last + before * before - coefficient * last * before;
    power / (energy * len / 2.0)
}
