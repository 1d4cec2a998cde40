//! `init`: sets a card to sensible levels by rules, in the language of alsactl_init(7).
//!
//! The rules are the system's where it has some, and else those that are built in. Whatever they say, no element gets
//! a value outside its range, and the run ends.

use crate::device::ctl::{Ctl, ElemId};
use crate::device::{Error, Result};
use std::fmt;
use std::path::{Path, PathBuf};

mod controls;
mod expand;
mod interpreter;
mod lexer;
mod pairs;
mod parser;
mod pattern;
mod real;
mod selection;
mod value;
pub mod world;

use interpreter::Interpreter;
use real::{RealCard, RealMachine};
use world::{Card, Machine};

/// The system's rules.
pub const SYSTEM_RULES: &str = "/usr/share/alsa/init/00main";

/// The rules for systems that have none.
const OWN_RULES: &str = include_str!("../../dist/init/00main");

/// The code of cards that are not known and were set up in the generic way.
pub const GENERIC: u8 = 99;

/// Where a rule is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The rules file.
    pub file: PathBuf,
    /// The line where it begins, from 1.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

/// An element that has got other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which one.
    pub id: ElemId,
    /// Its values before, where they could be read.
    pub from: Option<String>,
    /// Its values now.
    pub to: String,
}

/// What happens during a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// PRINT: for stdout, as it is.
    Print(&'a str),
    /// ERROR: for stderr, as it is.
    Error(&'a str),
    /// Something is wrong with a rule or what it asks for.
    Complaint(&'a Place, &'a str),
    /// A rule was done to its end, or changed something.
    Taken(&'a Place, &'a str),
    /// An element was changed by the rule told last.
    Changed(&'a Change),
}

/// Sets up an open card by the rules in `initfile`, or by the usual ones. The code is what EXIT in the rules says (99
/// for the generic way), or the errno of the first mistake in them.
///
/// # Errors
/// The rules cannot be read, or the card does not answer.
pub fn run(ctl: Ctl, initfile: Option<&Path>, tell: &mut dyn FnMut(Event<'_>)) -> Result<u8> {
    let (path, text) = rules(initfile)?;
    let card = RealCard::load(ctl)?;
    Ok(interpret((&path, &text), &card, &RealMachine, tell))
}

/// Goes through rules with any card on any machine.
pub fn interpret(
    (path, text): (&Path, &str),
    card: &dyn Card,
    machine: &dyn Machine,
    tell: &mut dyn FnMut(Event<'_>),
) -> u8 {
    Interpreter::new(card, machine, tell).run(path, text)
}

fn rules(initfile: Option<&Path>) -> Result<(PathBuf, String)> {
    let path = initfile.unwrap_or(Path::new(SYSTEM_RULES));
    match RealMachine.read(path) {
        Ok(text) => Ok((path.to_owned(), text)),
        Err(error) if initfile.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            Ok((PathBuf::from("built-in rules"), OWN_RULES.to_owned()))
        }
        Err(error) => {
            let doing = format!("cannot read '{}'", path.display());
            Err(Error::new(doing, error.raw_os_error().unwrap_or(libc::EIO)))
        }
    }
}

#[cfg(test)]
mod tests;
