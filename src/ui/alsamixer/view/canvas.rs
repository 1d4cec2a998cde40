//! What is drawn on: a buffer of cells, with the colours and the signs to draw with. Nothing is drawn outside of it.

use super::super::glyphs::Glyphs;
use super::super::theme::{Paint, Theme};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use unicode_width::UnicodeWidthStr;

pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: &'a Theme, glyphs: &'a Glyphs) -> Canvas<'a> {
        if theme.ground() != ratatui_core::style::Style::new().bg(ratatui_core::style::Color::Reset) {
            buffer.set_style(buffer.area, theme.ground());
        }
        Canvas { buffer, theme, glyphs }
    }

    pub(super) fn area(&self) -> Rect {
        self.buffer.area
    }

    /// At most `width` columns of a text.
    pub(super) fn text(&mut self, x: u16, y: u16, width: u16, text: &str, paint: Paint) {
        if !self.buffer.area.contains((x, y).into()) {
            return;
        }
        // Nearly all texts are plain, and to find the letters of the others costs ten times as much.
        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            let style = self.theme.style(paint);
            let room = usize::from(width.min(self.buffer.area.right() - x));
            let first = self.buffer.index_of(x, y);
            for (cell, byte) in self.buffer.content[first..].iter_mut().zip(text.bytes().take(room)) {
                cell.set_char(byte.into()).set_style(style);
            }
        } else {
            self.buffer.set_stringn(x, y, text, width.into(), self.theme.style(paint));
        }
    }

    pub(super) fn sign(&mut self, x: u16, y: u16, sign: char, paint: Paint) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_char(sign).set_style(self.theme.style(paint));
        }
    }

    /// A text in the middle of a field, which has its colour throughout.
    pub(super) fn field(&mut self, x: u16, y: u16, width: u16, text: &str, paint: Paint) {
        let own = u16::try_from(text.width()).unwrap_or(u16::MAX).min(width);
        let before = (width - own) / 2;
        for column in (x..x + before).chain(x + before + own..x + width) {
            self.sign(column, y, ' ', paint);
        }
        self.text(x + before, y, width - before, text, paint);
    }

    /// A text in the middle of the screen.
    pub(super) fn centered(&mut self, y: u16, text: &str, paint: Paint) {
        let width = self.area().width;
        let own = u16::try_from(text.width()).unwrap_or(u16::MAX).min(width.saturating_sub(2));
        self.text((width - own) / 2, y, own, text, paint);
    }

    pub(super) fn frame(&mut self, area: Rect, paint: Paint) {
        let glyphs = self.glyphs;
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.x + 1..right {
            self.sign(x, area.y, glyphs.horizontal, paint);
            self.sign(x, bottom, glyphs.horizontal, paint);
        }
        for y in area.y + 1..bottom {
            self.sign(area.x, y, glyphs.vertical, paint);
            self.sign(right, y, glyphs.vertical, paint);
        }
        let [top_left, top_right, bottom_left, bottom_right] = glyphs.corners;
        self.sign(area.x, area.y, top_left, paint);
        self.sign(right, area.y, top_right, paint);
        self.sign(area.x, bottom, bottom_left, paint);
        self.sign(right, bottom, bottom_right, paint);
    }

    /// An empty field of a colour.
    pub(super) fn clear(&mut self, area: Rect, paint: Paint) {
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                self.sign(x, y, ' ', paint);
            }
        }
    }
}
