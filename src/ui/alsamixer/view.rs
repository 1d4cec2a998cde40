//! The picture: a function of the mixer's state, drawn cell by cell.

use super::app::{App, Presence, Scope};
use super::glyphs::Glyphs;
use super::head::{self, Head, Views};
use super::layout::{HEAD_ROWS, LEAST, Layout};
use super::theme::Paint;
use canvas::Canvas;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

mod canvas;
mod dialogs;
mod footer;
mod strips;
#[cfg(test)]
mod tests;

/// Draws everything.
pub fn draw(app: &App, glyphs: &Glyphs, buffer: &mut Buffer) {
    let mut canvas = Canvas::new(buffer, &app.config.theme, glyphs);
    let area = canvas.area();
    if area.width < LEAST.columns || area.height < HEAD_ROWS + 1 {
        canvas.text(0, 0, area.width, "Terminal too small", Paint::Error);
        return;
    }
    canvas.frame(area, Paint::MixerFrame);
    title(app, &mut canvas);
    head(app, &mut canvas);
    body(app, &mut canvas);
    footer::draw(app, &mut canvas);
    for dialog in &app.dialogs {
        dialogs::draw(app, dialog, &mut canvas);
    }
}

fn title(app: &App, canvas: &mut Canvas<'_>) {
    let width = canvas.area().width;
    let title = format!(" {} ", app.title);
    let length = u16::try_from(title.len()).unwrap_or(u16::MAX);
    if length + 2 <= width {
        canvas.text((width - length) / 2, 0, length, &title, Paint::MixerActive);
    }
}

fn head(app: &App, canvas: &mut Canvas<'_>) {
    let head = Head::new(app.size);
    let desk = app.desk();
    let card = match (desk, app.scope) {
        (Some(desk), _) if desk.presence == Presence::Gone => "(unplugged)",
        (Some(desk), _) => &desk.card,
        (None, Scope::Cards) => "(no cards)",
        (None, Scope::Card) => "",
    };
    let item = app.focused().map_or(String::new(), |strip| {
        let details = strip.details().map_or(String::new(), |details| format!(" {details}"));
        format!("{}{details}", strip.name())
    });
    let chip = desk.map_or("", |desk| if desk.presence == Presence::Gone { "-" } else { &desk.chip });
    for (line, word, value) in [(1, "Card:", card), (2, "Chip:", chip), (4, "Item:", item.as_str())] {
        if let Some(column) = head.words {
            canvas.text(column, line, 5, word, Paint::MixerText);
        }
        canvas.text(head.values, line, head.end.saturating_sub(head.values), value, Paint::MixerActive);
    }
    views(app, &head, canvas);
    if let Some(column) = head.keys {
        for (line, (text, _)) in (1..).zip(&head::KEYS) {
            canvas.text(column, line, 23, text, Paint::MixerText);
        }
    }
}

fn views(app: &App, head: &Head, canvas: &mut Canvas<'_>) {
    if let Some(column) = head.words {
        canvas.text(column, 3, 5, "View:", Paint::MixerText);
    }
    if head.views == Views::Chosen {
        let name = head::VIEWS.iter().find(|(.., view)| *view == app.view).map_or("", |(_, name, _)| *name);
        canvas.text(head.values, 3, head.end.saturating_sub(head.values), name, Paint::MixerActive);
        return;
    }
    let has_controls = app.desks.iter().any(|desk| !desk.units.is_empty());
    for (column, (key, name, view)) in head::view_columns(head) {
        canvas.text(column, 3, 3, key, Paint::MixerText);
        if *view == app.view && has_controls {
            canvas.text(column + 3, 3, 12, &format!("[{name}]"), Paint::MixerActive);
        } else {
            canvas.text(column + 4, 3, 10, name, Paint::MixerText);
        }
    }
}

fn body(app: &App, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let is_gone = |presence| app.scope == Scope::Card && app.desk().is_some_and(|desk| desk.presence == presence);
    if is_gone(Presence::Gone) {
        return unplugged(canvas);
    }
    if area.height < LEAST.rows {
        return;
    }
    if app.strips.is_empty() {
        return canvas.centered(middle(canvas), nothing(app), Paint::Information);
    }
    let layout = Layout::new(app.size, &app.strips);
    strips::draw(app, &layout, canvas);
}

fn middle(canvas: &Canvas<'_>) -> u16 {
    HEAD_ROWS + (canvas.area().height - HEAD_ROWS - 1) / 5
}

fn nothing(app: &App) -> &'static str {
    let is_empty = app.desks.iter().all(|desk| desk.units.is_empty());
    match (app.scope, is_empty, app.view) {
        (Scope::Cards, ..) if app.desks.is_empty() => "There are no sound cards.",
        (Scope::Cards, ..) => "No card has a main control of this kind.",
        (Scope::Card, true, _) => "This sound device does not have any controls.",
        (.., super::action::View::Playback) => "This sound device does not have any playback controls.",
        (.., super::action::View::Capture) => "This sound device does not have any capture controls.",
        (.., super::action::View::All) => "This sound device does not have any controls.",
    }
}

/// Lewis Carroll, The Hunting of the Snark (1876): what has always stood here.
const VANISHED: [(u16, &str); 5] = [
    (0, "In the midst of the word he was trying to say,"),
    (2, "In the midst of his laughter and glee,"),
    (0, "He had softly and suddenly vanished away---"),
    (2, "For the Snark was a Boojum, you see."),
    (0, "(Lewis Carroll, \"The Hunting of the Snark\")"),
];
const VANISHED_COLUMNS: u16 = 46;

fn unplugged(canvas: &mut Canvas<'_>) {
    let Rect { width, height, .. } = canvas.area();
    let mut line = HEAD_ROWS + 1;
    if height >= 16 && width > VANISHED_COLUMNS + 1 {
        let column = (width - VANISHED_COLUMNS) / 2;
        for (place, (indent, text)) in (0..).zip(&VANISHED) {
            let line = line - 1 + place + place / 4;
            canvas.text(column + indent, line, VANISHED_COLUMNS, text, Paint::Information);
        }
        line += 7;
    }
    canvas.centered(line, "The sound device was unplugged.", Paint::Error);
    canvas.centered(line + 1, "Press F6 to select another sound card.", Paint::Error);
}
