//! Bytes of a file, a pipe or a device, with a look ahead that loses nothing.
//!
//! No length that a file claims is ever allocated: skipping seeks or reads in pieces. Once the user asked to stop,
//! nothing more is read, so that no endless stream holds a reader.

use crate::os::signals;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

/// The longest look ahead.
const PEEK_LIMIT: usize = 64 * 1024;

enum Body {
    File(File),
    Bytes(Cursor<Vec<u8>>),
}

impl Body {
    /// Where it stands and where it ends.
    fn extent(&self) -> io::Result<(u64, u64)> {
        match self {
            Body::File(file) => Ok(((&mut &*file).stream_position()?, file.metadata()?.len())),
            Body::Bytes(bytes) => Ok((bytes.position(), bytes.get_ref().len() as u64)),
        }
    }

    fn seek(&mut self, position: u64) -> io::Result<()> {
        match self {
            Body::File(file) => file.seek(SeekFrom::Start(position))?,
            Body::Bytes(bytes) => bytes.seek(SeekFrom::Start(position))?,
        };
        Ok(())
    }
}

/// A place in a regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(u64);

/// A stream of bytes with a look ahead.
pub struct Input {
    body: Body,
    ahead: Vec<u8>,
    ahead_start: usize,
    regular: bool,
}

impl Input {
    /// Reads a file, pipe or device.
    pub fn from_file(file: File) -> Input {
        let regular = file.metadata().is_ok_and(|meta| meta.is_file());
        Input { body: Body::File(file), ahead: Vec::new(), ahead_start: 0, regular }
    }

    /// Reads bytes in memory (tests and fuzzing).
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Input {
        Input { body: Body::Bytes(Cursor::new(bytes.into())), ahead: Vec::new(), ahead_start: 0, regular: true }
    }

    /// The same bytes once more, from where the look ahead ended; a file has one position for both.
    ///
    /// # Errors
    /// No descriptor is left.
    pub fn try_clone(&self) -> io::Result<Input> {
        let body = match &self.body {
            Body::File(file) => Body::File(file.try_clone()?),
            Body::Bytes(bytes) => Body::Bytes(bytes.clone()),
        };
        Ok(Input { body, ahead: Vec::new(), ahead_start: 0, regular: self.regular })
    }

    /// Whether this is a regular file, whose length and end are known.
    pub fn is_regular(&self) -> bool {
        self.regular
    }

