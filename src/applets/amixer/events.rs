//! Tells of changes, line by line, until the card goes away or nobody reads any more.
//!
//! Every wake-up takes all that has happened, and a card that has gone ends the loop: it never spins.

use super::card::Card;
use super::controls::ControlReport;
use super::job::Options;
use super::json::{ElementView, EventView, IdView};
use super::simple::SimpleReport;
use crate::cli::Exit;
use crate::device::Error;
use crate::device::ctl::{Change, Ctl, ElemId};
use crate::device::mixer::{Mixer, MixerEvent};
use crate::device::wait::{Woken, wait};
use crate::mixer::control;
use crate::mixer::identifier::SimpleId;
use crate::os::process;
use crate::ui::{Form, Printer};
use anyhow::anyhow;
use serde::Serialize;
use std::os::fd::AsFd;

/// What happened, in the words and the order in which it is told.
fn words(change: Change) -> impl Iterator<Item = &'static str> {
    let Change { removed, added, value, info, tlv: _ } = change;
    let words = [(removed, "remove"), (added, "add"), (info, "info"), (value, "value")];
    words.into_iter().filter(|(happened, _)| *happened).map(|(_, word)| word)
}

/// Shows one line, in the form that was asked for.
struct Teller<'a> {
    out: &'a Printer,
    form: Form,
}

impl Teller<'_> {
    /// A line that only people and their scripts read.
    fn note(&self, line: &str) -> anyhow::Result<()> {
        if self.form == Form::Text { self.out.line(line) } else { Ok(()) }
    }

    fn event(&self, event: &'static str, name: &str, element: impl Serialize) -> anyhow::Result<()> {
        match self.form {
            Form::Text => self.out.line(&format!("event {event}: {name}")),
            Form::Json => self.out.json(&EventView { event, element }),
        }
    }
}

/// Changes of control elements.
pub(super) fn controls(card: &mut Card, out: &Printer, form: Form) -> anyhow::Result<Exit> {
    process::survive_closed_pipe();
    let teller = Teller { out, form };
    let sorted = card.sorted()?;
    let ctl = sorted.ctl();
    ctl.subscribe()?;
    for id in sorted.elems()? {
        tell_control(&teller, ctl, &id, "add")?;
    }
    teller.note("Ready to listen...")?;
    // Debian's never leaves the first wake-up, so it tells of it once.
    let mut first = Some("Poll ok: 1");
    loop {
        let woken = wait(ctl.descriptors(), std::io::stdout().as_fd())?;
        if woken == Woken::OutputClosed {
            return Ok(Exit::FAILURE);
        }
        if let Some(line) = first.take().filter(|_| woken == Woken::Ready) {
            teller.note(line)?;
        }
        while let Some((id, change)) = ctl.next_event().map_err(|error| gone(&card.name, &error))? {
            for word in words(change) {
                tell_control(&teller, ctl, &id, word)?;
            }
        }
        if woken == Woken::Gone {
            return Err(anyhow!("{} has gone away", card.name));
        }
    }
}

fn gone(card: &str, error: &Error) -> anyhow::Error {
    anyhow!("{card} has gone away: {}", error.reason())
}

fn tell_control(teller: &Teller<'_>, ctl: &Ctl, id: &ElemId, word: &'static str) -> anyhow::Result<()> {
    let now = if teller.form == Form::Json { control::read(ctl, id).ok() } else { None };
    match now {
        Some(control) => teller.event(word, "", ControlReport(control)),
        None => teller.event(word, &id.to_string(), IdView::new(id)),
    }
}

/// Changes of simple elements, of all or of one.
pub(super) fn simple(
    card: &mut Card,
    id: Option<&SimpleId>,
    options: &Options,
    out: &Printer,
    form: Form,
) -> anyhow::Result<Exit> {
    process::survive_closed_pipe();
    let mut mixer = card.watched_mixer()?;
    if let Some(id) = id.filter(|id| mixer.find(&id.name, id.index).is_none()) {
        return Err(card.missing_simple(id));
    }
    let listener = Listener { teller: Teller { out, form }, id, options };
    listener.tell(&mut mixer).map_err(|error| error.context(card.name.clone()))?;
    listener.note("Ready to listen...")?;
    loop {
        match wait(mixer.descriptors(), std::io::stdout().as_fd())? {
            Woken::OutputClosed => return Ok(Exit::FAILURE),
            Woken::Gone => return Err(anyhow!("{} has gone away", card.name)),
            Woken::Ready => {}
        }
        listener.note("Poll ok: 0")?;
        listener.tell(&mut mixer)?;
    }
}

struct Listener<'a> {
    teller: Teller<'a>,
    id: Option<&'a SimpleId>,
    options: &'a Options,
}

impl Listener<'_> {
    fn note(&self, line: &str) -> anyhow::Result<()> {
        if self.options.template.is_some() { Ok(()) } else { self.teller.note(line) }
    }

    /// Tells of what has happened since the last time.
    fn tell(&self, mixer: &mut Mixer) -> anyhow::Result<()> {
        let events = mixer.events().map_err(|error| anyhow!("the card has gone away: {}", error.reason()))?;
        let wanted = |event: &&MixerEvent| self.id.is_none_or(|id| id.name == event.name && id.index == event.index);
        for event in events.iter().filter(wanted) {
            self.tell_of(mixer, event)?;
        }
        Ok(())
    }

    fn tell_of(&self, mixer: &Mixer, event: &MixerEvent) -> anyhow::Result<()> {
        let MixerEvent { name, index, change } = event;
        let element = mixer.find(name, *index).map(|element| SimpleReport::read(&element, self.options));
        if let Some(template) = &self.options.template {
            let shown = element.filter(|_| change.value || change.added);
            return shown.map_or(Ok(()), |report| self.teller.out.line(&template.line(&report.element)));
        }
        for word in words(*change) {
            match &element {
                Some(report) if self.teller.form == Form::Json => self.teller.event(word, "", report)?,
                _ => self.teller.event(word, &format!("'{name}',{index}"), ElementView::named(name, *index))?,
            }
        }
        Ok(())
    }
}
