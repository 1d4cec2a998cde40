//! A moment in words: the time of today, and the day before that.

use crate::os::strftime::strftime;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds since 1970 as local time, "14:02" or "2026-11-24 14:02".
pub fn words(seconds: i64) -> String {
    relative(seconds, SystemTime::now())
}

fn relative(seconds: i64, now: SystemTime) -> String {
    let moment = UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
    let text = |pattern: &str, moment| {
        let text = strftime(pattern.as_bytes(), moment).unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    };
    let is_today = text("%F", moment) == text("%F", now);
    text(if is_today { "%H:%M" } else { "%F %H:%M" }, moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_said_when_it_is_not_today() {
        const DAY_SECONDS: u64 = 86_400;
        let noon = UNIX_EPOCH + Duration::from_secs(20_000 * DAY_SECONDS + 43_200);
        let seconds = |moment: SystemTime| moment.duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed();
        let today = relative(seconds(noon), noon);
        assert_eq!((today.len(), &today[2..3]), (5, ":"));
        let yesterday = relative(seconds(noon) - 2 * DAY_SECONDS.cast_signed(), noon);
        assert!(yesterday.starts_with("2024-10-0") && yesterday.ends_with(&today), "{yesterday}");
    }
}
