//! The TLV of a control element: decibel scales and channel maps, decoded from the kernel's words.
//!
//! The words come from drivers and from any program that makes user elements: no length in them is believed, and no
//! nesting is followed for ever.

use alsa_sys as sys;

mod inverse;

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
    /// A part of a container that claims to be longer than the container.
    CutShort,
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

/// What alsa-lib calls silence, in hundredths of a dB.
const SILENCE: i64 = sys::SND_CTL_TLV_DB_GAIN_MUTE as i64;

impl Tlv {
    /// The level of a raw value in hundredths of a dB, where this is a scale; `range` is the element's.
    pub fn centibel(&self, value: i64, range: (i64, i64)) -> Option<i64> {
        let (least, greatest) = range;
        // In 128 bits, because ranges and levels are anybody's; cut as alsa-lib cuts.
        let share = |from: i32, to: i32| {
            let width = i128::from(greatest) - i128::from(least);
            if width <= 0 {
                return i64::from(to);
            }
            let above = (i128::from(to) - i128::from(from)) * (i128::from(value) - i128::from(least)) / width;
            i64::from(from).saturating_add(above as i64)
        };
        match self {
            Tlv::Container(inside) => inside.iter().find_map(|tlv| tlv.centibel(value, range)),
            Tlv::DbScale { mute: true, .. } | Tlv::DbMinMax { mute: true, .. } if value <= least => Some(SILENCE),
            Tlv::DbScale { min, step, .. } => {
                Some((value.wrapping_sub(least)).saturating_mul(i64::from(*step)).saturating_add(i64::from(*min)))
            }
            Tlv::DbMinMax { min, max, .. } => Some(share(*min, *max)),
            Tlv::DbLinear { min, .. } if value <= least => Some(i64::from(*min)),
            Tlv::DbLinear { max, .. } if value >= greatest => Some(i64::from(*max)),
            // From silence on, the share is cut before the greatest level is added.
            Tlv::DbLinear { min, max } if i64::from(*min) <= SILENCE => {
                let share = (value as f64 - least as f64) / (greatest as f64 - least as f64);
                Some((2000.0 * share.log10()) as i64 + i64::from(*max))
            }
            Tlv::DbLinear { min, max } => {
                let amplitude = |level: i64| if level <= SILENCE { 0.0 } else { 10f64.powf(level as f64 / 2000.0) };
                let (from, to) = (amplitude(i64::from(*min)), amplitude(i64::from(*max)));
                let place = (value as f64 - least as f64) / (greatest as f64 - least as f64);
                Some((2000.0 * ((to - from) * place + from).log10()) as i64)
            }
            Tlv::DbRange(parts) => {
                let here = |part: &&DbPart| i64::from(part.min) <= value && value <= i64::from(part.max);
                let part = parts.iter().find(here)?;
                part.scale.centibel(value, (i64::from(part.min), i64::from(part.max)))
            }
            Tlv::ChannelMap { .. } | Tlv::CutShort | Tlv::Unknown { .. } => None,
        }
    }
}

impl Tlv {
    /// The least and the greatest level in hundredths of a dB, where this is a scale; `range` is the element's.
    pub fn centibel_ends(&self, range: (i64, i64)) -> Option<(i64, i64)> {
        match self {
            Tlv::Container(inside) => inside.iter().find_map(|tlv| tlv.centibel_ends(range)),
            Tlv::DbLinear { min, max } => Some((i64::from(*min), i64::from(*max))),
            Tlv::DbRange(parts) => {
                let ends =
                    |part: &DbPart| part.scale.centibel_ends((i64::from(part.min), i64::from(part.max).min(range.1)));
                // A part that begins above the range is never reached.
                let reached =
                    parts.iter().enumerate().take_while(|(n, part)| *n == 0 || i64::from(part.min) <= range.1);
                let ends: Option<Vec<(i64, i64)>> = reached.map(|(_, part)| ends(part)).collect();
                let ends = ends?;
                Some((ends.iter().map(|(least, _)| *least).min()?, ends.iter().map(|(_, greatest)| *greatest).max()?))
            }
            _ => Some((self.centibel(range.0, range)?, self.centibel(range.1, range)?)),
        }
    }

    /// The raw value of the range whose level is nearest to `centibel`.
    pub fn nearest(&self, centibel: i64, range: (i64, i64)) -> Option<i64> {
        let (mut low, mut high) = range;
        self.centibel(low, range)?;
        while low < high {
            let middle = low.midpoint(high);
            if self.centibel(middle, range)? < centibel { low = middle + 1 } else { high = middle }
        }
        let above = self.centibel(low, range)?;
        let below = low.checked_sub(1).filter(|value| *value >= range.0).and_then(|value| self.centibel(value, range));
        match below {
            // Nothing is near silence but silence.
            Some(below) if below > SILENCE && centibel.abs_diff(below) < centibel.abs_diff(above) => Some(low - 1),
            _ => Some(low),
        }
    }
}

