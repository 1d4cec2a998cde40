//! Looks at the text of a configuration file without understanding it: could it change what a card's name means?
//!
//! Doubt counts as yes. A false yes costs time, a false no would open the wrong device.

use memchr::{memchr2, memmem};

/// The pieces of a configuration text: brackets, words and the insides of quotes; no blanks, no comments.
pub(super) fn tokens(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let first = *rest.first()?;
            match first {
                b'#' => rest = &rest[line_end(rest)..],
                _ if is_separator(first) => rest = &rest[1..],
                b'{' | b'}' | b'[' | b']' => return Some(cut(&mut rest, 1)),
                b'"' | b'\'' => {
                    let inside = &rest[1..];
                    let length = inside.iter().position(|byte| *byte == first).unwrap_or(inside.len());
                    rest = &inside[(length + 1).min(inside.len())..];
                    return Some(&inside[..length]);
                }
                _ => {
                    let ends = |byte: &u8| is_separator(*byte) || b"{}[]\"'#".contains(byte);
                    let length = rest.iter().position(ends).unwrap_or(rest.len());
                    return Some(cut(&mut rest, length));
                }
            }
        }
    })
}

fn cut<'a>(rest: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (token, after) = rest.split_at(length);
    *rest = after;
    token
}

fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"=,;".contains(&byte)
}

fn line_end(text: &[u8]) -> usize {
    text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len())
}

/// Whether a file with this text, loaded after the stock configuration, may give `hw:` or `sysdefault:` control
/// devices another meaning.
pub fn may_redefine(text: &[u8]) -> bool {
    // Most files are done with here, in one instruction for many bytes.
    let suspicious =
        memchr2(b'\\', b'<', text).is_some() || SUSPICIOUS.iter().any(|word| memmem::find(text, word).is_some());
    suspicious && lines_may_redefine(text)
}

/// What every redefinition holds, unless it hides behind an escape or in another file.
const SUSPICIOUS: [&[u8]; 3] = [b"ctl", b"cards", b"@hooks"];

fn lines_may_redefine(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'\n').any(|line| match line.iter().position(|byte| *byte == b'#') {
        None => line_may_redefine(line),
        // The mark may stand in a string, and then it begins no comment.
        Some(at) if has_quote(&line[..at]) => line_may_redefine(line),
        Some(at) => line_may_redefine(&line[..at]) || (has_quote(&line[at..]) && names_controls(&line[at..])),
    })
}

fn has_quote(text: &[u8]) -> bool {
    text.iter().any(|byte| matches!(byte, b'"' | b'\''))
}

/// A comment that ends a string of several lines would hide what follows, so a quote beside one of these words in
/// it is enough for doubt.
fn names_controls(comment: &[u8]) -> bool {
    words(comment).any(|(from, to)| matches!(&comment[from..to], b"ctl" | b"ctl_type" | b"cards" | b"hooks"))
}

/// Escapes can spell any word, and `<` includes another file.
fn line_may_redefine(line: &[u8]) -> bool {
    line.iter().any(|byte| matches!(byte, b'\\' | b'<'))
        || words(line).any(|(from, to)| match &line[from..to] {
            b"ctl" => !harmless(&line[..from], &line[to..]),
            b"ctl_type" | b"cards" => true,
            b"hooks" => line[..from].ends_with(b"@"),
            _ => false,
        })
}

/// `ctl.NAME` defines another device, and `defaults.ctl.card` matters to the default device only.
fn harmless(before: &[u8], after: &[u8]) -> bool {
    let Some(after) = after.strip_prefix(b".") else { return false };
    if before.ends_with(b"defaults.") {
        return after.starts_with(b"card");
    }
    let begins = before.last().is_none_or(|byte| is_separator(*byte) || b"{}".contains(byte));
    let after = after.strip_prefix(b"!").unwrap_or(after);
    let length = after.iter().position(|byte| !is_word(*byte)).unwrap_or(after.len());
    let ends = after.get(length).is_none_or(|byte| is_separator(*byte) || b"{.".contains(byte));
    begins && ends && !matches!(&after[..length], b"" | b"hw" | b"sysdefault")
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn words(text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text[at..].iter().position(|byte| is_word(*byte))?;
        let length = text[from..].iter().position(|byte| !is_word(*byte));
        at = length.map_or(text.len(), |length| from + length);
        Some((from, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_as_distributions_and_users_write_them_leave_cards_alone() {
        for text in [
            "pcm.!default { type plug slave.pcm \"hw:1\" }\nctl.!default { type hw card 1 }\n",
            "defaults.pcm.card 1\ndefaults.ctl.card 1\n",
            "# the pcm and ctl of PulseAudio\nctl.pulse { @args [ SERVER ] type pulse }",
            "#   speaker-test -D\"plug:{SLAVE=\\\"a52:0\\\"}\"\n",
            "hook_args { type ctl_elems }",
        ] {
            assert!(!may_redefine(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn whatever_could_change_a_card_is_seen() {
        for text in [
            "ctl.hw { type shm }",
            "ctl.!hw { type shm }",
            "ctl.sysdefault pulse",
            "ctl { hw { type shm } }",
            "!ctl.x 1",
            "ctl.'hw' 1",
            "\"ctl\".hw 1",
            "ctl.\nhw 1",
            "cards.HDA-Intel.ctl.default { type pulse }",
            "cards {}",
            "ctl_type.hw { lib /tmp/x.so }",
            "@hooks [ { func load files [ /tmp/x ] } ]",
            "</tmp/other.conf>",
            "\"c\\164l\" { hw 1 }",
            "a \"#\"; ctl.hw { type shm }",
            "a \"\n#\" ctl.hw { type shm }",
            "ctl.+hw.card 1",
            "x 1;ctl.hw.card 1",
        ] {
            assert!(may_redefine(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn tokens_ignore_layout_and_comments() {
        let read = |text: &'static str| tokens(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(read("a.b { c \"d e\" } # f\n[g]"), read("a.b{c='d e'}[ g ]"));
        assert_eq!(read("'open").len(), 1);
    }
}
