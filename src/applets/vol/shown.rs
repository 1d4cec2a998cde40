//! How vol shows a volume: a line that begins with the percentage, a line of the user's own making, or JSON.

use super::card::Card;
use super::job::Job;
use crate::device::pcm::Direction;
use crate::mixer::element::Element;
use crate::mixer::scale::decibel;
use crate::ui::{Printer, Report};
use serde::Serialize;

/// A volume with where it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Shown {
    card: i32,
    id: String,
    control: String,
    index: u32,
    direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    db: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
    /// Stages behind the control that are off.
    off: Vec<String>,
}

impl Shown {
    pub(super) fn of(card: &Card) -> Shown {
        let principal = &card.principal;
        let main = &principal.main;
        let off = principal.chain.iter().filter(|stage| stage.is_off()).map(|stage| stage.id.name.clone()).collect();
        Shown {
            card: card.info.number,
            id: card.info.id.clone(),
            control: main.id.name.clone(),
            index: main.id.index,
            direction: if principal.direction == Direction::Playback { "playback" } else { "capture" },
            percent: main.level.map(|level| level.mapped_percent),
            raw: main.level.map(|level| level.raw),
            db: main.level.and_then(|level| level.centibel).map(|level| level as f64 / 100.0),
            on: main.on,
            off,
        }
    }
}

impl Report for Shown {
    fn text(&self) -> String {
        let percent = self.percent.map(|percent| format!("{percent}%"));
        let db = self.db.map(|db| format!("{}dB", decibel((db * 100.0).round() as i64)));
        let on = self.on.map(|on| if on { "on" } else { "off" }.to_owned());
        let words: Vec<String> = [percent, db, on].into_iter().flatten().collect();
        format!("{} ({}, card {} {})\n", words.join(" "), self.control, self.card, self.id)
    }
}

pub(super) fn show(card: &Card, job: &Job, out: &Printer) -> anyhow::Result<()> {
    match line(card, job)? {
        Some(line) => out.line(&line),
        None => out.show(&Shown::of(card)),
    }
}

/// The line of `--format`, in which the main control has only the direction that is asked for.
pub(super) fn line(card: &Card, job: &Job) -> anyhow::Result<Option<String>> {
    let Some(template) = &job.template else { return Ok(None) };
    let mut element = Element::read(&card.main()?);
    if job.direction == Direction::Capture {
        element.playback = None;
    }
    Ok(Some(template.line(&element)))
}
