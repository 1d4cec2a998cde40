//! An element and its values in the JSON of alsactl's reports.

use crate::device::ctl::{ElemId, Value};
use crate::state::saved::Scalar;
use serde::Serialize;
use serde_json::Value as Json;

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
pub(super) fn values(value: &Value, items: &[String]) -> Vec<Json> {
    fn all<T>(values: &[T], json: impl Fn(&T) -> Json) -> Vec<Json> {
        values.iter().map(json).collect()
    }
    let item = |item: &u32| items.get(*item as usize).map_or_else(|| (*item).into(), |name| Json::from(name.as_str()));
    match value {
        Value::Boolean(values) => all(values, |on| (*on).into()),
        Value::Integer(values) => all(values, |number| (*number).into()),
        Value::Enumerated(values) => all(values, item),
        Value::Bytes(bytes) => all(bytes, |byte| (*byte).into()),
        Value::Iec958(bits) => all(&bits.status, |byte| (*byte).into()),
        Value::None => Vec::new(),
    }
}

/// The values of a state file.
pub(super) fn scalars(values: Vec<Scalar>) -> Vec<Json> {
    let json = |scalar| match scalar {
        Scalar::Integer(number) => Json::from(number),
        Scalar::Text(text) if text == "true" || text == "false" => Json::from(text == "true"),
        Scalar::Text(text) => Json::from(text),
    };
    values.into_iter().map(json).collect()
}

/// The values for people: `40,40`, `nothing` where there are none.
pub(super) fn text(values: Option<&[Json]>) -> String {
    let text = |value: &Json| match value {
        Json::Bool(on) => if *on { "on" } else { "off" }.to_owned(),
        Json::String(text) => text.clone(),
        value => value.to_string(),
    };
    values.map_or("nothing".to_owned(), |values| values.iter().map(text).collect::<Vec<_>>().join(","))
}
