//! An element's values from the text of a rule, and as text: numbers, percents, decibels, switches, items, bytes.
//!
//! Nothing outside an element's range is ever made, and what is not understood is refused, never taken as 0 or off.

use super::world::Element;
use crate::device::ctl::{ElemType, Iec958, Range, Value};

/// How a text is spread over the channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// A value for each, between commas; the last one is for the rest too.
    Each,
    /// The first one is for all.
    All,
}

/// Why an element does not take a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The element has no decibels. Rules ask by trying, so nobody is told.
    NoDecibels,
    /// In words.
    Told(String),
}

/// The bytes of a digital output's status in the kernel's order; one is padding.
const IEC958_BYTES: usize = 176;

/// The values that `text` gives the element; an empty field keeps the old one.
///
/// # Errors
/// The first field that is not understood or not in the range.
pub(super) fn assign(element: &Element, old: Option<&Value>, text: &str, spread: Spread) -> Result<Value, Refusal> {
    let count = element.info.count as usize;
    let told = |text: String| Refusal::Told(text);
    match element.info.kind {
        ElemType::Boolean => {
            let old = if let Some(Value::Boolean(old)) = old { old.as_slice() } else { &[] };
            Ok(Value::Boolean(channels(&fields(text), old, count, spread, switch)?))
        }
        ElemType::Integer(range) | ElemType::Integer64(range) => {
            let old = if let Some(Value::Integer(old)) = old { old.as_slice() } else { &[] };
            Ok(Value::Integer(channels(&fields(text), old, count, spread, |word| level(element, range, word))?))
        }
        ElemType::Enumerated(_) => {
            let old = if let Some(Value::Enumerated(old)) = old { old.as_slice() } else { &[] };
            let read = |word: &str| item(&element.items, word);
            let fields = items(&element.items, text);
            Ok(Value::Enumerated(channels(&fields, old, count, spread, read)?))
        }
        ElemType::Bytes => hex(text, count).map(Value::Bytes).map_err(told),
        ElemType::Iec958 => hex(text, IEC958_BYTES).map(|bytes| status(&bytes)).map_err(told),
        ElemType::Unknown => Err(told("a control without a type takes no values".to_owned())),
    }
}

fn fields(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).collect()
}

/// A value for each of `count` channels.
fn channels<T: Copy>(
    fields: &[&str],
    old: &[T],
    count: usize,
    spread: Spread,
    read: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let fields = if spread == Spread::All { &fields[..fields.len().min(1)] } else { fields };
    let last = fields.len().saturating_sub(1);
    let channel = |at: usize| match fields.get(at.min(last)) {
        Some(word) if !word.is_empty() => read(word),
        _ => old.get(at).copied().ok_or_else(|| Refusal::Told("a value is missing".to_owned())),
    };
    if spread == Spread::All && fields.iter().all(|word| word.is_empty()) {
        return Err(Refusal::Told("a value is missing".to_owned()));
    }
    (0..count).map(channel).collect()
}

fn switch(word: &str) -> Result<bool, Refusal> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err(Refusal::Told(format!("'{word}' is neither on nor off"))),
    }
}

fn level(element: &Element, range: Range, word: &str) -> Result<i64, Refusal> {
    let unit = word.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '%');
    let bad = || Refusal::Told(format!("'{word}' is no number"));
    match word[unit.len()..].to_ascii_lowercase().as_str() {
        "db" => {
            let centibel = hundredths(unit.trim_end()).ok_or_else(bad)?;
            let scale = element.scale.as_ref().ok_or(Refusal::NoDecibels)?;
            let value = scale.raw(centibel, (range.min, range.max)).ok_or(Refusal::NoDecibels)?;
            Ok(on_step(range, value))
        }
        "%" => {
            let percent = hundredths(unit.trim_end()).filter(|percent| (0..=10_000).contains(percent));
            let percent = percent.ok_or_else(|| Refusal::Told(format!("'{word}' is not between 0% and 100%")))?;
            let width = i128::from(range.max) - i128::from(range.min);
            let above = (width.max(0) * i128::from(percent) + 9_999) / 10_000;
            Ok(on_step(range, i64::try_from(i128::from(range.min) + above).unwrap_or(range.max)))
        }
        _ => {
            let value = number(word).ok_or_else(bad)?;
            let told = || Refusal::Told(format!("{value} is not between {} and {}", range.min, range.max));
            (range.min..=range.max).contains(&value).then_some(value).ok_or_else(told)
        }
    }
}

/// The kernel refuses values between the steps of a user element.
fn on_step(range: Range, value: i64) -> i64 {
    let beside = (i128::from(value) - i128::from(range.min)).rem_euclid(i128::from(range.step.max(1)));
    i64::try_from(i128::from(value) - beside).unwrap_or(range.min)
}

