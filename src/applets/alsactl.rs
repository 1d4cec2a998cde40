//! alsactl: saves, restores, initializes and watches the state of sound cards.
//!
//! Every failure ends with its errno as the exit code, and no failure of one card keeps another from being served.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, UsageError, read};
use crate::os::process;
use crate::ui::Printer;

mod card;
mod clean;
mod daemon;
mod dump;
mod element;
mod failure;
mod grouped;
mod info;
mod init;
mod job;
mod locking;
mod monitor;
mod options;
mod pid_file;
mod restore;
mod store;

use job::{After, Command, Job, Order};

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
    let job = match Job::new(&words) {
        Err(error) if error.downcast_ref::<UsageError>().is_some() => return Err(error),
        Err(error) => return Ok(fail(&error, &Printer::new())),
        Ok(job) => job,
    };
    let out = if job.options.syslog || job.options.background { Printer::logging() } else { Printer::new() };
    let out = out.with_form(job.options.form);
    Ok(act(&job, &out).unwrap_or_else(|error| fail(&error, &out)))
}

fn fail(error: &anyhow::Error, out: &Printer) -> Exit {
    out.error(&format!("alsactl: {error:#}"));
    failure::exit_of(error)
}

fn act(job: &Job, out: &Printer) -> anyhow::Result<Exit> {
    let options = &job.options;
    for (name, value) in &options.env {
        process::set_variable(name, value);
    }
    if options.background {
        process::detach()?;
    }
    match &job.command {
        Command::Store(cards) => store::run(cards, options, out),
        Command::Restore(cards, after) => {
            let restored = restore::run(cards, *after, options, out);
            if *after == After::Notify {
                // Without a daemon there is nobody to be told.
                let _ = daemon::kill(Order::Rescan, options);
            }
            restored
        }
        Command::Init(cards) => init::run(cards, options, out),
        Command::Daemon(start) => daemon::run(*start, options, out),
        Command::Kill(order) => daemon::kill(*order, options),
        Command::Monitor(cards) => monitor::run(cards, options, out),
        Command::Info(cards) => info::run(cards, options, out),
        Command::Clean(cards, filters) => clean::run(cards, filters, options, out),
        Command::DumpState => dump::state(options, out),
        Command::DumpConfiguration => dump::configuration(out),
    }
}
