//! The device: opened, agreed with, and told of in upstream's lines.

use super::options::{Job, Loudness, Test};
use crate::audio::playback::Stream;
use crate::audio::speakers::{self, Speaker};
use crate::device::caps::{Ranges, ranges};
use crate::device::mixer::{Abstraction, Mixer, Watch};
use crate::device::params::{Granted, Length, Refusal, Request, Space, negotiate};
use crate::device::pcm::{Blocking, Direction, Forbidden, Layout, OpenMode, Pcm, Transfer};
use crate::mixer::principal::Principal;
use crate::ui::Printer;
use anyhow::{anyhow, bail};

/// A device that is set up, and who is behind it.
pub(super) struct Ready {
    pub(super) pcm: Pcm,
    pub(super) stream: Stream,
    pub(super) speakers: Vec<Speaker>,
    pub(super) scale: f64,
}

/// What is going to be played.
pub(super) fn announce(job: &Job, printer: Printer) -> anyhow::Result<()> {
    let Job { device, rate, format, channels, .. } = job;
    let sound = match job.test {
        // Upstream says it of the pattern, too.
        Test::Pink | Test::Pattern => "Using 16 octaves of pink noise\n".to_owned(),
        Test::Sine(hertz) => format!("Sine wave rate is {hertz:.4}Hz\n"),
        Test::Wav => "WAV file(s)\n".to_owned(),
        Test::Calibration => "Using SMPTE ST-2095 pink noise\n".to_owned(),
        Test::Sweep => "Sweep from 20Hz to 20000Hz\n".to_owned(),
        Test::White => "Using white noise\n".to_owned(),
    };
    printer.text(&format!(
        "Playback device is {device}\nStream parameters are {rate}Hz, {format}, {channels} channels\n{sound}"
    ))
}

pub(super) fn open(job: &Job, printer: Printer) -> anyhow::Result<Ready> {
    let mode = OpenMode { direction: Direction::Playback, blocking: Blocking::Wait, forbidden: Forbidden::default() };
    let mut pcm = Pcm::open(&job.device, mode)
        .map_err(|error| anyhow!("Playback open error: -{},{}", error.errno, error.reason()))?;
    let granted = agree(job, &mut pcm, printer)?;
    if let Some(map) = &job.map {
        // What it has already need not be set, and most devices cannot set any.
        if pcm.channel_map().as_ref() != Some(map) && pcm.set_channel_map(map).is_err() {
            let there = pcm.channel_map().map_or("and tells none".to_owned(), |map| format!("but has {map}"));
            bail!("Unable to set channel map: {map}: the device takes no such map, {there}");
        }
    }
    if job.debug {
        printer.error(pcm.dump().trim_end());
    }
    let Granted { rate, buffer_frames, period_frames, frame_bytes, can_pause } = granted;
    let format = job.format;
    let blocking = Blocking::Wait;
    let stream = Stream { format, rate, frame_bytes, period_frames, buffer_frames, can_pause, blocking };
    let speakers = speakers::in_order(job.channels, pcm.channel_map().as_ref());
    let scale = loudness(job, &pcm, printer).scale();
    Ok(Ready { pcm, stream, speakers, scale })
}

fn agree(job: &Job, pcm: &mut Pcm, printer: Printer) -> anyhow::Result<Granted> {
    let there = ranges(pcm, job.format, job.channels, job.rate);
    let (period, buffer) = match &there {
        Some(there) => tell(job, there, printer)?,
        // Asked once more below, for the reason.
        None => (Length::Unasked, Length::Unasked),
    };
    let request = Request {
        transfer: Transfer::ReadWrite,
        layout: Layout::Interleaved,
        format: job.format,
        channels: job.channels,
        rate: job.rate,
        buffer,
        period,
        avail_min_us: None,
        start_delay_us: 0,
        stop_delay_us: 0,
    };
    let space = Space::of(pcm)?;
    let granted = negotiate(pcm, &space, &request).map_err(|refusal| refused(job, pcm, &refusal))?;
    printer.line(&format!("was set period_size = {}", granted.period_frames))?;
    printer.line(&format!("was set buffer_size = {}", granted.buffer_frames))?;
    Ok(granted)
}

