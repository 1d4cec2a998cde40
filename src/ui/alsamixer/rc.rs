//! `alsamixer.rc`: keys, colours and settings. A line that is wrong is told with its number and changes nothing.

use super::action;
use super::input::{Code, Held, Key};
use super::keys::Bindings;
use super::theme::{self, Theme};
use ratatui_core::style::Style;

/// What can be configured.
#[derive(Debug, Clone)]
pub struct Config {
    /// What the keys do.
    pub bindings: Bindings,
    /// The colours.
    pub theme: Theme,
    /// How far a notch of the wheel goes, in percent.
    pub wheel_step: u8,
    /// Whose volume the wheel changes.
    pub wheel_target: WheelTarget,
}

/// Whose volume the wheel changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WheelTarget {
    /// The focused control's.
    Focused,
    /// That of the control under the pointer, which becomes the focused one.
    Pointed,
}

impl Config {
    /// How it is without a file.
    pub fn new(theme: Theme) -> Config {
        Config { bindings: Bindings::default(), theme, wheel_step: 1, wheel_target: WheelTarget::Focused }
    }

    /// Takes over what a file says; gives what is wrong in it, a sentence for each line.
    pub fn read(&mut self, text: &str) -> Vec<String> {
        let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
        let wrong = lines.filter_map(|(number, line)| Some(format!("{number}: {}", self.line(line).err()?)));
        wrong.collect()
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["set", name, value] => self.set(name, value),
            ["bind", key, command] => self.bind(key, Room::Either, command),
            ["bind", key, "mixer", command] => self.bind(key, Room::Mixer, command),
            ["bind", key, "textbox", command] => self.bind(key, Room::Text, command),
            ["color", element, front, back, ref attributes @ ..] => self.color(element, [front, back], attributes),
            [command @ ("set" | "bind" | "color"), ..] => Err(format!("{command}: wrong number of words")),
            [other, ..] => Err(format!("unknown command: {other} (set, bind and color are known)")),
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let wrong = || format!("set: invalid value of {name}: {value}");
        match name {
            "mouse_wheel_step" => {
                let step = value.parse().ok().filter(|step| *step <= 100);
                self.wheel_step = step.ok_or_else(wrong)?;
            }
            "mouse_wheel_focuses_control" => {
                let targets = [("0", WheelTarget::Focused), ("1", WheelTarget::Pointed)];
                let target = targets.iter().find(|(word, _)| *word == value);
                self.wheel_target = target.ok_or_else(wrong)?.1;
            }
            "background" => self.theme.set_background(theme::color(value).ok_or_else(wrong)?),
            _ => return Err(format!("set: unknown option: {name}")),
        }
        Ok(())
    }

    fn bind(&mut self, key: &str, room: Room, command: &str) -> Result<(), String> {
        let key = parse_key(key).ok_or_else(|| format!("bind: invalid key: {key}"))?;
        let wrong = || format!("bind: invalid command: {command}");
        let is_text = room == Room::Text || (room == Room::Either && command.starts_with("textbox_"));
        if is_text {
            self.bindings.bind_text(key, action::parse_text(command).ok_or_else(wrong)?);
        } else {
            self.bindings.bind(key, action::parse(command).ok_or_else(wrong)?);
        }
        Ok(())
    }

    fn color(&mut self, element: &str, colors: [&str; 2], attributes: &[&str]) -> Result<(), String> {
        let color = |name: &str| theme::color(name).ok_or_else(|| format!("color: invalid color: {name}"));
        let mut style = Style::new().fg(color(colors[0])?).bg(color(colors[1])?);
        for name in attributes {
            let attribute = theme::attribute(name).ok_or_else(|| format!("color: invalid attribute: {name}"))?;
            style = style.add_modifier(attribute);
        }
        let known = self.theme.set(element, style);
        known.then_some(()).ok_or_else(|| format!("color: unknown element: {element}"))
    }
}

/// Where a key is bound.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Where the command belongs.
    Either,
    Mixer,
    Text,
}

const KEYS: [(&str, Code); 20] = [
    ("Enter", Code::Enter),
    ("Return", Code::Enter),
    ("Escape", Code::Escape),
    ("Esc", Code::Escape),
    ("Tab", Code::Tab),
    ("BackTab", Code::BackTab),
    ("Space", Code::Char(' ')),
    ("Backspace", Code::Backspace),
    ("Insert", Code::Insert),
    ("Delete", Code::Delete),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Prior", Code::PageUp),
    ("Next", Code::PageDown),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
];

