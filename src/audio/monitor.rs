//! Who watches while frames move: meters, messages and wishes reach the transfer loop only through here.

/// What the user wants the loop to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Go on.
    Go,
    /// Hold until it changes.
    Pause,
    /// Stop now; what is queued is dropped.
    Stop,
}

/// What happens while frames move.
pub trait Monitor {
    /// These frames went to, or came from, the device.
    fn heard(&mut self, _frames: &[u8]) {}

    /// The stream ran dry or over, for at least so many microseconds.
    fn xrun(&mut self, _gap_us: Option<u64>) {}

    /// What the user wants.
    fn wish(&mut self) -> Wish {
        Wish::Go
    }

    /// Text met in the file.
    fn note(&mut self, _text: &str) {}
}
