//! Time that passes: a sleep that a signal ends, and the clocks.

use rustix::thread::nanosleep;
use rustix::time::{ClockId, Timespec, clock_gettime};

/// Sleeps so many microseconds, less when a signal comes.
pub fn sleep_us(microseconds: u64) {
    let seconds = i64::try_from(microseconds / 1_000_000).unwrap_or(i64::MAX);
    let nanoseconds = (microseconds % 1_000_000 * 1000) as _;
    let _ = nanosleep(&Timespec { tv_sec: seconds, tv_nsec: nanoseconds });
}

/// A clock of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The time of day.
    Realtime,
    /// Time since the start.
    Monotonic,
    /// The same, never slewed.
    MonotonicRaw,
    /// Time since the start, with the time that the machine slept.
    SinceBoot,
}

/// Seconds and nanoseconds on a clock.
pub fn now(clock: Clock) -> (i64, i64) {
    let id = match clock {
        Clock::Realtime => ClockId::Realtime,
        Clock::Monotonic => ClockId::Monotonic,
        Clock::MonotonicRaw => ClockId::MonotonicRaw,
        Clock::SinceBoot => ClockId::Boottime,
    };
    let time = clock_gettime(id);
    (time.tv_sec, time.tv_nsec)
}
