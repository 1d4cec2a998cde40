//! `--format` of amixer and vol: a line of the user's own making for each simple element, such as a status bar shows.
//!
//! Fields are checked before a card is opened; one that an element does not have is empty.

use super::element::{Element, Side};
use super::scale::{Scale, decibel};

/// A line with places for fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
    scale: Scale,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Which, Field),
}

/// The direction that a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Main,
    Playback,
    Capture,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Index,
    Raw,
    Percent,
    Mapped,
    Db,
    Switch,
    Item,
}

const FIELDS: [(&str, Field); 8] = [
    ("name", Field::Name),
    ("index", Field::Index),
    ("raw", Field::Raw),
    ("percent", Field::Percent),
    ("mapped", Field::Mapped),
    ("db", Field::Db),
    ("switch", Field::Switch),
    ("item", Field::Item),
];

impl Template {
    /// Reads `{percent}% {db} {capture.switch}`; `{{` and `}}` are braces.
    ///
    /// # Errors
    /// What is wrong, in a sentence.
    pub fn parse(text: &str, scale: Scale) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let doubled = rest.starts_with("{{") || rest.starts_with("}}");
            match letter {
                '{' if !doubled => {
                    let (field, after) = rest[1..].split_once('}').ok_or("--format: a { is never closed")?;
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    pieces.push(parse_field(field)?);
                    rest = after;
                }
                _ => {
                    plain.push(letter);
                    rest = &rest[if doubled { 2 } else { letter.len_utf8() }..];
                }
            }
        }
        pieces.push(Piece::Text(plain));
        Ok(Template { pieces, scale })
    }

    /// The line for this element.
    pub fn line(&self, element: &Element) -> String {
        self.pieces.iter().map(|piece| self.piece(piece, element)).collect()
    }

    fn piece(&self, piece: &Piece, element: &Element) -> String {
        let (which, field) = match piece {
            Piece::Text(text) => return text.clone(),
            Piece::Field(which, field) => (which, field),
        };
        let side: Option<&Side> = match which {
            Which::Main => element.main_side(),
            Which::Playback => element.playback.as_ref(),
            Which::Capture => element.capture.as_ref(),
        };
        let state = side.and_then(|side| side.channels.first());
        let volume = state.and_then(|state| state.volume);
        let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
        let value = match field {
            Field::Name => Some(element.name.clone()),
            Field::Index => Some(element.index.to_string()),
            Field::Raw => volume.map(|volume| volume.raw.to_string()),
            Field::Percent => volume.map(|volume| volume.percent_on(self.scale).to_string()),
            Field::Mapped => volume.map(|volume| volume.mapped_percent.to_string()),
            Field::Db => volume.and_then(|volume| volume.centibel).map(|level| format!("{}dB", decibel(level))),
            Field::Switch => state.and_then(|state| state.on).map(switch),
            Field::Item => element.choice.as_ref().and_then(|choice| {
                let item = choice.chosen.first()?;
                choice.items.get(*item as usize).cloned()
            }),
        };
        value.unwrap_or_default()
    }
}

fn parse_field(text: &str) -> Result<Piece, String> {
    let (which, name) = match text.split_once('.') {
        Some(("playback", name)) => (Which::Playback, name),
        Some(("capture", name)) => (Which::Capture, name),
        _ => (Which::Main, text),
    };
    match FIELDS.iter().find(|(known, _)| *known == name) {
        Some((_, field)) => Ok(Piece::Field(which, *field)),
        None => {
            let known: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            Err(format!("--format: {{{text}}} is no field; there are {}", known.join(" ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::mixer::Channel;
    use crate::mixer::element::{ChannelState, Volume};

    fn element() -> Element {
        let volume = Volume { raw: 65, percent: 75, mapped_percent: 50, centibel: Some(-1650) };
        let state = ChannelState { channel: Channel::FIRST, volume: Some(volume), on: Some(false) };
        let capture = Side { range: Some((0, 87)), levels: None, mono: true, channels: vec![state] };
        Element {
            name: "Mic".to_owned(),
            index: 1,
            capabilities: Vec::new(),
            capture_group: None,
            common_volume: false,
            common_switch: false,
            playback: None,
            capture: Some(capture),
            choice: None,
        }
    }

    #[test]
    fn fields_are_filled_in() {
        let line = |text: &str, scale| Template::parse(text, scale).unwrap().line(&element());
        assert_eq!(line("{percent}% {db} {switch}", Scale::Raw), "75% -16.50dB off");
        assert_eq!(line("{name},{index} {percent} {mapped}", Scale::Mapped), "Mic,1 50 50");
        assert_eq!(line("{playback.raw}|{capture.raw}|{item}", Scale::Raw), "|65|");
        assert_eq!(line("{{ü}}", Scale::Raw), "{ü}");
    }

    #[test]
    fn an_unknown_field_is_named() {
        let error = |text: &str| Template::parse(text, Scale::Raw).unwrap_err();
        assert!(error("{volume}").contains("{volume} is no field; there are name index raw percent"));
        assert!(error("{percent").contains("never closed"));
    }
}
