//! What to do when a transfer fails: a pure table over the fault, the stream's state and the tries so far.

use super::error::Kind;
use super::pcm::{Direction, State};

/// The next step of a transfer loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Wait until the device has room, then go on.
    Wait,
    /// Go on at once: a signal came, the loop looks at the wishes.
    Retry,
    /// Say that there was an xrun, then prepare the stream.
    Prepare,
    /// Say that the machine slept, then resume the stream.
    Resume,
    /// The end: the fault goes to the user.
    GiveUp,
}

/// How often one write may fail before the stream counts as broken.
const TRIES: u32 = 16;

/// The step after `kind` happened while the stream was in `state`, `tries` failures after the last success.
pub fn next_step(kind: Kind, state: State, direction: Direction, tries: u32) -> Step {
    let broken = tries >= TRIES;
    match kind {
        Kind::WouldBlock => Step::Wait,
        Kind::Interrupted => Step::Retry,
        Kind::Gone if state == State::Disconnected => Step::GiveUp,
        _ if broken => Step::GiveUp,
        Kind::Xrun => match state {
            // A capture stream that drains is at its end, and no new start brings frames.
            State::Draining if direction == Direction::Capture => Step::GiveUp,
            State::Disconnected => Step::GiveUp,
            _ => Step::Prepare,
        },
        Kind::Suspended => Step::Resume,
        // EBADFD: some drivers report a stop by an xrun or a sleep so.
        Kind::Gone => match state {
            State::Xrun => Step::Prepare,
            State::Suspended => Step::Resume,
            _ => Step::GiveUp,
        },
        _ => Step::GiveUp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_has_its_step() {
        use Direction::{Capture, Playback};
        let table = [
            (Kind::Xrun, State::Xrun, Playback, 0, Step::Prepare),
            (Kind::Xrun, State::Xrun, Playback, TRIES, Step::GiveUp),
            (Kind::Xrun, State::Draining, Capture, 0, Step::GiveUp),
            (Kind::Suspended, State::Suspended, Playback, 0, Step::Resume),
            (Kind::Gone, State::Disconnected, Playback, 0, Step::GiveUp),
            (Kind::Gone, State::Setup, Playback, 0, Step::GiveUp),
            (Kind::Gone, State::Xrun, Capture, 0, Step::Prepare),
            (Kind::Interrupted, State::Running, Playback, 99, Step::Retry),
            (Kind::WouldBlock, State::Running, Playback, 99, Step::Wait),
            (Kind::Other, State::Running, Playback, 0, Step::GiveUp),
        ];
        for (kind, state, direction, tries, step) in table {
            assert_eq!(next_step(kind, state, direction, tries), step, "{kind:?} {state:?} {direction:?} {tries}");
        }
    }
}
