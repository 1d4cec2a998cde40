//! The full meter's picture: a pure function of the channels, the size of the terminal and the look.
//!
//! A line a channel and one with the scale; it fits the terminal, whatever that is.

use super::look::{Colours, Glyphs, Look};
use crate::os::terminal::Size;

/// The least level that has a place on the bar.
const FLOOR_DB: f32 = -60.0;

/// From here on it is yellow, and red.
const HIGH_DB: f32 = -12.0;
const HOT_DB: f32 = -3.0;

/// The numbers beside a bar, and the least bar that leaves room for them.
const NUMBERS_COLUMNS: usize = 21;
const LEAST_BAR_COLUMNS: usize = 20;

/// What one line shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    pub(super) peak_db: f32,
    pub(super) rms_db: f32,
    pub(super) held_db: f32,
    pub(super) clips: u64,
}

/// The lines, each ended and with what stood behind it wiped.
pub(super) fn picture(rows: &[Row], size: Size, look: Look) -> String {
    let lines = labelled(rows, size.rows);
    let label_columns = lines.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 1;
    // The last column stays free: some terminals go to the next line after it.
    let free = size.columns.saturating_sub(label_columns + 1);
    let numbers = free >= NUMBERS_COLUMNS + LEAST_BAR_COLUMNS;
    let columns = if numbers { free - NUMBERS_COLUMNS } else { free };
    let mut picture = String::new();
    for (label, row) in lines {
        picture += &format!("{label:>width$} ", width = label_columns - 1);
        push_bar(&mut picture, &row, columns, look);
        if numbers {
            push_numbers(&mut picture, &row, look);
        }
        picture += "\x1b[K\n";
    }
    picture += &format!("{:label_columns$}{}", "", scale(columns));
    picture += if numbers { "   peak    rms  clips\x1b[K\n" } else { "\x1b[K\n" };
    picture
}

/// The channels by their numbers. Those for which there is no line share the last one: every channel counts.
fn labelled(rows: &[Row], screen_rows: usize) -> Vec<(String, Row)> {
    // One line is the scale's, and the cursor stands in one.
    let room = screen_rows.saturating_sub(2).max(1);
    let single = if rows.len() > room { room - 1 } else { rows.len() };
    let mut lines: Vec<_> = rows[..single].iter().enumerate().map(|(i, row)| ((i + 1).to_string(), *row)).collect();
    if let Some(rest) = rows[single..].iter().copied().reduce(louder) {
        lines.push((format!("{}-{}", single + 1, rows.len()), rest));
    }
    lines
}

fn louder(a: Row, b: Row) -> Row {
    Row {
        peak_db: a.peak_db.max(b.peak_db),
        rms_db: a.rms_db.max(b.rms_db),
        held_db: a.held_db.max(b.held_db),
        clips: a.clips + b.clips,
    }
}

/// Columns from the floor to a level.
fn columns_to(db: f32, columns: usize) -> usize {
    let part = ((db - FLOOR_DB) / -FLOOR_DB).clamp(0.0, 1.0);
    (part * columns as f32).round() as usize
}

fn push_bar(picture: &mut String, row: &Row, columns: usize, look: Look) {
    let (loud, louder, mark) = match look.glyphs {
        Glyphs::Ascii => ('#', '=', '|'),
        Glyphs::Unicode => ('█', '▒', '┃'),
    };
    let [rms, peak, held] = [row.rms_db, row.peak_db, row.held_db].map(|db| columns_to(db, columns));
    let mut pen = Pen { picture, look, colour: None };
    for column in 0..columns {
        let glyph = match column + 1 {
            end if end == held => mark,
            end if end <= rms => loud,
            end if end <= peak => louder,
            _ => ' ',
        };
        let colour = match column + 1 {
            _ if glyph == ' ' => None,
            end if end > columns_to(HOT_DB, columns) => Some(Colour::Red),
            end if end > columns_to(HIGH_DB, columns) => Some(Colour::Yellow),
            _ => Some(Colour::Green),
        };
        pen.put(colour, glyph);
    }
    pen.lift();
}

fn push_numbers(picture: &mut String, row: &Row, look: Look) {
    *picture += &format!(" {:>6} {:>6} ", decibels(row.peak_db), decibels(row.rms_db));
    let colour = (row.clips > 0).then_some(Colour::Red);
    let mut pen = Pen { picture, look, colour: None };
    format!("{:>6}", row.clips.min(999_999)).chars().for_each(|glyph| pen.put(colour, glyph));
    pen.lift();
}

fn decibels(db: f32) -> String {
    if db < -999.0 { "-inf".to_owned() } else { format!("{:.1}", db + 0.0) }
}

