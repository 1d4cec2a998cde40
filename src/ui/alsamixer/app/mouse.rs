//! The mouse: a click on what the head names, on a bar, a switch or an item; the wheel.

use super::super::action::{Action, Side};
use super::super::dialog::Dialog;
use super::super::head;
use super::super::input::{Code, Gesture, Key, Mouse};
use super::super::layout::Layout;
use super::super::rc::WheelTarget;
use super::{App, Task};

impl App {
    /// The mouse was used.
    pub fn mouse(&mut self, mouse: Mouse) -> Option<Task> {
        match (self.dialogs.last(), mouse.gesture) {
            (None, Gesture::WheelUp | Gesture::WheelDown) => self.wheel(mouse),
            (None, _) => self.click(mouse),
            (Some(_), Gesture::WheelUp) => self.press(Key::plain(Code::Up)),
            (Some(_), Gesture::WheelDown) => self.press(Key::plain(Code::Down)),
            (Some(Dialog::List(_)), Gesture::Left) => self.click_list(mouse),
            (Some(_), _) => None,
        }
    }

    fn click_list(&mut self, mouse: Mouse) -> Option<Task> {
        let Some(Dialog::List(list)) = self.dialogs.last_mut() else { return None };
        let area = list.area(self.size);
        let inside = (area.x + 1..area.right() - 1).contains(&mouse.x);
        let line = mouse.y.checked_sub(area.y + 1).map(usize::from).filter(|line| inside && *line < list.entries.len());
        list.place = line?;
        self.press(Key::plain(Code::Enter))
    }

    fn wheel(&mut self, mouse: Mouse) -> Option<Task> {
        if self.config.wheel_target == WheelTarget::Pointed {
            let place = self.place_under(mouse)?;
            self.go(place);
        }
        let step = i16::from(self.config.wheel_step);
        let step = if mouse.gesture == Gesture::WheelUp { step } else { -step };
        self.update(Action::Step(step, Side::Both))
    }

    fn place_under(&self, mouse: Mouse) -> Option<usize> {
        let layout = Layout::new(self.size, &self.strips);
        let rows = layout.top..=layout.below.unwrap_or(layout.names);
        let place = layout.place_at(mouse.x).filter(|_| rows.contains(&mouse.y))? + self.first;
        (place < self.strips.len()).then_some(place)
    }

    fn click(&mut self, mouse: Mouse) -> Option<Task> {
        if let Some(action) = head::action_at(self.size, mouse.x, mouse.y) {
            return self.update(action);
        }
        let place = self.place_under(mouse)?;
        self.go(place);
        let action = self.click_on_strip(mouse)?;
        self.update(action)
    }

    /// The left button is for both channels, the right one for the one that it is pressed on.
    fn click_on_strip(&self, mouse: Mouse) -> Option<Action> {
        let layout = Layout::new(self.size, &self.strips);
        let (_, strip) = self.strips.get(self.focus)?;
        let middle = layout.bar_column(self.focus - self.first) + 2;
        let side = match (mouse.gesture, mouse.x < middle) {
            (Gesture::Right, true) => Side::Left,
            (Gesture::Right, false) => Side::Right,
            _ => Side::Both,
        };
        let is_on_bar = (middle - 2..middle + 2).contains(&mouse.x);
        match mouse.y {
            y if strip.choice.is_some() && y == layout.bottom => Some(Action::Step(1, side)),
            y if Some(y) == layout.mute && is_on_bar => Some(Action::Mute(side)),
            y if Some(y) == layout.capture && strip.capture.is_some() => Some(Action::Capture(side)),
            y if strip.fader.is_some() && is_on_bar && (layout.top..=layout.bottom).contains(&y) => {
                Some(Action::Set(level_at(&layout, y), side))
            }
            _ => None,
        }
    }
}

/// The percentage of a line of the bar: its lower edge is nothing, its upper edge everything.
fn level_at(layout: &Layout, line: u16) -> u8 {
    let height = u32::from(layout.bottom - layout.top).max(1);
    let above = u32::from(layout.bottom - line);
    u8::try_from((100 * above + height / 2) / height).unwrap_or(100)
}
