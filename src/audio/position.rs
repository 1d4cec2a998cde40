//! `--test-position`: are the positions that a device names possible at all?

/// A position that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspicion {
    /// How many there have been.
    pub total: u64,
    /// Frames that the device says can be written.
    pub avail_frames: i64,
    /// Frames that the device says are on the way.
    pub delay_frames: i64,
    /// Frames in the buffer.
    pub buffer_frames: i64,
}

/// Judges positions: none may be farther than `coefficient` half buffers from nothing.
#[derive(Debug, Clone, Copy)]
pub struct PositionTest {
    coefficient: i64,
    total: u64,
}

impl PositionTest {
    /// A test with this coefficient, at least 1.
    pub fn new(coefficient: i64) -> PositionTest {
        PositionTest { coefficient: coefficient.max(1), total: 0 }
    }

    /// What is wrong with this position, if anything.
    pub fn judge(&mut self, avail_frames: i64, delay_frames: i64, buffer_frames: i64) -> Option<Suspicion> {
        let limit = self.coefficient.saturating_mul(buffer_frames) / 2;
        if avail_frames.abs() <= limit && delay_frames.abs() <= limit {
            return None;
        }
        self.total += 1;
        Some(Suspicion { total: self.total, avail_frames, delay_frames, buffer_frames })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_far_outside_the_buffer_is_suspicious() {
        let mut test = PositionTest::new(8);
        assert_eq!(test.judge(4000, -4000, 1000), None);
        assert_eq!(test.judge(0, 4001, 1000).unwrap().total, 1);
        assert_eq!(test.judge(-4001, 0, 1000).unwrap().total, 2);
    }
}
