//! A table for people: as wide as its words, or as narrow as a terminal makes it.
//!
//! Too little room first takes letters from the columns that can spare them, then whole columns; what a reader would
//! copy is never cut.

/// How a column gives way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Give {
    /// Not at all.
    Nothing,
    /// Letters, down to so many.
    Letters(usize),
    /// Letters, down to so many, and then itself; those of a higher rank first.
    Itself(usize, u8),
}

/// On which side the words of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// The side.
    pub side: Side,
    /// How it gives way.
    pub give: Give,
}

impl Column {
    /// A column of words.
    pub const fn words(heading: &'static str, give: Give) -> Column {
        Column { heading, side: Side::Left, give }
    }

    /// A column of numbers.
    pub const fn numbers(heading: &'static str, give: Give) -> Column {
        Column { heading, side: Side::Right, give }
    }
}

const GAP: usize = 2;

/// The table's lines, headings first, none longer than `width` as far as the columns give way.
pub fn lines<const N: usize>(columns: &[Column; N], rows: &[[String; N]], width: Option<usize>) -> String {
    let widths = fitted(columns, rows, width.unwrap_or(usize::MAX));
    let headings = columns.map(|column| column.heading.to_owned());
    std::iter::once(&headings).chain(rows).map(|row| line(columns, row, &widths)).collect()
}

/// The width of each column; `None` for one that is left out.
fn fitted<const N: usize>(columns: &[Column; N], rows: &[[String; N]], width: usize) -> Vec<Option<usize>> {
    let letters = |place: usize| rows.iter().map(move |row| row[place].chars().count());
    let natural = |(place, column): (usize, &Column)| letters(place).chain([column.heading.chars().count()]).max();
    let mut widths: Vec<Option<usize>> = columns.iter().enumerate().map(natural).collect();
    loop {
        let present = widths.iter().flatten();
        let total = present.clone().sum::<usize>() + GAP * present.count().saturating_sub(1);
        if total <= width || !(take_letters(columns, &mut widths, total - width) || take_column(columns, &mut widths)) {
            return widths;
        }
    }
}

fn take_letters(columns: &[Column], widths: &mut [Option<usize>], excess: usize) -> bool {
    let spare = |(column, width): (&Column, &Option<usize>)| match (column.give, width) {
        (Give::Letters(least) | Give::Itself(least, _), Some(width)) => width.saturating_sub(least),
        _ => 0,
    };
    let spares: Vec<usize> = columns.iter().zip(widths.iter()).map(spare).collect();
    let most = (0..spares.len()).max_by_key(|place| spares[*place]).filter(|place| spares[*place] > 0);
    if let Some((place, width)) = most.and_then(|place| Some((place, widths[place].as_mut()?))) {
        *width -= spares[place].min(excess);
    }
    most.is_some()
}

fn take_column(columns: &[Column], widths: &mut [Option<usize>]) -> bool {
    let rank = |place: usize| match (columns[place].give, widths[place]) {
        (Give::Itself(_, rank), Some(_)) => Some(rank),
        _ => None,
    };
    let first = (0..columns.len()).filter(|place| rank(*place).is_some()).max_by_key(|place| rank(*place));
    if let Some(place) = first {
        widths[place] = None;
    }
    first.is_some()
}

fn line<const N: usize>(columns: &[Column; N], row: &[String; N], widths: &[Option<usize>]) -> String {
    let cell = |place: usize| {
        let width = widths[place]?;
        let text = cut(&row[place], width);
        Some(match columns[place].side {
            Side::Left => format!("{text:width$}"),
            Side::Right => format!("{text:>width$}"),
        })
    };
    let cells: Vec<String> = (0..N).filter_map(cell).collect();
    format!("{}\n", cells.join(&" ".repeat(GAP)).trim_end())
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column::numbers("NO", Give::Nothing),
        Column::words("NAME", Give::Letters(4)),
        Column::words("PLACE", Give::Itself(5, 1)),
    ];

    fn table(width: Option<usize>) -> String {
        let row = |number: &str, name: &str, place: &str| [number, name, place].map(str::to_owned);
        lines(&COLUMNS, &[row("1", "a long name", "here"), row("12", "b", "over there")], width)
    }

    #[test]
    fn with_room_everything_is_shown() {
        let expected = "NO  NAME         PLACE\n 1  a long name  here\n12  b            over there\n";
        assert_eq!(table(None), expected);
        assert_eq!(table(Some(27)), expected);
    }

    #[test]
    fn letters_go_before_columns() {
        assert_eq!(table(Some(22)), "NO  NAME    PLACE\n 1  a lon…  here\n12  b       over there\n");
        assert_eq!(table(Some(16)), "NO  NAME  PLACE\n 1  a l…  here\n12  b     over …\n");
        assert_eq!(table(Some(9)), "NO  NAME\n 1  a l…\n12  b\n");
        assert_eq!(table(Some(1)), table(Some(9)), "what is left gives no more");
    }
}
