//! Writes a tree in the form that alsa-lib writes, so that it reads back as it is.
//!
//! In four places alsa-lib's own writer makes what its reader misreads: backslashes, `<`, letters beyond ASCII, and names
//! that begin as a mode does. These are written as the reader wants them.

use super::Tree;
use crate::device::bytes;
use std::fmt::Write;

/// The text of a configuration.
pub fn write(tree: &Tree<'_>) -> String {
    let mut text = String::with_capacity(FIRST_BYTES);
    write_children(&mut text, tree, 0, &mut String::new());
    text
}

/// The state of a few cards.
const FIRST_BYTES: usize = 64 * 1024;

/// Writes what is below a node. `prefix` is the path of the joined nodes above, and is itself again in the end.
fn write_children(text: &mut String, tree: &Tree<'_>, level: usize, prefix: &mut String) {
    for (id, child) in tree.children() {
        write_node(text, (prefix, id), child, level);
    }
}

fn write_node(text: &mut String, (prefix, id): (&mut String, &str), node: &Tree<'_>, level: usize) {
    if is_joined(id, node, level, prefix) {
        let length = prefix.len();
        push(prefix, id, Use::Id);
        prefix.push('.');
        write_children(text, node, level, prefix);
        return prefix.truncate(length);
    }
    indent(text, level);
    text.push_str(prefix);
    push(text, id, Use::Id);
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
        Tree::Text(value) => push(text, value, Use::Value),
        Tree::Compound(_) => {
            text.push_str("{\n");
            write_children(text, node, level + 1, &mut String::new());
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

/// A byte that is right between quotes only.
const QUOTES: u8 = 1;
/// A byte that single quotes do not help.
const ESCAPE: u8 = 2;

/// What each byte needs.
const NEEDS: [u8; 256] = {
    let special = b" \n,;=#*.{}[]\"<";
    let mut needs = [ESCAPE; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        needs[byte as usize] = 0;
        byte += 1;
    }
    let mut at = 0;
    while at < special.len() {
        needs[special[at] as usize] = QUOTES;
        at += 1;
    }
    needs[b'\'' as usize] = ESCAPE;
    needs[b'\\' as usize] = ESCAPE;
    needs
};

/// Adds a text as it must stand in a file: bare, or in the quotes that alsa-lib would take.
fn push(out: &mut String, text: &str, place: Use) {
    let is_misread = |first: u8| match place {
        // A mode: how the node joins one of the same name that is there.
        Use::Id => matches!(first, b'+' | b'-' | b'?' | b'!'),
        Use::Value => first.is_ascii_digit() || first == b'-',
    };
    let needs = text.bytes().fold(0, |needs, byte| needs | NEEDS[usize::from(byte)]);
    if needs & ESCAPE != 0 {
        return push_escaped(out, text);
    }
    match text.bytes().next() {
        Some(first) if needs == 0 && !is_misread(first) => out.push_str(text),
        _ => {
            out.push('\'');
            out.push_str(text);
            out.push('\'');
        }
    }
}

fn push_escaped(out: &mut String, text: &str) {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    out.push(quote);
    bytes::kept(text).iter().for_each(|byte| push_byte(out, *byte, quote));
    out.push(quote);
}

fn push_byte(out: &mut String, byte: u8, quote: char) {
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
