//! From the text of a rules file to logical lines, and from a line to its pieces: keys, operators, quoted values.
//!
//! Every text has lines; only a line that is a rule can be wrong, and then it says why.

use super::parser::Operator;
use std::borrow::Cow;

/// A line after the joining of those that end in a backslash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins, from 1.
    pub(super) number: u32,
    pub(super) text: String,
}

/// A piece of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Key(&'a str),
    /// What stands in braces after a key.
    Attribute(&'a str),
    Operator(Operator),
    Value(Cow<'a, str>),
    Comma,
}

/// The lines that hold rules: no empty ones, no comments.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut open: Option<Line> = None;
    for (number, piece) in (1..).zip(text.split('\n')) {
        let line = open.get_or_insert_with(|| Line { number, text: String::with_capacity(piece.len()) });
        match piece.strip_suffix('\\') {
            // The end of the line stays, as a blank between pairs and as itself inside a value.
            Some(piece) => line.text.extend([piece, "\n"]),
            None => {
                line.text.push_str(piece);
                lines.extend(open.take());
            }
        }
    }
    lines.extend(open);
    let holds_rule = |line: &Line| !matches!(line.text.trim_start().chars().next(), None | Some('#'));
    lines.retain(holds_rule);
    lines
}

/// Few lines have more pieces.
const MOST_HAVE: usize = 16;

/// The pieces of a line.
///
/// # Errors
/// A value or an attribute that has no end, or a character that begins no piece.
pub(super) fn tokens(line: &str) -> Result<Vec<Token<'_>>, String> {
    let mut rest = line.trim_start();
    let mut tokens = Vec::with_capacity(MOST_HAVE);
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            ',' => (Token::Comma, 1),
            '"' => value(rest)?,
            '{' => attribute(rest)?,
            _ => operator(rest).map_or_else(|| key(rest), Ok)?,
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// A value in quotes. Only the escaped quote is undone; what else a backslash means depends on the key.
fn value(text: &str) -> Result<(Token<'_>, usize), String> {
    // Few values have anything escaped.
    match text[1..].find(['"', '\\']) {
        Some(length) if text[1 + length..].starts_with('"') => Ok((Token::Value(text[1..=length].into()), length + 2)),
        _ => value_with_escapes(text),
    }
}

fn value_with_escapes(text: &str) -> Result<(Token<'_>, usize), String> {
    let mut value = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Ok((Token::Value(value.into()), at + 1)),
            '\\' => match letters.next() {
                Some((_, '"')) => value.push('"'),
                Some((_, other)) => value.extend(['\\', other]),
                None => break,
            },
            _ => value.push(letter),
        }
    }
    Err("a value has no closing quote".to_owned())
}

fn attribute(text: &str) -> Result<(Token<'_>, usize), String> {
    let end = text.find('}').ok_or("an attribute has no closing brace")?;
    Ok((Token::Attribute(text[1..end].trim()), end + 1))
}

fn operator(text: &str) -> Option<(Token<'_>, usize)> {
    let operators = [Operator::Is, Operator::IsNot, Operator::Add, Operator::Final, Operator::Set];
    let operator = operators.into_iter().find(|operator| text.starts_with(operator.sign()))?;
    Some((Token::Operator(operator), operator.sign().len()))
}

fn key(text: &str) -> Result<(Token<'_>, usize), String> {
    let ends = |letter: char| letter.is_whitespace() || "=!+:{,\"".contains(letter);
    match text.find(ends).unwrap_or(text.len()) {
        0 => Err(format!("'{}' begins nothing", text.chars().next().unwrap_or_default())),
        length => Ok((Token::Key(&text[..length]), length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u32, text: &str) -> Line {
        Line { number, text: text.to_owned() }
    }

    #[test]
    fn lines_are_joined_and_keep_the_number_of_the_first() {
        let text = "# a \\\nPRINT=\"no\"\n\n  A=\"1\",\\\n B=\"2\"\r\nC=\"3\"";
        assert_eq!(lines(text), [line(4, "  A=\"1\",\n B=\"2\"\r"), line(6, "C=\"3\"")]);
        assert_eq!(lines("A=\"1\" \\"), [line(1, "A=\"1\" \n")]);
    }

    #[test]
    fn a_line_falls_into_its_pieces() {
        let value = |text| Token::Value(Cow::Borrowed(text));
        let key = Token::Key;
        let read = tokens("CTL{do_search 2} != \"a\\\"b\\n\\\\\",;X:=\"\"\r").unwrap();
        let wanted = [
            key("CTL"),
            Token::Attribute("do_search 2"),
            Token::Operator(Operator::IsNot),
            value("a\"b\\n\\\\"),
            Token::Comma,
            key(";X"),
            Token::Operator(Operator::Final),
            value(""),
        ];
        assert_eq!(read, wanted);
    }

    #[test]
    fn what_has_no_end_is_named() {
        for (text, wanted) in [("A=\"x", "closing quote"), ("A=\"x\\", "closing quote"), ("A{x=\"", "closing brace")] {
            assert!(tokens(text).unwrap_err().contains(wanted), "{text}");
        }
        assert!(tokens("!x").unwrap_err().contains("begins nothing"));
    }
}
