//! The CTL keys: selecting an element, searching for one, comparing what it is, and setting its values.

use super::Change;
use super::interpreter::{Interpreter, Step, compare};
use super::parser::{Operator, Pair};
use super::selection::Selection;
use super::value::{self, Refusal, Spread};
use super::world::Element;
use crate::device::ctl::{Access, ElemType, Iface, Value};

impl Interpreter<'_> {
    pub(super) fn control(&mut self, attribute: &str, pair: &Pair) -> Step {
        if pair.operator == Operator::Set {
            let text = self.expand(&pair.value);
            let errno = self.set_control(attribute, &text);
            self.result = Some((-errno).to_string());
            return Step::Go;
        }
        if attribute.eq_ignore_ascii_case("write") {
            let text = self.expand(&pair.value);
            let written = self.apply(&text, Spread::All).is_ok();
            return Step::go_if(written == (pair.operator == Operator::Is));
        }
        compare(self.control_attribute(attribute).as_deref(), pair)
    }

    /// Selects or writes; the errno of what fails.
    fn set_control(&mut self, attribute: &str, text: &str) -> i32 {
        match attribute.to_ascii_lowercase().as_str() {
            "value" => self.apply_told(text, Spread::Each),
            "values" => self.apply_told(text, Spread::All),
            "reset" => self.select_iface(text, |iface| Selection::reset(iface.unwrap_or(Iface::Card))),
            "search" => self.select_iface(text, Selection::search),
            "iface" | "interface" => {
                let kept = Selection { numid: 0, ..self.selection.clone() };
                self.select_iface(text, |iface| Selection { iface, ..kept })
            }
            "name" => {
                self.selection.numid = 0;
                self.selection.name = text.to_owned();
                0
            }
            "numid" => self.select_number(text, |selection, number| selection.numid = number),
            "device" => self.select_number(text, |selection, number| selection.device = Some(number)),
            "subdev" | "subdevice" => self.select_number(text, |selection, number| selection.subdevice = Some(number)),
            "index" => self.select_number(text, |selection, number| selection.index = Some(number)),
            _ => {
                self.complain(&format!("CTL{{{attribute}}} cannot be set"));
                libc::EINVAL
            }
        }
    }

    fn select_iface(&mut self, text: &str, selected: impl FnOnce(Option<Iface>) -> Selection) -> i32 {
        match Iface::from_name(text) {
            None if !text.is_empty() => {
                self.complain(&format!("unknown control interface name '{text}'"));
                libc::EINVAL
            }
            iface => {
                self.selection = selected(iface);
                0
            }
        }
    }

    fn select_number(&mut self, text: &str, select: impl FnOnce(&mut Selection, u32)) -> i32 {
        match value::number(text.trim()).and_then(|number| u32::try_from(number).ok()) {
            Some(number) => {
                self.selection.numid = 0;
                select(&mut self.selection, number);
                0
            }
            None => {
                self.complain(&format!("'{text}' is no number"));
                libc::EINVAL
            }
        }
    }

    /// Writes, and tells why it cannot; the errno of what fails.
    fn apply_told(&mut self, text: &str, spread: Spread) -> i32 {
        match self.apply(text, spread) {
            Ok(()) => 0,
            Err((errno, None)) => errno,
            Err((errno, Some(why))) => {
                let id = self.selection.id();
                self.complain(&format!("cannot set '{}' to '{text}': {why}", id.name));
                errno
            }
        }
    }

    fn apply(&mut self, text: &str, spread: Spread) -> Result<(), (i32, Option<String>)> {
        let failed = |error: crate::device::Error| (error.errno, Some(error.reason()));
        let element = self.card.element(&self.selection.id()).map_err(failed)?;
        let old = if element.info.access.readable { self.card.read(&element.info).ok() } else { None };
        let new = value::assign(&element, old.as_ref(), text, spread).map_err(|refusal| match refusal {
            Refusal::NoDecibels => (libc::EINVAL, None),
            Refusal::Told(why) => (libc::EINVAL, Some(why)),
        })?;
        self.card.write(&element.info, &new).map_err(failed)?;
        if old.as_ref() != Some(&new) {
            self.tell_change(change(&element, old.as_ref(), &new));
        }
        Ok(())
    }

    /// What an attribute of CTL holds; `None` where the element has none.
    pub(super) fn control_attribute(&mut self, attribute: &str) -> Option<String> {
        let name = attribute.to_ascii_lowercase();
        let shown = |number: Option<u32>| number.map(|number| number.to_string());
        match name.as_str() {
            "numid" => shown(Some(self.selection.numid)),
            "iface" | "interface" => self.selection.iface.map(|iface| iface.name().to_owned()),
            "device" => shown(self.selection.device),
            "subdev" | "subdevice" => shown(self.selection.subdevice),
            "name" => Some(self.selection.name.clone()),
            "index" => shown(self.selection.index),
            "do_count" => Some(self.count().to_string()),
            "owner" => self.card.owner(&self.selection.id()).ok().map(|owner| owner.to_string()),
            _ => match name.strip_prefix("do_search").map(str::trim) {
                Some("") => Some(self.search(0)),
                Some(number) => {
                    Some(self.search(value::number(number).and_then(|number| usize::try_from(number).ok())?))
                }
                None => self.element_attribute(&name),
            },
        }
    }

    fn element_attribute(&mut self, name: &str) -> Option<String> {
        let known = [
            "type",
            "attr",
            "attribute",
            "count",
            "min",
            "max",
            "step",
            "items",
            "enums",
            "dbmin",
            "dbmax",
            "value",
            "values",
        ];
        if !known.contains(&name) {
            self.complain(&format!("unknown CTL{{}} attribute '{name}'"));
            return None;
        }
        let element = self.card.element(&self.selection.id()).ok()?;
        match name {
            "attr" | "attribute" => {
                let owner = self.card.owner(&element.info.id).unwrap_or(-1);
                Some(letters(element.info.access, u32::try_from(owner) == Ok(std::process::id())))
            }
            "value" | "values" => self.card.read(&element.info).ok().map(|value| value::show(&value)),
            _ => described(&element, name),
        }
    }

    fn count(&self) -> usize {
        self.card.ids().iter().filter(|id| self.selection.fits(id)).count()
    }

    /// Selects the element of this number among those that the search finds; "0" where there are not so many.
    fn search(&mut self, number: usize) -> String {
        match self.card.ids().iter().filter(|id| self.selection.fits(id)).nth(number) {
            Some(id) => {
                self.selection = Selection::found(id);
                "1".to_owned()
            }
            None => "0".to_owned(),
        }
    }

    pub(super) fn search_program(&mut self, number: Option<&str>) -> (bool, String) {
        let number =
            number.map_or(Some(0), |number| value::number(number).and_then(|number| usize::try_from(number).ok()));
        let Some(number) = number else {
            self.complain("the number after __ctl_search is none");
            return (false, String::new());
        };
        let found = self.search(number);
        (found == "1", found)
    }

    pub(super) fn count_program(&self) -> (bool, String) {
        match self.count() {
            0 => (false, String::new()),
            count => (true, count.to_string()),
        }
    }
}

