//! aplay and arecord: play sound files, and record them.
//!
//! Two rows of the table with one `run`. Words become `Args`, `Args` become a checked `Job`, and the job is handed to
//! the rooms that list, play and record.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, read};
use crate::device::pcm::Direction;
use crate::ui::Printer;
use std::io::IsTerminal;

mod course;
mod device;
mod files;
mod hints;
mod job;
mod keep;
mod list;
mod options;
mod pid_file;
mod playing;
mod recording;
mod watcher;

/// The row of aplay.
pub const APLAY: Applet = Applet {
    name: "aplay",
    dir: Dir::Bin,
    about: "play sound files",
    version_words: "aplay: version",
    command: options::aplay,
    run: play,
};

/// The row of arecord.
pub const ARECORD: Applet = Applet {
    name: "arecord",
    dir: Dir::Bin,
    about: "record sound files, with a VU meter",
    version_words: "arecord: version",
    command: options::arecord,
    run: record,
};

fn play(call: &Call) -> anyhow::Result<Exit> {
    run(call, Direction::Playback, options::aplay)
}

fn record(call: &Call) -> anyhow::Result<Exit> {
    run(call, Direction::Capture, options::arecord)
}

fn run(call: &Call, role: Direction, command: fn() -> clap::Command) -> anyhow::Result<Exit> {
    if call.words.is_empty() && is_bare(role) {
        Printer::new().text(&command().render_help().to_string())?;
        return Ok(Exit::FAILURE);
    }
    let words = match read(call, command)? {
        Reading::Go(words) => words,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let args = options::Args { words: command_line(call), ..options::Args::from_words(&words) };
    let role = args.role.unwrap_or(role);
    if args.list_names || args.list_devices {
        return list(call.name, &args, role);
    }
    let job = job::Job::check(call.name, role, args)?;
    match role {
        Direction::Playback => playing::run(job),
        Direction::Capture => recording::run(job),
    }
}

/// The words as a person typed them, for an error that repeats them.
fn command_line(call: &Call) -> Vec<String> {
    let words = call.words.iter().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(call.name.to_owned()).chain(words).collect()
}

/// Without any word, and with the data's end at a terminal, nothing can be meant but the help.
fn is_bare(role: Direction) -> bool {
    match role {
        Direction::Playback => std::io::stdin().is_terminal(),
        Direction::Capture => std::io::stdout().is_terminal(),
    }
}

fn list(name: &str, args: &options::Args, role: Direction) -> anyhow::Result<Exit> {
    let printer = Printer::new();
    if args.list_names {
        list::names(&printer, role)?;
    }
    if args.list_devices {
        list::devices(&printer, name, role)?;
    }
    Ok(Exit::SUCCESS)
}
