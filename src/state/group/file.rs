//! The file of the groups: which cards have joined which group since the machine started.
//!
//! It outlives the machine's run, and what an earlier run has left of a group counts for nothing in this one.

use super::boot::{Boot, MOST_SYNC_S};
use crate::device::config::Fault;
use crate::device::tree::{self, Tree};
use crate::os::clock::{Clock, now};
use std::path::Path;

/// The present on two clocks, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The time of day.
    pub realtime_s: i64,
    /// The raw monotonic clock.
    pub raw_s: i64,
}

impl Now {
    /// Looks at the clocks.
    pub fn look() -> Now {
        Now { realtime_s: now(Clock::Realtime).0, raw_s: now(Clock::MonotonicRaw).0 }
    }
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// When its first card joined.
    began: Now,
    /// How long the others have to join.
    sync_s: i64,
    /// The numbers of its cards, in the order in which they have joined.
    pub cards: Vec<i32>,
}

/// How far a start of the machine, told from the two clocks, may seem to move: the time of day is set now and then.
const SAME_START_S: u64 = 30;

impl Group {
    /// The group that a card begins.
    fn new(card: i32, sync_s: i64, now: Now) -> Group {
        Group { began: now, sync_s, cards: vec![card] }
    }

    fn read(node: &Tree<'_>) -> Option<Group> {
        let number = |name: &str| match node.child(name) {
            Some(Tree::Integer(number)) => Some(*number),
            _ => None,
        };
        let card = |node: &Tree<'_>| match node {
            Tree::Integer(card) => i32::try_from(*card).ok().filter(|card| *card >= 0),
            _ => None,
        };
        let cards: Vec<i32> = node.child("card")?.children().iter().filter_map(|(_, node)| card(node)).collect();
        let began = Now { realtime_s: number("boot_realtime")?, raw_s: number("boot_monotonic")? };
        let sync_s = number("boot_synctime")?.clamp(0, MOST_SYNC_S);
        Some(Group { began, sync_s, cards }).filter(|group| !group.cards.is_empty())
    }

    fn node(&self) -> Tree<'static> {
        let member = |(place, card): (usize, &i32)| (place.to_string().into(), Tree::Integer((*card).into()));
        let integer = |name: &'static str, number| (name.into(), Tree::Integer(number));
        Tree::Compound(vec![
            ("card".into(), Tree::Compound(self.cards.iter().enumerate().map(member).collect())),
            integer("boot_realtime", self.began.realtime_s),
            integer("boot_monotonic", self.began.raw_s),
            integer("boot_synctime", self.sync_s),
            integer("boot_last_update", self.began.realtime_s),
        ])
    }

    /// Whether it began in this run of the machine.
    fn is_of_this_run(&self, now: Now) -> bool {
        let start = |at: Now| at.realtime_s.saturating_sub(at.raw_s);
        (0..=now.raw_s).contains(&self.began.raw_s) && start(self.began).abs_diff(start(now)) < SAME_START_S
    }

    /// What a card that has just joined knows of it.
    pub fn boot(&self) -> Boot {
        let primary = self.cards.first().copied().unwrap_or_default();
        Boot { began_s: self.began.raw_s, sync_s: self.sync_s, restored_s: None, primary }
    }
}

/// The groups of a file.
pub struct Groups<'a> {
    root: Tree<'a>,
}

