//! Flex data: tempo, signatures and chords of the music, and its texts.

use super::{View, bytes_of, clean, form, named};

/// What there is beside music: names and credits.
const METADATA: [&str; 13] = [
    "Text",
    "Project",
    "Song",
    "MIDI Clip",
    "Copyright",
    "Composer",
    "Lyricist",
    "Arranger",
    "Publisher",
    "Primary Performer",
    "Accompanying Performer",
    "Recording Date",
    "Recording Location",
];
/// What is sung.
const PERFORMANCE: [&str; 5] = ["Text", "Lyrics", "Lyrics Language", "Ruby", "Ruby Language"];
const CHORDS: [&str; 29] = [
    "",
    "major",
    "major 6th",
    "major 7th",
    "major 9th",
    "major 11th",
    "major 13th",
    "minor",
    "minor 6th",
    "minor 7th",
    "minor 9th",
    "minor 11th",
    "minor 13th",
    "dominant",
    "dominant 9th",
    "dominant 11th",
    "dominant 13th",
    "augmented",
    "augmented 7th",
    "diminished",
    "diminished 7th",
    "half diminished",
    "major major",
    "minor major",
    "pedal",
    "power",
    "suspended 2nd",
    "suspended 4th",
    "7th suspended 4th",
];

pub(super) fn described(first: u32, rest: &[u32], view: View) -> Option<String> {
    let (bank, status) = (first >> 8 & 0xff, first & 0xff);
    match bank {
        0 => setup(status, rest).map(|(name, data)| named(name, &format!("{}{data}", place(first, view)))),
        1 | 2 => {
            let kinds: &[&str] = if bank == 1 { &METADATA } else { &PERFORMANCE };
            let kind = kinds.get(status as usize)?;
            let title = if bank == 1 { "Meta" } else { "Perform" };
            Some(format!("{}{title} ({kind}) {}: {}", place(first, view), form(first >> 22), clean(&bytes_of(rest))))
        }
        _ => None,
    }
}

/// The channel of what is for a channel alone.
fn place(first: u32, view: View) -> String {
    if first >> 20 & 3 == 0 { format!("channel {}, ", view.channel((first >> 16 & 0xf) as u8)) } else { String::new() }
}

fn setup(status: u32, rest: &[u32]) -> Option<(&'static str, String)> {
    let bytes = bytes_of(rest);
    Some(match status {
        0 => ("Tempo", tempo(*rest.first()?)),
        1 => ("Time signature", format!("{}/{}, 32nds {}", bytes[0], note_value(bytes[1]), bytes[2])),
        2 => {
            let [clocks, one, two, three, first, second] = bytes[..6].try_into().ok()?;
            ("Metronome", format!("clicks {clocks}, bars {one}/{two}/{three}, sub {first}/{second}"))
        }
        5 => ("Key signature", format!("{}, tonic {}", sharps(bytes[0] >> 4), tonic(bytes[0] & 0xf))),
        6 => ("Chord name", chord(&bytes)),
        _ => return None,
    })
}

/// A packet counts in 10 nanoseconds a quarter note.
fn tempo(ten_ns: u32) -> String {
    let bpm = if ten_ns == 0 { 0.0 } else { 6_000_000_000.0 / f64::from(ten_ns) };
    format!("{bpm:.2} bpm, {ten_ns}")
}

/// 0 is for notes that are no power of two.
fn note_value(power: u8) -> String {
    1u32.checked_shl(u32::from(power)).filter(|_| power > 0).map_or_else(|| "?".to_owned(), |note| note.to_string())
}

/// Four bits with a sign: flats are below 0, and -8 is something else.
fn sharps(nibble: u8) -> String {
    match nibble {
        0 => "no sharps or flats".to_owned(),
        1..=7 => format!("sharps {nibble}"),
        8 => "not standard".to_owned(),
        flats => format!("flats {}", 16 - flats),
    }
}

fn tonic(nibble: u8) -> &'static str {
    ["unknown", "A", "B", "C", "D", "E", "F", "G"].get(usize::from(nibble)).copied().unwrap_or("?")
}

fn chord(bytes: &[u8]) -> String {
    let text = named_chord(bytes[0], bytes[1]);
    match tonic(bytes[8] & 0xf) {
        "unknown" | "?" => text,
        _ => format!("{text}, bass {}", named_chord(bytes[8], bytes[9])),
    }
}

fn named_chord(root: u8, kind: u8) -> String {
    let accidental = match root >> 4 {
        1 => "#",
        2 => "##",
        0xf => "b",
        0xe => "bb",
        _ => "",
    };
    let kind = CHORDS.get(usize::from(kind)).map_or_else(|| format!("type {kind}"), |kind| (*kind).to_owned());
    format!("{}{accidental} {kind}", tonic(root & 0xf)).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::body;
    use super::*;

    #[test]
    fn settings_and_texts_of_the_music_are_read() {
        for (words, wanted) in [
            ([0xd010_0000, 50_000_000, 0, 0], "Tempo                  120.00 bpm, 50000000"),
            ([0xd010_0001, 0x0603_0800, 0, 0], "Time signature         6/8, 32nds 8"),
            ([0xd010_0002, 0x1804_0000, 0x0200_0000, 0], "Metronome              clicks 24, bars 4/0/0, sub 2/0"),
            ([0xd002_0005, 0xd300_0000, 0, 0], "Key signature          channel 2, flats 3, tonic C"),
            ([0xd010_0006, 0x1307_0000, 0, 0], "Chord name             C# minor"),
            ([0xd010_0006, 0x0301_0000, 0, 0x0500_0000], "Chord name             C major, bass E"),
            ([0xd010_0102, 0x5375_6e1b, 0, 0], "Meta (Song) Single: Sun\\u{1b}"),
            ([0xd053_0201, 0x4c61_0000, 0, 0], "Perform (Lyrics) Start: La"),
        ] {
            assert_eq!(body(&words, View::Raw), format!("Group  0, {wanted}"));
        }
    }
}
