//! amixer: shows and sets a card's levels and switches, as simple elements or as control elements.
//!
//! What scripts parse is kept to the byte; a word that is not understood changes nothing and is named.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, read};
use crate::ui::{Form, Printer};

mod batch;
mod card;
mod controls;
mod events;
mod job;
mod json;
mod options;
mod simple;
mod text;
mod tokens;

use card::Card;
use job::{Command, Job, Options};

/// amixer
pub const AMIXER: Applet = Applet {
    name: "amixer",
    dir: Dir::Bin,
    about: "show and set the levels and switches of a card",
    version_words: "amixer version",
    command: options::command,
    run,
};

fn run(call: &Call) -> anyhow::Result<Exit> {
    match read(call, options::command)? {
        Reading::Shown => Ok(Exit::SUCCESS),
        Reading::Go(words) => match Job::new(&words)? {
            Some(job) => act(&job),
            None => {
                Printer::new().text(&options::command().render_help().to_string())?;
                Ok(Exit::SUCCESS)
            }
        },
    }
}

fn act(job: &Job) -> anyhow::Result<Exit> {
    let form = if job.options.json { Form::Json } else { Form::Text };
    let out = Printer::new().with_form(form);
    let mut card = Card::new(&job.device, job.options.abstraction);
    let options = &job.options;
    match &job.command {
        Command::SimpleControls => simple::list(&mut card, options, &out)?,
        Command::SimpleContents => simple::contents(&mut card, options, &out)?,
        Command::SimpleGet(id) => simple::get(&mut card, id, options, &out)?,
        Command::SimpleSet { id, words } => simple::set(&mut card, id, words, &printing(options, out))?,
        Command::Controls => controls::list(&mut card, options, &out)?,
        Command::Contents => controls::contents(&mut card, options, &out)?,
        Command::ControlGet(id) => controls::get(&mut card, id, options, &out)?,
        Command::ControlSet { id, value } => controls::set(&mut card, id, value, &printing(options, out))?,
        Command::Info => controls::info(&mut card, &out)?,
        Command::Events => return events::controls(&mut card, &out, form),
        Command::SimpleEvents(id) => return events::simple(&mut card, id.as_ref(), options, &out, form),
        Command::Batch(source) => return batch::run(&mut card, source, &printing(options, out)),
    }
    Ok(Exit::SUCCESS)
}

/// How a command that sets something works and tells of it.
struct Setting<'a> {
    options: &'a Options,
    out: Printer,
}

fn printing(options: &Options, out: Printer) -> Setting<'_> {
    Setting { options, out }
}
