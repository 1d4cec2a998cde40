//! The JSON of elements. An element is always the same object, whichever command shows it; what it does not have is
//! left out.

use super::text;
use crate::device::ctl::{CardInfo, ElemId, ElemType, Value};
use crate::mixer::control::Control;
use crate::mixer::element::{ChannelState, Element, Side, Volume};
use serde::Serialize;

/// A simple element.
#[derive(Serialize)]
pub(super) struct ElementView<'a> {
    name: &'a str,
    index: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    capabilities: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capture_group: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    playback: Option<SideView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capture: Option<SideView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct SideView {
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_db: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_db: Option<f64>,
    channels: Vec<ChannelView>,
}

#[derive(Serialize)]
struct ChannelView {
    channel: String,
    #[serde(flatten)]
    volume: Option<VolumeView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
}

#[derive(Serialize)]
struct VolumeView {
    raw: i64,
    percent: i64,
    mapped_percent: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    db: Option<f64>,
}

fn db(centibel: i64) -> f64 {
    centibel as f64 / 100.0
}

impl<'a> ElementView<'a> {
    /// Only the names, for lists of them.
    pub(super) fn named(name: &'a str, index: u32) -> ElementView<'a> {
        ElementView {
            name,
            index,
            capabilities: Vec::new(),
            capture_group: None,
            playback: None,
            capture: None,
            items: None,
            chosen: None,
        }
    }

    pub(super) fn new(element: &'a Element) -> ElementView<'a> {
        let choice = element.choice.as_ref();
        let name = |items: &'a [String], item: u32| items.get(item as usize).map_or("", String::as_str);
        let chosen = choice.map(|choice| choice.chosen.iter().map(|item| name(&choice.items, *item)).collect());
        ElementView {
            capabilities: element.capabilities.clone(),
            capture_group: element.capture_group,
            playback: element.playback.as_ref().map(side),
            capture: element.capture.as_ref().map(side),
            items: choice.map(|choice| choice.items.as_slice()),
            chosen,
            ..ElementView::named(&element.name, element.index)
        }
    }
}

fn side(side: &Side) -> SideView {
    SideView {
        min: side.range.map(|(min, _)| min),
        max: side.range.map(|(_, max)| max),
        min_db: side.levels.map(|(min, _)| db(min)),
        max_db: side.levels.map(|(_, max)| db(max)),
        channels: side.channels.iter().map(|state| channel(state, side.mono)).collect(),
    }
}

fn channel(state: &ChannelState, mono: bool) -> ChannelView {
    let name = if mono { "Mono".to_owned() } else { state.channel.name() };
    ChannelView { channel: name, volume: state.volume.map(volume), on: state.on }
}

fn volume(volume: Volume) -> VolumeView {
    let Volume { raw, percent, mapped_percent, centibel } = volume;
    VolumeView { raw, percent, mapped_percent, db: centibel.map(db) }
}

/// The identity of a control.
#[derive(Serialize)]
pub(super) struct IdView<'a> {
    numid: u32,
    iface: &'static str,
    name: &'a str,
    index: u32,
    device: u32,
    subdevice: u32,
}

impl<'a> IdView<'a> {
    pub(super) fn new(id: &'a ElemId) -> IdView<'a> {
        let ElemId { numid, iface, device, subdevice, name, index } = id;
        IdView { numid: *numid, iface: iface.name(), name, index: *index, device: *device, subdevice: *subdevice }
    }
}

/// A control.
#[derive(Serialize)]
pub(super) struct ControlView<'a> {
    #[serde(flatten)]
    id: IdView<'a>,
    r#type: &'static str,
    access: String,
    count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<i64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    items: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<ValueView<'a>>,
}

/// The values: true and false, numbers on every scale, the names of items, bytes.
#[derive(Serialize)]
#[serde(untagged)]
enum ValueView<'a> {
    Switches(&'a [bool]),
    Volumes(Vec<VolumeView>),
    Items(Vec<&'a str>),
    Bytes(&'a [u8]),
}

impl<'a> ControlView<'a> {
    pub(super) fn new(control: &'a Control) -> ControlView<'a> {
        let info = &control.info;
        let range = match info.kind {
            ElemType::Integer(range) | ElemType::Integer64(range) => Some(range),
            _ => None,
        };
        ControlView {
            id: IdView::new(&info.id),
            r#type: info.kind.name(),
            access: text::access(info.access),
            count: info.count,
            min: range.map(|range| range.min),
            max: range.map(|range| range.max),
            step: range.map(|range| range.step),
            items: &control.items,
            values: control.value.as_ref().and_then(|value| values(control, value)),
        }
    }
}

fn values<'a>(control: &'a Control, value: &'a Value) -> Option<ValueView<'a>> {
    let item = |item: &u32| control.items.get(*item as usize).map_or("", String::as_str);
    Some(match value {
        Value::Boolean(values) => ValueView::Switches(values),
        Value::Integer(_) => ValueView::Volumes(control.volumes()?.into_iter().map(volume).collect()),
        Value::Enumerated(values) => ValueView::Items(values.iter().map(item).collect()),
        Value::Bytes(values) => ValueView::Bytes(values),
        Value::Iec958(bits) => ValueView::Bytes(&bits.status[..4]),
        Value::None => return None,
    })
}

/// A card and how much it has.
#[derive(Serialize)]
pub(super) struct CardView<'a> {
    device: &'a str,
    number: i32,
    id: &'a str,
    name: &'a str,
    long_name: &'a str,
    driver: &'a str,
    mixer_name: &'a str,
    components: &'a str,
    controls: u32,
    simple_controls: u32,
}

impl<'a> CardView<'a> {
    pub(super) fn new(device: &'a str, card: &'a CardInfo, (controls, simple_controls): (u32, u32)) -> CardView<'a> {
        CardView {
            device,
            number: card.number,
            id: &card.id,
            name: &card.name,
            long_name: &card.long_name,
            driver: &card.driver,
            mixer_name: &card.mixer_name,
            components: &card.components,
            controls,
            simple_controls,
        }
    }
}

/// Something that happened to an element, with the element as it is now.
#[derive(Serialize)]
pub(super) struct EventView<T> {
    pub(super) event: &'static str,
    pub(super) element: T,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::ctl::{Access, ElemInfo, Range};
    use crate::device::mixer::Channel;
    use crate::device::tlv::Tlv;
    use crate::mixer::element::Choice;

    fn element() -> Element {
        let volume = Volume { raw: 65, percent: 75, mapped_percent: 50, centibel: Some(-1650) };
        let state = ChannelState { channel: Channel::FIRST, volume: Some(volume), on: Some(true) };
        let side = Side { range: Some((0, 87)), levels: Some((-6525, 0)), mono: true, channels: vec![state] };
        Element {
            name: "Master".to_owned(),
            index: 0,
            capabilities: vec!["pvolume", "pswitch"],
            capture_group: None,
            common_volume: false,
            common_switch: false,
            playback: Some(side),
            capture: None,
            choice: None,
        }
    }

    #[test]
    fn a_simple_element_has_every_scale() {
        let json = serde_json::to_string(&ElementView::new(&element())).unwrap();
        assert_eq!(
            json,
            r#"{"name":"Master","index":0,"capabilities":["pvolume","pswitch"],"playback":{"min":0,"max":87,"min_db":-65.25,"max_db":0.0,"channels":[{"channel":"Mono","raw":65,"percent":75,"mapped_percent":50,"db":-16.5,"on":true}]}}"#
        );
    }

    #[test]
    fn a_choice_has_its_items_and_what_is_chosen() {
        let choice = Choice { items: vec!["Mic".to_owned(), "Line".to_owned()], chosen: vec![1] };
        let element = Element { playback: None, capabilities: vec!["enum"], choice: Some(choice), ..element() };
        let json = serde_json::to_string(&ElementView::new(&element)).unwrap();
        assert_eq!(
            json,
            r#"{"name":"Master","index":0,"capabilities":["enum"],"items":["Mic","Line"],"chosen":["Line"]}"#
        );
    }

    #[test]
    fn a_control_has_its_identity_range_and_values() {
        let kind = ElemType::Integer(Range { min: 0, max: 100, step: 0 });
        let info = ElemInfo { id: ElemId::numbered(7), kind, count: 1, access: Access::default() };
        let tlv = Tlv::DbScale { min: -1000, step: 10, mute: false };
        let control = Control { info, items: Vec::new(), value: Some(Value::Integer(vec![50])), tlv: Some(tlv) };
        let json = serde_json::to_string(&ControlView::new(&control)).unwrap();
        assert_eq!(
            json,
            r#"{"numid":7,"iface":"MIXER","name":"","index":0,"device":0,"subdevice":0,"type":"INTEGER","access":"--------","count":1,"min":0,"max":100,"step":0,"values":[{"raw":50,"percent":50,"mapped_percent":50,"db":-5.0}]}"#
        );
    }
}
