//! Reads an applet's words by its definitions; `--help` and `--version` are answered here.

use super::getopt::{self, Given};
use super::{ALSA_UTILS_LEVEL, Call, UsageError};
use crate::device::bytes;
use crate::ui::{Printer, json};
use clap::Command;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

/// What came of reading the words.
pub enum Reading {
    /// The words are in order: do what they say.
    Go(Words),
    /// The help or the version was asked for and has been shown.
    Shown,
}

/// The words of a call, in order. Of an option that was given several times the last counts.
#[derive(Debug, Default)]
pub struct Words {
    options: Vec<Given>,
    operands: Vec<OsString>,
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
    let mut command = command();
    let ordered = getopt::order(&command, &call.words, |id| matches!(id, "help" | "version"))
        .map_err(|what| UsageError::new(call.name, what))?;
    match ordered.options.last().map(|(id, _)| id.as_str()) {
        Some("help") => Printer::new().text(&command.render_help().to_string())?,
        Some("version") => Printer::new().line(&version_line(call.version_words))?,
        _ => return go(Words { options: ordered.options, operands: ordered.operands }),
    }
    Ok(Reading::Shown)
}

/// Words that this build can do.
fn go(words: Words) -> anyhow::Result<Reading> {
    if words.has("json") && !json::is_built_in() {
        anyhow::bail!(json::REFUSAL);
    }
    Ok(Reading::Go(words))
}

/// `aplay: version 1.2.16 (alsabox 0.1.0)`
fn version_line(version_words: &str) -> String {
    format!("{version_words} {ALSA_UTILS_LEVEL} (alsabox {})", env!("CARGO_PKG_VERSION"))
}

impl Words {
    /// Whether the option was given.
    pub fn has(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// How often the option was given.
    pub fn count(&self, id: &str) -> usize {
        self.options.iter().filter(|(given, _)| given == id).count()
    }

    /// Where among the options it was given last.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.options.iter().rposition(|(given, _)| given == id)
    }

    /// The option's value, as it is.
    pub fn value(&self, id: &str) -> Option<&OsStr> {
        self.options[self.place(id)?].1.as_deref()
    }

    /// The option's value as text.
    pub fn text(&self, id: &str) -> Option<String> {
        self.value(id).map(text)
    }

    /// The text of an option that may be given without a value, which then means `bare`.
    pub fn text_or(&self, id: &str, bare: &str) -> Option<String> {
        self.has(id).then(|| self.text(id).unwrap_or_else(|| bare.to_owned()))
    }

    /// The values of all times that the option was given.
    pub fn values(&self, id: &str) -> impl Iterator<Item = &OsStr> {
        self.options.iter().filter(move |(given, _)| given == id).filter_map(|(_, value)| value.as_deref())
    }

    /// Everything that is no option.
    pub fn operands(&self) -> &[OsString] {
        &self.operands
    }

    /// Everything that is no option, as text.
    pub fn operand_texts(&self) -> Vec<String> {
        self.operands.iter().map(|word| text(word)).collect()
    }
}

fn text(word: &OsStr) -> String {
    bytes::keep(word.as_bytes())
}
