//! The options of speaker-test, and the job that they make.

use super::APPLET;
use crate::audio::signal::FORMATS;
use crate::cli::UsageError;
use crate::cli::Words;
use crate::cli::number::parse_integer;
use crate::cli::options::{flag, value};
use crate::device::Format;
use crate::device::chmap::ChannelMap;
use crate::ui::Printer;
use anyhow::{anyhow, bail};
use clap::{Command, ValueHint};
use std::ops::RangeInclusive;
use std::path::PathBuf;

const RATES: RangeInclusive<i64> = 4000..=768_000;
const CHANNELS: RangeInclusive<i64> = 1..=1024;
const TONES_HZ: RangeInclusive<f64> = 30.0..=8000.0;
const PERIODS: RangeInclusive<i64> = 2..=1024;
/// Full scale's part that a signal has when nothing is said.
const USUAL_PERCENT: f64 = 80.0;
/// Soft enough for headphones at full volume: -20 dB.
const SAFE_PERCENT: f64 = 10.0;

pub(super) fn command() -> Command {
    Command::new("speaker-test")
        .about("Play a sound on one speaker after the other, each under its name")
        .override_usage("speaker-test [OPTION]...")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version"),
            value("device", "NAME", "the PCM (usually default)").short('D'),
            value("rate", "HZ", "the rate (usually 48000)").short('r'),
            value("channels", "COUNT", "channels of the stream (usually 1)").short('c'),
            value("frequency", "HZ", "the sine's tone, from 30 to 8000 (usually 440)").short('f'),
            value("format", "FORMAT", "the sample format (usually S16_LE)").short('F'),
            value("buffer", "TIME", "the ring buffer, in microseconds; 0 is as long as can be, at most a second")
                .short('b'),
            value("period", "TIME", "the time between two interrupts, in microseconds").short('p'),
            value("nperiods", "COUNT", "periods in the buffer (usually 4)").short('P'),
            value("test", "TEST", "the sound: pink (usual), sine, wav, st2095 or pattern").short('t'),
            flag("sweep", "the sound: a tone that rises from 20 Hz to 20 kHz"),
            flag("white", "the sound: white noise"),
            value("nloops", "COUNT", "how often all speakers have their turn; 0 is for ever (usual)").short('l'),
            value("speaker", "CHANNEL", "test this channel only, once; 1 is the first").short('s'),
            value("wavfile", "FILE", "the file that -t wav plays on every speaker")
                .short('w')
                .value_hint(ValueHint::FilePath),
            value("wavdir", "DIRECTORY", "where the spoken names for -t wav are")
                .short('W')
                .value_hint(ValueHint::DirPath),
            value("chmap", "MAP", "the channel map that the device is to take: FL,FR,...").short('m'),
            flag("force-frequency", "take any frequency from 1 Hz on").short('X'),
            value("scale", "PERCENT", "how loud a computed sound is, of full scale (usually 80)").short('S'),
            flag("safe", "play softly, a tenth of full scale; usual where the mixer is at 100 %"),
            flag("debug", "show the device's set-up on standard error").short('d'),
        ])
}

/// What is played.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Test {
    Pink,
    Sine(f64),
    Wav,
    Calibration,
    Pattern,
    Sweep,
    White,
}

/// How loud it is played.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Loudness {
    /// So much of full scale.
    Scale(f64),
    /// As usual, but softly when the mixer is wide open.
    Usual,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) device: String,
    pub(super) format: Format,
    pub(super) channels: u32,
    pub(super) rate: u32,
    pub(super) buffer_us: u32,
    pub(super) period_us: u32,
    pub(super) periods: u32,
    pub(super) test: Test,
    pub(super) loudness: Loudness,
    /// 0 is without end.
    pub(super) loops: u64,
    /// The one channel, from 0.
    pub(super) only: Option<u32>,
    pub(super) wav_file: Option<PathBuf>,
    pub(super) wav_dir: Option<PathBuf>,
    pub(super) map: Option<ChannelMap>,
    pub(super) debug: bool,
}

