//! The `fmt ` chunk: which sample format the data has.
//!
//! Samples are left-justified in their container, so the container is what is played; the exception is ALSA's own
//! right-justified S24_LE, which is told by the ways in which arecord and others label it.

use super::damaged;
use crate::audio::input::Input;
use crate::audio::order::Order;
use crate::audio::source::{OpenError, Spec};
use crate::device;

/// Bytes of the longest `fmt ` chunk that has a meaning.
pub(super) const LONGEST: usize = 40;

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;
const EXTENSIBLE: u16 = 0xfffe;

/// The last bytes of the GUIDs that begin with a format tag.
const GUID_TAIL: [u8; 8] = [0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/// Bytes of data that are looked at to see how the samples are justified.
const SAMPLED_BYTES: usize = 4096;

/// What a `fmt ` chunk says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    order: Order,
    tag: u16,
    channels: u16,
    rate: u32,
    frame_bytes: u16,
    sample_bits: u16,
    valid_bits: u16,
    channel_mask: u32,
}

impl Format {
    pub(super) fn parse(bytes: &[u8], order: Order) -> Result<Format, OpenError> {
        let length = bytes.len();
        if length < 14 {
            return Err(unplayable(format!("unknown length of 'fmt ' chunk (read {length}, should be 16 at least)")));
        }
        let word = |at: usize| bytes.get(at..at + 2).map_or(0, |two| order.u16([two[0], two[1]]));
        let long = |at: usize| bytes.get(at..at + 4).map_or(0, |four| order.u32([four[0], four[1], four[2], four[3]]));
        let mut format = Format {
            order,
            tag: word(0),
            channels: word(2),
            rate: long(4),
            frame_bytes: word(12),
            sample_bits: word(14),
            valid_bits: 0,
            channel_mask: 0,
        };
        if length < 16 {
            // The oldest header has no bits of a sample; whole frames tell them.
            format.sample_bits = format.container_bytes().saturating_mul(8);
        }
        if format.tag == EXTENSIBLE {
            format.valid_bits = word(18);
            format.channel_mask = long(20);
            format.tag = extensible_tag(bytes, order)?;
        }
        Ok(format)
    }

    /// Speaker positions, 0 when the file says nothing or contradicts its channels.
    pub(super) fn channel_mask(&self) -> u32 {
        let fits = self.channel_mask.count_ones() == u32::from(self.channels);
        if fits { self.channel_mask } else { 0 }
    }

    /// The spec of the data that `input` is about to give.
    pub(super) fn spec(&self, input: &mut Input) -> Result<Spec, OpenError> {
        if self.channels == 0 {
            return Err(damaged("can't play WAVE-files with 0 tracks"));
        }
        if self.rate == 0 {
            return Err(damaged("can't play WAVE-files with a rate of 0 Hz"));
        }
        let mut format = self.sample_format()?;
        if format == self.order.either(device::Format::S32_LE, device::Format::S32_BE)
            && self.valid_bits == 24
            && !self.is_left_justified(input.peek(SAMPLED_BYTES)?)
        {
            format = self.order.either(device::Format::S24_LE, device::Format::S24_BE);
        }
        Ok(Spec { format, channels: u32::from(self.channels), rate: self.rate })
    }

    fn sample_format(&self) -> Result<device::Format, OpenError> {
        use device::Format as F;
        match (self.tag, self.sample_bits) {
            (PCM, 1..=8) => Ok(F::U8),
            (PCM, 9..=16) => Ok(self.order.either(F::S16_LE, F::S16_BE)),
            (PCM, 17..=24) => self.format_of_24_bits(),
            // arecord 1.2.16 labels its S24_LE so: 32 bits, but frames of 3-byte samples.
            (PCM, 32) if self.container_bytes() == 3 => Ok(self.order.either(F::S24_LE, F::S24_BE)),
            (PCM, 25..=32) => Ok(self.order.either(F::S32_LE, F::S32_BE)),
            (FLOAT, 32) => Ok(self.order.either(F::FLOAT_LE, F::FLOAT_BE)),
            (FLOAT, 64) => Ok(self.order.either(F::FLOAT64_LE, F::FLOAT64_BE)),
            (A_LAW, _) => Ok(F::A_LAW),
            (MU_LAW, _) => Ok(F::MU_LAW),
            // The blank in front is Debian's.
            (PCM | FLOAT, bits) => Err(unplayable(format!(" can't play WAVE-files with sample {bits} bits wide"))),
            (tag, _) => {
                Err(unplayable(format!("can't play WAVE-file format 0x{tag:04x} which is not PCM or FLOAT encoded")))
            }
        }
    }

    fn format_of_24_bits(&self) -> Result<device::Format, OpenError> {
        use device::Format as F;
        match (self.container_bytes(), self.sample_bits) {
            (3, _) => Ok(self.order.either(F::S24_3LE, F::S24_3BE)),
            // arecord 1.2.8 labels its S24_LE so.
            (4, 24) => Ok(self.order.either(F::S24_LE, F::S24_BE)),
            (4, _) => Ok(self.order.either(F::S32_LE, F::S32_BE)),
            (bytes, bits) => Err(unplayable(format!(
                " can't play WAVE-files with sample {bits} bits in {bytes} bytes wide ({} channels)",
                self.channels
            ))),
        }
    }

    fn container_bytes(&self) -> u16 {
        self.frame_bytes.checked_div(self.channels).unwrap_or(0)
    }

    /// Whether the padding of 24 bits in 32 is where the standard puts it: in a low byte that is always zero.
    fn is_left_justified(&self, data: &[u8]) -> bool {
        let low = self.order.either(0, 3);
        data.chunks_exact(4).all(|sample| sample[low] == 0)
    }
}

fn extensible_tag(bytes: &[u8], order: Order) -> Result<u16, OpenError> {
    let guid = bytes.get(24..LONGEST).ok_or_else(|| {
        let length = bytes.len();
        unplayable(format!("unknown length of extensible 'fmt ' chunk (read {length}, should be 40 at least)"))
    })?;
    if guid[8..] != GUID_TAIL {
        return Err(damaged("wrong format tag in extensible 'fmt ' chunk"));
    }
    Ok(match (order, [guid[0], guid[1], guid[2], guid[3]]) {
        (Order::Big, [0, 0, high, low]) => order.u16([high, low]),
        // Also in RIFX: sox writes a tag of two bytes.
        (_, [first, second, ..]) => order.u16([first, second]),
    })
}

fn unplayable(reason: String) -> OpenError {
    OpenError::Unplayable(reason)
}
