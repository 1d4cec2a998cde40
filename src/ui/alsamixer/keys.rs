//! The keys: what each one does, and the help that is made of that, so that the two cannot differ.

use super::action::{Action, Side, TextAction, View};
use super::input::{Code, Held, Key};
use std::cell::OnceCell;
use std::collections::HashMap;

/// What the keys do.
#[derive(Debug, Clone)]
pub struct Bindings {
    mixer: HashMap<Key, Action>,
    text: HashMap<Key, TextAction>,
    /// The first key of each action, found when first asked for: the last line of every picture needs some.
    first: OnceCell<HashMap<Action, String>>,
}

/// A line of the help: the actions that it is about.
struct Topic {
    help: &'static str,
    actions: &'static [Action],
}

const fn topic(help: &'static str, actions: &'static [Action]) -> Topic {
    Topic { help, actions }
}

/// Every action that has a key. A topic without words is an empty line.
const TOPICS: [Topic; 32] = [
    topic("Exit", &[Action::Close]),
    topic("Help", &[Action::Help]),
    topic("System information", &[Action::SystemInformation]),
    topic("Show playback controls", &[Action::Show(View::Playback)]),
    topic("Show capture controls", &[Action::Show(View::Capture)]),
    topic("Show all controls", &[Action::Show(View::All)]),
    topic("Show the next of these", &[Action::NextView]),
    topic("Select a sound card", &[Action::SelectCard]),
    topic("The main control of every card", &[Action::AllCards]),
    topic("Draw the screen anew", &[Action::Refresh]),
    topic("", &[]),
    topic("The control to the left", &[Action::Previous(1)]),
    topic("The control to the right", &[Action::Next(1)]),
    topic("Search a control by its name", &[Action::Search]),
    topic("", &[]),
    topic("Louder, or the next item", &[Action::Step(1, Side::Both)]),
    topic("Quieter, or the item before", &[Action::Step(-1, Side::Both)]),
    topic("Louder, quieter in big steps", &[Action::Step(5, Side::Both), Action::Step(-5, Side::Both)]),
    topic("Volume 100 %", &[Action::Set(100, Side::Both)]),
    topic("Volume 0 %", &[Action::Set(0, Side::Both)]),
    topic("Volume 10 % to 90 %", &DIGITS),
    topic("Left, right louder", &[Action::Step(1, Side::Left), Action::Step(1, Side::Right)]),
    topic("Left, right quieter", &[Action::Step(-1, Side::Left), Action::Step(-1, Side::Right)]),
    topic("Left and right to the same volume", &[Action::Balance]),
    topic("", &[]),
    topic("Playback off or on", &[Action::Mute(Side::Both)]),
    topic("Left, right playback off or on", &[Action::Mute(Side::Left), Action::Mute(Side::Right)]),
    topic("Capture on or off", &[Action::Capture(Side::Both)]),
    topic("Left, right capture on or off", &[Action::Capture(Side::Left), Action::Capture(Side::Right)]),
    topic("", &[]),
    topic("Undo the last change", &[Action::Undo]),
    topic("Store the state of the card", &[Action::Store]),
];

const DIGITS: [Action; 9] = [
    Action::Set(10, Side::Both),
    Action::Set(20, Side::Both),
    Action::Set(30, Side::Both),
    Action::Set(40, Side::Both),
    Action::Set(50, Side::Both),
    Action::Set(60, Side::Both),
    Action::Set(70, Side::Both),
    Action::Set(80, Side::Both),
    Action::Set(90, Side::Both),
];

