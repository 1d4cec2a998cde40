//! The one way to stdout and stderr: results, notes and errors.
//!
//! Each call is one write, so that lines of two processes never mix; a failing write is an error and not a panic.

use crate::device::bytes;
use crate::os::syslog::{self, Weight};
use anyhow::Context;
use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;

/// Whether notes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notes {
    Shown,
    Silent,
    /// In the system's log, and so are errors.
    Logged,
}

/// How results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people, and for the scripts that have always read it.
    Text,
    /// One JSON value a line.
    Json,
}

/// A result that can be shown in every form.
pub trait Report: serde::Serialize {
    /// The text, with its last newline.
    fn text(&self) -> String;
}

/// Prints results to stdout and notes to stderr.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    notes: Notes,
    form: Form,
}

impl Default for Printer {
    fn default() -> Self {
        Printer::new()
    }
}

impl Printer {
    /// A printer that shows everything.
    pub fn new() -> Printer {
        Printer { notes: Notes::Shown, form: Form::Text }
    }

    /// A printer for `-q`: no notes.
    pub fn quiet() -> Printer {
        Printer { notes: Notes::Silent, form: Form::Text }
    }

    /// A printer for a daemon: notes and errors go to the system's log.
    pub fn logging() -> Printer {
        Printer { notes: Notes::Logged, form: Form::Text }
    }

    /// The same printer with results in this form.
    #[must_use]
    pub fn with_form(self, form: Form) -> Printer {
        Printer { form, ..self }
    }

    /// A result.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn show(&self, report: &impl Report) -> anyhow::Result<()> {
        match self.form {
            Form::Text => self.text(&report.text()),
            Form::Json => self.json(report),
        }
    }

    /// A value as a line of JSON.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn json(&self, value: &impl serde::Serialize) -> anyhow::Result<()> {
        self.line(&super::json::text(value)?)
    }

    /// A line of results.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn line(&self, line: &str) -> anyhow::Result<()> {
        self.text(&format!("{line}\n"))
    }

    /// Results, as they are.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn text(&self, text: &str) -> anyhow::Result<()> {
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(&bytes::kept(text)).and_then(|()| stdout.flush()).context("cannot write to stdout")
    }

    /// A line on stderr that `-q` silences.
    pub fn note(&self, line: &(impl AsRef<OsStr> + ?Sized)) {
        match self.notes {
            Notes::Shown => self.error(line),
            Notes::Silent => {}
            Notes::Logged => syslog::write(Weight::Note, &line.as_ref().to_string_lossy()),
        }
    }

    /// A line on stderr that nothing silences. A closed stderr is no reason to stop.
    pub fn error(&self, line: &(impl AsRef<OsStr> + ?Sized)) {
        if self.notes == Notes::Logged {
            return syslog::write(Weight::Error, &line.as_ref().to_string_lossy());
        }
        let line = line.as_ref();
        let line = line.to_str().map_or(line.as_bytes().into(), bytes::kept);
        let _ = std::io::stderr().write_all(&[&line, &b"\n"[..]].concat());
    }

    /// A piece of a line on stderr, silenced by `-q`.
    pub fn piece(&self, text: &str) {
        if self.notes == Notes::Shown {
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
    }
}

/// Whether errors and empty results come with a hint: a person reads stderr, or ALSABOX_HINTS=1 asks for it. Any
/// other value silences them.
pub fn hints_are_wanted() -> bool {
    match std::env::var_os("ALSABOX_HINTS") {
        Some(value) => value == "1",
        None => std::io::stderr().is_terminal(),
    }
}
