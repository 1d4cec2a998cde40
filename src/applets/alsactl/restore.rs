//! `alsactl restore`: the saved state back onto the cards, and `--dry-run`, what that would change on them.
//!
//! A state file that cannot be read for certain, for a lock or for damage, leaves every card as it is.

use super::element::{self, Datum, ElementView};
use super::failure::{Failure, exit_of};
use super::grouped::{self, Turn, Turns};
use super::job::{After, Cards, Options};
use super::{card, init, locking, store};
use crate::cli::Exit;
use crate::device::ctl::{CardInfo, Ctl, Value};
use crate::device::error::reason_of;
use crate::state::file::States;
use crate::state::group::State;
use crate::state::restore::{Change, Effect, Outcome, Restorer};
use crate::state::saved;
use crate::ui::{Printer, Report};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;

/// Restores the cards.
pub(super) fn run(cards: &Cards, after: After, options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    if options.remove_runstate
        && let Some(path) = &options.runstate
    {
        let _ = std::fs::remove_file(path);
    }
    let numbers = card::numbers(cards, options)?;
    if numbers.is_empty() {
        return Ok(Exit::SUCCESS);
    }
    let place = store::place(&options.file);
    let text = {
        let _lock = locking::of_file(options)?;
        store::read(&place)?
    };
    if text.is_none() {
        let missing = std::io::Error::from_raw_os_error(libc::ENOENT);
        let text = format!("Cannot open {} for reading: {}", place.name(), reason_of(&missing));
        if !options.init_fallback || options.dry_run {
            return Err(Failure::new(libc::ENOENT, text).into());
        }
        out.error(&format!("alsactl: {text}"));
    }
    let states = store::parse(text.as_deref().unwrap_or_default(), &place)?;
    let turns = Turns { options, out, asked: grouped::asked(options, after) };
    let mut run = Run { options, out, turns, states: &states, ends: BTreeMap::new(), worst: Exit::SUCCESS };
    numbers.iter().for_each(|number| run.take(*number));
    while after == After::Wait
        && let Some(number) = run.first_waiting()
    {
        run.wait(number);
    }
    if options.export {
        export(cards, &numbers, &run.ends, out)?;
    }
    Ok(run.worst)
}

/// What init ends with when it did not know the card: less than any failure.
const GENERIC: Exit = Exit(99);

fn worse(one: Exit, other: Exit) -> Exit {
    match (one, other) {
        (Exit::SUCCESS, other) | (GENERIC, other) if other != Exit::SUCCESS => other,
        (one, _) => one,
    }
}

struct Run<'a> {
    options: &'a Options,
    out: &'a Printer,
    turns: Turns<'a>,
    states: &'a States<'a>,
    /// What became of the cards.
    ends: BTreeMap<i32, State>,
    worst: Exit,
}

