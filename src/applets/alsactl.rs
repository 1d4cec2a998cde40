//! alsactl: saves, restores, initializes and watches the state of sound cards.
//!
//! Every failure ends with its errno as the exit code, and no failure of one card keeps another from being served.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, UsageError, read};
use crate::os::process;
use crate::ui::Printer;

mod card;
mod failure;
mod info;
mod init;
mod job;
mod options;

use job::{Command, Job};

/// alsactl
pub const APPLET: Applet = Applet {
    name: "alsactl",
    dir: Dir::Sbin,
    about: "save, restore and watch the state of sound cards",
    version_words: "alsactl version",
    command: options::command,
    run,
};

fn run(call: &Call) -> anyhow::Result<Exit> {
    let words = match read(call, options::command)? {
        Reading::Shown => return Ok(Exit::SUCCESS),
        Reading::Go(words) => words,
    };
    let done = Job::new(&words).and_then(|job| act(&job));
    match done {
        Err(error) if error.downcast_ref::<UsageError>().is_none() => {
            Printer::new().error(&format!("alsactl: {error:#}"));
            Ok(failure::exit_of(&error))
        }
        done => done,
    }
}

fn act(job: &Job) -> anyhow::Result<Exit> {
    let out = Printer::new().with_form(job.options.form);
    for (name, value) in &job.options.env {
        process::set_variable(name, value);
    }
    match &job.command {
        Command::Info(cards) => info::run(cards, &job.options, &out),
        Command::Init(cards) => init::run(cards, &job.options, &out),
        _ => anyhow::bail!("not here yet"),
    }
}
