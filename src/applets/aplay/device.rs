//! The device of a job: opened, waited for, agreed with, and described as `-v` and `--dump-hw-params` want it.

use super::hints;
use super::job::{Job, Patience};
use crate::audio::playback::Stream;
use crate::audio::reorder::Reorder;
use crate::audio::source::Spec;
use crate::audio::stumble::Habits;
use crate::device::chmap::ChannelMap;
use crate::device::params::{Granted, Request, Space, negotiate};
use crate::device::pcm::{Direction, Pcm, Transfer};
use crate::device::{Kind, Result};
use crate::diagnose::unavailable::converting;
use crate::os::{clock, signals};
use crate::ui::hints_are_wanted;
use anyhow::bail;
use std::time::{Duration, Instant};

/// How long between two tries to open a busy device.
const RETRY_US: u64 = 50_000;

/// Opens the job's device; a busy one is waited for as long as the job says.
pub(super) fn open(job: &Job) -> anyhow::Result<Pcm> {
    open_patiently(job).map_err(|error| hints::not_opened(job, &error))
}

fn open_patiently(job: &Job) -> Result<Pcm> {
    let start = Instant::now();
    loop {
        let opened = Pcm::open(&job.device, job.mode);
        let busy = matches!(&opened, Err(error) if error.kind() == Kind::Busy);
        if !busy || !job.patience.lasts(start.elapsed()) || signals::stop().is_some() {
            return opened;
        }
        clock::sleep_us(RETRY_US);
    }
}

impl Patience {
    fn lasts(self, elapsed: Duration) -> bool {
        match self {
            Patience::None => false,
            Patience::Seconds(seconds) => elapsed < Duration::from_secs(seconds),
            Patience::Endless => true,
        }
    }
}

/// The text of `--dump-hw-params`.
pub(super) fn ranges(job: &Job, space: &Space) -> String {
    let rule = "--------------------";
    format!("HW Params of device \"{}\":\n{rule}\n{}{rule}", job.device, space.dump())
}

/// The frames that a device is asked to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) spec: Spec,
    /// Their speakers, as a WAVE channel mask; 0 when unknown.
    pub(super) speakers: u32,
    pub(super) make: Make,
}

/// How frames came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Make {
    /// Stored as they are: the device gets what Debian's aplay gives it.
    Stored,
    /// Decoded: their rate and speakers are the file's, or there is no sound.
    Decoded,
}

impl From<Spec> for Wanted {
    fn from(spec: Spec) -> Wanted {
        Wanted { spec, speakers: 0, make: Make::Stored }
    }
}

/// Agrees with the PCM on frames, and describes what came of it.
pub(super) fn set_up(job: &Job, pcm: &mut Pcm, wanted: impl Into<Wanted>) -> anyhow::Result<(Stream, Habits)> {
    let wanted = wanted.into();
    let spec = wanted.spec;
    let space = Space::of(pcm)?;
    if job.dump_hw_params {
        job.printer.error(&ranges(job, &space));
    }
    let Spec { format, channels, rate } = spec;
    let request = Request { format, channels, rate, ..job.request.clone() };
    let granted = match (negotiate(pcm, &space, &request), wanted.make) {
        (Err(refusal), Make::Decoded) if !hints_are_wanted() => bail!("{refusal}\n{}", remedy(job)),
        (Err(refusal), _) => return Err(hints::refused(job, pcm, &request, &refusal)),
        (Ok(granted), _) => granted,
    };
    match wanted.make {
        Make::Stored => warn_of_rate(job, pcm, rate, granted.rate),
        Make::Decoded if granted.rate != rate => {
            let nearest = format!("the device has no rate of {rate} Hz, {} Hz is the nearest", granted.rate);
            return Err(hints::other_rate(job, pcm, &request, &nearest, &remedy(job)));
        }
        Make::Decoded => {}
    }
    let reorder = if job.map.is_some() { map_channels(job, pcm, channels)? } else { place(pcm, &wanted) };
    describe(job, pcm)?;
    let Granted { rate, buffer_frames, period_frames, frame_bytes, can_pause } = granted;
    let blocking = job.mode.blocking;
    let stream = Stream { format, rate, frame_bytes, period_frames, buffer_frames, can_pause, blocking };
    Ok((stream, Habits { reorder, ..job.habits }))
}

/// The device that converts.
fn remedy(job: &Job) -> String {
    format!("-D {} converts", converting(&job.named))
}

/// Brings more than two channels to the file's speakers: the device takes the file's map, or the file follows the
/// device's. Stored frames are only moved for a device that says where its speakers are.
fn place(pcm: &mut Pcm, wanted: &Wanted) -> Option<Reorder> {
    let map = ChannelMap::from_wave_mask(wanted.speakers)?;
    let channels = wanted.spec.channels as usize;
    if channels <= 2 || map.channels() != channels || pcm.set_channel_map(&map).is_ok() {
        return None;
    }
    let there = match wanted.make {
        Make::Stored => pcm.channel_map()?,
        Make::Decoded => pcm.channel_map().or_else(|| ChannelMap::usual(channels))?,
    };
    let places = there.places_of(&map).or_else(|_| there.places_of(&map.with_sides_as_rears()));
    Reorder::from_places(&places.ok()?)
}

/// More than 5 % off is heard.
fn warn_of_rate(job: &Job, pcm: &Pcm, asked: u32, got: u32) {
    let (asked_hz, got_hz) = (f64::from(asked), f64::from(got));
    if asked_hz * 1.05 < got_hz || asked_hz * 0.95 > got_hz {
        let name = pcm.name();
        let hint = if name.is_empty() || name.contains(':') { String::new() } else { format!("(-Dplug:{name})") };
        job.printer.note(&format!(
            "Warning: rate is not accurate (requested = {asked}Hz, got = {got}Hz)\n         \
             please, try the plug plugin {hint}"
        ));
    }
}

/// Gives the device the user's channel map, or follows the device's.
fn map_channels(job: &Job, pcm: &mut Pcm, channels: u32) -> anyhow::Result<Option<Reorder>> {
    let Some(map) = &job.map else { return Ok(None) };
    if map.channels() != channels as usize {
        bail!("Channel numbers don't match between hw_params and channel map");
    }
    if pcm.set_channel_map(map).is_ok() {
        return Ok(None);
    }
    let Some(there) = pcm.channel_map() else {
        job.printer.error("Warning: unable to get channel map");
        return Ok(None);
    };
    // Played frames are put in the device's order, recorded ones in the user's.
    let (from, to) = match pcm.direction() {
        Direction::Playback => (map, &there),
        Direction::Capture => (&there, map),
    };
    match to.places_of(from) {
        Ok(places) => Ok(Reorder::from_places(&places)),
        Err(name) => bail!("Channel {name} of {from} is not in {to}"),
    }
}

/// The dump of `-v`.
pub(super) fn describe(job: &Job, pcm: &mut Pcm) -> anyhow::Result<()> {
    if job.verbose == 0 {
        return Ok(());
    }
    let mut text = pcm.dump();
    if job.request.transfer == Transfer::Mmap {
        text.push_str(&pcm.mapped_areas()?.join("\n"));
    }
    job.printer.error(text.trim_end());
    Ok(())
}

/// The frames in words, as banners have them.
pub(super) fn in_words(spec: Spec) -> String {
    let Spec { format, channels, rate } = spec;
    let channels = match channels {
        1 => "Mono".to_owned(),
        2 => "Stereo".to_owned(),
        more => format!("Channels {more}"),
    };
    format!("{}, Rate {rate} Hz, {channels}", format.description())
}
