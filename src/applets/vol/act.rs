//! Sets the volume and the switches as the words ask.

use super::card::Card;
use super::job::{Job, Wanted};
use crate::device::mixer::{Channel, Selem};
use crate::device::pcm::Direction;
use crate::mixer::change::{self, Outcome};
use crate::mixer::element::Element;
use crate::mixer::fade::{self, Faded, RULES, Way};
use crate::mixer::mute::{self, Mute};
use crate::mixer::principal::Principal;
use crate::mixer::scale;
use crate::mixer::wish::{Amount, Channels, From, Setting, Unit, Wish};
use crate::os::signals;
use anyhow::bail;

pub(super) fn act(card: &mut Card, job: &Job) -> anyhow::Result<()> {
    if job.fade_seconds.is_some() {
        signals::catch_stop()?;
    }
    match job.wanted {
        Wanted::Show => {}
        Wanted::Volume(amount) => set(card, job, amount)?,
        Wanted::Mute => mute(card, job)?,
        Wanted::Unmute => unmute(card, job)?,
        Wanted::Toggle if Mute::plan(&card.mixer, &card.principal).is_empty() => unmute(card, job)?,
        Wanted::Toggle => mute(card, job)?,
    }
    card.refresh()
}

fn set(card: &Card, job: &Job, amount: Amount) -> anyhow::Result<()> {
    let element = card.main()?;
    let direction = job.direction;
    let from = fade::places(&element, direction);
    if from.is_empty() {
        bail!("{}: '{}' has only a switch: mute, unmute, toggle", card.title(), card.principal.main.id.name);
    }
    let to = targets(&element, &from, direction, amount)?;
    let capped: Vec<_> = to.iter().map(|(channel, percent)| (*channel, percent.clamp(0.0, job.max_percent))).collect();
    if let Some(seconds) = job.fade_seconds {
        let way = Way { from: &from, to: &capped, seconds };
        if fade::fade(&element, direction, &way, || signals::stop().is_none())? == Faded::Stopped {
            return Ok(());
        }
    }
    if to.iter().any(|(_, percent)| *percent > job.max_percent) {
        fade::set_places(&element, direction, &capped)?;
    } else if job.fade_seconds.is_none() {
        apply(&element, direction, amount)?;
    }
    keep_below(&element, direction, job.max_percent)
}

/// As amixer does it: rounded to the nearest step, and a step at least one of the device's.
fn apply(element: &Selem<'_>, direction: Direction, amount: Amount) -> anyhow::Result<()> {
    let settings = vec![Setting::Volume(amount)];
    let wish = Wish { channels: Channels::ALL, direction: Some(direction), settings };
    match change::apply(element, &[wish], RULES)? {
        Outcome::Done => Ok(()),
        Outcome::NothingToDo => bail!("'{}' has no volume", element.name()),
    }
}

/// Where every channel is asked to go, in percent of the scale of the ear.
fn targets(
    element: &Selem<'_>,
    from: &[(Channel, f64)],
    direction: Direction,
    amount: Amount,
) -> anyhow::Result<Vec<(Channel, f64)>> {
    let step = |base: f64, value: f64| match amount.from {
        From::Zero => value,
        From::Up => base + value,
        From::Down => base - value,
    };
    if amount.unit != Unit::Decibel {
        return Ok(from.iter().map(|(channel, percent)| (*channel, step(*percent, amount.value))).collect());
    }
    let (Some(range), levels @ Some(_)) = (element.volume_range(direction), element.centibel_range(direction)) else {
        bail!("'{}' knows no dB: a volume in percent is needed", element.name());
    };
    let place = |(channel, percent): &(Channel, f64)| {
        let Some(now) = element.centibel(direction, *channel) else { return (*channel, *percent) };
        let level = step(now as f64, 100.0 * amount.value).round() as i64;
        (*channel, 100.0 * scale::mapped(0, range, Some(level), levels))
    };
    Ok(from.iter().map(place).collect())
}

/// A step of the device may reach beyond the limit that was asked for.
fn keep_below(element: &Selem<'_>, direction: Direction, max_percent: f64) -> anyhow::Result<()> {
    loop {
        let above = above(element, direction, max_percent);
        if above.is_empty() {
            return Ok(());
        }
        above.iter().try_for_each(|(channel, raw)| element.set_volume(direction, *channel, raw - 1))?;
    }
}

/// The channels that are above the limit and can be lowered, with their raw volumes.
fn above(element: &Selem<'_>, direction: Direction, max_percent: f64) -> Vec<(Channel, i64)> {
    let Some(side) = Element::read(element).side(direction).cloned() else { return Vec::new() };
    let least = side.range.map_or(0, |(least, _)| least);
    let volumes = side.channels.iter().filter_map(|one| Some((one.channel, one.volume?)));
    let above = volumes.filter(|(_, volume)| volume.raw > least && volume.mapped_percent as f64 > max_percent);
    above.map(|(channel, volume)| (channel, volume.raw)).collect()
}

/// What was silent before stays in the record that is there: a second mute adds nothing to undo.
fn mute(card: &Card, job: &Job) -> anyhow::Result<()> {
    let plan = Mute::plan(&card.mixer, &card.principal);
    if plan.is_empty() {
        return Ok(());
    }
    // One switch can be found again without a record; more than that must not be lost.
    let remembered = plan.remember(&card.info.id);
    if card.principal.main.on.is_none() {
        remembered?;
    }
    let element = card.main()?;
    let before = fade::places(&element, job.direction);
    if let Some(seconds) = job.fade_seconds {
        let silence: Vec<_> = before.iter().map(|(channel, _)| (*channel, 0.0)).collect();
        let way = Way { from: &before, to: &silence, seconds };
        let faded = fade::fade(&element, job.direction, &way, || signals::stop().is_none())?;
        if faded == Faded::Stopped {
            return Ok(fade::set_places(&element, job.direction, &before)?);
        }
    }
    plan.apply(&card.mixer, job.direction)?;
    let keeps_volume = job.fade_seconds.is_some() && has_switch(&card.principal);
    if keeps_volume {
        fade::set_places(&element, job.direction, &before)?;
    }
    Ok(())
}

fn has_switch(principal: &Principal) -> bool {
    principal.stages().any(|stage| stage.on.is_some())
}

fn unmute(card: &Card, job: &Job) -> anyhow::Result<()> {
    let element = card.main()?;
    let before = fade::places(&element, job.direction);
    let fades = job.fade_seconds.filter(|_| has_switch(&card.principal));
    if fades.is_some() {
        let silence: Vec<_> = before.iter().map(|(channel, _)| (*channel, 0.0)).collect();
        fade::set_places(&element, job.direction, &silence)?;
    }
    if let Some(muted) = Mute::recall(&card.info.id) {
        muted.undo(&card.mixer, job.direction)?;
    }
    mute::switch_on(&card.mixer, &card.principal)?;
    if let Some(seconds) = fades {
        let silence: Vec<_> = before.iter().map(|(channel, _)| (*channel, 0.0)).collect();
        let way = Way { from: &silence, to: &before, seconds };
        fade::fade(&element, job.direction, &way, || signals::stop().is_none())?;
        // Stopped or not, what is unmuted is as loud as it was.
        fade::set_places(&element, job.direction, &before)?;
    }
    keep_below(&element, job.direction, job.max_percent)
}
