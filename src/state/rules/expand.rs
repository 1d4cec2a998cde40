//! Substitutions in values: `$env{NAME}`, `%c{2+}`, `%3s{file}`, `$$`, `%%`, and the escapes of what is written literally.
//!
//! What is put in is never looked at again, and what is not understood stays as it is written.

/// What a substitution stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    CardInfo,
    Ctl,
    Attr,
    Env,
    Result,
    Config,
    SysfsRoot,
}

const SOURCES: [(Source, &str, char); 7] = [
    (Source::CardInfo, "cardinfo", 'i'),
    (Source::Ctl, "ctl", 'C'),
    (Source::Attr, "attr", 's'),
    (Source::Env, "env", 'E'),
    (Source::Result, "result", 'c'),
    (Source::Config, "config", 'g'),
    (Source::SysfsRoot, "sysfsroot", 'r'),
];

/// Longer values are cut: rules could double them for ever.
const MOST_BYTES: usize = 16 * 1024;

/// The value with everything put in. `look` gives what a source holds under a name.
pub(super) fn expand(text: &str, mut look: impl FnMut(Source, &str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '$' | '%' => substitution(rest, &mut look).unwrap_or_else(|| (first.to_string(), 1)),
            '\\' => escape(rest),
            _ => {
                let plain = rest.find(['$', '%', '\\']).unwrap_or(rest.len());
                (rest[..plain].to_owned(), plain)
            }
        };
        out.push_str(&piece);
        rest = &rest[length..];
        if out.len() > MOST_BYTES {
            break;
        }
    }
    let end = (0..=MOST_BYTES.min(out.len())).rev().find(|end| out.is_char_boundary(*end));
    out.truncate(end.unwrap_or(0));
    out
}

fn substitution(text: &str, look: &mut impl FnMut(Source, &str) -> String) -> Option<(String, usize)> {
    let mark = text.chars().next()?;
    let body = &text[1..];
    if body.starts_with(mark) {
        return Some((mark.to_string(), 2));
    }
    let digits = body.find(|letter: char| !letter.is_ascii_digit())?;
    let most_chars: Option<usize> = body[..digits].parse().ok();
    let named = &body[digits..];
    let (source, length) = if mark == '%' { by_letter(named)? } else { by_word(named)? };
    let (name, braces) = in_braces(&named[length..]);
    let value = match source {
        Source::Result => part(&look(source, ""), name),
        _ => look(source, name),
    };
    let value = most_chars.map_or(value.clone(), |most| value.chars().take(most).collect());
    Some((value, 1 + digits + length + braces))
}

fn by_letter(text: &str) -> Option<(Source, usize)> {
    let found = SOURCES.iter().find(|(_, _, letter)| text.starts_with(*letter))?;
    Some((found.0, 1))
}

fn by_word(text: &str) -> Option<(Source, usize)> {
    let begins = |word: &str| text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    let found = SOURCES.iter().find(|(_, word, _)| begins(word))?;
    Some((found.0, found.1.len()))
}

/// The name in braces and the length with them; empty where there are none.
fn in_braces(text: &str) -> (&str, usize) {
    match text.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
        Some((name, _)) => (name, name.len() + 2),
        None => ("", 0),
    }
}

/// A part of a result: `2` is the second word, `2+` what begins with it.
fn part(result: &str, which: &str) -> String {
    let (number, onwards) = match which.strip_suffix('+') {
        Some(number) => (number, true),
        None => (which, false),
    };
    let number: usize = number.parse().unwrap_or(0);
    if number == 0 {
        return result.to_owned();
    }
    let mut rest = result;
    for _ in 1..number {
        rest = rest.split_once(' ').map_or("", |(_, after)| after.trim_start_matches(' '));
        if rest.is_empty() {
            break;
        }
    }
    if onwards { rest.to_owned() } else { rest.split(' ').next().unwrap_or_default().to_owned() }
}

/// A backslash and the letter after it; before other letters it only vanishes.
fn escape(text: &str) -> (String, usize) {
    let Some(letter) = text[1..].chars().next() else { return ("\\".to_owned(), 1) };
    let meant = match letter {
        'a' => '\x07',
        'b' => '\x08',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        other => other,
    };
    (meant.to_string(), 1 + letter.len_utf8())
}

/// Values from outside with all that could mean something to a shell or a terminal replaced by `_`.
pub(super) fn trusted(text: &str) -> String {
    let keeps = |letter: char| letter.is_ascii_alphanumeric() || "#+-.:=@_/ $%?,".contains(letter);
    let is_plain = |letter: char| !letter.is_ascii() && !letter.is_control() && letter != char::REPLACEMENT_CHARACTER;
    text.chars().map(|letter| if keeps(letter) || is_plain(letter) { letter } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> String {
        expand(text, |source, name| match source {
            Source::Env => "75%".to_owned(),
            Source::Result => "aa bb  cc".to_owned(),
            Source::SysfsRoot => "/sys".to_owned(),
            _ => format!("<{name}>"),
        })
    }

    #[test]
    fn every_form_of_a_substitution_is_known() {
        assert_eq!(expanded("$cardinfo{id} %i{id} $CTL{x} %C{do_search 2}"), "<id> <id> <x> <do_search 2>");
        assert_eq!(expanded("%3s{abcdef} $attr{a/b} $$ %% $sysfsroot/x %r"), "<ab <a/b> $ % /sys/x /sys");
        assert_eq!(
            expanded("[%c{1}] [%c{2}] [%c{2+}] [$result] [%c{9}] [%c{0}] [%4c]"),
            "[aa] [bb] [bb  cc] [aa bb  cc] [] [aa bb  cc] [aa b]"
        );
    }

    #[test]
    fn what_is_put_in_is_not_looked_at_again_and_the_unknown_stays() {
        assert_eq!(expanded("$env{x},%E{x}"), "75%,75%");
        assert_eq!(expanded("50%,25% $nope{a} %z end$"), "50%,25% $nope{a} %z end$");
        assert_eq!(expanded("a\\tb\\\\n\\q\\"), "a\tb\\nq\\");
        assert_eq!(expanded("%5"), "%5");
    }

    #[test]
    fn values_do_not_grow_for_ever() {
        let long = expand(&"$env{x}".repeat(10), |_, _| "ü".repeat(MOST_BYTES));
        assert!(long.len() <= MOST_BYTES);
    }

    #[test]
    fn what_a_shell_would_act_on_is_replaced() {
        assert_eq!(trusted("a;b|c\td`e'é\u{1}\u{fffd}(/x, 5%?)"), "a_b_c_d_e_é___/x, 5%?_");
    }
}
