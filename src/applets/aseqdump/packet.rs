//! A universal MIDI packet as a line: what its words say, and the words themselves where nobody knows.

use super::text::{self, View};
use crate::device::seq::event::Event;
use crate::device::seq::ump::{Content, UmpEvent};

pub(super) fn line(event: &UmpEvent, view: View) -> String {
    let source = format!("{:3}:{:<3} ", event.source.client, event.source.port);
    match &event.content {
        Content::Legacy(kind, fixed) => {
            let legacy = Event { source: event.source, fixed: *fixed, ..Event::new(*kind) };
            format!("{source}{}", text::body(&legacy, view))
        }
        Content::Packet(words) => format!("{source}{}", packet(words, view)),
    }
}

fn packet(words: &[u32], view: View) -> String {
    let [kind, group] = [words[0] >> 28, words[0] >> 24 & 0xf];
    let group = if view == View::Normalized { group + 1 } else { group };
    let known = match (kind, words) {
        (2, [word]) => midi1(*word, view),
        (4, [first, second]) => midi2(*first, *second, view),
        (3, [first, second]) => Some(sysex(*first, *second)),
        _ => None,
    };
    let text = known.unwrap_or_else(|| format!("UMP type {kind:<14}{}", hex_words(words)));
    format!("Group {group:2}, {text}")
}

fn hex_words(words: &[u32]) -> String {
    words.iter().map(|word| format!("{word:08x}")).collect::<Vec<_>>().join(" ")
}

fn on_channel(name: &str, word: u32, view: View, data: &str) -> String {
    let channel = view.channel((word >> 16 & 0xf) as u8);
    format!("{name:<23}{channel:2}, {data}")
}

fn midi1(word: u32, view: View) -> Option<String> {
    let (first, second) = (word >> 8 & 0x7f, word & 0x7f);
    let (name, data) = match word >> 20 & 0xf {
        0x8 => ("Note off", format!("note {first}, velocity {second}")),
        0x9 => ("Note on", format!("note {first}, velocity {second}")),
        0xa => ("Poly pressure", format!("note {first}, value {second}")),
        0xb => ("Control change", format!("controller {first}, value {second}")),
        0xc => ("Program change", format!("program {first}")),
        0xd => ("Channel pressure", format!("value {first}")),
        0xe => ("Pitchbend", format!("value {}", (first | second << 7).cast_signed() - 8192)),
        _ => return None,
    };
    Some(on_channel(name, word, view, &data))
}

fn midi2(word: u32, value: u32, view: View) -> Option<String> {
    let (first, second) = (word >> 8 & 0x7f, word & 0xff);
    let short = scaled(value >> 16, 16, view);
    let long = scaled(value, 32, view);
    let attribute = format!("attr type = {second}, data = {:#x}", value & 0xffff);
    let (name, data) = match word >> 20 & 0xf {
        0x8 => ("Note off", format!("note {first}, velocity {short}, {attribute}")),
        0x9 => ("Note on", format!("note {first}, velocity {short}, {attribute}")),
        0xa => ("Poly pressure", format!("note {first}, value {long}")),
        0xb => ("Control change", format!("controller {first}, value {long}")),
        0x2 => ("RPN", format!("bank {first}:{}, value {long}", word & 0x7f)),
        0x3 => ("NRPN", format!("bank {first}:{}, value {long}", word & 0x7f)),
        0xc => ("Program change", format!("program {}", value >> 24)),
        0xd => ("Channel pressure", format!("value {long}")),
        0xe => ("Pitchbend", format!("value {long}")),
        _ => return None,
    };
    Some(on_channel(name, word, view, &data))
}

/// A value of so many bits as the view has it.
fn scaled(value: u32, bits: u32, view: View) -> String {
    let largest = u64::from(u32::MAX >> (32 - bits));
    match view {
        View::Raw => format!("{value:#x}"),
        View::Normalized => (value >> (bits - 7)).to_string(),
        View::Percent => format!("{:.2}%", u64::from(value) as f64 * 100.0 / largest as f64),
    }
}

fn sysex(first: u32, second: u32) -> String {
    let name = ["SysEx Single", "SysEx Start", "SysEx Continue", "SysEx End"][(first >> 20 & 3) as usize];
    let length = (first >> 16 & 0xf).min(6) as usize;
    let bytes = [&first.to_be_bytes()[2..], &second.to_be_bytes()[..]].concat();
    let hex: Vec<String> = bytes[..length].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{name:<23}length {length} {}", hex.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_say_what_they_are_and_unknown_ones_show_their_words() {
        assert_eq!(packet(&[0x2390_3c40], View::Raw), "Group  3, Note on                 0, note 60, velocity 64");
        assert_eq!(
            packet(&[0x4091_3c00, 0x8000_0000], View::Raw),
            "Group  0, Note on                 1, note 60, velocity 0x8000, attr type = 0, data = 0x0"
        );
        assert_eq!(
            packet(&[0x4091_3c00, 0xffff_0000], View::Percent),
            "Group  0, Note on                 1, note 60, velocity 100.00%, attr type = 0, data = 0x0"
        );
        assert_eq!(
            packet(&[0x3013_f07e, 0x0100_0000], View::Raw),
            "Group  0, SysEx Start            length 3 f0:7e:01"
        );
        assert_eq!(
            packet(&[0xd010_0000, 1, 2, 3], View::Normalized),
            "Group  1, UMP type 13            d0100000 00000001 00000002 00000003"
        );
    }
}
