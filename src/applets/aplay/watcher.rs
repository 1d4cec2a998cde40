//! Who watches the frames: the VU meter, the messages on stderr, the keys and the signals.

use super::job::Job;
use super::recording::silent::Silent;
use crate::audio::monitor::{Monitor, Wake, Wish};
use crate::audio::position::Suspicion;
use crate::audio::source::{Source, Spec};
use crate::audio::stumble::xrun_word;
use crate::device::pcm::{Direction, Status};
use crate::os::signals;
use crate::os::terminal::{Keys, Patience};
use crate::ui::meter::{ColourWish, Meter, MeterKind, wall_clock};
use crate::ui::progress::Progress;
use crate::ui::{Printer, hints_are_wanted};
use std::io::Write;

/// The keys that pause and go on.
const PAUSE_KEYS: [u8; 3] = [b' ', b'\n', b'\r'];

/// How far an arrow seeks.
const SEEK_S: i64 = 10;

/// What an arrow sends behind its escape, and what is between on one terminal or another.
const RIGHT: u8 = b'C';
const LEFT: u8 = b'D';
const ESCAPE: u8 = 0x1b;
const INTRODUCERS: [u8; 2] = [b'[', b'O'];

impl Lost {
    /// Whether the loss is a failure of the run.
    pub(super) fn is_fatal(self, job: &Job) -> bool {
        job.habits.xrun_is_fatal && self.xruns > 0
    }
}

/// Watches one run.
pub(super) struct Watcher {
    printer: Printer,
    direction: Direction,
    verbose: bool,
    meter_kind: Option<MeterKind>,
    colour: ColourWish,
    meter: Option<Meter>,
    progress: Option<Progress>,
    /// The user wants no more.
    quit: bool,
    keys: Option<Keys>,
    silent: Option<Silent>,
    lost: Lost,
    rate: u32,
}

/// What xruns have cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) xruns: u64,
    pub(super) frames: u64,
}

impl Watcher {
    pub(super) fn new(job: &Job, keys: Option<Keys>) -> Watcher {
        let progress = (job.course.progress || keys.is_some()) && job.meter.is_none();
        Watcher {
            progress: if progress && job.mode.direction == Direction::Playback { Progress::on_stderr() } else { None },
            quit: false,
            printer: job.printer,
            direction: job.mode.direction,
            verbose: job.verbose > 0,
            meter_kind: job.meter,
            colour: job.colour,
            meter: None,
            keys,
            silent: None,
            lost: Lost::default(),
            rate: 0,
        }
    }

    /// What xruns have cost.
    pub(super) fn lost(&self) -> Lost {
        self.lost
    }

    /// Frames of this spec come next.
    pub(super) fn expect(&mut self, spec: Spec) {
        self.rate = spec.rate;
        let Some(kind) = self.meter_kind.map(|kind| kind.fitting(spec.channels, self.colour)) else { return };
        let goes_on = self.meter.as_mut().is_some_and(|meter| meter.change(spec));
        if !goes_on {
            self.meter = Meter::new(kind, spec, wall_clock());
        }
    }

    /// Says why, if the input of this card gives nothing but silence.
    pub(super) fn explain_silence(&mut self, card: Option<i32>, spec: Spec) {
        self.silent = card.filter(|_| hints_are_wanted()).and_then(|card| Silent::new(card, spec));
    }

    /// This file comes next.
    pub(super) fn begin(&mut self, source: &dyn Source) {
        if let Some(progress) = &mut self.progress {
            progress.begin(source.spec().rate, source.frames_left().map(|left| source.position() + left));
        }
    }

    /// The file is over.
    pub(super) fn end(&mut self) {
        if let Some(progress) = &mut self.progress {
            progress.end();
        }
    }

    /// Something is about to be written where the full meter stands, or the progress.
    fn interrupt_meter(&mut self) {
        if let Some(progress) = &mut self.progress {
            progress.stand_aside();
        }
        if let Some(meter) = &mut self.meter {
            meter.stand_aside();
        }
    }

