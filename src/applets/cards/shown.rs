//! The cards as a table, as paragraphs, or as JSON.

use super::look::{Card, Depth, Device, Level};
use super::paragraph::paragraph;
use crate::mixer::scale::decibel;
use crate::os::terminal::size_of_stdout;
use crate::ui::Report;
use crate::ui::table::{Column, Give, lines};
use serde::{Serialize, Serializer};

pub(super) struct Shown {
    pub(super) cards: Vec<Card>,
    pub(super) depth: Depth,
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.cards.serialize(serializer)
    }
}

impl Report for Shown {
    fn text(&self) -> String {
        match self.depth {
            Depth::Listed => table(&self.cards, size_of_stdout().map(|size| size.columns)),
            Depth::Verified => self.cards.iter().map(paragraph).collect::<Vec<_>>().join("\n"),
        }
    }
}

const COLUMNS: [Column; 10] = [
    Column::numbers("CARD", Give::Nothing),
    Column::words("ID", Give::Nothing),
    Column::words("NAME", Give::Itself(8, 6)),
    Column::words("BUS", Give::Itself(3, 5)),
    Column::words("STABLE NAME", Give::Nothing),
    Column::words("PLAY", Give::Itself(4, 2)),
    Column::words("RECORD", Give::Itself(6, 2)),
    Column::words("MIDI", Give::Itself(4, 3)),
    Column::words("LEVEL", Give::Itself(5, 4)),
    Column::words("USED BY", Give::Itself(7, 1)),
];

fn table(cards: &[Card], width: Option<usize>) -> String {
    let rows: Vec<[String; 10]> = cards.iter().map(row).collect();
    lines(&COLUMNS, &rows, width)
}

/// The star is `default`'s.
fn row(card: &Card) -> [String; 10] {
    let star = if card.default.is_empty() { "" } else { "*" };
    let devices = |devices: &[Device]| listed(devices.iter().map(|device| device.device));
    [
        format!("{star}{}", card.number),
        card.id.clone(),
        card.name.clone(),
        card.bus.to_owned(),
        card.stable_name.clone(),
        devices(&card.playback),
        devices(&card.capture),
        listed(card.midi.iter().map(|midi| midi.device)),
        card.levels.first().map(level).unwrap_or_default(),
        users(card),
    ]
}

fn listed(numbers: impl Iterator<Item = u32>) -> String {
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    if numbers.is_empty() { "-".to_owned() } else { numbers.join(",") }
}

/// "74% -12.00dB", with "off" where it is off.
pub(super) fn level(level: &Level) -> String {
    let percent = level.percent.map(|percent| format!("{percent}%"));
    let db = level.db.map(|db| format!("{}dB", decibel((db * 100.0).round() as i64)));
    let off = match (level.on, &percent) {
        (Some(false), _) => Some("off".to_owned()),
        (Some(true), None) => Some("on".to_owned()),
        _ => None,
    };
    [percent, db, off].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Each process once.
fn users(card: &Card) -> String {
    let mut users: Vec<String> = Vec::new();
    for row in &card.used_by {
        let user = match (&row.command, row.pid) {
            (Some(command), Some(pid)) => format!("{command} ({pid})"),
            (None, Some(pid)) => format!("process {pid}"),
            _ => "a process outside".to_owned(),
        };
        if !users.contains(&user) {
            users.push(user);
        }
    }
    users.join(", ")
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::look::Row;
    use super::*;

    pub(in super::super) fn card() -> Card {
        let device = |device, verified| Device {
            device,
            id: "ALC269".to_owned(),
            name: "ALC269 Analog".to_owned(),
            subdevices: 1,
            verified,
            error: None,
        };
        let row = Row {
            formats: vec!["S16_LE".to_owned(), "S32_LE".to_owned()],
            channels: vec![2],
            rates: vec![44_100, 48_000],
            any_rate: false,
        };
        let level = Level {
            direction: "playback",
            control: "Master".to_owned(),
            index: 0,
            percent: Some(74),
            db: Some(-12.0),
            on: Some(false),
        };
        Card {
            number: 0,
            id: "PCH".to_owned(),
            name: "HDA Intel PCH".to_owned(),
            long_name: "HDA Intel PCH at 0xdf420000 irq 132".to_owned(),
            driver: "HDA-Intel".to_owned(),
            bus: "pci",
            path: "pci-0000:00:1b.0".to_owned(),
            usb: None,
            stable_name: "@PCH".to_owned(),
            default: vec!["playback"],
            playback: vec![device(0, Some(vec![row])), device(3, Some(vec![]))],
            capture: vec![],
            midi: vec![],
            levels: vec![level],
            used_by: vec![],
        }
    }

    #[test]
    fn a_card_is_a_line_with_a_star_for_default() {
        let expected = "CARD  ID   NAME           BUS  STABLE NAME  PLAY  RECORD  MIDI  LEVEL             USED BY\n  \
                        *0  PCH  HDA Intel PCH  pci  @PCH         0,3   -       -     74% -12.00dB off\n";
        assert_eq!(table(&[card()], None), expected);
    }

    #[test]
    fn a_narrow_terminal_keeps_number_id_and_stable_name() {
        for width in [80, 60, 40, 24] {
            let table = table(&[card()], Some(width));
            assert!(table.lines().all(|line| line.chars().count() <= width), "{width}: {table}");
            assert!(table.contains(" *0  PCH ") && table.contains("@PCH"), "{table}");
        }
    }
}