    /// The next `count` bytes (fewer at the end), without taking them.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        let count = count.min(PEEK_LIMIT);
        self.ahead.drain(..self.ahead_start);
        self.ahead_start = 0;
        while self.ahead.len() < count {
            let old = self.ahead.len();
            self.ahead.resize(count, 0);
            let got = read_body(&mut self.body, &mut self.ahead[old..]);
            self.ahead.truncate(old + *got.as_ref().unwrap_or(&0));
            if got? == 0 {
                break;
            }
        }
        Ok(&self.ahead[..count.min(self.ahead.len())])
    }

    /// Fills `buffer` as far as the stream goes; returns the bytes read.
    pub fn read_full(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = self.take_ahead(buffer);
        while filled < buffer.len() {
            match read_body(&mut self.body, &mut buffer[filled..]) {
                Ok(0) => break,
                Ok(got) => filled += got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted && filled > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// What is there, at least a byte but at the end.
    ///
    /// # Errors
    /// A failing read.
    pub fn read_some(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.take_ahead(buffer) {
            0 => read_body(&mut self.body, buffer),
            taken => Ok(taken),
        }
    }

    /// The next `N` bytes; `None` when the stream ends before them.
    pub fn read_array<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        Ok((self.read_full(&mut bytes)? == N).then_some(bytes))
    }

    /// Bytes until the end, of a regular file. The file may still grow.
    pub fn bytes_left(&self) -> Option<u64> {
        if !self.regular {
            return None;
        }
        let (position, end) = self.body.extent().ok()?;
        Some(end.saturating_sub(position) + (self.ahead.len() - self.ahead_start) as u64)
    }

    /// Where the next byte is, to come back to; `None` where nobody can go back.
    pub fn mark(&self) -> Option<Mark> {
        if !self.regular {
            return None;
        }
        let (position, _) = self.body.extent().ok()?;
        position.checked_sub((self.ahead.len() - self.ahead_start) as u64).map(Mark)
    }

    /// The place so many bytes before the next; `None` as for `mark`.
    pub(super) fn mark_before(&self, bytes: u64) -> Option<Mark> {
        self.mark()?.0.checked_sub(bytes).map(Mark)
    }

    /// Goes back to a mark.
    pub fn return_to(&mut self, mark: Mark) -> io::Result<()> {
        self.ahead.clear();
        self.ahead_start = 0;
        self.body.seek(mark.0)
    }

    /// Skips `count` bytes; returns how many there were.
    pub fn skip(&mut self, count: u64) -> io::Result<u64> {
        let from_ahead = count.min((self.ahead.len() - self.ahead_start) as u64);
        self.ahead_start += from_ahead as usize;
        let rest = count - from_ahead;
        let skipped = match (rest, self.regular) {
            (0, _) => 0,
            (_, true) => self.seek_forward(rest)?,
            (_, false) => self.read_away(rest)?,
        };
        Ok(from_ahead + skipped)
    }

    fn seek_forward(&mut self, count: u64) -> io::Result<u64> {
        let (position, end) = self.body.extent()?;
        let step = count.min(end.saturating_sub(position));
        self.body.seek(position + step)?;
        Ok(step)
    }

    fn read_away(&mut self, count: u64) -> io::Result<u64> {
        let mut piece = [0u8; 4096];
        let mut left = count;
        while left > 0 {
            let want = piece.len().min(usize::try_from(left).unwrap_or(piece.len()));
            match read_body(&mut self.body, &mut piece[..want])? {
                0 => break,
                got => left -= got as u64,
            }
        }
        Ok(count - left)
    }

    fn take_ahead(&mut self, buffer: &mut [u8]) -> usize {
        let ready = &self.ahead[self.ahead_start..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.ahead_start += count;
        count
    }
}

fn read_body(body: &mut Body, buffer: &mut [u8]) -> io::Result<usize> {
    while signals::stop().is_none() {
        let got = match body {
            Body::File(file) => file.read(buffer),
            Body::Bytes(bytes) => bytes.read(buffer),
        };
        match got {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
    Err(io::ErrorKind::Interrupted.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_peeked_is_read_again() {
        let mut input = Input::from_bytes(*b"0123456789");
        assert_eq!(input.peek(4).unwrap(), b"0123");
        assert_eq!(input.skip(2).unwrap(), 2);
        assert_eq!(input.peek(3).unwrap(), b"234");
        let mut rest = [0u8; 16];
        assert_eq!(input.read_full(&mut rest).unwrap(), 8);
        assert_eq!(&rest[..8], b"23456789");
    }

    #[test]
    fn a_mark_is_the_next_byte_whatever_was_peeked() {
        let mut input = Input::from_bytes(*b"0123456789");
        input.peek(8).unwrap();
        input.skip(3).unwrap();
        let mark = input.mark().unwrap();
        input.skip(6).unwrap();
        input.return_to(mark).unwrap();
        assert_eq!(input.bytes_left(), Some(7));
        assert_eq!(input.peek(2).unwrap(), b"34");
        assert_eq!(input.bytes_left(), Some(7));
    }

    #[test]
    fn a_skip_past_the_end_says_how_far_it_came() {
        let mut input = Input::from_bytes(*b"0123");
        assert_eq!(input.skip(u64::MAX).unwrap(), 4);
        assert_eq!(input.peek(1).unwrap(), b"");
    }
}
