//! From a saved value to one that the card takes now: ranges and choices may have changed since.
//!
//! Whatever the file says, the result is inside the element's range.

use super::saved::{About, Saved, Scalar};
use crate::device::ctl::{ElemInfo, ElemType, Iec958, Range, Value};
use crate::device::tlv::Tlv;

/// What the card has to say for a conversion.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// The element's scale, if it has one and the file knew one.
    pub(super) scale: Option<Tlv>,
    /// The names of its choices.
    pub(super) items: Vec<String>,
    /// Its values, which stay where the file has none.
    pub(super) value: Option<Value>,
}

/// The value to write, and what was not as the file has it.
#[derive(Debug)]
pub(super) struct Converted {
    pub(super) value: Value,
    pub(super) notes: Vec<String>,
}

/// Converts the values of an entry; the error is a sentence.
pub(super) fn convert(saved: &Saved, info: &ElemInfo, present: &Present) -> Result<Converted, String> {
    let mut notes = Vec::new();
    let count = info.count as usize;
    let value = match info.kind {
        ElemType::Boolean => Value::Boolean(channels(
            saved,
            count,
            |_, scalar| boolean(scalar),
            present,
            |value| {
                if let Value::Boolean(values) = value { values.clone() } else { Vec::new() }
            },
        )?),
        ElemType::Integer(range) | ElemType::Integer64(range) => {
            let mut fit = Fit { about: &saved.about, range, scale: present.scale.as_ref(), notes: &mut notes };
            Value::Integer(channels(
                saved,
                count,
                |n, scalar| fit.value(n, integer(scalar)?),
                present,
                |value| {
                    if let Value::Integer(values) = value { values.clone() } else { Vec::new() }
                },
            )?)
        }
        ElemType::Enumerated(items) => Value::Enumerated(channels(
            saved,
            count,
            |_, scalar| item(scalar, items, &present.items),
            present,
            |value| {
                if let Value::Enumerated(values) = value { values.clone() } else { Vec::new() }
            },
        )?),
        ElemType::Bytes => Value::Bytes(bytes(&saved.values, count)?),
        ElemType::Iec958 => Value::Iec958(Box::new(iec958(&bytes(&saved.values, IEC958_BYTES)?))),
        ElemType::Unknown => return Err("its type is not known".to_owned()),
    };
    if saved.values.len() > count && !matches!(info.kind, ElemType::Bytes | ElemType::Iec958) {
        notes.push(format!("{} values are saved, it has {count}", saved.values.len()));
    }
    Ok(Converted { value, notes })
}

const IEC958_BYTES: usize = 176;

/// A value for each channel. A single saved value is meant for all; a channel without one keeps its own.
fn channels<T: Clone>(
    saved: &Saved,
    count: usize,
    mut convert: impl FnMut(usize, &Scalar) -> Result<T, String>,
    present: &Present,
    own: impl Fn(&Value) -> Vec<T>,
) -> Result<Vec<T>, String> {
    let scalars = &saved.values;
    let of_all = scalars.len() == 1;
    let mut values = Vec::with_capacity(count);
    for channel in 0..count {
        match if of_all { scalars.first() } else { scalars.get(channel) } {
            Some(scalar) => values.push(convert(channel, scalar)?),
            None => {
                let kept = present.value.as_ref().map(&own).and_then(|own| own.get(channel).cloned());
                values.push(kept.ok_or_else(|| format!("no value is saved for channel {channel}"))?);
            }
        }
    }
    Ok(values)
}

fn boolean(scalar: &Scalar) -> Result<bool, String> {
    match scalar {
        Scalar::Integer(number) => Ok(*number != 0),
        Scalar::Text(word) => match word.to_ascii_lowercase().as_str() {
            "true" | "on" | "yes" | "1" => Ok(true),
            "false" | "off" | "no" | "0" => Ok(false),
            _ => Err(format!("'{word}' is neither on nor off")),
        },
    }
}

fn integer(scalar: &Scalar) -> Result<i64, String> {
    match scalar {
        Scalar::Integer(number) => Ok(*number),
        Scalar::Text(text) if text.eq_ignore_ascii_case("true") => Ok(1),
        Scalar::Text(text) if text.eq_ignore_ascii_case("false") => Ok(0),
        Scalar::Text(text) => text.trim().parse().map_err(|_| format!("'{text}' is no number")),
    }
}

