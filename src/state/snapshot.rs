//! A card as it is now, in the form of a state file: every element that can be read, with its values and what they mean.
//!
//! The form is alsactl's own, to the byte, so that people can go back to it.

use super::group::{self, is_boot_element};
use crate::device::Result;
use crate::device::ctl::{Access, Ctl, ElemId, ElemInfo, ElemType, Iec958, Range, Value};
use crate::device::tlv::{self, Tlv};
use crate::device::tree::Tree;
use std::borrow::Cow;

type Node = (Cow<'static, str>, Tree<'static>);

/// A card's state, and what could not be read of it.
pub struct Snapshot {
    /// The card's id.
    pub id: String,
    /// What stands below `state.ID`.
    pub tree: Tree<'static>,
    /// The elements that do not answer.
    pub unread: Vec<String>,
    /// It waits for its group to be restored: what it is now is nobody's doing.
    pub waits: bool,
}

/// Reads a card.
///
/// # Errors
/// The card is gone.
pub fn take(ctl: &Ctl) -> Result<Snapshot> {
    let card = ctl.card_info()?;
    let mut waits = false;
    let mut controls = Vec::new();
    let mut unread = Vec::new();
    for elem in ctl.elems()? {
        waits = waits || is_boot_element(&elem) && group::waits(ctl, &card);
        match control(ctl, &elem) {
            Ok(Some(node)) => controls.push(node),
            Ok(None) => {}
            Err(error) if error.kind() == crate::device::Kind::Gone => return Err(error),
            Err(error) => unread.push(format!("{elem}: {}", error.reason())),
        }
    }
    let tree = Tree::Compound(vec![("control".into(), Tree::Compound(controls))]);
    Ok(Snapshot { id: card.id, tree, unread, waits })
}

/// An element's entry; `None` for one that cannot be read.
fn control(ctl: &Ctl, elem: &ElemId) -> Result<Option<Node>> {
    let info = ctl.elem_info(elem)?;
    if !info.access.readable {
        return Ok(None);
    }
    let value = ctl.elem_read(&info)?;
    let items = ctl.item_names(&info)?;
    let mut nodes = place(&info.id);
    nodes.extend(values(&value, &items));
    let mut comment = about(&info);
    if !items.is_empty() {
        comment.push(many("item", items.into_iter().map(|item| Tree::Text(Cow::Owned(item))).collect()));
    }
    if info.access.tlv_readable {
        comment.extend(scale(&info, &value, &ctl.read_tlv(&info.id).unwrap_or_default()));
    }
    nodes.push(("comment".into(), Tree::Compound(comment)));
    Ok(Some((info.id.numid.to_string().into(), Tree::Compound(nodes))))
}

fn text(id: &'static str, value: impl Into<Cow<'static, str>>) -> Node {
    (id.into(), Tree::Text(value.into()))
}

fn number(id: &'static str, value: impl Into<i64>) -> Node {
    (id.into(), Tree::Integer(value.into()))
}

/// `value X`, or `value.0 X` and so on for several.
fn one_or_many(id: &'static str, mut values: Vec<Tree<'static>>) -> Option<Node> {
    match values.len() {
        0 => None,
        1 => values.pop().map(|value| (id.into(), value)),
        _ => Some(many(id, values)),
    }
}

/// `item.0 X`, `item.1 X` and so on.
fn many(id: &'static str, values: Vec<Tree<'static>>) -> Node {
    let number = |n: usize| NUMBERS.get(n).map_or_else(|| n.to_string().into(), |number| Cow::Borrowed(*number));
    (id.into(), Tree::Compound(values.into_iter().enumerate().map(|(n, value)| (number(n), value)).collect()))
}

/// Most elements have one value or two.
const NUMBERS: [&str; 8] = ["0", "1", "2", "3", "4", "5", "6", "7"];

/// More nodes than this stand below few.
const MOST_HAVE: usize = 8;

