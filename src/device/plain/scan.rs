//! Looks at the text of a configuration file without understanding it: could it change what a card's name means?
//!
//! Doubt counts as yes. A false yes costs time, a false no would open the wrong device.

use memchr::{memchr, memchr2_iter, memmem, memrchr};

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
    memchr(b'\n', text).unwrap_or(text.len())
}

/// What a text is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// The control devices `hw:` and `sysdefault:`.
    Controls,
    /// The PCMs `hw:`, `plughw:` and `null`.
    Pcms,
    /// The PCM `default`.
    Default,
    /// The sequencer `default`.
    Sequencer,
}

impl Family {
    /// One of these is in every line that redefines something, unless that hides behind an escape or in another file.
    fn suspicious(self) -> &'static [&'static [u8]] {
        match self {
            Family::Controls => &[b"ctl", b"cards", b"hooks"],
            Family::Pcms | Family::Default => &[b"pcm", b"defaults", b"hooks"],
            Family::Sequencer => &[b"seq", b"hooks"],
        }
    }

    /// The words that matter wherever they stand.
    fn words(self) -> &'static [&'static [u8]] {
        match self {
            Family::Controls => &[b"ctl", b"ctl_type", b"cards", b"hooks"],
            Family::Pcms | Family::Default => &[b"pcm", b"pcm_type", b"defaults", b"hooks"],
            Family::Sequencer => &[b"seq", b"seq_type", b"hooks"],
        }
    }

    /// Whether this word, between what stands before and after it in its line, may redefine something.
    fn minds(self, before: &[u8], word: &[u8], after: &[u8]) -> bool {
        match (self, word) {
            (_, b"hooks") => before.ends_with(b"@"),
            (Family::Controls, b"ctl") => !is_other_control(before, after),
            (Family::Controls, b"ctl_type" | b"cards") | (Family::Pcms, b"pcm_type") => true,
            (Family::Pcms, b"pcm") => !is_other_pcm(
                before,
                after,
                |key| key == b"card" || OTHERS_DEFAULTS.contains(&key),
                &[b"hw", b"plughw", b"null"],
            ),
            (Family::Sequencer, b"seq" | b"seq_type") => true,
            (Family::Default, b"pcm") => {
                // Many plug-ins' files refer to the default card, which changes nothing.
                let refers = before.strip_suffix(b"defaults.").is_some_and(|before| before.ends_with(b"name "));
                !refers && !is_other_pcm(before, after, |key| OTHERS_DEFAULTS.contains(&key), &[b"default"])
            }
            (Family::Pcms | Family::Default, b"defaults") => !after.strip_prefix(b".").is_some_and(begins_word),
            _ => false,
        }
    }
}

/// Whether a file with this text, loaded after the stock configuration, may give devices of the family another meaning.
pub(super) fn may_redefine(text: &[u8], family: Family) -> bool {
    // The few lines that matter are found in one instruction for many bytes.
    let words = family.suspicious().iter().flat_map(|word| memmem::find_iter(text, word));
    let mut places = words.chain(memchr2_iter(b'\\', b'<', text));
    places.any(|at| line_may_redefine(line_around(text, at), family))
}

/// The line in which a place is.
pub(super) fn line_around(text: &[u8], at: usize) -> &[u8] {
    let from = memrchr(b'\n', &text[..at]).map_or(0, |end| end + 1);
    &text[from..from + line_end(&text[from..])]
}

fn line_may_redefine(line: &[u8], family: Family) -> bool {
    match line.iter().position(|byte| *byte == b'#') {
        None => code_may_redefine(line, family),
        // The mark may stand in a string, and then it begins no comment.
        Some(at) if has_quote(&line[..at]) => code_may_redefine(line, family),
        Some(at) => {
            let (code, comment) = line.split_at(at);
            code_may_redefine(code, family) || (has_quote(comment) && names_any(comment, family))
        }
    }
}

fn has_quote(text: &[u8]) -> bool {
    text.iter().any(|byte| matches!(byte, b'"' | b'\''))
}

/// A comment that ends a string of several lines would hide what follows, so a quote beside one of these words in
/// it is enough for doubt.
fn names_any(comment: &[u8], family: Family) -> bool {
    words(comment).any(|(from, to)| family.words().contains(&&comment[from..to]))
}

/// Escapes can spell any word, and `<` includes another file.
fn code_may_redefine(line: &[u8], family: Family) -> bool {
    line.iter().any(|byte| matches!(byte, b'\\' | b'<'))
        || words(line).any(|(from, to)| family.minds(&line[..from], &line[from..to], &line[to..]))
}

/// `ctl.NAME` defines another device, and `defaults.ctl.card` matters to the default device only.
fn is_other_control(before: &[u8], after: &[u8]) -> bool {
    if before.ends_with(b"defaults.") {
        return after.starts_with(b".card");
    }
    begins_key(before) && defined(after).is_some_and(|name| !matches!(name, b"hw" | b"sysdefault"))
}

/// `pcm.NAME` defines another device than `ours`; `slave.pcm` and `pcm "NAME"` say whom another device plays to.
fn is_other_pcm(before: &[u8], after: &[u8], is_others: impl Fn(&[u8]) -> bool, ours: &[&[u8]]) -> bool {
    if before.ends_with(b"defaults.") {
        return defined(after).is_some_and(is_others);
    }
    if let Some(outer) = before.strip_suffix(b".") {
        return outer.last().is_some_and(|byte| is_word(*byte));
    }
    let names_a_slave = || {
        let value = after.iter().position(|byte| !is_separator(*byte)).filter(|at| *at > 0);
        value.is_some_and(|at| begins_word(&after[at..]) || matches!(after[at], b'"' | b'\'' | b'$'))
    };
    begins_key(before) && (names_a_slave() || defined(after).is_some_and(|name| !ours.contains(&name)))
}

