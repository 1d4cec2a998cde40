//! `alsactl info`: what a card is, as YAML or JSON.
//!
//! The YAML is what alsa-utils prints, but for strings that YAML would read as something else: those are quoted.

use super::card;
use super::job::{Cards, Options};
use crate::cli::Exit;
use crate::device::ctl::{Ctl, MidiStream, PcmAddress};
use crate::device::pcm::Direction;
use crate::device::{Kind, Result};
use crate::ui::{Printer, Report};
use serde::Serialize;

/// A card.
#[derive(Serialize)]
struct CardReport {
    card: i32,
    id: String,
    name: String,
    longname: String,
    driver_name: String,
    mixer_name: String,
    components: String,
    controls_count: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pcm: Vec<Stream>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rawmidi: Vec<Stream>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hwdep: Vec<Hwdep>,
}

#[derive(Serialize)]
struct Stream {
    stream: &'static str,
    devices: Vec<Device>,
}

#[derive(Serialize)]
struct Device {
    device: u32,
    id: String,
    name: String,
    subdevices: Vec<Subdevice>,
}

#[derive(Serialize)]
struct Subdevice {
    subdevice: u32,
    name: String,
}

#[derive(Serialize)]
struct Hwdep {
    device: u32,
    id: String,
    name: String,
    iface: i64,
}

/// Shows the cards. A card is asked for everything before a line of it is printed.
pub(super) fn run(cards: &Cards, options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    for number in card::numbers(cards, options)? {
        out.show(&look(&card::open(number)?)?)?;
    }
    Ok(Exit::SUCCESS)
}

fn look(ctl: &Ctl) -> Result<CardReport> {
    let card = ctl.card_info()?;
    let hwdeps = ctl.hwdeps()?.into_iter();
    Ok(CardReport {
        card: card.number,
        id: card.id,
        name: card.name,
        longname: card.long_name,
        driver_name: card.driver,
        mixer_name: card.mixer_name,
        components: card.components,
        controls_count: ctl.elem_count()?,
        pcm: pcms(ctl)?,
        rawmidi: midis(ctl)?,
        hwdep: hwdeps
            .map(|hwdep| Hwdep { device: hwdep.device, id: hwdep.id, name: hwdep.name, iface: hwdep.iface })
            .collect(),
    })
}

/// What is asked of a device: its id, its name, its subdevice's name, and how many subdevices it has.
type Names = (String, String, String, u32);

fn pcms(ctl: &Ctl) -> Result<Vec<Stream>> {
    let numbers = ctl.pcm_devices()?;
    let directions = [("PLAYBACK", Direction::Playback), ("CAPTURE", Direction::Capture)];
    streams(directions, &numbers, |device, subdevice, direction| {
        let info = ctl.pcm_info(PcmAddress { device, subdevice, direction })?;
        Ok((info.id, info.name, info.subdevice_name, info.subdevices))
    })
}

fn midis(ctl: &Ctl) -> Result<Vec<Stream>> {
    let numbers = ctl.midi_devices()?;
    let directions = [("OUTPUT", MidiStream::Output), ("INPUT", MidiStream::Input)];
    streams(directions, &numbers, |device, subdevice, stream| {
        let info = ctl.midi_info(device, subdevice, stream)?;
        Ok((info.id, info.name, info.subdevice_name, info.subdevices))
    })
}

