//! One run of aplay: opens the device, then plays file after file on it.
//!
//! Files with the same parameters follow each other without a gap; a file that cannot be played is said and counted,
//! and the next one has its turn. A failing device ends it.

use super::files::{self, Operand, Refusal};
use super::job::{Job, Limit};
use super::pid_file::PidFile;
use super::watcher::Watcher;
use crate::audio::playback::Stream;
use crate::audio::source::{OpenError, Source, Spec};
use crate::audio::transfer::{Ended, Fault, Habits, Player, Reorder};
use crate::cli::Exit;
use crate::device::Format;
use crate::device::params::{Granted, Request, Space, negotiate};
use crate::device::pcm::{Pcm, Transfer};
use crate::os::signals;
use crate::os::terminal::Keys;
use anyhow::{Context, bail};
use std::io::{self, IsTerminal};

/// Runs a job to its end.
pub(super) fn run(job: Job) -> anyhow::Result<Exit> {
    let pcm = Pcm::open(&job.device, job.mode)?;
    if job.dump_hw_params && job.files.is_empty() {
        job.printer.error(&ranges(&job, &Space::of(&pcm)?));
        return Ok(Exit::SUCCESS);
    }
    signals::catch_stop().context("cannot catch signals")?;
    let _pid_file = job.pid_file.as_deref().map(PidFile::create).transpose()?;
    let operands = files::operands(&job.files, job.layout, job.assume.raw.channels)?;
    let keys = keys(&job, &operands);
    let watcher = Watcher::new(job.printer, job.verbose > 0, job.meter, keys);
    let mut session = Session { job: &job, watcher, device: Device::Closed(Some(pcm)), failed: false };
    session.play_all(&operands)
}

/// The keys are only taken where they are not the data.
fn keys(job: &Job, operands: &[Operand]) -> Option<Keys> {
    let free = job.interactive && io::stdin().is_terminal() && !operands.contains(&Operand::Stdin);
    if free { Keys::open().ok() } else { None }
}

/// The device before its first set-up, and after.
enum Device {
    Closed(Option<Pcm>),
    SetUp { player: Box<Player<Pcm>>, spec: Spec },
}

struct Session<'a> {
    job: &'a Job,
    watcher: Watcher,
    device: Device,
    failed: bool,
}

