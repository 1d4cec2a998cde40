//! The line of `--progress`: where a file is, how long it is, and a bar.
//!
//! It is written anew only when it looks different, and leaves its place to whatever else is said.

use crate::os::terminal;
use std::io::{IsTerminal, Write};

/// No bar is longer.
const BAR_COLUMNS: usize = 60;
/// No bar is shorter.
const LEAST_BAR_COLUMNS: usize = 8;

/// The line, and what it shows.
#[derive(Debug, Default)]
pub struct Progress {
    rate: u32,
    total_frames: Option<u64>,
    shown: String,
}

impl Progress {
    /// A line on standard error; `None` where that is no terminal.
    pub fn on_stderr() -> Option<Progress> {
        std::io::stderr().is_terminal().then(Progress::default)
    }

    /// Another file.
    pub fn begin(&mut self, rate: u32, total_frames: Option<u64>) {
        (self.rate, self.total_frames) = (rate.max(1), total_frames);
    }

    /// Shows a position, in frames.
    pub fn show(&mut self, frame: u64) {
        let columns = terminal::size_of_stderr().map_or(80, |size| size.columns);
        let seconds = |frames: u64| frames / u64::from(self.rate);
        let line = line(seconds(frame), self.total_frames.map(seconds), columns);
        if line != self.shown {
            write(&format!("\r{line}\x1b[K"));
            self.shown = line;
        }
    }

    /// Makes place for something else.
    pub fn stand_aside(&mut self) {
        if !self.shown.is_empty() {
            write("\r\x1b[K");
            self.shown.clear();
        }
    }

    /// Leaves the line as it is, for good.
    pub fn end(&mut self) {
        if !self.shown.is_empty() {
            write("\n");
            self.shown.clear();
        }
    }
}

/// A closed stderr is no reason to stop the sound.
fn write(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Minutes and seconds, with hours where there are any.
pub fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

fn line(position_s: u64, total_s: Option<u64>, columns: usize) -> String {
    let Some(total_s) = total_s else { return clock(position_s) };
    let position_s = position_s.min(total_s);
    let text = format!("{} / {}", clock(position_s), clock(total_s));
    // The last column stays free: some terminals go to the next line after it.
    let room = columns.saturating_sub(text.len() + 4).min(BAR_COLUMNS);
    if room < LEAST_BAR_COLUMNS {
        return text;
    }
    let full = (room as u64 * position_s / total_s.max(1)) as usize;
    format!("{text} [{}{}]", "#".repeat(full), "-".repeat(room - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_position_length_and_a_bar_that_fits() {
        assert_eq!(line(75, Some(150), 40), "1:15 / 2:30 [############-------------]");
        assert_eq!(line(150, Some(150), 26), "2:30 / 2:30 [###########]");
        assert!(line(75, Some(150), 40).len() < 40);
        assert_eq!(line(3725, Some(7200), 20), "1:02:05 / 2:00:00");
        assert_eq!(line(5, None, 80), "0:05");
        assert_eq!(line(0, Some(0), 26), "0:00 / 0:00 [-----------]");
    }
}
