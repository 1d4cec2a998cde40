//! Reads text in exactly the form that alsa-lib writes: one node a line, indented by tabs, texts without escapes.
//!
//! Doubt is `None`, which costs time and nothing else: alsa-lib's parser then has the word.

use super::Tree;
use std::borrow::Cow;

type Children<'a> = Vec<(Cow<'a, str>, Tree<'a>)>;

/// The tree of the text, if all of it is in that form.
pub(super) fn parse(text: &[u8]) -> Option<Tree<'_>> {
    let mut lines = std::str::from_utf8(text).ok()?.split_terminator('\n');
    let root = compound(&mut lines, 0)?;
    (lines.next().is_none() && (text.is_empty() || text.ends_with(b"\n"))).then_some(Tree::Compound(root))
}

/// The nodes up to the bracket that closes them; those of level 0 are closed by the end.
fn compound<'a>(lines: &mut std::str::SplitTerminator<'a, char>, level: usize) -> Option<Children<'a>> {
    let mut children = Children::new();
    while let Some(line) = lines.next() {
        let indented = line.len() - line.trim_start_matches('\t').len();
        let node = &line[indented..];
        if node == "}" && indented + 1 == level {
            return Some(children);
        }
        if indented != level || level == super::MOST_LEVELS {
            return None;
        }
        let (path, value) = node.split_once(' ')?;
        let value = if value == "{" { Tree::Compound(compound(lines, level + 1)?) } else { scalar(value)? };
        insert(&mut children, path, value)?;
    }
    (level == 0).then_some(children)
}

/// Puts a value where its path says: `value.0` is 0 below `value`. Nodes that come twice are merged or replaced by
/// rules that are alsa-lib's own, so they are left to it.
fn insert<'a>(children: &mut Children<'a>, path: &'a str, value: Tree<'a>) -> Option<()> {
    let (id, rest) = match path.split_once('.') {
        Some((id, rest)) => (id, Some(rest)),
        None => (path, None),
    };
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let Some(rest) = rest else {
        let is_new = children.iter().rev().all(|(known, _)| known != id);
        is_new.then(|| children.push((Cow::Borrowed(id), value)))?;
        return Some(());
    };
    if children.last().is_none_or(|(last, _)| last != id) {
        let is_new = children.iter().rev().all(|(known, _)| known != id);
        is_new.then(|| children.push((Cow::Borrowed(id), Tree::Compound(Vec::new()))))?;
    }
    match children.last_mut() {
        Some((_, Tree::Compound(inside))) => insert(inside, rest, value),
        _ => None,
    }
}

fn scalar(text: &str) -> Option<Tree<'_>> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let inside = quoted.strip_suffix('\'')?;
        let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'\\' && byte != b'\'';
        return inside.bytes().all(is_plain).then_some(Tree::Text(Cow::Borrowed(inside)));
    }
    let is_number = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let leads = digits == "0" && digits.len() == text.len() || !digits.starts_with('0');
        !digits.is_empty() && leads && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_number(text) {
        return text.parse().ok().map(Tree::Integer);
    }
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let is_word = begins && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+/:".contains(&byte));
    is_word.then_some(Tree::Text(Cow::Borrowed(text)))
}
