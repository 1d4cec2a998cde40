//! The text of elements, to the byte as alsa-utils prints it: scripts count its lines, fields and brackets.

use crate::device::chmap::position_name;
use crate::device::ctl::{Access, ElemInfo, ElemType, Value};
use crate::device::tlv::{MapKind, Tlv};
use crate::mixer::control::Control;
use crate::mixer::element::{ChannelState, Choice, Element, Side, Volume};
use crate::mixer::scale::Scale;
use crate::mixer::scale::decibel;
use std::fmt::Write;

/// The line that names a simple element.
pub(super) fn simple_name(name: &str, index: u32) -> String {
    format!("Simple mixer control '{name}',{index}\n")
}

/// A simple element: its name, then what it is and holds.
pub(super) fn element(element: &Element, scale: Scale) -> String {
    let mut text = simple_name(&element.name, element.index);
    text.push_str("  Capabilities:");
    for word in &element.capabilities {
        text.push(' ');
        text.push_str(word);
    }
    text.push('\n');
    if let Some(choice) = &element.choice {
        text.push_str(&items(choice));
        return text;
    }
    if let Some(group) = element.capture_group {
        text.push_str(&format!("  Capture exclusive group: {group}\n"));
    }
    for (word, side) in [("Playback", &element.playback), ("Capture", &element.capture)] {
        if let Some(side) = side {
            text.push_str(&format!("  {word} channels: {}\n", channel_names(side)));
        }
    }
    text.push_str(&limits(element));
    text.push_str(&channels(element, scale));
    text
}

fn items(choice: &Choice) -> String {
    let names: String = choice.items.iter().map(|item| format!(" '{item}'")).collect();
    let mut text = format!("  Items:{names}\n");
    for (channel, item) in choice.chosen.iter().enumerate() {
        let name = choice.items.get(*item as usize).map_or("", String::as_str);
        text.push_str(&format!("  Item{channel}: '{name}'\n"));
    }
    text
}

fn channel_names(side: &Side) -> String {
    if side.mono {
        return "Mono".to_owned();
    }
    side.channels.iter().map(|state| state.channel.name()).collect::<Vec<_>>().join(" - ")
}

fn limits(element: &Element) -> String {
    let range = |side: &Option<Side>| side.as_ref().and_then(|side| side.range);
    let (playback, capture) = (range(&element.playback), range(&element.capture));
    let mut text = String::new();
    match playback.or(capture) {
        None => return text,
        Some((min, max)) if element.common_volume => text = format!(" {min} - {max}"),
        Some(_) => {
            for (word, range) in [("Playback", playback), ("Capture", capture)] {
                if let Some((min, max)) = range {
                    text.push_str(&format!(" {word} {min} - {max}"));
                }
            }
        }
    }
    format!("  Limits:{text}\n")
}

/// A line for each channel. alsa-lib counts an element without capture as one that captures on one channel, which
/// is why playback elements have an empty line for it: scripts count it.
fn channels(element: &Element, scale: Scale) -> String {
    let (playback, capture) = (element.playback.as_ref(), element.capture.as_ref());
    let mono = |side: Option<&Side>| side.is_some_and(|side| side.mono);
    let mut text = String::new();
    if capture.is_none() || mono(playback) || mono(capture) {
        let only =
            |side: Option<&'_ Side>| side.filter(|side| side.mono).and_then(|side| side.channels.first().cloned());
        text.push_str(&line(element, "Mono", &Line { playback: only(playback), capture: only(capture), scale }));
    }
    let wide = |side: Option<&Side>| -> Vec<ChannelState> {
        side.filter(|side| !side.mono).map(|side| side.channels.clone()).unwrap_or_default()
    };
    let (playback, capture) = (wide(playback), wide(capture));
    let mut all: Vec<_> = playback.iter().chain(&capture).map(|state| state.channel).collect();
    all.sort();
    all.dedup();
    for channel in all {
        let on = |side: &[ChannelState]| side.iter().find(|state| state.channel == channel).cloned();
        let states = Line { playback: on(&playback), capture: on(&capture), scale };
        text.push_str(&line(element, &channel.name(), &states));
    }
    text
}

