//! One run of aplay: opens the device, then plays file after file on it.
//!
//! Files with the same parameters follow each other without a gap; a file that cannot be played is said and counted,
//! and the next one has its turn. A failing device ends it.

use super::course::Rounds;
use super::device::{self, Make, Wanted};
use super::files::{self, Operand, Refusal};
use super::job::Job;
use super::pid_file::PidFile;
use super::watcher::Watcher;
use crate::audio::gain::Gain;
use crate::audio::play::Player;
use crate::audio::source::{OpenError, Source, Spec, Tags};
use crate::audio::stumble::{Ended, Fault};
use crate::cli::Exit;
use crate::device::Format;
use crate::device::error::reason_of;
use crate::device::params::Space;
use crate::device::pcm::Pcm;
use crate::os::signals;
use crate::os::terminal::Keys;
use crate::ui::progress::clock;
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
    if job.course.rounds != Rounds::Number(1) && operands.contains(&Operand::Stdin) {
        bail!("--loop needs files: standard input cannot be played again");
    }
    let keys = keys(&job, &operands);
    let watcher = Watcher::new(&job, keys);
    let mut session = Session { job: &job, watcher, device: Device::Closed(Some(pcm)), played: 0, failed: false };
    session.play_all(&operands)
}

/// The first of these formats that the device has.
fn first_of(pcm: &Pcm, formats: &[Format]) -> Option<Format> {
    Space::of(pcm).ok()?.first_of(pcm, formats)
}

/// Goes to a frame, by reading what comes before where nothing else is possible.
fn pass_over(source: &mut dyn Source, frame: u64) -> io::Result<()> {
    match source.seek(frame) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        sought => return sought,
    }
    let frame_bytes = source.spec().frame_bytes().ok_or(io::ErrorKind::Unsupported)?;
    let mut piece = vec![0; 4096 * frame_bytes];
    let mut left = frame;
    while left > 0 {
        let want = left.min(4096) as usize;
        match source.read(&mut piece[..want * frame_bytes])? {
            0 => break,
            frames => left -= frames,
        }
    }
    Ok(())
}

/// What a file says about its sound, a line each.
fn describe(tags: &Tags, source: &dyn Source) -> Vec<String> {
    let length = source.frames_left().map(|frames| clock(frames / u64::from(source.spec().rate.max(1))));
    let lines = [
        ("Title", tags.title.as_deref().map(harmless)),
        ("Artist", tags.artist.as_deref().map(harmless)),
        ("Album", tags.album.as_deref().map(harmless)),
        ("Length", length),
    ];
    lines.into_iter().filter_map(|(what, text)| Some(format!("{what}: {}", text?))).collect()
}

/// Text that controls no terminal: what is not printed is spelled out.
fn harmless(text: &str) -> String {
    let spelled = |character: char| match character {
        '"' | '\'' | '\\' => character.to_string(),
        other => other.escape_debug().to_string(),
    };
    text.chars().map(spelled).collect()
}

/// The keys are only taken where they are not the data.
fn keys(job: &Job, operands: &[Operand]) -> Option<Keys> {
    let free = job.interactive && io::stdin().is_terminal() && !operands.contains(&Operand::Stdin);
    if free { Keys::open().ok() } else { None }
}

/// The device before its first set-up, and after.
enum Device {
    Closed(Option<Pcm>),
    SetUp { player: Box<Player<Pcm>>, wanted: Wanted },
}

struct Session<'a> {
    job: &'a Job,
    watcher: Watcher,
    device: Device,
    /// Files that were played, if only in part.
    played: u64,
    failed: bool,
}

