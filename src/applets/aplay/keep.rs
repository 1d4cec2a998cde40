//! What is kept of a recording, checked: how files are split and named, when it starts and stops.

use super::job::count;
use super::options::RecordingArgs;
use anyhow::{anyhow, bail};
use std::path::PathBuf;

/// Below this a recording counts as silent, when `--start-on` says nothing else.
const SILENCE_DBFS: f32 = -60.0;

/// What is kept, and how.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Keep {
    pub(super) max_file_seconds: Option<u64>,
    pub(super) max_file_bytes: Option<u64>,
    pub(super) use_strftime: bool,
    pub(super) rf64: bool,
    pub(super) use_part: bool,
    pub(super) exec: Option<String>,
    pub(super) ring_seconds: Option<u64>,
    pub(super) follow: bool,
    pub(super) repair: Option<PathBuf>,
    pub(super) start_on_dbfs: Option<f32>,
    pub(super) stop_after: Option<Silence>,
    pub(super) level: Option<LevelForm>,
}

/// How long, and below which level, silence lasts until it ends the recording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Silence {
    pub(super) seconds: f64,
    pub(super) below_dbfs: f32,
}

/// How `--level` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LevelForm {
    Text,
    Json,
}

impl Keep {
    /// Whether the recording goes into several files.
    pub(super) fn rolls_over(&self) -> bool {
        self.max_file_seconds.is_some() || self.max_file_bytes.is_some() || self.use_strftime
    }

    pub(super) fn check(args: &RecordingArgs) -> anyhow::Result<Keep> {
        let number = |text: &Option<String>, what| text.as_deref().map(|text| count(text, what)).transpose();
        let start_on_dbfs = args.start_on.as_deref().map(dbfs).transpose()?;
        if args.json && !args.level {
            bail!("--json goes with --level");
        }
        Ok(Keep {
            max_file_seconds: number(&args.max_file_time, "max file time")?.filter(|seconds| *seconds > 0),
            max_file_bytes: args.max_file_size.as_deref().map(bytes).transpose()?,
            use_strftime: args.use_strftime,
            rf64: args.rf64,
            use_part: args.use_part,
            exec: args.exec.clone(),
            ring_seconds: number(&args.ring, "ring")?,
            follow: args.follow,
            repair: args.repair.as_ref().map(PathBuf::from),
            stop_after: args.stop_after_silence.as_deref().map(|text| silence(text, start_on_dbfs)).transpose()?,
            start_on_dbfs,
            level: args.level.then_some(if args.json { LevelForm::Json } else { LevelForm::Text }),
        })
    }
}

/// A level in dBFS, at most 0; "dB" may follow.
fn dbfs(text: &str) -> anyhow::Result<f32> {
    let number = text.strip_suffix("dB").or_else(|| text.strip_suffix("dBFS")).unwrap_or(text);
    match number.parse::<f32>() {
        Ok(level) if level <= 0.0 && level.is_finite() => Ok(level),
        _ => Err(anyhow!("invalid level '{text}': it is in dBFS, from -200 to 0")),
    }
}

fn silence(text: &str, start_on_dbfs: Option<f32>) -> anyhow::Result<Silence> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => {
            Ok(Silence { seconds, below_dbfs: start_on_dbfs.unwrap_or(SILENCE_DBFS) })
        }
        _ => Err(anyhow!("invalid stop after silence argument '{text}'")),
    }
}

/// Bytes, with K, M, G or T for powers of 1024.
fn bytes(text: &str) -> anyhow::Result<u64> {
    let (digits, power) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&text[..at], 1),
        Some((at, 'm' | 'M')) => (&text[..at], 2),
        Some((at, 'g' | 'G')) => (&text[..at], 3),
        Some((at, 't' | 'T')) => (&text[..at], 4),
        _ => (text, 0),
    };
    let number: u64 = count(digits, "max file size").map_err(|_| anyhow!("invalid max file size argument '{text}'"))?;
    let bytes = 1024u64.checked_pow(power).and_then(|unit| number.checked_mul(unit)).filter(|bytes| *bytes > 0);
    bytes.ok_or_else(|| anyhow!("invalid max file size argument '{text}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes("1000").unwrap(), 1000);
        assert_eq!(bytes("2G").unwrap(), 2 << 30);
        for text in ["", "0", "x", "G", "-1", "99999999T"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn levels_are_below_full_scale() {
        assert_eq!(dbfs("-40dB").unwrap(), -40.0);
        assert_eq!(dbfs("-12.5").unwrap(), -12.5);
        assert!(dbfs("3").is_err());
        assert!(dbfs("loud").is_err());
    }
}