impl Run<'_> {
    fn take(&mut self, number: i32) {
        // A card that another one has taken along is done.
        if !matches!(self.ends.get(&number), None | Some(State::Waiting(_))) {
            return;
        }
        let exit = self.card(number);
        self.note_exit(number, exit);
    }

    fn note_exit(&mut self, number: i32, exit: anyhow::Result<Exit>) {
        let exit = exit.unwrap_or_else(|error| {
            self.out.error(&format!("alsactl: card {number}: {error:#}"));
            exit_of(&error)
        });
        self.worst = worse(self.worst, exit);
    }

    /// The card that waits the shortest.
    fn first_waiting(&self) -> Option<i32> {
        let until = |(number, state): (&i32, &State)| match state {
            State::Waiting(until_s) => Some((*until_s, *number)),
            State::Active | State::Skip => None,
        };
        self.ends.iter().filter_map(until).min().map(|(_, number)| number)
    }

    fn wait(&mut self, number: i32) {
        match self.turns.wait(number) {
            Ok(()) => self.take(number),
            Err(error) => {
                self.ends.remove(&number);
                self.note_exit(number, Err(error));
            }
        }
    }

    fn card(&mut self, number: i32) -> anyhow::Result<Exit> {
        let _lock = if self.options.dry_run { None } else { locking::of_card(number, self.options)? };
        let ctl = card::open(number)?;
        let info = ctl.card_info()?;
        let turn = self.turns.begin(&ctl, &info);
        self.ends.insert(number, turn.state);
        if turn.state != State::Active {
            self.turns.note(&turn, &info);
            return Ok(Exit::SUCCESS);
        }
        let others = self.turns.others(&turn, number);
        let restored = self.bring_back(&ctl, &info);
        self.turns.end(&turn, &ctl);
        for (other, ctl) in others {
            let restored = self.take_along(other, &turn, &ctl);
            self.turns.end(&turn, &ctl);
            self.ends.insert(other, State::Skip);
            self.note_exit(other, restored);
        }
        restored
    }

    fn take_along(&self, number: i32, turn: &Turn, ctl: &Ctl) -> anyhow::Result<Exit> {
        let _lock = locking::of_card(number, self.options)?;
        let info = ctl.card_info()?;
        self.turns.take_along(turn, ctl, &info);
        self.bring_back(ctl, &info)
    }

    fn bring_back(&self, ctl: &Ctl, info: &CardInfo) -> anyhow::Result<Exit> {
        let Run { options, out, .. } = self;
        let number = info.number;
        let Some(state) = self.states.find(&info.id) else {
            out.note(&format!("No state is present for card {}", info.id));
            self.remember(&info.name, "restore", Exit(2));
            return self.without_state(number, &info.name);
        };
        let (saved, faults) = saved::read(state);
        if options.debug {
            out.note(&format!("alsactl: card {number} ({}): {} controls are saved", info.id, saved.len()));
        }
        for fault in faults {
            out.error(&format!("alsactl: {}: {fault}", info.id));
        }
        let mut restorer = Restorer::new(ctl, &saved, options.matching)?;
        let mut exit = Exit::SUCCESS;
        if options.init_fallback && !options.dry_run && !restorer.is_covered() {
            exit = self.initialize(number, &info.name)?;
            restorer = Restorer::new(ctl, &saved, options.matching)?;
        }
        let effect = if options.dry_run { Effect::Show } else { Effect::Write };
        let restored = self.tell(&info.id, restorer.run(effect))?;
        self.remember(&info.name, "restore", restored);
        Ok(worse(exit, restored))
    }

    fn without_state(&self, number: i32, name: &str) -> anyhow::Result<Exit> {
        match self.options.init_fallback && !self.options.dry_run {
            true => self.initialize(number, name),
            false => Ok(Exit(2)),
        }
    }

    fn initialize(&self, number: i32, name: &str) -> anyhow::Result<Exit> {
        let exit = init::initialize(number, self.options, self.out)?;
        self.remember(name, "init", exit);
        Ok(exit)
    }

    /// Says what came of a card, and gives its exit code.
    fn tell(&self, id: &str, outcome: Outcome) -> anyhow::Result<Exit> {
        for change in &outcome.changes {
            self.out.show(&ChangeReport::new(id, change))?;
        }
        for note in &outcome.notes {
            self.out.note(&format!("alsactl: {id}: {note}"));
        }
        for failure in &outcome.failures {
            self.out.error(&format!("alsactl: {id}: {failure}"));
        }
        let first = outcome.failures.into_iter().next();
        Ok(first.map_or(Exit::SUCCESS, |error| exit_of(&error.into())))
    }

    /// Appends a failure to the runstate file, as `NAME:restore:-2`.
    fn remember(&self, card: &str, what: &str, exit: Exit) {
        let Some(path) = self.options.runstate.as_ref().filter(|_| exit != Exit::SUCCESS && !self.options.dry_run)
        else {
            return;
        };
        let opened = OpenOptions::new().append(true).create(true).open(path);
        let line = format!("{card}:{what}:-{}\n", exit.0);
        if let Err(error) = opened.and_then(|mut file| file.write_all(line.as_bytes())) {
            self.out.error(&format!("alsactl: cannot write {}: {}", path.display(), reason_of(&error)));
        }
    }
}

/// The states of the cards for udev, which imports them.
fn export(cards: &Cards, numbers: &[i32], ends: &BTreeMap<i32, State>, out: &Printer) -> anyhow::Result<()> {
    numbers.iter().try_for_each(|number| {
        let state = match ends.get(number) {
            Some(State::Waiting(_)) => "waiting",
            Some(State::Skip) => "skip",
            Some(State::Active) | None => "active",
        };
        match cards {
            Cards::One(_) => out.text(&format!("ALSA_CARD_NUMBER={number}\nALSA_CARD_STATE={state}\n")),
            Cards::All => out.line(&format!("ALSA_CARD{number}_STATE={state}")),
        }
    })
}

/// A line of `--dry-run`.
#[derive(Serialize)]
struct ChangeReport<'a> {
    card: &'a str,
    #[serde(flatten)]
    element: ElementView,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Vec<Datum>>,
    to: Vec<Datum>,
    #[serde(skip)]
    title: String,
}

impl<'a> ChangeReport<'a> {
    fn new(card: &'a str, change: &Change) -> ChangeReport<'a> {
        let values = |value: &Value| element::values(value, &change.items);
        let (from, to) = (change.from.as_ref().map(values), values(&change.to));
        ChangeReport { card, element: change.id.clone().into(), from, to, title: change.id.to_string() }
    }
}

impl Report for ChangeReport<'_> {
    fn text(&self) -> String {
        let (from, to) = (element::text(self.from.as_deref()), element::text(Some(&self.to)));
        format!("{}: {}: {from} -> {to}\n", self.card, self.title)
    }
}
