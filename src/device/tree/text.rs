//! Writes a tree in the form that alsa-lib writes, so that it reads back as it is.
//!
//! In four places alsa-lib's own writer makes what its reader misreads: backslashes, `<`, letters beyond ASCII, and names
//! that begin as a mode does. These are written as the reader wants them.

use super::Tree;
use crate::device::bytes;
use std::borrow::Cow;
use std::fmt::Write;

/// The text of a configuration.
pub fn write(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    write_children(&mut text, tree, 0, "");
    text
}

fn write_children(text: &mut String, tree: &Tree<'_>, level: usize, prefix: &str) {
    for (id, child) in tree.children() {
        write_node(text, (prefix, id), child, level);
    }
}

fn write_node(text: &mut String, (prefix, id): (&str, &str), node: &Tree<'_>, level: usize) {
    if is_joined(id, node, level, prefix) {
        return write_children(text, node, level, &format!("{prefix}{}.", quoted(id, Use::Id)));
    }
    indent(text, level);
    text.push_str(prefix);
    text.push_str(&quoted(id, Use::Id));
    text.push(' ');
    write_value(text, node, level);
    text.push('\n');
}

/// `control.1 { … }` instead of `control { 1 { … } }`: what is numbered, and the states of the cards.
fn is_joined(id: &str, node: &Tree<'_>, level: usize, prefix: &str) -> bool {
    let Tree::Compound(children) = node else { return false };
    let is_number = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let are_numbered = || children.iter().all(|(id, _)| is_number(id));
    !children.is_empty() && (level == 0 && prefix.is_empty() && id == "state" || are_numbered())
}

fn write_value(text: &mut String, node: &Tree<'_>, level: usize) {
    match node {
        Tree::Integer(number) => drop(write!(text, "{number}")),
        Tree::Real(number) => drop(write!(text, "{number:?}")),
        Tree::Text(value) => text.push_str(&quoted(value, Use::Value)),
        Tree::Compound(_) => {
            text.push_str("{\n");
            write_children(text, node, level + 1, "");
            indent(text, level);
            text.push('}');
        }
    }
}

fn indent(text: &mut String, level: usize) {
    const TABS: &str = "\t\t\t\t\t\t\t\t";
    match TABS.get(..level) {
        Some(tabs) => text.push_str(tabs),
        None => text.push_str(&"\t".repeat(level)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Id,
    Value,
}

/// The bytes that need no quotes.
const BARE: [bool; 256] = {
    let special = b",;=#*.{}[]'\"\\<";
    let mut bare = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        bare[byte as usize] = true;
        byte += 1;
    }
    let mut at = 0;
    while at < special.len() {
        bare[special[at] as usize] = false;
        at += 1;
    }
    bare
};

/// A text as it must stand in a file: bare, or in the quotes that alsa-lib would take.
fn quoted(text: &str, place: Use) -> Cow<'_, str> {
    let is_misread = |first: u8| match place {
        // A mode: how the node joins one of the same name that is there.
        Use::Id => matches!(first, b'+' | b'-' | b'?' | b'!'),
        Use::Value => first.is_ascii_digit() || first == b'-',
    };
    if let Some(first) = text.bytes().next()
        && !is_misread(first)
        && text.bytes().all(|byte| BARE[usize::from(byte)])
    {
        return Cow::Borrowed(text);
    }
    let quote = if text.contains('\'') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for byte in bytes::kept(text).iter().copied() {
        match byte {
            8 => out.push_str("\\b"),
            9 => out.push_str("\\t"),
            11 => out.push_str("\\v"),
            12 => out.push_str("\\f"),
            13 => out.push_str("\\r"),
            // The reader drops every escaped newline as the joint of two lines.
            b'\n' => out.push('\n'),
            b'\\' => out.push_str("\\\\"),
            b' '..=b'~' if char::from(byte) == quote => out.extend(['\\', quote]),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => drop(write!(out, "\\{byte:03o}")),
        }
    }
    out.push(quote);
    Cow::Owned(out)
}