impl Loudness {
    /// Softly.
    pub(super) const SAFE: Loudness = Loudness::Scale(SAFE_PERCENT / 100.0);

    /// The part of full scale.
    pub(super) fn scale(self) -> f64 {
        match self {
            Loudness::Scale(scale) => scale,
            Loudness::Usual => USUAL_PERCENT / 100.0,
        }
    }
}

impl Job {
    pub(super) fn check(words: &Words, printer: Printer) -> anyhow::Result<Job> {
        if let Some(word) = words.operand_texts().first() {
            return Err(UsageError::new(APPLET.name, format!("'{word}': an option is meant")).into());
        }
        let number = Numbers { words, printer };
        let channels = u32::try_from(number.clamped("channels", 1, CHANNELS)?)?;
        let test = number.test()?;
        let loudness = loudness(words)?;
        if test == Test::Pattern && loudness != Loudness::Usual {
            bail!("the pattern's samples are numbers: they cannot be louder or softer");
        }
        let time = |id| number.of(id, 0).and_then(|time| u32::try_from(time).map_err(|_| wrong(words, id)));
        Ok(Job {
            device: words.text("device").unwrap_or_else(|| "default".to_owned()),
            format: format(words)?,
            channels,
            rate: u32::try_from(number.clamped("rate", 48_000, RATES)?)?,
            buffer_us: time("buffer")?,
            period_us: time("period")?,
            periods: periods(number.of("nperiods", 4)?)?,
            test,
            loudness,
            loops: u64::try_from(number.of("nloops", 0)?).map_err(|_| wrong(words, "nloops"))?,
            only: only(words, &number, channels)?,
            wav_file: words.value("wavfile").map(PathBuf::from),
            wav_dir: words.value("wavdir").map(PathBuf::from),
            map: map(words, channels)?,
            debug: words.has("debug"),
        })
    }
}

fn wrong(words: &Words, id: &str) -> anyhow::Error {
    anyhow!("invalid {id} argument '{}'", words.text(id).unwrap_or_default())
}

struct Numbers<'a> {
    words: &'a Words,
    printer: Printer,
}

impl Numbers<'_> {
    fn of(&self, id: &str, usual: i64) -> anyhow::Result<i64> {
        let Some(text) = self.words.text(id) else { return Ok(usual) };
        parse_integer(&text).ok_or_else(|| wrong(self.words, id))
    }

    /// Brought into the range, as ever, but not in silence.
    fn clamped(&self, id: &str, usual: i64, range: RangeInclusive<i64>) -> anyhow::Result<i64> {
        let asked = self.of(id, usual)?;
        let taken = asked.clamp(*range.start(), *range.end());
        if taken != asked {
            self.printer.error(&format!("{}: {id} {asked} is out of range, {taken} is taken", APPLET.name));
        }
        Ok(taken)
    }

    fn frequency(&self) -> anyhow::Result<f64> {
        let Some(text) = self.words.text("frequency") else { return Ok(440.0) };
        let asked: f64 = text.trim().parse().map_err(|_| wrong(self.words, "frequency"))?;
        if !asked.is_finite() {
            return Err(wrong(self.words, "frequency"));
        }
        let taken = if self.words.has("force-frequency") {
            asked.max(1.0)
        } else {
            asked.clamp(*TONES_HZ.start(), *TONES_HZ.end())
        };
        if taken != asked {
            self.printer
                .error(&format!("{}: {asked} Hz is out of range, {taken} Hz is played (-X allows more)", APPLET.name));
        }
        Ok(taken)
    }

    fn test(&self) -> anyhow::Result<Test> {
        let given = [self.words.has("sweep"), self.words.has("white"), self.words.has("test")];
        if given.iter().filter(|given| **given).count() > 1 {
            bail!("-t, --sweep and --white each choose the sound: one of them is meant");
        }
        match given {
            [true, ..] => return Ok(Test::Sweep),
            [_, true, _] => return Ok(Test::White),
            _ => {}
        }
        let Some(word) = self.words.text("test") else { return Ok(Test::Pink) };
        match test_named(&word) {
            Some(Test::Sine(_)) => Ok(Test::Sine(self.frequency()?)),
            Some(test) => Ok(test),
            None => bail!("Invalid test type {word}"),
        }
    }
}

