//! The words of a batch's line: parted by blanks, held together by quotes, `\` before any character takes away its
//! meaning; `#` or `!` at the start of a word ends the line.
//!
//! Quotes stay where they are, because identifiers have their own meaning for them; `unquoted` takes them off.

/// The words of a line.
pub(super) fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut letters = line.chars().peekable();
    loop {
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        match letters.peek() {
            None | Some('#' | '!') => return words,
            Some(_) => words.push(word(&mut letters)),
        }
    }
}

fn word(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut word = String::new();
    let mut quote = None;
    while let Some(letter) = letters.next_if(|letter| quote.is_some() || !letter.is_whitespace()) {
        match letter {
            '\\' => word.extend(letters.next()),
            '\'' | '"' if quote.is_none() => {
                quote = Some(letter);
                word.push(letter);
            }
            _ => {
                if quote == Some(letter) {
                    quote = None;
                }
                word.push(letter);
            }
        }
    }
    word
}

/// The word without the quotes around the whole of it.
pub(super) fn unquoted(word: &str) -> &str {
    let inside = |quote| {
        let inside = word.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inside.contains(quote)).then_some(inside)
    };
    inside('\'').or_else(|| inside('"')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_blanks_and_held_by_quotes() {
        assert_eq!(split("  sset   Master\t16 # loud"), ["sset", "Master", "16"]);
        assert_eq!(split("sset 'External I/O Box' \"CD Player\""), ["sset", "'External I/O Box'", "\"CD Player\""]);
        assert_eq!(split("cset name='A B',index=1 5"), ["cset", "name='A B',index=1", "5"]);
        assert_eq!(split(r"sset External\ I/O\ Box a#b"), ["sset", "External I/O Box", "a#b"]);
        assert_eq!(split("sset 'Master 3"), ["sset", "'Master 3"]);
        assert_eq!(split("!comment"), [""; 0]);
        assert_eq!(split(r"a\"), ["a"]);
    }

    #[test]
    fn only_quotes_around_the_whole_word_come_off() {
        assert_eq!(unquoted("'CD Player'"), "CD Player");
        assert_eq!(unquoted("\"name='A B'\""), "name='A B'");
        assert_eq!(unquoted("'A','B'"), "'A','B'");
        assert_eq!(unquoted("'"), "'");
    }
}
