//! What the full meter may use of a terminal: colours and characters beyond ASCII.

use std::env;

/// How the full meter looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether it is green, yellow and red.
    pub colours: Colours,
    /// The characters of its bars.
    pub glyphs: Glyphs,
}

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Green, yellow and red.
    Some,
    /// What the terminal writes with.
    None,
}

/// The characters of the bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// For every terminal.
    Ascii,
    /// Blocks.
    Unicode,
}

/// When the user wants colours (`--color`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColourWish {
    /// As the environment says.
    #[default]
    Auto,
    /// Even where the environment is against it.
    Always,
    /// Not at all.
    Never,
}

impl ColourWish {
    /// The wish that a word stands for.
    pub fn parse(word: &str) -> Option<ColourWish> {
        match word {
            "auto" => Some(ColourWish::Auto),
            "always" => Some(ColourWish::Always),
            "never" => Some(ColourWish::Never),
            _ => None,
        }
    }
}

impl Look {
    /// The look that suits this process's environment; `None` when the terminal cannot move its cursor.
    pub fn of_environment(wish: ColourWish) -> Option<Look> {
        Look::of(wish, |name| env::var(name).ok())
    }

    fn of(wish: ColourWish, variable: impl Fn(&str) -> Option<String>) -> Option<Look> {
        let filled = |name: &str| variable(name).filter(|value| !value.is_empty());
        filled("TERM").filter(|terminal| terminal != "dumb")?;
        let colours = match wish {
            ColourWish::Always => Colours::Some,
            ColourWish::Auto if filled("NO_COLOR").is_none() => Colours::Some,
            ColourWish::Auto | ColourWish::Never => Colours::None,
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(filled).unwrap_or_default().to_lowercase();
        let unicode = locale.contains("utf-8") || locale.contains("utf8");
        Some(Look { colours, glyphs: if unicode { Glyphs::Unicode } else { Glyphs::Ascii } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(wish: ColourWish, variables: &[(&str, &str)]) -> Look {
        let variable =
            |name: &str| variables.iter().find(|(other, _)| *other == name).map(|(_, text)| text.to_string());
        Look::of(wish, |name| variable(name).or_else(|| (name == "TERM").then(|| "xterm".to_owned()))).unwrap()
    }

    #[test]
    fn no_color_is_respected_unless_told_otherwise() {
        let colours = |wish, variables: &[_]| look(wish, variables).colours;
        assert_eq!(colours(ColourWish::Auto, &[]), Colours::Some);
        assert_eq!(colours(ColourWish::Auto, &[("NO_COLOR", "")]), Colours::Some);
        assert_eq!(colours(ColourWish::Auto, &[("NO_COLOR", "1")]), Colours::None);
        assert_eq!(colours(ColourWish::Always, &[("NO_COLOR", "1")]), Colours::Some);
        assert_eq!(colours(ColourWish::Never, &[]), Colours::None);
    }

    #[test]
    fn the_locale_decides_about_blocks() {
        let glyphs = |variables: &[_]| look(ColourWish::Never, variables).glyphs;
        assert_eq!(glyphs(&[("LANG", "de_DE.UTF-8")]), Glyphs::Unicode);
        assert_eq!(glyphs(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]), Glyphs::Ascii);
        assert_eq!(glyphs(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")]), Glyphs::Unicode);
        assert_eq!(glyphs(&[]), Glyphs::Ascii);
    }

    #[test]
    fn a_cursor_that_cannot_move_allows_no_full_meter() {
        assert_eq!(Look::of(ColourWish::Always, |_| None), None);
        assert_eq!(Look::of(ColourWish::Always, |_| Some("dumb".to_owned())), None);
    }

    #[test]
    fn wishes_are_three_words() {
        assert_eq!(ColourWish::parse("always"), Some(ColourWish::Always));
        assert_eq!(ColourWish::parse("Never"), None);
    }
}