/// The streams that have devices.
fn streams<D: Copy>(
    directions: [(&'static str, D); 2],
    numbers: &[u32],
    ask: impl Fn(u32, u32, D) -> Result<Names>,
) -> Result<Vec<Stream>> {
    let mut streams = Vec::new();
    for (stream, direction) in directions {
        let devices = numbers.iter().map(|number| device(*number, |subdevice| ask(*number, subdevice, direction)));
        let devices: Vec<Device> = devices.filter_map(Result::transpose).collect::<Result<_>>()?;
        if !devices.is_empty() {
            streams.push(Stream { stream, devices });
        }
    }
    Ok(streams)
}

/// A device with its subdevices; `None` where it has nothing in this direction.
fn device(number: u32, ask: impl Fn(u32) -> Result<Names>) -> Result<Option<Device>> {
    let (id, name, first, count) = match ask(0) {
        Err(error) if error.kind() == Kind::Missing => return Ok(None),
        asked => asked?,
    };
    let mut subdevices = vec![Subdevice { subdevice: 0, name: first }];
    for subdevice in 1..count {
        subdevices.push(Subdevice { subdevice, name: ask(subdevice)?.2 });
    }
    Ok(Some(Device { device: number, id, name, subdevices }))
}

impl Report for CardReport {
    fn text(&self) -> String {
        let mut text = format!("#\n# Sound card\n#\n- card: {}\n", self.card);
        let names = [
            ("id", &self.id),
            ("name", &self.name),
            ("longname", &self.longname),
            ("driver_name", &self.driver_name),
            ("mixer_name", &self.mixer_name),
            ("components", &self.components),
        ];
        text.extend(names.map(|(key, name)| format!("  {key}: {}\n", scalar(name))));
        text += &format!("  controls_count: {}\n", self.controls_count);
        for (key, streams) in [("pcm", &self.pcm), ("rawmidi", &self.rawmidi)] {
            if !streams.is_empty() {
                text += &format!("  {key}:\n");
                text.extend(streams.iter().map(Stream::text));
            }
        }
        if !self.hwdep.is_empty() {
            text += "  hwdep:\n";
            text.extend(self.hwdep.iter().map(Hwdep::text));
        }
        text
    }
}

impl Stream {
    fn text(&self) -> String {
        let mut text = format!("    - stream: {}\n      devices:\n", self.stream);
        for Device { device, id, name, subdevices } in &self.devices {
            let (id, name) = (scalar(id), scalar(name));
            text += &format!("        - device: {device}\n          id: {id}\n          name: {name}\n");
            text += "          subdevices:\n";
            for Subdevice { subdevice, name } in subdevices {
                text += &format!("            - subdevice: {subdevice}\n              name: {}\n", scalar(name));
            }
        }
        text
    }
}

impl Hwdep {
    fn text(&self) -> String {
        let (id, name) = (scalar(&self.id), scalar(&self.name));
        format!("    - device: {}\n      id: {id}\n      name: {name}\n      iface: {}\n", self.device, self.iface)
    }
}

/// A string as YAML: plain where YAML reads it as it is, in double quotes otherwise.
fn scalar(text: &str) -> String {
    if text.is_empty() || reads_as_itself(text) { text.to_owned() } else { quoted(text) }
}

/// Only what is sure to be a string: words of YAML and numbers are not, nor what begins with or holds its signs.
fn reads_as_itself(text: &str) -> bool {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"];
    let first = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '/' || letter == '(';
    let harmless = text.starts_with(first)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(char::is_control);
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    // What begins like a number may be one, in one of YAML's many notations.
    let may_be_number = text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "._:+-".contains(letter));
    harmless && !is_word && !may_be_number
}

/// In double quotes. A build need not have JSON, which would do it too.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|letter| match letter {
        '"' | '\\' => format!("\\{letter}"),
        '\t' => "\\t".to_owned(),
        control if control.is_control() => format!("\\x{:02x}", u32::from(control)),
        _ => letter.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_only_where_yaml_would_misread_them() {
        for plain in
            ["HDA Intel", "Intel 82801AA-ICH - MIC ADC", "HDA:1af40022,1af40022", "at usb-0000:00:06.0-1, full"]
        {
            assert_eq!(scalar(plain), plain);
        }
        assert_eq!(scalar("subdevice #0"), "\"subdevice #0\"");
        assert_eq!(scalar("a: b"), "\"a: b\"");
        assert_eq!(scalar("- x"), "\"- x\"");
        assert_eq!(scalar("No"), "\"No\"");
        assert_eq!(scalar("1e3"), "\"1e3\"");
        assert_eq!(scalar("tab\there"), "\"tab\\there\"");
        assert_eq!(scalar("\"a\\b\u{1b}"), r#""\"a\\b\x1b""#);
        assert_eq!(scalar(""), "");
    }
}
