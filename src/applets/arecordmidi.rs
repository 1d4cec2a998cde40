//! arecordmidi: records what ports of the sequencer send into a Standard MIDI File.
//!
//! The file on the disk is a valid one at any moment: it is written beside, and renamed.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, read};
use crate::device::seq::event::{Due, Event};
use crate::device::seq::link::Link;
use crate::device::seq::queue::Tempo;
use crate::device::seq::transfer::Waiting;
use crate::device::seq::{Address, PortUse, Seq};
use crate::midi::recorder::{Division, Recorder, Split};
use crate::midi::{open_sequencer, ports};
use crate::os::signals;
use crate::ui::Printer;
use anyhow::Context;
use metronome::Metronome;
use options::Job;
use std::path::Path;
use std::time::{Duration, Instant};

mod metronome;
mod options;

/// The row of arecordmidi.
pub const APPLET: Applet = Applet {
    name: "arecordmidi",
    dir: Dir::Bin,
    about: "record Standard MIDI Files",
    version_words: "arecordmidi version",
    command: options::command,
    run,
};

/// How much of a recording a death without warning may cost.
const SAVE_EVERY: Duration = Duration::from_millis(500);
/// How many events may come at once.
const INPUT_EVENTS: usize = 2000;

fn run(call: &Call) -> anyhow::Result<Exit> {
    let given = match read(call, options::command)? {
        Reading::Go(given) => given,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let printer = Printer::new();
    if given.has("dump") {
        return Ok(fail(printer, "The --dump option isn't supported anymore, use aseqdump instead."));
    }
    let job = match given.has("list") {
        true => None,
        false => match Job::check(&given) {
            Ok(job) => Some(job),
            Err(what) => return Ok(fail(printer, &what)),
        },
    };
    let seq = match open_sequencer("arecordmidi") {
        Ok(seq) => seq,
        Err(error) => return Ok(fail(printer, &format!("Cannot open sequencer - {error}"))),
    };
    let Some(job) = job else {
        let readable = ports::table(&seq.clients()?, |client, port| client.number != 0 && port.is_readable());
        printer.text(&readable)?;
        return Ok(Exit::SUCCESS);
    };
    signals::catch_every_stop()?;
    match Recording::prepare(&seq, &job) {
        Ok(recording) => recording.run(printer),
        Err(what) => Ok(fail(printer, &what)),
    }
}

fn fail(printer: Printer, what: &str) -> Exit {
    printer.error(what);
    Exit::FAILURE
}

/// A recording that is ready to begin.
struct Recording<'a> {
    seq: &'a Seq,
    job: &'a Job,
    queue: u8,
    /// A port of ours for each that is recorded.
    ports: Vec<Address>,
    metronome: Option<Metronome>,
    recorder: Recorder,
}

impl<'a> Recording<'a> {
    fn prepare(seq: &'a Seq, job: &'a Job) -> Result<Recording<'a>, String> {
        let find = |words: &str| {
            ports::find_list(seq, words).map_err(|(word, error)| format!("Invalid port {word} - {error}"))
        };
        let sources = find(&job.ports)?;
        let queue =
            seq.create_queue("arecordmidi").map_err(|error| format!("Cannot create queue - {}", error.reason()))?;
        seq.set_tempo(queue, tempo(job.division))
            .map_err(|error| format!("Cannot set queue tempo - {}", error.reason()))?;
        // More than the default, for a burst must not be lost; less is no reason to stop.
        let _ = seq.set_input_room(INPUT_EVENTS);
        let mut own = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            let port = seq.create_port(&format!("arecordmidi port {index}"), PortUse::TakesStamped(queue));
            let port = port.map_err(|error| format!("Cannot create port - {}", error.reason()))?;
            let linked = seq.link(&Link::new(*source, port));
            linked.map_err(|error| format!("Cannot connect from port {source} - {}", error.reason()))?;
            own.push(port);
        }
        let metronome = job.metronome.as_deref().map(|words| {
            let port = find(words)?.first().copied().ok_or_else(|| format!("Invalid port {words}"))?;
            Metronome::link(seq, port, queue, job)
        });
        Ok(Recording {
            seq,
            job,
            queue,
            metronome: metronome.transpose()?,
            recorder: Recorder::new(job.division, job.signature, job.split, own.len()),
            ports: own,
        })
    }

    fn run(mut self, printer: Printer) -> anyhow::Result<Exit> {
        let file = Path::new(&self.job.file);
        if let Err(error) = std::fs::OpenOptions::new().create(true).append(true).open(file) {
            let reason = crate::device::Error::new("", error.raw_os_error().unwrap_or(5)).reason();
            return Ok(fail(printer, &format!("Cannot open {} - {reason}", file.display())));
        }
        self.save(file)?;
        self.seq.start_queue(self.queue, self.ports[0])?;
        let mut exit = Exit::SUCCESS;
        let mut saved = Instant::now();
        let mut is_stale = false;
        while signals::stop().is_none() && !self.is_full() {
            let until_save = SAVE_EVERY.saturating_sub(saved.elapsed());
            let limit_ms = is_stale.then(|| u32::try_from(until_save.as_millis()).unwrap_or(0));
            self.seq.wait(Waiting { output: false, other: None, limit_ms })?;
            is_stale |= self.take_all(printer, &mut exit)?;
            if is_stale && saved.elapsed() >= SAVE_EVERY {
                self.save(file)?;
                saved = Instant::now();
                is_stale = false;
            }
        }
        self.save(file)?;
        Ok(exit)
    }

    fn is_full(&self) -> bool {
        self.job.events.is_some_and(|wanted| self.recorder.events() >= wanted)
    }

    /// Takes what has come, but no event more than was asked for; whether there was any.
    fn take_all(&mut self, printer: Printer, exit: &mut Exit) -> anyhow::Result<bool> {
        let before = self.recorder.events();
        while !self.is_full() {
            match self.seq.receive() {
                Ok(Some(event)) => self.take(&event)?,
                Ok(None) => break,
                Err(error) if error.is_overrun() => {
                    printer.error("events were lost: they came faster than they could be recorded");
                    *exit = Exit::FAILURE;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.recorder.events() > before)
    }

    fn take(&mut self, event: &Event) -> crate::device::Result<()> {
        if let Some(metronome) = &mut self.metronome
            && metronome.is_call(event)
        {
            return metronome.click(self.seq);
        }
        if let (Due::Tick(_, tick), Some(port)) = (event.due, self.ports.iter().position(|port| *port == event.dest)) {
            self.recorder.take(u64::from(tick), port, event);
        }
        Ok(())
    }

    /// Replaces the file in one step.
    fn save(&self, file: &Path) -> anyhow::Result<()> {
        let end_tick = u64::from(self.seq.position(self.queue)?.tick);
        let name = file.display().to_string();
        let mut beside = file.as_os_str().to_owned();
        beside.push(".part");
        std::fs::write(&beside, self.recorder.file(end_tick))
            .and_then(|()| std::fs::rename(&beside, file))
            .with_context(|| format!("Cannot write {name}"))
    }
}

fn tempo(division: Division) -> Tempo {
    match division {
        Division::Beat(ticks, bpm) => Tempo { beat_us: 60_000_000 / bpm.max(1), beat_ticks: u32::from(ticks) },
        Division::Frame(frames, ticks) => crate::midi::song::frame_tempo(frames, ticks),
    }
}

impl Job {
    fn split(split_channels: bool) -> Split {
        if split_channels { Split::Channels } else { Split::Ports }
    }
}
