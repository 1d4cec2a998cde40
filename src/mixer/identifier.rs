//! How elements are named on a command line: `Master,1` for simple ones, `iface=PCM,name='IEC958'` for controls.
//!
//! Names have no length limit, and a name with a comma or blanks at its ends stands in quotes.

use crate::device::ctl::{ElemId, Iface};
use serde::{Deserialize, Serialize};

/// The name of a simple element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimpleId {
    /// The name.
    pub name: String,
    /// Which of several elements of the same name.
    pub index: u32,
}

impl SimpleId {
    /// Reads `NAME`, `NAME,INDEX`, `'NAME',INDEX`; `None` where it is no such thing.
    pub fn parse(text: &str) -> Option<SimpleId> {
        let text = text.trim_start();
        if text.is_empty() {
            return None;
        }
        let (name, rest) = name(text);
        let index = match rest.strip_prefix(',') {
            Some(digits) => number(digits)?,
            None => rest.is_empty().then_some(0)?,
        };
        Some(SimpleId { name: name.to_owned(), index })
    }
}

/// Reads the items of a control's identity in any order; `None` where one is unknown, or where there is neither a
/// name nor a number to find the control by.
pub fn parse_control(text: &str) -> Option<ElemId> {
    let mut id = ElemId::default();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (key, value) = rest.split_once('=')?;
        let (value, after) = if key.eq_ignore_ascii_case("name") { name(value) } else { until_comma(value) };
        rest = match after.strip_prefix(',') {
            Some(next) => next,
            None => after.is_empty().then_some(after)?,
        };
        store(&mut id, &key.to_ascii_lowercase(), value)?;
    }
    (id.numid != 0 || !id.name.is_empty()).then_some(id)
}

fn store(id: &mut ElemId, key: &str, value: &str) -> Option<()> {
    match key {
        "numid" => id.numid = number(value).filter(|numid| *numid != 0)?,
        "iface" => id.iface = Iface::from_name(value)?,
        "name" => value.clone_into(&mut id.name),
        "index" => id.index = number(value)?,
        "device" => id.device = number(value)?,
        "subdevice" => id.subdevice = number(value)?,
        _ => return None,
    }
    Some(())
}

/// A name in quotes of either kind, or up to the next comma. A quote that is never closed ends with the text.
fn name(text: &str) -> (&str, &str) {
    let Some(quote) = text.chars().next().filter(|first| matches!(first, '\'' | '"')) else { return until_comma(text) };
    text[1..].split_once(quote).unwrap_or((&text[1..], ""))
}

fn until_comma(text: &str) -> (&str, &str) {
    text.split_at(text.find(',').unwrap_or(text.len()))
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_names_may_be_quoted_and_numbered() {
        let id = |name: &str, index| Some(SimpleId { name: name.to_owned(), index });
        assert_eq!(SimpleId::parse("Master"), id("Master", 0));
        assert_eq!(SimpleId::parse(" Master,00"), id("Master", 0));
        assert_eq!(SimpleId::parse("'Comma, Name',2"), id("Comma, Name", 2));
        assert_eq!(SimpleId::parse("\"Quote's\""), id("Quote's", 0));
        assert_eq!(SimpleId::parse("Quote's"), id("Quote's", 0));
        assert_eq!(SimpleId::parse("Master ,0"), id("Master ", 0));
        let long = "x".repeat(300);
        assert_eq!(SimpleId::parse(&long), id(&long, 0));
        for wrong in ["", "Master, 0", "'Master'0", "Master,x", "Master,-1", "Comma, Name", ",", "Master,0x"] {
            assert_eq!(SimpleId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn controls_are_named_by_items_in_any_order() {
        let master = ElemId { name: "Master Volume".to_owned(), ..ElemId::default() };
        assert_eq!(parse_control("name='Master Volume'"), Some(master.clone()));
        assert_eq!(parse_control("name=Master Volume,iface=mixer,index=0"), Some(master.clone()));
        assert_eq!(parse_control("iface=MIXER,name=\"Master Volume\","), Some(master));
        let hwdep =
            ElemId { iface: Iface::Hwdep, name: "a,b".to_owned(), device: 1, subdevice: 2, ..ElemId::default() };
        assert_eq!(parse_control("subdevice=2,device=1,iface=HWDEP,name='a,b'"), Some(hwdep));
        assert_eq!(parse_control("NUMID=7"), Some(ElemId::numbered(7)));
        for wrong in ["", "1", "numid=0", "numid=0x1", "numid=1 ", "iface=FOO,numid=1", "foo=1", "name=", "iface=PCM"] {
            assert_eq!(parse_control(wrong), None, "{wrong}");
        }
    }
}
