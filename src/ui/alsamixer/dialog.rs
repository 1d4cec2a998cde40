//! The boxes above the mixer: texts, lists and fields to type in.

use super::action::TextAction;
use super::app::{Task, typed};
use super::input::{Code, Held, Key};
use super::layout::Size;
use ratatui_core::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// A box.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    /// A text.
    Text(TextBox),
    /// A list to choose from.
    List(List),
    /// The name of a device.
    Name(Field),
    /// A part of a control's name.
    Search(Field),
}

/// A text with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBox {
    /// The title.
    pub title: String,
    /// The lines.
    pub lines: Vec<String>,
    /// The first line that is shown.
    pub top: usize,
    /// The first column that is shown.
    pub left: usize,
    /// What kind of text it is.
    pub tone: Tone,
}

/// What kind of text a box has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to read.
    Plain,
    /// Something that went wrong.
    Error,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The title.
    pub title: &'static str,
    /// The lines.
    pub entries: Vec<Entry>,
    /// The chosen one.
    pub place: usize,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it says.
    pub text: String,
    /// What it leads to; nothing leads to a field for a name.
    pub task: Option<Task>,
}

/// A field to type in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What is typed.
    pub text: String,
}

/// The files that are worth a look.
const FILES: [&str; 6] = [
    "/proc/asound/version",
    "/proc/asound/cards",
    "/proc/asound/devices",
    "/proc/asound/oss/devices",
    "/proc/asound/timers",
    "/proc/asound/pcm",
];

const FIELD_COLUMNS: usize = 32;

/// A frame in the middle of the screen with room for so many columns and rows, as far as the screen has it.
fn centered(size: Size, columns: usize, rows: usize) -> Rect {
    let fit = |wanted: usize, most: u16| u16::try_from(wanted + 2).unwrap_or(most).min(most);
    let (width, height) = (fit(columns, size.columns), fit(rows, size.rows));
    Rect { x: (size.columns - width) / 2, y: (size.rows - height) / 2, width, height }
}

/// What fits into a box on the usual screen of 80 columns.
const MESSAGE_COLUMNS: usize = 76;

/// A message, broken between its words.
fn wrapped(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.width());
        if last > 0 && last + 1 + word.width() > MESSAGE_COLUMNS {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            let gap = if line.is_empty() { "" } else { " " };
            line.push_str(gap);
            line.push_str(word);
        }
    }
    lines
}

impl TextBox {
    /// A text to read.
    pub fn new(title: &str, lines: Vec<String>) -> TextBox {
        TextBox { title: title.to_owned(), lines, top: 0, left: 0, tone: Tone::Plain }
    }

    /// What went wrong.
    pub fn error(text: &str) -> TextBox {
        let lines = text.lines().flat_map(wrapped).collect();
        TextBox { tone: Tone::Error, ..TextBox::new("Error", lines) }
    }

    /// The columns of the longest line.
    pub fn width(&self) -> usize {
        self.lines.iter().map(|line| line.width()).max().unwrap_or(0)
    }

    /// The text's room on a screen: columns and lines.
    pub fn room(&self, size: Size) -> (usize, usize) {
        let columns = self.width().max(self.title.width() + 2).min(usize::from(size.columns).saturating_sub(2));
        (columns, self.lines.len().min(usize::from(size.rows).saturating_sub(2)))
    }

    /// Where it is on a screen, with its frame.
    pub fn area(&self, size: Size) -> Rect {
        let (columns, rows) = self.room(size);
        centered(size, columns, rows)
    }

    /// Does what a key means; whether the box stays open.
    pub fn act(&mut self, action: Option<TextAction>, size: Size) -> bool {
        let (columns, rows) = self.room(size);
        let page = rows.saturating_sub(1).max(1);
        let most = (self.lines.len().saturating_sub(rows), self.width().saturating_sub(columns));
        match action {
            Some(TextAction::Close) => return false,
            Some(TextAction::Up) => self.top = self.top.saturating_sub(1),
            Some(TextAction::Down) => self.top += 1,
            Some(TextAction::Left) => self.left = self.left.saturating_sub(1),
            Some(TextAction::Right) => self.left += 1,
            Some(TextAction::PageUp) => self.top = self.top.saturating_sub(page),
            Some(TextAction::PageDown) => self.top += page,
            Some(TextAction::PageLeft) => self.left = self.left.saturating_sub(columns),
            Some(TextAction::PageRight) => self.left += columns,
            Some(TextAction::Top) => self.top = 0,
            Some(TextAction::Bottom) => self.top = most.0,
            Some(TextAction::Nothing) | None => {}
        }
        (self.top, self.left) = (self.top.min(most.0), self.left.min(most.1));
        true
    }
}

impl List {
    /// The kernel's files.
    pub fn files() -> List {
        let entry = |path: &&'static str| Entry { text: (*path).to_owned(), task: Some(Task::ShowFile(path)) };
        List { title: "Select File", entries: FILES.iter().map(entry).collect(), place: 0 }
    }

    /// Where it is on a screen, with its frame.
    pub fn area(&self, size: Size) -> Rect {
        let widest = self.entries.iter().map(|entry| entry.text.width()).max().unwrap_or(0);
        centered(size, widest.max(self.title.len() + 2), self.entries.len())
    }

    /// The chosen line.
    pub fn chosen(&self) -> Option<&Entry> {
        self.entries.get(self.place)
    }

    /// Does what a key means; whether the list stays open.
    pub fn act(&mut self, key: Key, action: Option<TextAction>) -> bool {
        let last = self.entries.len().saturating_sub(1);
        match (key.code, action) {
            (Code::Escape | Code::F(6), _) | (_, Some(TextAction::Close)) => return false,
            (_, Some(TextAction::Up)) => self.place = self.place.saturating_sub(1),
            (_, Some(TextAction::Down)) => self.place = (self.place + 1).min(last),
            (_, Some(TextAction::PageUp | TextAction::Top)) => self.place = 0,
            (_, Some(TextAction::PageDown | TextAction::Bottom)) => self.place = last,
            _ => {}
        }
        true
    }
}

impl Field {
    /// A field with a text in it.
    pub fn new(text: &str) -> Field {
        Field { text: text.to_owned() }
    }

    /// Where it is on a screen, with its frame.
    pub fn area(size: Size) -> Rect {
        centered(size, FIELD_COLUMNS + 2, 4)
    }

    /// Takes a key of the keyboard.
    pub fn type_key(&mut self, key: Key) {
        match key {
            Key { code: Code::Backspace, .. } => drop(self.text.pop()),
            Key { code: Code::Char('u'), held: Held::Control } => self.text.clear(),
            _ => self.text.extend(typed(key)),
        }
    }
}
