//! The terminal: only cells that changed are written, in one write a frame, and everything is as it was at the end.

use super::app::App;
use super::glyphs::Glyphs;
use super::layout::Size;
use super::view;
use crate::os::quiet;
use crate::os::terminal::{self, Keys};
use pen::Pen;
use ratatui_core::buffer::{Buffer, Cell};
use ratatui_core::layout::Rect;
use std::io::{self, Write};
use std::sync::Once;
use unicode_width::UnicodeWidthStr;

mod pen;

/// Whether the mouse is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// It is.
    On,
    /// It is the terminal's own.
    Off,
}

/// The other screen, no cursor.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[0m\x1b[2J";
/// Presses and the wheel, told as numbers.
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
/// No mouse, the cursor, the ordinary screen.
const LEAVE: &str = "\x1b[?1006l\x1b[?1000l\x1b[0m\x1b[?25h\x1b[?1049l";
const CLEAR: &str = "\x1b[0m\x1b[2J";

/// A terminal of unknown size is taken for one of this size.
const USUAL: Size = Size { columns: 80, rows: 24 };

/// The screen, taken over until it is dropped.
pub(super) struct Screen {
    keys: Option<Keys>,
    mouse: Mouse,
    glyphs: &'static Glyphs,
    shown: Buffer,
    next: Buffer,
    pen: Pen,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// Standard input is no terminal, or the terminal cannot be written.
    pub(super) fn open(mouse: Mouse, glyphs: &'static Glyphs) -> io::Result<Screen> {
        restore_in_panic();
        let area = area(size());
        let (shown, next) = (Buffer::empty(area), Buffer::empty(area));
        let mut screen = Screen { keys: None, mouse, glyphs, shown, next, pen: Pen::default() };
        screen.enter()?;
        Ok(screen)
    }

    /// Takes the terminal over, also after `leave`.
    pub(super) fn enter(&mut self) -> io::Result<()> {
        self.keys = Some(Keys::with_farewell(LEAVE)?);
        quiet::hush();
        write(ENTER)?;
        if self.mouse == Mouse::On {
            write(MOUSE)?;
        }
        self.forget();
        Ok(())
    }

    /// Gives the terminal back.
    pub(super) fn leave(&mut self) {
        if self.keys.take().is_some() {
            quiet::speak();
        }
    }

    /// The whole screen is to be written anew, in the size that it has now.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.forget();
        write(CLEAR)
    }

    fn forget(&mut self) {
        let area = area(size());
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        self.pen = Pen::default();
    }

    /// The size of the terminal.
    pub(super) fn size(&self) -> Size {
        Size { columns: self.next.area.width, rows: self.next.area.height }
    }

    /// What was typed.
    pub(super) fn read<'a>(&self, room: &'a mut [u8]) -> io::Result<&'a [u8]> {
        self.keys.as_ref().map_or(Ok(&[]), |keys| keys.read(room))
    }

    /// Draws the state.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        self.next.reset();
        view::draw(app, self.glyphs, &mut self.next);
        self.put_changes();
        std::mem::swap(&mut self.shown, &mut self.next);
        self.pen.write()
    }

    /// A sign of two columns covers the cell after it. Where one was, that cell is not as it was either.
    fn put_changes(&mut self) {
        let width = self.next.area.width;
        let mut covered = 0;
        let mut uncovered = 0;
        for (at, (old, new)) in (0u32..).zip(self.shown.content.iter().zip(&self.next.content)) {
            let is_covered = std::mem::take(&mut covered) > 0;
            let is_uncovered = std::mem::take(&mut uncovered) > 0;
            if (!look_alike(old, new) || is_uncovered) && !is_covered {
                let (x, y) = (at % u32::from(width), at / u32::from(width));
                self.pen.put(x as u16, y as u16, new);
                uncovered = extra_columns(old.symbol());
            }
            covered = extra_columns(new.symbol());
        }
    }
}

/// Nearly every cell is one letter of ASCII, for which a call of memcmp(3) is too much.
fn look_alike(old: &Cell, new: &Cell) -> bool {
    let are_same = match (old.symbol().as_bytes(), new.symbol().as_bytes()) {
        ([old], [new]) => old == new,
        (old, new) => old == new,
    };
    are_same && old.fg == new.fg && old.bg == new.bg && old.modifier == new.modifier
}

/// The columns of a sign beyond its first.
fn extra_columns(symbol: &str) -> usize {
    if symbol.len() < 3 { 0 } else { symbol.width().saturating_sub(1) }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.leave();
    }
}

fn area(size: Size) -> Rect {
    Rect::new(0, 0, size.columns, size.rows)
}

fn size() -> Size {
    let size = terminal::size_of_stdout();
    size.map_or(USUAL, |size| {
        let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX).min(1000);
        Size { columns: cells(size.columns), rows: cells(size.rows) }
    })
}

fn write(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// The words of a panic belong on the ordinary screen; in a release nothing is unwound and no `drop` runs.
fn restore_in_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            terminal::restore();
            quiet::speak();
            before(panic);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::{Cell, look_alike};
    use ratatui_core::style::{Color, Modifier, Style};

    #[test]
    fn a_cell_looks_like_itself_only() {
        let cell = |sign: &str, style: Style| Cell::default().set_symbol(sign).set_style(style).clone();
        let plain = Style::new();
        let cells = [
            cell(" ", plain),
            cell("a", plain),
            cell("日", plain),
            cell("a", plain.fg(Color::Red)),
            cell("a", plain.bg(Color::Red)),
            cell("a", plain.add_modifier(Modifier::BOLD)),
        ];
        for (one, first) in cells.iter().enumerate() {
            for (other, second) in cells.iter().enumerate() {
                assert_eq!(look_alike(first, second), one == other, "{first:?} {second:?}");
            }
        }
        assert!(look_alike(&Cell::EMPTY, &cells[0]));
    }
}
