//! The colours: one style for each element of the picture, by the names that `alsamixer.rc` has for them.

use ratatui_core::style::{Color, Modifier, Style};

/// What is drawn in a colour of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// The highest part of a bar.
    BarHigh,
    /// The lowest part of a bar.
    BarLow,
    /// The middle of a bar.
    BarMiddle,
    /// A capture switch that is on.
    Capture,
    /// The boxes of bars and switches.
    ControlFrame,
    /// Controls that do nothing at present.
    Inactive,
    /// A control's name.
    Label,
    /// The focused control's name.
    LabelFocus,
    /// The name of a control that does nothing at present.
    LabelInactive,
    /// The marks beside the focused control's name.
    MarkFocus,
    /// A playback switch that is off.
    Mute,
    /// A capture switch that is off.
    NoCapture,
    /// A playback switch that is on.
    NoMute,
    /// Words about what went wrong.
    Error,
    /// Words about what there is not.
    Information,
    /// A list to choose from.
    Menu,
    /// The chosen line of a list.
    MenuSelected,
    /// The title, and what stands behind the words of the head.
    MixerActive,
    /// The frame of the whole.
    MixerFrame,
    /// The words of the head.
    MixerText,
    /// A box with text.
    TextBox,
    /// A field to type in.
    TextField,
}

/// The elements in the order of `Paint`, with alsamixer's colours.
const ELEMENTS: [(&str, Color, Color, Modifier); 22] = [
    ("ctl_bar_hi", Color::Red, Color::Red, Modifier::BOLD),
    ("ctl_bar_lo", Color::Green, Color::Green, Modifier::BOLD),
    ("ctl_bar_mi", Color::White, Color::White, Modifier::BOLD),
    ("ctl_capture", Color::Red, Color::Reset, Modifier::BOLD),
    ("ctl_frame", Color::Cyan, Color::Reset, Modifier::BOLD),
    ("ctl_inactive", Color::White, Color::Reset, Modifier::empty()),
    ("ctl_label", Color::White, Color::Blue, Modifier::BOLD),
    ("ctl_label_focus", Color::Red, Color::Blue, Modifier::BOLD),
    ("ctl_label_inactive", Color::White, Color::Reset, Modifier::REVERSED),
    ("ctl_mark_focus", Color::Red, Color::Reset, Modifier::BOLD),
    ("ctl_mute", Color::Cyan, Color::Reset, Modifier::empty()),
    ("ctl_nocapture", Color::White, Color::Reset, Modifier::empty()),
    ("ctl_nomute", Color::White, Color::Green, Modifier::BOLD),
    ("errormsg", Color::White, Color::Red, Modifier::BOLD),
    ("infomsg", Color::Cyan, Color::Reset, Modifier::empty()),
    ("menu", Color::White, Color::Blue, Modifier::BOLD),
    ("menu_selected", Color::White, Color::Blue, Modifier::REVERSED),
    ("mixer_active", Color::Yellow, Color::Reset, Modifier::BOLD),
    ("mixer_frame", Color::Cyan, Color::Reset, Modifier::empty()),
    ("mixer_text", Color::Cyan, Color::Reset, Modifier::empty()),
    ("textbox", Color::White, Color::Blue, Modifier::BOLD),
    ("textfield", Color::White, Color::Reset, Modifier::REVERSED),
];

/// Every name of a colour.
const COLORS: [(&str, Color); 10] = [
    ("default", Color::Reset),
    ("none", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::White),
];

const ATTRIBUTES: [(&str, Modifier); 8] = [
    ("bold", Modifier::BOLD),
    ("normal", Modifier::empty()),
    ("reverse", Modifier::REVERSED),
    ("standout", Modifier::REVERSED),
    ("dim", Modifier::DIM),
    ("underline", Modifier::UNDERLINED),
    ("italic", Modifier::ITALIC),
    ("blink", Modifier::SLOW_BLINK),
];

/// Whether there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colors {
    /// There are.
    #[default]
    On,
    /// Only bold and reverse.
    Off,
}

/// The style of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; ELEMENTS.len()],
    /// What is behind everything that has no background of its own.
    background: Color,
}

impl Theme {
    /// alsamixer's colours, or none.
    pub fn new(colors: Colors) -> Theme {
        let styles = ELEMENTS.map(|(name, front, back, attributes)| match colors {
            Colors::On => Style::new().fg(front).bg(back).add_modifier(attributes),
            Colors::Off => Style::new().add_modifier(without_colors(name, attributes)),
        });
        Theme { styles, background: Color::Reset }
    }

    /// The style of an element.
    pub fn style(&self, paint: Paint) -> Style {
        let style = self.styles[paint as usize];
        match style.bg {
            Some(Color::Reset) => style.bg(self.background),
            _ => style,
        }
    }

    /// The style of cells where nothing is drawn.
    pub fn ground(&self) -> Style {
        Style::new().bg(self.background)
    }

    /// Sets what is behind everything.
    pub fn set_background(&mut self, color: Color) {
        self.background = color;
    }

    /// Sets an element's style; whether there is such an element.
    pub fn set(&mut self, element: &str, style: Style) -> bool {
        let place = ELEMENTS.iter().position(|(name, ..)| *name == element);
        place.map(|place| self.styles[place] = style).is_some()
    }
}

/// What stands out by its background alone is reversed instead.
fn without_colors(name: &str, attributes: Modifier) -> Modifier {
    match name {
        "ctl_label_focus" | "errormsg" => Modifier::BOLD | Modifier::REVERSED,
        "ctl_label" => Modifier::REVERSED,
        _ => attributes,
    }
}

/// The colour of this name.
pub fn color(name: &str) -> Option<Color> {
    COLORS.iter().find(|(own, _)| *own == name).map(|(_, color)| *color)
}

/// The attribute of this name.
pub fn attribute(name: &str) -> Option<Modifier> {
    ATTRIBUTES.iter().find(|(own, _)| *own == name).map(|(_, attribute)| *attribute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_in_the_order_of_the_paints() {
        let theme = Theme::new(Colors::On);
        assert_eq!(ELEMENTS[Paint::TextField as usize].0, "textfield");
        assert_eq!(ELEMENTS[Paint::MixerActive as usize].0, "mixer_active");
        assert_eq!(theme.style(Paint::NoMute).bg, Some(Color::Green));
        assert!(ELEMENTS.iter().map(|(name, ..)| name).is_sorted());
    }

    #[test]
    fn a_background_is_behind_what_has_none_of_its_own() {
        let mut theme = Theme::new(Colors::On);
        theme.set_background(Color::Black);
        assert_eq!(theme.style(Paint::MixerText).bg, Some(Color::Black));
        assert_eq!(theme.style(Paint::Label).bg, Some(Color::Blue));
    }
}
