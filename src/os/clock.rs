//! Time that passes: a sleep that a signal ends.

use rustix::thread::nanosleep;
use rustix::time::Timespec;

/// Sleeps so many microseconds, less when a signal comes.
pub fn sleep_us(microseconds: u64) {
    let seconds = i64::try_from(microseconds / 1_000_000).unwrap_or(i64::MAX);
    let nanoseconds = (microseconds % 1_000_000 * 1000) as _;
    let _ = nanosleep(&Timespec { tv_sec: seconds, tv_nsec: nanoseconds });
}