/// A whole number as C reads it with base 0.
pub(super) fn number(word: &str) -> Option<i64> {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, word.strip_prefix('+').unwrap_or(word)),
    };
    let (base, digits) = match digits.strip_prefix('0') {
        Some(rest) if rest.starts_with(['x', 'X']) => (16, &rest[1..]),
        Some(rest) if !rest.is_empty() => (8, rest),
        _ => (10, digits),
    };
    let fits = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    fits.then(|| i64::from_str_radix(digits, base).ok()).flatten().map(|value| value * sign)
}

/// A decimal number in hundredths, `-13.5` as -1350; further digits are dropped.
fn hundredths(word: &str) -> Option<i64> {
    let (sign, word) = match word.strip_prefix('-') {
        Some(word) => (-1, word),
        None => (1, word.strip_prefix('+').unwrap_or(word)),
    };
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: i64 = format!("{fraction:0<2}")[..2].parse().ok()?;
    whole.checked_mul(100)?.checked_add(fraction).map(|value| value * sign)
}

/// The fields of a text about items; names may hold commas, so the longest name that fits is a field.
fn items<'a>(names: &[String], text: &'a str) -> Vec<&'a str> {
    let mut fields = Vec::new();
    let mut rest = text.trim();
    loop {
        let ends = |length: usize| rest.len() == length || rest[length..].trim_start().starts_with(',');
        let named = names.iter().filter(|name| !name.is_empty() && rest.starts_with(name.as_str()) && ends(name.len()));
        let length = named.map(String::len).max().unwrap_or_else(|| rest.find(',').unwrap_or(rest.len()));
        fields.push(rest[..length].trim_end());
        match rest[length..].trim_start().strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None => return fields,
        }
    }
}

fn item(names: &[String], word: &str) -> Result<u32, Refusal> {
    let by_name = (0u32..).zip(names).find(|(_, name)| *name == word).map(|(item, _)| item);
    let by_number =
        || number(word).and_then(|item| u32::try_from(item).ok()).filter(|item| (*item as usize) < names.len());
    by_name.or_else(by_number).ok_or_else(|| {
        let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        Refusal::Told(format!("'{word}' is none of {}", names.join(", ")))
    })
}

fn hex(text: &str, count: usize) -> Result<Vec<u8>, String> {
    let wanted = || format!("'{text}' is not {count} bytes in hexadecimal digits");
    let digits: Option<Vec<u32>> = text.trim().chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == count * 2).ok_or_else(wanted)?;
    Ok(digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect())
}

fn status(bytes: &[u8]) -> Value {
    let mut bits = Iec958::default();
    let (status, rest) = bytes.split_at(bits.status.len());
    let (subcode, rest) = rest.split_at(bits.subcode.len());
    bits.status.copy_from_slice(status);
    bits.subcode.copy_from_slice(subcode);
    bits.dig_subframe.copy_from_slice(&rest[1..]);
    Value::Iec958(Box::new(bits))
}

/// The values as rules compare them: `54,54`, `on,off`, numbers of items, hexadecimal digits.
pub(super) fn show(value: &Value) -> String {
    let list = |words: Vec<String>| words.join(",");
    let bytes = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match value {
        Value::Boolean(values) => list(values.iter().map(|on| if *on { "on" } else { "off" }.to_owned()).collect()),
        Value::Integer(values) => list(values.iter().map(i64::to_string).collect()),
        Value::Enumerated(values) => list(values.iter().map(u32::to_string).collect()),
        Value::Bytes(values) => bytes(values),
        Value::Iec958(bits) => {
            [bytes(&bits.status), bytes(&bits.subcode), "00".to_owned(), bytes(&bits.dig_subframe)].concat()
        }
        Value::None => String::new(),
    }
}

