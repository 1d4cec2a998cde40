//! New values for a control element, from the text after `amixer cset`.
//!
//! A value that cannot be understood is an error; it never becomes the least value, off, or item 0.

use super::control::Control;
use super::scale;
use crate::device::ctl::{ElemType, Iec958, Range, Value};
use std::fmt;

/// A value that does not fit the element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// The value.
    pub word: String,
    /// What the element takes instead.
    pub wanted: String,
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is no value for this control, which takes {}", self.word, self.wanted)
    }
}

impl std::error::Error for BadValue {}

/// The values that `text` gives the control: one for all channels, or one for each between commas. A channel whose
/// field is empty, or that has none, keeps its value.
///
/// # Errors
/// The first value that is not understood.
pub fn assign(control: &Control, old: &Value, text: &str) -> Result<Value, BadValue> {
    let bad = |word: &str| BadValue { word: word.to_owned(), wanted: wanted(control) };
    if text.trim().is_empty() {
        return Err(bad(text));
    }
    Ok(match (old, control.info.kind) {
        (Value::Boolean(old), _) => Value::Boolean(fields(old, text, |old, word| boolean(*old, word)).map_err(bad)?),
        (Value::Integer(old), ElemType::Integer(range) | ElemType::Integer64(range)) => {
            Value::Integer(fields(old, text, |_, word| integer(range, word)).map_err(bad)?)
        }
        (Value::Bytes(old), _) => {
            let range = Range { min: 0, max: 255, step: 0 };
            let byte = |word: &str| integer(range, word).and_then(|number| u8::try_from(number).ok());
            Value::Bytes(fields(old, text, |_, word| byte(word)).map_err(bad)?)
        }
        (Value::Enumerated(old), _) => Value::Enumerated(items(old, text, &control.items).map_err(bad)?),
        (Value::Iec958(old), _) => Value::Iec958(Box::new(status_bits(old, text).map_err(bad)?)),
        _ => return Err(bad(text)),
    })
}

fn wanted(control: &Control) -> String {
    match control.info.kind {
        ElemType::Boolean => "on, off or toggle".to_owned(),
        ElemType::Integer(range) | ElemType::Integer64(range) => {
            format!("numbers from {} to {}, or percents", range.min, range.max)
        }
        ElemType::Enumerated(_) => {
            let names: Vec<String> = control.items.iter().map(|item| format!("'{item}'")).collect();
            format!("one of {}, or its number", names.join(", "))
        }
        ElemType::Bytes => "bytes from 0 to 255".to_owned(),
        ElemType::Iec958 => "status bytes such as AES0=0x04".to_owned(),
        ElemType::Unknown => "no values".to_owned(),
    }
}

/// Splits at commas and reads each field, or gives the field that cannot be read.
fn fields<'a, T: Clone>(old: &[T], text: &'a str, read: impl Fn(&T, &str) -> Option<T>) -> Result<Vec<T>, &'a str> {
    let everywhere = !text.contains(',');
    let mut words = text.split(',');
    let next = |old: &T| {
        let word = if everywhere { text } else { words.next().unwrap_or_default() };
        if word.is_empty() { Ok(old.clone()) } else { read(old, word.trim()).ok_or(word) }
    };
    let values: Result<Vec<T>, &str> = old.iter().map(next).collect();
    values
}

fn boolean(old: bool, word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "on" | "up" | "yes" | "true" => Some(true),
        "off" | "down" | "no" | "false" => Some(false),
        "toggle" => Some(!old),
        _ => number(word).map(|number| number > 0),
    }
}

fn integer(range: Range, word: &str) -> Option<i64> {
    let value = match word.strip_suffix('%') {
        Some(percent) => {
            let percent: f64 = percent.parse().ok().filter(|percent: &f64| percent.is_finite())?;
            let value = range.min.saturating_add(scale::raw_share(percent, (range.min, range.max)));
            // The kernel refuses values between the steps of a user element.
            let beside = (i128::from(value) - i128::from(range.min)) % i128::from(range.step.max(1));
            i64::try_from(i128::from(value) - beside).unwrap_or(range.min)
        }
        None => number(word)?,
    };
    Some(value.clamp(range.min, range.max))
}

/// A whole number as C reads it with base 0: `0x1f`, `010`, `-5`. One beyond 64 bits is the nearest inside.
fn number(word: &str) -> Option<i64> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, word),
    };
    let (base, digits) = match digits.strip_prefix('0') {
        Some(rest) if rest.starts_with(['x', 'X']) => (16, &rest[1..]),
        Some(rest) if !rest.is_empty() => (8, rest),
        _ => (10, digits),
    };
    let fits = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    fits.then(|| i64::from_str_radix(digits, base).unwrap_or(i64::MAX).saturating_mul(sign))
}

/// Names of items may hold commas, so the longest name that fits is taken first.
fn items<'a>(old: &[u32], text: &'a str, names: &[String]) -> Result<Vec<u32>, &'a str> {
    let mut values = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (value, after) = item_at(text, names).ok_or(text)?;
        values.push(value);
        rest = after.strip_prefix(',');
    }
    // One item is for all channels; a comma, even in its name, makes it the first channel's.
    let everywhere = !text.contains(',');
    let item = |at: usize| values.get(if everywhere { 0 } else { at }).copied().flatten();
    Ok(old.iter().enumerate().map(|(at, old)| item(at).unwrap_or(*old)).collect())
}

