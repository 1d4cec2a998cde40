//! A short sound from a file, all of it in memory, at the rate of the device.

use super::Signal;
use crate::audio::input::Input;
use crate::audio::source::{self, Assume, FileType, Spec};
use crate::device::Format;
use crate::device::error::reason_of;
use std::fs::File;
use std::path::Path;

/// A name is not spoken for longer.
const MOST_SECONDS: u64 = 60;

/// A sound; silence after it.
pub struct Clip {
    samples: Vec<f64>,
    at: usize,
}

impl Clip {
    /// Reads a WAV file of 16 bits; of several channels the first is taken.
    ///
    /// # Errors
    /// Why the file cannot be used, without its name.
    pub fn read(path: &Path, rate: u32) -> Result<Clip, String> {
        let file = File::open(path).map_err(|error| reason_of(&error))?;
        let nothing = Spec { format: Format::S16_LE, channels: 1, rate };
        let assume = Assume { file_type: Some(FileType::Wav), raw: nothing, raw_described: false };
        let mut source = source::open(Input::from_file(file), &assume).map_err(|_| "not a WAV file".to_owned())?;
        let spec = source.spec();
        let frame_bytes = spec.frame_bytes().unwrap_or(2);
        if spec.format != Format::S16_LE {
            return Err(format!("its samples are {}, S16_LE is needed", spec.format));
        }
        let most = (MOST_SECONDS * u64::from(spec.rate)) as usize;
        let mut samples: Vec<f64> = Vec::new();
        let mut frames = vec![0; 4096 * frame_bytes];
        while samples.len() < most {
            let got = source.read(&mut frames).map_err(|error| reason_of(&error))? as usize;
            if got == 0 {
                break;
            }
            let first = |frame: &[u8]| f64::from(i16::from_le_bytes([frame[0], frame[1]])) / 32_768.0;
            samples.extend(frames[..got * frame_bytes].chunks_exact(frame_bytes).map(first));
        }
        Ok(Clip { samples: at_rate(samples, spec.rate, rate), at: 0 })
    }

    /// How long it is.
    pub fn frames(&self) -> u64 {
        self.samples.len() as u64
    }

    /// Back to its start.
    pub fn rewind(&mut self) {
        self.at = 0;
    }
}

/// The samples at another rate, by straight lines: enough for a name that is to be understood.
fn at_rate(samples: Vec<f64>, from: u32, to: u32) -> Vec<f64> {
    if from == to || samples.is_empty() {
        return samples;
    }
    let frames = samples.len() as u64 * u64::from(to) / u64::from(from.max(1));
    let sample = |frame: u64| {
        let place = frame as f64 * f64::from(from) / f64::from(to);
        let before = (place as usize).min(samples.len() - 1);
        let after = (before + 1).min(samples.len() - 1);
        samples[before] + (samples[after] - samples[before]) * (place - before as f64)
    };
    (0..frames).map(sample).collect()
}

impl Signal for Clip {
    fn sample(&mut self) -> f64 {
        let sample = self.samples.get(self.at).copied().unwrap_or(0.0);
        self.at += 1;
        sample
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_rate_keeps_the_shape_and_the_length_in_time() {
        let rising: Vec<f64> = (0..100).map(f64::from).collect();
        let doubled = at_rate(rising.clone(), 24_000, 48_000);
        assert_eq!((doubled.len(), doubled[1], doubled[50]), (200, 0.5, 25.0));
        assert_eq!(at_rate(rising, 48_000, 24_000)[10], 20.0);
    }
}