/// The item of this name, or else of this number.
fn item(scalar: &Scalar, items: u32, names: &[String]) -> Result<u32, String> {
    let number = match scalar {
        Scalar::Integer(number) => u32::try_from(*number).ok(),
        Scalar::Text(name) => match names.iter().position(|known| known == name) {
            Some(item) => u32::try_from(item).ok(),
            None => name.trim().parse().ok(),
        },
    };
    let wanted = || scalar.clone().into_text();
    number.filter(|number| *number < items).ok_or_else(|| format!("it has no choice '{}'", wanted()))
}

/// Hexadecimal digits, or numbers one by one as hand-written files have them.
fn bytes(scalars: &[Scalar], count: usize) -> Result<Vec<u8>, String> {
    let bytes: Option<Vec<u8>> = match scalars {
        [scalar] if scalar.clone().into_text().len() == 2 * count => from_hex(&scalar.clone().into_text()),
        many => many.iter().map(|scalar| u8::try_from(integer(scalar).ok()?).ok()).collect(),
    };
    match bytes {
        Some(bytes) if bytes.len() == count => Ok(bytes),
        _ => Err(format!("{count} bytes are wanted")),
    }
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    digits.as_bytes().chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?)).collect()
}

/// The fields of the kernel's structure, in its order; the one byte between them is nothing.
fn iec958(bytes: &[u8]) -> Iec958 {
    let mut bits = Iec958::default();
    bits.status.copy_from_slice(&bytes[..24]);
    bits.subcode.copy_from_slice(&bytes[24..171]);
    bits.dig_subframe.copy_from_slice(&bytes[172..IEC958_BYTES]);
    bits
}

/// Fits numbers into a range that may not be the one they come from.
struct Fit<'a> {
    about: &'a About,
    range: Range,
    scale: Option<&'a Tlv>,
    notes: &'a mut Vec<String>,
}

impl Fit<'_> {
    fn value(&mut self, channel: usize, raw: i64) -> Result<i64, String> {
        let Range { min, max, step } = self.range;
        if min > max {
            return Err(format!("its range {min} - {max} is none"));
        }
        let converted = self.converted(channel, raw);
        let fitted = converted.clamp(min, max);
        if fitted != converted {
            self.notes.push(format!("{converted} is outside {min} - {max}: {fitted} instead"));
        }
        let above = i128::from(fitted) - i128::from(min);
        let rest = if step > 1 && self.has_changed() { above % i128::from(step) } else { 0 };
        Ok(fitted - i64::try_from(rest).unwrap_or(0))
    }

    fn has_changed(&self) -> bool {
        self.about.range.is_some_and(|old| (old.min, old.max) != (self.range.min, self.range.max))
    }

    /// The same level where both ranges have one, else the same place in the range.
    fn converted(&mut self, channel: usize, raw: i64) -> i64 {
        let Some(old) = self.about.range else { return raw };
        let ends = (self.range.min, self.range.max);
        let louder = self.scale.zip(self.about.centibel_ends).filter(|(scale, old_ends)| {
            self.has_changed() || scale.centibel_ends(ends).is_some_and(|new_ends| new_ends != *old_ends)
        });
        let kept = raw.clamp(old.min, old.max);
        let told = self.about.centibels.get(channel).copied().flatten();
        let converted = match louder {
            Some((scale, levels)) => {
                scale.nearest(told.unwrap_or_else(|| between(kept, (old.min, old.max), levels)), ends)
            }
            None => None,
        };
        match converted {
            Some(value) => value,
            None if self.has_changed() => between(kept, (old.min, old.max), ends),
            // Told to be outside below, with the number that is in the file.
            None => raw,
        }
    }
}

