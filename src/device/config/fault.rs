//! Where a configuration file is wrong, and what that means.
//!
//! alsa-lib names a line, but of a block that is never closed only the end of the file; a second look finds where such
//! a block begins.

use crate::device::error::{Error, reason_of};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake in a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 where none is to blame.
    pub line: usize,
    /// The column, from 1; 0 where none is to blame.
    pub column: usize,
    /// What is wrong, and what to do.
    pub meaning: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        match (self.line, self.column) {
            (0, _) => write!(f, " {}", self.meaning),
            (line, 0) => write!(f, "{line}: {}", self.meaning),
            (line, column) => write!(f, "{line}:{column}: {}", self.meaning),
        }
    }
}

impl Fault {
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
        Fault { file: path.to_owned(), line: 0, column: 0, meaning: format!("cannot be read: {}", reason_of(error)) }
    }

    /// A fault that alsa-lib found in `text`, from the lines that it said.
    pub(super) fn new(path: &Path, text: &str, said: &[String], error: &Error) -> Fault {
        let (file, line, column, reason) = said.iter().rev().find_map(|line| place(line)).unwrap_or_default();
        let included = !file.is_empty() && file != "_toplevel_";
        if included {
            return Fault { file: PathBuf::from(file), line, column, meaning: reason };
        }
        let fault = |line, column, meaning| Fault { file: path.to_owned(), line, column, meaning };
        if let Some(missing) = said.iter().find_map(|line| line.split_once("Cannot access file ").map(|(_, name)| name))
        {
            return fault(line, column, format!("the included file {missing} is not there"));
        }
        match unclosed(text) {
            Some((line, column, what)) => fault(line, column, format!("{what} is opened here and never closed")),
            None if line == 0 => fault(0, 0, error.reason()),
            None => fault(line, column, format!("{}{}", plain(&reason), seen(text, line, column))),
        }
    }
}

/// `FUNCTION: FILE:LINE:COLUMN:REASON`
fn place(said: &str) -> Option<(String, usize, usize, String)> {
    let (_, rest) = said.split_once(": ")?;
    let parts: Vec<&str> = rest.splitn(4, ':').collect();
    let [file, line, column, reason] = parts[..] else { return None };
    Some((file.to_owned(), line.parse().ok()?, column.parse().ok()?, reason.to_owned()))
}

fn plain(reason: &str) -> &str {
    match reason {
        "Unexpected char" => "this is not expected here: a key, then its value or { }, was",
        other => other,
    }
}

fn seen(text: &str, line: usize, column: usize) -> String {
    let found = text.lines().nth(line.saturating_sub(1)).map(str::trim).filter(|line| !line.is_empty() && column > 0);
    found.map(|line| format!(": {line}")).unwrap_or_default()
}

/// The innermost bracket or quote that nothing closes: its line, its column, and what it is.
fn unclosed(text: &str) -> Option<(usize, usize, String)> {
    let mut open: Vec<(usize, usize, char)> = Vec::new();
    let (mut line, mut column) = (1, 0);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        column += 1;
        let top = open.last().map(|(_, _, mark)| *mark);
        match (top, letter) {
            (_, '\n') => (line, column) = (line + 1, 0),
            (Some(quote @ ('"' | '\'')), _) => match letter {
                '\\' => {
                    letters.next();
                    column += 1;
                }
                _ if letter == quote => drop(open.pop()),
                _ => {}
            },
            (_, '#') => {
                letters.by_ref().find(|letter| *letter == '\n');
                (line, column) = (line + 1, 0);
            }
            (_, '{' | '[' | '"' | '\'') => open.push((line, column, letter)),
            (Some('{'), '}') | (Some('['), ']') => drop(open.pop()),
            _ => {}
        }
    }
    let (line, column, mark) = open.pop()?;
    Some((line, column, format!("{} {mark}", if matches!(mark, '{' | '[') { "a bracket" } else { "a quote" })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_closed_is_found_where_it_begins() {
        assert_eq!(unclosed("a {\n b [ c ]\n"), Some((1, 3, "a bracket {".to_owned())));
        assert_eq!(unclosed("a \"it's { \\\" \"\n# { '\nb [ x"), Some((3, 3, "a bracket [".to_owned())));
        assert_eq!(unclosed("a { b 'c }\n"), Some((1, 7, "a quote '".to_owned())));
        assert_eq!(unclosed("a { b c } # {"), None);
    }
}
