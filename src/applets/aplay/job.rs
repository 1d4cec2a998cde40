//! What is to be done, checked: ranges, exclusions and shortcuts are settled here, before any device is touched.
//!
//! Each mistake is named in the words that Debian's aplay has for it.

use super::course::Course;
use super::keep::Keep;
use super::options::{Args, FOR_EVER, SpecWord};
use crate::audio::position::PositionTest;
use crate::audio::source::{Assume, FileType, Spec};
use crate::audio::stumble::{Habits, Stride};
use crate::cli::number::parse_integer;
use crate::device::Format;
use crate::device::cards;
use crate::device::chmap::ChannelMap;
use crate::device::params::{Length, Request};
use crate::device::pcm::{Blocking, Direction, Forbidden, Layout, OpenMode, Transfer};
use crate::ui::Printer;
use crate::ui::meter::{ColourWish, MeterKind};
use anyhow::{Context, anyhow, bail};
use std::ffi::OsString;
use std::path::PathBuf;

const DEFAULT_SPEC: Spec = Spec { format: Format::U8, channels: 1, rate: 8000 };
const CHANNELS: std::ops::RangeInclusive<i64> = 1..=256;
const RATES: std::ops::RangeInclusive<i64> = 2000..=768_000;
/// A rate below this is meant in kHz.
const KHZ_LIMIT: i64 = 1000;
const DEFAULT_TEST_COEFFICIENT: i64 = 8;

/// How long a file is played at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    None,
    Seconds(u64),
    Frames(u64),
}

impl Limit {
    /// The limit in frames of this spec.
    pub(super) fn frames(self, spec: Spec) -> Option<u64> {
        match self {
            Limit::None => None,
            Limit::Frames(frames) => Some(frames),
            Limit::Seconds(seconds) => Some(seconds.saturating_mul(spec.rate.into())),
        }
    }
}

/// How long a busy device is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    None,
    Seconds(u64),
    Endless,
}

/// A checked run of aplay or arecord.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) name: &'static str,
    pub(super) patience: Patience,
    pub(super) keep: Keep,
    pub(super) course: Course,
    /// The device's name for alsa-lib.
    pub(super) device: String,
    /// The same as it was typed.
    pub(super) named: String,
    /// The whole command line.
    pub(super) words: Vec<String>,
    pub(super) mode: OpenMode,
    pub(super) files: Vec<OsString>,
    pub(super) assume: Assume,
    pub(super) limit: Limit,
    /// What is asked of the device, but for format, channels and rate, which are the file's.
    pub(super) request: Request,
    pub(super) map: Option<ChannelMap>,
    pub(super) layout: Layout,
    pub(super) printer: Printer,
    pub(super) verbose: u8,
    pub(super) meter: Option<MeterKind>,
    pub(super) colour: ColourWish,
    pub(super) interactive: bool,
    pub(super) dump_hw_params: bool,
    pub(super) pid_file: Option<PathBuf>,
    pub(super) habits: Habits,
}

impl Job {
    pub(super) fn check(name: &'static str, role: Direction, args: Args) -> anyhow::Result<Job> {
        let file_type = args.file_type.as_deref().map(file_type).transpose()?;
        let raw = spec(&args.spec, file_type)?;
        subformat(args.subformat.as_deref())?;
        let colour = colour(args.recording.color.as_deref())?;
        let layout = if args.separate_channels { Layout::Planar } else { Layout::Interleaved };
        let named = device_name(args.device.as_ref())?;
        Ok(Job {
            name,
            patience: patience(args.wait.as_deref())?,
            course: Course::check(&args.course)?,
            keep: Keep::check(&args.recording)?,
            device: cards::plain_name(&named)?.into_owned(),
            named,
            mode: open_mode(&args, role),
            assume: Assume { file_type, raw, raw_described: !args.spec.is_empty() || file_type == Some(FileType::Raw) },
            limit: limit(&args)?,
            request: request(&args, role, raw, layout)?,
            map: args.chmap.as_deref().map(channel_map).transpose()?,
            layout,
            printer: if args.quiet { Printer::quiet() } else { Printer::new() },
            verbose: args.verbose,
            meter: meter(&args, colour),
            colour,
            interactive: args.interactive,
            dump_hw_params: args.dump_hw_params,
            pid_file: args.process_id_file.as_ref().map(PathBuf::from),
            habits: Habits {
                position_test: position_test(&args)?,
                busy: args.test_nowait,
                xrun_is_fatal: args.fatal_errors,
                reorder: None,
                stride: stride(&args),
            },
            files: args.files,
            words: args.words,
        })
    }
}

