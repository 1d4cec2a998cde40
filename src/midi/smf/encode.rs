//! Standard MIDI files, written: a header, and tracks whose bytes are valid at every moment once closed.

/// The largest time between two events that a file can hold.
pub const LONGEST_DELTA: u32 = 0x0fff_ffff;

/// The header chunk; the division as its two bytes.
pub fn header(format: u16, tracks: u16, division: u16) -> Vec<u8> {
    let mut bytes = b"MThd\0\0\0\x06".to_vec();
    for word in [format, tracks, division] {
        bytes.extend(word.to_be_bytes());
    }
    bytes
}

/// The two bytes of an SMPTE division.
pub fn frame_division(frames: u8, ticks: u8) -> u16 {
    u16::from_be_bytes([frames.wrapping_neg(), ticks])
}

/// A track that grows, with running status.
#[derive(Debug, Clone, Default)]
pub struct TrackBytes {
    bytes: Vec<u8>,
    last_tick: u64,
    running: Option<u8>,
}

impl TrackBytes {
    /// A channel's message.
    pub fn channel(&mut self, tick: u64, status: u8, data: &[u8]) {
        self.delta(tick);
        if self.running != Some(status) {
            self.bytes.push(status);
            self.running = Some(status);
        }
        self.bytes.extend(data);
    }

    /// Bytes of system exclusive: the first part begins with F0, the others do not.
    pub fn sysex(&mut self, tick: u64, bytes: &[u8]) {
        self.delta(tick);
        self.running = None;
        let (status, content) = match bytes.split_first() {
            Some((0xf0, rest)) => (0xf0, rest),
            _ => (0xf7, bytes),
        };
        self.bytes.push(status);
        push_number(&mut self.bytes, u32::try_from(content.len()).unwrap_or(LONGEST_DELTA));
        self.bytes.extend(content);
    }

    /// A meta event.
    pub fn meta(&mut self, tick: u64, kind: u8, content: &[u8]) {
        self.delta(tick);
        self.running = None;
        self.bytes.extend([0xff, kind]);
        push_number(&mut self.bytes, u32::try_from(content.len()).unwrap_or(LONGEST_DELTA));
        self.bytes.extend(content);
    }

    /// How many bytes it holds, without the end mark.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The whole chunk, with the end mark at this tick, or at the last event's if that is later.
    pub fn chunk(&self, end_tick: u64) -> Vec<u8> {
        let mut track = self.clone();
        track.meta(end_tick, 0x2f, &[]);
        let length = u32::try_from(track.bytes.len()).unwrap_or(u32::MAX);
        [b"MTrk", length.to_be_bytes().as_slice(), &track.bytes].concat()
    }

    /// A pause that is too long for one number is cut by empty texts.
    fn delta(&mut self, tick: u64) {
        let mut delta = tick.saturating_sub(self.last_tick);
        while let Some(rest) = delta.checked_sub(u64::from(LONGEST_DELTA) + 1) {
            push_number(&mut self.bytes, LONGEST_DELTA);
            self.bytes.extend([0xff, 0x01, 0]);
            self.running = None;
            delta = rest + 1;
        }
        push_number(&mut self.bytes, u32::try_from(delta).unwrap_or(LONGEST_DELTA));
        self.last_tick = self.last_tick.max(tick);
    }
}

fn push_number(bytes: &mut Vec<u8>, number: u32) {
    for shift in [21, 14, 7] {
        if number >> shift != 0 {
            bytes.push((number >> shift & 0x7f) as u8 | 0x80);
        }
    }
    bytes.push((number & 0x7f) as u8);
}
