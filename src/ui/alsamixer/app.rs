//! The state of the mixer, and what keys, the mouse and cards make of it.
//!
//! Nothing here touches a card, a file or the terminal: what has to be done is given back as a `Task`. The picture is
//! a function of this state alone.

use super::action::{Action, View};
use super::change::Change;
use super::dialog::{Dialog, Field, List, TextBox};
use super::input::{Code, Held, Key};
use super::layout::{Layout, Size};
use super::rc::Config;
use super::strip::{Strip, Unit, strips};
use crate::device::pcm::Direction;
use crate::mixer::identifier::SimpleId;
use crate::mixer::principal::Principal;

mod boxes;
mod deeds;
mod mouse;
mod search;
#[cfg(test)]
mod tests;
mod undo;

pub use undo::Past;

/// A card with its controls.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// The control device's name, as it was opened.
    pub device: String,
    /// The card's short id.
    pub id: String,
    /// The card's name.
    pub card: String,
    /// The mixer's name.
    pub chip: String,
    /// Its elements.
    pub units: Vec<Unit>,
    /// Whether the card is there.
    pub presence: Presence,
}

/// Whether a card is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Here,
    /// It was unplugged.
    Gone,
}

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One card.
    Card,
    /// The main controls of all cards.
    Cards,
}

/// What a key asks of the world outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Task {
    /// The end.
    Quit,
    /// Everything drawn anew.
    Redraw,
    /// Something set.
    Change(Change),
    /// The list of cards.
    ListCards,
    /// One card's controls.
    OpenCard(String),
    /// The main controls of all cards.
    OpenAll,
    /// A file of the kernel.
    ShowFile(&'static str),
    /// The state of one of the cards stored.
    Store(usize),
}

/// The mixer.
#[derive(Debug, Clone)]
pub struct App {
    /// What stands in the title.
    pub title: String,
    /// Keys, colours and settings.
    pub config: Config,
    /// The cards that are shown: one, or all.
    pub desks: Vec<Desk>,
    /// One or all.
    pub scope: Scope,
    /// Which controls are shown.
    pub view: View,
    /// The strips, with the desk that each belongs to.
    pub strips: Vec<(usize, Strip)>,
    /// The focused strip.
    pub focus: usize,
    /// The first strip on the screen.
    pub first: usize,
    /// The size of the terminal.
    pub size: Size,
    /// The boxes above the mixer, the last one on top.
    pub dialogs: Vec<Dialog>,
    /// A word for the person, until the next key.
    pub message: Option<String>,
    /// The peaks of the channels that are captured, 0 to 1, where they are measured.
    pub peaks: Vec<f32>,
    past: Past,
}

impl App {
    /// A mixer without a card yet.
    pub fn new(title: &str, config: Config, view: View) -> App {
        App {
            title: title.to_owned(),
            config,
            desks: Vec::new(),
            scope: Scope::Card,
            view,
            strips: Vec::new(),
            focus: 0,
            first: 0,
            size: Size { columns: 80, rows: 24 },
            dialogs: Vec::new(),
            message: None,
            peaks: Vec::new(),
            past: Past::default(),
        }
    }

    /// Shows these cards.
    pub fn show(&mut self, desks: Vec<Desk>, scope: Scope) {
        self.desks = desks;
        self.scope = scope;
        (self.focus, self.first) = (0, 0);
        self.past = Past::default();
        self.arrange();
    }

