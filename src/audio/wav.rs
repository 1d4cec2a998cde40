//! WAVE files: RIFF, big-endian RIFX, and RF64 and BW64 with their 64-bit lengths, from a file or a pipe.
//!
//! Only the bytes of the `data` chunk are ever played. A length of it is believed, unless it is one of those that
//! writers leave behind when they could not know better; then the data goes on until the input ends.

mod format;

use super::input::Input;
use super::order::Order;
use super::plain::Plain;
use super::repack::Repack;
use super::source::OpenError;
use crate::device;
use format::Format;

const KIND: &str = "WAVE";

/// The chunk by which arecord tells its reader the format that the samples had on the device.
pub(super) const NATIVE_CHUNK: &[u8; 4] = b"alsa";
/// What it says of S24_LE, stored as full-scale 32 bits.
pub(super) const NATIVE_S24: &[u8; 8] = b"S24_LE\0\0";

/// Whether a file that starts so is a WAVE file.
pub fn recognises(start: &[u8]) -> bool {
    start.len() >= 12 && order(&start[..4]).is_some() && &start[8..12] == b"WAVE"
}

fn order(magic: &[u8]) -> Option<Order> {
    match magic {
        b"RIFF" | b"RF64" | b"BW64" => Some(Order::Little),
        b"RIFX" => Some(Order::Big),
        _ => None,
    }
}

/// Reads everything up to the sound data.
///
/// # Errors
/// `OpenError` when the read fails, or the file is damaged or of an encoding that no PCM plays.
pub fn open(input: Input) -> Result<Plain, OpenError> {
    let mut header = Header::read_magic(input)?;
    let data_bytes = header.walk_to_data()?;
    let format = header.format.ok_or_else(|| damaged("no 'fmt ' chunk before the 'data' chunk"))?;
    let length = header.believed(data_bytes);
    let mut input = header.input;
    let mut spec = format.spec(&mut input)?;
    let mut repack = Repack::AsIs;
    if header.was_s24 && spec.format == device::Format::S32_LE {
        (spec.format, repack) = (device::Format::S24_LE, Repack::Lower);
    }
    let plain = Plain::new(KIND, spec, input).limited(length).repacked(repack);
    Ok(plain.with_channel_mask(format.channel_mask()))
}

/// What is known on the way to the data.
struct Header {
    input: Input,
    order: Order,
    /// Bytes that the outermost chunk claims, without its own header.
    riff_bytes: u32,
    /// Bytes taken from the input.
    position: u64,
    format: Option<Format>,
    /// Length of the data by an RF64 file's `ds64` chunk.
    long_data_bytes: Option<u64>,
    /// The 32 bits of every sample were recorded as S24_LE.
    was_s24: bool,
}

impl Header {
    fn read_magic(mut input: Input) -> Result<Header, OpenError> {
        let magic: [u8; 12] = input.read_array()?.ok_or_else(ends_early)?;
        let order = order(&magic[..4]).ok_or_else(|| damaged("no RIFF header"))?;
        let riff_bytes = order.u32([magic[4], magic[5], magic[6], magic[7]]);
        Ok(Header { input, order, riff_bytes, position: 12, format: None, long_data_bytes: None, was_s24: false })
    }

    /// Goes on to the first byte of sound; returns the length that the `data` chunk claims.
    fn walk_to_data(&mut self) -> Result<u32, OpenError> {
        loop {
            let [a, b, c, d, length @ ..]: [u8; 8] = self.input.read_array()?.ok_or_else(ends_early)?;
            let length = self.order.u32(length);
            self.position += 8;
            let taken = match &[a, b, c, d] {
                b"data" => return Ok(length),
                b"fmt " => self.read_format(length)?,
                b"ds64" => self.read_ds64(length)?,
                NATIVE_CHUNK => self.read_native(length)?,
                _ => 0,
            };
            // A chunk of odd length is followed by a byte of padding.
            let rest = u64::from(length) + u64::from(length % 2) - taken;
            self.position += taken + self.input.skip(rest)?;
        }
    }

    fn read_format(&mut self, length: u32) -> Result<u64, OpenError> {
        let mut bytes = [0; format::LONGEST];
        let want = bytes.len().min(length as usize);
        if self.input.read_full(&mut bytes[..want])? < want {
            return Err(ends_early());
        }
        self.format = Some(Format::parse(&bytes[..want], self.order)?);
        Ok(want as u64)
    }

    fn read_ds64(&mut self, length: u32) -> Result<u64, OpenError> {
        if length < 16 {
            return Ok(0);
        }
        let [_, data_bytes] = split(self.input.read_array::<16>()?.ok_or_else(ends_early)?);
        self.long_data_bytes = Some(u64::from_le_bytes(data_bytes));
        Ok(16)
    }

    /// What arecord tells of samples that it had to store in another way.
    fn read_native(&mut self, length: u32) -> Result<u64, OpenError> {
        if length as usize != NATIVE_S24.len() {
            return Ok(0);
        }
        self.was_s24 = self.input.read_array::<8>()?.ok_or_else(ends_early)? == *NATIVE_S24;
        Ok(length.into())
    }

    /// The length of the data, unless its writer could not know it.
    fn believed(&self, claimed: u32) -> Option<u64> {
        match claimed {
            0xffff_ffff => self.long_data_bytes.filter(|bytes| (1..u64::MAX).contains(bytes)),
            // What arecord, sox and others write into a pipe: the largest lengths of 31 and 32 bits, or near them.
            0x7fff_0000..=0x8000_0000 | 0xffff_0000.. => None,
            0 if !self.is_followed() => None,
            _ => Some(u64::from(claimed)),
        }
    }

    /// Whether the outermost length says that more chunks come behind an empty `data` chunk. If not, then the file
    /// was left unfinished by a writer that fills its lengths in at the end.
    fn is_followed(&self) -> bool {
        self.riff_bytes < 0x7fff_0000 && u64::from(self.riff_bytes) + 8 > self.position
    }
}

fn split(bytes: [u8; 16]) -> [[u8; 8]; 2] {
    let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
    [[a, b, c, d, e, f, g, h], rest]
}

fn damaged(reason: &str) -> OpenError {
    OpenError::Unplayable(reason.to_owned())
}

fn ends_early() -> OpenError {
    damaged("read error: the file ends before its sound data")
}

#[cfg(test)]
mod tests;
