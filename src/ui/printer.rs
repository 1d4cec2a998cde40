//! The one way to stdout and stderr: results, notes and errors.
//!
//! Each call is one write, so that lines of two processes never mix; a failing write is an error and not a panic.

use anyhow::Context;
use std::io::Write;

/// Whether notes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notes {
    Shown,
    Silent,
}

/// Prints results to stdout and notes to stderr.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    notes: Notes,
}

impl Default for Printer {
    fn default() -> Self {
        Printer::new()
    }
}

impl Printer {
    /// A printer that shows everything.
    pub fn new() -> Printer {
        Printer { notes: Notes::Shown }
    }

    /// A printer for `-q`: no notes.
    pub fn quiet() -> Printer {
        Printer { notes: Notes::Silent }
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
        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).context("cannot write to stdout")
    }

    /// A line on stderr that `-q` silences.
    pub fn note(&self, line: &str) {
        if self.notes == Notes::Shown {
            self.error(line);
        }
    }

    /// A line on stderr that nothing silences. A closed stderr is no reason to stop.
    pub fn error(&self, line: &str) {
        let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
    }

    /// A piece of a line on stderr, silenced by `-q`.
    pub fn piece(&self, text: &str) {
        if self.notes == Notes::Shown {
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
    }
}
