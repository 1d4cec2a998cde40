//! Numbers into samples, as upstream's speaker-test does it: 32 bits first, of which the upper ones are taken.

use super::FORMATS;
use crate::device::Format;

/// The way of a number into a sample of one format.
#[derive(Debug, Clone, Copy)]
pub struct Encoder {
    lay: Lay,
    big: bool,
    bytes: usize,
}

#[derive(Debug, Clone, Copy)]
enum Lay {
    /// The upper bytes of 32 bits.
    Upper,
    /// The upper 24 bits, below a byte of zeros.
    Padded,
    Float,
}

impl Encoder {
    /// The way into a format, if it is one of `FORMATS`.
    pub fn new(format: Format) -> Option<Encoder> {
        let bytes = format.sample_bytes().filter(|_| FORMATS.contains(&format))?;
        let lay = match format {
            Format::FLOAT_LE | Format::FLOAT_BE => Lay::Float,
            Format::S24_LE | Format::S24_BE => Lay::Padded,
            _ => Lay::Upper,
        };
        Some(Encoder { lay, big: format.name().ends_with("BE"), bytes })
    }

    /// Bytes of a sample.
    pub fn sample_bytes(self) -> usize {
        self.bytes
    }

    /// Writes one sample; what is beyond full scale is held there.
    pub fn put(self, value: f32, sample: &mut [u8]) {
        // The conversion saturates.
        let whole = (f64::from(value) * 2f64.powi(31)) as i32;
        let word = match self.lay {
            Lay::Float => value.clamp(-1.0, 1.0).to_bits(),
            Lay::Padded => whole as u32 >> 8,
            Lay::Upper => whole as u32 >> (32 - 8 * self.bytes),
        };
        if self.big {
            sample.copy_from_slice(&word.to_be_bytes()[4 - self.bytes..]);
        } else {
            sample.copy_from_slice(&word.to_le_bytes()[..self.bytes]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(format: Format, value: f32) -> Vec<u8> {
        let encoder = Encoder::new(format).unwrap();
        let mut sample = vec![0; encoder.sample_bytes()];
        encoder.put(value, &mut sample);
        sample
    }

    #[test]
    fn each_format_has_its_bytes() {
        let table: [(Format, &[u8]); 9] = [
            (Format::S8, &[0xc0]),
            (Format::S16_LE, &[0, 0xc0]),
            (Format::S16_BE, &[0xc0, 0]),
            (Format::S24_3LE, &[0, 0, 0xc0]),
            (Format::S24_3BE, &[0xc0, 0, 0]),
            (Format::S24_LE, &[0, 0, 0xc0, 0]),
            (Format::S24_BE, &[0, 0xc0, 0, 0]),
            (Format::S32_BE, &[0xc0, 0, 0, 0]),
            (Format::FLOAT_LE, &[0, 0, 0, 0xbf]),
        ];
        for (format, bytes) in table {
            assert_eq!(bytes_of(format, -0.5), bytes, "{format}");
        }
        assert!(Encoder::new(Format::U8).is_none());
    }

    #[test]
    fn nothing_wraps_around_at_full_scale() {
        assert_eq!(bytes_of(Format::S16_LE, 1.0), [0xff, 0x7f]);
        assert_eq!(bytes_of(Format::S16_LE, -7.0), [0, 0x80]);
        assert_eq!(bytes_of(Format::FLOAT_LE, 7.0), 1f32.to_le_bytes());
    }
}