impl<'a> Groups<'a> {
    /// Reads the text of the file `name`.
    ///
    /// # Errors
    /// Where it is broken, and how.
    pub fn parse(name: &Path, text: &'a [u8]) -> Result<Groups<'a>, Fault> {
        tree::parse(name, text).map(|root| Groups { root })
    }

    /// The cards of a group, the primary one first.
    pub fn cards(&self, name: &str) -> Vec<i32> {
        self.root.child(name).and_then(Group::read).map(|group| group.cards).unwrap_or_default()
    }

    /// Puts a card into a group, which begins with it where it has not begun yet.
    pub fn join(&mut self, name: &str, card: i32, sync_s: i64, now: Now) -> Group {
        let known = self.root.child(name).and_then(Group::read).filter(|group| group.is_of_this_run(now));
        let mut group = known.unwrap_or_else(|| Group::new(card, sync_s, now));
        if !group.cards.contains(&card) {
            group.cards.push(card);
        }
        if let Tree::Compound(groups) = &mut self.root {
            match groups.iter_mut().find(|(id, _)| id == name) {
                Some((_, node)) => *node = group.node(),
                None => groups.push((name.to_owned().into(), group.node())),
            }
        }
        group
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        tree::write(&self.root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Now = Now { realtime_s: 1000, raw_s: 20 };

    fn parse(text: &str) -> Groups<'_> {
        Groups::parse(Path::new("card-group.state"), text.as_bytes()).expect("a file of groups")
    }

    /// As alsa-utils writes it.
    const OTHERS: &str = "grp1 {\n\tcard [\n\t\t3\n\t\t0\n\t]\n\tboot_realtime 1000\n\tboot_monotonic 20\n\tboot_synctime 7\n\t\
                          boot_last_update 1000\n}\n";

    #[test]
    fn the_first_card_is_the_primary_one_and_the_first_time_counts() {
        let mut groups = parse("");
        assert_eq!(groups.join("a b", 3, 10, NOW).boot().values(), [20, 10, -1, 3]);
        let later = Now { realtime_s: 1004, raw_s: 24 };
        assert_eq!(groups.join("a b", 0, 99, later).boot().values(), [20, 10, -1, 3]);
        assert_eq!(groups.join("a b", 3, 99, later).cards, [3, 0]);
        assert_eq!(groups.join("other", 5, 1, later).cards, [5]);
        let text = groups.text();
        let wanted = "'a b' {\n\tcard.0 3\n\tcard.1 0\n\tboot_realtime 1000\n\tboot_monotonic 20\n\tboot_synctime 10\n\t\
                      boot_last_update 1000\n}\nother {";
        assert!(text.starts_with(wanted), "{text}");
        assert_eq!((parse(&text).cards("a b"), parse(&text).cards("none")), (vec![3, 0], vec![]));
    }

    #[test]
    fn a_group_of_alsa_utils_is_joined() {
        let mut groups = parse(OTHERS);
        assert_eq!(groups.cards("grp1"), [3, 0]);
        assert_eq!(groups.join("grp1", 5, 10, Now { realtime_s: 1003, raw_s: 23 }).cards, [3, 0, 5]);
    }

    #[test]
    fn a_group_of_an_earlier_run_begins_anew_and_the_others_stay() {
        // The clock may have been set by a little since the group began, not by more.
        for (now, is_known) in [
            (Now { realtime_s: 1001, raw_s: 21 }, true),
            (Now { realtime_s: 1040, raw_s: 40 }, true),
            (Now { realtime_s: 981, raw_s: 30 }, true),
            (Now { realtime_s: 1500, raw_s: 21 }, false),
            (Now { realtime_s: 500, raw_s: 21 }, false),
            (Now { realtime_s: 1001, raw_s: 19 }, false),
            (Now { realtime_s: i64::MIN, raw_s: i64::MAX }, false),
            (Now { realtime_s: 980, raw_s: 0 }, false),
        ] {
            let text = format!("{OTHERS}foreign 5\n");
            let mut groups = parse(&text);
            let group = groups.join("grp1", 5, 10, now);
            assert_eq!(group.cards.len() == 3, is_known, "{now:?}");
            assert_eq!(group.boot().primary, if is_known { 3 } else { 5 }, "{now:?}");
            assert!(groups.text().ends_with("foreign 5\n"));
        }
    }

    #[test]
    fn no_group_began_before_the_machine() {
        let text = OTHERS.replace("monotonic 20", "monotonic -1");
        assert_eq!(parse(&text).join("grp1", 5, 10, Now { realtime_s: 1003, raw_s: 2 }).cards, [5]);
    }

    #[test]
    fn what_a_card_is_to_know_fits_its_element() {
        for (from, to) in [("synctime 7", "synctime -5"), ("synctime 7", "synctime 100000"), ("3\n", "-7\n")] {
            let text = OTHERS.replacen(from, to, 1);
            let values = parse(&text).join("grp1", 0, 10, NOW).boot().values();
            assert!(values.iter().all(|value| (-1..=240).contains(value)), "{to}: {values:?}");
        }
    }

    #[test]
    fn what_is_no_group_is_begun_anew() {
        for odd in [
            "grp1 5\n",
            "grp1 {\n}\n",
            "grp1 {\n\tcard.0 x\n\tboot_realtime 1000\n\tboot_monotonic 20\n\tboot_synctime 9\n}\n",
        ] {
            assert_eq!(parse(odd).join("grp1", 5, 10, NOW).boot().values(), [20, 10, -1, 5], "{odd}");
        }
        assert!(Groups::parse(Path::new("card-group.state"), b"grp1 {\n").is_err());
    }
}