    /// What the next key asks for.
    fn key(&mut self, patience: Patience) -> Wish {
        let Some(keys) = &self.keys else { return Wish::Go };
        let wish = match (keys.next(patience), self.direction) {
            (Some(key), _) if PAUSE_KEYS.contains(&key) => Wish::Pause,
            (Some(b'n'), Direction::Playback) => Wish::Skip,
            (Some(b'q'), Direction::Playback) => Wish::Stop,
            (Some(ESCAPE), Direction::Playback) => arrow(keys),
            _ => Wish::Go,
        };
        self.quit |= wish == Wish::Stop;
        wish
    }
}

/// An arrow is one burst of bytes: what is not there yet belongs to no arrow.
fn arrow(keys: &Keys) -> Wish {
    let next = || keys.next(Patience::None);
    match (next().filter(|key| INTRODUCERS.contains(key)), next()) {
        (Some(_), Some(RIGHT)) => Wish::Seek(SEEK_S),
        (Some(_), Some(LEFT)) => Wish::Seek(-SEEK_S),
        _ => Wish::Go,
    }
}

impl Monitor for Watcher {
    fn heard(&mut self, frames: &[u8]) {
        if let Some(meter) = &mut self.meter {
            // A closed stderr is no reason to stop the sound.
            let _ = meter.heard(frames, &mut std::io::stderr());
        }
        if let Some(silent) = self.silent.take() {
            self.silent = silent.hear(frames, &self.printer);
        }
    }

    fn xrun(&mut self, status: &Status) {
        self.interrupt_meter();
        let milliseconds = status.since_us as f64 / 1000.0;
        let word = xrun_word(self.direction);
        self.printer.error(&format!("{word}!!! (at least {milliseconds:.3} ms long)"));
        self.lost.xruns += 1;
        if self.direction == Direction::Capture {
            // What the full buffer held is gone, and what came since.
            let frames = status.avail_frames + status.since_us * u64::from(self.rate) / 1_000_000;
            self.lost.frames += frames;
            self.printer.note(&format!("         {frames} frames are lost"));
        }
        if self.verbose {
            self.printer.error(&format!("Status:\n{}", status.dump.trim_end()));
        }
    }

    fn suspended(&mut self, wake: Wake) {
        self.interrupt_meter();
        self.printer.piece(match wake {
            Wake::Trying => "Suspended. Trying resume. ",
            Wake::Resumed => "Done.\n",
            Wake::Restarted => "Failed. Restarting stream. Done.\n",
        });
    }

    fn suspicious(&mut self, suspicion: &Suspicion) {
        self.interrupt_meter();
        let Suspicion { total, avail_frames, delay_frames, buffer_frames } = suspicion;
        self.printer.error(&format!(
            "Suspicious buffer position ({total} total): avail = {avail_frames}, delay = {delay_frames}, \
             buffer = {buffer_frames}"
        ));
    }

    fn cannot_pause(&mut self) {
        self.interrupt_meter();
        self.printer.error("\rPAUSE command ignored (no hw support)");
    }

    fn cannot_seek(&mut self) {
        self.interrupt_meter();
        self.printer.error("\rThis file cannot be sought in");
    }

    fn follows(&self) -> bool {
        self.progress.is_some()
    }

    fn position(&mut self, frame: u64) {
        if let Some(progress) = &mut self.progress {
            progress.show(frame);
        }
    }

    fn wish(&mut self) -> Wish {
        if signals::stop().is_some() || self.quit {
            Wish::Stop
        } else if signals::take_next_file() {
            Wish::NextFile
        } else {
            self.key(Patience::None)
        }
    }

    fn hold(&mut self) -> Wish {
        self.interrupt_meter();
        let mut stderr = std::io::stderr();
        // As wide as a meter's line, which may stand there.
        let _ = stderr.write_all(format!("\r{:73}", "=== PAUSE ===").as_bytes());
        while signals::stop().is_none() {
            let wish = self.key(Patience::Endless);
            if wish != Wish::Go {
                let _ = stderr.write_all(format!("\r{:74}\r", "").as_bytes());
                return if wish == Wish::Pause { Wish::Go } else { wish };
            }
        }
        Wish::Stop
    }

    fn note(&mut self, text: &str) {
        self.interrupt_meter();
        self.printer.note(&text.escape_default().to_string());
    }
}
