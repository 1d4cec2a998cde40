//! From a logical line to a rule: pairs of a key and a value, each with an operator that the key takes.
//!
//! A rule is understood whole or not at all, so that no half of a wrong line is ever done.

use super::lexer::{Token, tokens};

/// What stands between a key and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Is,
    IsNot,
    Set,
    Add,
    Final,
}

impl Operator {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Operator::Is => "==",
            Operator::IsNot => "!=",
            Operator::Set => "=",
            Operator::Add => "+=",
            Operator::Final => ":=",
        }
    }
}

/// What a pair is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Label,
    Goto,
    Include,
    Access,
    Print,
    Error,
    Exit,
    Program,
    Result,
    CardIndex,
    CardInfo(String),
    Ctl(String),
    Attr(String),
    Env(String),
    Config(String),
    /// One that there is not; it is told and passed over.
    Unknown(String),
}

/// A key, an operator, a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: Key,
    pub(super) operator: Operator,
    pub(super) value: String,
}

/// The rule on a line.
///
/// # Errors
/// Why the line is none.
pub(super) fn parse(line: &str) -> Result<Vec<Pair>, String> {
    let tokens = tokens(line)?;
    let mut pairs = Vec::with_capacity(tokens.len() / 3);
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let begins = rest.iter().position(|token| *token != Token::Comma).ok_or("nothing follows the last comma")?;
        let (pair, after) = pair(&rest[begins..])?;
        pairs.push(pair);
        rest = after;
    }
    Ok(pairs)
}

/// The label on a line that begins with one; GOTO finds no other.
pub(super) fn label(line: &str) -> Option<String> {
    const KEY: &str = "LABEL";
    let key = line.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ',').get(..KEY.len())?;
    if !key.eq_ignore_ascii_case(KEY) {
        return None;
    }
    match parse(line).ok()?.into_iter().next()? {
        Pair { key: Key::Label, value, .. } => Some(value),
        _ => None,
    }
}

fn pair<'a, 't>(tokens: &'t [Token<'a>]) -> Result<(Pair, &'t [Token<'a>]), String> {
    let (name, attribute, rest) = match tokens {
        [Token::Key(name), Token::Attribute(attribute), rest @ ..] => (name, Some(*attribute), rest),
        [Token::Key(name), rest @ ..] => (name, None, rest),
        _ => return Err("a key is missing".to_owned()),
    };
    let [Token::Operator(operator), Token::Value(value), after @ ..] = rest else {
        return Err(format!("'{name}' has no operator with a value in quotes"));
    };
    let key = key(name, attribute);
    if !takes(&key, *operator) {
        return Err(format!("{name} does not take '{}'", operator.sign()));
    }
    Ok((Pair { key, operator: *operator, value: value.to_string() }, after))
}

fn key(name: &str, attribute: Option<&str>) -> Key {
    let attribute = attribute.map(str::to_owned);
    match (name.to_ascii_uppercase().as_str(), attribute) {
        ("LABEL", None) => Key::Label,
        ("GOTO", None) => Key::Goto,
        ("INCLUDE", None) => Key::Include,
        ("ACCESS", None) => Key::Access,
        ("PRINT", None) => Key::Print,
        ("ERROR", None) => Key::Error,
        ("EXIT", None) => Key::Exit,
        ("PROGRAM", None) => Key::Program,
        ("RESULT", None) => Key::Result,
        ("CARDINDEX", None) => Key::CardIndex,
        ("CARDINFO", Some(attribute)) => Key::CardInfo(attribute),
        ("CTL", Some(attribute)) => Key::Ctl(attribute),
        ("ATTR", Some(attribute)) => Key::Attr(attribute),
        ("ENV", Some(attribute)) => Key::Env(attribute),
        ("CONFIG", Some(attribute)) => Key::Config(attribute),
        (_, None) => Key::Unknown(name.to_owned()),
        (_, Some(attribute)) => Key::Unknown(format!("{name}{{{attribute}}}")),
    }
}

fn takes(key: &Key, operator: Operator) -> bool {
    use Operator::{Final, Is, IsNot, Set};
    match key {
        Key::Label | Key::Goto | Key::Include | Key::Print | Key::Error | Key::Exit => operator == Set,
        Key::Access | Key::CardIndex | Key::CardInfo(_) => matches!(operator, Is | IsNot),
        Key::Program | Key::Result | Key::Ctl(_) | Key::Attr(_) | Key::Config(_) => {
            matches!(operator, Is | IsNot | Set)
        }
        Key::Env(_) => matches!(operator, Is | IsNot | Set | Final),
        Key::Unknown(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_between_commas_and_blanks_in_any_case() {
        let pairs = parse("Ctl{name}=\"a\" , ,ENV{x}:=\"1\"PRINT = \"c\"").unwrap();
        let keys: Vec<&Key> = pairs.iter().map(|pair| &pair.key).collect();
        assert_eq!(keys, [&Key::Ctl("name".to_owned()), &Key::Env("x".to_owned()), &Key::Print]);
        assert_eq!(pairs[1].operator, Operator::Final);
    }

    #[test]
    fn a_key_that_there_is_not_is_no_mistake_of_grammar() {
        assert_eq!(parse("CTL==\"x\"").unwrap()[0].key, Key::Unknown("CTL".to_owned()));
        assert_eq!(parse("LABEL{x}=\"y\"").unwrap()[0].key, Key::Unknown("LABEL{x}".to_owned()));
    }

    #[test]
    fn a_wrong_line_says_what_is_wrong() {
        for (line, wanted) in [
            ("PRINT==\"x\"", "PRINT does not take '=='"),
            ("ENV{a}+=\"x\"", "ENV does not take '+='"),
            ("PRINT=\"x\",", "last comma"),
            ("PRINT=x", "no operator with a value"),
            ("PRINT=\"x\" # no comment", "'#' has no operator"),
            ("CTL{name}=\"a\", \"on\"", "a key is missing"),
        ] {
            let found = parse(line).unwrap_err();
            assert!(found.contains(wanted), "{line}: {found}");
        }
    }

    #[test]
    fn only_the_first_pair_of_a_line_is_a_label_to_go_to() {
        assert_eq!(label("label=\"\", PRINT=\"x\""), Some(String::new()));
        assert_eq!(label("PRINT=\"x\", LABEL=\"y\""), None);
        assert_eq!(label("broken"), None);
    }
}
