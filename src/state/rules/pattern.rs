//! Shell patterns as fnmatch(3) reads them without flags: `*`, `?`, `[a-z]`, `[!a]`, and a backslash before any of them.
//!
//! The work is bounded by the product of both lengths, whatever the pattern is.

/// Whether the whole text fits the pattern.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    // Most patterns are the names themselves.
    if !pattern.bytes().any(|byte| b"*?[\\".contains(&byte)) {
        return pattern == text;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut place) = (0, 0);
    // Where to go on when what follows the last star does not fit: only that one can be worth another try.
    let mut star: Option<(usize, usize)> = None;
    while place < text.len() {
        if pattern.get(at) == Some(&'*') {
            at += 1;
            star = Some((at, place));
        } else if let Some(length) = fits(&pattern[at..], text[place]) {
            at += length;
            place += 1;
        } else if let Some((after, taken)) = star {
            star = Some((after, taken + 1));
            (at, place) = (after, taken + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|letter| *letter == '*')
}

/// How much of the pattern stands for this one letter.
fn fits(pattern: &[char], letter: char) -> Option<usize> {
    match pattern {
        [] => None,
        ['?', ..] => Some(1),
        ['[', rest @ ..] => match class(rest, letter) {
            Some((true, length)) => Some(length + 1),
            Some((false, _)) => None,
            None => (letter == '[').then_some(1),
        },
        ['\\', escaped, ..] => (*escaped == letter).then_some(2),
        [own, ..] => (*own == letter).then_some(1),
    }
}

/// Whether the letter is in the class that begins here, and the class's length; `None` where it has no end.
fn class(pattern: &[char], letter: char) -> Option<(bool, usize)> {
    let negated = matches!(pattern, ['!' | '^', ..]);
    let mut at = usize::from(negated);
    let first = at;
    let mut found = false;
    loop {
        match &pattern[at.min(pattern.len())..] {
            [] => return None,
            [']', ..] if at > first => return Some((found != negated, at + 1)),
            [from, '-', to, ..] if *to != ']' => {
                found |= (*from..=*to).contains(&letter);
                at += 3;
            }
            ['\\', escaped, ..] => {
                found |= *escaped == letter;
                at += 2;
            }
            [own, ..] => {
                found |= *own == letter;
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("*|Mic|*", "|Line|Mic|"),
            ("D[tu]mmy*", "Dummy 1"),
            ("?ummy", "Dummy"),
            ("[!a-c]x", "dx"),
            ("\\*a", "*a"),
            ("[]]", "]"),
            ("[", "["),
            ("[a-]", "-"),
            ("*a*b", "xaxbab"),
            ("é?", "éü"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("", "a"), ("a", ""), ("dummy", "Dummy"), ("[!tu]", "t"), ("a*", "b"), ("?", ""), ("[a", "a"), ("\\", "x")]
        {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        assert!(!matches(&"*a".repeat(200), &"a".repeat(150)));
    }
}
