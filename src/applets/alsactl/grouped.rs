//! The part of a restore that is about the groups of cards: whose turn a card is in, and the waiting for it.
//!
//! What goes wrong with a group is told, and the card is restored as one that has none. Only a card whose profile names a
//! group has anything asked about it.

use super::failure::Failure;
use super::job::{After, Options};
use super::{locking, store};
use crate::device::ctl::{CardInfo, Ctl};
use crate::device::ucm::{Opened, Opening, Sequence, Ucm};
use crate::os::clock::{Clock, now};
use crate::state::cards::Cards;
use crate::state::file::Place;
use crate::state::group::{self, Asked, Boot, Groups, Now, State, Wanted};
use crate::ui::Printer;
use std::time::Duration;

/// How cards are brought to their turns.
pub(super) struct Turns<'a> {
    pub(super) options: &'a Options,
    pub(super) out: &'a Printer,
    pub(super) asked: Asked,
}

/// A card's turn.
pub(super) struct Turn {
    /// What is to become of the card.
    pub(super) state: State,
    /// What its group has come to, and its name.
    group: Option<(Boot, String)>,
}

impl Turn {
    const ALONE: Turn = Turn { state: State::Active, group: None };
}

/// Who asks for a restore.
pub(super) fn asked(options: &Options, after: After) -> Asked {
    match () {
        () if options.force_ucm_restore => Asked::AtOnce,
        () if options.export || after == After::Wait => Asked::AtBoot,
        () => Asked::ByHand,
    }
}

