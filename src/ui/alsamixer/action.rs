//! What can be done: every command of the mixer and of the text boxes, by the names that `alsamixer.rc` may use.
//!
//! The words of a command may stand in any order, as alsamixer's own parser takes them, and with the `mixer_` or
//! `textbox_` before them that its manual page writes.

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Ends the program.
    Close,
    /// Shows the keys.
    Help,
    /// Draws everything anew.
    Refresh,
    /// Shows the cards.
    SelectCard,
    /// Shows the kernel's files about sound.
    SystemInformation,
    /// Shows the controls of one kind.
    Show(View),
    /// Shows the next kind.
    NextView,
    /// Shows the main control of every card, or goes back.
    AllCards,
    /// Goes so many controls to the left.
    Previous(u16),
    /// Goes so many controls to the right.
    Next(u16),
    /// Goes to the control with this number, from 0.
    Focus(u16),
    /// Louder or quieter by so many percent.
    Step(i16, Side),
    /// To so many percent.
    Set(u8, Side),
    /// Switches playback on or off.
    Mute(Side),
    /// Switches capture on or off.
    Capture(Side),
    /// Brings both channels to the same volume.
    Balance,
    /// Looks for a control by its name.
    Search,
    /// Takes the last change back.
    Undo,
    /// Stores the state of the card.
    Store,
    /// Nothing: a key that is bound to nothing.
    Nothing,
}

/// Which controls are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum View {
    /// Those of playback.
    #[default]
    Playback,
    /// Those of capture.
    Capture,
    /// All.
    All,
}

/// The channels that a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Left and right.
    Both,
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// A command in a box with text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextAction {
    /// Closes the box.
    Close,
    /// A line up.
    Up,
    /// A line down.
    Down,
    /// A column to the left.
    Left,
    /// A column to the right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// A page to the left.
    PageLeft,
    /// A page to the right.
    PageRight,
    /// To the beginning.
    Top,
    /// To the end.
    Bottom,
    /// Nothing.
    Nothing,
}

/// The greatest numbers that commands take.
const MOST_CONTROLS: u16 = 512;
const WHOLE: u16 = 100;

/// The command that `words` name.
pub fn parse(words: &str) -> Option<Action> {
    let mut rest = Words::new(words.strip_prefix("mixer_").unwrap_or(words))?;
    if rest.take("control") {
        return on_control(rest);
    }
    if rest.take("toggle") {
        return toggle(rest);
    }
    if rest.take("mode") {
        return mode(rest);
    }
    for (name, action) in [("previous", Action::Previous as fn(u16) -> Action), ("next", Action::Next)] {
        if rest.take(name) {
            let count = rest.number_within(1, MOST_CONTROLS - 1)?.unwrap_or(1);
            return rest.end(action(count));
        }
    }
    SIMPLE.iter().find(|(names, _)| rest.are(names)).map(|(_, action)| *action)
}

const SIMPLE: [(&[&str], Action); 12] = [
    (&["close"], Action::Close),
    (&["help"], Action::Help),
    (&["refresh"], Action::Refresh),
    (&["select", "card"], Action::SelectCard),
    (&["system", "information"], Action::SystemInformation),
    (&["all", "cards"], Action::AllCards),
    (&["balance", "volumes"], Action::Balance),
    (&["search"], Action::Search),
    (&["undo"], Action::Undo),
    (&["store"], Action::Store),
    (&["nothing"], Action::Nothing),
    (&["none"], Action::Nothing),
];

fn on_control(mut rest: Words<'_>) -> Option<Action> {
    if rest.take("balance") {
        return rest.end(Action::Balance);
    }
    if rest.take("focus") {
        let number = rest.number_within(1, MOST_CONTROLS)??;
        return rest.end(Action::Focus(number - 1));
    }
    let sign = if rest.take("down") { -1 } else { 1 };
    if sign < 0 || rest.take("up") {
        let side = rest.side();
        let percent = rest.number_within(1, WHOLE)?.unwrap_or(1);
        return rest.end(Action::Step(sign * i16::try_from(percent).ok()?, side));
    }
    if rest.take("set") {
        let side = rest.side();
        let percent = rest.number_within(0, WHOLE)??;
        return rest.end(Action::Set(u8::try_from(percent).ok()?, side));
    }
    None
}

fn toggle(mut rest: Words<'_>) -> Option<Action> {
    if rest.take("mode") {
        return rest.end(Action::NextView);
    }
    let action = match (rest.take("mute"), rest.take("capture")) {
        (true, false) => Action::Mute,
        (false, true) => Action::Capture,
        _ => return None,
    };
    let side = rest.side();
    rest.end(action(side))
}

fn mode(mut rest: Words<'_>) -> Option<Action> {
    let views = [("playback", View::Playback), ("capture", View::Capture), ("all", View::All)];
    let view = views.into_iter().find(|(name, _)| rest.take(name))?.1;
    rest.end(Action::Show(view))
}