/// A key by its name: `a`, `C-a`, `M-a`, `PageUp`, `F1`.
fn parse_key(name: &str) -> Option<Key> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(Key::char(letter));
    }
    let (held, rest) = match name.split_at_checked(2) {
        Some(("C-", rest)) => (Held::Control, rest),
        Some(("M-", rest)) => (Held::Alt, rest),
        _ => (Held::Nothing, name),
    };
    let mut letters = rest.chars();
    let code = match (letters.next(), letters.next()) {
        (Some(letter), None) => Code::Char(letter),
        _ => named(rest)?,
    };
    Some(match (held, code) {
        // Terminals cannot tell these apart.
        (Held::Control, Code::Char('i' | 'I')) => Key::plain(Code::Tab),
        (Held::Control, Code::Char('m' | 'M' | 'j' | 'J')) => Key::plain(Code::Enter),
        (Held::Control, Code::Char('h' | 'H')) => Key::plain(Code::Backspace),
        (Held::Control, Code::Char(letter)) => Key::control(letter.to_ascii_lowercase()),
        _ => Key { code, held },
    })
}

fn named(name: &str) -> Option<Code> {
    let function = || {
        let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
        (1..=12).contains(&number).then_some(Code::F(number))
    };
    KEYS.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, code)| *code).or_else(function)
}

#[cfg(test)]
mod tests {
    use super::super::action::{Action, Side, TextAction};
    use super::super::theme::{Colors, Paint};
    use super::*;
    use ratatui_core::style::{Color, Modifier};

    fn read(text: &str) -> (Config, Vec<String>) {
        let mut config = Config::new(Theme::new(Colors::On));
        let wrong = config.read(text);
        (config, wrong)
    }

    #[test]
    fn a_file_sets_keys_colours_and_settings() {
        let text = "# mine\n\n set mouse_wheel_step 5\nset mouse_wheel_focuses_control 1\nset background black\n\
            bind C-a mixer_mode_all\nbind M-x close\nbind F12 mixer control_up_3_left\nbind x textbox top\n\
            bind PageUp textbox_up\nbind v none\ncolor ctl_mute red none bold underline\ncolor mixer_text white blue";
        let (config, wrong) = read(text);
        assert_eq!(wrong, [""; 0]);
        assert_eq!((config.wheel_step, config.wheel_target), (5, WheelTarget::Pointed));
        let action = |key| config.bindings.action(key);
        assert_eq!(action(Key::plain(Code::F(12))), Some(Action::Step(3, Side::Left)));
        assert_eq!(action(Key { code: Code::Char('x'), held: Held::Alt }), Some(Action::Close));
        assert!(action(Key::control('a')).is_some() && action(Key::char('v')).is_none());
        assert_eq!(config.bindings.text_action(Key::plain(Code::PageUp)), Some(TextAction::Up));
        assert_eq!(config.bindings.text_action(Key::char('x')), Some(TextAction::Top));
        let mute = config.theme.style(Paint::Mute);
        assert_eq!((mute.fg, mute.bg), (Some(Color::Red), Some(Color::Black)));
        assert!(mute.add_modifier.contains(Modifier::BOLD | Modifier::UNDERLINED));
        assert_eq!(config.theme.style(Paint::MixerText).bg, Some(Color::Blue));
    }

    #[test]
    fn every_wrong_line_is_told_and_the_others_hold() {
        let text = "colour x\nset wheel 1\nset mouse_wheel_step 101\nbind\nbind Foo close\nbind q up\n\
            color ctl_mute pink black\ncolor ctl_mute red black shiny\ncolor nothing red black\nset background grey\n\
            set mouse_wheel_step 7";
        let (config, wrong) = read(text);
        let told = [
            "1: unknown command: colour (set, bind and color are known)",
            "2: set: unknown option: wheel",
            "3: set: invalid value of mouse_wheel_step: 101",
            "4: bind: wrong number of words",
            "5: bind: invalid key: Foo",
            "6: bind: invalid command: up",
            "7: color: invalid color: pink",
            "8: color: invalid attribute: shiny",
            "9: color: unknown element: nothing",
            "10: set: invalid value of background: grey",
        ];
        assert_eq!(wrong, told);
        assert_eq!(config.wheel_step, 7);
    }
}