/// Deeper nesting than this is no scale of a real device.
const MOST_LEVELS: u32 = 8;

/// Decodes the TLV at the start of `words`; `None` where there is none. A length that reaches beyond the words ends
/// with them.
pub fn decode(words: &[u32]) -> Option<Tlv> {
    decode_first(words, 0).map(|(tlv, _)| tlv)
}

/// Decodes the scale at the start of `words` as alsa-lib sees it: one that is longer than it has to be is a scale, too.
pub fn decode_scale(words: &[u32]) -> Option<Tlv> {
    match words {
        [
            tag @ (sys::SND_CTL_TLVT_DB_SCALE
            | sys::SND_CTL_TLVT_DB_LINEAR
            | sys::SND_CTL_TLVT_DB_MINMAX
            | sys::SND_CTL_TLVT_DB_MINMAX_MUTE),
            9..=u32::MAX,
            least,
            second,
            ..,
        ] => decode(&[*tag, 8, *least, *second]),
        words => decode(words),
    }
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
    let mut inside = Vec::new();
    // A head at the very end has no room for what it announces, and alsa-utils passes over it.
    while let [_, bytes, rest @ ..] = words
        && !rest.is_empty()
    {
        if (*bytes as usize).div_ceil(4) > rest.len() {
            inside.push(Tlv::CutShort);
            break;
        }
        let Some((tlv, after)) = decode_first(words, level) else { break };
        inside.push(tlv);
        words = after;
    }
    inside
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
    fn a_scale_tells_the_level_of_a_value() {
        let scale = Tlv::DbScale { min: -4000, step: 500, mute: true };
        assert_eq!(scale.centibel(0, (0, 10)), Some(SILENCE));
        assert_eq!(scale.centibel(4, (0, 10)), Some(-2000));
        let ends = Tlv::DbMinMax { min: -12799, max: 800, mute: false };
        assert_eq!(Tlv::Container(vec![ends]).centibel(240, (0, 256)), Some(-50));
        let linear = Tlv::DbLinear { min: SILENCE as i32, max: 600 };
        assert_eq!(linear.centibel(1, (0, 50)), Some(-2797));
        assert_eq!(linear.centibel(50, (0, 50)), Some(600));
        let part = DbPart { min: 5, max: 10, scale: Tlv::DbScale { min: -2000, step: 400, mute: false } };
        assert_eq!(Tlv::DbRange(vec![part.clone()]).centibel(6, (0, 10)), Some(-1600));
        assert_eq!(Tlv::DbRange(vec![part]).centibel(4, (0, 10)), None);
    }

    #[test]
    fn a_scale_has_ends_and_finds_the_value_of_a_level() {
        let scale = Tlv::DbScale { min: -4500, step: 30, mute: true };
        assert_eq!(scale.centibel_ends((-10, 20)), Some((SILENCE, -3600)));
        assert_eq!(scale.nearest(-4000, (0, 150)), Some(17));
        assert_eq!(scale.nearest(SILENCE, (0, 150)), Some(0));
        assert_eq!(scale.nearest(-9000, (0, 150)), Some(1));
        assert_eq!(scale.nearest(900, (0, 150)), Some(150));
        let low = DbPart { min: 0, max: 4, scale: Tlv::DbScale { min: -4500, step: 500, mute: false } };
        let high = DbPart { min: 5, max: 10, scale: Tlv::DbScale { min: -2000, step: 400, mute: false } };
        let range = Tlv::DbRange(vec![low, high]);
        assert_eq!(range.centibel_ends((0, 10)), Some((-4500, 0)));
        assert_eq!(range.nearest(-1300, (0, 10)), Some(7));
        assert_eq!(Tlv::CutShort.nearest(0, (0, 10)), None);
    }

    #[test]
    fn a_scale_that_is_too_long_is_one_for_whom_wants_the_level() {
        let long = [1, 12, 1, 2, 3];
        assert_eq!(decode_scale(&long), Some(Tlv::DbScale { min: 1, step: 2, mute: false }));
        assert_eq!(decode(&long), Some(Tlv::Unknown { tag: 1, words: vec![1, 2, 3] }));
    }

    #[test]
    fn lengths_that_lie_end_with_the_words() {
        assert_eq!(decode(&[1]), None);
        assert_eq!(decode(&[1, 4, 7]), Some(Tlv::Unknown { tag: 1, words: vec![7] }));
        assert_eq!(decode(&[1, 7, 7, 8]), Some(Tlv::DbScale { min: 7, step: 8, mute: false }));
        assert_eq!(decode(&[0, u32::MAX, 0, u32::MAX, 0]), Some(Tlv::Container(vec![Tlv::CutShort])));
        assert_eq!(decode(&[0, 8, 0, 8]), Some(Tlv::Container(Vec::new())));
        let nested: Vec<u32> = (0..500).flat_map(|level| [0, (499 - level) * 8]).collect();
        let deep = decode(&nested);
        assert!(format!("{deep:?}").matches("Container").count() <= MOST_LEVELS as usize);
    }
}
