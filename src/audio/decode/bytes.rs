//! An `Input` as symphonia wants its bytes.
//!
//! A stop that the user asked for is no `Interrupted` on this side, because symphonia would try again for ever.

use crate::audio::input::{Input, Mark};
use std::io::{self, Read, Seek, SeekFrom};
use symphonia::core::io::MediaSource;

/// Whether symphonia may go to and fro in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// It may, where the input can.
    Random,
    /// Only forward: so a reader takes what is there, and does not look for an end that is missing.
    Forward,
}

/// The bytes of an input from where it stands now.
pub(super) struct Bytes {
    input: Input,
    start: Option<Mark>,
    total: Option<u64>,
}

impl Bytes {
    pub(super) fn new(input: Input, access: Access) -> Bytes {
        let start = input.mark().filter(|_| access == Access::Random);
        let total = start.and_then(|_| input.bytes_left());
        Bytes { input, start, total }
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read_some(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => io::Error::other("stopped"),
            _ => error,
        })
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (Some(start), Some(total)) = (self.start, self.total) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let here = total.saturating_sub(self.input.bytes_left().unwrap_or(0));
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(step) => here.checked_add_signed(step),
            SeekFrom::End(step) => total.checked_add_signed(step),
        };
        let target = target.ok_or(io::ErrorKind::InvalidInput)?;
        self.input.return_to(start)?;
        self.input.skip(target)
    }
}

impl MediaSource for Bytes {
    fn is_seekable(&self) -> bool {
        self.start.is_some()
    }

    fn byte_len(&self) -> Option<u64> {
        self.total
    }
}