/// What one line tells.
struct Line {
    playback: Option<ChannelState>,
    capture: Option<ChannelState>,
    scale: Scale,
}

fn line(element: &Element, name: &str, line: &Line) -> String {
    let mut text = format!("  {name}:");
    let either = line.playback.as_ref().or(line.capture.as_ref());
    if let Some(volume) = either.and_then(|state| state.volume).filter(|_| element.common_volume) {
        text.push_str(&volume_text(volume, line.scale));
    }
    if let Some(on) = either.and_then(|state| state.on).filter(|_| element.common_switch) {
        text.push_str(switch_text(on));
    }
    for (word, state) in [(" Playback", &line.playback), (" Capture", &line.capture)] {
        let volume = state.as_ref().and_then(|state| state.volume).filter(|_| !element.common_volume);
        let on = state.as_ref().and_then(|state| state.on).filter(|_| !element.common_switch);
        if volume.is_some() || on.is_some() {
            text.push_str(word);
        }
        text.push_str(&volume.map(|volume| volume_text(volume, line.scale)).unwrap_or_default());
        text.push_str(on.map_or("", switch_text));
    }
    text + "\n"
}

fn switch_text(on: bool) -> &'static str {
    if on { " [on]" } else { " [off]" }
}

fn volume_text(volume: Volume, scale: Scale) -> String {
    let percent = volume.percent_on(scale);
    let level = volume.centibel.map(|level| format!(" [{}dB]", decibel(level))).unwrap_or_default();
    format!(" {} [{percent}%]{level}", volume.raw)
}

/// A control element with its info, values and TLV.
pub(super) fn control(control: &Control) -> String {
    let mut text = format!("{}\n{}", control.info.id, info(&control.info));
    for (number, item) in control.items.iter().enumerate() {
        text.push_str(&format!("  ; Item #{number} '{item}'\n"));
    }
    if let Some(value) = &control.value {
        text.push_str(&format!("  : values={}\n", values(value)));
    }
    if let Some(tlv) = &control.tlv {
        text.push_str(&tlv_text(tlv, 1));
    }
    text
}

fn info(info: &ElemInfo) -> String {
    let head = format!("  ; type={},access={},values={}", info.kind.name(), access(info.access), info.count);
    let rest = match info.kind {
        ElemType::Integer(range) | ElemType::Integer64(range) => {
            format!(",min={},max={},step={}", range.min, range.max, range.step)
        }
        ElemType::Enumerated(items) => format!(",items={items}"),
        _ => String::new(),
    };
    format!("{head}{rest}\n")
}

/// `rw---R--`
pub(super) fn access(access: Access) -> String {
    let letters = [
        (access.readable, 'r'),
        (access.writable, 'w'),
        (access.inactive, 'i'),
        (access.volatile, 'v'),
        (access.locked, 'l'),
        (access.tlv_readable, 'R'),
        (access.tlv_writable, 'W'),
        (access.tlv_commandable, 'C'),
    ];
    letters.iter().map(|(has, letter)| if *has { *letter } else { '-' }).collect()
}

fn values(value: &Value) -> String {
    fn joined<T>(values: &[T], text: impl Fn(&T) -> String) -> String {
        values.iter().map(text).collect::<Vec<_>>().join(",")
    }
    match value {
        Value::Boolean(values) => joined(values, |on| if *on { "on" } else { "off" }.to_owned()),
        Value::Integer(values) => joined(values, i64::to_string),
        Value::Enumerated(values) => joined(values, u32::to_string),
        Value::Bytes(values) => joined(values, |byte| format!("{byte:#04x}")),
        Value::Iec958(bits) => {
            let status = &bits.status;
            let [a, b, c, d] = [status[0], status[1], status[2], status[3]];
            format!("[AES0={a:#04x} AES1={b:#04x} AES2={c:#04x} AES3={d:#04x}]")
        }
        Value::None => String::new(),
    }
}

