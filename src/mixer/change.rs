//! Applies wishes to a simple element.
//!
//! A step from the present volume always moves by at least one step of the device, unless the volume is at its end
//! already. One volume that serves both directions is stepped once, not twice.

use super::scale::{self, Scale, Target};
use super::wish::{Amount, From, Setting, Unit, Wish};
use crate::device::Error;
use crate::device::error::Result;
use crate::device::mixer::{Channel, Rounding, Selem};
use crate::device::pcm::Direction;

/// How volumes are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// What a percentage is of.
    pub scale: Scale,
    /// Whether a volume beyond the range is brought back into it.
    pub limit: Limit,
}

/// What happens to a volume beyond the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limit {
    /// It becomes the nearest one inside.
    #[default]
    Clamp,
    /// The card may refuse it.
    Off,
}

/// What came of the wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// At least one of them concerned the element, and was done.
    Done,
    /// The element has nothing of what they are about.
    NothingToDo,
}

/// Does what the wishes ask, as far as it concerns the element.
///
/// # Errors
/// The card refuses or is gone.
pub fn apply(element: &Selem<'_>, wishes: &[Wish], rules: Rules) -> Result<Outcome> {
    let mut outcome = Outcome::NothingToDo;
    for wish in wishes.iter().filter(|wish| !wish.settings.is_empty()) {
        if apply_one(element, wish, rules)? {
            outcome = Outcome::Done;
        }
    }
    Ok(outcome)
}

/// The directions that a wish and an element have in common, each with what the element has there.
fn parts(element: &Selem<'_>, wish: &Wish) -> Vec<Part> {
    let wanted = |direction| wish.direction.is_none_or(|wanted| wanted == direction);
    let both = wish.direction.is_none();
    let directions = [Direction::Playback, Direction::Capture].into_iter().filter(|direction| wanted(*direction));
    let part = |direction| {
        let repeats = both && direction == Direction::Capture;
        Part {
            direction,
            volume: element.has_volume(direction) && !(repeats && element.has_common_volume()),
            switch: element.has_switch(direction) && !(repeats && element.has_common_switch()),
        }
    };
    directions.map(part).filter(|part| part.volume || part.switch).collect()
}

struct Part {
    direction: Direction,
    volume: bool,
    switch: bool,
}

fn apply_one(element: &Selem<'_>, wish: &Wish, rules: Rules) -> Result<bool> {
    let parts = parts(element, wish);
    let mut settings = wish.settings.iter();
    let mut done = false;
    let mut order = Order::First;
    for channel in Channel::all().filter(|channel| wish.channels.contains(channel.number())) {
        let here: Vec<&Part> = parts.iter().filter(|part| element.has_channel(part.direction, channel)).collect();
        if here.is_empty() {
            continue;
        }
        let setting = if wish.settings.len() == 1 { wish.settings.first() } else { settings.next() };
        let Some(setting) = setting else { break };
        for part in here {
            done |= apply_setting(element, *setting, &Place { part, channel, order }, rules)?;
        }
        order = Order::Later;
    }
    Ok(done)
}

/// Where a setting goes.
struct Place<'a> {
    part: &'a Part,
    channel: Channel,
    order: Order,
}

/// Joined channels are stepped and toggled with the first one only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    First,
    Later,
}

fn apply_setting(element: &Selem<'_>, setting: Setting, place: &Place<'_>, rules: Rules) -> Result<bool> {
    let Place { part, channel, order } = place;
    let direction = part.direction;
    let joined_later = |joined: bool| joined && *order == Order::Later;
    let switch = |on: bool| element.set_switch(direction, *channel, on).map(|()| true);
    match (setting, direction) {
        (Setting::Volume(_), _) if !part.volume => Ok(false),
        (Setting::Volume(_), _) if joined_later(element.is_volume_joined(direction)) => Ok(true),
        (Setting::Volume(amount), _) => set_volume(element, direction, *channel, &Wanted { amount, rules }),
        _ if !part.switch => Ok(false),
        (Setting::Mute, Direction::Playback) | (Setting::NoCapture, Direction::Capture) => switch(false),
        (Setting::Unmute, Direction::Playback) | (Setting::Capture, Direction::Capture) => switch(true),
        (Setting::Toggle, _) if joined_later(element.is_switch_joined(direction)) => Ok(true),
        (Setting::Toggle, _) => switch(!element.switch(direction, *channel)?),
        _ => Ok(false),
    }
}

struct Wanted {
    amount: Amount,
    rules: Rules,
}

fn set_volume(element: &Selem<'_>, direction: Direction, channel: Channel, wanted: &Wanted) -> Result<bool> {
    let range = element.volume_range(direction).ok_or_else(|| Error::new("volume range", libc::EINVAL))?;
    let volume = Volume { element, direction, channel, range };
    let before = element.volume(direction, channel)?;
    let Wanted { amount, rules } = wanted;
    match (amount.unit, rules.scale) {
        (Unit::Raw, _) => volume.set_raw(amount.value as i64, before, wanted)?,
        (Unit::Percent, Scale::Raw) => volume.set_share(before, wanted)?,
        (Unit::Percent, Scale::Mapped) => volume.set_mapped(before, *amount)?,
        (Unit::Decibel, _) => {
            if !volume.set_decibel(*amount)? {
                return Ok(false);
            }
        }
    }
    volume.move_a_step(before, *amount)?;
    Ok(true)
}

