//! How fast system exclusive bytes may follow each other: as fast as a MIDI cable takes them, beyond what a port buffers.
//!
//! Time is the song's: what would be too early is scheduled later, nobody sleeps.

/// The longest event that is sent in one piece.
pub(super) const PART_BYTES: usize = 2840;
/// A byte takes so long on a cable.
const BYTE_US: u64 = 320;
/// What a port's buffer takes at once.
const BUFFER_US: u64 = PART_BYTES as u64 * BYTE_US;

/// A port's cable.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    /// When the cable has taken all bytes sent so far.
    free_us: u64,
    /// When the last part was sent: nothing may overtake it.
    last_us: u64,
}

impl Pace {
    /// When a part of so many bytes may be sent that is due at `due_us`; takes note that it is.
    pub(super) fn send(&mut self, due_us: u64, bytes: usize) -> u64 {
        let length_us = bytes as u64 * BYTE_US;
        let room_us = (self.free_us + length_us).saturating_sub(BUFFER_US);
        let at_us = due_us.max(self.last_us).max(room_us);
        self.free_us = self.free_us.max(at_us) + length_us;
        self.last_us = at_us;
        at_us
    }

    /// Whether any other event may be sent when it is due, whenever that is.
    pub(super) fn is_free(&self) -> bool {
        self.last_us == 0
    }

    /// When any other event may be sent that is due at `due_us`: after the last part.
    pub(super) fn after(&self, due_us: u64) -> u64 {
        due_us.max(self.last_us)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_messages_are_on_time() {
        let mut pace = Pace::default();
        assert!(pace.is_free());
        assert_eq!(pace.send(1000, 100), 1000);
        assert_eq!(pace.send(1000, 100), 1000);
        assert!(!pace.is_free());
        assert_eq!(pace.after(1000), 1000);
    }

    #[test]
    fn the_parts_of_a_long_one_come_at_the_speed_of_the_cable_and_nothing_overtakes_them() {
        let mut pace = Pace::default();
        let part_us = PART_BYTES as u64 * BYTE_US;
        assert_eq!(pace.send(500, PART_BYTES), 500);
        assert_eq!(pace.send(500, PART_BYTES), 500 + part_us);
        assert_eq!(pace.send(500, 10), 500 + part_us + 10 * BYTE_US);
        assert_eq!(pace.after(600), 500 + part_us + 10 * BYTE_US);
        assert_eq!(pace.send(60_000_000, 10), 60_000_000);
    }
}
