//! The last line: a word for the person, what is searched, or the keys that work on the focused control.

use super::super::action::{Action, Side};
use super::super::app::{App, Scope};
use super::super::dialog::Dialog;
use super::super::glyphs::Glyphs;
use super::super::theme::Paint;
use super::canvas::Canvas;
use unicode_width::UnicodeWidthStr;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let line = canvas.area().height - 1;
    let room = canvas.area().width.saturating_sub(4);
    if let Some(message) = &app.message {
        canvas.text(2, line, room, &format!(" {message} "), Paint::MixerActive);
    } else if let Some(Dialog::Search(field)) = app.dialogs.last() {
        canvas.text(2, line, room, &format!(" Search: {}_ ", field.text), Paint::MixerActive);
    } else {
        let mut column = 2;
        for hint in hints(app, canvas.glyphs) {
            let width = u16::try_from(hint.width()).unwrap_or(room);
            if column + width > room + 2 {
                break;
            }
            canvas.text(column, line, width, &hint, Paint::MixerFrame);
            column += width;
        }
    }
}

/// Each key with what it does here; the most wanted first.
fn hints(app: &App, glyphs: &Glyphs) -> Vec<String> {
    let [.., up, down] = glyphs.arrows;
    let strip = app.focused();
    let has_pair = strip.and_then(|strip| strip.fader.as_ref()).is_some_and(|fader| fader.levels.len() == 2);
    let table = [
        (strip.is_some_and(|strip| strip.fader.is_some()), Action::Step(1, Side::Both), "volume"),
        (strip.is_some_and(|strip| strip.choice.is_some()), Action::Step(1, Side::Both), "item"),
        (strip.is_some_and(|strip| strip.mute.is_some()), Action::Mute(Side::Both), "mute"),
        (strip.is_some_and(|strip| strip.capture.is_some()), Action::Capture(Side::Both), "capture"),
        (has_pair, Action::Balance, "balance"),
        (app.strips.len() > 1, Action::Search, "search"),
        (app.scope == Scope::Card, Action::AllCards, "all cards"),
        (app.scope == Scope::Cards, Action::AllCards, "this card"),
        (app.can_undo(), Action::Undo, "undo"),
        (strip.is_some(), Action::Store, "store"),
    ];
    let hint = |(works, action, word): (bool, Action, &str)| {
        let key = app.config.bindings.first(action).filter(|_| works)?;
        Some(if key == "Up" { format!(" {up}{down} {word} ") } else { format!(" {key} {word} ") })
    };
    table.into_iter().filter_map(hint).collect()
}
