//! The search: every letter jumps to the nearest control with the letters so far in its name.

use super::super::dialog::Field;
use super::super::input::{Code, Key};
use super::App;

/// Where the search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// On from the focused control, itself included.
    Here,
    /// To the one after it.
    After,
    /// To the one before it.
    Before,
    /// Nowhere: it is over, and the focus stays.
    Ends,
}

pub(super) fn act(field: &mut Field, key: Key) -> Next {
    match key.code {
        Code::Escape | Code::Enter => Next::Ends,
        Code::Down | Code::Right | Code::Tab => Next::After,
        Code::Up | Code::Left | Code::BackTab => Next::Before,
        _ => {
            field.type_key(key);
            Next::Here
        }
    }
}

impl App {
    /// Jumps to a control by a part of its name, in any case; when no other one has it, the focus stays.
    pub(super) fn find(&mut self, query: &str, next: Next) {
        let query = query.to_lowercase();
        let count = self.strips.len();
        let step = |step: usize| match next {
            Next::Before => (self.focus + count - step % count) % count,
            _ => (self.focus + step) % count,
        };
        let first = usize::from(next != Next::Here);
        let fits = |place: &usize| {
            let (_, strip) = &self.strips[*place];
            let below = strip.below.as_deref().unwrap_or_default();
            format!("{} {below}", strip.label).to_lowercase().contains(&query)
        };
        let found = (first..first + count).map(step).find(fits);
        self.message = None;
        match found {
            Some(place) => self.go(place),
            None => self.message = Some(format!("No control here has '{query}' in its name")),
        }
    }
}
