//! Standard MIDI files, read: formats 0 to 2, RIFF, PPQ and SMPTE time.
//!
//! Lengths in a file are never believed. What comes before a damage is played; a file is refused only when nothing of
//! it can be.

use crate::midi::smf::bytes::Bytes;
use std::fmt;

mod bytes;
pub mod encode;
#[cfg(test)]
mod tests;
mod track;

/// A file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smf {
    /// 0: one track; 1: tracks at once; 2: tracks one after another.
    pub format: u16,
    /// What a tick is.
    pub division: Division,
    /// The tracks.
    pub tracks: Vec<Track>,
    /// The first damage.
    pub damage: Option<Damage>,
}

/// What a tick is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// So many ticks a beat.
    Beat(u16),
    /// So many frames a second (24, 25, 29 for 29.97, 30), so many ticks a frame.
    Frame(u8, u8),
}

/// A track.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Track {
    /// Its events by their tick, in order.
    pub events: Vec<Timed>,
    /// The tick at which it ends.
    pub end_tick: u64,
}

/// An event and its tick since the start of the track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// The tick.
    pub tick: u64,
    /// The event.
    pub message: Message,
}

/// What a track says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A channel's message: status byte and two data bytes, the second 0 where there is only one.
    Channel([u8; 3]),
    /// Bytes of system exclusive, or an escape: with its F0, if it has one.
    Sysex(Vec<u8>),
    /// Microseconds a beat.
    Tempo(u32),
    /// Beats and, as a power of two, the note that is a beat.
    TimeSignature(u8, u8),
    /// From here on events are for this port.
    Port(u8),
    /// Text of this kind: 1 text, 3 name, 5 lyric.
    Text(u8, Vec<u8>),
    /// Any other meta event.
    Meta(u8, Vec<u8>),
}

/// Where a file is damaged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The track, from 1; 0 for the file.
    pub track: usize,
    /// The byte in the file.
    pub offset: usize,
    /// What is wrong.
    pub what: What,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The file ends within something.
    CutShort,
    /// A length or time of more than 4 bytes.
    LongNumber,
    /// A data byte without a status before it.
    NoStatus,
    /// A status byte that no file may contain.
    BadStatus(u8),
    /// A status byte where data should be.
    BadData(u8),
    /// A track that ends without its end mark.
    NoEnd,
    /// Fewer tracks than the header says.
    TrackMissing,
}

/// Why a file cannot be played at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is something else.
    NotSmf,
    /// The header is cut short.
    NoHeader,
    /// A format that nobody knows.
    Format(u16),
    /// A tick of no length.
    Division(u16),
    /// There is no track.
    NoTrack,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::CutShort => write!(f, "the file is cut short"),
            What::LongNumber => write!(f, "a number is too long"),
            What::NoStatus => write!(f, "data without a status byte"),
            What::BadStatus(byte) => write!(f, "status byte {byte:#04x} does not belong into a file"),
            What::BadData(byte) => write!(f, "byte {byte:#04x} where data should be"),
            What::NoEnd => write!(f, "the track has no end mark"),
            What::TrackMissing => write!(f, "a track is missing"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.track {
            0 => write!(f, "{} (offset {:#x})", self.what, self.offset),
            track => write!(f, "track {track}: {} (offset {:#x})", self.what, self.offset),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::NotSmf => write!(f, "is not a Standard MIDI File"),
            Refused::NoHeader => write!(f, "invalid file format: the header is cut short"),
            Refused::Format(format) => write!(f, "type {format} format is not supported"),
            Refused::Division(division) => write!(f, "invalid time division {division:#06x}"),
            Refused::NoTrack => write!(f, "invalid number of tracks: there is none"),
        }
    }
}

impl std::error::Error for Refused {}

/// Reads a file.
///
/// # Errors
/// Nothing of it can be played.
pub fn read(file: &[u8]) -> Result<Smf, Refused> {
    let mut bytes = Bytes::new(file);
    if file.starts_with(b"RIFF") {
        bytes = riff_data(file).ok_or(Refused::NotSmf)?;
    }
    if bytes.take(4) != Some(b"MThd") {
        return Err(Refused::NotSmf);
    }
    let header_bytes = bytes.u32().ok_or(Refused::NoHeader)? as usize;
    let mut header = bytes.part(header_bytes).ok_or(Refused::NoHeader)?;
    let mut word = || header.u16().ok_or(Refused::NoHeader);
    let (format, tracks, division) = (word()?, word()?, word()?);
    if format > 2 {
        return Err(Refused::Format(format));
    }
    let division = parse_division(division).ok_or(Refused::Division(division))?;
    let mut smf = Smf { format, division, tracks: Vec::new(), damage: None };
    read_tracks(&mut smf, &mut bytes, tracks);
    if smf.tracks.is_empty() { Err(Refused::NoTrack) } else { Ok(smf) }
}

/// The content of an RMID file's chunk `data`.
fn riff_data(file: &[u8]) -> Option<Bytes<'_>> {
    let mut bytes = Bytes::new(file);
    bytes.take(8)?;
    if bytes.take(4)? != b"RMID" {
        return None;
    }
    loop {
        let name = bytes.take(4)?;
        let length = u32::from_le_bytes(bytes.take(4)?.try_into().ok()?) as usize;
        if name == b"data" {
            return Some(bytes.part_or_rest(length));
        }
        bytes.take(length)?;
        bytes.take(length % 2);
    }
}

fn parse_division(division: u16) -> Option<Division> {
    let [high, low] = division.to_be_bytes();
    match high {
        0..0x80 if division > 0 => Some(Division::Beat(division)),
        0x80.. if low > 0 => match high.wrapping_neg() {
            frames @ (24 | 25 | 29 | 30) => Some(Division::Frame(frames, low)),
            _ => None,
        },
        _ => None,
    }
}

fn read_tracks(smf: &mut Smf, bytes: &mut Bytes<'_>, wanted: u16) {
    while smf.tracks.len() < usize::from(wanted) {
        let offset = bytes.offset();
        let number = smf.tracks.len() + 1;
        let chunk = bytes.take(4).and_then(|name| Some((name, bytes.u32()? as usize)));
        let Some((name, length)) = chunk else {
            let missing = Damage { track: number, offset, what: What::TrackMissing };
            smf.damage.get_or_insert(missing);
            return;
        };
        let content = bytes.part_or_rest(length);
        if name == b"MTrk" {
            let (track, damage) = track::read(content, content.len() < length);
            smf.tracks.push(track);
            if let Some((offset, what)) = damage {
                smf.damage.get_or_insert(Damage { track: number, offset, what });
            }
        }
    }
}
