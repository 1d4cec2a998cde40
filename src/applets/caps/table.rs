//! One PCM's table, as text and as JSON. The JSON has every combination, the text has few rows.

use crate::device::caps::{Caps, Combination, Gaps, Limit, Limits, Rates, Row};
use crate::device::pcm::{Direction, Origin};
use crate::ui::Report;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// Columns that a line of the text has at most.
const WIDTH: usize = 100;

/// What one PCM can do in one direction.
pub(super) struct Table {
    pub(super) pcm: String,
    pub(super) direction: Direction,
    pub(super) origin: Option<Origin>,
    pub(super) caps: Caps,
}

pub(super) fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Playback => "playback",
        Direction::Capture => "capture",
    }
}

impl Report for Table {
    fn text(&self) -> String {
        let on = self.origin.as_ref().map_or(String::new(), |origin| {
            format!(" (card {}, device {}: {})", origin.card, origin.device, origin.name)
        });
        let mut text = format!("{} {}{on}\n", self.pcm, word(self.direction));
        for row in self.caps.rows() {
            text += &row_text(&row);
        }
        text + &limits_text(&self.caps)
    }
}

fn row_text(row: &Row) -> String {
    let formats: Vec<&str> = row.formats.iter().map(|format| format.name()).collect();
    line("formats", &formats.join(" ")) + &line("channels", &runs(&row.channels)) + &line("rates", &rates(&row.rates))
}

/// A line with its heading, broken where it is too long.
fn line(heading: &str, words: &str) -> String {
    let mut text = String::new();
    let mut line = format!("  {heading:9}");
    for word in words.split(' ') {
        if line.len() + 1 + word.len() > WIDTH {
            text += &format!("{line}\n");
            line = " ".repeat(11);
        }
        line += &format!(" {word}");
    }
    text + &format!("{line}\n")
}

/// `1-8 16`
fn runs(counts: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for count in counts {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *count => *last = *count,
            _ => runs.push((*count, *count)),
        }
    }
    let run = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    runs.iter().map(run).collect::<Vec<_>>().join(" ")
}

fn rates(rates: &Rates) -> String {
    match (rates.gaps, rates.taken.first(), rates.taken.last()) {
        (Gaps::None, Some(min), Some(max)) => format!("any from {min} to {max} Hz"),
        _ => format!("{} Hz", rates.taken.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")),
    }
}

fn limits_text(caps: &Caps) -> String {
    let range = |limit: Limit| {
        if limit.min == limit.max { limit.min.to_string() } else { format!("{} to {}", limit.min, limit.max) }
    };
    let at = caps.limits_rate.map_or(String::new(), |rate| format!(" at {rate} Hz"));
    line("period", &format!("{} frames{at}", range(caps.limits.period_frames)))
        + &line("buffer", &format!("{} frames{at}", range(caps.limits.buffer_frames)))
        + &line("periods", &range(caps.limits.periods))
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let origin = self
            .origin
            .as_ref()
            .map(|origin| json!({ "card": origin.card, "device": origin.device, "name": origin.name }));
        let combinations: Vec<Value> = self.caps.combinations.iter().map(combination_json).collect();
        let mut table = json!({
            "pcm": self.pcm,
            "direction": word(self.direction),
            "hardware": origin,
            "combinations": combinations,
            "limits_rate": self.caps.limits_rate,
        });
        add_limits(&mut table, &self.caps.limits);
        table.serialize(serializer)
    }
}

fn combination_json(combination: &Combination) -> Value {
    let Combination { format, channels, rates, limits } = combination;
    let mut value = json!({
        "format": format.name(),
        "channels": channels,
        "rates": rates.taken,
        "any_rate": rates.gaps == Gaps::None,
    });
    add_limits(&mut value, limits);
    value
}

fn add_limits(value: &mut Value, limits: &Limits) {
    let limit = |limit: Limit| json!({ "min": limit.min, "max": limit.max });
    value["period_frames"] = limit(limits.period_frames);
    value["buffer_frames"] = limit(limits.buffer_frames);
    value["periods"] = limit(limits.periods);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_a_run() {
        assert_eq!(runs(&[1, 2, 3, 4, 6, 8, 9]), "1-4 6 8-9");
        assert_eq!(runs(&[2]), "2");
    }

    #[test]
    fn long_lines_are_broken_under_their_heading() {
        let text = line("formats", &vec!["S16_LE"; 20].join(" "));
        assert!(text.lines().all(|line| line.len() <= WIDTH));
        assert!(text.lines().nth(1).unwrap().starts_with("            S16_LE"));
        assert_eq!(line("rates", "1 Hz"), "  rates     1 Hz\n");
    }
}