fn described(element: &Element, name: &str) -> Option<String> {
    let range = match element.info.kind {
        ElemType::Integer(range) | ElemType::Integer64(range) => Some(range),
        _ => None,
    };
    let is_enumerated = matches!(element.info.kind, ElemType::Enumerated(_));
    match name {
        "type" => Some(element.info.kind.name().to_owned()),
        "count" => Some(element.info.count.to_string()),
        "min" => range.map(|range| range.min.to_string()),
        "max" => range.map(|range| range.max.to_string()),
        "step" => range.map(|range| range.step.to_string()),
        "items" => is_enumerated.then(|| element.items.len().to_string()),
        "enums" => is_enumerated.then(|| format!("|{}|", element.items.join("|"))),
        "dbmin" => element.levels().map(|levels| value::decibels(levels.0)),
        "dbmax" => element.levels().map(|levels| value::decibels(levels.1)),
        _ => None,
    }
}

fn letters(access: Access, is_ours: bool) -> String {
    let letters = [
        (access.readable, 'r'),
        (access.writable, 'w'),
        (access.volatile, 'v'),
        (access.inactive, 'i'),
        (access.locked, 'l'),
        (access.tlv_readable, 'R'),
        (access.tlv_writable, 'W'),
        (access.tlv_commandable, 'C'),
        (is_ours, 'o'),
        (access.user, 'u'),
    ];
    letters.iter().filter(|(has, _)| *has).map(|(_, letter)| letter).collect()
}

fn change(element: &Element, old: Option<&Value>, new: &Value) -> Change {
    let told = |value: &Value| match value {
        Value::Enumerated(values) => {
            let name = |item: &u32| element.items.get(*item as usize).cloned().unwrap_or_else(|| item.to_string());
            values.iter().map(name).collect::<Vec<_>>().join(",")
        }
        other => value::show(other),
    };
    Change { id: element.info.id.clone(), from: old.map(told), to: told(new) }
}
