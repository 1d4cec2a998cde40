//! The card that vol works on, with its main control.

use super::job::{Job, Wanted};
use super::server;
use crate::device::cards;
use crate::device::config::{End, Section, route};
use crate::device::ctl::{CardInfo, Ctl};
use crate::device::mixer::{Mixer, Selem, Watch};
use crate::device::pcm::Direction;
use crate::diagnose::mixer::{self as diagnosis, CardNames};
use crate::mixer::principal::Principal;
use crate::ui::hints_are_wanted;
use anyhow::{anyhow, bail};

/// An open card.
pub(super) struct Card {
    pub(super) info: CardInfo,
    pub(super) mixer: Mixer,
    pub(super) principal: Principal,
}

impl Card {
    pub(super) fn open(job: &Job) -> anyhow::Result<Card> {
        let number = match &job.card {
            Some(word) => cards::find(word).ok_or_else(|| no_such_card(word))?,
            None => card_of_default(job.direction, job.wanted)?,
        };
        let name = format!("hw:{number}");
        let ctl = Ctl::open(&name).map_err(|error| cannot_open(&name, &error))?;
        let info = ctl.card_info()?;
        let mixer = Mixer::load(ctl, &name, if job.watch { Watch::On } else { Watch::Off })?;
        let Some(principal) = Principal::read(&mixer, job.direction) else {
            return Err(no_volume(&info, job.direction));
        };
        Ok(Card { info, mixer, principal })
    }

    /// The main control as it is now.
    pub(super) fn refresh(&mut self) -> anyhow::Result<()> {
        self.mixer.events().map_err(|error| anyhow!("{} has gone away: {}", self.title(), error.reason()))?;
        match Principal::read(&self.mixer, self.principal.direction) {
            Some(principal) => self.principal = principal,
            None => bail!("{} has no control for the volume any more", self.title()),
        }
        Ok(())
    }

    /// The main control's element.
    pub(super) fn main(&self) -> anyhow::Result<Selem<'_>> {
        let id = &self.principal.main.id;
        self.mixer.find(&id.name, id.index).ok_or_else(|| anyhow!("{}: '{}' has gone away", self.title(), id.name))
    }

    /// "card 3 (Intel)"
    pub(super) fn title(&self) -> String {
        title(&self.info)
    }
}

fn title(info: &CardInfo) -> String {
    format!("card {} ({})", info.number, info.id)
}

/// A PCM that plays on a card names it; of one that goes elsewhere, the control device of the same name is asked.
fn card_of_default(direction: Direction, wanted: Wanted) -> anyhow::Result<i32> {
    let mut end = route(Section::Pcm, "default", direction).end;
    if !matches!(end, End::Card { .. } | End::Server(_)) {
        end = route(Section::Ctl, "default", direction).end;
    }
    match end {
        End::Card { card, .. } => cards::find(&card).ok_or_else(|| no_default_card(&card)),
        End::Server(which) => Err(anyhow!(server::answer(which, direction, wanted))),
        End::Elsewhere(kind) => bail!("default is no card but of the type {kind}: name one with -c CARD"),
        End::Unknown { why, .. } => bail!("default cannot be used: {why} (default check FILE finds the mistake)"),
    }
}

fn no_default_card(card: &str) -> anyhow::Error {
    match cards_with_volume(Direction::Playback) {
        cards if cards.is_empty() => {
            anyhow!("default is card {card}, which is not there, and no other card has a volume")
        }
        cards => anyhow!("default is card {card}, which is not there; -c takes one of {}", listed(&cards)),
    }
}

fn no_such_card(word: &str) -> anyhow::Error {
    let hint = hints_are_wanted().then(|| diagnosis::no_card(&all_cards(), None)).flatten();
    anyhow!("there is no card '{word}'{}", hint.map(|hint| format!("\n{hint}")).unwrap_or_default())
}

fn cannot_open(name: &str, error: &crate::device::Error) -> anyhow::Error {
    let hint = hints_are_wanted().then(|| diagnosis::cannot_open(name, error.kind(), false, &all_cards())).flatten();
    anyhow!("cannot open {name}: {}{}", error.reason(), hint.map(|hint| format!("\n{hint}")).unwrap_or_default())
}

fn no_volume(info: &CardInfo, direction: Direction) -> anyhow::Error {
    let what = if direction == Direction::Capture { "recording" } else { "playback" };
    let card = title(info);
    match cards_with_volume(direction) {
        cards if cards.is_empty() => anyhow!("{card} has no control for the volume of {what}, nor has another card"),
        cards => anyhow!("{card} has no control for the volume of {what}; these have one: {}", listed(&cards)),
    }
}

fn listed(cards: &[CardInfo]) -> String {
    cards.iter().map(|card| format!("{} ({})", card.number, card.id)).collect::<Vec<_>>().join(", ")
}

fn cards_with_volume(direction: Direction) -> Vec<CardInfo> {
    let open = |number: i32| {
        let name = format!("hw:{number}");
        let ctl = Ctl::open(&name).ok()?;
        let info = ctl.card_info().ok()?;
        let mixer = Mixer::load(ctl, &name, Watch::Off).ok()?;
        Principal::read(&mixer, direction).map(|_| info)
    };
    cards::numbers().unwrap_or_default().into_iter().filter_map(open).collect()
}

fn all_cards() -> Vec<CardNames> {
    let open = |number: i32| {
        let id = Ctl::open(&format!("hw:{number}")).ok()?.card_info().ok()?.id;
        Some(CardNames { number, id, names: Vec::new() })
    };
    cards::numbers().unwrap_or_default().into_iter().filter_map(open).collect()
}
