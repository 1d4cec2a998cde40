//! How the files are gone through: how often, from where, how loud, what comes before and what is shown.
//!
//! The options of it are aplay's alone.

use super::job::count;
use super::options::FOR_EVER;
use crate::cli::Words;
use crate::cli::options::{flag, value};
use anyhow::{anyhow, bail};
use clap::Arg;

/// What was typed about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CourseArgs {
    repeat: Option<String>,
    gain: Option<String>,
    start: Option<String>,
    preroll: Option<String>,
    progress: bool,
}

/// How often the files are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounds {
    Number(u64),
    Endless,
}

/// The checked course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Course {
    pub(super) rounds: Rounds,
    pub(super) gain_db: Option<f64>,
    pub(super) start_s: f64,
    pub(super) preroll_ms: u32,
    pub(super) progress: bool,
}

/// More would be a mistake, and an overflow.
const GAIN_LIMIT_DB: f64 = 100.0;

/// The options.
pub(super) fn options() -> [Arg; 5] {
    [
        value("loop", "N", "play the files N times, else for ever").num_args(0..=1).require_equals(true),
        value("gain", "DB", "make them louder, or softer if below 0"),
        value("start", "TIME", "start in each file at this time: seconds, or [H:]M:S"),
        value("preroll", "MS", "play so many milliseconds of silence first"),
        flag("progress", "show position, length and a bar on a terminal"),
    ]
}

impl CourseArgs {
    /// arecord has none of them.
    pub(super) fn from_words(words: &Words) -> CourseArgs {
        CourseArgs {
            repeat: words.text_or("loop", FOR_EVER),
            gain: words.text("gain"),
            start: words.text("start"),
            preroll: words.text("preroll"),
            progress: words.has("progress"),
        }
    }
}

impl Course {
    pub(super) fn check(args: &CourseArgs) -> anyhow::Result<Course> {
        Ok(Course {
            rounds: rounds(args.repeat.as_deref())?,
            gain_db: args.gain.as_deref().map(gain).transpose()?,
            start_s: args.start.as_deref().map_or(Ok(0.0), time)?,
            preroll_ms: args.preroll.as_deref().map_or(Ok(0), |text| count(text, "preroll"))?,
            progress: args.progress,
        })
    }
}

impl Rounds {
    /// Whether there is another round; takes it.
    pub(super) fn take(&mut self) -> bool {
        match self {
            Rounds::Endless => true,
            Rounds::Number(left) => {
                *left = left.saturating_sub(1);
                *left > 0
            }
        }
    }
}

fn rounds(text: Option<&str>) -> anyhow::Result<Rounds> {
    Ok(match text {
        None => Rounds::Number(1),
        Some(FOR_EVER) => Rounds::Endless,
        Some(text) => match count(text, "loop")? {
            0 => bail!("invalid loop argument '{text}'"),
            number => Rounds::Number(number),
        },
    })
}

fn gain(text: &str) -> anyhow::Result<f64> {
    let number = text.strip_suffix("dB").unwrap_or(text).trim_end();
    let gain: Option<f64> = number.parse().ok().filter(|gain: &f64| gain.abs() <= GAIN_LIMIT_DB);
    gain.ok_or_else(|| anyhow!("invalid gain argument '{text}': decibels, from -100 to 100"))
}

/// Seconds, minutes and seconds, or all three.
fn time(text: &str) -> anyhow::Result<f64> {
    let invalid = || anyhow!("invalid start argument '{text}': seconds, or [H:]M:S");
    let mut parts = text.rsplit(':');
    let seconds: f64 = parts.next().and_then(|part| part.parse().ok()).ok_or_else(invalid)?;
    let minutes = parts.next().map_or(Ok(0), str::parse::<u32>).map_err(|_| invalid())?;
    let hours = parts.next().map_or(Ok(0), str::parse::<u32>).map_err(|_| invalid())?;
    let is_time = seconds.is_finite() && seconds >= 0.0 && (seconds < 60.0 || !text.contains(':'));
    if !is_time || parts.next().is_some() {
        return Err(invalid());
    }
    Ok(seconds + 60.0 * f64::from(minutes) + 3600.0 * f64::from(hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_or_have_minutes_and_hours() {
        assert_eq!(time("90.5").unwrap(), 90.5);
        assert_eq!(time("1:30").unwrap(), 90.0);
        assert_eq!(time("1:02:03.5").unwrap(), 3723.5);
        for wrong in ["", "x", "-1", "1:60", "1:-2", "1:2:3:4", "inf", "nan", ":"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_round_is_the_first_of_so_many() {
        let mut twice = rounds(Some("2")).unwrap();
        assert_eq!((twice.take(), twice.take()), (true, false));
        assert!(!rounds(None).unwrap().take());
        assert!(rounds(Some(FOR_EVER)).unwrap().take());
        assert!(rounds(Some("0")).is_err());
    }

    #[test]
    fn a_gain_is_a_number_of_decibels() {
        assert_eq!(gain("-6.5").unwrap(), -6.5);
        assert_eq!(gain("3dB").unwrap(), 3.0);
        assert!(gain("loud").is_err() && gain("1000").is_err() && gain("nan").is_err());
    }
}
