//! A universal MIDI packet as a line: what its words say, and the words themselves where nobody knows.
//!
//! Pure: a packet of any words is a line, on machines whose alsa-lib knows no packets too.

use super::text::{self, View};
use crate::device::seq::event::Event;
use crate::device::seq::ump::{Content, UmpEvent};

mod flex;
mod stream;
mod voice;

pub(super) fn line(event: &UmpEvent, view: View) -> String {
    let source = format!("{:3}:{:<3} ", event.source.client, event.source.port);
    match &event.content {
        Content::Legacy(kind, fixed) => {
            let legacy = Event { source: event.source, fixed: *fixed, ..Event::new(*kind) };
            format!("{source}{}", text::body(&legacy, view))
        }
        Content::Packet(words) => format!("{source}{}", body(words, view)),
    }
}

/// What follows the source.
pub(super) fn body(words: &[u32], view: View) -> String {
    let [kind, group] = [words[0] >> 28, words[0] >> 24 & 0xf];
    let known = match (kind, words) {
        (0, [word]) => utility(*word),
        (1, [word]) => system(*word),
        (2, [word]) => voice::midi1(*word, view),
        (3, [first, second]) => Some(sysex7(*first, *second)),
        (4, [first, second]) => voice::midi2(*first, *second, view),
        (5, [first, rest @ ..]) => data(*first, rest),
        (0xd, [first, rest @ ..]) => flex::described(*first, rest, view),
        (0xf, [first, rest @ ..]) => stream::described(*first, rest),
        _ => None,
    };
    let text = known.unwrap_or_else(|| named(&format!("UMP type {kind}"), &hex_words(words)));
    // Neither of these belongs to a group.
    if matches!(kind, 0 | 0xf) {
        return format!("          {text}");
    }
    let group = if view == View::Normalized { group + 1 } else { group };
    format!("Group {group:2}, {text}")
}

/// A name in its column, and what there is to say.
fn named(name: &str, data: &str) -> String {
    if data.is_empty() { name.to_owned() } else { format!("{name:<23}{data}") }
}

fn hex_words(words: &[u32]) -> String {
    words.iter().map(|word| format!("{word:08x}")).collect::<Vec<_>>().join(" ")
}

fn hex_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

/// The bytes that words are sent as.
fn bytes_of(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// A text up to its first NUL. It comes from outside: what would steer a terminal is spelt out.
fn clean(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let text = String::from_utf8_lossy(&bytes[..end]);
    let spelt = |letter: char| if letter.is_control() { letter.escape_default().collect() } else { letter.to_string() };
    text.chars().map(spelt).collect()
}

/// What of a message a packet holds.
fn form(number: u32) -> &'static str {
    ["Single", "Start", "Continue", "End"][(number & 3) as usize]
}

fn utility(word: u32) -> Option<String> {
    let time = word & 0xffff;
    Some(match word >> 20 & 0xf {
        0 => named("Noop", ""),
        1 => named("JR clock", &format!("value {time}")),
        2 => named("JR timestamp", &format!("value {time}")),
        3 => named("DC ticks per quarter", &format!("value {time}")),
        4 => named("Delta clock", &format!("value {}", word & 0xf_ffff)),
        _ => return None,
    })
}

fn system(word: u32) -> Option<String> {
    let (first, second) = (word >> 8 & 0x7f, word & 0x7f);
    let (name, data) = match word >> 16 & 0xff {
        0xf1 => ("MTC quarter frame", format!("{first:02x}h")),
        0xf2 => ("Song position pointer", format!("value {}", first | second << 7)),
        0xf3 => ("Song select", format!("value {first}")),
        0xf6 => ("Tune request", String::new()),
        0xf8 => ("Clock", String::new()),
        0xfa => ("Start", String::new()),
        0xfb => ("Continue", String::new()),
        0xfc => ("Stop", String::new()),
        0xfe => ("Active Sensing", String::new()),
        0xff => ("Reset", String::new()),
        _ => return None,
    };
    Some(named(name, &data))
}

fn sysex7(first: u32, second: u32) -> String {
    let length = (first >> 16 & 0xf).min(6) as usize;
    let bytes = &bytes_of(&[first, second])[2..];
    let name = format!("SysEx {}", form(first >> 20));
    named(&name, format!("length {length} {}", hex_bytes(&bytes[..length])).trim_end())
}

/// Bytes of 8 bits, of which the first names their stream, and mixed data sets.
fn data(first: u32, rest: &[u32]) -> Option<String> {
    let bytes = &bytes_of(&[&[first], rest].concat())[2..];
    let status = first >> 20 & 0xf;
    match status {
        0..=3 => {
            let length = (first >> 16 & 0xf).clamp(1, 14) as usize;
            let data = format!("stream {}, length {} {}", bytes[0], length - 1, hex_bytes(&bytes[1..length]));
            Some(named(&format!("SysEx8 {}", form(status)), &data))
        }
        8 | 9 => {
            let name = if status == 8 { "Mixed data header" } else { "Mixed data payload" };
            Some(named(name, &format!("set {}, {}", first >> 16 & 0xf, hex_bytes(bytes))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_shown(words: &[u32], wanted: &str) {
        assert_eq!(body(words, View::Raw), wanted, "{words:08x?}");
    }

    #[test]
    fn unknown_packets_show_their_words() {
        let text = body(&[0xb010_0000, 1, 2], View::Normalized);
        assert_eq!(text, "Group  1, UMP type 11            b0100000 00000001 00000002");
        assert_shown(&[0x1000_0000], "Group  0, UMP type 1             10000000");
        assert_shown(&[0x00f0_0000], "          UMP type 0             00f00000");
        assert_shown(&[0xf3ff_0000, 0, 0, 0], "          UMP type 15            f3ff0000 00000000 00000000 00000000");
    }

    #[test]
    fn utility_and_system_messages_are_named() {
        assert_shown(&[0x0000_0000], "          Noop");
        assert_shown(&[0x0020_1234], "          JR timestamp           value 4660");
        assert_shown(&[0x0041_0001], "          Delta clock            value 65537");
        assert_shown(&[0x11f1_2100], "Group  1, MTC quarter frame      21h");
        assert_shown(&[0x10f2_0101], "Group  0, Song position pointer  value 129");
        assert_shown(&[0x10f8_0000], "Group  0, Clock");
    }

    #[test]
    fn system_exclusive_is_shown_byte_by_byte() {
        assert_shown(&[0x3013_7e7f, 0x0100_0000], "Group  0, SysEx Start            length 3 7e:7f:01");
        assert_shown(&[0x3200_0000, 0], "Group  2, SysEx Single           length 0");
        let words = [0x5004_05ff, 0x8001_0000, 0, 0];
        assert_shown(&words, "Group  0, SysEx8 Single          stream 5, length 3 ff:80:01");
        let header = [0x5083_0001, 0x0002_0003, 0, 0];
        let wanted = "Group  0, Mixed data header      set 3, 00:01:00:02:00:03:00:00:00:00:00:00:00:00";
        assert_shown(&header, wanted);
    }

    #[test]
    fn any_words_are_a_line() {
        for first in (0..=0xffff_u32).map(|high| high << 16 | 0xffff) {
            let words = [first, 0xffff_ffff, 0x1b5b_324a, 0xc3c3_c3c3];
            let count = crate::device::seq::ump::packet_words(first);
            for view in [View::Raw, View::Normalized, View::Percent] {
                let text = body(&words[..count], view);
                assert!(!text.is_empty() && !text.contains(char::is_control), "{first:08x}: {text:?}");
            }
        }
    }
}
