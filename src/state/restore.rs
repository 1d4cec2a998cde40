//! Gives a card its saved state back: each entry by itself, so that one that fails never stops the others.
//!
//! An entry belongs to the element of the same interface, place and name; numbers change with every driver.

use super::convert::{Converted, Present, convert};
use super::saved::Saved;
use crate::device::ctl::{Access, Ctl, ElemId, ElemInfo, ElemType, Value};
use crate::device::{Error, Kind, Result, tlv};
use std::collections::HashMap;

/// How strictly an entry must match its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// By name; what is different is converted.
    Force,
    /// By number, and every field must agree.
    Pedantic,
}

/// Whether the card is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It is.
    Write,
    /// It is not; what would change is told.
    Show,
}

/// The value that an entry has for an element, were there nothing else to know of it.
///
/// # Errors
/// A sentence about what does not fit.
pub fn fit(saved: &Saved, info: &ElemInfo) -> std::result::Result<Value, String> {
    convert(saved, info, &Present::default()).map(|converted| converted.value)
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What would change; empty where it was changed.
    pub changes: Vec<Change>,
    /// Entries that could not be taken as they are.
    pub notes: Vec<String>,
    /// Elements that refused their values.
    pub failures: Vec<Error>,
}

/// A change that would be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The element, with its number on the card; 0 for one that would be made.
    pub id: ElemId,
    /// Its values now.
    pub from: Option<Value>,
    /// Its saved values.
    pub to: Value,
    /// The names of its choices.
    pub items: Vec<String>,
}

/// A card and the entries for it.
pub struct Restorer<'a> {
    ctl: &'a Ctl,
    matching: Match,
    elems: Vec<ElemInfo>,
    entries: Vec<Entry<'a>>,
}

/// An entry, and which of the elements has its place on the card.
#[derive(Clone, Copy)]
struct Entry<'a> {
    saved: &'a Saved,
    elem: Option<usize>,
}

