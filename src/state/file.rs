//! The state file: the states of all cards that were ever saved, each below `state.ID`.
//!
//! A file that is broken or cannot be read is never written over: what it says of other cards would be lost.

use super::replace::replace;
use crate::device::config::Fault;
use crate::device::tree::{self, Tree};
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Where states are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Standard input, standard output.
    Standard,
    /// A file.
    File(PathBuf),
}

impl Place {
    /// The text of the file; `None` where there is no file.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(&self) -> io::Result<Option<Vec<u8>>> {
        let mut text = Vec::new();
        let read = match self {
            Place::Standard => io::stdin().lock().read_to_end(&mut text).map(|_| text),
            Place::File(path) => fs::read(path),
        };
        match read {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// Puts the text there, in one step. A file that has it already is left alone.
    ///
    /// # Errors
    /// It cannot be written; what was there still is.
    pub fn write(&self, text: &str, old: Option<&[u8]>) -> io::Result<()> {
        match self {
            Place::Standard => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(text.as_bytes())?;
                stdout.flush()
            }
            Place::File(_) if old == Some(text.as_bytes()) => Ok(()),
            Place::File(path) => replace(path, text.as_bytes()),
        }
    }

    /// The name, for people.
    pub fn name(&self) -> String {
        match self {
            Place::Standard => "standard input".to_owned(),
            Place::File(path) => path.display().to_string(),
        }
    }
}

/// The states of a file.
pub struct States<'a> {
    root: Tree<'a>,
}

impl<'a> States<'a> {
    /// Reads the text of the file `name`.
    ///
    /// # Errors
    /// Where it is broken, and how.
    pub fn parse(name: &Path, text: &'a [u8]) -> Result<States<'a>, Fault> {
        let root = tree::parse(name, text)?;
        match root.child("state") {
            None | Some(Tree::Compound(_)) => Ok(States { root }),
            Some(_) => {
                let meaning = "state holds no cards".to_owned();
                Err(Fault { file: name.to_owned(), line: 0, column: 0, meaning })
            }
        }
    }

    /// The state of the card with this id.
    pub fn find(&self, id: &str) -> Option<&Tree<'a>> {
        self.root.child("state")?.child(id)
    }

    /// Puts a card's state in the place of its old one, or behind the others.
    pub fn put(&mut self, id: String, state: Tree<'a>) {
        let Tree::Compound(root) = &mut self.root else { return };
        let place = root.iter().position(|(name, _)| name == "state").unwrap_or_else(|| {
            root.push(("state".into(), Tree::Compound(Vec::new())));
            root.len() - 1
        });
        let (_, Tree::Compound(states)) = &mut root[place] else { return };
        match states.iter_mut().find(|(name, _)| *name == id) {
            Some((_, old)) => *old = state,
            None => states.push((id.into(), state)),
        }
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        tree::write(&self.root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &[u8]) -> Result<States<'_>, Fault> {
        States::parse(Path::new("state"), text)
    }

    #[test]
    fn other_cards_and_foreign_entries_stay_where_they_are() {
        let text = b"state.A {\n\tcontrol.1 {\n\t\tname X\n\t\tvalue 1\n\t}\n}\nstate.B {\n}\nforeign 5\n";
        let mut states = parse(text).expect("a state file");
        states.put("C".to_owned(), Tree::Compound(Vec::new()));
        states.put("A".to_owned(), Tree::Compound(Vec::new()));
        assert_eq!(states.text(), "state.A {\n}\nstate.B {\n}\nstate.C {\n}\nforeign 5\n");
        assert!(states.find("B").is_some() && states.find("D").is_none());
    }

    #[test]
    fn an_empty_file_is_a_state_file_and_a_broken_one_is_none() {
        let mut states = parse(b"").expect("a state file");
        states.put("A".to_owned(), Tree::Compound(Vec::new()));
        assert_eq!(states.text(), "state.A {\n}\n");
        assert!(parse(b"state 5\n").is_err());
        assert!(parse(b"state.A {\n\tcontrol.1 {").is_err());
    }
}
