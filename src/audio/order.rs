//! In which order a file stores the bytes of its numbers, and so mostly of its samples.

/// How numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The lowest byte first.
    Little,
    /// The highest byte first.
    Big,
}

impl Order {
    pub(super) fn u16(self, bytes: [u8; 2]) -> u16 {
        self.either(u16::from_le_bytes(bytes), u16::from_be_bytes(bytes))
    }

    pub(super) fn u32(self, bytes: [u8; 4]) -> u32 {
        self.either(u32::from_le_bytes(bytes), u32::from_be_bytes(bytes))
    }

    /// The one of the two that goes with this order.
    pub(super) fn either<T>(self, little: T, big: T) -> T {
        match self {
            Order::Little => little,
            Order::Big => big,
        }
    }
}
