//! The lengths of a WAVE file: that of the data, that of the whole, and for RF64 both once more with 64 bits.
//!
//! A length of the data is right when the file ends behind it, or when nothing but whole chunks follow. Else the sound
//! goes on until the file ends.

use super::{Bytes, Change, Mend, Refusal};
use crate::audio::order::Order;
use std::io::{self, Read, Seek};

/// No real file has more; a file of nothing but empty chunks is not worth the time.
const MOST_CHUNKS: u32 = 10_000;

/// Bytes of a `ds64` chunk without a table.
const LONG_LENGTHS_BYTES: u32 = 28;

const TOO_LONG: u32 = u32::MAX;

pub(super) fn examine(file: &mut Bytes<impl Read + Seek>) -> Result<Mend, Refusal> {
    let wave = Wave::read(file)?;
    let extent = wave.extent(file)?;
    Ok(wave.mend(extent, file.length))
}

/// A header as it is.
struct Wave {
    order: Order,
    is_long: bool,
    whole_bytes: u32,
    frame_bytes: u64,
    /// Where the 64-bit lengths are, or could be.
    long_lengths: Option<LongLengths>,
    /// The first byte of sound.
    data_start: u64,
    data_bytes: u32,
}

#[derive(Clone, Copy)]
struct LongLengths {
    chunk: u64,
    whole_bytes: u64,
    data_bytes: u64,
}

/// What the file really has.
#[derive(Clone, Copy)]
struct Extent {
    data_bytes: u64,
    /// Where the last chunk ends.
    end: u64,
}

struct Chunk {
    name: [u8; 4],
    length: u32,
    body: u64,
}

impl Chunk {
    fn read(file: &mut Bytes<impl Read + Seek>, position: u64, order: Order) -> io::Result<Chunk> {
        let [a, b, c, d, length @ ..]: [u8; 8] = file.read_at(position)?;
        Ok(Chunk { name: [a, b, c, d], length: order.u32(length), body: position + 8 })
    }

    /// Where the next chunk begins.
    fn next(&self) -> u64 {
        self.body + u64::from(self.length) + u64::from(self.length % 2)
    }
}

impl Wave {
    fn read(file: &mut Bytes<impl Read + Seek>) -> Result<Wave, Refusal> {
        let [a, b, c, d, whole @ .., e, f, g, h]: [u8; 12] = file.read_at(0)?;
        let [magic, form] = [[a, b, c, d], [e, f, g, h]];
        if &form != b"WAVE" {
            return Err(Refusal::NotMendable("a RIFF file, but not WAVE"));
        }
        let order = if &magic == b"RIFX" { Order::Big } else { Order::Little };
        let mut wave = Wave {
            order,
            is_long: matches!(&magic, b"RF64" | b"BW64"),
            whole_bytes: order.u32(whole),
            frame_bytes: 0,
            long_lengths: None,
            data_start: 0,
            data_bytes: 0,
        };
        wave.walk_to_data(file)?;
        match wave.long_lengths {
            None if wave.is_long => Err(Refusal::NotMendable("an RF64 file without its lengths of 64 bits")),
            _ => Ok(wave),
        }
    }

    fn walk_to_data(&mut self, file: &mut Bytes<impl Read + Seek>) -> Result<(), Refusal> {
        let mut position = 12;
        for _ in 0..MOST_CHUNKS {
            let chunk = Chunk::read(file, position, self.order)?;
            match &chunk.name {
                b"data" if self.frame_bytes == 0 => {
                    return Err(Refusal::NotMendable("no 'fmt ' chunk before the sound"));
                }
                b"data" => {
                    (self.data_start, self.data_bytes) = (chunk.body, chunk.length);
                    return Ok(());
                }
                b"fmt " => self.frame_bytes = self.read_frame_bytes(file, &chunk)?,
                b"ds64" | b"JUNK" if position == 12 && chunk.length >= LONG_LENGTHS_BYTES => {
                    self.read_long_lengths(file, position)?;
                }
                _ => {}
            }
            position = chunk.next();
        }
        Err(Refusal::NotMendable("too many chunks before the sound"))
    }

    fn read_frame_bytes(&self, file: &mut Bytes<impl Read + Seek>, chunk: &Chunk) -> Result<u64, Refusal> {
        if chunk.length < 16 {
            return Err(Refusal::NotMendable("a 'fmt ' chunk that is too short"));
        }
        let format: [u8; 16] = file.read_at(chunk.body)?;
        let word = |at: usize| u64::from(self.order.u16([format[at], format[at + 1]]));
        let (channels, block_bytes, sample_bits) = (word(2), word(12), word(14));
        match block_bytes {
            0 => Err(Refusal::NotMendable("a 'fmt ' chunk without the size of a frame")),
            // Some arecord said 3 bytes of samples that have 4.
            _ => Ok(block_bytes.max(channels * sample_bits / 8)),
        }
    }