/// In upstream's words, and with what to do.
fn refused(job: &Job, pcm: &Pcm, refusal: &Refusal) -> anyhow::Error {
    let what = match refusal {
        Refusal::Channels => format!("Channels count ({}) not available for playbacks", job.channels),
        Refusal::Format(available) => {
            let names: Vec<&str> = available.iter().map(|format| format.name()).collect();
            format!("Sample format not available for playback (there is {})", names.join(" "))
        }
        Refusal::Access => "Access type not available for playback".to_owned(),
        Refusal::PeriodFillsBuffer { .. } => "buffer to small, could not use".to_owned(),
        other => format!("Setting of hwparams failed: {other}"),
    };
    let remedy = if pcm.is_hardware() { remedy(job) } else { String::new() };
    anyhow!("{what}{remedy}")
}

fn remedy(job: &Job) -> String {
    match job.device.strip_prefix("hw:") {
        Some(card) => format!("; -D plughw:{card} converts, 'caps -D {}' tells what there is", job.device),
        None => format!("; -D plug:'{}' converts", job.device),
    }
}

/// Tells what there is, and what is asked of it: the lengths of period and buffer.
fn tell(job: &Job, there: &Ranges, printer: Printer) -> anyhow::Result<(Length, Length)> {
    let Ranges { rate, buffer_frames: buffer, period_frames: period } = there;
    if *rate != job.rate {
        bail!("Rate doesn't match (requested {}Hz, get {rate}Hz){}", job.rate, remedy(job));
    }
    printer.text(&format!(
        "Rate set to {rate}Hz (requested {}Hz)\nBuffer size range from {} to {}\nPeriod size range from {} to {}\n",
        job.rate, buffer.min, buffer.max, period.min, period.max
    ))?;
    if job.period_us > 0 {
        printer.line(&format!("Requested period time {} us", job.period_us))?;
    }
    if job.buffer_us > 0 {
        printer.line(&format!("Requested buffer time {} us", job.buffer_us))?;
    }
    let frames = |time_us: u32| u64::from(*rate) * u64::from(time_us) / 1_000_000;
    let periods = u64::from(job.periods);
    let lengths = match (job.period_us, job.buffer_us) {
        (0, 0) => longest(job, there, printer)?,
        (period_us, 0) => (Length::TimeUs(period_us), Length::Frames(frames(period_us) * periods)),
        (0, buffer_us) => (Length::Frames(frames(buffer_us) / periods), Length::TimeUs(buffer_us)),
        (period_us, buffer_us) => return Ok((Length::TimeUs(period_us), Length::TimeUs(buffer_us))),
    };
    printer.line(&format!("Periods = {periods}"))?;
    Ok(lengths)
}

/// As long as can be, but not so long that a name would be on the screen long before it is heard.
fn longest(job: &Job, there: &Ranges, printer: Printer) -> anyhow::Result<(Length, Length)> {
    let periods = u64::from(job.periods);
    let most = there.buffer_frames.max / periods * periods;
    let second = u64::from(there.rate);
    let buffer = if most > second {
        second
    } else {
        printer.line(&format!("Using max buffer size {most}"))?;
        most
    };
    Ok((Length::Frames((buffer / periods).max(1)), Length::Frames(buffer)))
}

/// Softly where the mixer lets everything through, unless the user said how loud.
fn loudness(job: &Job, pcm: &Pcm, printer: Printer) -> Loudness {
    let is_meaning = matches!(job.test, Test::Calibration | Test::Pattern);
    if is_meaning || job.loudness != Loudness::Usual || !is_wide_open(pcm).unwrap_or(false) {
        return job.loudness;
    }
    printer.error("speaker-test: the mixer is at 100 %, so this is played softly (--safe); -S 80 is the usual level");
    Loudness::SAFE
}

fn is_wide_open(pcm: &Pcm) -> Option<bool> {
    let card = pcm.card()?;
    let mixer = Mixer::open(&format!("hw:{card}"), Abstraction::None, Watch::Off).ok()?;
    let principal = Principal::read(&mixer, Direction::Playback)?;
    let mut levels = principal.stages().filter_map(|stage| stage.level).peekable();
    levels.peek()?;
    Some(levels.all(|level| level.percent >= 100))
}
