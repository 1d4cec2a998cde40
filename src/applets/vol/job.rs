//! What the words of vol ask for.

use crate::cli::{UsageError, Words};
use crate::device::pcm::Direction;
use crate::mixer::scale::Scale;
use crate::mixer::template::Template;
use crate::mixer::wish::{self, Amount, From, Setting, Unit};

/// A call of vol, checked.
pub(super) struct Job {
    pub(super) card: Option<String>,
    pub(super) direction: Direction,
    pub(super) wanted: Wanted,
    pub(super) fade_seconds: Option<f64>,
    pub(super) max_percent: f64,
    pub(super) template: Option<Template>,
    pub(super) json: bool,
    pub(super) watch: bool,
    pub(super) quiet: bool,
}

/// What is to become of the volume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Wanted {
    Show,
    Volume(Amount),
    Mute,
    Unmute,
    Toggle,
}

/// Longer than that is a mistake.
const LONGEST_FADE_SECONDS: f64 = 3600.0;

impl Job {
    pub(super) fn new(words: &Words) -> anyhow::Result<Job> {
        let texts = words.operand_texts();
        let texts: Vec<&str> = texts.iter().map(|text| unmarked(text)).collect();
        let (wanted, fade_seconds) = match texts[..] {
            [] => (Wanted::Show, None),
            ["fade", ..] => return Err(usage("fade needs to know where to: vol 30% fade 5")),
            [word] => (wanted(word)?, None),
            [word, "fade", seconds] => (wanted(word)?, Some(fade(seconds)?)),
            [_, "fade"] => return Err(usage("fade needs its seconds: vol 30% fade 5")),
            [_, word, ..] => return Err(usage(&format!("unexpected '{word}': one volume, then fade SECONDS"))),
        };
        let template =
            words.text("format").map(|text| Template::parse(&text, Scale::Mapped).map_err(|what| usage(&what)));
        Ok(Job {
            card: words.text("card"),
            direction: if words.has("capture") { Direction::Capture } else { Direction::Playback },
            wanted,
            fade_seconds,
            max_percent: words.text("max").map_or(Ok(100.0), |text| max(&text))?,
            template: template.transpose()?,
            json: words.has("json"),
            watch: words.has("watch"),
            quiet: words.has("quiet"),
        })
    }
}

/// A negative number comes with a mark that keeps it from being an option.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('=').unwrap_or(text)
}

fn usage(what: &str) -> anyhow::Error {
    UsageError::new("vol", what).into()
}

fn wanted(word: &str) -> anyhow::Result<Wanted> {
    let unknown = || usage(&format!("'{word}' is neither a volume (40%, 5%+, -20dB, 3dB-) nor mute, unmute or toggle"));
    match word {
        "mute" => return Ok(Wanted::Mute),
        "unmute" => return Ok(Wanted::Unmute),
        "toggle" => return Ok(Wanted::Toggle),
        _ => {}
    }
    let wishes = wish::parse(&[word]).map_err(|_| unknown())?;
    let [Setting::Volume(amount)] = wishes[0].settings[..] else { return Err(unknown()) };
    // Steps of the device mean nothing to who does not know the control: a bare number is a percentage.
    let unit = if amount.unit == Unit::Raw { Unit::Percent } else { amount.unit };
    if unit == Unit::Percent && amount.value < 0.0 {
        let step = word.trim_start_matches('-').trim_end_matches(['%', '-', '+']);
        return Err(usage(&format!("'{word}' is less than nothing; a step down is {step}%-")));
    }
    if unit == Unit::Percent && amount.from == From::Zero && amount.value > 100.0 {
        return Err(usage(&format!("'{word}' is more than 100%")));
    }
    Ok(Wanted::Volume(Amount { unit, ..amount }))
}

fn fade(text: &str) -> anyhow::Result<f64> {
    let seconds = text.strip_suffix('s').unwrap_or(text).parse().ok();
    let seconds = seconds.filter(|seconds| (0.0..=LONGEST_FADE_SECONDS).contains(seconds));
    seconds.ok_or_else(|| usage(&format!("fade '{text}': seconds, from 0 to {LONGEST_FADE_SECONDS}")))
}

fn max(text: &str) -> anyhow::Result<f64> {
    let text = unmarked(text);
    let percent = text.strip_suffix('%').unwrap_or(text).parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or_else(|| usage(&format!("--max '{text}': percent, from 0 to 100")))
}
