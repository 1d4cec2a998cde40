//! Writes cells with as few bytes as it takes: the place and the colours are told only where they change.

use ratatui_core::buffer::Cell;
use ratatui_core::style::{Color, Modifier};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// What the terminal was told, and what it will be told next.
#[derive(Debug, Default)]
pub(super) struct Pen {
    bytes: Vec<u8>,
    /// Where the next character would stand.
    place: Option<(u16, u16)>,
    look: Look,
}

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Look {
    front: Color,
    back: Color,
    attributes: Modifier,
}

const ATTRIBUTES: [(Modifier, &str); 6] = [
    (Modifier::BOLD, ";1"),
    (Modifier::DIM, ";2"),
    (Modifier::ITALIC, ";3"),
    (Modifier::UNDERLINED, ";4"),
    (Modifier::SLOW_BLINK, ";5"),
    (Modifier::REVERSED, ";7"),
];

impl Pen {
    /// Puts a cell.
    pub(super) fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        self.go(x, y);
        self.take(Look { front: cell.fg, back: cell.bg, attributes: cell.modifier });
        let symbol = cell.symbol();
        self.bytes.extend_from_slice(symbol.as_bytes());
        let width = if symbol.len() == 1 { 1 } else { symbol.width().max(1) };
        self.place = Some((x + u16::try_from(width).unwrap_or(1), y));
    }

    fn go(&mut self, x: u16, y: u16) {
        match self.place {
            Some((column, line)) if line == y && column == x => {}
            Some((column, line)) if line == y && column < x => self.say(format_args!("\x1b[{}C", x - column)),
            _ => self.say(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
    }

    fn say(&mut self, text: std::fmt::Arguments<'_>) {
        // A vector takes everything.
        let _ = self.bytes.write_fmt(text);
    }

    fn take(&mut self, look: Look) {
        if look == self.look {
            return;
        }
        let before = std::mem::replace(&mut self.look, look);
        let mut words = String::new();
        let mut known = before;
        if !look.attributes.contains(before.attributes) {
            words.push_str(";0");
            known = Look::default();
        }
        for (attribute, word) in ATTRIBUTES {
            if look.attributes.contains(attribute) && !known.attributes.contains(attribute) {
                words.push_str(word);
            }
        }
        for (color, was, base) in [(look.front, known.front, 30), (look.back, known.back, 40)] {
            if color != was {
                words.push_str(&format!(";{}", base + number(color)));
            }
        }
        self.say(format_args!("\x1b[{}m", &words[1..]));
    }

    /// Writes what was put, in one piece.
    pub(super) fn write(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(&self.bytes).and_then(|()| stdout.flush());
        self.bytes.clear();
        written
    }
}

fn number(color: Color) -> u8 {
    match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::White => 7,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui_core::style::Style;

    fn cell(sign: char, style: Style) -> Cell {
        let mut cell = Cell::default();
        cell.set_char(sign).set_style(style);
        cell
    }

    #[test]
    fn places_and_colours_are_told_once() {
        let bold = Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD);
        let mut pen = Pen::default();
        for (x, sign, style) in [(3, 'a', bold), (4, 'b', bold), (6, '日', bold), (8, 'c', Style::new())] {
            pen.put(x, 1, &cell(sign, style));
        }
        let text = "\x1b[2;4H\x1b[1;33mab\x1b[1C日\x1b[0mc";
        assert_eq!(String::from_utf8_lossy(&pen.bytes), text);
    }

    #[test]
    fn an_attribute_that_ends_takes_the_colours_along() {
        let mut pen = Pen::default();
        pen.put(0, 0, &cell('a', Style::new().fg(Color::Red).bg(Color::Blue).add_modifier(Modifier::BOLD)));
        pen.put(1, 0, &cell('b', Style::new().fg(Color::Red)));
        pen.put(2, 0, &cell('c', Style::new().fg(Color::Red).bg(Color::Reset)));
        assert_eq!(String::from_utf8_lossy(&pen.bytes), "\x1b[1;1H\x1b[1;31;44ma\x1b[0;31mbc");
    }
}
