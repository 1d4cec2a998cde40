//! What a state file says of a card's elements, read from its tree.
//!
//! The file is anybody's: an entry that makes no sense is told of and left out, and the others stand.

use super::group::is_boot_element;
use crate::device::ctl::{ElemId, ElemType, Iface, Range};
use crate::device::tree::Tree;

/// An element's entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// Which element.
    pub id: ElemId,
    /// Its values; one may stand for all channels.
    pub values: Vec<Scalar>,
    /// What the values meant on the card that they were read from.
    pub about: About,
}

/// A value as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// A whole number.
    Integer(i64),
    /// Anything else.
    Text(String),
}

/// The comment of an entry. A file edited by hand may have none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// The type, with its range or its number of items.
    pub kind: Option<ElemType>,
    /// How many values.
    pub count: Option<u32>,
    /// The range, where it is told.
    pub range: Option<Range>,
    /// A program had made it.
    pub user: bool,
    /// It did nothing.
    pub inactive: bool,
    /// The levels at the ends of the range, in hundredths of a dB.
    pub centibel_ends: Option<(i64, i64)>,
    /// The level of each value.
    pub centibels: Vec<Option<i64>>,
    /// The names of the choices.
    pub items: Vec<String>,
    /// The TLV of a user element.
    pub tlv: Vec<u32>,
}

/// The entries below `state.ID`, and a sentence for each that makes no sense.
pub fn read(state: &Tree<'_>) -> (Vec<Saved>, Vec<String>) {
    let mut saved = Vec::new();
    let mut faults = Vec::new();
    let controls = state.child("control").map(Tree::children).unwrap_or_default();
    for (number, control) in controls {
        match entry(number, control) {
            Ok(entry) if is_boot_element(&entry.id) => {}
            Ok(entry) => saved.push(entry),
            Err(fault) => faults.push(format!("control.{number}: {fault}")),
        }
    }
    (saved, faults)
}

fn entry(number: &str, control: &Tree<'_>) -> Result<Saved, String> {
    let numid: u32 = number.parse().map_err(|_| "the number of a control is wanted".to_owned())?;
    if !matches!(control, Tree::Compound(_)) {
        return Err("a compound is wanted".to_owned());
    }
    let place = |word: &str| match control.child(word) {
        None => Ok(0),
        Some(Tree::Integer(number)) if let Ok(number) = u32::try_from(*number) => Ok(number),
        Some(_) => Err(format!("{word} is no number of a place")),
    };
    let iface = match control.child("iface") {
        None => Iface::default(),
        Some(Tree::Text(name)) => Iface::from_name(name).ok_or_else(|| format!("there is no interface '{name}'"))?,
        Some(_) => return Err("iface is no name".to_owned()),
    };
    let name = match control.child("name") {
        Some(Tree::Text(name)) if !name.is_empty() => name.to_string(),
        Some(Tree::Integer(number)) => number.to_string(),
        _ => return Err("it has no name".to_owned()),
    };
    let id =
        ElemId { numid, iface, device: place("device")?, subdevice: place("subdevice")?, name, index: place("index")? };
    let values = control.child("value").map(numbered).unwrap_or_default();
    if values.is_empty() {
        return Err("it has no value".to_owned());
    }
    let about = control.child("comment").map(about).unwrap_or_default();
    Ok(Saved { id, values, about })
}

/// A single value, or those of `value.0`, `value.1` and so on, up to the first that is missing.
fn numbered(node: &Tree<'_>) -> Vec<Scalar> {
    match node {
        Tree::Compound(_) => (0..).map_while(|n: u32| node.child(&n.to_string()).and_then(scalar)).collect(),
        node => scalar(node).into_iter().collect(),
    }
}

fn scalar(node: &Tree<'_>) -> Option<Scalar> {
    match node {
        Tree::Integer(number) => Some(Scalar::Integer(*number)),
        Tree::Real(number) => Some(Scalar::Text(number.to_string())),
        Tree::Text(text) => Some(Scalar::Text(text.to_string())),
        Tree::Compound(_) => None,
    }
}

fn about(comment: &Tree<'_>) -> About {
    let text = |word: &str| match comment.child(word) {
        Some(Tree::Text(text)) => Some(&**text),
        _ => None,
    };
    let integer = |node: Option<&Tree<'_>>| match node {
        Some(Tree::Integer(number)) => Some(*number),
        _ => None,
    };
    let has = |word: &str| text("access").is_some_and(|access| access.split(' ').any(|other| other == word));
    let range = text("range").and_then(range);
    let items = comment.child("item").map(numbered).unwrap_or_default();
    let items: Vec<String> = items.into_iter().map(Scalar::into_text).collect();
    let count = integer(comment.child("count")).and_then(|count| u32::try_from(count).ok());
    let centibel = |n: usize| integer(comment.child("dbvalue").and_then(|values| values.child(&n.to_string())));
    About {
        kind: text("type").and_then(|name| kind(name, range, items.len())),
        count,
        range,
        user: has("user"),
        inactive: has("inactive"),
        centibel_ends: integer(comment.child("dbmin")).zip(integer(comment.child("dbmax"))),
        centibels: match comment.child("dbvalue") {
            Some(values) => (0..values.children().len()).map(centibel).collect(),
            None => Vec::new(),
        },
        items,
        tlv: text("tlv").map(tlv).unwrap_or_default(),
    }
}