/// Hundredths of a decibel as rules compare them, `-34.50dB`.
pub(super) fn decibels(centibel: i64) -> String {
    let sign = if centibel < 0 { "-" } else { "" };
    let size = centibel.unsigned_abs();
    format!("{sign}{}.{:02}dB", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::ctl::{Access, ElemId, ElemInfo};
    use crate::device::tlv::Tlv;

    fn element(kind: ElemType, items: &[&str], scale: Option<Tlv>) -> Element {
        let info = ElemInfo { id: ElemId::numbered(1), kind, count: 2, access: Access::default() };
        Element { info, items: items.iter().map(|item| (*item).to_owned()).collect(), scale }
    }

    fn integers(range: Range, scale: Option<Tlv>, text: &str, spread: Spread) -> Result<Vec<i64>, Refusal> {
        match assign(&element(ElemType::Integer(range), &[], scale), Some(&Value::Integer(vec![3, 4])), text, spread)? {
            Value::Integer(values) => Ok(values),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_are_for_channels_and_the_last_one_for_the_rest() {
        let range = Range { min: 0, max: 87, step: 0 };
        let set = |text: &str, spread| integers(range, None, text, spread).ok();
        assert_eq!(set("15", Spread::Each), Some(vec![15, 15]));
        assert_eq!(set("0x10, 2", Spread::Each), Some(vec![16, 2]));
        assert_eq!(set(",9", Spread::Each), Some(vec![3, 9]));
        assert_eq!(set("1,2,3", Spread::Each), Some(vec![1, 2]));
        assert_eq!(set("20,30", Spread::All), Some(vec![20, 20]));
        for wrong in ["900", "-1", "abc", "", "7x", "99999999999999999999", "-9223372036854775808"] {
            assert_eq!(set(wrong, Spread::All), None, "{wrong}");
        }
    }

    #[test]
    fn percents_round_up_as_alsactl_does_and_stay_inside() {
        let set = |min, max, step, text: &str| integers(Range { min, max, step }, None, text, Spread::All).ok();
        assert_eq!(set(0, 87, 0, "75%"), Some(vec![66, 66]));
        assert_eq!(set(0, 87, 0, "33%"), Some(vec![29, 29]));
        assert_eq!(set(-50, 100, 0, "33%"), Some(vec![0, 0]));
        assert_eq!(set(-50, 100, 3, "50%"), Some(vec![25, 25]));
        assert_eq!(set(-50, 100, 4, "51%"), Some(vec![26, 26]));
        assert_eq!(set(i64::MIN, i64::MAX, 0, "100%"), Some(vec![i64::MAX; 2]));
        assert_eq!((set(0, 87, 0, "150%"), set(0, 87, 0, "-5%")), (None, None));
    }

    #[test]
    fn decibels_are_read_with_their_fraction_and_sign() {
        let scale = || Some(Tlv::DbScale { min: -6525, step: 75, mute: false });
        let set = |text: &str| {
            integers(Range { min: 0, max: 87, step: 0 }, scale(), text, Spread::All).map(|values| values[0])
        };
        for (text, wanted) in [
            ("-20dB", 60),
            ("-20 db", 60),
            ("-13.5dB", 69),
            ("-13.50dB", 69),
            ("-0.5dB", 86),
            ("-12.80dB", 69),
            ("12dB", 87),
            ("-100dB", 0),
            ("0dB", 87),
            (".5dB", 87),
        ] {
            assert_eq!(set(text), Ok(wanted), "{text}");
        }
        let none = integers(Range { min: 0, max: 87, step: 0 }, None, "0dB", Spread::All);
        assert_eq!(none, Err(Refusal::NoDecibels));
        for wrong in ["dB", "-dB", "xdB", "1.2.3dB", "5dBx", "99999999999999999999dB"] {
            assert!(matches!(set(wrong), Err(Refusal::Told(_))), "{wrong}");
        }
    }

    #[test]
    fn switches_and_items_are_words_or_numbers() {
        let boolean = element(ElemType::Boolean, &[], None);
        let set = |text: &str| assign(&boolean, None, text, Spread::Each).ok();
        assert_eq!(set("on"), Some(Value::Boolean(vec![true, true])));
        assert_eq!(set("YES,0"), Some(Value::Boolean(vec![true, false])));
        assert_eq!((set("2"), set("garbage"), set("100%")), (None, None, None));
        let items = element(ElemType::Enumerated(3), &["One", "Two, three", "Two"], None);
        let set = |text: &str, spread| match assign(&items, None, text, spread) {
            Ok(Value::Enumerated(values)) => Some(values),
            _ => None,
        };
        assert_eq!(set("Two", Spread::All), Some(vec![2, 2]));
        assert_eq!(set("Two, three", Spread::All), Some(vec![1, 1]));
        assert_eq!(set("Two, three, One", Spread::Each), Some(vec![1, 0]));
        assert_eq!(set("2,0", Spread::Each), Some(vec![2, 0]));
        assert_eq!((set("two", Spread::All), set("3", Spread::All), set("Tw", Spread::All)), (None, None, None));
    }

    #[test]
    fn bytes_are_hexadecimal_digits_of_the_right_number() {
        let bytes = element(ElemType::Bytes, &[], None);
        assert_eq!(assign(&bytes, None, "0aFF", Spread::All), Ok(Value::Bytes(vec![10, 255])));
        assert!(assign(&bytes, None, "0aF", Spread::All).is_err() && assign(&bytes, None, "éé", Spread::All).is_err());
        let digits = format!("04{}", "00".repeat(171)) + "01020304";
        let bits = assign(&element(ElemType::Iec958, &[], None), None, &digits, Spread::All).unwrap();
        assert_eq!(show(&bits), digits);
    }

    #[test]
    fn decibels_keep_the_sign_of_a_fraction() {
        assert_eq!([decibels(-3450), decibels(-50), decibels(0)], ["-34.50dB", "-0.50dB", "0.00dB"]);
    }
}
