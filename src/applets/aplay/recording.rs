//! One run of arecord: opens the device, records into file after file, and finishes each, whatever happens.
//!
//! A signal, a full disk, an unplugged card: the file is valid afterwards and has all that came before.

use super::device;
use super::job::Job;
use super::keep::Keep;
use super::pid_file::PidFile;
use super::watcher::{Lost, Watcher};
use crate::audio::listen::{Ears, Onset, Quiet};
use crate::audio::record::Recorder;
use crate::audio::sink::CreateError;
use crate::audio::source::Spec;
use crate::audio::stumble::{Ended, Fault};
use crate::cli::Exit;
use crate::device::error::reason_of;
use crate::device::pcm::Pcm;
use crate::os::signals;
use crate::os::terminal::Keys;
use aftermath::Aftermath;
use anyhow::{Context, bail};
use std::io::{self, IsTerminal};
use target::Target;

mod aftermath;
mod follow;
mod level;
mod mend;
pub(super) mod silent;
mod target;

/// Runs a job to its end.
pub(super) fn run(job: Job) -> anyhow::Result<Exit> {
    if let Some(path) = &job.keep.repair {
        return mend::run(&job, path);
    }
    let pcm = device::open(&job)?;
    signals::catch_every_stop().context("cannot catch signals")?;
    if let Some(form) = job.keep.level {
        return level::run(&job, pcm, form);
    }
    signals::catch_next_file().context("cannot catch signals")?;
    let _pid_file = job.pid_file.as_deref().map(PidFile::create).transpose()?;
    let keys = if job.interactive && io::stdin().is_terminal() { Keys::open().ok() } else { None };
    let (watcher, aftermath) = (Watcher::new(&job, keys), Aftermath::new(&job));
    let mut session = Session { job: &job, watcher, aftermath, pcm: Some(pcm), failed: false };
    session.record_all()
}

struct Session<'a> {
    job: &'a Job,
    watcher: Watcher,
    aftermath: Aftermath,
    pcm: Option<Pcm>,
    failed: bool,
}

impl Session<'_> {
    fn record_all(&mut self) -> anyhow::Result<Exit> {
        for target in target::targets(self.job)? {
            let ended = self.record(&target);
            if !matches!(ended, Ok(Ended::Complete | Ended::LimitReached | Ended::Silent)) {
                self.end();
                return self.stopped(ended);
            }
        }
        let is_good = self.end() && !self.failed && !self.watcher.lost().is_fatal(self.job);
        Ok(if is_good { Exit::SUCCESS } else { Exit::FAILURE })
    }

    /// Records into one target and finishes it.
    fn record(&mut self, target: &Target) -> anyhow::Result<Ended> {
        let spec = self.job.assume.raw;
        self.announce(target, spec);
        let mut pcm = self.pcm.take().context("the device is closed")?;
        let (stream, habits) = device::set_up(self.job, &mut pcm, spec)?;
        self.watcher.expect(spec);
        self.watcher.explain_silence(pcm.card(), spec);
        let mut limit = self.job.limit.frames(spec);
        let mut sink = match target.create(self.job, limit, self.aftermath.told()) {
            Ok(sink) => sink,
            Err(CreateError::Io(error)) => {
                // perror(3)'s line, without the program's name, as ever.
                self.job.printer.error(&format!("{}: {}", target.shown(), reason_of(&error)));
                self.failed = true;
                self.pcm = Some(pcm);
                return Ok(Ended::Complete);
            }
            Err(error) => return Err(error.into()),
        };
        let recorder = Recorder::new(pcm, stream, habits, ears(&self.job.keep, spec)?);
        let (pcm, ended) = follow::record(self, recorder, sink.as_mut(), &mut limit);
        self.pcm = pcm;
        // The file is made valid before anything else is said.
        let finished = sink.finish().map_err(Fault::Write).map_err(anyhow::Error::from);
        ended.and_then(|ended| finished.map(|()| ended)).map_err(|error| match error.downcast_ref() {
            Some(Fault::Write(_)) => error.context(target.shown()),
            _ => error,
        })
    }

    fn announce(&self, target: &Target, spec: Spec) {
        let (kind, name, words) = (target.kind(self.job), target.shown(), device::in_words(spec));
        self.job.printer.note(&format!("Recording {kind} '{name}' : {words}"));
    }

    /// A signal is said, a broken pipe is the reader's wish and ends as it always did.
    fn stopped(&mut self, ended: anyhow::Result<Ended>) -> anyhow::Result<Exit> {
        match ended {
            Err(error) if is_closed_pipe(&error) => signals::die_of_closed_pipe(),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        if let Some(words) = signals::last_words() {
            self.job.printer.note(&words);
        }
        Ok(Exit::FAILURE)
    }

    /// What the run has to say at its end; whether all that followed went well.
    fn end(&self) -> bool {
        // The meter of -vv leaves its line by a newline on standard output, as it always did.
        if self.job.verbose == 2 && target::stdout_is_free(self.job) {
            let _ = self.job.printer.text("\n");
        }
        let Lost { xruns, frames } = self.watcher.lost();
        if xruns > 0 {
            let plural = if xruns == 1 { "" } else { "s" };
            self.job.printer.note(&format!("{}: {frames} frames lost in {xruns} overrun{plural}", self.job.name));
        }
        self.aftermath.wait()
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let fault = error.chain().find_map(|cause| cause.downcast_ref());
    matches!(fault, Some(Fault::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe)
}

fn ears(keep: &Keep, spec: Spec) -> anyhow::Result<Ears> {
    let onset = keep.start_on_dbfs.map(|level| Onset::new(spec, level));
    let quiet = keep
        .stop_after
        .map(|silence| Quiet::new(spec, silence.below_dbfs, (silence.seconds * f64::from(spec.rate)) as u64));
    if onset.as_ref().is_some_and(Option::is_none) || quiet.as_ref().is_some_and(Option::is_none) {
        bail!("the level of {} cannot be measured", spec.format);
    }
    Ok(Ears { onset: onset.flatten(), quiet: quiet.flatten() })
}
