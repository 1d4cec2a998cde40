//! What was changed, so that it can be taken back one by one.

use super::super::change::{Change, Deed};
use super::super::strip::Unit;
use super::{App, Task};
use std::collections::VecDeque;

/// Elements as they were before each change, the latest last.
#[derive(Debug, Clone, Default)]
pub struct Past(VecDeque<(usize, Unit)>);

/// Who takes more steps back than these starts anew anyway.
const MOST_STEPS: usize = 1000;

impl App {
    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.0.is_empty()
    }

    pub(super) fn remember(&mut self, change: &Change) {
        let units = self.desks.get(change.desk).map(|desk| &desk.units);
        let unit = units.and_then(|units| units.iter().find(|unit| unit.id() == change.id));
        if let Some(unit) = unit {
            self.past.0.push_back((change.desk, unit.clone()));
            if self.past.0.len() > MOST_STEPS {
                self.past.0.pop_front();
            }
        }
    }

    pub(super) fn take_back(&mut self) -> Option<Task> {
        let Some((desk, unit)) = self.past.0.pop_back() else {
            self.message = Some("Nothing to undo".to_owned());
            return None;
        };
        let id = unit.id();
        let own = self.strips.iter().position(|(own, strip)| *own == desk && strip.id == id);
        if let Some(place) = own {
            self.go(place);
        }
        self.message = Some(format!("{} as before", id.name));
        Some(Task::Change(Change { desk, id, deed: Deed::Restore(Box::new(unit)) }))
    }
}