    /// The screen has another size.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.scroll();
    }

    /// A card's elements are these now.
    pub fn refresh(&mut self, desk: usize, units: Vec<Unit>) {
        if let Some(desk) = self.desks.get_mut(desk) {
            desk.units = units;
        }
        self.arrange();
    }

    /// One element of a card was read again; whether it has changed.
    pub fn refresh_one(&mut self, desk: usize, unit: Unit) -> bool {
        let units = self.desks.get_mut(desk).map(|desk| &mut desk.units);
        let own = units.and_then(|units| units.iter_mut().find(|own| own.is_same_as(&unit)));
        let Some(own) = own.filter(|own| **own != unit) else { return false };
        *own = unit;
        self.arrange();
        true
    }

    /// A card was unplugged.
    pub fn lose(&mut self, desk: usize) {
        if let Some(desk) = self.desks.get_mut(desk) {
            desk.presence = Presence::Gone;
            desk.units.clear();
        }
        self.arrange();
    }

    /// A card that was unplugged is there again.
    pub fn regain(&mut self, desk: usize, found: Desk) {
        if let Some(own) = self.desks.get_mut(desk) {
            *own = found;
        }
        self.arrange();
    }

    /// The focused strip.
    pub fn focused(&self) -> Option<&Strip> {
        self.strips.get(self.focus).map(|(_, strip)| strip)
    }

    /// The card of the focused strip, or the one on the screen.
    pub fn desk(&self) -> Option<&Desk> {
        let desk = self.strips.get(self.focus).map_or(0, |(desk, _)| *desk);
        self.desks.get(desk)
    }

    /// The id of the card that the focused control captures from, if it does.
    pub fn captured_card(&self) -> Option<&str> {
        let strip = self.focused()?;
        let is_volume = strip.fader.as_ref().is_some_and(|fader| fader.direction == Direction::Capture);
        (is_volume || strip.capture.is_some()).then(|| self.desk()).flatten().map(|desk| desk.id.as_str())
    }

    /// Makes the strips anew; the focus stays on its element, or goes to the first one where that is not shown.
    fn arrange(&mut self) {
        let kept = self.focused().cloned().zip(self.strips.get(self.focus).map(|(desk, _)| *desk));
        let view = self.view;
        let of_desk = |(at, desk): (usize, &Desk)| {
            let strips = match self.scope {
                Scope::Card => strips(&desk.units, view),
                Scope::Cards => main_strips(desk, view),
            };
            strips.into_iter().map(move |strip| (at, strip)).collect::<Vec<_>>()
        };
        self.strips = self.desks.iter().enumerate().flat_map(of_desk).collect();
        if let Some((kept, desk)) = kept {
            let same = |own: &(usize, Strip)| own.0 == desk && own.1.id == kept.id;
            let exactly = |own: &(usize, Strip)| same(own) && own.1.is_like(&kept);
            let place = self.strips.iter().position(exactly).or_else(|| self.strips.iter().position(same));
            self.focus = place.unwrap_or(0);
        }
        self.scroll();
    }

    /// Brings the focus onto the screen.
    fn scroll(&mut self) {
        self.focus = self.focus.min(self.strips.len().saturating_sub(1));
        let visible = Layout::new(self.size, &self.strips).visible;
        self.first = self.first.min(self.focus).max((self.focus + 1).saturating_sub(visible));
        self.first = self.first.min(self.strips.len().saturating_sub(visible));
    }

    /// A key was pressed.
    pub fn press(&mut self, key: Key) -> Option<Task> {
        self.message = None;
        match self.dialogs.pop() {
            Some(dialog) => self.press_in(dialog, key),
            None => self.update(self.config.bindings.action(key)?),
        }
    }

    /// Does what an action means.
    pub fn update(&mut self, action: Action) -> Option<Task> {
        match action {
            Action::Close => return Some(Task::Quit),
            Action::Refresh => return Some(Task::Redraw),
            Action::SelectCard => return Some(Task::ListCards),
            Action::Store => return self.strips.get(self.focus).map(|(desk, _)| Task::Store(*desk)),
            Action::AllCards => return Some(self.other_scope()),
            Action::Help => self.dialogs.push(Dialog::Text(TextBox::new("Help", self.config.bindings.help()))),
            Action::SystemInformation => self.dialogs.push(Dialog::List(List::files())),
            Action::Search => self.dialogs.push(Dialog::Search(Field::new(""))),
            Action::Show(view) => self.look(view),
            Action::NextView => self.look(match self.view {
                View::Playback => View::Capture,
                View::Capture => View::All,
                View::All => View::Playback,
            }),
            Action::Previous(count) => self.go(self.focus.saturating_sub(count.into())),
            Action::Next(count) => self.go(self.focus.saturating_add(count.into())),
            Action::Focus(place) => self.go(place.into()),
            Action::Undo => return self.take_back(),
            Action::Step(..) | Action::Set(..) | Action::Mute(_) | Action::Capture(_) | Action::Balance => {
                return self.change(action);
            }
            Action::Nothing => {}
        }
        None
    }

    fn other_scope(&self) -> Task {
        match (self.scope, self.desk()) {
            (Scope::Cards, Some(desk)) => Task::OpenCard(desk.device.clone()),
            _ => Task::OpenAll,
        }
    }

    fn look(&mut self, view: View) {
        self.view = view;
        self.arrange();
    }

    fn go(&mut self, place: usize) {
        self.focus = place;
        self.scroll();
    }

    /// The change of the focused strip, which can be undone.
    fn change(&mut self, action: Action) -> Option<Task> {
        let (desk, strip) = self.strips.get(self.focus)?;
        let change = Change { desk: *desk, id: strip.id.clone(), deed: deeds::deed(strip, action)? };
        self.remember(&change);
        Some(Task::Change(change))
    }
}

/// The main controls of a card, with the card's id below their names.
fn main_strips(desk: &Desk, view: View) -> Vec<Strip> {
    let elements: Vec<_> = desk.units.iter().map(|unit| unit.element.clone()).collect();
    let main = |direction| Principal::find(&elements, &[], direction).map(|principal| (principal.main.id, direction));
    let wanted = match view {
        View::Playback => vec![main(Direction::Playback)],
        View::Capture => vec![main(Direction::Capture)],
        View::All => vec![main(Direction::Playback), main(Direction::Capture)],
    };
    let strip = |(id, direction): (SimpleId, Direction)| {
        let view = if direction == Direction::Playback { View::Playback } else { View::Capture };
        let strip = strips(&desk.units, view).into_iter().find(|strip| strip.id == id)?;
        Some(Strip { below: Some(desk.id.clone()), ..strip })
    };
    wanted.into_iter().flatten().filter_map(strip).collect()
}

/// Whether a key types a letter.
pub(super) fn typed(key: Key) -> Option<char> {
    match key {
        Key { code: Code::Char(letter), held: Held::Nothing } if !letter.is_control() => Some(letter),
        _ => None,
    }
}
