//! When things happened: the kernel counts from its start, people count days.

use super::tree::{Tree, field};
use crate::os::clock::{self, Clock as KernelClock};

/// What turns the kernel's moments into times of day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    /// When the machine started, in seconds since 1970.
    pub boot_seconds: Option<i64>,
    /// How long it slept since, which its streams' clock leaves out.
    pub slept_seconds: i64,
}

/// The clock ticks of /proc, which are the same on every Linux.
const TICKS_PER_SECOND: i64 = 100;
/// A moment that is later than this was counted from 1970 and not from the start.
const YEARS_OF_RUNNING_SECONDS: i64 = 1_000_000_000;

impl Clock {
    /// Reads it.
    pub fn read(tree: &Tree) -> Clock {
        let stat = tree.text("proc/stat").unwrap_or_default();
        let boot = stat.lines().find_map(|line| line.strip_prefix("btime "));
        let slept_seconds = if tree.is_live() { slept() } else { 0 };
        Clock { boot_seconds: boot.and_then(|text| text.trim().parse().ok()), slept_seconds }
    }

    /// The moment of a stream's status, in seconds since 1970; nothing for 0.
    pub(super) fn of_stream(&self, status: &str, name: &str) -> Option<i64> {
        let seconds: i64 = field(status, name)?.split('.').next()?.parse().ok()?;
        match seconds {
            ..=0 => None,
            YEARS_OF_RUNNING_SECONDS.. => Some(seconds),
            _ => Some(self.boot_seconds? + self.slept_seconds + seconds),
        }
    }

    /// A moment that /proc gives in ticks since the start.
    pub(super) fn of_ticks(&self, ticks: i64) -> Option<i64> {
        Some(self.boot_seconds? + ticks / TICKS_PER_SECOND)
    }
}

fn slept() -> i64 {
    let running = clock::now(KernelClock::Monotonic).0;
    (clock::now(KernelClock::SinceBoot).0 - running).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_counted_from_the_start_or_from_1970() {
        let clock = Clock { boot_seconds: Some(1_700_000_000), slept_seconds: 60 };
        let of = |value: &str| clock.of_stream(&format!("trigger_time: {value}\n"), "trigger_time");
        assert_eq!(of("28.781851570"), Some(1_700_000_088));
        assert_eq!(of("1700000500.000000000"), Some(1_700_000_500));
        assert_eq!(of("0.000000000"), None);
        assert_eq!(clock.of_ticks(1234), Some(1_700_000_012));
        assert_eq!(Clock::default().of_ticks(1234), None);
    }
}
