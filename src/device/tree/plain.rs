//! Reads text in exactly the form that alsa-lib writes: one node a line, indented by tabs, texts without escapes.
//!
//! Doubt is `None`, which costs time and nothing else: alsa-lib's parser then has the word.

use super::Tree;
use std::borrow::Cow;

type Children<'a> = Vec<(Cow<'a, str>, Tree<'a>)>;

/// The tree of the text, if all of it is in that form.
pub(super) fn parse(text: &[u8]) -> Option<Tree<'_>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut lines = Lines { rest: text };
    let root = compound(&mut lines, 0)?;
    (lines.rest.is_empty() && is_unique(&root)).then_some(Tree::Compound(root))
}

/// More nodes than this stand below few.
const MOST_HAVE: usize = 8;

struct Lines<'a> {
    rest: &'a str,
}

impl<'a> Lines<'a> {
    /// The next line that ends with a newline.
    fn next(&mut self) -> Option<&'a str> {
        let end = memchr::memchr(b'\n', self.rest.as_bytes())?;
        let (line, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        Some(line)
    }
}

/// The nodes up to the bracket that closes them; those of level 0 are closed by the end.
fn compound<'a>(lines: &mut Lines<'a>, level: usize) -> Option<Children<'a>> {
    let mut children = Children::with_capacity(MOST_HAVE);
    while let Some(line) = lines.next() {
        let Some(node) = line.strip_prefix(TABS.get(..level)?) else {
            return (line.strip_prefix(&TABS[1..level]) == Some("}")).then_some(children);
        };
        let (siblings, id, value) = place(&mut children, node)?;
        let value = if value == "{" { Tree::Compound(compound(lines, level + 1)?) } else { scalar(value)? };
        siblings.push((Cow::Borrowed(id), value));
    }
    (level == 0).then_some(children)
}

/// As many as the deepest nodes have before them.
const TABS: &str = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
const _: () = assert!(TABS.len() == super::MOST_LEVELS - 1);

/// Where a node belongs, its name and its value: `value.0 5` is 0 below `value`.
fn place<'a, 'c>(children: &'c mut Children<'a>, node: &'a str) -> Option<(&'c mut Children<'a>, &'a str, &'a str)> {
    let end = node.bytes().position(|byte| !WORD[usize::from(byte)]).filter(|end| *end > 0)?;
    let (id, rest) = node.split_at(end);
    if let Some(value) = rest.strip_prefix(' ') {
        return Some((children, id, value));
    }
    let rest = rest.strip_prefix('.')?;
    if children.last().is_none_or(|(last, _)| last != id) {
        children.push((Cow::Borrowed(id), Tree::Compound(Vec::new())));
    }
    match children.last_mut() {
        Some((_, Tree::Compound(inside))) => place(inside, rest),
        _ => None,
    }
}

/// Nodes that come twice are merged or replaced by rules that are alsa-lib's own, so they are left to it.
fn is_unique(children: &Children<'_>) -> bool {
    have_own_names(children)
        && children.iter().all(|(_, child)| match child {
            Tree::Compound(inside) => is_unique(inside),
            _ => true,
        })
}

fn have_own_names(children: &Children<'_>) -> bool {
    const FEW: usize = 16;
    if children.len() <= FEW {
        return children.iter().enumerate().all(|(n, (id, _))| children[..n].iter().all(|(other, _)| other != id));
    }
    let mut ids: Vec<&str> = children.iter().map(|(id, _)| &**id).collect();
    // Numbers of controls and of items ascend as they are.
    let by_number = |one: &&str, other: &&str| one.len().cmp(&other.len()).then_with(|| one.cmp(other));
    ids.sort_unstable_by(by_number);
    ids.windows(2).all(|pair| pair[0] != pair[1])
}

/// Letters, digits and the underscore.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        word[byte] = (byte as u8).is_ascii_alphanumeric() || byte == b'_' as usize;
        byte += 1;
    }
    word
};

fn scalar(text: &str) -> Option<Tree<'_>> {
    let first = text.bytes().next()?;
    if first == b'\'' {
        let inside = text[1..].strip_suffix('\'')?;
        let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'\\' && byte != b'\'';
        return inside.bytes().all(is_plain).then_some(Tree::Text(Cow::Borrowed(inside)));
    }
    if first.is_ascii_digit() || first == b'-' {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let leads = text == "0" || !digits.starts_with('0');
        let is_number = !digits.is_empty() && leads && digits.bytes().all(|byte| byte.is_ascii_digit());
        return if is_number { text.parse().ok().map(Tree::Integer) } else { None };
    }
    let is_word = WORD[usize::from(first)]
        && text.bytes().all(|byte| WORD[usize::from(byte)] || matches!(byte, b'-' | b'+' | b'/' | b':'));
    is_word.then_some(Tree::Text(Cow::Borrowed(text)))
}
