//! Text in the syntax of alsa-lib's configuration: read into a tree, and written in the form that alsa-lib writes.
//!
//! Text in exactly that form is read here; whatever else the syntax has, comments and includes and odd layouts, is
//! read by alsa-lib's own parser. Both give the same tree of the same text.

use super::config::{Fault, read_text};
use std::borrow::Cow;
use std::path::Path;

mod plain;
mod text;

pub use text::write;

/// A node of a configuration.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<'a> {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Nodes with names, in order. An array is one whose names are numbers.
    Compound(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// Deeper nesting than this is no configuration: alsa-lib's parser, which follows every level, would end on it.
const MOST_LEVELS: usize = 32;

impl<'a> Tree<'a> {
    /// The node of this name below a compound.
    pub fn child(&self, name: &str) -> Option<&Tree<'a>> {
        match self {
            Tree::Compound(children) => children.iter().find(|(id, _)| id == name).map(|(_, child)| child),
            _ => None,
        }
    }

    /// The nodes below, with their names.
    pub fn children(&self) -> &[(Cow<'a, str>, Tree<'a>)] {
        match self {
            Tree::Compound(children) => children,
            _ => &[],
        }
    }

    /// The node at a path, `slave.pcm`.
    pub fn at(&self, path: &str) -> Option<&Tree<'a>> {
        path.split('.').try_fold(self, |tree, name| tree.child(name))
    }

    /// The value as text, numbers as they are written; a compound has none.
    pub fn text(&self) -> Option<String> {
        match self {
            Tree::Integer(number) => Some(number.to_string()),
            Tree::Real(number) => Some(number.to_string()),
            Tree::Text(text) => Some(text.clone().into_owned()),
            Tree::Compound(_) => None,
        }
    }

    /// The text at a path.
    pub fn text_at(&self, path: &str) -> Option<String> {
        self.at(path)?.text()
    }
}

/// Reads the text of a file; `path` is its name in what is said about it.
///
/// # Errors
/// Where the text is wrong, and how.
pub fn parse<'a>(path: &Path, text: &'a [u8]) -> Result<Tree<'a>, Fault> {
    match plain::parse(text) {
        Some(tree) => Ok(tree),
        None => parse_any(path, text),
    }
}

/// Reads it with alsa-lib's parser.
///
/// # Errors
/// Where the text is wrong, and how.
pub fn parse_any(path: &Path, text: &[u8]) -> Result<Tree<'static>, Fault> {
    if levels(text) > MOST_LEVELS {
        let meaning = format!("nests deeper than {MOST_LEVELS} levels");
        return Err(Fault { file: path.to_owned(), line: 0, column: 0, meaning });
    }
    read_text(path, text)
}

/// How deep the brackets nest, at most: brackets in texts and comments count too.
fn levels(text: &[u8]) -> usize {
    let mut level = 0usize;
    let mut deepest = 0;
    for byte in text {
        match byte {
            b'{' | b'[' => level += 1,
            b'}' | b']' => level = level.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(level);
    }
    deepest
}

#[cfg(test)]
mod tests;
