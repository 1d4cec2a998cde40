//! What sounds: the channel voice messages of MIDI 1.0 and of MIDI 2.0.

use super::View;

/// The value of a pitch bend that bends nothing.
const MIDDLE: u32 = 0x8000_0000;

fn on_channel(name: &str, word: u32, view: View, data: &str) -> String {
    let channel = view.channel((word >> 16 & 0xf) as u8);
    format!("{name:<23}{channel:2}, {data}")
}

pub(super) fn midi1(word: u32, view: View) -> Option<String> {
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

pub(super) fn midi2(word: u32, value: u32, view: View) -> Option<String> {
    let status = word >> 20 & 0xf;
    let (name, data) = note(status, word, value, view).or_else(|| setting(status, word, value, view))?;
    Some(on_channel(name, word, view, &data))
}

fn note(status: u32, word: u32, value: u32, view: View) -> Option<(&'static str, String)> {
    let (note, index) = (word >> 8 & 0x7f, word & 0xff);
    let velocity = scaled(value >> 16, 16, view);
    let long = scaled(value, 32, view);
    let attribute = format!("attr type = {index}, data = {:#x}", value & 0xffff);
    Some(match status {
        0x0 => ("Reg. per-note ctrl", format!("note {note}, controller {index}, value {long}")),
        0x1 => ("Asgn. per-note ctrl", format!("note {note}, controller {index}, value {long}")),
        0x6 => ("Per-note pitchbend", format!("note {note}, value {}", bent(value, view))),
        0x8 => ("Note off", format!("note {note}, velocity {velocity}, {attribute}")),
        0x9 => ("Note on", format!("note {note}, velocity {velocity}, {attribute}")),
        0xa => ("Poly pressure", format!("note {note}, value {long}")),
        0xf => ("Per-note management", format!("note {note}, flags {}", flags(index))),
        _ => return None,
    })
}

fn setting(status: u32, word: u32, value: u32, view: View) -> Option<(&'static str, String)> {
    let (first, second) = (word >> 8 & 0x7f, word & 0x7f);
    let long = scaled(value, 32, view);
    let moved = value.cast_signed();
    Some(match status {
        0x2 => ("RPN", format!("bank {first}:{second}, value {long}")),
        0x3 => ("NRPN", format!("bank {first}:{second}, value {long}")),
        0x4 => ("Relative RPN", format!("bank {first}:{second}, value {moved}")),
        0x5 => ("Relative NRPN", format!("bank {first}:{second}, value {moved}")),
        0xb => ("Control change", format!("controller {first}, value {long}")),
        0xc => ("Program change", program(word, value)),
        0xd => ("Channel pressure", format!("value {long}")),
        0xe => ("Pitchbend", format!("value {}", bent(value, view))),
        _ => return None,
    })
}

/// The lowest bit of the first word says whether the bank counts.
fn program(word: u32, value: u32) -> String {
    let bank = format!(", bank {}:{}", value >> 8 & 0x7f, value & 0x7f);
    format!("program {}{}", value >> 24 & 0x7f, if word & 1 == 1 { &bank } else { "" })
}

fn flags(bits: u32) -> String {
    let names = [(2, "detach"), (1, "reset")];
    let set: Vec<&str> = names.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| *name).collect();
    if set.is_empty() { "none".to_owned() } else { set.join(" ") }
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

/// A bend both ways from the middle: in MIDI 1.0's 14 bits, or in per cent of the way down or up.
fn bent(value: u32, view: View) -> String {
    let away = i64::from(value) - i64::from(MIDDLE);
    match view {
        View::Raw => format!("{value:#x}"),
        View::Normalized => (away >> 18).to_string(),
        View::Percent => {
            let way = if away < 0 { f64::from(MIDDLE) } else { f64::from(MIDDLE - 1) };
            format!("{:.2}%", away as f64 * 100.0 / way)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::body;
    use super::*;

    #[track_caller]
    fn assert_views(words: &[u32], raw: &str, normalized: &str, percent: &str) {
        let views = [(View::Raw, raw), (View::Normalized, normalized), (View::Percent, percent)];
        for (view, wanted) in views {
            assert!(body(words, view).ends_with(wanted), "{view:?}: {} instead of {wanted}", body(words, view));
        }
    }

    #[test]
    fn midi_1_is_shown_as_it_is() {
        assert_eq!(body(&[0x2390_3c40], View::Raw), "Group  3, Note on                 0, note 60, velocity 64");
        assert_eq!(body(&[0x23cf_0500], View::Normalized), "Group  4, Program change         16, program 5");
        assert_eq!(body(&[0x20e0_0000], View::Raw), "Group  0, Pitchbend               0, value -8192");
    }

    #[test]
    fn values_of_midi_2_are_in_the_view() {
        let words = [0x4091_3c00, 0x8000_0000];
        let text = body(&words, View::Raw);
        assert_eq!(text, "Group  0, Note on                 1, note 60, velocity 0x8000, attr type = 0, data = 0x0");
        assert_views(&[0x40b1_0700, 0xffff_ffff], "value 0xffffffff", "value 127", "value 100.00%");
        assert_views(&[0x40d1_0000, 0x0000_0000], "value 0x0", "value 0", "value 0.00%");
    }

    #[test]
    fn a_bend_goes_both_ways_from_the_middle() {
        assert_views(&[0x40e0_0000, 0x8000_0000], "value 0x80000000", "value 0", "value 0.00%");
        assert_views(&[0x40e0_0000, 0xffff_ffff], "value 0xffffffff", "value 8191", "value 100.00%");
        assert_views(&[0x4060_3c00, 0x0000_0000], "note 60, value 0x0", "note 60, value -8192", "value -100.00%");
    }

    #[test]
    fn what_only_midi_2_has_is_named() {
        for (words, wanted) in [
            ([0x4000_3c03, 9], "Reg. per-note ctrl      0, note 60, controller 3, value 0x9"),
            ([0x4010_3c03, 9], "Asgn. per-note ctrl     0, note 60, controller 3, value 0x9"),
            ([0x4020_0102, 9], "RPN                     0, bank 1:2, value 0x9"),
            ([0x4050_0102, 0xffff_fffe], "Relative NRPN           0, bank 1:2, value -2"),
            ([0x40c0_0000, 0x0500_0102], "Program change          0, program 5"),
            ([0x40c0_0001, 0x0500_0102], "Program change          0, program 5, bank 1:2"),
            ([0x40f0_3c03, 0], "Per-note management     0, note 60, flags detach reset"),
            ([0x40f0_3c00, 0], "Per-note management     0, note 60, flags none"),
        ] {
            assert_eq!(body(&words, View::Raw), format!("Group  0, {wanted}"));
        }
    }
}
