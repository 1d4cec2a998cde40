//! AU files, also called Sparc Audio: a header of six numbers, an annotation, and frames.
//!
//! The usual order of bytes is big-endian; DEC's variants of either order are read too.

use super::input::Input;
use super::order::Order;
use super::plain::Plain;
use super::source::{OpenError, Spec};
use crate::device::Format;

const HEADER_BYTES: u32 = 24;

/// Channels that Debian's aplay takes at most.
const MOST_CHANNELS: u32 = 256;

/// Whether a file that starts so is an AU file.
pub fn recognises(start: &[u8]) -> bool {
    start.get(..4).is_some_and(|magic| order(magic).is_some())
}

fn order(magic: &[u8]) -> Option<Order> {
    match magic {
        b".snd" | b".sd\0" => Some(Order::Big),
        b"dns." | b"\0ds." => Some(Order::Little),
        _ => None,
    }
}

/// Reads the header.
///
/// # Errors
/// `OpenError` when the read fails, or the file is damaged or of an encoding that no PCM plays.
pub fn open(mut input: Input) -> Result<Plain, OpenError> {
    let header: [u8; HEADER_BYTES as usize] =
        input.read_array()?.ok_or_else(|| unplayable("read error: the file ends before its sound data".into()))?;
    let order = order(&header[..4]).ok_or_else(|| unplayable("no AU header".into()))?;
    let number = |at: usize| order.u32([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (data_start, data_bytes, encoding) = (number(4), number(8), number(12));
    let spec = Spec { format: sample_format(encoding, order)?, channels: number(20), rate: number(16) };
    check(&spec)?;
    let annotation_bytes = data_start.checked_sub(HEADER_BYTES).ok_or_else(|| {
        unplayable(format!("can't play AU files with a header of {data_start} bytes (should be 24 at least)"))
    })?;
    input.skip(u64::from(annotation_bytes))?;
    Ok(Plain::new("Sparc Audio", spec, input).limited(believed(data_bytes)))
}

fn sample_format(encoding: u32, order: Order) -> Result<Format, OpenError> {
    Ok(match encoding {
        1 => Format::MU_LAW,
        2 => Format::S8,
        3 => order.either(Format::S16_LE, Format::S16_BE),
        4 => order.either(Format::S24_3LE, Format::S24_3BE),
        5 => order.either(Format::S32_LE, Format::S32_BE),
        6 => order.either(Format::FLOAT_LE, Format::FLOAT_BE),
        7 => order.either(Format::FLOAT64_LE, Format::FLOAT64_BE),
        27 => Format::A_LAW,
        other => return Err(unplayable(format!("can't play AU files with encoding {other}"))),
    })
}

fn check(spec: &Spec) -> Result<(), OpenError> {
    if !(1..=MOST_CHANNELS).contains(&spec.channels) {
        return Err(unplayable(format!("can't play AU files with {} channels", spec.channels)));
    }
    if spec.rate == 0 {
        return Err(unplayable("can't play AU files with a rate of 0 Hz".into()));
    }
    Ok(())
}

/// The length of the data, unless its writer could not know it: arecord into a pipe says 0xfffffffe, others 0 or
/// 0xffffffff.
fn believed(data_bytes: u32) -> Option<u64> {
    (1..0xffff_ff00).contains(&data_bytes).then_some(u64::from(data_bytes))
}

fn unplayable(reason: String) -> OpenError {
    OpenError::Unplayable(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::source::Source;

    /// A header of these numbers: data start, data length, encoding, rate, channels.
    fn file(magic: &[u8; 4], numbers: [u32; 5], rest: &[u8]) -> Vec<u8> {
        let order = order(magic).unwrap();
        let bytes = numbers.map(|number| order.either(number.to_le_bytes(), number.to_be_bytes()));
        [&magic[..], &bytes.concat(), rest].concat()
    }

    fn played(bytes: Vec<u8>) -> Vec<u8> {
        let mut source = open(Input::from_bytes(bytes)).unwrap();
        let mut frames = [0; 256];
        let count = source.read(&mut frames).unwrap() as usize;
        frames[..count * source.spec().frame_bytes().unwrap()].to_vec()
    }

    fn error(numbers: [u32; 5]) -> String {
        open(Input::from_bytes(file(b".snd", numbers, &[0; 64]))).err().expect("an error").to_string()
    }

    #[test]
    fn every_encoding_has_its_sample_format_in_both_orders() {
        use Format as F;
        let table = [
            (1, F::MU_LAW, F::MU_LAW),
            (2, F::S8, F::S8),
            (3, F::S16_BE, F::S16_LE),
            (4, F::S24_3BE, F::S24_3LE),
            (5, F::S32_BE, F::S32_LE),
            (6, F::FLOAT_BE, F::FLOAT_LE),
            (7, F::FLOAT64_BE, F::FLOAT64_LE),
            (27, F::A_LAW, F::A_LAW),
        ];
        for (encoding, big, little) in table {
            for (magic, format) in [(b".snd", big), (b".sd\0", big), (b"dns.", little), (b"\0ds.", little)] {
                let source = open(Input::from_bytes(file(magic, [24, 0, encoding, 8000, 2], &[]))).unwrap();
                assert_eq!(source.spec(), Spec { format, channels: 2, rate: 8000 });
                assert_eq!(source.kind(), "Sparc Audio");
            }
        }
    }

    #[test]
    fn the_annotation_is_skipped_and_the_length_ends_the_sound() {
        assert_eq!(played(file(b".snd", [30, 4, 3, 8000, 1], b"notes\0abcdJUNK")), b"abcd");
    }

    #[test]
    fn lengths_that_nobody_knew_mean_until_the_end() {
        for length in [0, 0xffff_fffe, 0xffff_ffff] {
            assert_eq!(believed(length), None);
            assert_eq!(played(file(b".snd", [24, length, 3, 8000, 1], b"abcdef")), b"abcdef");
        }
    }

    #[test]
    fn what_cannot_be_played_is_said() {
        assert_eq!(error([24, 0, 23, 8000, 1]), "can't play AU files with encoding 23");
        assert_eq!(error([24, 0, 3, 8000, 0]), "can't play AU files with 0 channels");
        assert_eq!(error([24, 0, 3, 8000, 257]), "can't play AU files with 257 channels");
        assert_eq!(error([24, 0, 3, 0, 1]), "can't play AU files with a rate of 0 Hz");
        assert_eq!(error([20, 0, 3, 8000, 1]), "can't play AU files with a header of 20 bytes (should be 24 at least)");
        let cut = open(Input::from_bytes(*b".snd\0\0\0\x18")).err().expect("an error");
        assert_eq!(cut.to_string(), "read error: the file ends before its sound data");
    }

    #[test]
    fn a_header_longer_than_the_file_leaves_nothing_to_play() {
        assert_eq!(played(file(b".snd", [0xffff_ffff, 8, 3, 8000, 1], b"abcdefgh")), b"");
    }
}
