//! The commands on simple elements.

use super::Setting;
use super::card::Card;
use super::job::Options;
use super::json::ElementView;
use super::text;
use crate::device::mixer::{Mixer, Selem};
use crate::mixer::change::{self, Outcome};
use crate::mixer::control::Inactive;
use crate::mixer::element::Element;
use crate::mixer::identifier::SimpleId;
use crate::mixer::scale::Scale;
use crate::mixer::wish;
use crate::ui::{Printer, Report};
use anyhow::bail;
use serde::{Serialize, Serializer};

/// A simple element, for the printer.
pub(super) struct SimpleReport {
    pub(super) element: Element,
    pub(super) scale: Scale,
}

impl SimpleReport {
    pub(super) fn read(selem: &Selem<'_>, options: &Options) -> SimpleReport {
        SimpleReport { element: Element::read(selem), scale: options.rules.scale }
    }
}

impl Serialize for SimpleReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ElementView::new(&self.element).serialize(serializer)
    }
}

impl Report for SimpleReport {
    fn text(&self) -> String {
        text::element(&self.element, self.scale)
    }
}

#[derive(Serialize)]
struct AllReport(Vec<SimpleReport>);

impl Report for AllReport {
    fn text(&self) -> String {
        self.0.iter().map(SimpleReport::text).collect()
    }
}

/// Names only.
struct NamesReport(Vec<(String, u32)>);

impl Serialize for NamesReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(name, index)| ElementView::named(name, *index)))
    }
}

impl Report for NamesReport {
    fn text(&self) -> String {
        self.0.iter().map(|(name, index)| text::simple_name(name, *index)).collect()
    }
}

fn shown<'a>(mixer: &'a Mixer, options: &Options) -> impl Iterator<Item = Selem<'a>> {
    let all = options.inactive == Inactive::Shown;
    mixer.elements().filter(move |element| all || element.is_active())
}

pub(super) fn list(card: &mut Card, options: &Options, out: &Printer) -> anyhow::Result<()> {
    let names: Vec<_> = shown(card.mixer()?, options).map(|element| (element.name(), element.index())).collect();
    let is_empty = names.is_empty();
    out.show(&NamesReport(names))?;
    explain_nothing(card, is_empty);
    Ok(())
}

pub(super) fn contents(card: &mut Card, options: &Options, out: &Printer) -> anyhow::Result<()> {
    let all: Vec<_> = shown(card.mixer()?, options).map(|element| SimpleReport::read(&element, options)).collect();
    let is_empty = all.is_empty();
    match &options.template {
        Some(template) => {
            let lines: String = all.iter().map(|report| template.line(&report.element) + "\n").collect();
            out.text(&lines)?;
        }
        None => out.show(&AllReport(all))?,
    }
    explain_nothing(card, is_empty);
    Ok(())
}

fn explain_nothing(card: &mut Card, is_empty: bool) {
    if let Some(hint) = is_empty.then(|| card.empty_hint()).flatten() {
        Printer::new().error(&format!("amixer: {hint}"));
    }
}

pub(super) fn get(card: &mut Card, id: &SimpleId, options: &Options, out: &Printer) -> anyhow::Result<()> {
    match card.mixer()?.find(&id.name, id.index) {
        Some(element) => show(&element, options, out),
        None => Err(card.missing_simple(id)),
    }
}

fn show(element: &Selem<'_>, options: &Options, out: &Printer) -> anyhow::Result<()> {
    let report = SimpleReport::read(element, options);
    match &options.template {
        Some(template) => out.line(&template.line(&report.element)),
        None => out.show(&report),
    }
}

/// Sets and shows. With --lenient, what is not understood ends the command in silence.
pub(super) fn set(card: &mut Card, id: &SimpleId, words: &[String], setting: &Setting<'_>) -> anyhow::Result<()> {
    let Setting { options, out } = setting;
    let Some(element) = card.mixer()?.find(&id.name, id.index) else { return Err(card.missing_simple(id)) };
    let done = if element.is_enumerated() { choose(&element, words) } else { adjust(&element, words, options) };
    match done {
        Err(error) if options.lenient && error.is::<NotUnderstood>() => return Ok(()),
        done => done?,
    }
    if options.quiet { Ok(()) } else { show(&element, options, out) }
}

/// A word that means nothing to the element.
#[derive(Debug)]
struct NotUnderstood(String);

impl std::fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Invalid command! {}", self.0)
    }
}

impl std::error::Error for NotUnderstood {}

fn adjust(element: &Selem<'_>, words: &[String], options: &Options) -> anyhow::Result<()> {
    let wishes = wish::parse(words).map_err(|error| NotUnderstood(error.to_string()))?;
    match change::apply(element, &wishes, options.rules) {
        Ok(Outcome::Done) => Ok(()),
        Ok(Outcome::NothingToDo) => {
            let (words, name) = (words.join(" "), element.name());
            bail!("Invalid command! '{words}' is about nothing that '{name}' has ({})", abilities(element));
        }
        Err(error) => bail!("Cannot set '{}': {}", element.name(), error.reason()),
    }
}

fn abilities(element: &Selem<'_>) -> String {
    Element::read(element).capabilities.join(" ")
}

fn choose(element: &Selem<'_>, words: &[String]) -> anyhow::Result<()> {
    let items = || element.items().iter().map(|item| format!("'{item}'")).collect::<Vec<_>>().join(", ");
    let unknown = |word: &str| NotUnderstood(format!("'{word}' is no item of '{}': {}", element.name(), items()));
    if let Some(extra) = words.get(1) {
        return Err(unknown(extra).into());
    }
    let names = words.first().map_or("", String::as_str);
    match change::choose(element, names) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(word)) => Err(unknown(&word).into()),
        Err(error) => bail!("Cannot set '{}': {}", element.name(), error.reason()),
    }
}