/// The place in the range `to` that `value` has in the range `from`, to the nearest.
fn between(value: i64, from: (i64, i64), to: (i64, i64)) -> i64 {
    let width = i128::from(from.1) - i128::from(from.0);
    if width <= 0 {
        return to.0;
    }
    let above = (i128::from(value) - i128::from(from.0)) * (i128::from(to.1) - i128::from(to.0));
    let place = i128::from(to.0) + (above + width / 2).div_euclid(width);
    i64::try_from(place).unwrap_or(to.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::ctl::{Access, ElemId};

    const OLD: Range = Range { min: 0, max: 31, step: 0 };
    const NEW: Range = Range { min: 0, max: 87, step: 0 };

    fn saved(values: &[i64], about: About) -> Saved {
        let values = values.iter().map(|value| Scalar::Integer(*value)).collect();
        Saved { id: ElemId::default(), values, about }
    }

    fn info(kind: ElemType, count: u32) -> ElemInfo {
        ElemInfo { id: ElemId::default(), kind, count, access: Access::default() }
    }

    fn integers(saved: &Saved, range: Range, scale: Option<Tlv>) -> (Vec<i64>, usize) {
        let count = saved.values.len() as u32;
        let present = Present { scale, ..Present::default() };
        let converted = convert(saved, &info(ElemType::Integer(range), count), &present).expect("a value");
        let Value::Integer(values) = converted.value else { panic!("{converted:?}") };
        (values, converted.notes.len())
    }

    #[test]
    fn a_changed_range_keeps_the_place_or_the_level() {
        let about = |range| About { range: Some(range), ..About::default() };
        assert_eq!(integers(&saved(&[31, 0, 16], about(OLD)), NEW, None), (vec![87, 0, 45], 0));
        // One end alone is a change, too.
        assert_eq!(integers(&saved(&[80], about(Range { min: 0, max: 80, step: 0 })), NEW, None), (vec![87], 0));
        assert_eq!(integers(&saved(&[5], about(NEW)), NEW, None), (vec![5], 0));
        let with_levels = About { centibel_ends: Some((-4650, 0)), ..about(OLD) };
        let scale = Tlv::DbScale { min: -6525, step: 75, mute: false };
        assert_eq!(integers(&saved(&[31], with_levels.clone()), NEW, Some(scale.clone())), (vec![87], 0));
        let told = About { centibels: vec![Some(-1500)], ..with_levels };
        assert_eq!(integers(&saved(&[21], told), NEW, Some(scale)), (vec![67], 0));
    }

    #[test]
    fn a_new_scale_on_the_same_range_keeps_the_level() {
        let about = About { range: Some(OLD), centibel_ends: Some((-3100, 0)), ..About::default() };
        let scale = Tlv::DbScale { min: -6200, step: 200, mute: false };
        assert_eq!(integers(&saved(&[21], about), OLD, Some(scale)), (vec![26], 0));
    }

    #[test]
    fn nothing_leaves_the_range() {
        assert_eq!(integers(&saved(&[900, -900], About::default()), NEW, None), (vec![87, 0], 2));
        let about = About { range: Some(OLD), ..About::default() };
        assert_eq!(integers(&saved(&[i64::MAX], about), NEW, None), (vec![87], 0));
        let about = About { range: Some(Range { min: i64::MIN, max: i64::MAX, step: 0 }), ..About::default() };
        assert_eq!(integers(&saved(&[i64::MAX, i64::MIN], about), NEW, None), (vec![87, 0], 0));
        let bad = info(ElemType::Integer(Range { min: 3, max: 2, step: 0 }), 1);
        assert!(convert(&saved(&[1], About::default()), &bad, &Present::default()).is_err());
    }

    #[test]
    fn one_value_is_for_all_channels_and_missing_ones_stay() {
        let one = convert(&saved(&[1], About::default()), &info(ElemType::Boolean, 3), &Present::default());
        assert_eq!(one.expect("a value").value, Value::Boolean(vec![true; 3]));
        let present = Present { value: Some(Value::Boolean(vec![false, false, true])), ..Present::default() };
        let two = convert(&saved(&[1, 1], About::default()), &info(ElemType::Boolean, 3), &present);
        assert_eq!(two.expect("a value").value, Value::Boolean(vec![true; 3]));
    }

    #[test]
    fn choices_go_by_name_and_then_by_number() {
        let items = ["Mic", "2", "Line"].map(str::to_owned).to_vec();
        let choose = |scalar: Scalar| item(&scalar, 3, &items);
        assert_eq!(choose(Scalar::Text("Line".to_owned())), Ok(2));
        assert_eq!(choose(Scalar::Text("2".to_owned())), Ok(1));
        assert_eq!(choose(Scalar::Text("0".to_owned())), Ok(0));
        assert_eq!(choose(Scalar::Integer(2)), Ok(2));
        assert_eq!(choose(Scalar::Integer(3)), Err("it has no choice '3'".to_owned()));
        assert_eq!(choose(Scalar::Text("Aux".to_owned())), Err("it has no choice 'Aux'".to_owned()));
    }

    #[test]
    fn bytes_are_as_many_as_there_are() {
        assert_eq!(bytes(&[Scalar::Text("0102ff".to_owned())], 3), Ok(vec![1, 2, 255]));
        assert_eq!(bytes(&[Scalar::Integer(1), Scalar::Integer(255)], 2), Ok(vec![1, 255]));
        for bad in ["01", "0102fg", "+102ff", ""] {
            assert!(bytes(&[Scalar::Text(bad.to_owned())], 3).is_err(), "{bad}");
        }
    }
}
