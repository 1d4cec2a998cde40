//! What a person asks of a simple element: the words after `amixer sset NAME`.
//!
//! A word may begin with a channel and a direction, which then hold for the words after it too; settings between
//! commas go to the channels one after the other. A word that is none of this is an error and never ignored.

use crate::device::pcm::Direction;
use std::fmt;

/// Everything that one word asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The channels it is for, all where none was named.
    pub channels: Channels,
    /// The direction it is for, both where none was named.
    pub direction: Option<Direction>,
    /// One setting for all channels, or one for each; none in a word that only names channels or a direction.
    pub settings: Vec<Setting>,
}

/// Some of the channels: bit n is channel n.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channels(pub u32);

impl Channels {
    /// Every channel.
    pub const ALL: Channels = Channels(u32::MAX);

    /// Whether this channel is among them.
    pub fn contains(self, number: u32) -> bool {
        number < 32 && self.0 >> number & 1 != 0
    }
}

/// What is asked of one channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Setting {
    /// A volume.
    Volume(Amount),
    /// The playback switch off.
    Mute,
    /// The playback switch on.
    Unmute,
    /// The capture switch on.
    Capture,
    /// The capture switch off.
    NoCapture,
    /// Every switch to its other side.
    Toggle,
}

/// An amount of volume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// How much, in `unit`.
    pub value: f64,
    /// Of what.
    pub unit: Unit,
    /// Where it is counted from.
    pub from: From,
}

/// The unit of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Steps of the device.
    Raw,
    /// Hundredths of the range.
    Percent,
    /// Decibels.
    Decibel,
}

/// Where an amount is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// From nothing: the amount is the volume.
    Zero,
    /// Up from the present volume.
    Up,
    /// Down from the present volume.
    Down,
}

/// A word that asks nothing that can be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The word, or the part of it.
    pub word: String,
}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is neither a volume (10, 50%, 3dB+) nor a switch (mute, unmute, toggle, cap, nocap)", self.word)
    }
}

impl std::error::Error for NotUnderstood {}

/// The longer names stand before the shorter ones that they begin with.
const CHANNELS: [(&str, u32); 9] = [
    ("frontleft", 1 << 0),
    ("frontright", 1 << 1),
    ("frontcenter", 1 << 4),
    ("front", 1 << 0 | 1 << 1),
    ("center", 1 << 4),
    ("rearleft", 1 << 2),
    ("rearright", 1 << 3),
    ("rear", 1 << 2 | 1 << 3),
    ("woofer", 1 << 5),
];

const DIRECTIONS: [(&str, Direction); 2] = [("playback", Direction::Playback), ("capture", Direction::Capture)];

/// Understands the words.
///
/// # Errors
/// The first word that is not understood.
pub fn parse(words: &[impl AsRef<str>]) -> Result<Vec<Wish>, NotUnderstood> {
    let mut channels = Channels::ALL;
    let mut direction = None;
    let mut wishes = Vec::with_capacity(words.len());
    for word in words {
        let mut rest = word.as_ref();
        if let Some((mask, after)) = prefix(rest, &CHANNELS) {
            (channels, rest) = (Channels(mask), after);
        }
        if let Some((named, after)) = prefix(rest, &DIRECTIONS) {
            (direction, rest) = (Some(named), after);
        }
        let only_names = rest.is_empty() && !word.as_ref().is_empty();
        let settings = if only_names { Vec::new() } else { settings(rest)? };
        wishes.push(Wish { channels, direction, settings });
    }
    Ok(wishes)
}

/// A name at the start of a word, in any case, with what follows its comma or blank.
fn prefix<'a, T: Copy>(word: &'a str, names: &[(&str, T)]) -> Option<(T, &'a str)> {
    let end = word.find([',', ' ']).unwrap_or(word.len());
    let (_, meaning) = names.iter().find(|(name, _)| word[..end].eq_ignore_ascii_case(name))?;
    Some((*meaning, word.get(end + 1..).unwrap_or_default()))
}

fn settings(text: &str) -> Result<Vec<Setting>, NotUnderstood> {
    text.split(',').map(|part| setting(part).ok_or_else(|| NotUnderstood { word: part.to_owned() })).collect()
}