/// The first letters decide, as ever; a number is upstream's.
fn test_named(word: &str) -> Option<Test> {
    let begins = |start: &str| word.starts_with(start);
    match () {
        () if word == "1" => Some(Test::Pink),
        () if word == "2" => Some(Test::Sine(440.0)),
        () if word == "3" => Some(Test::Wav),
        () if word == "4" || begins("t") || begins("pa") => Some(Test::Pattern),
        () if word == "5" || begins("st") => Some(Test::Calibration),
        () if begins("p") => Some(Test::Pink),
        () if begins("s") => Some(Test::Sine(440.0)),
        () if begins("w") => Some(Test::Wav),
        () => None,
    }
}

fn format(words: &Words) -> anyhow::Result<Format> {
    let Some(name) = words.text("format") else { return Ok(Format::S16_LE) };
    let format = Format::from_name(&name).filter(|format| FORMATS.contains(format));
    format.ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
        anyhow!("Format {name} is not supported: one of {}", names.join(" "))
    })
}

fn periods(count: i64) -> anyhow::Result<u32> {
    if !PERIODS.contains(&count) {
        bail!("Invalid number of periods {count}");
    }
    Ok(u32::try_from(count)?)
}

fn loudness(words: &Words) -> anyhow::Result<Loudness> {
    let scale = words.text("scale");
    match scale {
        Some(_) if words.has("safe") => bail!("--safe and --scale both say how loud it is: one of them is meant"),
        None if words.has("safe") => Ok(Loudness::SAFE),
        None => Ok(Loudness::Usual),
        Some(text) => {
            let percent: Option<f64> = text.trim().parse().ok();
            let percent = percent.filter(|percent| (0.0..=100.0).contains(percent));
            percent
                .map(|percent| Loudness::Scale(percent / 100.0))
                .ok_or_else(|| anyhow!("invalid scale argument '{text}': a percentage from 0 to 100 is meant"))
        }
    }
}

fn only(words: &Words, number: &Numbers<'_>, channels: u32) -> anyhow::Result<Option<u32>> {
    if !words.has("speaker") {
        return Ok(None);
    }
    match u32::try_from(number.of("speaker", 0)?) {
        Ok(channel) if (1..=channels).contains(&channel) => Ok(Some(channel - 1)),
        _ => bail!("Invalid parameter for -s option."),
    }
}

fn map(words: &Words, channels: u32) -> anyhow::Result<Option<ChannelMap>> {
    let Some(text) = words.text("chmap") else { return Ok(None) };
    let map = ChannelMap::parse(&text).ok_or_else(|| anyhow!("Unable to parse channel map string: {text}"))?;
    if map.channels() != channels as usize {
        bail!("the channel map {text} has {} channels, the stream {channels}: -c {0}", map.channels());
    }
    Ok(Some(map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_told_by_its_first_letters_or_its_number() {
        let table = [
            ("pink", Test::Pink),
            ("p", Test::Pink),
            ("1", Test::Pink),
            ("sine", Test::Sine(440.0)),
            ("s", Test::Sine(440.0)),
            ("2", Test::Sine(440.0)),
            ("wav", Test::Wav),
            ("wave", Test::Wav),
            ("st2095", Test::Calibration),
            ("pattern", Test::Pattern),
            ("t", Test::Pattern),
            ("4", Test::Pattern),
        ];
        for (word, test) in table {
            assert_eq!(test_named(word), Some(test), "{word}");
        }
        assert_eq!(["foo", "0", "6", ""].map(test_named), [None; 4]);
    }
}
