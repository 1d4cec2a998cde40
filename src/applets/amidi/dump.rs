//! Received bytes in hexadecimal: a line for each message, which a newline begins.

use crate::os::clock::{Clock, now};
use std::fmt::Write;

/// By which clock messages are stamped.
pub(super) type Stamp = Option<Clock>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Unknown,
    /// So many data bytes of this many have come.
    Data(u8, u8),
    Sysex,
}

pub(super) struct Dump {
    stamp: Stamp,
    state: State,
}

impl Dump {
    pub(super) fn new(stamp: Stamp) -> Dump {
        Dump { stamp, state: State::Unknown }
    }

    /// What these bytes look like after those before them.
    pub(super) fn text(&mut self, bytes: &[u8]) -> String {
        let mut text = String::new();
        for byte in bytes {
            text += &self.before(*byte);
            let _ = write!(text, "{byte:02X}");
        }
        text
    }

    fn before(&mut self, byte: u8) -> String {
        let (state, starts) = match (byte, self.state) {
            (0xf8.., state) => (state, true),
            (0xf0, _) => (State::Sysex, true),
            (0xf7, State::Sysex) => (State::Unknown, false),
            (0x80.., _) => (State::Data(0, data_bytes(byte)), true),
            (_, State::Data(seen, wanted)) if wanted > 0 && seen == wanted => {
                self.state = State::Data(1, wanted);
                return "\n  ".to_owned();
            }
            (_, State::Data(seen, wanted)) => (State::Data(seen.saturating_add(1), wanted), false),
            (_, state) => (state, false),
        };
        self.state = state;
        if !starts {
            return " ".to_owned();
        }
        match self.stamp {
            None => "\n".to_owned(),
            Some(clock) => {
                let (seconds, nanoseconds) = now(clock);
                format!("\n{seconds}.{nanoseconds:09}) ")
            }
        }
    }
}

fn data_bytes(status: u8) -> u8 {
    match status {
        0xc0..0xe0 | 0xf1 | 0xf3 => 1,
        0xf4..=0xf7 => 0,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_begins_a_line_and_running_status_is_indented() {
        let mut dump = Dump::new(None);
        let text = dump.text(&[0x90, 60, 64, 61, 65, 0xf0, 1, 2]) + &dump.text(&[0xf7, 0xfa, 0xc0, 5, 6]);
        assert_eq!(text, "\n90 3C 40\n  3D 41\nF0 01 02 F7\nFA\nC0 05\n  06");
    }
}