const KEYS: [(Key, Action); 79] = [
    (Key::plain(Code::Escape), Action::Close),
    (Key::plain(Code::F(10)), Action::Close),
    (ALT_Q, Action::Close),
    (Key { code: Code::Char('Q'), held: Held::Alt }, Action::Close),
    (Key::plain(Code::F(1)), Action::Help),
    (Key::char('?'), Action::Help),
    (Key::char('h'), Action::Help),
    (Key::char('H'), Action::Help),
    (Key::plain(Code::F(2)), Action::SystemInformation),
    (Key::plain(Code::F(3)), Action::Show(View::Playback)),
    (Key::plain(Code::F(4)), Action::Show(View::Capture)),
    (Key::plain(Code::F(5)), Action::Show(View::All)),
    (Key::plain(Code::Tab), Action::NextView),
    (Key::plain(Code::F(6)), Action::SelectCard),
    (Key::char('s'), Action::SelectCard),
    (Key::char('S'), Action::SelectCard),
    (Key::char('a'), Action::AllCards),
    (Key::char('A'), Action::AllCards),
    (Key::char('l'), Action::Refresh),
    (Key::char('L'), Action::Refresh),
    (Key::control('l'), Action::Refresh),
    (Key::plain(Code::Left), Action::Previous(1)),
    (Key::char('p'), Action::Previous(1)),
    (Key::char('P'), Action::Previous(1)),
    (Key::plain(Code::Right), Action::Next(1)),
    (Key::char('n'), Action::Next(1)),
    (Key::char('N'), Action::Next(1)),
    (Key::char('/'), Action::Search),
    (Key::plain(Code::Up), Action::Step(1, Side::Both)),
    (Key::char('+'), Action::Step(1, Side::Both)),
    (Key::char('k'), Action::Step(1, Side::Both)),
    (Key::char('K'), Action::Step(1, Side::Both)),
    (Key::char('w'), Action::Step(1, Side::Both)),
    (Key::char('W'), Action::Step(1, Side::Both)),
    (Key::plain(Code::Down), Action::Step(-1, Side::Both)),
    (Key::char('-'), Action::Step(-1, Side::Both)),
    (Key::char('j'), Action::Step(-1, Side::Both)),
    (Key::char('J'), Action::Step(-1, Side::Both)),
    (Key::char('x'), Action::Step(-1, Side::Both)),
    (Key::char('X'), Action::Step(-1, Side::Both)),
    (Key::plain(Code::PageUp), Action::Step(5, Side::Both)),
    (Key::plain(Code::PageDown), Action::Step(-5, Side::Both)),
    (Key::plain(Code::Home), Action::Set(100, Side::Both)),
    (Key::char('%'), Action::Set(100, Side::Both)),
    (Key::plain(Code::End), Action::Set(0, Side::Both)),
    (Key::char('0'), Action::Set(0, Side::Both)),
    (Key::char('1'), Action::Set(10, Side::Both)),
    (Key::char('2'), Action::Set(20, Side::Both)),
    (Key::char('3'), Action::Set(30, Side::Both)),
    (Key::char('4'), Action::Set(40, Side::Both)),
    (Key::char('5'), Action::Set(50, Side::Both)),
    (Key::char('6'), Action::Set(60, Side::Both)),
    (Key::char('7'), Action::Set(70, Side::Both)),
    (Key::char('8'), Action::Set(80, Side::Both)),
    (Key::char('9'), Action::Set(90, Side::Both)),
    (Key::char('q'), Action::Step(1, Side::Left)),
    (Key::char('Q'), Action::Step(1, Side::Left)),
    (Key::char('e'), Action::Step(1, Side::Right)),
    (Key::char('E'), Action::Step(1, Side::Right)),
    (Key::char('z'), Action::Step(-1, Side::Left)),
    (Key::char('Z'), Action::Step(-1, Side::Left)),
    (Key::char('y'), Action::Step(-1, Side::Left)),
    (Key::char('Y'), Action::Step(-1, Side::Left)),
    (Key::char('c'), Action::Step(-1, Side::Right)),
    (Key::char('C'), Action::Step(-1, Side::Right)),
    (Key::char('b'), Action::Balance),
    (Key::char('B'), Action::Balance),
    (Key::char('='), Action::Balance),
    (Key::char('m'), Action::Mute(Side::Both)),
    (Key::char('M'), Action::Mute(Side::Both)),
    (Key::char('<'), Action::Mute(Side::Left)),
    (Key::char(','), Action::Mute(Side::Left)),
    (Key::char('>'), Action::Mute(Side::Right)),
    (Key::char('.'), Action::Mute(Side::Right)),
    (Key::char(' '), Action::Capture(Side::Both)),
    (Key::char(';'), Action::Capture(Side::Left)),
    (Key::char('\''), Action::Capture(Side::Right)),
    (Key::char('u'), Action::Undo),
    // Lower case w has always been a key for louder.
    (Key::control('w'), Action::Store),
];

const ALT_Q: Key = Key { code: Code::Char('q'), held: Held::Alt };

const MORE_KEYS: [(Key, Action); 2] =
    [(Key::plain(Code::Insert), Action::Capture(Side::Left)), (Key::plain(Code::Delete), Action::Capture(Side::Right))];

const TEXT_KEYS: [(Key, TextAction); 24] = [
    (Key::plain(Code::Escape), TextAction::Close),
    (Key::plain(Code::Enter), TextAction::Close),
    (Key::plain(Code::F(10)), TextAction::Close),
    (Key::plain(Code::Down), TextAction::Down),
    (Key::char('j'), TextAction::Down),
    (Key::char('x'), TextAction::Down),
    (Key::plain(Code::Up), TextAction::Up),
    (Key::char('k'), TextAction::Up),
    (Key::char('w'), TextAction::Up),
    (Key::plain(Code::Left), TextAction::Left),
    (Key::char('h'), TextAction::Left),
    (Key::char('p'), TextAction::Left),
    (Key::plain(Code::Right), TextAction::Right),
    (Key::char('l'), TextAction::Right),
    (Key::char('n'), TextAction::Right),
    (Key::plain(Code::PageDown), TextAction::PageDown),
    (Key::char(' '), TextAction::PageDown),
    (Key::plain(Code::PageUp), TextAction::PageUp),
    (Key::plain(Code::Backspace), TextAction::PageUp),
    (Key::char('b'), TextAction::PageUp),
    (Key::plain(Code::Tab), TextAction::PageRight),
    (Key::plain(Code::BackTab), TextAction::PageLeft),
    (Key::plain(Code::Home), TextAction::Top),
    (Key::plain(Code::End), TextAction::Bottom),
];

