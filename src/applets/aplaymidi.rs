//! aplaymidi: plays Standard MIDI Files on ports of the sequencer.
//!
//! A file that cannot be played, or not to its end, is said and makes the exit code 1; the others are played.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, UsageError, Words, number, read};
use crate::device::seq::link::Link;
use crate::device::seq::transfer::Waiting;
use crate::device::seq::ump::Protocol;
use crate::device::seq::{Address, PortUse, Seq};
use crate::midi::player::{self, Ended, Setting};
use crate::midi::smf::{self, Smf};
use crate::midi::song::Song;
use crate::midi::{open_sequencer, ports};
use crate::os::signals;
use crate::os::terminal::Keys;
use crate::ui::Printer;
use anyhow::Context;
use std::ffi::OsString;
use std::io::Read;
use std::time::{Duration, Instant};
use watcher::Watcher;

mod options;
mod watcher;

/// The row of aplaymidi.
pub const APPLET: Applet = Applet {
    name: "aplaymidi",
    dir: Dir::Bin,
    about: "play Standard MIDI Files",
    version_words: "aplaymidi version",
    command: options::command,
    run,
};

fn run(call: &Call) -> anyhow::Result<Exit> {
    let given = match read(call, options::command)? {
        Reading::Go(given) => given,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let printer = Printer::new();
    if given.has("list") {
        return list(printer);
    }
    let default_ports = std::env::var("ALSA_OUTPUT_PORTS").ok();
    let Some(port_words) = given.text("port").or(default_ports) else {
        return Ok(fail(printer, "Please specify at least one port with --port."));
    };
    let files: Vec<OsString> = given.operands().to_vec();
    if files.is_empty() {
        return Ok(fail(printer, "Please specify a file to play."));
    }
    let wishes = Wishes::check(&given)?;
    let seq = match open_sequencer("aplaymidi") {
        Ok(seq) => seq,
        Err(error) => return Ok(fail(printer, &format!("Cannot open sequencer - {error}"))),
    };
    if wishes.ump
        && let Err(error) = seq.speak(Protocol::Midi1)
    {
        return Ok(fail(printer, &format!("Cannot send UMP - {error}; it needs alsa-lib 1.2.10 and Linux 6.5")));
    }
    signals::catch_every_stop()?;
    let source = seq.create_port("aplaymidi", PortUse::Sends)?;
    let dests = match connect(&seq, source, &port_words, wishes.wait) {
        Ok(Some(dests)) => dests,
        Ok(None) => return Ok(Exit::SUCCESS),
        Err(what) => return Ok(fail(printer, &what)),
    };
    Playing { seq: &seq, source, dests, printer, wishes }.play_all(&files)
}

fn fail(printer: Printer, what: &str) -> Exit {
    printer.error(what);
    Exit::FAILURE
}

fn list(printer: Printer) -> anyhow::Result<Exit> {
    let seq = match open_sequencer("aplaymidi") {
        Ok(seq) => seq,
        Err(error) => return Ok(fail(printer, &format!("Cannot open sequencer - {error}"))),
    };
    printer.text(&ports::table(&seq.clients()?, |_, port| port.is_writable() && port.is_midi()))?;
    Ok(Exit::SUCCESS)
}

/// What was asked for beside ports and files.
struct Wishes {
    delay: Duration,
    wait: bool,
    ump: bool,
    tempo_percent: u32,
    transpose: i8,
    times: Option<u64>,
    progress: bool,
    lyrics: bool,
    interactive: bool,
}

impl Wishes {
    fn check(given: &Words) -> Result<Wishes, UsageError> {
        let in_range = |id: &str, otherwise: i64, range: std::ops::RangeInclusive<i64>| {
            let Some(text) = &given.text(id) else { return Ok(otherwise) };
            number::parse_integer(text).filter(|number| range.contains(number)).ok_or_else(|| {
                let (low, high) = (range.start(), range.end());
                UsageError::new(APPLET.name, format!("--{id}: '{text}' is no number from {low} to {high}"))
            })
        };
        let times = match given.text_or("loop", options::FOR_EVER).as_deref() {
            None => Some(1),
            Some(options::FOR_EVER) => None,
            Some(_) => Some(in_range("loop", 1, 1..=1_000_000)?.unsigned_abs()),
        };
        Ok(Wishes {
            delay: Duration::from_secs(in_range("delay", 2, 0..=86_400)?.unsigned_abs()),
            wait: given.has("wait"),
            ump: in_range("ump", 0, 0..=1)? == 1,
            tempo_percent: u32::try_from(in_range("tempo", 100, 1..=10_000)?).unwrap_or(100),
            transpose: i8::try_from(in_range("transpose", 0, -127..=127)?).unwrap_or(0),
            times,
            progress: given.has("progress"),
            lyrics: given.has("lyrics"),
            interactive: given.has("interactive"),
        })
    }
}

/// Links our port to those named; with `wait` it waits until they are all there. Nothing when a signal ends that.
fn connect(seq: &Seq, source: Address, words: &str, wait: bool) -> Result<Option<Vec<Address>>, String> {
    let announced = || -> crate::device::Result<()> {
        let port = seq.create_port("announcements", PortUse::Listens)?;
        seq.link(&Link::new(Address::ANNOUNCE, port))
    };
    if wait {
        announced().map_err(|error| error.to_string())?;
    }
    loop {
        match connect_now(seq, source, words) {
            Err(_) if wait && signals::stop().is_none() => {
                let waiting = Waiting { output: false, other: None, limit_ms: None };
                seq.wait(waiting).map_err(|error| error.to_string())?;
                while seq.receive().map_err(|error| error.to_string())?.is_some() {}
            }
            Err(_) if wait => return Ok(None),
            result => return result.map(Some),
        }
    }
}

fn connect_now(seq: &Seq, source: Address, words: &str) -> Result<Vec<Address>, String> {
    let dests = ports::find_list(seq, words).map_err(|(word, error)| format!("Invalid port {word} - {error}"))?;
    for dest in &dests {
        match seq.link(&Link::new(source, *dest)) {
            // The same port twice is linked once.
            Err(error) if !seq.is_linked(source, *dest) => {
                return Err(format!("Cannot connect to port {dest} - {}", error.reason()));
            }
            _ => {}
        }
    }
    Ok(dests)
}

/// A run through all files.
struct Playing<'a> {
    seq: &'a Seq,
    source: Address,
    dests: Vec<Address>,
    printer: Printer,
    wishes: Wishes,
}

