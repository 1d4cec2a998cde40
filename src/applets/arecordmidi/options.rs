//! The options of arecordmidi, and what they mean.

use crate::cli::Words;
use crate::cli::number::parse_integer;
use crate::cli::options::{flag, value};
use crate::midi::recorder::{Division, Signature, Split};
use clap::{Arg, Command, ValueHint};
use std::ffi::OsString;

pub(super) fn command() -> Command {
    Command::new("arecordmidi")
        .about("Record Standard MIDI Files from ports of the ALSA sequencer")
        .override_usage("arecordmidi -p CLIENT:PORT[,...] [OPTION]... FILE")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version").short('V'),
            flag("list", "list the ports that can be recorded from").short('l'),
            value("port", "PORT[,...]", "record from these ports").short('p'),
            value("bpm", "BEATS", "beats a minute (120)").short('b'),
            value("fps", "FRAMES", "count time in SMPTE frames a second: 24, 25, 29 (29.97) or 30").short('f'),
            value("ticks", "TICKS", "ticks a beat (384) or a frame (40)").short('t'),
            flag("split-channels", "a track for each channel").short('s'),
            value("metronome", "PORT", "play a metronome on this port").short('m'),
            value("timesig", "BEATS:NOTE", "time signature (4:4)").short('i'),
            value("num-events", "EVENTS", "stop after so many events").short('n'),
            flag("dump", "no longer there: see aseqdump(1)").short('d').hide(true),
        ])
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .num_args(0..)
                .value_hint(ValueHint::FilePath)
                .help("file to record into"),
        )
}

/// What is to be recorded, and how.
pub(super) struct Job {
    pub(super) ports: String,
    pub(super) file: OsString,
    pub(super) division: Division,
    pub(super) signature: Signature,
    pub(super) split: Split,
    pub(super) metronome: Option<String>,
    pub(super) events: Option<u64>,
}

impl Job {
    /// # Errors
    /// What is wrong with the words, as the tool has always said it.
    pub(super) fn check(given: &Words) -> Result<Job, String> {
        let text = |id: &str| given.text(id);
        let division = division(given)?;
        let signature = text("timesig").map_or(Ok(Signature { beats: 4, power: 2 }), |text| {
            signature(&text).ok_or_else(|| format!("Invalid time signature ({text})"))
        })?;
        let events = text("num-events").map(|text| parse_integer(&text).filter(|events| *events > 0));
        let events = events.map(|events| events.ok_or("num_events must be greater than 0")).transpose()?;
        let ports = text("port").ok_or("Please specify a source port with --port.")?;
        let files: Vec<&OsString> = given.operands().iter().collect();
        let [file] = files.as_slice() else {
            let what = if files.is_empty() {
                "Please specify a file to record to."
            } else {
                "Only one file can be recorded to."
            };
            return Err(what.to_owned());
        };
        Ok(Job {
            ports,
            file: (*file).clone(),
            division,
            signature,
            split: Job::split(given.has("split-channels")),
            metronome: text("metronome"),
            events: events.map(i64::unsigned_abs),
        })
    }
}

fn division(given: &Words) -> Result<Division, String> {
    let number = |id: &str| given.text(id).map(|text| parse_integer(&text).unwrap_or(-1));
    let bpm = number("bpm").unwrap_or(120);
    let bpm = u32::try_from(bpm).ok().filter(|bpm| (4..=6000).contains(bpm)).ok_or("Invalid tempo")?;
    let Some(frames) = number("fps") else {
        let ticks = u16::try_from(number("ticks").unwrap_or(384)).ok().filter(|ticks| (1..=0x7fff).contains(ticks));
        return Ok(Division::Beat(ticks.ok_or("Invalid number of ticks")?, bpm));
    };
    let frames = u8::try_from(frames).ok().filter(|frames| [24, 25, 29, 30].contains(frames));
    let ticks = u8::try_from(number("ticks").unwrap_or(40)).ok().filter(|ticks| *ticks > 0);
    Ok(Division::Frame(frames.ok_or("Invalid number of frames/s")?, ticks.ok_or("Invalid number of ticks")?))
}

fn signature(text: &str) -> Option<Signature> {
    let (beats, note) = text.split_once(':')?;
    let beats = beats.parse().ok().filter(|beats| (1..=64).contains(beats))?;
    let note: u8 = note.parse().ok().filter(|note: &u8| note.is_power_of_two() && *note <= 64)?;
    Some(Signature { beats, power: u8::try_from(note.trailing_zeros()).ok()? })
}
