//! The monitors behind HDMI and DisplayPort outputs, as the driver sees them.

use crate::diagnose::snapshot::{Card, Tree};

/// One output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eld {
    /// The card's number.
    pub card: i32,
    /// The monitor's name; none when nothing is plugged in, or what is has no sound.
    pub monitor: Option<String>,
}

pub(super) fn read(tree: &Tree, cards: &[Card]) -> Vec<Eld> {
    cards.iter().flat_map(|card| of_card(tree, card.number)).collect()
}

fn of_card(tree: &Tree, card: i32) -> Vec<Eld> {
    let folder = format!("proc/asound/card{card}");
    let names = tree.names(&folder).into_iter().filter(|name| name.starts_with("eld#"));
    names.filter_map(|name| Some(eld(card, &tree.text(&format!("{folder}/{name}"))?))).collect()
}

fn eld(card: i32, text: &str) -> Eld {
    let value = |key: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(['\t', ' ']));
        value.map(|value| value.trim().to_owned())
    };
    let is_one = |key: &str| value(key).as_deref() == Some("1");
    let has_sound = is_one("monitor_present") && is_one("eld_valid");
    Eld { card, monitor: has_sound.then(|| value("monitor_name").unwrap_or_default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monitor_counts_when_it_has_sound() {
        let text = |valid| format!("monitor_present\t\t1\neld_valid\t\t{valid}\nmonitor_name\t\tDELL U2720Q\n");
        assert_eq!(eld(0, &text(1)).monitor.as_deref(), Some("DELL U2720Q"));
        assert_eq!(eld(0, &text(0)).monitor, None);
        assert_eq!(eld(0, "monitor_present\t\t0\neld_valid\t\t0\n").monitor, None);
    }
}