/// One channel's volume in one direction.
struct Volume<'a, 'm> {
    element: &'a Selem<'m>,
    direction: Direction,
    channel: Channel,
    range: scale::Range,
}

impl Volume<'_, '_> {
    fn set(&self, volume: i64, limit: Limit) -> Result<()> {
        let volume = match limit {
            Limit::Clamp => volume.clamp(self.range.0, self.range.1),
            Limit::Off => volume,
        };
        self.element.set_volume(self.direction, self.channel, volume)
    }

    /// `amount` is in raw steps.
    fn set_raw(&self, amount: i64, before: i64, wanted: &Wanted) -> Result<()> {
        let volume = match wanted.amount.from {
            From::Zero => amount,
            From::Up => before.saturating_add(amount),
            From::Down => before.saturating_sub(amount),
        };
        self.set(volume, wanted.rules.limit)
    }

    fn set_share(&self, before: i64, wanted: &Wanted) -> Result<()> {
        let share = scale::raw_share(wanted.amount.value, self.range);
        let amount = if wanted.amount.from == From::Zero { self.range.0.saturating_add(share) } else { share };
        self.set_raw(amount, before, wanted)
    }

    fn set_mapped(&self, before: i64, amount: Amount) -> Result<()> {
        let levels = self.element.centibel_range(self.direction);
        let level = self.element.centibel(self.direction, self.channel);
        let now = 100.0 * scale::mapped(before, self.range, level, levels);
        let (percent, rounding) = match amount.from {
            From::Zero => (amount.value, Rounding::Nearest),
            From::Up => (now + amount.value, Rounding::Up),
            From::Down => (now - amount.value, Rounding::Down),
        };
        match scale::target(percent.clamp(0.0, 100.0) / 100.0, self.range, levels) {
            Target::Raw(volume) => self.set(rounded(volume, rounding), Limit::Clamp),
            Target::Centibel(level) => {
                self.element.set_centibel(self.direction, self.channel, rounded(level, rounding), rounding)
            }
        }
    }

    /// Says whether the card knows decibels here.
    fn set_decibel(&self, amount: Amount) -> Result<bool> {
        let Some(now) = self.element.centibel(self.direction, self.channel) else { return Ok(false) };
        let centibel = (amount.value * 100.0).round() as i64;
        let (level, rounding) = match amount.from {
            From::Zero => (centibel, Rounding::Nearest),
            From::Up => (now.saturating_add(centibel), Rounding::Up),
            From::Down => (now.saturating_sub(centibel), Rounding::Down),
        };
        self.element.set_centibel(self.direction, self.channel, level, rounding)?;
        Ok(true)
    }

    /// Some scales have steps so wide that a small amount would stay where it is.
    fn move_a_step(&self, before: i64, amount: Amount) -> Result<()> {
        let step = match amount.from {
            From::Zero => return Ok(()),
            From::Up => 1,
            From::Down => -1,
        };
        if amount.value <= 0.0 || self.element.volume(self.direction, self.channel)? != before {
            return Ok(());
        }
        self.set(before.saturating_add(step), Limit::Clamp)
    }
}

/// Halves go away from zero here, as they do in alsa-utils.
fn rounded(value: f64, rounding: Rounding) -> i64 {
    let whole = match rounding {
        Rounding::Down => value.floor(),
        Rounding::Nearest => value.round(),
        Rounding::Up => value.ceil(),
    };
    whole as i64
}

/// Chooses items of an enumerated element: their exact names, separated by commas, for one channel after the other.
/// Channels without a name keep their item.
///
/// # Errors
/// The card refuses or is gone; inside, the text from where no item's name is found.
pub fn choose(element: &Selem<'_>, names: &str) -> Result<std::result::Result<(), String>> {
    let items = element.items();
    let mut rest = names;
    let mut chosen = Vec::new();
    loop {
        let Some((item, after)) = item_at(rest, &items) else { return Ok(Err(rest.to_owned())) };
        chosen.push(item);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => break,
        }
    }
    for (channel, item) in Channel::all().zip(&chosen) {
        if channel != Channel::FIRST && element.item(channel).is_err() {
            break;
        }
        element.set_item(channel, *item)?;
    }
    Ok(Ok(()))
}

/// The longest item name that the text begins with and that ends there or at a comma: names may hold commas.
fn item_at<'a>(text: &'a str, items: &[String]) -> Option<(u32, &'a str)> {
    let fits = |name: &String| {
        let after = text.strip_prefix(name.as_str())?;
        (after.is_empty() || after.starts_with(',')).then_some(after)
    };
    let found = (0..).zip(items).filter_map(|(item, name)| Some((item, fits(name)?)));
    found.min_by_key(|(_, after)| after.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_found_by_its_whole_name_even_with_commas() {
        let items = ["one", "two, three", "two"].map(str::to_owned);
        assert_eq!(item_at("two,one", &items), Some((2, ",one")));
        assert_eq!(item_at("two, three,one", &items), Some((1, ",one")));
        assert_eq!(item_at("One", &items), None);
        assert_eq!(item_at("ones", &items), None);
    }

    #[test]
    fn steps_are_rounded_in_their_own_direction() {
        let table = [(Rounding::Down, -2, 16), (Rounding::Nearest, -1, 17), (Rounding::Up, -1, 17)];
        for (rounding, below, above) in table {
            assert_eq!((rounded(-1.3, rounding), rounded(16.5, rounding)), (below, above));
        }
    }
}