/// Defaults that PCMs of other names use; so is the card for those that have one in their name.
const OTHERS_DEFAULTS: [&[u8]; 8] =
    [b"dmix", b"dsnoop", b"ipc_key", b"ipc_gid", b"ipc_perm", b"front", b"iec958", b"file_format"];

fn begins_key(before: &[u8]) -> bool {
    before.last().is_none_or(|byte| is_separator(*byte) || b"{}".contains(byte))
}

fn begins_word(text: &[u8]) -> bool {
    text.first().is_some_and(|byte| is_word(*byte))
}

/// The name after a dot: what `ctl.NAME` and `pcm.!NAME.card` define, if it is spelt without quotes.
fn defined(after: &[u8]) -> Option<&[u8]> {
    let after = after.strip_prefix(b".")?;
    let after = after.strip_prefix(b"!").unwrap_or(after);
    let length = after.iter().position(|byte| !is_word(*byte)).unwrap_or(after.len());
    let ends = after.get(length).is_none_or(|byte| is_separator(*byte) || b"{.".contains(byte));
    (ends && length > 0).then_some(&after[..length])
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
            assert!(!may_redefine(text.as_bytes(), Family::Controls), "{text}");
            assert!(!may_redefine(text.as_bytes(), Family::Pcms), "{text}");
        }
    }

    #[test]
    fn whatever_could_lead_default_elsewhere_is_seen() {
        for text in [
            "pcm.!default { type plug slave.pcm \"hw:1\" }",
            "pcm.default.slave.pcm null",
            "pcm { !default null }",
            "defaults.pcm.card 1",
            "defaults { pcm.card 1 }",
            "@hooks [ ]",
            "<confdir:x.conf>",
        ] {
            assert!(may_redefine(text.as_bytes(), Family::Default), "{text}");
        }
        for text in [
            "pcm.pulse { @args.DEVICE { type string default \"\" } type pulse }",
            "pcm.upmix { @func refer name defaults.namehint.basic slave.pcm \"default\" }",
            "pcm.a52 { @args.CARD { default { @func refer name defaults.pcm.card } } }",
            "defaults.pcm.dmix.rate 48000\nctl.!default pulse\n# pcm.!default pulse\n",
        ] {
            assert!(!may_redefine(text.as_bytes(), Family::Default), "{text}");
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
            assert!(may_redefine(text.as_bytes(), Family::Controls), "{text}");
        }
    }

    #[test]
    fn pcms_of_other_names_leave_cards_alone() {
        for text in [
            "pcm.mix { type dmix slave { pcm \"hw:0,0\" rate 48000 } }",
            "pcm.mix {\n slave {\n pcm $SLAVE\n }\n slave.pcm hw:1\n}",
            "pcm.hw_2 { type hw card 2 }\npcm.!sysdefault { type hw card 2 }",
            "defaults.pcm.card 2\ndefaults.pcm.dmix.rate 44100\ndefaults.namehint.basic on",
        ] {
            assert!(!may_redefine(text.as_bytes(), Family::Pcms), "{text}");
        }
    }

    #[test]
    fn whatever_could_change_a_cards_pcm_is_seen() {
        for text in [
            "pcm.hw { type null }",
            "pcm.!plughw { type null }",
            "pcm.null { type hw card 1 }",
            "pcm.!null \"hw:1\"",
            "pcm.hw.card 1",
            "pcm { hw { type null } }",
            "pcm\n{ hw { type null } }",
            "pcm {\n}",
            "!pcm.x 1",
            "pcm.'hw' { type null }",
            "\"pcm\".hw { type null }",
            "pcm_type.hw { lib /tmp/x.so }",
            "defaults.pcm.rate_converter \"samplerate_best\"",
            "defaults.pcm.nonblock 0",
            "defaults.pcm.device 1",
            "defaults.pcm.!minperiodtime 1",
            "defaults.!pcm.compat 1",
            "defaults { pcm.compat 1 }",
            "defaults.pcm { compat 1 }",
            "@hooks [ { func load files [ /tmp/x ] } ]",
            "</tmp/other.conf>",
            "\"p\\143m\" { hw 1 }",
            "a \"#\"; pcm.hw { type null }",
            "a \"\n#\" pcm.hw { type null }",
        ] {
            assert!(may_redefine(text.as_bytes(), Family::Pcms), "{text}");
        }
    }

    #[test]
    fn whatever_names_a_sequencer_is_doubted() {
        for text in ["seq.!default { type hw }", "seq { default { } }", "seq_type.hw { lib /tmp/x.so }", "<x.conf>"] {
            assert!(may_redefine(text.as_bytes(), Family::Sequencer), "{text}");
        }
        for text in ["pcm.!default pulse", "# the seq ports\npcm.sequence { type null }", "a { sequencer 1 }"] {
            assert!(!may_redefine(text.as_bytes(), Family::Sequencer), "{text}");
        }
    }

    #[test]
    fn tokens_ignore_layout_and_comments() {
        let read = |text: &'static str| tokens(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(read("a.b { c \"d e\" } # f\n[g]"), read("a.b{c='d e'}[ g ]"));
        assert_eq!(read("'open").len(), 1);
    }
}