/// The decibels below the bars, as many as have room.
fn scale(columns: usize) -> String {
    let mut scale = vec![b' '; columns];
    for db in [0, -60, -30, -20, -10, -40, -50, -3] {
        let mark = db.to_string();
        let end = columns_to(db as f32, columns).max(mark.len());
        let room = end - mark.len();
        let with_gaps = room.saturating_sub(1)..(end + 1).min(columns);
        if end <= columns && scale[with_gaps].iter().all(|byte| *byte == b' ') {
            scale[room..end].copy_from_slice(mark.as_bytes());
        }
    }
    scale.into_iter().map(char::from).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Colour {
    Green,
    Yellow,
    Red,
}

impl Colour {
    fn code(self) -> &'static str {
        match self {
            Colour::Green => "\x1b[32m",
            Colour::Yellow => "\x1b[33m",
            Colour::Red => "\x1b[31m",
        }
    }
}

/// Writes the codes of a colour where it changes, and none when there are to be none.
struct Pen<'a> {
    picture: &'a mut String,
    look: Look,
    colour: Option<Colour>,
}

impl Pen<'_> {
    fn put(&mut self, colour: Option<Colour>, glyph: char) {
        self.dip(colour);
        self.picture.push(glyph);
    }

    fn lift(mut self) {
        self.dip(None);
    }

    fn dip(&mut self, colour: Option<Colour>) {
        if colour != self.colour && self.look.colours == Colours::Some {
            self.picture.push_str(colour.map_or("\x1b[0m", Colour::code));
        }
        self.colour = colour;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { colours: Colours::None, glyphs: Glyphs::Ascii };

    fn row(peak_db: f32, rms_db: f32, held_db: f32, clips: u64) -> Row {
        Row { peak_db, rms_db, held_db, clips }
    }

    fn lines(rows: &[Row], columns: usize, screen_rows: usize) -> Vec<String> {
        let picture = picture(rows, Size { columns, rows: screen_rows }, PLAIN);
        picture.lines().map(|line| line.strip_suffix("\x1b[K").unwrap().to_owned()).collect()
    }

    const SILENT: f32 = f32::NEG_INFINITY;

    #[test]
    fn each_channel_has_a_bar_of_power_and_peak_with_the_held_peak_and_numbers() {
        let rows = [row(-6.0, -18.2, -3.1, 0), row(0.0, -9.0, 0.0, 3), row(SILENT, SILENT, -40.0, 0)];
        assert_eq!(
            lines(&rows, 80, 24),
            [
                "1 #######################################===========  |      -6.0  -18.2      0",
                "2 ################################################=======|    0.0   -9.0      3",
                "3                   |                                        -inf   -inf      0",
                "  -60   -50       -40      -30      -20       -10    -3  0   peak    rms  clips",
            ]
        );
    }

    #[test]
    fn narrow_terminals_lose_numbers_before_bars() {
        let rows = [row(-6.0, -18.2, -3.1, 0)];
        assert_eq!(lines(&rows, 30, 24), ["1 ###################===== | ", "  -60   -40  -30 -20  -10   0"]);
        assert_eq!(lines(&rows, 10, 24), ["1 #####=|", "  -60   0"]);
        for columns in 1..5 {
            assert_eq!(lines(&rows, columns, 24).len(), 2, "{columns} columns");
        }
    }

    #[test]
    fn no_line_reaches_the_last_column() {
        for columns in 8..200 {
            let lines = lines(&[row(0.0, 0.0, 0.0, 9_999_999); 12], columns, 50);
            assert!(lines.iter().all(|line| line.chars().count() < columns), "{columns} columns: {lines:?}");
        }
    }

    #[test]
    fn channels_without_a_line_share_the_last() {
        let mut rows = [row(-20.0, -30.0, -20.0, 1); 32];
        rows[30].peak_db = -1.0;
        let lines = lines(&rows, 80, 6);
        assert_eq!(lines.len(), 5);
        assert!(lines[2].starts_with("   3 ") && lines[2].ends_with("-20.0  -30.0      1"), "{lines:?}");
        assert!(lines[3].starts_with("4-32 ") && lines[3].ends_with(" -1.0  -30.0     29"), "{lines:?}");
    }

    #[test]
    fn colours_change_where_the_level_does() {
        let look = Look { colours: Colours::Some, glyphs: Glyphs::Unicode };
        let picture = picture(&[row(0.0, -15.0, 0.0, 1)], Size { columns: 26, rows: 24 }, look);
        let bar = "1 \x1b[32m█████████████████▒\x1b[33m▒▒▒▒\x1b[31m┃\x1b[0m\x1b[K\n";
        assert_eq!(picture.split_inclusive('\n').next(), Some(bar));
    }
}
