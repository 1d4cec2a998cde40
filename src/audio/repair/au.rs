//! The one length of an AU file. Nothing follows the sound, so that it goes on until the file ends.

use super::{Bytes, Change, Mend, Refusal};
use crate::audio::order::Order;
use std::io::{Read, Seek};

const HEADER_BYTES: u32 = 24;
const LENGTH_POSITION: u64 = 8;

/// The standard's word for a length that nobody knows, or that does not fit.
const UNKNOWN: u32 = u32::MAX;

pub(super) fn examine(file: &mut Bytes<impl Read + Seek>) -> Result<Mend, Refusal> {
    let header: [u8; HEADER_BYTES as usize] = file.read_at(0)?;
    let order = if matches!(header[0], b'.') { Order::Big } else { Order::Little };
    let number = |at: usize| order.u32([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (data_start, claimed, encoding, rate, channels) = (number(4), number(8), number(12), number(16), number(20));
    if data_start < HEADER_BYTES || u64::from(data_start) > file.length {
        return Err(Refusal::NotMendable("the header is longer than the file, or too short"));
    }
    if channels == 0 || rate == 0 {
        return Err(Refusal::NotMendable("the header has no channels, or no rate"));
    }
    let frame_bytes = sample_bytes(encoding)? * u64::from(channels);
    let there = file.length - u64::from(data_start);
    let data_bytes = there - there % frame_bytes;
    let told = u32::try_from(data_bytes).unwrap_or(UNKNOWN);
    // A length that has a torn frame in it is not made shorter.
    let is_right = claimed == told || (u64::from(claimed) <= there && u64::from(claimed) > data_bytes);
    let mut mend = Mend::default();
    if !is_right {
        mend.changes.push(Change::DataBytes { from: claimed.into(), to: data_bytes });
        mend.patch(LENGTH_POSITION, order.either(told.to_le_bytes(), told.to_be_bytes()));
    }
    Ok(mend)
}

fn sample_bytes(encoding: u32) -> Result<u64, Refusal> {
    match encoding {
        1 | 2 | 27 => Ok(1),
        3 => Ok(2),
        4 => Ok(3),
        5 | 6 => Ok(4),
        7 => Ok(8),
        _ => Err(Refusal::NotMendable("an encoding whose samples have no size")),
    }
}