fn tlv_text(tlv: &Tlv, level: usize) -> String {
    let indent = "  ".repeat(level);
    let flag = |on: bool| u8::from(on);
    let db = |level: i32| decibel(i64::from(level));
    let mut text = format!("{indent}| ");
    match tlv {
        Tlv::CutShort => return "TLV size error in compound!\n".to_owned(),
        Tlv::Container(inside) => {
            text.push_str("container\n");
            for tlv in inside {
                text.push_str(&tlv_text(tlv, level + 1));
            }
            return text;
        }
        Tlv::DbRange(parts) => {
            text.push_str("dBrange-\n");
            for part in parts {
                // The two commas and the empty line at the end are alsa-utils' own.
                text.push_str(&format!("{indent}  rangemin={},,rangemax={}\n", part.min, part.max));
                text.push_str(&tlv_text(&part.scale, level + 2));
            }
        }
        Tlv::DbScale { min, step, mute } => {
            let step = decibel(i64::from(*step));
            let _ = write!(text, "dBscale-min={}dB,step={step}dB,mute={}", db(*min), flag(*mute));
        }
        Tlv::DbLinear { min, max } => {
            let _ = write!(text, "dBlinear-min={}dB,max={}dB", db(*min), db(*max));
        }
        Tlv::DbMinMax { min, max, mute } => {
            let word = if *mute { "dBminmaxmute" } else { "dBminmax" };
            let _ = write!(text, "{word}-min={}dB,max={}dB", db(*min), db(*max));
        }
        Tlv::ChannelMap { kind, positions } => {
            let names: Vec<String> = positions.iter().map(|position| position_name(*position)).collect();
            let _ = write!(text, "{}={}", map_word(*kind), names.join(","));
        }
        Tlv::Unknown { tag, words } => {
            let words: String = words.iter().map(|word| format!("{word:#010x},")).collect();
            let _ = write!(text, "{}-{words}", unknown_word(*tag));
        }
    }
    text + "\n"
}

/// The word for a channel map.
pub(super) fn map_word(kind: MapKind) -> &'static str {
    match kind {
        MapKind::Fixed => "chmap-fixed",
        MapKind::Variable => "chmap-variable",
        MapKind::Paired => "chmap-paired",
    }
}

/// A scale of a wrong length is shown by its own name.
pub(super) fn unknown_word(tag: u32) -> String {
    match tag {
        1 => "dBscale".to_owned(),
        2 => "dBlinear".to_owned(),
        3 => "dBrange".to_owned(),
        4 => "dBminmax".to_owned(),
        5 => "dBminmaxmute".to_owned(),
        _ => format!("unk-{tag}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::tlv;

    #[test]
    fn levels_have_two_decimals_and_one_sign() {
        assert_eq!(decibel(-1650), "-16.50");
        assert_eq!(decibel(-5), "-0.05");
        assert_eq!(decibel(0), "0.00");
        assert_eq!(decibel(-9_999_999), "-99999.99");
    }

    #[test]
    fn scales_are_shown_as_scripts_know_them() {
        let shown = |words: &[u32]| tlv_text(&tlv::decode(words).unwrap(), 1);
        let negative = |level: i32| level as u32;
        assert_eq!(shown(&[1, 8, negative(-6525), 75]), "  | dBscale-min=-65.25dB,step=0.75dB,mute=0\n");
        assert_eq!(
            shown(&[3, 24, 0, 4, 1, 8, negative(-4000), 500]),
            "  | dBrange-\n    rangemin=0,,rangemax=4\n      | dBscale-min=-40.00dB,step=5.00dB,mute=0\n\n"
        );
        assert_eq!(shown(&[0, 16, 257, 8, 3, 4]), "  | container\n    | chmap-fixed=FL,FR\n");
        assert_eq!(shown(&[1, 4, 1]), "  | dBscale-0x00000001,\n");
        assert_eq!(shown(&[77, 4, 1]), "  | unk-77-0x00000001,\n");
    }
}
