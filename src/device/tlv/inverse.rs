//! From a level to the raw value that is nearest below it, as alsa-lib finds it when asked to round down.
//!
//! The result is inside the range, whatever the level and the scale are.

use super::{DbPart, SILENCE, Tlv};

impl Tlv {
    /// The greatest raw value that is not above a level in hundredths of a dB, where this is a scale; `range` is the element's.
    pub fn raw(&self, centibel: i64, range: (i64, i64)) -> Option<i64> {
        let (least, greatest) = range;
        if greatest < least {
            return None;
        }
        if let Tlv::Container(inside) = self {
            return inside.iter().find_map(|tlv| tlv.raw(centibel, range));
        }
        let (lowest, highest) = self.ends(range)?;
        let raw = match self {
            _ if centibel <= lowest => least,
            _ if centibel >= highest => greatest,
            Tlv::DbRange(parts) => between_parts(parts, centibel)?,
            Tlv::DbLinear { min, max } => {
                let amplitude = |level: f64| 10f64.powf(level / 2000.0);
                let from = if i64::from(*min) <= SILENCE { 0.0 } else { amplitude(f64::from(*min)) };
                let share = (amplitude(centibel as f64) - from) / (amplitude(f64::from(*max)) - from);
                least.saturating_add((share * (greatest as f64 - least as f64)) as i64)
            }
            _ => {
                let from = self.lowest_audible()?;
                let above =
                    (i128::from(centibel) - i128::from(from)).max(0) * (i128::from(greatest) - i128::from(least));
                let steps = above / (i128::from(highest) - i128::from(from)).max(1);
                i64::try_from(i128::from(least) + steps).unwrap_or(greatest)
            }
        };
        Some(raw.clamp(least, greatest))
    }

    /// The levels at both ends of the range; the lower one is silence where the scale has it.
    fn ends(&self, (least, greatest): (i64, i64)) -> Option<(i64, i64)> {
        Some(match self {
            Tlv::DbScale { min, step, mute } => {
                let width = i128::from(greatest) - i128::from(least);
                let highest = i128::from(*min) + width * i128::from(*step);
                let lowest = if *mute { SILENCE } else { i64::from(*min) };
                (lowest, i64::try_from(highest).unwrap_or(i64::MAX))
            }
            Tlv::DbMinMax { min, max, mute } => (if *mute { SILENCE } else { i64::from(*min) }, i64::from(*max)),
            Tlv::DbLinear { min, max } => (i64::from(*min), i64::from(*max)),
            Tlv::DbRange(parts) => {
                let ends = |part: &DbPart| part.scale.ends((i64::from(part.min), i64::from(part.max)));
                let ends: Vec<(i64, i64)> = parts.iter().filter_map(ends).collect();
                (ends.iter().map(|end| end.0).min()?, ends.iter().map(|end| end.1).max()?)
            }
            Tlv::Container(_) | Tlv::ChannelMap { .. } | Tlv::CutShort | Tlv::Unknown { .. } => return None,
        })
    }

    /// Where the even steps begin, below which there may still be silence.
    fn lowest_audible(&self) -> Option<i64> {
        match self {
            Tlv::DbScale { min, .. } | Tlv::DbMinMax { min, .. } => Some(i64::from(*min)),
            _ => None,
        }
    }
}

/// A level that no part has is the greatest value of the part below.
fn between_parts(parts: &[DbPart], centibel: i64) -> Option<i64> {
    let mut below = None;
    for part in parts {
        let range = (i64::from(part.min), i64::from(part.max));
        let Some((lowest, highest)) = part.scale.ends(range) else { continue };
        if centibel < lowest {
            return below.or(Some(range.0));
        }
        if centibel <= highest {
            return part.scale.raw(centibel, range);
        }
        below = Some(range.1);
    }
    below
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;
    use alsa_sys as sys;

    fn alsa_libs(words: &mut [u32], range: (i64, i64), centibel: i64) -> Option<i64> {
        let mut value = 0;
        // SAFETY: the words are a whole TLV of the length that they tell; the value goes to a local.
        let code =
            unsafe { sys::snd_tlv_convert_from_dB(words.as_mut_ptr(), range.0, range.1, centibel, &mut value, -1) };
        (code >= 0).then_some(value)
    }

    #[test]
    fn every_scale_is_rounded_down_as_alsa_lib_does() {
        let minus = |level: i32| level as u32;
        let parts = [3, 48, 0, 4, 1, 8, minus(-9000), 0x1_0000 + 1000, 5, 10, 1, 8, minus(-4000), 700];
        let scales: [&[u32]; 7] = [
            &[1, 8, minus(-6525), 75],
            &[1, 8, minus(-3450), 0x1_0096],
            &[4, 8, minus(-12799), 800],
            &[5, 8, minus(-5000), 1],
            &[2, 8, minus(-9_999_999), 600],
            &[2, 8, minus(-4000), 0],
            &parts,
        ];
        for words in scales {
            let tlv = decode(words).unwrap();
            let range = if words[0] == 3 { (0, 10) } else { (-3, 84) };
            for centibel in (-13000..1500).step_by(7).chain([SILENCE, -20000]) {
                let wanted = alsa_libs(&mut words.to_vec(), range, centibel);
                assert_eq!(tlv.raw(centibel, range), wanted, "{tlv:?} at {centibel}");
            }
        }
    }

    #[test]
    fn the_value_is_always_in_the_range() {
        let steep = Tlv::DbMinMax { min: 100, max: -100, mute: false };
        for range in [(0, 0), (i64::MIN, i64::MAX), (5, 4)] {
            for centibel in [i64::MIN, -1, 0, i64::MAX] {
                let raw = steep.raw(centibel, range);
                assert!(raw.is_none_or(|raw| (range.0..=range.1).contains(&raw)));
            }
        }
        assert_eq!(Tlv::CutShort.raw(0, (0, 1)), None);
    }
}