/// An item by its name, its quoted name or its number; no item in an empty field.
fn item_at<'a>(text: &'a str, names: &[String]) -> Option<(Option<u32>, &'a str)> {
    let ends = |after: &str| after.is_empty() || after.starts_with(',');
    if ends(text) {
        return Some((None, text));
    }
    let quoted = |name: &str, quote: char| text.strip_prefix(quote)?.strip_prefix(name)?.strip_prefix(quote);
    let after = |name: &str| {
        let plain = text.strip_prefix(name).filter(|after| ends(after));
        plain.or_else(|| ['\'', '"'].into_iter().find_map(|quote| quoted(name, quote)).filter(|after| ends(after)))
    };
    let found = (0u32..).zip(names).filter_map(|(item, name)| Some((item, after(name)?)));
    let found = found.min_by_key(|(_, after)| after.len());
    let by_number = || {
        let (word, after) = text.split_at(text.find(',').unwrap_or(text.len()));
        let item = u32::try_from(number(word)?).ok().filter(|item| (*item as usize) < names.len())?;
        Some((item, after))
    };
    found.or_else(by_number).map(|(item, after)| (Some(item), after))
}

/// The status bytes in the form in which they are shown: `[AES0=0x04 AES1=0x00]`; bytes that are not named stay.
fn status_bits<'a>(old: &Iec958, text: &'a str) -> Result<Iec958, &'a str> {
    let mut bits = old.clone();
    let inside = text.trim().trim_start_matches('[').trim_end_matches(']');
    for word in inside.split([' ', ',']).filter(|word| !word.is_empty()) {
        let (name, value) = word.split_once('=').ok_or(word)?;
        let at = ["AES0", "AES1", "AES2", "AES3"].iter().position(|known| known.eq_ignore_ascii_case(name));
        let value = number(value).and_then(|value| u8::try_from(value).ok());
        let (Some(at), Some(value)) = (at, value) else { return Err(word) };
        bits.status[at] = value;
    }
    Ok(bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::ctl::{Access, ElemId, ElemInfo};

    fn control(kind: ElemType, items: &[&str]) -> Control {
        let info = ElemInfo { id: ElemId::numbered(1), kind, count: 2, access: Access::default() };
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        Control { info, items, value: None, tlv: None }
    }

    #[test]
    fn numbers_are_read_as_c_reads_them_and_kept_in_range() {
        let control = control(ElemType::Integer(Range { min: -50, max: 100, step: 0 }), &[]);
        let set = |text: &str| match assign(&control, &Value::Integer(vec![10, 20]), text) {
            Ok(Value::Integer(values)) => Ok(values),
            Ok(other) => panic!("{other:?}"),
            Err(bad) => Err(bad.word),
        };
        assert_eq!(set("5"), Ok(vec![5, 5]));
        assert_eq!(set("0x1f,010"), Ok(vec![31, 8]));
        assert_eq!(set(",5"), Ok(vec![10, 5]));
        assert_eq!(set("5,"), Ok(vec![5, 20]));
        assert_eq!(set("5%,50%"), Ok(vec![-42, 25]));
        assert_eq!(set("0.4%"), Ok(vec![-49, -49]));
        assert_eq!(set("1000,-1000"), Ok(vec![100, -50]));
        assert_eq!(set("99999999999999999999"), Ok(vec![100, 100]));
        assert_eq!(set("1,2,3"), Ok(vec![1, 2]));
        for (text, word) in [("abc", "abc"), ("5,abc", "abc"), ("5+", "5+"), ("", ""), ("nan%", "nan%"), ("09", "09")] {
            assert_eq!(set(text), Err(word.to_owned()), "{text}");
        }
    }

    #[test]
    fn switches_take_words_and_numbers() {
        let control = control(ElemType::Boolean, &[]);
        let set = |text: &str| assign(&control, &Value::Boolean(vec![true, false]), text);
        assert_eq!(set("toggle"), Ok(Value::Boolean(vec![false, true])));
        assert_eq!(set("ON"), Ok(Value::Boolean(vec![true, true])));
        assert_eq!(set("0,2"), Ok(Value::Boolean(vec![false, true])));
        assert_eq!(set("true"), Ok(Value::Boolean(vec![true, true])));
        assert!(set("onx").is_err() && set("maybe").is_err());
    }

    #[test]
    fn items_are_named_exactly_or_numbered() {
        let control = control(ElemType::Enumerated(3), &["one", "two, three", "two"]);
        let set = |text: &str| match assign(&control, &Value::Enumerated(vec![0, 0]), text) {
            Ok(Value::Enumerated(values)) => Some(values),
            _ => None,
        };
        assert_eq!(set("two"), Some(vec![2, 2]));
        assert_eq!(set("two, three,two"), Some(vec![1, 2]));
        assert_eq!(set("'two, three',0x2"), Some(vec![1, 2]));
        assert_eq!(set(",2"), Some(vec![0, 2]));
        for wrong in ["One", "3", "-1", "tw", "one ", "two,zwei", "'one'x"] {
            assert_eq!(set(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn bytes_and_status_bits_keep_what_is_not_named() {
        let bytes = control(ElemType::Bytes, &[]);
        assert_eq!(assign(&bytes, &Value::Bytes(vec![1, 2, 3]), "0x12,300"), Ok(Value::Bytes(vec![0x12, 255, 3])));
        let status = control(ElemType::Iec958, &[]);
        let old = Value::Iec958(Box::default());
        let Ok(Value::Iec958(bits)) = assign(&status, &old, "[AES0=0x04 AES3=2]") else { panic!("refused") };
        assert_eq!(bits.status[..4], [4, 0, 0, 2]);
        assert!(assign(&status, &old, "on").is_err());
    }
}