fn place(id: &ElemId) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(MOST_HAVE);
    nodes.push(text("iface", id.iface.name()));
    let places = [("device", id.device), ("subdevice", id.subdevice)];
    nodes.extend(places.into_iter().filter(|(_, place)| *place != 0).map(|(word, place)| number(word, place)));
    nodes.push(text("name", id.name.clone()));
    nodes.extend((id.index != 0).then(|| number("index", id.index)));
    nodes
}

fn values(value: &Value, items: &[String]) -> Option<Node> {
    fn all<T>(values: &[T], node: impl Fn(&T) -> Tree<'static>) -> Option<Node> {
        one_or_many("value", values.iter().map(node).collect())
    }
    let word = |on: &bool| Tree::Text(if *on { "true" } else { "false" }.into());
    let item = |item: &u32| match items.get(*item as usize) {
        Some(name) => Tree::Text(Cow::Owned(name.clone())),
        None => Tree::Integer((*item).into()),
    };
    match value {
        Value::Boolean(values) => all(values, word),
        Value::Integer(values) => all(values, |value| Tree::Integer(*value)),
        Value::Enumerated(values) => all(values, item),
        Value::Bytes(bytes) => Some(text("value", hex(bytes))),
        Value::Iec958(bits) => Some(text("value", hex(&iec958_bytes(bits)))),
        Value::None => None,
    }
}

/// The bytes of the kernel's structure.
fn iec958_bytes(bits: &Iec958) -> Vec<u8> {
    [&bits.status[..], &bits.subcode, &[0], &bits.dig_subframe].concat()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn about(info: &ElemInfo) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(MOST_HAVE);
    nodes.extend([text("access", access(info.access)), text("type", info.kind.name()), number("count", info.count)]);
    if let ElemType::Integer(Range { min, max, step }) | ElemType::Integer64(Range { min, max, step }) = info.kind {
        let step = if step == 0 { String::new() } else { format!(" (step {step})") };
        nodes.push(text("range", format!("{min} - {max}{step}")));
    }
    nodes
}

fn access(access: Access) -> Cow<'static, str> {
    let usual = Access { readable: true, writable: true, ..Access::default() };
    let Access { tlv_readable, tlv_writable, tlv_commandable, .. } = access;
    if access == (Access { tlv_readable, tlv_writable, tlv_commandable, ..usual }) {
        return "read write".into();
    }
    let words = [
        (access.readable, "read"),
        (access.writable, "write"),
        (access.inactive, "inactive"),
        (access.volatile, "volatile"),
        (access.locked, "locked"),
        (access.user, "user"),
    ];
    let mut text = String::with_capacity("read write inactive".len());
    for (_, word) in words.into_iter().filter(|(has, _)| *has) {
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(word);
    }
    text.into()
}

/// The TLV of a user element, from which it can be made again, and the levels of a volume.
fn scale(info: &ElemInfo, value: &Value, words: &[u32]) -> Vec<Node> {
    let mut nodes = Vec::new();
    let length = words.get(1).map_or(0, |bytes| 2 + (*bytes as usize).div_ceil(4)).min(words.len());
    if info.access.user && length > 0 {
        let hex = words[..length].iter().fold(String::new(), |text, word| text + &format!("{word:08x}"));
        nodes.push(text("tlv", hex));
    }
    if let (ElemType::Integer(Range { min, max, .. }), Value::Integer(values), Some(tlv)) =
        (info.kind, value, tlv::decode_scale(words))
    {
        nodes.extend(levels(&tlv, (min, max), values).unwrap_or_default());
    }
    nodes
}

fn levels(tlv: &Tlv, range: (i64, i64), values: &[i64]) -> Option<Vec<Node>> {
    let (least, greatest) = tlv.centibel_ends(range)?;
    let mut nodes = vec![number("dbmin", least), number("dbmax", greatest)];
    let levels = values.iter().map_while(|value| tlv.centibel(*value, range).map(Tree::Integer));
    nodes.push(many("dbvalue", levels.collect()));
    Some(nodes)
}
