//! default: shows what `default` is and why, makes a card the default, and checks configuration files.
//!
//! What is written is one marked block; everything else in the file stays, a backup is kept, and what does not open
//! is taken back.

use super::{Applet, Dir};
use crate::cli::options::flag;
use crate::cli::{Call, Exit, Reading, UsageError, read};
use crate::ui::{Form, Printer};
use clap::{Arg, Command};
use std::path::PathBuf;

mod check;
mod file;
mod set;
mod shown;

/// The row of default.
pub const APPLET: Applet = Applet {
    name: "default",
    dir: Dir::Bin,
    about: "show and set the card that programs use",
    version_words: "default version",
    command,
    run,
};

fn command() -> Command {
    Command::new("default")
        .about("Show and set the card that programs use")
        .override_usage("default [OPTION]...\n       default set CARD[,DEVICE]\n       default unset\n       default check [FILE]...")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version"),
            flag("system", "set and unset for all users, in /etc/asound.conf"),
            flag("json", "show as JSON"),
            Arg::new("words").value_name("WORD").num_args(0..).help("set, unset or check, with what it is about"),
        ])
}

/// What is to be done.
enum Job {
    Show,
    Set(String),
    Unset,
    Check(Vec<PathBuf>),
}

impl Job {
    fn new(words: &[String]) -> anyhow::Result<Job> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            [] => Ok(Job::Show),
            ["set", card] => Ok(Job::Set(card.to_owned())),
            ["set"] => Err(usage("set needs a card: default set PCH, default set PCH,3")),
            ["unset"] => Ok(Job::Unset),
            ["check", ..] => Ok(Job::Check(words[1..].iter().map(PathBuf::from).collect())),
            ["set" | "unset", .., word] => Err(usage(&format!("unexpected '{word}'"))),
            [word, ..] => Err(usage(&format!("'{word}' is not set, unset or check"))),
        }
    }
}

fn usage(what: &str) -> anyhow::Error {
    UsageError::new("default", what).into()
}

fn run(call: &Call) -> anyhow::Result<Exit> {
    let words = match read(call, command)? {
        Reading::Go(words) => words,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let out = Printer::new().with_form(if words.has("json") { Form::Json } else { Form::Text });
    let scope = if words.has("system") { file::Scope::System } else { file::Scope::Personal };
    match Job::new(&words.operand_texts())? {
        Job::Show => shown::show(&out),
        Job::Set(card) => set::set(&card, scope, &out),
        Job::Unset => set::unset(scope, &out),
        Job::Check(files) => check::check(&files, &out),
    }
}
