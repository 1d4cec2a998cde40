//! One run of aplay: opens the device, then plays file after file on it.
//!
//! Files with the same parameters follow each other without a gap; a file that cannot be played is said and counted,
//! and the next one has its turn. A failing device ends it.

use super::device;
use super::files::{self, Operand, Refusal};
use super::job::Job;
use super::pid_file::PidFile;
use super::watcher::Watcher;
use crate::audio::play::Player;
use crate::audio::source::{OpenError, Source, Spec};
use crate::audio::stumble::{Ended, Fault};
use crate::cli::Exit;
use crate::device::Format;
use crate::device::error::reason_of;
use crate::device::params::Space;
use crate::device::pcm::Pcm;
use crate::os::signals;
use crate::os::terminal::Keys;
use anyhow::{Context, bail};
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};

/// Runs a job to its end.
pub(super) fn run(job: Job) -> anyhow::Result<Exit> {
    let pcm = device::open(&job)?;
    if job.dump_hw_params && job.files.is_empty() {
        job.printer.error(&device::ranges(&job, &Space::of(&pcm)?));
        return Ok(Exit::SUCCESS);
    }
    signals::catch_stop().context("cannot catch signals")?;
    // It means a new file to arecord, and nothing to aplay: it must not end it.
    signals::catch_next_file().context("cannot catch signals")?;
    let _pid_file = job.pid_file.as_deref().map(PidFile::create).transpose()?;
    let operands = files::operands(&job.files, job.layout, job.assume.raw.channels)?;
    let keys = keys(&job, &operands);
    let watcher = Watcher::new(&job, keys);
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
                self.fail(operand.named_in("", &format!(": {error}")));
                Ok(Ended::Complete)
            }
            other => other,
        }
    }

    fn play_sections(&mut self, source: &mut dyn Source) -> anyhow::Result<Ended> {
        let mut limit = self.job.limit.frames(source.spec());
        loop {
            self.set_up(source.spec())?;
            let Device::SetUp { player, .. } = &mut self.device else { bail!("the device is not set up") };
            let ended = player.play(source, &mut limit, &mut self.watcher)?;
            if ended != Ended::Complete || !source.next_section().map_err(Fault::Read)? {
                return Ok(ended);
            }
        }
    }

    /// The banner, and a warning when `-f` named another format than the file has. A VOC file has no format, its
    /// blocks have.
    fn announce(&self, operand: &Operand, source: &dyn Source) {
        if source.kind() == "VOC" {
            return self.job.printer.note(&operand.named_in("Playing Creative Labs Channel file '", "'..."));
        }
        let Spec { format, .. } = source.spec();
        let asked = self.job.assume.raw.format;
        if asked != Format::U8 && asked != format {
            self.job.printer.error(&format!("Warning: format is changed to {format}"));
        }
        let words = format!("' : {}", device::in_words(source.spec()));
        self.job.printer.note(&operand.named_in(&format!("Playing {} '", source.kind()), &words));
    }

    /// Agrees with the device on this spec. What still plays with another one is played out before.
    fn set_up(&mut self, spec: Spec) -> anyhow::Result<()> {
        let mut pcm = match std::mem::replace(&mut self.device, Device::Closed(None)) {
            Device::SetUp { mut player, spec: same } if same == spec => {
                device::describe(self.job, player.pcm_mut())?;
                self.device = Device::SetUp { player, spec };
                return Ok(());
            }
            Device::SetUp { mut player, .. } => {
                player.finish(&mut self.watcher)?;
                player.into_pcm()
            }
            Device::Closed(pcm) => pcm.context("the device is closed")?,
        };
        let (stream, habits) = device::set_up(self.job, &mut pcm, spec)?;
        let player = Player::new(pcm, stream, habits);
        self.watcher.expect(spec);
        self.device = Device::SetUp { player: Box::new(player), spec };
        Ok(())
    }

    fn refuse(&mut self, operand: &Operand, refusal: &Refusal) {
        match refusal {
            // perror(3)'s line, without the program's name, as ever.
            Refusal::Missing(name, error) => {
                let mut line = name.clone();
                line.push(format!(": {}", reason_of(error)));
                self.job.printer.error(&line);
                self.failed = true;
            }
            // As ever; only among several files it must be said which one it is.
            Refusal::Source(OpenError::Unplayable(reason)) if self.job.files.len() < 2 => self.fail(reason),
            Refusal::Source(error) => self.fail(operand.named_in("", &format!(": {error}"))),
        }
    }

    fn fail(&mut self, what: impl AsRef<OsStr>) {
        let mut line = OsString::from(format!("{}: ", self.job.name));
        line.push(what);
        self.job.printer.error(&line);
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
        if self.job.verbose == 2 && matches!(self.device, Device::SetUp { .. }) {
            let _ = self.job.printer.text("\n");
        }
    }
}