impl<'a> Restorer<'a> {
    /// Looks at the card.
    ///
    /// # Errors
    /// The card is gone.
    pub fn new(ctl: &'a Ctl, saved: &'a [Saved], matching: Match) -> Result<Restorer<'a>> {
        let mut elems = Vec::new();
        for id in ctl.elems()? {
            match ctl.elem_info(&id) {
                Err(error) if error.kind() == Kind::Gone => return Err(error),
                // An element that went away meanwhile, or a driver's fault: nothing can be written to it.
                Err(_) => {}
                Ok(info) => elems.push(info),
            }
        }
        let places: HashMap<_, _> = elems.iter().enumerate().map(|(at, info)| (info.id.place(), at)).collect();
        let entry = |saved: &'a Saved| Entry { saved, elem: places.get(&saved.id.place()).copied() };
        let entries = saved.iter().map(entry).collect();
        Ok(Restorer { ctl, matching, elems, entries })
    }

    /// Whether every element that a driver wants set has its entry, of the same type and count. A card that has more
    /// than was saved is to be initialized first.
    pub fn is_covered(&self) -> bool {
        let mut agreed = vec![false; self.elems.len()];
        for Entry { saved, elem } in &self.entries {
            if let Some(at) = *elem {
                agreed[at] = agrees(saved, &self.elems[at]);
            }
        }
        let wants = |info: &ElemInfo| info.access.writable && info.access.readable && !info.access.user;
        self.elems.iter().zip(agreed).all(|(info, agreed)| agreed || !wants(info))
    }

    /// Restores every entry, in the order of the file. An element that does nothing at present may be woken up by one
    /// that is set after it, so those that slept have a second turn.
    pub fn run(&self, effect: Effect) -> Outcome {
        let mut outcome = Outcome::default();
        let mut asleep = Vec::new();
        for entry in &self.entries {
            match self.find(*entry) {
                Ok(Some(info)) if info.access.inactive => asleep.push(*entry),
                _ => self.take_turn(*entry, effect, &mut outcome),
            }
        }
        asleep.into_iter().for_each(|entry| self.take_turn(entry, effect, &mut outcome));
        outcome
    }

    fn take_turn(&self, entry: Entry<'_>, effect: Effect, outcome: &mut Outcome) {
        let element = || format!("control.{} '{}'", entry.saved.id.numid, entry.saved.id.name);
        match self.restore(entry, effect, outcome) {
            Ok(notes) => outcome.notes.extend(notes.into_iter().map(|note| format!("{}: {note}", element()))),
            Err(Trouble::Entry(note)) => outcome.notes.push(format!("{}: {note}", element())),
            Err(Trouble::Mismatch(what)) => {
                outcome.failures.push(Error::new(format!("{}: {what}", element()), libc::EINVAL));
            }
            Err(Trouble::Card(error)) => outcome.failures.push(Error { doing: element(), ..error }),
        }
    }

    fn restore(
        &self,
        entry: Entry<'_>,
        effect: Effect,
        outcome: &mut Outcome,
    ) -> std::result::Result<Vec<String>, Trouble> {
        let Entry { saved, .. } = entry;
        let Some(known) = self.find(entry)? else {
            return self.make(saved, effect, outcome);
        };
        let woken = if known.access.inactive { Some(self.ctl.elem_info(&known.id)?) } else { None };
        let info = woken.as_ref().unwrap_or(known);
        if !info.access.writable || info.access.inactive || saved.about.inactive {
            return Ok(Vec::new());
        }
        self.set(saved, info, effect, outcome)
    }

    /// The element of an entry.
    fn find(&self, Entry { saved, elem }: Entry<'_>) -> std::result::Result<Option<&ElemInfo>, Trouble> {
        let found = elem.map(|at| &self.elems[at]);
        match (self.matching, found) {
            (Match::Force, found) => Ok(found),
            (Match::Pedantic, None) if saved.about.user => Ok(None),
            (Match::Pedantic, None) => Err(Trouble::Mismatch("the card has no such control")),
            (Match::Pedantic, Some(info)) if info.id.numid != saved.id.numid && !saved.about.user => {
                Err(Trouble::Mismatch("its number on the card is another"))
            }
            (Match::Pedantic, Some(info)) if !agrees(saved, info) || ranges_differ(saved, info) => {
                Err(Trouble::Mismatch("its type, count or range on the card is another"))
            }
            (Match::Pedantic, found) => Ok(found),
        }
    }

    fn set(
        &self,
        saved: &Saved,
        info: &ElemInfo,
        effect: Effect,
        outcome: &mut Outcome,
    ) -> std::result::Result<Vec<String>, Trouble> {
        let mut present = self.present(saved, info)?;
        if effect == Effect::Show && present.value.is_none() && info.access.readable {
            present.value = self.ctl.elem_read(info).ok();
        }
        let Converted { value, notes } = convert(saved, info, &present).map_err(Trouble::Entry)?;
        match effect {
            Effect::Write => drop(self.ctl.elem_write(info, &value)?),
            Effect::Show if present.value.as_ref() == Some(&value) => {}
            Effect::Show => {
                outcome.changes.push(Change {
                    id: info.id.clone(),
                    from: present.value,
                    to: value,
                    items: present.items,
                });
            }
        }
        Ok(notes)
    }

    /// What a conversion needs to know of the element, and no more: each is a question to the card.
    fn present(&self, saved: &Saved, info: &ElemInfo) -> Result<Present> {
        let mut present = Present::default();
        if matches!(info.kind, ElemType::Integer(_)) && saved.about.centibel_ends.is_some() && info.access.tlv_readable
        {
            present.scale = self.ctl.read_tlv(&info.id).ok().and_then(|words| tlv::decode_scale(&words));
        }
        if matches!(info.kind, ElemType::Enumerated(_)) {
            present.items = self.ctl.item_names(info)?;
        }
        let is_short = saved.values.len() > 1 && saved.values.len() < info.count as usize;
        if is_short && info.access.readable {
            present.value = Some(self.ctl.elem_read(info)?);
        }
        Ok(present)
    }

    /// Makes a user element again that is not there.
    fn make(&self, saved: &Saved, effect: Effect, outcome: &mut Outcome) -> std::result::Result<Vec<String>, Trouble> {
        let about = &saved.about;
        let (Some(kind), Some(count), true) = (about.kind, about.count, about.user) else {
            return Err(Trouble::Entry("the card has no such control".to_owned()));
        };
        let id = saved.id.without_number();
        if effect == Effect::Show {
            let info = ElemInfo { id, kind, count, access: Access::default() };
            let present = Present { items: about.items.clone(), ..Present::default() };
            let Converted { value, notes } = convert(saved, &info, &present).map_err(Trouble::Entry)?;
            outcome.changes.push(Change { id: info.id, from: None, to: value, items: about.items.clone() });
            return Ok(notes);
        }
        let items: Vec<&str> = about.items.iter().map(String::as_str).collect();
        self.ctl.add_elem(&id, kind, count, &items)?;
        if !about.tlv.is_empty() {
            self.ctl.write_tlv(&id, &about.tlv)?;
        }
        let info = self.ctl.elem_info(&id)?;
        let set = self.set(saved, &info, effect, outcome);
        // Its maker is the only one to write to it until it ends; others may want to at once.
        drop(self.ctl.unlock_elem(&info.id));
        set
    }
}

/// Why an entry was not restored.
enum Trouble {
    /// The entry, or that the card has no such element: nothing is wrong with the card.
    Entry(String),
    /// The element is not what the entry says, and it has to be.
    Mismatch(&'static str),
    /// The card refuses.
    Card(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        Trouble::Card(error)
    }
}

fn agrees(saved: &Saved, info: &ElemInfo) -> bool {
    let same_kind =
        saved.about.kind.is_none_or(|kind| std::mem::discriminant(&kind) == std::mem::discriminant(&info.kind));
    same_kind && saved.about.count.is_none_or(|count| count == info.count)
}

fn ranges_differ(saved: &Saved, info: &ElemInfo) -> bool {
    match info.kind {
        ElemType::Integer(range) | ElemType::Integer64(range) => {
            saved.about.range.is_some_and(|old| (old.min, old.max) != (range.min, range.max))
        }
        ElemType::Enumerated(items) => !saved.about.items.is_empty() && saved.about.items.len() != items as usize,
        _ => false,
    }
}