    fn read_long_lengths(&mut self, file: &mut Bytes<impl Read + Seek>, chunk: u64) -> io::Result<()> {
        let whole_bytes = u64::from_le_bytes(file.read_at(chunk + 8)?);
        let data_bytes = u64::from_le_bytes(file.read_at(chunk + 16)?);
        self.long_lengths = Some(LongLengths { chunk, whole_bytes, data_bytes });
        Ok(())
    }

    /// The length of the data by the header.
    fn claimed_bytes(&self) -> u64 {
        match self.long_lengths {
            Some(long) if self.is_long && self.data_bytes == TOO_LONG => long.data_bytes,
            _ => self.data_bytes.into(),
        }
    }

    fn extent(&self, file: &mut Bytes<impl Read + Seek>) -> Result<Extent, Refusal> {
        let there = file.length - self.data_start.min(file.length);
        let whole_frames = there - there % self.frame_bytes;
        let claimed = self.claimed_bytes();
        let data_bytes = match claimed {
            followed if followed <= there && self.chunks_follow(file, followed)? => followed,
            // Padding is no sound, and a length that has a torn frame in it is not made shorter.
            padded if padded % 2 == 1 && there.checked_sub(1) == Some(padded) => padded,
            short if short <= there => short.max(whole_frames),
            _ => whole_frames,
        };
        let padding = u64::from(data_bytes % 2 == 1 && data_bytes < there);
        let is_followed = self.chunks_follow(file, data_bytes)?;
        let end = if is_followed { file.length } else { self.data_start + data_bytes + padding };
        Ok(Extent { data_bytes, end })
    }

    /// Whether the file goes on behind so many bytes of data with chunks, at least one, to its very end.
    fn chunks_follow(&self, file: &mut Bytes<impl Read + Seek>, data_bytes: u64) -> io::Result<bool> {
        let mut position = self.data_start + data_bytes + data_bytes % 2;
        for _ in 0..MOST_CHUNKS {
            if file.length.saturating_sub(position) < 8 {
                return Ok(false);
            }
            let chunk = Chunk::read(file, position, self.order)?;
            let is_name = chunk.name.iter().all(|byte| (b' '..=b'~').contains(byte));
            let end = chunk.body + u64::from(chunk.length);
            if !is_name || end > file.length {
                return Ok(false);
            }
            // The last padding is forgotten by many.
            if end == file.length || chunk.next() == file.length {
                return Ok(true);
            }
            position = chunk.next();
        }
        Ok(false)
    }

    fn mend(&self, extent: Extent, file_bytes: u64) -> Mend {
        let whole_bytes = extent.end - 8;
        let fits = u32::try_from(extent.data_bytes.max(whole_bytes)).is_ok();
        if self.is_long || (!fits && self.long_lengths.is_some()) {
            return self.mend_long(extent, whole_bytes);
        }
        let mut mend = Mend::default();
        let told = |bytes| u32::try_from(bytes).ok().filter(|_| fits).unwrap_or(TOO_LONG);
        if self.data_bytes != told(extent.data_bytes) {
            mend.changes.push(Change::DataBytes { from: self.data_bytes.into(), to: extent.data_bytes });
            mend.patch(self.data_start - 4, self.long(told(extent.data_bytes)));
        }
        // Some count padding that is not there, or the part of a frame at the end; nobody minds.
        let right = [whole_bytes, whole_bytes + extent.data_bytes % 2, file_bytes - 8].map(told);
        if !right.contains(&self.whole_bytes) {
            mend.changes.push(Change::WholeBytes { from: self.whole_bytes.into(), to: whole_bytes });
            mend.patch(4, self.long(told(whole_bytes)));
        }
        mend
    }

    /// The lengths of 64 bits, with those of 32 made to point to them.
    fn mend_long(&self, extent: Extent, whole_bytes: u64) -> Mend {
        let mut mend = Mend::default();
        let Some(long) = self.long_lengths else { return mend };
        let claimed = if self.is_long { long.whole_bytes } else { self.whole_bytes.into() };
        let mut lengths = [whole_bytes, extent.data_bytes, extent.data_bytes / self.frame_bytes].map(u64::to_le_bytes);
        if !self.is_long {
            mend.changes.push(Change::BecameRf64);
            mend.patch(long.chunk, *b"ds64");
            mend.patch(long.chunk + 32, [0; 4]);
            mend.patch(0, *b"RF64");
        } else if claimed == whole_bytes || claimed == whole_bytes + extent.data_bytes % 2 {
            lengths[0] = claimed.to_le_bytes();
        }
        if self.claimed_bytes() != extent.data_bytes {
            mend.changes.push(Change::DataBytes { from: self.claimed_bytes(), to: extent.data_bytes });
        }
        if u64::from_le_bytes(lengths[0]) != claimed {
            mend.changes.push(Change::WholeBytes { from: claimed, to: whole_bytes });
        }
        if !mend.changes.is_empty() {
            mend.patch(long.chunk + 8, lengths.concat());
            mend.patch(4, self.long(TOO_LONG));
            mend.patch(self.data_start - 4, self.long(TOO_LONG));
        }
        mend
    }

    fn long(&self, value: u32) -> [u8; 4] {
        self.order.either(value.to_le_bytes(), value.to_be_bytes())
    }
}