fn setting(text: &str) -> Option<Setting> {
    match text {
        "mute" | "off" => Some(Setting::Mute),
        "unmute" | "on" => Some(Setting::Unmute),
        "cap" | "rec" => Some(Setting::Capture),
        "nocap" | "norec" => Some(Setting::NoCapture),
        "toggle" => Some(Setting::Toggle),
        _ => amount(text).map(Setting::Volume),
    }
}

/// `N`, `N%` or `NdB`, with `+` or `-` after it for a step from the present volume. A `+` before it means the same; a
/// `-` before it is a negative number, as it always was.
fn amount(text: &str) -> Option<Amount> {
    let (text, mut from) = match text.strip_prefix('+') {
        Some(rest) => (rest, From::Up),
        None => (text, From::Zero),
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let length = digits.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(digits.len());
    let number = &text[..text.len() - digits.len() + length];
    let mut rest = &digits[length..];
    if from == From::Zero {
        if let Some(before) = rest.strip_suffix('+') {
            (rest, from) = (before, From::Up);
        } else if let Some(before) = rest.strip_suffix('-') {
            (rest, from) = (before, From::Down);
        }
    }
    let unit = match rest {
        "" => Unit::Raw,
        "%" => Unit::Percent,
        _ if rest.eq_ignore_ascii_case("db") => Unit::Decibel,
        _ => return None,
    };
    digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.').then_some(())?;
    Some(Amount { value: number.parse().ok()?, unit, from })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(word: &str) -> Setting {
        let wishes = parse(&[word]).unwrap();
        assert_eq!(wishes.len(), 1);
        assert_eq!(wishes[0].settings.len(), 1, "{word}");
        wishes[0].settings[0]
    }

    fn volume(value: f64, unit: Unit, from: From) -> Setting {
        Setting::Volume(Amount { value, unit, from })
    }

    #[test]
    fn volumes_are_read_in_every_unit() {
        assert_eq!(one("5"), volume(5.0, Unit::Raw, From::Zero));
        assert_eq!(one("5+"), volume(5.0, Unit::Raw, From::Up));
        assert_eq!(one("+5"), volume(5.0, Unit::Raw, From::Up));
        assert_eq!(one("12.5%-"), volume(12.5, Unit::Percent, From::Down));
        assert_eq!(one("-10dB"), volume(-10.0, Unit::Decibel, From::Zero));
        assert_eq!(one("3.4db+"), volume(3.4, Unit::Decibel, From::Up));
        assert_eq!(one("10."), volume(10.0, Unit::Raw, From::Zero));
        assert_eq!(one("010"), volume(10.0, Unit::Raw, From::Zero));
    }

    #[test]
    fn channels_and_directions_hold_for_the_words_after_them() {
        let wishes = parse(&["frontLeft,capture,10,20", "mute", "playback", "rear 5"]).unwrap();
        assert_eq!(wishes[0].settings.len(), 2);
        assert_eq!((wishes[0].channels, wishes[0].direction), (Channels(1), Some(Direction::Capture)));
        assert_eq!((wishes[1].channels, wishes[1].direction), (Channels(1), Some(Direction::Capture)));
        assert_eq!((wishes[2].direction, wishes[2].settings.len()), (Some(Direction::Playback), 0));
        assert_eq!(wishes[3].channels, Channels(0b1100));
        assert!(Channels::ALL.contains(31) && !Channels(0b1100).contains(1));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let table = [
            ("gibberish", "gibberish"),
            ("10,x", "x"),
            ("left,10", "left"),
            ("frontleft:10", "frontleft:10"),
            ("10:20", "10:20"),
            ("10mute", "10mute"),
            ("unmutex", "unmutex"),
            ("MUTE", "MUTE"),
            ("5%+,", ""),
            ("", ""),
            ("0x10", "0x10"),
            ("%", "%"),
            ("+", "+"),
            ("10++", "10++"),
            ("--5", "--5"),
            ("+5+", "+5+"),
            ("1.2.3", "1.2.3"),
            (".", "."),
            ("inf", "inf"),
            ("1e3", "1e3"),
        ];
        for (word, part) in table {
            assert_eq!(parse(&["10", word]).unwrap_err().word, part, "{word}");
        }
    }
}
