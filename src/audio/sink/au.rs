//! The header of an AU file, as Debian's arecord writes it: 24 bytes, big-endian, without annotation.
//!
//! AU has signed bytes only; unsigned ones are stored with their sign flipped, so that every player hears the same.

use super::plain::{Header, Length};
use crate::audio::repack::Repack;
use crate::audio::source::Spec;
use crate::device::Format;

const HEADER_BYTES: u32 = 24;

/// What arecord says of a stream that has no end.
const STREAM_BYTES: u32 = 0xffff_fffe;

/// The standard's word for a length that nobody knows.
const UNKNOWN_BYTES: u32 = 0xffff_ffff;

/// Lengths from here on are taken for unknown by readers.
const TOO_LONG: u64 = 0xffff_ff00;

/// A header for frames of one spec.
pub(super) struct Au {
    encoding: u32,
    spec: Spec,
}

/// The header for frames of `spec`; `None` for a format that no AU file has.
pub(super) fn header(spec: Spec) -> Option<Au> {
    use Format as F;
    let encoding = match spec.format {
        F::MU_LAW => 1,
        F::S8 | F::U8 => 2,
        F::S16_BE => 3,
        F::S24_3BE => 4,
        F::S32_BE => 5,
        F::FLOAT_BE => 6,
        F::FLOAT64_BE => 7,
        F::A_LAW => 27,
        _ => return None,
    };
    Some(Au { encoding, spec })
}

impl Header for Au {
    fn bytes(&self, data: Length) -> Vec<u8> {
        let data_bytes = match data {
            Length::Unknown => STREAM_BYTES,
            Length::Bytes(bytes @ ..TOO_LONG) => bytes as u32,
            Length::Bytes(_) => UNKNOWN_BYTES,
        };
        let numbers = [HEADER_BYTES, data_bytes, self.encoding, self.spec.rate, self.spec.channels];
        [&b".snd"[..], &numbers.map(u32::to_be_bytes).concat()].concat()
    }

    fn repack(&self) -> Repack {
        if self.spec.format == Format::U8 { Repack::FlipSign } else { Repack::AsIs }
    }
}
