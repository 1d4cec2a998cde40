//! The card that a run works on: opened when first needed, once, and whatever it cannot do is said with a hint.

use crate::cli::nearest::nearest;
use crate::device::cards;
use crate::device::ctl::{Ctl, ElemId, Hctl};
use crate::device::hints;
use crate::device::mixer::{Abstraction, Mixer, Watch};
use crate::device::pcm::Direction;
use crate::device::{Error, Kind};
use crate::diagnose::mixer::{self as diagnosis, CardNames, Missing};
use crate::diagnose::snapshot::{Snapshot, Tree};
use crate::diagnose::{absent, opening};
use crate::mixer::identifier::SimpleId;
use crate::ui::hints_are_wanted;
use anyhow::anyhow;

pub(super) struct Card {
    pub(super) name: String,
    abstraction: Abstraction,
    opened: Opened,
}

enum Opened {
    Not,
    Ctl(Ctl),
    Mixer(Mixer),
}

/// The name of the control device that is a card's own default.
pub(super) fn name_of(card: &str) -> anyhow::Result<String> {
    if card.starts_with('@') {
        return Ok(format!("sysdefault:{}", cards::find_stable(card)?));
    }
    match cards::find(card) {
        Some(number) => Ok(format!("sysdefault:{number}")),
        None => {
            let error = format!("Invalid card number '{card}'.");
            Err(hinted(error, || {
                let cards = names_of_cards(|_| Vec::new());
                let near = nearest(card, cards.iter().map(|card| card.id.as_str())).map(str::to_owned);
                diagnosis::no_card(&cards, near.as_deref()).or_else(|| joined(&absent::lines(&snapshot())))
            }))
        }
    }
}

/// An error with the hint that a person at a terminal gets. The hint may open every card, so it is found only then.
fn hinted(error: String, hint: impl FnOnce() -> Option<String>) -> anyhow::Error {
    match hints_are_wanted().then(hint).flatten() {
        Some(hint) => anyhow!("{error}\n{hint}"),
        None => anyhow!(error),
    }
}

fn snapshot() -> Snapshot {
    Snapshot::capture(&Tree::live())
}

fn joined(lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| lines.join("\n"))
}

impl Card {
    pub(super) fn new(name: &str, abstraction: Abstraction) -> Card {
        Card { name: name.to_owned(), abstraction, opened: Opened::Not }
    }

    /// Opens the control device, if nothing is open yet.
    pub(super) fn open(&mut self) -> anyhow::Result<()> {
        if matches!(self.opened, Opened::Not) {
            let opened = Ctl::open(&self.name).map_err(|error| self.cannot_open("Control", &error))?;
            self.opened = Opened::Ctl(opened);
        }
        Ok(())
    }

    /// The control device.
    pub(super) fn ctl(&mut self) -> anyhow::Result<&Ctl> {
        // The view of a plugin has no control device of its own to lend.
        if matches!(&self.opened, Opened::Mixer(mixer) if mixer.ctl().is_none()) {
            self.opened = Opened::Not;
        }
        self.open()?;
        match &self.opened {
            Opened::Ctl(ctl) => Ok(ctl),
            Opened::Mixer(mixer) => mixer.ctl().ok_or_else(|| anyhow!("no control device")),
            Opened::Not => Err(anyhow!("no control device")),
        }
    }

    /// The mixer, with everything that has happened meanwhile.
    pub(super) fn mixer(&mut self) -> anyhow::Result<&Mixer> {
        let fresh = match std::mem::replace(&mut self.opened, Opened::Not) {
            Opened::Mixer(mut mixer) => {
                mixer.events()?;
                mixer
            }
            opened => self.load_mixer(opened, Watch::Off)?,
        };
        self.opened = Opened::Mixer(fresh);
        match &self.opened {
            Opened::Mixer(mixer) => Ok(mixer),
            _ => Err(anyhow!("no mixer")),
        }
    }

    /// A mixer that tells of changes, given away.
    pub(super) fn watched_mixer(&self) -> anyhow::Result<Mixer> {
        self.load_mixer(Opened::Not, Watch::On)
    }

    /// The control device, for the command whose error has always had other words.
    pub(super) fn ctl_device(&mut self) -> anyhow::Result<&Ctl> {
        let opened = Ctl::open(&self.name).map_err(|error| self.cannot_open("Control device", &error))?;
        self.opened = Opened::Ctl(opened);
        self.ctl()
    }

