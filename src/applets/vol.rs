//! vol: shows and sets the volume that a person means, of the card that `default` plays on.
//!
//! It switches on only what it has switched off, never goes above `--max`, and leaves a sound server's volume to the
//! tool of that server, which it names.

use super::{Applet, Dir};
use crate::cli::options::{flag, value};
use crate::cli::{Call, Exit, Reading, read};
use crate::ui::{Form, Printer};
use clap::{Arg, Command};
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;

mod act;
mod card;
mod job;
mod server;
mod shown;
mod watch;

use card::Card;
use job::{Job, Wanted};

/// The row of vol.
pub const APPLET: Applet = Applet {
    name: "vol",
    dir: Dir::Bin,
    about: "show and set the volume of the card that plays",
    version_words: "vol version",
    command,
    run,
};

fn command() -> Command {
    Command::new("vol")
        .about("Show and set the volume of the card that plays")
        .override_usage("vol [OPTION]... [VOLUME|mute|unmute|toggle] [fade SECONDS]")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version"),
            value("card", "CARD", "this card instead of the one of default: its number or its id").short('c'),
            flag("capture", "the volume of what is recorded").short('C'),
            value("max", "PERCENT", "never set more than this"),
            value("format", "TEXT", "show a line of text with fields: '{percent}% {db} {switch}'"),
            flag("json", "show as JSON"),
            flag("watch", "show a line now and after every change"),
            flag("quiet", "set without a word").short('q'),
            Arg::new("words").value_name("WORD").num_args(0..).help("40%, 5%+, 5%-, -20dB, 3dB+, mute, unmute, toggle"),
        ])
}

fn run(call: &Call) -> anyhow::Result<Exit> {
    let call = Call { words: with_levels_as_operands(&call.words), ..call.clone() };
    let words = match read(&call, command)? {
        Reading::Go(words) => words,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let job = Job::new(&words)?;
    let out = Printer::new().with_form(if job.json { Form::Json } else { Form::Text });
    let mut card = Card::open(&job)?;
    if job.wanted != Wanted::Show {
        act::act(&mut card, &job)?;
    }
    match () {
        () if job.watch => watch::watch(card, &job, &out),
        () if job.quiet && job.wanted != Wanted::Show => Ok(Exit::SUCCESS),
        () => shown::show(&card, &job, &out).map(|()| Exit::SUCCESS),
    }
}

/// `-20dB` is a level, for no option of ours begins with a digit: the reader of options gets it as `=-20dB`.
fn with_levels_as_operands(words: &[OsString]) -> Vec<OsString> {
    let is_level = |word: &OsString| matches!(word.as_bytes(), [b'-', b'0'..=b'9' | b'.', ..]);
    let marked = |word: &OsString| {
        let mut marked = OsString::from("=");
        marked.push(word);
        marked
    };
    words.iter().map(|word| if is_level(word) { marked(word) } else { word.clone() }).collect()
}
