//! A control element as it is at one moment: what it is, what it holds, and what its TLV says.

use super::element::Volume;
use super::scale;
use crate::device::ctl::{Ctl, ElemId, ElemInfo, ElemType, Hctl, Value};
use crate::device::error::Result;
use crate::device::tlv::{self, Tlv};

/// A control element with everything that can be read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// What it is.
    pub info: ElemInfo,
    /// The names of an enumerated element's items.
    pub items: Vec<String>,
    /// Its values, unless it cannot be read.
    pub value: Option<Value>,
    /// What its TLV says, where it has one.
    pub tlv: Option<Tlv>,
}

impl Control {
    /// The values of a number on every scale; `None` for other types.
    pub fn volumes(&self) -> Option<Vec<Volume>> {
        let (ElemType::Integer(range) | ElemType::Integer64(range), Some(Value::Integer(values))) =
            (self.info.kind, &self.value)
        else {
            return None;
        };
        let range = (range.min, range.max);
        let level = |raw: i64| self.tlv.as_ref()?.centibel(raw, range);
        let levels = level(range.0).zip(level(range.1));
        let volume = |raw: &i64| Volume {
            raw: *raw,
            percent: scale::raw_percent(*raw, range),
            mapped_percent: scale::mapped_percent(scale::mapped(*raw, range, level(*raw), levels)),
            centibel: level(*raw),
        };
        Some(values.iter().map(volume).collect())
    }
}

/// Which elements are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Inactive {
    /// Only those that do something at present.
    #[default]
    Hidden,
    /// All.
    Shown,
}

/// Reads everything about the element.
///
/// # Errors
/// There is no such element, or the card is gone. Values and a TLV that cannot be read are left out.
pub fn read(ctl: &Ctl, id: &ElemId) -> Result<Control> {
    complete(ctl, ctl.elem_info(id)?)
}

fn complete(ctl: &Ctl, info: ElemInfo) -> Result<Control> {
    let items = ctl.item_names(&info)?;
    let value = if info.access.readable { ctl.elem_read(&info).ok() } else { None };
    let words = if info.access.tlv_readable { ctl.read_tlv(&info.id).ok() } else { None };
    Ok(Control { info, items, value, tlv: words.and_then(|words| tlv::decode(&words)) })
}

/// Who the card's elements are, in the order of alsa-lib's high level interface. Elements that vanish meanwhile are
/// left out.
///
/// # Errors
/// The card does not answer.
pub fn identities(card: &Hctl, inactive: Inactive) -> Result<Vec<ElemId>> {
    let mut elems = card.elems()?;
    if inactive == Inactive::Hidden {
        elems.retain(|id| card.ctl().elem_info(id).is_ok_and(|info| !info.access.inactive));
    }
    Ok(elems)
}

/// All elements of the card with everything that can be read of them, in the same order.
///
/// # Errors
/// The card does not answer.
pub fn all(card: &Hctl, inactive: Inactive) -> Result<Vec<Control>> {
    let infos = card.elems()?.into_iter().filter_map(|id| card.ctl().elem_info(&id).ok());
    let shown = infos.filter(|info| inactive == Inactive::Shown || !info.access.inactive);
    Ok(shown.filter_map(|info| complete(card.ctl(), info).ok()).collect())
}