    fn load_mixer(&self, opened: Opened, watch: Watch) -> anyhow::Result<Mixer> {
        let loaded = match (opened, self.abstraction) {
            (Opened::Ctl(ctl), Abstraction::None) => Mixer::load(ctl, &self.name, watch),
            (_, abstraction) => Mixer::open(&self.name, abstraction, watch),
        };
        loaded.map_err(|error| self.hinted_open(error.to_string(), &error))
    }

    /// The control device with its elements sorted, given away.
    pub(super) fn sorted(&self) -> anyhow::Result<Hctl> {
        let opened = Ctl::open(&self.name).map_err(|error| self.cannot_open("Control", &error))?;
        let load = |error: Error| anyhow!("Control {} local error: {}", self.name, error.reason());
        Hctl::load(opened).map_err(load)
    }

    pub(super) fn cannot_open(&self, what: &str, error: &Error) -> anyhow::Error {
        self.hinted_open(format!("{what} {} open error: {}", self.name, error.reason()), error)
    }

    fn hinted_open(&self, message: String, error: &Error) -> anyhow::Error {
        hinted(message, || {
            let is_pcm = || {
                let directions = [Direction::Playback, Direction::Capture];
                let base = self.name.split(':').next().unwrap_or_default();
                directions.iter().any(|direction| {
                    let names = hints::pcms(*direction).unwrap_or_default();
                    names.iter().any(|hint| hint.name.split(':').next() == Some(base))
                })
            };
            let is_known = error.kind() == Kind::Missing && is_pcm();
            let answer = joined(&opening::control(&self.name, error.kind(), &snapshot()));
            answer
                .or_else(|| diagnosis::cannot_open(&self.name, error.kind(), is_known, &names_of_cards(|_| Vec::new())))
        })
    }

    /// That there is no such simple control.
    pub(super) fn missing_simple(&mut self, id: &SimpleId) -> anyhow::Error {
        let SimpleId { name, index } = id;
        let message = format!("Unable to find simple control '{name}',{index}");
        let here: Vec<String> = match &self.opened {
            Opened::Mixer(mixer) => mixer.elements().map(|element| element.name()).collect(),
            _ => Vec::new(),
        };
        let card = self.title();
        hinted(message, || {
            let near = nearest(name, here.iter().map(String::as_str));
            let missing = Missing { wanted: name, card: &card, here: &here, nearest: near };
            diagnosis::no_control(&missing, &names_of_cards(simple_names))
        })
    }

    /// That there is no such control.
    pub(super) fn missing_control(&mut self, id: &ElemId) -> anyhow::Error {
        let message = format!("Cannot find the given element from control {}", self.name);
        if id.name.is_empty() {
            return anyhow!(message);
        }
        let names = |ctl: &Ctl| ctl.elems().unwrap_or_default().into_iter().map(|elem| elem.name).collect();
        let here: Vec<String> = self.ctl().map(names).unwrap_or_default();
        let card = self.title();
        hinted(message, || {
            let near = nearest(&id.name, here.iter().map(String::as_str));
            let missing = Missing { wanted: &id.name, card: &card, here: &here, nearest: near };
            diagnosis::no_control(&missing, &names_of_cards(|ctl| names(&ctl)))
        })
    }

    /// A word for people who wonder why nothing was shown.
    pub(super) fn empty_hint(&mut self) -> Option<String> {
        hints_are_wanted().then(|| diagnosis::no_mixer(&self.title(), &names_of_cards(simple_names)))
    }

    /// "card 3 (Intel)", or the device's name where it is no card.
    fn title(&mut self) -> String {
        match self.ctl().map(Ctl::card_info) {
            Ok(Ok(card)) if card.number >= 0 => format!("card {} ({})", card.number, card.id),
            _ => self.name.clone(),
        }
    }
}

fn simple_names(ctl: Ctl) -> Vec<String> {
    let mixer = Mixer::load(ctl, "", Watch::Off);
    mixer.map(|mixer| mixer.elements().map(|element| element.name()).collect()).unwrap_or_default()
}

/// Every card, with the names of its controls that `names` finds.
fn names_of_cards(names: impl Fn(Ctl) -> Vec<String>) -> Vec<CardNames> {
    let open = |number: i32| {
        let ctl = Ctl::open(&format!("hw:{number}")).ok()?;
        let id = ctl.card_info().ok()?.id;
        Some(CardNames { number, id, names: names(ctl) })
    };
    cards::numbers().unwrap_or_default().into_iter().filter_map(open).collect()
}