impl Turns<'_> {
    /// Has the card's profile do what it does at every boot, unless it is not the card's turn.
    pub(super) fn begin(&self, ctl: &Ctl, card: &CardInfo) -> Turn {
        if self.options.no_ucm || self.options.dry_run {
            return Turn::ALONE;
        }
        let Some(profile) = self.profile(card, Opening::Asking) else { return Turn::ALONE };
        let turn = self.turn(&profile, ctl, card);
        match &turn {
            Turn { state: State::Active, group: None } => self.run(&profile, card),
            Turn { state: State::Active, group: Some(_) } => self.take_along(&turn, ctl, card),
            Turn { state: State::Skip | State::Waiting(_), .. } => {}
        }
        turn
    }

    /// Has the profile of a card of a group do what it does at every boot, in the group's turn.
    pub(super) fn take_along(&self, turn: &Turn, ctl: &Ctl, card: &CardInfo) {
        if self.asked == Asked::AtOnce {
            // alsa-lib would wait for the group.
            self.end(turn, ctl);
        }
        if let Some(profile) = self.profile(card, Opening::Using).filter(|profile| !profile.is_linked()) {
            self.run(&profile, card);
        }
    }

    fn run(&self, profile: &Ucm, card: &CardInfo) {
        if let Err(failure) = profile.run(Sequence::FixedBoot) {
            self.tell(card, &failure.to_string());
        }
    }

    /// The card's profile. Its failure is told and keeps no state from being restored.
    fn profile(&self, card: &CardInfo, opening: Opening) -> Option<Ucm> {
        match Ucm::open(card, opening) {
            Ok(Opened::Profile(profile)) => return Some(profile),
            Ok(Opened::None(why)) if self.options.ucm_nodev => {
                why.iter().for_each(|line| self.out.note(&format!("alsactl: {}: {line}", card.id)));
            }
            Ok(Opened::None(_)) => {}
            Err(failure) => self.tell(card, &failure.to_string()),
        }
        None
    }

    fn turn(&self, profile: &Ucm, ctl: &Ctl, card: &CardInfo) -> Turn {
        let wanted = group::wanted(profile).unwrap_or_else(|fault| {
            self.tell(card, &fault);
            None
        });
        let Some(wanted) = wanted else { return Turn::ALONE };
        match self.membership(ctl, card, &wanted) {
            Ok(boot) => {
                let state = boot.state(card.number, raw_s(), self.asked);
                Turn { state, group: Some((boot, wanted.group)) }
            }
            Err(error) => {
                self.tell(card, &format!("it is restored without its group '{}': {error:#}", wanted.group));
                Turn::ALONE
            }
        }
    }

    /// What the card knows of its group, which it joins if it has not yet.
    fn membership(&self, ctl: &Ctl, card: &CardInfo, wanted: &Wanted) -> anyhow::Result<Boot> {
        if let Some(boot) = group::read(ctl)? {
            return Ok(boot);
        }
        let _lock = locking::of_groups(self.options)?;
        let place = self.place();
        let old = store::read(&place)?;
        let mut groups = parse(old.as_deref().unwrap_or_default(), &place)?;
        let boot = groups.join(&wanted.group, card.number, wanted.sync_s, Now::look()).boot();
        store::write(&place, &groups.text(), old.as_deref())?;
        group::make(ctl, &boot)?;
        Ok(boot)
    }

    fn place(&self) -> Place {
        Place::File(self.options.group_file.clone())
    }

    /// The other cards that are restored in a card's turn, with their control devices.
    pub(super) fn others(&self, turn: &Turn, card: i32) -> Vec<(i32, Ctl)> {
        let Some((boot, name)) = turn.group.as_ref().filter(|(boot, _)| boot.leads(card)) else { return Vec::new() };
        let place = self.place();
        // A card that is not found this way loses patience and is restored by itself.
        let text = store::read(&place).ok().flatten().unwrap_or_default();
        let cards = parse(&text, &place).map(|groups| groups.cards(name)).unwrap_or_default();
        let others = cards.into_iter().filter(|other| *other != card);
        let open = |other: i32| Some((other, Ctl::open(&format!("hw:{other}")).ok()?));
        let waits = |ctl: &Ctl| group::read(ctl).ok().flatten().is_some_and(|other| boot.takes_along(&other));
        others.filter_map(open).filter(|(_, ctl)| waits(ctl)).collect()
    }

    /// Lets everybody know that a card, or one that was taken along, is restored.
    pub(super) fn end(&self, turn: &Turn, ctl: &Ctl) {
        let Some((boot, _)) = turn.group.as_ref().filter(|(boot, _)| boot.restored_s.is_none()) else { return };
        if let Err(error) = group::mark(ctl, boot, raw_s()) {
            self.out.error(&format!("alsactl: {error}"));
        }
    }

    /// Tells a person that nothing is restored yet.
    pub(super) fn note(&self, turn: &Turn, card: &CardInfo) {
        if self.asked == Asked::ByHand
            && let Some((_, name)) = &turn.group
        {
            let what = "it waits for its group";
            let how = "wrestore waits with it, --force-ucm-restore does not";
            self.out.note(&format!("alsactl: {}: {what} '{name}'; {how}", card.id));
        }
    }

    /// Waits until the card waits no more.
    pub(super) fn wait(&self, number: i32) -> anyhow::Result<()> {
        let mut cards = Cards::one(&format!("hw:{number}"), Some(number))?;
        loop {
            let Some(card) = cards.iter().next() else {
                return Err(Failure::new(libc::ENODEV, "the card has gone away").into());
            };
            let Some(boot) = group::read(&card.ctl)? else { return Ok(()) };
            let State::Waiting(until_s) = boot.state(number, raw_s(), self.asked) else { return Ok(()) };
            cards.wait(&[], Some(left(until_s)))?;
            cards.take(|_| anyhow::Ok(()))?;
        }
    }

    fn tell(&self, card: &CardInfo, what: &str) {
        self.out.error(&format!("alsactl: {}: {what}", card.id));
    }
}

fn parse<'a>(text: &'a [u8], place: &Place) -> anyhow::Result<Groups<'a>> {
    let path = std::path::PathBuf::from(place.name());
    Groups::parse(&path, text).map_err(|fault| Failure::new(libc::EINVAL, fault.to_string()).into())
}

fn raw_s() -> i64 {
    Now::look().raw_s
}

/// How long it is until this second. A little too long is better than a second look in vain.
fn left(until_s: i64) -> Duration {
    let (second, nanosecond) = now(Clock::MonotonicRaw);
    let left_s = u64::try_from(until_s.saturating_sub(second)).unwrap_or(0);
    let passed = Duration::from_nanos(u64::try_from(nanosecond).unwrap_or(0));
    Duration::from_secs(left_s).saturating_sub(passed) + Duration::from_millis(1)
}
