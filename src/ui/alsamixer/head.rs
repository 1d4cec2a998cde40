//! The head of the screen: where its words stand, and what a click on them does.

use super::action::{Action, View};
use super::layout::Size;

/// The keys that the head names, on the right, line by line.
pub const KEYS: [(&str, Action); 4] = [
    ("F1:  Help", Action::Help),
    ("F2:  System information", Action::SystemInformation),
    ("F6:  Select sound card", Action::SelectCard),
    ("Esc: Exit", Action::Close),
];

/// The views, as the third line names them.
pub const VIEWS: [(&str, &str, View); 3] =
    [("F3:", "Playback", View::Playback), ("F4:", "Capture", View::Capture), ("F5:", "All", View::All)];

/// The columns of the right part, with the frame.
const KEYS_COLUMNS: u16 = 25;
/// From here on there is room for the words before card, chip, view and item.
const LEAST_FOR_WORDS: u16 = 40;
/// From here on there is room for the keys beside them.
const LEAST_FOR_KEYS: u16 = 62;
/// What all three views take.
const VIEWS_COLUMNS: u16 = 35;
/// Where the words begin.
pub const LEFT: u16 = 2;
/// "Card: "
const WORD: u16 = 6;

/// The parts of the head that there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Where the words before the values stand, if they do.
    pub words: Option<u16>,
    /// Where the values stand.
    pub values: u16,
    /// Where the keys stand, if they do.
    pub keys: Option<u16>,
    /// Where values have to end.
    pub end: u16,
    /// Whether there is room for all views, or only for the chosen one.
    pub views: Views,
}

/// How many views are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Views {
    /// All.
    All,
    /// The chosen one.
    Chosen,
}

impl Head {
    /// The head of a screen of this size.
    pub fn new(size: Size) -> Head {
        let words = (size.columns >= LEAST_FOR_WORDS).then_some(LEFT);
        let keys = (size.columns >= LEAST_FOR_KEYS).then(|| size.columns - KEYS_COLUMNS);
        let values = words.map_or(LEFT, |left| left + WORD);
        let end = keys.unwrap_or(size.columns.saturating_sub(2));
        let is_wide = words.is_some() && end.saturating_sub(values) >= VIEWS_COLUMNS;
        let views = if is_wide { Views::All } else { Views::Chosen };
        Head { words, values, keys, end, views }
    }
}

/// The columns of the views: each label with its key and brackets.
pub fn view_columns(head: &Head) -> impl Iterator<Item = (u16, &'static (&'static str, &'static str, View))> {
    let mut column = head.values;
    VIEWS.iter().map(move |view| {
        let own = column;
        column += u16::try_from(view.0.len() + view.1.len() + 3).unwrap_or(0);
        (own, view)
    })
}

/// What a click at this place of the head does.
pub fn action_at(size: Size, x: u16, y: u16) -> Option<Action> {
    let head = Head::new(size);
    let key = KEYS.get(usize::from(y).checked_sub(1)?);
    if let Some(((text, action), column)) = key.zip(head.keys)
        && (column..column + u16::try_from(text.len()).unwrap_or(0)).contains(&x)
    {
        return Some(*action);
    }
    let view = |(column, (key, name, view)): (u16, &(&str, &str, View))| {
        let columns = u16::try_from(key.len() + name.len() + 2).unwrap_or(0);
        (column..column + columns).contains(&x).then_some(Action::Show(*view))
    };
    if y != 3 || head.views == Views::Chosen {
        return None;
    }
    view_columns(&head).find_map(view)
}
