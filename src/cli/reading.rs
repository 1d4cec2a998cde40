//! Reads an applet's words: getopt's order first, then clap's types; `--help` and `--version` are answered here.

use super::{ALSA_UTILS_LEVEL, Call, UsageError, getopt};
use crate::ui::Printer;
use clap::{ArgMatches, Command};
use std::ffi::OsString;

/// What came of reading the words.
pub enum Reading {
    /// The words are in order: do what they say.
    Go(ArgMatches),
    /// The help or the version was asked for and has been shown.
    Shown,
}

/// Reads the words of a call by the applet's `command`, in which the ids `help` and `version` have their usual
/// meaning.
///
/// # Errors
/// A `UsageError` in getopt's words, or a failing write of the help.
pub fn read(call: &Call, command: fn() -> Command) -> anyhow::Result<Reading> {
    // Scripts ask for nothing but the version quite often: no need to build all options for that.
    if call.words.len() == 1 && call.words[0] == "--version" {
        Printer::new().line(&version_line(call.version_words))?;
        return Ok(Reading::Shown);
    }
    let command = command();
    let ordered = getopt::order(&command, &call.words, |id| matches!(id, "help" | "version"))
        .map_err(|what| UsageError::new(call.name, what))?;
    match ordered.ids.last().map(String::as_str) {
        Some("help") => show_help(command)?,
        Some("version") => Printer::new().line(&version_line(call.version_words))?,
        _ => return Ok(Reading::Go(matches(call, command, ordered)?)),
    }
    Ok(Reading::Shown)
}

/// `aplay: version 1.2.16 (alsabox 0.1.0)`
fn version_line(version_words: &str) -> String {
    format!("{version_words} {ALSA_UTILS_LEVEL} (alsabox {})", env!("CARGO_PKG_VERSION"))
}

fn show_help(mut command: Command) -> anyhow::Result<()> {
    Printer::new().text(&command.render_help().to_string())
}

fn matches(call: &Call, command: Command, ordered: getopt::Ordered) -> anyhow::Result<ArgMatches> {
    let end = std::iter::once(OsString::from("--"));
    let words = ordered.options.into_iter().chain(end).chain(ordered.operands);
    let command = command.no_binary_name(true).args_override_self(true);
    command.try_get_matches_from(words).map_err(|error| {
        let text = error.to_string();
        let what = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        UsageError::new(call.name, what).into()
    })
}