pub(super) fn integer(text: &str, what: &str) -> anyhow::Result<i64> {
    parse_integer(text).ok_or_else(|| anyhow!("invalid {what} argument '{text}'"))
}

/// A number that cannot be negative.
pub(super) fn count<T: TryFrom<i64>>(text: &str, what: &str) -> anyhow::Result<T> {
    T::try_from(integer(text, what)?).map_err(|_| anyhow!("invalid {what} argument '{text}'"))
}

fn patience(text: Option<&str>) -> anyhow::Result<Patience> {
    match text {
        None => Ok(Patience::None),
        Some(FOR_EVER) => Ok(Patience::Endless),
        Some(text) => Ok(Patience::Seconds(count(text, "wait")?)),
    }
}

fn device_name(name: Option<&OsString>) -> anyhow::Result<String> {
    let Some(name) = name else { return Ok("default".to_owned()) };
    Ok(name.to_str().context("the device's name is no text")?.to_owned())
}

fn open_mode(args: &Args, direction: Direction) -> OpenMode {
    OpenMode {
        direction,
        blocking: if args.nonblock { Blocking::Never } else { Blocking::Wait },
        forbidden: Forbidden {
            resample: args.disable_resample,
            channels: args.disable_channels,
            format: args.disable_format,
            softvol: args.disable_softvol,
        },
    }
}

fn file_type(word: &str) -> anyhow::Result<FileType> {
    match word.to_ascii_lowercase().as_str() {
        "raw" => Ok(FileType::Raw),
        "voc" => Ok(FileType::Voc),
        "wav" => Ok(FileType::Wav),
        "au" | "sparc" => Ok(FileType::Au),
        _ => bail!("unrecognized file format {word}"),
    }
}

fn spec(words: &[SpecWord], file_type: Option<FileType>) -> anyhow::Result<Spec> {
    let mut spec = DEFAULT_SPEC;
    for word in words {
        match word {
            SpecWord::Format(name) => format(&mut spec, name, file_type)?,
            SpecWord::Rate(text) => spec.rate = rate(text)?,
            SpecWord::Channels(text) => spec.channels = channels(text)?,
        }
    }
    Ok(spec)
}

/// A format, or a shortcut that sets rate and channels too. Au files are big endian.
fn format(spec: &mut Spec, name: &str, file_type: Option<FileType>) -> anyhow::Result<()> {
    let little = if file_type == Some(FileType::Au) { Format::S16_BE } else { Format::S16_LE };
    *spec = match name.to_ascii_lowercase().as_str() {
        "cd" => Spec { format: little, channels: 2, rate: 44_100 },
        "cdr" => Spec { format: Format::S16_BE, channels: 2, rate: 44_100 },
        "dat" => Spec { format: little, channels: 2, rate: 48_000 },
        _ => {
            let format = Format::from_name(name).ok_or_else(|| anyhow!("wrong extended format '{name}'"))?;
            Spec { format, ..*spec }
        }
    };
    Ok(())
}

fn rate(text: &str) -> anyhow::Result<u32> {
    let asked = integer(text, "rate")?;
    let hertz = if asked < KHZ_LIMIT { asked.saturating_mul(1000) } else { asked };
    if !RATES.contains(&hertz) {
        bail!("bad speed value {hertz}");
    }
    Ok(u32::try_from(hertz)?)
}

fn channels(text: &str) -> anyhow::Result<u32> {
    let channels = integer(text, "channels")?;
    if !CHANNELS.contains(&channels) {
        bail!("value {channels} for channels is invalid");
    }
    Ok(u32::try_from(channels)?)
}

