//! The header of a WAVE file: Debian's 44 bytes wherever they are true, WAVE_FORMAT_EXTENSIBLE where they are not.
//!
//! For RF64 a JUNK chunk keeps the room of `ds64`, so that a file can outgrow 4 GiB where it lies. sox and ffmpeg read
//! no 24 bits in 32: S24_LE is stored as full-scale 32 bits, and a chunk of our own tells our reader what it was.

use super::plain::{Header, Length};
use super::{Growth, Recipe};
use crate::audio::repack::Repack;
use crate::audio::wav::{NATIVE_CHUNK, NATIVE_S24};
use crate::device::Format;

/// The most bytes of data with lengths of 32 bits: those nearer to 4 GiB are taken for unknown by readers.
const MOST_BYTES: u64 = 0xfffe_0000;

/// What arecord says of a stream that has no end.
const STREAM_BYTES: u32 = 0x8000_0000;

const TOO_LONG: u32 = u32::MAX;

const LONG_LENGTHS_BYTES: usize = 28;

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;
const EXTENSIBLE: u16 = 0xfffe;

/// The last bytes of a GUID that begins with a format tag.
const GUID_TAIL: [u8; 14] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/// A header of one recipe.
pub(super) struct Wav {
    before_data: Vec<u8>,
    frame_bytes: u64,
    repack: Repack,
    growth: Growth,
}

/// The header by this recipe; `None` for a format that no WAVE file has.
pub(super) fn header(recipe: &Recipe) -> Option<Wav> {
    let spec = recipe.spec;
    let tag = tag(spec.format)?;
    let sample_bits = u16::try_from(spec.format.physical_width()?).ok()?;
    let frame_bytes = u16::try_from(spec.frame_bytes()?).ok()?;
    let packed_24 = spec.format == Format::S24_3LE;
    let padded_24 = spec.format == Format::S24_LE;
    let extensible = spec.channels > 2 || packed_24 || padded_24;

    let mut fmt = Vec::with_capacity(40);
    fmt.extend(if extensible { EXTENSIBLE } else { tag }.to_le_bytes());
    fmt.extend(u16::try_from(spec.channels).ok()?.to_le_bytes());
    fmt.extend(spec.rate.to_le_bytes());
    fmt.extend(spec.rate.wrapping_mul(frame_bytes.into()).to_le_bytes());
    fmt.extend(frame_bytes.to_le_bytes());
    fmt.extend(sample_bits.to_le_bytes());
    if extensible {
        fmt.extend(22u16.to_le_bytes());
        fmt.extend(sample_bits.to_le_bytes());
        fmt.extend(recipe.channel_mask.unwrap_or(default_mask(spec.channels)).to_le_bytes());
        fmt.extend(tag.to_le_bytes());
        fmt.extend(GUID_TAIL);
    }
    let mut before_data = chunk(b"fmt ", &fmt);
    if padded_24 {
        before_data.extend(chunk(NATIVE_CHUNK, NATIVE_S24));
    }
    let repack = if padded_24 { Repack::Raise } else { Repack::AsIs };
    Some(Wav { before_data, frame_bytes: frame_bytes.into(), repack, growth: recipe.growth })
}

fn tag(format: Format) -> Option<u16> {
    use Format as F;
    match format {
        F::U8 | F::S16_LE | F::S24_LE | F::S24_3LE | F::S32_LE => Some(PCM),
        F::FLOAT_LE | F::FLOAT64_LE => Some(FLOAT),
        F::A_LAW => Some(A_LAW),
        F::MU_LAW => Some(MU_LAW),
        _ => None,
    }
}

/// The speakers that so many channels usually are; none for other numbers.
fn default_mask(channels: u32) -> u32 {
    match channels {
        1 => 0x4,
        2 => 0x3,
        3 => 0x7,
        4 => 0x33,
        5 => 0x37,
        6 => 0x3f,
        7 => 0x70f,
        8 => 0x63f,
        _ => 0,
    }
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&name[..], &(body.len() as u32).to_le_bytes(), body].concat()
}

impl Wav {
    /// The chunk that is JUNK until the lengths need 64 bits; nothing in a file that will not grow so far.
    fn room(&self, name: &[u8; 4], body: &[u8; LONG_LENGTHS_BYTES]) -> Vec<u8> {
        if self.growth == Growth::Rf64 { chunk(name, body) } else { Vec::new() }
    }

    /// The body of a `ds64` chunk.
    fn long_lengths(&self, riff_bytes: u64, data_bytes: u64) -> [u8; LONG_LENGTHS_BYTES] {
        let mut body = [0; LONG_LENGTHS_BYTES];
        body[..8].copy_from_slice(&riff_bytes.to_le_bytes());
        body[8..16].copy_from_slice(&data_bytes.to_le_bytes());
        body[16..24].copy_from_slice(&(data_bytes / self.frame_bytes).to_le_bytes());
        body
    }
}

impl Header for Wav {
    fn bytes(&self, data: Length) -> Vec<u8> {
        let junk = self.room(b"JUNK", &[0; LONG_LENGTHS_BYTES]);
        let around_bytes = (4 + junk.len() + self.before_data.len() + 8) as u64;
        let riff_bytes = |data_bytes: u64| around_bytes + data_bytes + data_bytes % 2;
        let (magic, riff_bytes, data_bytes, room) = match data {
            Length::Unknown => (b"RIFF", riff_bytes(STREAM_BYTES.into()) as u32, STREAM_BYTES, junk),
            Length::Bytes(bytes @ ..=MOST_BYTES) => (b"RIFF", riff_bytes(bytes) as u32, bytes as u32, junk),
            Length::Bytes(bytes) => {
                let magic = if self.growth == Growth::Rf64 { b"RF64" } else { b"RIFF" };
                let lengths = self.long_lengths(riff_bytes(bytes), bytes);
                (magic, TOO_LONG, TOO_LONG, self.room(b"ds64", &lengths))
            }
        };
        let riff = [&magic[..], &riff_bytes.to_le_bytes(), b"WAVE"].concat();
        [&riff[..], &room, &self.before_data, b"data", &data_bytes.to_le_bytes()].concat()
    }

    fn repack(&self) -> Repack {
        self.repack
    }

    fn is_padded(&self) -> bool {
        true
    }

    fn most_data_bytes(&self) -> Option<u64> {
        (self.growth == Growth::NextFile).then_some(MOST_BYTES)
    }
}
