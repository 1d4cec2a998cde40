//! The boxes above the mixer.

use super::super::app::App;
use super::super::dialog::{Dialog, Field, List, TextBox, Tone};
use super::super::theme::Paint;
use super::canvas::Canvas;
use ratatui_core::layout::Rect;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(super) fn draw(app: &App, dialog: &Dialog, canvas: &mut Canvas<'_>) {
    match dialog {
        Dialog::Text(text) => text_box(app, text, canvas),
        Dialog::List(list) => list_box(app, list, canvas),
        Dialog::Name(field) => name_box(app, field, canvas),
        // The search is typed in the last line, where everything stays in sight.
        Dialog::Search(_) => {}
    }
}

fn open(area: Rect, title: &str, paint: Paint, canvas: &mut Canvas<'_>) {
    canvas.clear(area, paint);
    canvas.frame(area, paint);
    let title = format!(" {title} ");
    let width = u16::try_from(title.width()).unwrap_or(u16::MAX).min(area.width.saturating_sub(2));
    canvas.text(area.x + (area.width - width) / 2, area.y, width, &title, paint);
}

fn text_box(app: &App, text: &TextBox, canvas: &mut Canvas<'_>) {
    let paint = if text.tone == Tone::Error { Paint::Error } else { Paint::TextBox };
    let area = text.area(app.size);
    open(area, &text.title, paint, canvas);
    let rows = area.height - 2;
    for (line, content) in (area.y + 1..area.bottom() - 1).zip(text.lines.iter().skip(text.top)) {
        canvas.text(area.x + 1, line, area.width - 2, from_column(content, text.left), paint);
    }
    let (all, shown) = (text.lines.len(), usize::from(rows));
    if all > shown {
        let at = |lines: usize| u16::try_from(lines * shown / all).unwrap_or(0);
        for line in at(text.top)..at(text.top + shown).max(at(text.top) + 1).min(rows) {
            canvas.sign(area.right() - 1, area.y + 1 + line, canvas.glyphs.bar, paint);
        }
    }
}

/// The text from a column on.
fn from_column(text: &str, column: usize) -> &str {
    let mut passed = 0;
    for (at, letter) in text.char_indices() {
        if passed >= column {
            return &text[at..];
        }
        passed += letter.width().unwrap_or(0);
    }
    ""
}

fn list_box(app: &App, list: &List, canvas: &mut Canvas<'_>) {
    let area = list.area(app.size);
    open(area, list.title, Paint::Menu, canvas);
    let rows = usize::from(area.height - 2);
    let first = (list.place + 1).saturating_sub(rows);
    for (line, (place, entry)) in (area.y + 1..area.bottom() - 1).zip(list.entries.iter().enumerate().skip(first)) {
        let paint = if place == list.place { Paint::MenuSelected } else { Paint::Menu };
        canvas.clear(Rect { x: area.x + 1, y: line, width: area.width - 2, height: 1 }, paint);
        canvas.text(area.x + 1, line, area.width - 2, &entry.text, paint);
    }
}

fn name_box(app: &App, field: &Field, canvas: &mut Canvas<'_>) {
    let area = Field::area(app.size);
    open(area, "Sound Card", Paint::TextBox, canvas);
    canvas.text(area.x + 2, area.y + 2, area.width - 3, "Device name:", Paint::TextBox);
    let width = area.width.saturating_sub(4);
    canvas.clear(Rect { x: area.x + 2, y: area.y + 3, width, height: 1 }, Paint::TextField);
    canvas.text(area.x + 2, area.y + 3, width, end_of(&field.text, width), Paint::TextField);
}

/// The end of a text, where it is typed.
fn end_of(text: &str, width: u16) -> &str {
    from_column(text, (text.width() + 1).saturating_sub(width.into()))
}
