//! aplay: plays sound files.
//!
//! Words become `Args`, `Args` become a checked `Job`, and the job is handed to the rooms that list and play.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, read};
use crate::device::pcm::Direction;
use crate::ui::Printer;
use std::io::IsTerminal;

mod files;
mod job;
mod list;
mod options;
mod pid_file;
mod session;
mod watcher;

/// The row of aplay.
pub const APLAY: Applet = Applet {
    name: "aplay",
    dir: Dir::Bin,
    about: "play sound files",
    version_words: "aplay: version",
    command: options::command,
    run,
};

fn run(call: &Call) -> anyhow::Result<Exit> {
    if call.words.is_empty() && std::io::stdin().is_terminal() {
        Printer::new().text(&options::command().render_help().to_string())?;
        return Ok(Exit::FAILURE);
    }
    let matches = match read(call, options::command)? {
        Reading::Go(matches) => matches,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let args = options::Args::from_matches(&matches);
    if args.list_names || args.list_devices {
        return list(&args);
    }
    session::run(job::Job::check(args)?)
}

fn list(args: &options::Args) -> anyhow::Result<Exit> {
    let printer = Printer::new();
    if args.list_names {
        list::names(&printer, Direction::Playback)?;
    }
    if args.list_devices {
        list::devices(&printer, Direction::Playback)?;
    }
    Ok(Exit::SUCCESS)
}