impl Scalar {
    /// The value as text.
    pub fn into_text(self) -> String {
        match self {
            Scalar::Integer(number) => number.to_string(),
            Scalar::Text(text) => text,
        }
    }
}

fn kind(name: &str, range: Option<Range>, items: usize) -> Option<ElemType> {
    Some(match name {
        "BOOLEAN" => ElemType::Boolean,
        "INTEGER" => ElemType::Integer(range?),
        "INTEGER64" => ElemType::Integer64(range?),
        "ENUMERATED" => ElemType::Enumerated(u32::try_from(items).ok()?),
        "BYTES" => ElemType::Bytes,
        "IEC958" => ElemType::Iec958,
        _ => return None,
    })
}

/// `MIN - MAX` or `MIN - MAX (step N)`.
fn range(text: &str) -> Option<Range> {
    let (min, rest) = text.split_once(" - ")?;
    let (max, step) = match rest.split_once(" (step ") {
        Some((max, step)) => (max, step.strip_suffix(')')?.parse().ok()?),
        None => (rest, 0),
    };
    let (min, max): (i64, i64) = (min.parse().ok()?, max.parse().ok()?);
    (min <= max).then_some(Range { min, max, step })
}

/// The words of a TLV in hexadecimal digits; none when its own length is not that of its words.
fn tlv(hex: &str) -> Vec<u32> {
    let digits = hex.as_bytes().chunks(8);
    let word = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    let words: Option<Vec<u32>> = digits.map(|digits| word(digits).filter(|_| digits.len() == 8)).collect();
    let words = words.unwrap_or_default();
    match words.get(1) {
        Some(bytes) if *bytes as usize == (words.len() - 2) * 4 => words,
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::tree::parse_any;
    use std::path::Path;

    fn read_text(controls: &str) -> (Vec<Saved>, Vec<String>) {
        read(&parse_any(Path::new("state"), controls.as_bytes()).expect("a configuration"))
    }

    #[test]
    fn an_entry_is_read_with_its_comment() {
        let (saved, faults) = read_text(
            "control.7 { iface CARD device 1 name 'A' index 2 value.0 3 value.1 on comment { access 'read write user'
             type INTEGER count 2 range '-5 - 9 (step 2)' dbmin -100 dbmax 0 dbvalue.0 -50 tlv '00000001000000080000000000000001' } }",
        );
        assert_eq!(faults, [""; 0]);
        let id = ElemId { numid: 7, iface: Iface::Card, device: 1, subdevice: 0, name: "A".to_owned(), index: 2 };
        let range = Range { min: -5, max: 9, step: 2 };
        let about = About {
            kind: Some(ElemType::Integer(range)),
            count: Some(2),
            range: Some(range),
            user: true,
            centibel_ends: Some((-100, 0)),
            centibels: vec![Some(-50)],
            tlv: vec![1, 8, 0, 1],
            ..About::default()
        };
        let values = vec![Scalar::Integer(3), Scalar::Text("on".to_owned())];
        assert_eq!(saved, [Saved { id, values, about }]);
    }

    #[test]
    fn entries_that_make_no_sense_are_named_and_the_others_stand() {
        let (saved, faults) = read_text(
            "control { 1 { value 1 } 2 { name X } 3 { name X value { } } x { name X value 1 } 4 5
             6 { name X iface Y value 1 } 7 { name X device -1 value 1 } 8 { name X value 1 } }",
        );
        assert_eq!(saved.iter().map(|saved| saved.id.numid).collect::<Vec<_>>(), [8]);
        assert_eq!(faults.len(), 7, "{faults:?}");
        assert_eq!(faults[0], "control.1: it has no name");
    }

    #[test]
    fn a_tlv_whose_length_lies_is_none() {
        assert_eq!(tlv("0000000100000008000000010000"), [0; 0]);
        assert_eq!(tlv("00000001ffffffff0000000100000001"), [0; 0]);
        assert_eq!(tlv("000000010000000400000001"), [1, 4, 1]);
        assert_eq!(tlv("+0000001000000040000000é"), [0; 0]);
    }
}
