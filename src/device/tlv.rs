//! The TLV of a control element: decibel scales and channel maps, decoded from the kernel's words.
//!
//! The words come from drivers and from any program that makes user elements: no length in them is believed, and no
//! nesting is followed for ever.

use alsa_sys as sys;

/// What a TLV says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tlv {
    /// Several TLVs.
    Container(Vec<Tlv>),
    /// Equal steps from `min`, in hundredths of a dB.
    DbScale {
        /// At the least value.
        min: i32,
        /// Per step.
        step: u16,
        /// The least value is silence.
        mute: bool,
    },
    /// A linear amplitude between two levels, in hundredths of a dB.
    DbLinear {
        /// At the least value.
        min: i32,
        /// At the greatest value.
        max: i32,
    },
    /// Levels that are even in dB between two ends, in hundredths of a dB.
    DbMinMax {
        /// At the least value.
        min: i32,
        /// At the greatest value.
        max: i32,
        /// The least value is silence.
        mute: bool,
    },
    /// Different scales for parts of the range.
    DbRange(Vec<DbPart>),
    /// Which speaker each channel is.
    ChannelMap {
        /// How fixed the map is.
        kind: MapKind,
        /// The positions, in alsa-lib's numbers.
        positions: Vec<u32>,
    },
    /// A type that is not known here, with its words.
    Unknown {
        /// The type.
        tag: u32,
        /// The words.
        words: Vec<u32>,
    },
}

/// A part of a range with its own scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DbPart {
    /// The least value of the part.
    pub min: i32,
    /// The greatest value of the part.
    pub max: i32,
    /// Its scale.
    pub scale: Tlv,
}

/// How fixed a channel map is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    /// It cannot change.
    Fixed,
    /// Every channel can be any speaker.
    Variable,
    /// Pairs of channels change together.
    Paired,
}

/// Deeper nesting than this is no scale of a real device.
const MOST_LEVELS: u32 = 8;

/// Decodes the TLV at the start of `words`; `None` where there is none. A length that reaches beyond the words ends
/// with them.
pub fn decode(words: &[u32]) -> Option<Tlv> {
    decode_first(words, 0).map(|(tlv, _)| tlv)
}

/// The first TLV of `words`, and what follows it.
fn decode_first(words: &[u32], level: u32) -> Option<(Tlv, &[u32])> {
    let [tag, bytes, rest @ ..] = words else { return None };
    let length = (*bytes as usize).div_ceil(4).min(rest.len());
    let (payload, after) = rest.split_at(length);
    Some((decode_payload(*tag, payload, level), after))
}

fn decode_payload(tag: u32, payload: &[u32], level: u32) -> Tlv {
    let signed = |word: u32| word as i32;
    match (tag, payload) {
        (sys::SND_CTL_TLVT_CONTAINER, _) if level < MOST_LEVELS => Tlv::Container(all(payload, level + 1)),
        (sys::SND_CTL_TLVT_DB_SCALE, [min, step]) => {
            Tlv::DbScale { min: signed(*min), step: (step & 0xffff) as u16, mute: step >> 16 & 1 != 0 }
        }
        (sys::SND_CTL_TLVT_DB_LINEAR, [min, max]) => Tlv::DbLinear { min: signed(*min), max: signed(*max) },
        (sys::SND_CTL_TLVT_DB_MINMAX, [min, max]) => {
            Tlv::DbMinMax { min: signed(*min), max: signed(*max), mute: false }
        }
        (sys::SND_CTL_TLVT_DB_MINMAX_MUTE, [min, max]) => {
            Tlv::DbMinMax { min: signed(*min), max: signed(*max), mute: true }
        }
        (sys::SND_CTL_TLVT_DB_RANGE, _) if level < MOST_LEVELS => Tlv::DbRange(parts(payload, level + 1)),
        (sys::SND_CTL_TLVT_CHMAP_FIXED, _) => map(MapKind::Fixed, payload),
        (sys::SND_CTL_TLVT_CHMAP_VAR, _) => map(MapKind::Variable, payload),
        (sys::SND_CTL_TLVT_CHMAP_PAIRED, _) => map(MapKind::Paired, payload),
        _ => Tlv::Unknown { tag, words: payload.to_vec() },
    }
}

fn all(mut words: &[u32], level: u32) -> Vec<Tlv> {
    let next = || {
        let (tlv, after) = decode_first(words, level)?;
        words = after;
        Some(tlv)
    };
    std::iter::from_fn(next).collect()
}

fn parts(mut words: &[u32], level: u32) -> Vec<DbPart> {
    let next = || {
        let [min, max, rest @ ..] = words else { return None };
        let (scale, after) = decode_first(rest, level)?;
        words = after;
        Some(DbPart { min: *min as i32, max: *max as i32, scale })
    };
    std::iter::from_fn(next).collect()
}

fn map(kind: MapKind, positions: &[u32]) -> Tlv {
    Tlv::ChannelMap { kind, positions: positions.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_scale_is_read() {
        assert_eq!(decode(&[1, 8, -6525i32 as u32, 75]), Some(Tlv::DbScale { min: -6525, step: 75, mute: false }));
        assert_eq!(decode(&[1, 8, 0, 0x1_0096]), Some(Tlv::DbScale { min: 0, step: 150, mute: true }));
        assert_eq!(decode(&[5, 8, -100i32 as u32, 7]), Some(Tlv::DbMinMax { min: -100, max: 7, mute: true }));
        let scale = Tlv::DbScale { min: 1, step: 2, mute: false };
        let part = DbPart { min: 0, max: 4, scale };
        assert_eq!(decode(&[3, 24, 0, 4, 1, 8, 1, 2]), Some(Tlv::DbRange(vec![part])));
        let map = Tlv::ChannelMap { kind: MapKind::Fixed, positions: vec![3, 4] };
        assert_eq!(decode(&[0, 16, 257, 8, 3, 4]), Some(Tlv::Container(vec![map])));
    }

    #[test]
    fn lengths_that_lie_end_with_the_words() {
        assert_eq!(decode(&[1]), None);
        assert_eq!(decode(&[1, 4, 7]), Some(Tlv::Unknown { tag: 1, words: vec![7] }));
        assert_eq!(decode(&[1, 7, 7, 8]), Some(Tlv::DbScale { min: 7, step: 8, mute: false }));
        assert_eq!(decode(&[0, u32::MAX, 0, u32::MAX]), Some(Tlv::Container(vec![Tlv::Container(Vec::new())])));
        let nested: Vec<u32> = std::iter::repeat_n([0, 4096], 500).flatten().collect();
        let deep = decode(&nested);
        assert!(format!("{deep:?}").matches("Container").count() <= MOST_LEVELS as usize);
    }
}
