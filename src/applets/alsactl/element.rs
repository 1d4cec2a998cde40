//! An element and its values in the JSON of alsactl's reports.

use crate::device::ctl::{ElemId, Value};
use crate::state::saved::Scalar;
use serde::Serialize;

/// A value in a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Datum {
    Switch(bool),
    Number(i64),
    Text(String),
}

/// Which element.
#[derive(Serialize)]
pub(super) struct ElementView {
    numid: u32,
    iface: &'static str,
    device: u32,
    subdevice: u32,
    name: String,
    index: u32,
}

impl From<ElemId> for ElementView {
    fn from(id: ElemId) -> ElementView {
        let ElemId { numid, iface, device, subdevice, name, index } = id;
        ElementView { numid, iface: iface.name(), device, subdevice, name, index }
    }
}

/// The values, choices by name; of the bits of a digital output, the channel status.
pub(super) fn values(value: &Value, items: &[String]) -> Vec<Datum> {
    fn all<T>(values: &[T], datum: impl Fn(&T) -> Datum) -> Vec<Datum> {
        values.iter().map(datum).collect()
    }
    let item = |item: &u32| match items.get(*item as usize) {
        Some(name) => Datum::Text(name.clone()),
        None => Datum::Number((*item).into()),
    };
    match value {
        Value::Boolean(values) => all(values, |on| Datum::Switch(*on)),
        Value::Integer(values) => all(values, |number| Datum::Number(*number)),
        Value::Enumerated(values) => all(values, item),
        Value::Bytes(bytes) => all(bytes, |byte| Datum::Number((*byte).into())),
        Value::Iec958(bits) => all(&bits.status, |byte| Datum::Number((*byte).into())),
        Value::None => Vec::new(),
    }
}

/// The values of a state file.
pub(super) fn scalars(values: Vec<Scalar>) -> Vec<Datum> {
    let datum = |scalar| match scalar {
        Scalar::Integer(number) => Datum::Number(number),
        Scalar::Text(text) if text == "true" || text == "false" => Datum::Switch(text == "true"),
        Scalar::Text(text) => Datum::Text(text),
    };
    values.into_iter().map(datum).collect()
}

/// The values for people: `40,40`, `nothing` where there are none.
pub(super) fn text(values: Option<&[Datum]>) -> String {
    let text = |value: &Datum| match value {
        Datum::Switch(on) => if *on { "on" } else { "off" }.to_owned(),
        Datum::Number(number) => number.to_string(),
        Datum::Text(text) => text.clone(),
    };
    values.map_or("nothing".to_owned(), |values| values.iter().map(text).collect::<Vec<_>>().join(","))
}
