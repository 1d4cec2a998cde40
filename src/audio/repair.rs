//! Mending the header of a recording whose recorder was killed, or could not know how long it would be.
//!
//! Only numbers in the header change, and only after all of it was understood; no byte of sound is touched, moved or
//! cut off.

mod au;
mod wav;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A number of the header that was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The bytes of sound.
    DataBytes {
        /// What the header said.
        from: u64,
        /// What is there.
        to: u64,
    },
    /// The bytes of the whole, without the first eight.
    WholeBytes {
        /// What the header said.
        from: u64,
        /// What is there.
        to: u64,
    },
    /// A WAVE file of more than 4 GiB has lengths of 64 bits now.
    BecameRf64,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::DataBytes { from, to } => write!(f, "length of the sound: {to} bytes instead of {from}"),
            Change::WholeBytes { from, to } => write!(f, "length of the file: {to} bytes instead of {from}"),
            Change::BecameRf64 => f.write_str("RF64 instead of RIFF, for lengths over 4 GiB"),
        }
    }
}

/// Why a file is left as it is.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be read or written.
    Io(io::Error),
    /// It is neither WAVE nor AU, or the header has more wrong than its lengths.
    NotMendable(&'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Io(error) => error.fmt(f),
            Refusal::NotMendable(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Refusal::NotMendable("the file ends in its header"),
            _ => Refusal::Io(error),
        }
    }
}

/// What is wrong with a header, and how it gets right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mend {
    /// The numbers that were wrong; none in a sound header.
    pub changes: Vec<Change>,
    patches: Vec<Patch>,
}

/// Bytes of the header that are replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Patch {
    position: u64,
    bytes: Vec<u8>,
}

impl Mend {
    fn patch(&mut self, position: u64, bytes: impl Into<Vec<u8>>) {
        self.patches.push(Patch { position, bytes: bytes.into() });
    }

    /// The position and the new bytes of each part of the header that changes.
    pub fn patches(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.patches.iter().map(|patch| (patch.position, &patch.bytes[..]))
    }
}

/// Finds out what is wrong with a header.
///
/// # Errors
/// `Refusal`.
pub fn examine(file: impl Read + Seek) -> Result<Mend, Refusal> {
    let mut file = Bytes::new(file)?;
    let magic: [u8; 4] = file.read_at(0)?;
    match &magic {
        b"RIFF" | b"RIFX" | b"RF64" | b"BW64" => wav::examine(&mut file),
        b".snd" | b".sd\0" | b"dns." | b"\0ds." => au::examine(&mut file),
        _ => Err(Refusal::NotMendable("neither a WAVE file nor an AU file")),
    }
}

/// Mends a file where it lies, and brings it to the disk.
///
/// # Errors
/// `Refusal`; the file is as it was, unless writing failed in the middle of its header.
pub fn repair(path: &Path) -> Result<Mend, Refusal> {
    if !fs::metadata(path)?.is_file() {
        return Err(Refusal::NotMendable("not a regular file"));
    }
    let mend = examine(File::open(path)?)?;
    if mend.patches.is_empty() {
        return Ok(mend);
    }
    let file = File::options().write(true).open(path)?;
    mend.patches().try_for_each(|(position, bytes)| file.write_all_at(bytes, position))?;
    file.sync_all()?;
    Ok(mend)
}

/// A file that is read here and there.
struct Bytes<F> {
    file: F,
    length: u64,
}

impl<F: Read + Seek> Bytes<F> {
    fn new(mut file: F) -> io::Result<Bytes<F>> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Bytes { file, length })
    }

    fn read_at<const N: usize>(&mut self, position: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.file.seek(SeekFrom::Start(position))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests;