impl Session<'_> {
    fn play_all(&mut self, operands: &[Operand]) -> anyhow::Result<Exit> {
        let mut rounds = self.job.course.rounds;
        loop {
            let before = self.played;
            for operand in operands {
                if self.play(operand)? == Ended::Stopped {
                    self.watcher.end();
                    return Ok(self.aborted());
                }
            }
            // A round in which nothing can be played would come again and again, at once.
            if !rounds.take() || self.played == before {
                break;
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
        if let Some(decibels) = self.job.course.gain_db {
            source = match Gain::new(source, decibels) {
                Ok(louder) => Box::new(louder),
                Err(format) => {
                    self.fail(operand.named_in("", &format!(": --gain cannot change samples of {format}")));
                    return Ok(Ended::Complete);
                }
            };
        }
        self.choose_format(source.as_mut())?;
        self.announce(operand, source.as_ref());
        self.watcher.begin(source.as_ref());
        let ended = self.play_from_start(source.as_mut());
        self.watcher.end();
        self.played += 1;
        match ended {
            Err(error) if matches!(error.downcast_ref(), Some(Fault::Read(_))) => {
                self.fail(operand.named_in("", &format!(": {error}")));
                Ok(Ended::Complete)
            }
            other => other,
        }
    }

    /// Takes the best of the formats that the source offers and the device has.
    fn choose_format(&mut self, source: &mut dyn Source) -> anyhow::Result<()> {
        let formats = source.formats();
        let pcm = match &mut self.device {
            Device::Closed(pcm) => pcm.as_mut().context("the device is closed")?,
            Device::SetUp { player, .. } => player.pcm_mut(),
        };
        if let (true, Some(format)) = (formats.len() > 1, first_of(pcm, formats)) {
            source.take_format(format);
        }
        Ok(())
    }

    fn play_from_start(&mut self, source: &mut dyn Source) -> anyhow::Result<Ended> {
        let start = (self.job.course.start_s * f64::from(source.spec().rate)) as u64;
        if start > 0 {
            match pass_over(source, start) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(Ended::Stopped),
                passed => passed.map_err(Fault::Read)?,
            }
        }
        self.play_sections(source)
    }

    fn play_sections(&mut self, source: &mut dyn Source) -> anyhow::Result<Ended> {
        let mut limit = self.job.limit.frames(source.spec());
        loop {
            self.set_up(source)?;
            let Device::SetUp { player, .. } = &mut self.device else { bail!("the device is not set up") };
            let ended = player.play(source, &mut limit, &mut self.watcher)?;
            if ended != Ended::Complete || !source.next_section().map_err(Fault::Read)? {
                return Ok(ended);
            }
            self.choose_format(source)?;
        }
    }

    /// The banner, and a warning when `-f` named another format than the file has. A VOC file has no format, its
    /// blocks have.
    fn announce(&self, operand: &Operand, source: &dyn Source) {
        if source.kind() == "VOC" {
            return self.job.printer.note(&operand.named_in("Playing Creative Labs Channel file '", "'..."));
        }
        let Spec { format, .. } = source.described();
        let asked = self.job.assume.raw.format;
        if asked != Format::U8 && asked != format {
            self.job.printer.error(&format!("Warning: format is changed to {format}"));
        }
        let words = format!("' : {}", device::in_words(source.described()));
        self.job.printer.note(&operand.named_in(&format!("Playing {} '", source.kind()), &words));
        if let (Some(tags), true) = (source.tags(), self.job.verbose > 0) {
            describe(tags, source).iter().for_each(|line| self.job.printer.note(line));
        }
    }

    /// Agrees with the device on the source's frames. What still plays with another spec is played out before.
    fn set_up(&mut self, source: &dyn Source) -> anyhow::Result<()> {
        let spec = source.spec();
        let speakers = if spec.channels > 2 { source.channel_mask() } else { 0 };
        let make = if source.is_decoded() { Make::Decoded } else { Make::Stored };
        let wanted = Wanted { spec, speakers, make };
        let mut pcm = match std::mem::replace(&mut self.device, Device::Closed(None)) {
            Device::SetUp { mut player, wanted: same } if same == wanted => {
                device::describe(self.job, player.pcm_mut())?;
                self.device = Device::SetUp { player, wanted };
                return Ok(());
            }
            Device::SetUp { mut player, .. } => {
                player.finish(&mut self.watcher)?;
                player.into_pcm()
            }
            Device::Closed(pcm) => pcm.context("the device is closed")?,
        };
        let (stream, habits) = device::set_up(self.job, &mut pcm, wanted)?;
        let mut player = Player::new(pcm, stream, habits);
        self.watcher.expect(spec);
        let silence = u64::from(self.job.course.preroll_ms) * u64::from(stream.rate) / 1000;
        // A stop is met again by the file.
        player.queue_silence(silence, &mut self.watcher)?;
        self.device = Device::SetUp { player: Box::new(player), wanted };
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
        if let Some(words) = signals::last_words() {
            self.job.printer.note(&words);
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
