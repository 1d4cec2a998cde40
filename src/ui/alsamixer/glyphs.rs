//! The signs that lines and bars are drawn with: Unicode's, or ASCII's where the terminal knows no others.

/// The signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// A horizontal line.
    pub horizontal: char,
    /// A vertical line.
    pub vertical: char,
    /// Top left, top right, bottom left, bottom right.
    pub corners: [char; 4],
    /// Where a line leaves a vertical one to the right.
    pub tee_left: char,
    /// Where a line leaves a vertical one to the left.
    pub tee_right: char,
    /// A cell of a bar.
    pub bar: char,
    /// More to the left.
    pub more_left: char,
    /// More to the right.
    pub more_right: char,
    /// Arrows for left, right, up and down.
    pub arrows: [char; 4],
}

/// Unicode's.
pub const UNICODE: Glyphs = Glyphs {
    horizontal: '─',
    vertical: '│',
    corners: ['┌', '┐', '└', '┘'],
    tee_left: '├',
    tee_right: '┤',
    bar: '▒',
    more_left: '←',
    more_right: '→',
    arrows: ['←', '→', '↑', '↓'],
};

/// ASCII's.
pub const ASCII: Glyphs = Glyphs {
    horizontal: '-',
    vertical: '|',
    corners: ['+', '+', '+', '+'],
    tee_left: '+',
    tee_right: '+',
    bar: '#',
    more_left: '<',
    more_right: '>',
    arrows: ['<', '>', '^', 'v'],
};

/// The signs that a terminal knows, by the locale's variables in their order of weight and by the terminal's name.
pub fn known(locale: [Option<&str>; 3], terminal: &str) -> &'static Glyphs {
    let locale = locale.into_iter().flatten().find(|value| !value.is_empty()).unwrap_or_default().to_ascii_lowercase();
    let is_unicode = locale.contains("utf-8") || locale.contains("utf8");
    let is_poor = matches!(terminal, "" | "dumb" | "vt52" | "vt100" | "ansi");
    if is_unicode && !is_poor { &UNICODE } else { &ASCII }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poor_locale_or_terminal_gets_ascii() {
        let table = [
            ([None, None, Some("en_US.UTF-8")], "xterm", &UNICODE),
            ([None, Some("C.utf8"), Some("C")], "linux", &UNICODE),
            ([Some(""), None, Some("de_DE.UTF-8")], "screen", &UNICODE),
            ([Some("C"), None, Some("en_US.UTF-8")], "xterm", &ASCII),
            ([None, None, None], "xterm", &ASCII),
            ([None, None, Some("C.UTF-8")], "vt100", &ASCII),
            ([None, None, Some("C.UTF-8")], "", &ASCII),
        ];
        for (locale, terminal, glyphs) in table {
            assert_eq!(known(locale, terminal), glyphs, "{locale:?} {terminal}");
        }
    }
}
