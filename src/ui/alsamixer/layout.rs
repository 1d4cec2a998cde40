//! Where everything stands: worked out once from the size of the screen and what the strips have.
//!
//! The proportions are alsamixer's: columns of at least nine cells, bars that grow by half of the lines to spare.

use super::strip::Strip;
use unicode_width::UnicodeWidthStr;

/// A terminal's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Characters in a line.
    pub columns: u16,
    /// Lines.
    pub rows: u16,
}

/// The least size that has room for controls.
pub const LEAST: Size = Size { columns: 12, rows: 14 };

/// The frame and the head.
pub const HEAD_ROWS: u16 = 5;
const LEAST_LABEL: u16 = 8;
/// A bar of this height is good enough; only half of what is above it goes to it.
const GOOD_BAR: u16 = 10;

/// The places of all parts; lines are counted from the top of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How many strips there is room for.
    pub visible: usize,
    /// The column of the first strip's left mark.
    pub left: u16,
    /// From strip to strip.
    pub stride: u16,
    /// The columns of a label.
    pub label: u16,
    /// The upper edge of the bars.
    pub top: u16,
    /// The lines of a bar, without its edges.
    pub bar: u16,
    /// The line of the bars' lower edge, of chosen items, and of the upper edge of switches.
    pub bottom: u16,
    /// The line of the playback switches.
    pub mute: Option<u16>,
    /// The line of the capture switches.
    pub capture: Option<u16>,
    /// The line of the percentages.
    pub values: Option<u16>,
    /// The line of the names.
    pub names: u16,
    /// The line below the names.
    pub below: Option<u16>,
}

impl Layout {
    /// The layout for these strips.
    pub fn new(size: Size, strips: &[(usize, Strip)]) -> Layout {
        let columns = Columns::new(size.columns, strips);
        let has = |part: fn(&Strip) -> bool| strips.iter().any(|(_, strip)| part(strip));
        let fader = has(|strip| strip.fader.is_some());
        let below = has(|strip| strip.below.is_some());
        let mute = has(|strip| strip.mute.is_some());
        let capture = has(|strip| strip.capture.is_some());
        let edges = if fader { 2 } else { 1 };
        let fixed = edges + 2 * u16::from(mute) + u16::from(capture) + u16::from(fader) + 1 + u16::from(below);
        let free = size.rows.saturating_sub(HEAD_ROWS + 1 + fixed);
        let bar = if fader { free.min(GOOD_BAR) + free.saturating_sub(GOOD_BAR) / 2 } else { 0 };
        let top = HEAD_ROWS + (free - bar).div_ceil(2);
        let mut line = top + bar + edges - 1;
        let bottom = line;
        let mut next = |lines: u16, is_there: bool| {
            line += if is_there { lines } else { 0 };
            is_there.then_some(line)
        };
        let mute = next(2, mute).map(|line| line - 1);
        let capture = next(1, capture);
        let values = next(1, fader);
        let names = next(1, true).unwrap_or(bottom);
        let below = next(1, below);
        let Columns { visible, left, stride, label } = columns;
        Layout { visible, left, stride, label, top, bar, bottom, mute, capture, values, names, below }
    }

    /// The column of a label, of the strip at this place on the screen.
    pub fn label_column(&self, place: usize) -> u16 {
        self.left + 1 + self.stride * u16::try_from(place).unwrap_or(0)
    }

    /// The column of its bar.
    pub fn bar_column(&self, place: usize) -> u16 {
        self.label_column(place) + (self.label - 4) / 2
    }

    /// The place on the screen of the strip in this column.
    pub fn place_at(&self, column: u16) -> Option<usize> {
        let place = usize::from(column.checked_sub(self.left)? / self.stride);
        (place < self.visible).then_some(place)
    }
}

/// What holds across the screen.
struct Columns {
    visible: usize,
    left: u16,
    stride: u16,
    label: u16,
}

impl Columns {
    fn new(columns: u16, strips: &[(usize, Strip)]) -> Columns {
        let room = columns.saturating_sub(3);
        let most = (room / (LEAST_LABEL + 1)).max(1);
        let count = u16::try_from(strips.len()).unwrap_or(u16::MAX).clamp(1, most);
        let longest = strips.iter().map(|(_, strip)| strip.label.width()).max().unwrap_or(0);
        // An even width, as far as there is room, has a bar in its middle.
        let longest = u16::try_from(longest).unwrap_or(u16::MAX - 1).next_multiple_of(2).max(LEAST_LABEL);
        let label = (room / count).saturating_sub(1).clamp(LEAST_LABEL, longest);
        let stride = label + 1;
        let left = 1 + columns.saturating_sub(2 + count * stride + 1) / 2;
        Columns { visible: usize::from(count).min(strips.len().max(1)), left, stride, label }
    }
}