impl Default for Bindings {
    fn default() -> Bindings {
        let mixer = KEYS.iter().chain(&MORE_KEYS).copied().collect();
        Bindings { mixer, text: TEXT_KEYS.iter().copied().collect(), first: OnceCell::new() }
    }
}

impl Bindings {
    /// What a key does in the mixer.
    pub fn action(&self, key: Key) -> Option<Action> {
        self.mixer.get(&key).copied().filter(|action| *action != Action::Nothing)
    }

    /// What a key does in a box with text.
    pub fn text_action(&self, key: Key) -> Option<TextAction> {
        self.text.get(&key).copied().filter(|action| *action != TextAction::Nothing)
    }

    /// Gives a key another meaning in the mixer.
    pub fn bind(&mut self, key: Key, action: Action) {
        self.mixer.insert(key, action);
        self.first.take();
    }

    /// Gives a key another meaning in boxes with text.
    pub fn bind_text(&mut self, key: Key, action: TextAction) {
        self.text.insert(key, action);
    }

    /// The keys of an action, as people name them. Of a letter's two cases one is told.
    pub fn names(&self, action: Action) -> Vec<String> {
        let mut keys: Vec<Key> = self.mixer.iter().filter(|(_, own)| **own == action).map(|(key, _)| *key).collect();
        keys.sort_by_key(|key| {
            (matches!(key.code, Code::Char(_)), key.held != Held::Nothing, name(*key).to_uppercase(), name(*key))
        });
        let mut names: Vec<String> = keys.into_iter().map(name).collect();
        names.dedup_by(|lower, upper| lower.eq_ignore_ascii_case(upper));
        names
    }

    /// The key of an action that is named first.
    pub fn first(&self, action: Action) -> Option<&str> {
        let find = || {
            let actions = TOPICS.iter().flat_map(|topic| topic.actions);
            actions.filter_map(|action| Some((*action, self.names(*action).into_iter().next()?))).collect()
        };
        self.first.get_or_init(find).get(&action).map(String::as_str)
    }

    /// The help: a line for each topic.
    pub fn help(&self) -> Vec<String> {
        let keys = |topic: &Topic| -> String {
            let names: Vec<String> = topic.actions.iter().flat_map(|action| self.names(*action)).collect();
            names.join(" ")
        };
        let rows: Vec<(String, &str)> = TOPICS.iter().map(|topic| (keys(topic), topic.help)).collect();
        let width = rows.iter().map(|(keys, _)| keys.chars().count()).max().unwrap_or(0);
        let shown = rows.into_iter().filter(|(keys, help)| help.is_empty() || !keys.is_empty());
        shown.map(|(keys, help)| format!("{keys:width$}  {help}").trim_end().to_owned()).collect()
    }
}

/// A key's name.
pub fn name(key: Key) -> String {
    let name = match key.code {
        Code::Char(' ') => "Space".to_owned(),
        Code::Char(letter) => letter.to_string(),
        Code::F(number) => format!("F{number}"),
        Code::Escape => "Esc".to_owned(),
        Code::Insert => "Ins".to_owned(),
        Code::Delete => "Del".to_owned(),
        Code::PageUp => "PgUp".to_owned(),
        Code::PageDown => "PgDn".to_owned(),
        code => format!("{code:?}"),
    };
    match key.held {
        Held::Nothing => name,
        Held::Control => format!("^{}", name.to_uppercase()),
        Held::Alt => format!("Alt-{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_line_in_the_help() {
        let help = Bindings::default().help().join("\n");
        for (key, action) in KEYS.iter().chain(&MORE_KEYS) {
            let topic = TOPICS.iter().find(|topic| topic.actions.contains(action));
            let topic = topic.unwrap_or_else(|| panic!("{action:?} has no help"));
            let line = help.lines().find(|line| line.ends_with(topic.help)).unwrap();
            let name = name(*key);
            assert!(line.split(' ').any(|word| word.eq_ignore_ascii_case(&name)), "{name}: {line}");
        }
    }

    #[test]
    fn every_action_of_the_help_has_a_key() {
        let bindings = Bindings::default();
        for action in TOPICS.iter().flat_map(|topic| topic.actions) {
            assert!(!bindings.names(*action).is_empty(), "{action:?}");
        }
    }

    #[test]
    fn no_key_is_in_the_table_twice() {
        let keys = Bindings::default().mixer.len();
        assert_eq!(keys, KEYS.len() + MORE_KEYS.len());
        assert_eq!(Bindings::default().text.len(), TEXT_KEYS.len());
    }

    #[test]
    fn the_help_follows_the_bindings() {
        let mut bindings = Bindings::default();
        bindings.bind(Key::char('m'), Action::Nothing);
        bindings.bind(Key::char('M'), Action::Nothing);
        bindings.bind(Key::char('v'), Action::Close);
        let help = bindings.help().join("\n");
        assert!(!help.contains("Playback off or on\n"), "{help}");
        assert!(help.starts_with("Esc F10 v Alt-Q  "), "{help}");
        assert_eq!(bindings.action(Key::char('m')), None);
    }
}
