//! `alsactl monitor`: a line for every change of an element, of one card or of all, also of those that come later.

use super::element::{self, Datum, ElementView};
use super::job::{Cards as Wanted, Options};
use super::{card, failure::Failure};
use crate::cli::Exit;
use crate::device::Result;
use crate::device::ctl::{Change, ElemId};
use crate::os::{poll, process};
use crate::state::cards::{Cards, Event};
use crate::ui::{Form, Printer, Report};
use serde::Serialize;
use std::os::fd::AsRawFd;
use std::time::Duration;

/// Tells of changes until nobody reads any more, or until the one card is gone.
pub(super) fn run(wanted: &Wanted, options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    process::survive_closed_pipe();
    let mut cards = match wanted {
        Wanted::All => Cards::all()?,
        Wanted::One(word) => one(word)?,
    };
    // Without wanted events, only the errors of a descriptor are told.
    let stdout = poll::Descriptor { fd: std::io::stdout().as_raw_fd(), events: 0, revents: 0 };
    loop {
        cards.wait(&[stdout], None)?;
        cards.take(|event| out.show(&EventReport::new(&event, options.form)))?;
        if cards.is_over() {
            return Err(Failure::new(libc::ENODEV, "the card has gone away").into());
        }
        let mut now = [stdout];
        poll::wait(&mut now, Some(Duration::ZERO))?;
        if poll::is_over(&now[0]) {
            return Ok(Exit::FAILURE);
        }
    }
}

/// A card by any of its names, or any other control device of the configuration.
fn one(word: &str) -> anyhow::Result<Cards> {
    let number = card::find(word).ok();
    let name = number.map_or_else(|| word.to_owned(), |number| format!("hw:{number}"));
    Cards::one(&name, number).map_err(|error| {
        let text = format!("Cannot open control device '{word}': {}", error.reason());
        Failure::new(error.errno, text).into()
    })
}

/// What happened to an element.
#[derive(Serialize)]
struct EventReport {
    node: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<i32>,
    #[serde(flatten)]
    element: ElementView,
    events: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<Datum>>,
    #[serde(skip)]
    id: ElemId,
}

impl EventReport {
    fn new(event: &Event<'_>, form: Form) -> EventReport {
        let is_there = form == Form::Json && !event.change.removed;
        EventReport {
            node: event.card.name.clone(),
            card: event.card.number,
            element: event.id.clone().into(),
            events: words(event.change),
            values: if is_there { values(event).ok() } else { None },
            id: event.id.clone(),
        }
    }
}

/// The element's values now.
fn values(event: &Event<'_>) -> Result<Vec<Datum>> {
    let ctl = &event.card.ctl;
    let info = ctl.elem_info(&event.id)?;
    Ok(element::values(&ctl.elem_read(&info)?, &ctl.item_names(&info)?))
}

fn words(change: Change) -> Vec<&'static str> {
    let Change { removed, added, value, info, tlv } = change;
    let words = [(removed, "REMOVE"), (value, "VALUE"), (info, "INFO"), (added, "ADD"), (tlv, "TLV")];
    words.into_iter().filter(|(happened, _)| *happened).map(|(_, word)| word).collect()
}

impl Report for EventReport {
    fn text(&self) -> String {
        let ElemId { numid, iface, device, subdevice, name, index } = &self.id;
        let place = format!("#{numid} ({},{device},{subdevice},{name},{index})", *iface as u32);
        format!("node {}, {place} {}\n", self.node, self.events.join(" "))
    }
}
