//! Bytes of a file, taken one after another; knows at which byte of the file it is.

/// The part of a file that is not yet read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Bytes<'a> {
        Bytes { rest, offset: 0 }
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    /// So many bytes, if there are as many.
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        self.offset += length;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    /// So many bytes as a part of their own.
    pub(super) fn part(&mut self, length: usize) -> Option<Bytes<'a>> {
        let offset = self.offset;
        self.take(length).map(|rest| Bytes { rest, offset })
    }

    /// So many bytes, or as many as there are.
    pub(super) fn part_or_rest(&mut self, length: usize) -> Bytes<'a> {
        let offset = self.offset;
        let rest = self.take(length.min(self.rest.len())).unwrap_or_default();
        Bytes { rest, offset }
    }
}