/// The command of a text box that `words` name.
pub fn parse_text(words: &str) -> Option<TextAction> {
    let rest = Words::new(words.strip_prefix("textbox_").unwrap_or(words))?;
    TEXT.iter().find(|(names, _)| rest.are(names)).map(|(_, action)| *action)
}

const TEXT: [(&[&str], TextAction); 12] = [
    (&["close"], TextAction::Close),
    (&["up"], TextAction::Up),
    (&["down"], TextAction::Down),
    (&["left"], TextAction::Left),
    (&["right"], TextAction::Right),
    (&["page", "up"], TextAction::PageUp),
    (&["page", "down"], TextAction::PageDown),
    (&["page", "left"], TextAction::PageLeft),
    (&["page", "right"], TextAction::PageRight),
    (&["top"], TextAction::Top),
    (&["bottom"], TextAction::Bottom),
    (&["none"], TextAction::Nothing),
];

/// The words of a command that nobody has asked for yet.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    fn new(words: &'a str) -> Option<Words<'a>> {
        let words: Vec<&str> = words.split('_').collect();
        words.iter().all(|word| !word.is_empty()).then_some(Words(words))
    }

    fn take(&mut self, word: &str) -> bool {
        let place = self.0.iter().position(|own| *own == word);
        place.map(|place| self.0.remove(place)).is_some()
    }

    fn side(&mut self) -> Side {
        match (self.take("left"), self.take("right")) {
            (true, false) => Side::Left,
            (false, true) => Side::Right,
            _ => Side::Both,
        }
    }

    /// The number among the words, if there is one; `None` when it is out of range.
    fn number_within(&mut self, least: u16, most: u16) -> Option<Option<u16>> {
        let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        let Some(place) = self.0.iter().position(is_number) else { return Some(None) };
        let number: u16 = self.0.remove(place).parse().ok()?;
        (least..=most).contains(&number).then_some(Some(number))
    }

    fn end(self, action: Action) -> Option<Action> {
        self.0.is_empty().then_some(action)
    }

    fn are(&self, names: &[&str]) -> bool {
        self.0.len() == names.len() && names.iter().all(|name| self.0.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_have_the_names_of_the_page_and_those_of_the_program() {
        let table = [
            ("mixer_close close", Action::Close),
            ("mixer_help help", Action::Help),
            ("mixer_refresh refresh", Action::Refresh),
            ("mixer_select_card select_card card_select", Action::SelectCard),
            ("mixer_system_information system_information", Action::SystemInformation),
            ("mixer_mode_playback mode_playback", Action::Show(View::Playback)),
            ("mixer_mode_capture mode_capture", Action::Show(View::Capture)),
            ("mixer_mode_all mode_all all_mode", Action::Show(View::All)),
            ("mixer_mode_toggle mode_toggle", Action::NextView),
            ("mixer_balance_volumes control_balance", Action::Balance),
            ("mixer_previous previous previous_1", Action::Previous(1)),
            ("mixer_next next_1 next", Action::Next(1)),
            ("next_511 511_next", Action::Next(511)),
            ("mixer_control_focus_7 control_focus_7", Action::Focus(6)),
            ("mixer_control_set_100_left control_left_set_100", Action::Set(100, Side::Left)),
            ("control_set_0", Action::Set(0, Side::Both)),
            ("mixer_control_up_5_right control_up_right_5", Action::Step(5, Side::Right)),
            ("control_down control_down_1_left_right", Action::Step(-1, Side::Both)),
            ("mixer_toggle_mute_left toggle_mute_left", Action::Mute(Side::Left)),
            ("mixer_toggle_capture toggle_capture", Action::Capture(Side::Both)),
            ("all_cards mixer_all_cards", Action::AllCards),
            ("search", Action::Search),
            ("undo", Action::Undo),
            ("store", Action::Store),
            ("none", Action::Nothing),
        ];
        for (names, action) in table {
            for name in names.split(' ') {
                assert_eq!(parse(name), Some(action), "{name}");
            }
        }
    }

    #[test]
    fn what_is_no_command_is_none() {
        let wrong = "next_0 next_512 control control_set control_set_101 control_up_0 control_up_101 control_focus \
            control_focus_0 control_focus_513 toggle mute mode help_me close_left _close close_ control_up_5_6 up";
        for name in wrong.split_whitespace() {
            assert_eq!(parse(name), None, "{name}");
        }
        assert_eq!(parse_text("help"), None);
    }

    #[test]
    fn text_boxes_have_commands_of_their_own() {
        assert_eq!(parse_text("textbox_page_up"), Some(TextAction::PageUp));
        assert_eq!(parse_text("up_page"), Some(TextAction::PageUp));
        for (names, action) in TEXT {
            assert_eq!(parse_text(&names.join("_")), Some(action));
        }
    }
}