impl Playing<'_> {
    fn play_all(&self, files: &[OsString]) -> anyhow::Result<Exit> {
        let keys = self.wishes.interactive.then(Keys::open).transpose().context("-i needs a terminal")?;
        let mut watcher = Watcher::new(self.printer, keys, self.wishes.progress, self.wishes.lyrics);
        let mut exit = Exit::SUCCESS;
        for file in files {
            match self.load(file).and_then(|smf| self.play(&smf, &mut watcher).map(|ended| (smf, ended))) {
                Ok((_, Ended::Stopped)) => break,
                Ok((smf, Ended::Finished)) => {
                    if let Some(damage) = smf.damage {
                        self.printer.error(&format!("{}: invalid MIDI data: {damage}", file.display()));
                        exit = Exit::FAILURE;
                    }
                }
                Err(error) => {
                    self.printer.error(&format!("{error:#}"));
                    exit = Exit::FAILURE;
                }
            }
        }
        watcher.finish();
        Ok(exit)
    }

    fn load(&self, file: &OsString) -> anyhow::Result<Smf> {
        let name = file.display();
        let bytes = if file == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            std::fs::read(file)
        };
        let reason = |error: &std::io::Error| crate::device::Error::new("", error.raw_os_error().unwrap_or(5)).reason();
        let bytes = bytes.map_err(|error| anyhow::anyhow!("Cannot open {name} - {}", reason(&error)))?;
        smf::read(&bytes).map_err(|refused| match refused {
            smf::Refused::NotSmf => anyhow::anyhow!("{name} {refused}"),
            _ => anyhow::anyhow!("{name}: {refused}"),
        })
    }

    fn play(&self, smf: &Smf, watcher: &mut Watcher) -> anyhow::Result<Ended> {
        let song = Song::new(smf);
        anyhow::ensure!(song.end_tick <= u64::from(u32::MAX), "the song is longer than the sequencer counts");
        let setting = Setting {
            source: self.source,
            dests: self.dests.clone(),
            queue: self.seq.create_queue("aplaymidi")?,
            tempo_percent: self.wishes.tempo_percent,
            transpose: self.wishes.transpose,
            times: self.wishes.times,
            tell_ms: (self.wishes.progress || self.wishes.lyrics).then_some(options::TELL_MS),
        };
        let ended = player::play(self.seq, &song, &setting, watcher);
        self.seq.free_queue(setting.queue)?;
        let ended = ended?;
        if ended == Ended::Finished && self.linger(watcher)? == Ended::Stopped {
            return Ok(Ended::Stopped);
        }
        Ok(ended)
    }

    /// The last notes are given time to die away.
    fn linger(&self, watcher: &mut Watcher) -> anyhow::Result<Ended> {
        let end = Instant::now() + self.wishes.delay;
        loop {
            if watcher.wants_to_stop() {
                return Ok(Ended::Stopped);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Ended::Finished);
            }
            let limit_ms = u32::try_from(left.as_micros().div_ceil(1000)).ok();
            self.seq.wait(Waiting { output: false, other: watcher.keys(), limit_ms })?;
            while self.seq.receive()?.is_some() {}
        }
    }
}