/// Every format has the subformat STD; no other is known to all alsa-libs that this runs on.
fn subformat(word: Option<&str>) -> anyhow::Result<()> {
    match word {
        None => Ok(()),
        Some(word) if word.eq_ignore_ascii_case("STD") => Ok(()),
        Some(word) => bail!("wrong extended subformat '{word}'"),
    }
}

fn limit(args: &Args) -> anyhow::Result<Limit> {
    let seconds = args.duration.as_deref().map(|text| count(text, "duration")).transpose()?;
    let frames = args.samples.as_deref().map(|text| count(text, "samples")).transpose()?;
    match (seconds.unwrap_or(0), frames.unwrap_or(0)) {
        (0, 0) => Ok(Limit::None),
        (seconds, 0) => Ok(Limit::Seconds(seconds)),
        (0, frames) => Ok(Limit::Frames(frames)),
        _ => bail!("samples and duration arguments cannot be used together"),
    }
}

fn request(args: &Args, role: Direction, raw: Spec, layout: Layout) -> anyhow::Result<Request> {
    // Recording starts with the first frame asked for.
    let start = if role == Direction::Capture { 1 } else { 0 };
    let delay = |text: &Option<String>, usual, what| text.as_deref().map_or(Ok(usual), |text| integer(text, what));
    Ok(Request {
        transfer: if args.mmap { Transfer::Mmap } else { Transfer::ReadWrite },
        layout,
        format: raw.format,
        channels: raw.channels,
        rate: raw.rate,
        buffer: length((&args.buffer_time, "buffer time"), (&args.buffer_size, "buffer size"))?,
        period: length((&args.period_time, "period time"), (&args.period_size, "period size"))?,
        avail_min_us: avail_min(args.avail_min.as_deref())?,
        start_delay_us: delay(&args.start_delay, start, "start delay")?,
        stop_delay_us: delay(&args.stop_delay, 0, "stop delay")?,
    })
}

fn avail_min(text: Option<&str>) -> anyhow::Result<Option<u32>> {
    let Some(text) = text else { return Ok(None) };
    // Below zero it has always meant "as usual".
    Ok(u32::try_from(integer(text, "min available space")?).ok())
}

type Named<'a> = (&'a Option<String>, &'a str);

/// Time wins over frames; zero is as good as not asked.
fn length(time: Named<'_>, frames: Named<'_>) -> anyhow::Result<Length> {
    let time_us: u32 = time.0.as_deref().map_or(Ok(0), |text| count(text, time.1))?;
    let frames: u64 = frames.0.as_deref().map_or(Ok(0), |text| count(text, frames.1))?;
    Ok(match (time_us, frames) {
        (0, 0) => Length::Unasked,
        (0, frames) => Length::Frames(frames),
        (time_us, _) => Length::TimeUs(time_us),
    })
}

fn channel_map(text: &str) -> anyhow::Result<ChannelMap> {
    ChannelMap::parse(text).ok_or_else(|| anyhow!("Unable to parse channel map string: {text}"))
}

/// The first letter decides, as ever; `-vv` asks for the mono meter, and `-vvvv` leaves no meter at all, as upstream.
fn meter(args: &Args, colour: ColourWish) -> Option<MeterKind> {
    let asked = match args.vumeter.as_deref().and_then(|word| word.chars().next()) {
        Some('s') => Some(MeterKind::Stereo),
        Some('m') => Some(MeterKind::Mono),
        Some('f') => Some(MeterKind::full(colour)),
        Some(_) => None,
        None if args.verbose > 1 => Some(MeterKind::Mono),
        None => None,
    };
    match args.verbose {
        0..=2 => asked,
        3 => asked.map(|_| MeterKind::Peaks),
        _ => None,
    }
}

fn colour(word: Option<&str>) -> anyhow::Result<ColourWish> {
    let Some(word) = word else { return Ok(ColourWish::Auto) };
    ColourWish::parse(word).ok_or_else(|| anyhow!("invalid color argument '{word}': auto, always or never"))
}

/// What is shown or asked between two periods needs them one by one.
fn stride(args: &Args) -> Stride {
    let watched = args.vumeter.is_some() || args.verbose > 1 || args.interactive || args.test_position;
    if watched { Stride::Period } else { Stride::Buffer }
}