impl Session<'_> {
    fn play_all(&mut self, operands: &[Operand]) -> anyhow::Result<Exit> {
        for operand in operands {
            if self.play(operand)? == Ended::Stopped {
                return Ok(self.aborted());
            }
        }
        if let Device::SetUp { player, .. } = &mut self.device
            && player.finish(&mut self.watcher)? == Ended::Stopped
        {
            return Ok(self.aborted());
        }
        self.end_meter();
        Ok(if self.failed { Exit::FAILURE } else { Exit::SUCCESS })
    }

    fn play(&mut self, operand: &Operand) -> anyhow::Result<Ended> {
        let mut source = match operand.open(&self.job.assume) {
            Ok(source) => source,
            Err(Refusal::Source(OpenError::Read(error))) if error.kind() == io::ErrorKind::Interrupted => {
                return Ok(Ended::Stopped);
            }
            Err(refusal) => {
                self.refuse(operand, &refusal);
                return Ok(Ended::Complete);
            }
        };
        self.announce(operand, source.as_ref());
        match self.play_sections(source.as_mut()) {
            Err(error) if matches!(error.downcast_ref(), Some(Fault::Read(_))) => {
                self.fail(&format!("{}: {error}", operand.shown()));
                Ok(Ended::Complete)
            }
            other => other,
        }
    }

    fn play_sections(&mut self, source: &mut dyn Source) -> anyhow::Result<Ended> {
        let mut limit = self.limit(source.spec());
        loop {
            self.set_up(source.spec())?;
            let Device::SetUp { player, .. } = &mut self.device else { bail!("the device is not set up") };
            let ended = player.play(source, &mut limit, &mut self.watcher)?;
            if ended != Ended::Complete || !source.next_section().map_err(Fault::Read)? {
                return Ok(ended);
            }
        }
    }

    fn limit(&self, spec: Spec) -> Option<u64> {
        match self.job.limit {
            Limit::None => None,
            Limit::Frames(frames) => Some(frames),
            Limit::Seconds(seconds) => Some(seconds.saturating_mul(spec.rate.into())),
        }
    }

    /// The banner, and a warning when `-f` named another format than the file has.
    fn announce(&self, operand: &Operand, source: &dyn Source) {
        let Spec { format, channels, rate } = source.spec();
        let asked = self.job.assume.raw.format;
        if asked != Format::U8 && asked != format {
            self.job.printer.error(&format!("Warning: format is changed to {format}"));
        }
        let channels = match channels {
            1 => "Mono".to_owned(),
            2 => "Stereo".to_owned(),
            more => format!("Channels {more}"),
        };
        let (kind, name, format) = (source.kind(), operand.shown(), format.description());
        self.job.printer.note(&format!("Playing {kind} '{name}' : {format}, Rate {rate} Hz, {channels}"));
    }

    /// Agrees with the device on this spec. What still plays with another one is played out before.
    fn set_up(&mut self, spec: Spec) -> anyhow::Result<()> {
        let pcm = match std::mem::replace(&mut self.device, Device::Closed(None)) {
            Device::SetUp { mut player, spec: same } if same == spec => {
                self.describe(player.pcm_mut())?;
                self.device = Device::SetUp { player, spec };
                return Ok(());
            }
            Device::SetUp { mut player, .. } => {
                player.finish(&mut self.watcher)?;
                player.into_pcm()
            }
            Device::Closed(pcm) => pcm.context("the device is closed")?,
        };
        let player = self.player(pcm, spec)?;
        self.watcher.expect(spec);
        self.device = Device::SetUp { player: Box::new(player), spec };
        Ok(())
    }

    fn player(&self, mut pcm: Pcm, spec: Spec) -> anyhow::Result<Player<Pcm>> {
        let space = Space::of(&pcm)?;
        if self.job.dump_hw_params {
            self.job.printer.error(&ranges(self.job, &space));
        }
        let Spec { format, channels, rate } = spec;
        let request = Request { format, channels, rate, ..self.job.request.clone() };
        let granted = negotiate(&mut pcm, &space, &request)?;
        self.warn_of_rate(&pcm, rate, granted.rate);
        let reorder = self.map_channels(&mut pcm, channels)?;
        self.describe(&mut pcm)?;
        let habits = Habits {
            position_test: self.job.position_test,
            busy: self.job.busy,
            xrun_is_fatal: self.job.xrun_is_fatal,
            reorder,
        };
        Ok(Player::new(pcm, self.stream(format, granted), habits))
    }

    fn stream(&self, format: Format, granted: Granted) -> Stream {
        let Granted { rate, buffer_frames, period_frames, frame_bytes, can_pause } = granted;
        Stream { format, rate, frame_bytes, period_frames, buffer_frames, can_pause, blocking: self.job.mode.blocking }
    }

    /// More than 5 % off is heard.
    fn warn_of_rate(&self, pcm: &Pcm, asked: u32, got: u32) {
        let (asked_hz, got_hz) = (f64::from(asked), f64::from(got));
        if asked_hz * 1.05 < got_hz || asked_hz * 0.95 > got_hz {
            let name = pcm.name();
            let hint = if name.is_empty() || name.contains(':') { String::new() } else { format!("(-Dplug:{name})") };
            self.job.printer.note(&format!(
                "Warning: rate is not accurate (requested = {asked}Hz, got = {got}Hz)\n         \
                 please, try the plug plugin {hint}"
            ));
        }
    }

    /// Gives the device the user's channel map, or follows the device's.
    fn map_channels(&self, pcm: &mut Pcm, channels: u32) -> anyhow::Result<Option<Reorder>> {
        let Some(map) = &self.job.map else { return Ok(None) };
        if map.channels() != channels as usize {
            bail!("Channel numbers don't match between hw_params and channel map");
        }
        if pcm.set_channel_map(map).is_ok() {
            return Ok(None);
        }
        let Some(there) = pcm.channel_map() else {
            self.job.printer.error("Warning: unable to get channel map");
            return Ok(None);
        };
        let places = there.places_of(map);
        let places = places.map_err(|name| anyhow::anyhow!("Channel {name} is not in the device's map {there}"))?;
        Ok(Reorder::from_places(&places))
    }

    fn describe(&self, pcm: &mut Pcm) -> anyhow::Result<()> {
        if self.job.verbose == 0 {
            return Ok(());
        }
        let mut text = pcm.dump();
        if self.job.request.transfer == Transfer::Mmap {
            text.push_str(&pcm.mapped_areas()?.join("\n"));
        }
        self.job.printer.error(text.trim_end());
        Ok(())
    }

    fn refuse(&mut self, operand: &Operand, refusal: &Refusal) {
        match refusal {
            // perror(3)'s line, without the program's name, as ever.
            Refusal::Missing(name, error) => {
                let reason = crate::device::Error::new(name.to_string_lossy(), error.raw_os_error().unwrap_or(0));
                self.job.printer.error(&reason.to_string());
                self.failed = true;
            }
            Refusal::Source(error) => self.fail(&format!("{}: {error}", operand.shown())),
        }
    }

    fn fail(&mut self, what: &str) {
        self.job.printer.error(&format!("aplay: {what}"));
        self.failed = true;
    }

    fn aborted(&self) -> Exit {
        self.end_meter();
        if let Some(signal) = signals::stop() {
            self.job.printer.note(&format!("Aborted by signal {}...", signals::name(signal)));
        }
        Exit::SUCCESS
    }

    /// The meter of `-vv` leaves its line by a newline on standard output, as it always did.
    fn end_meter(&self) {
        if self.job.verbose == 2 {
            let _ = self.job.printer.text("\n");
        }
    }
}

fn ranges(job: &Job, space: &Space) -> String {
    let rule = "--------------------";
    format!("HW Params of device \"{}\":\n{rule}\n{}{rule}", job.device, space.dump())
}