fn position_test(args: &Args) -> anyhow::Result<Option<PositionTest>> {
    let coefficient = args.test_coef.as_deref().map(|text| integer(text, "test coef")).transpose()?;
    let test = PositionTest::new(coefficient.unwrap_or(DEFAULT_TEST_COEFFICIENT));
    Ok(args.test_position.then_some(test))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[(&str, &str)]) -> Vec<SpecWord> {
        let word = |(option, value): &(&str, &str)| match *option {
            "-f" => SpecWord::Format((*value).to_owned()),
            "-r" => SpecWord::Rate((*value).to_owned()),
            _ => SpecWord::Channels((*value).to_owned()),
        };
        list.iter().map(word).collect()
    }

    fn spec_of(list: &[(&str, &str)]) -> Spec {
        spec(&words(list), None).unwrap()
    }

    fn refusal(args: Args) -> String {
        Job::check("aplay", Direction::Playback, args).unwrap_err().to_string()
    }

    #[test]
    fn a_shortcut_sets_all_and_a_later_option_overrides_it() {
        let cd = Spec { format: Format::S16_LE, channels: 2, rate: 44_100 };
        assert_eq!(spec_of(&[("-f", "CD")]), cd);
        assert_eq!(spec_of(&[("-f", "cd"), ("-r", "48")]), Spec { rate: 48_000, ..cd });
        assert_eq!(spec_of(&[("-r", "48000"), ("-c", "1"), ("-f", "cd")]), cd);
    }

    #[test]
    fn shortcuts_are_big_endian_for_au_wherever_its_option_stands() {
        let au = Some(FileType::Au);
        assert_eq!(spec(&words(&[("-f", "dat")]), au).unwrap().format, Format::S16_BE);
    }

    #[test]
    fn the_meter_follows_its_first_letter_and_the_verbosity() {
        let chosen = |vumeter: Option<&str>, verbose| {
            meter(&Args { vumeter: vumeter.map(str::to_owned), verbose, ..Args::default() }, ColourWish::Never)
        };
        assert_eq!([0, 1, 2, 3, 4].map(|verbose| chosen(None, verbose)), {
            [None, None, Some(MeterKind::Mono), Some(MeterKind::Peaks), None]
        });
        assert_eq!([0, 2, 3, 4].map(|verbose| chosen(Some("s"), verbose)), {
            [Some(MeterKind::Stereo), Some(MeterKind::Stereo), Some(MeterKind::Peaks), None]
        });
        assert_eq!(chosen(Some("bogus"), 0), None);
    }

    #[test]
    fn mistakes_are_named_in_the_old_words() {
        let with = |list: &[(&str, &str)]| Args { spec: words(list), ..Args::default() };
        assert_eq!(refusal(with(&[("-c", "xx")])), "invalid channels argument 'xx'");
        assert_eq!(refusal(with(&[("-c", "300")])), "value 300 for channels is invalid");
        assert_eq!(refusal(with(&[("-r", "1000")])), "bad speed value 1000");
        assert_eq!(refusal(with(&[("-f", "XX")])), "wrong extended format 'XX'");
        let both = Args { duration: Some("1".into()), samples: Some("3".into()), ..Args::default() };
        assert_eq!(refusal(both), "samples and duration arguments cannot be used together");
    }

    #[test]
    fn limits_are_wide_and_never_negative() {
        let duration = |text: &str| Args { duration: Some(text.into()), ..Args::default() };
        assert_eq!(limit(&duration("4294967296")).unwrap(), Limit::Seconds(4_294_967_296));
        assert_eq!(limit(&duration("0")).unwrap(), Limit::None);
        assert_eq!(refusal(duration("-1")), "invalid duration argument '-1'");
    }

    #[test]
    fn time_wins_over_frames() {
        let args = Args { buffer_time: Some("1000".into()), buffer_size: Some("7".into()), ..Args::default() };
        let request = request(&args, Direction::Playback, DEFAULT_SPEC, Layout::Interleaved).unwrap();
        assert_eq!(request.buffer, Length::TimeUs(1000));
        assert_eq!(request.period, Length::Unasked);
    }
}
