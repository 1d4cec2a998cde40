//! Moves a volume little by little, evenly for the ear, every channel from where it is.

use super::change::{self, Limit, Rules};
use super::scale::{self, Scale};
use super::wish::{Amount, Channels, From, Setting, Unit, Wish};
use crate::device::error::Result;
use crate::device::mixer::{Channel, Selem};
use crate::device::pcm::Direction;
use crate::os::clock;
use std::time::{Duration, Instant};

/// Percent are of the range as it is heard.
pub const RULES: Rules = Rules { scale: Scale::Mapped, limit: Limit::Clamp };

/// Between two steps: more often than that no ear tells apart.
const STEP_US: u64 = 20_000;

/// The place of every channel on the scale of the ear, in percent.
pub fn places(element: &Selem<'_>, direction: Direction) -> Vec<(Channel, f64)> {
    let Some(range) = element.volume_range(direction) else { return Vec::new() };
    let levels = element.centibel_range(direction);
    let place = |channel| {
        let raw = element.volume(direction, channel).ok()?;
        Some((channel, 100.0 * scale::mapped(raw, range, element.centibel(direction, channel), levels)))
    };
    Channel::all().filter(|channel| element.has_channel(direction, *channel)).filter_map(place).collect()
}

/// Sets every channel to its place, in percent.
///
/// # Errors
/// The card refuses or is gone.
pub fn set_places(element: &Selem<'_>, direction: Direction, places: &[(Channel, f64)]) -> Result<()> {
    let wish = |(channel, percent): &(Channel, f64)| Wish {
        channels: Channels(1 << channel.number()),
        direction: Some(direction),
        settings: vec![Setting::Volume(Amount { value: *percent, unit: Unit::Percent, from: From::Zero })],
    };
    let wishes: Vec<Wish> = places.iter().map(wish).collect();
    change::apply(element, &wishes, RULES).map(drop)
}

/// How a fade ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faded {
    /// At its target.
    Wholly,
    /// Somebody stopped it on its way.
    Stopped,
}

/// Fades from places to places in so many seconds, while `goes_on`.
///
/// # Errors
/// The card refuses or is gone.
pub fn fade(element: &Selem<'_>, direction: Direction, way: &Way<'_>, goes_on: impl Fn() -> bool) -> Result<Faded> {
    let start = Instant::now();
    let time = Duration::from_secs_f64(way.seconds);
    while start.elapsed() < time {
        if !goes_on() {
            return Ok(Faded::Stopped);
        }
        let share = start.elapsed().as_secs_f64() / way.seconds;
        set_places(element, direction, &way.at(share))?;
        clock::sleep_us(STEP_US);
    }
    set_places(element, direction, way.to)?;
    Ok(Faded::Wholly)
}

/// From where to where, and how long it takes.
pub struct Way<'a> {
    /// The channels at the start.
    pub from: &'a [(Channel, f64)],
    /// The channels at the end.
    pub to: &'a [(Channel, f64)],
    /// How long it takes.
    pub seconds: f64,
}

impl Way<'_> {
    /// The places after a share of the time.
    fn at(&self, share: f64) -> Vec<(Channel, f64)> {
        let between =
            |((channel, from), (_, to)): (&(Channel, f64), &(Channel, f64))| (*channel, from + (to - from) * share);
        self.from.iter().zip(self.to).map(between).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_goes_its_own_way() {
        let at = |percents: [f64; 2]| Channel::all().zip(percents).collect::<Vec<_>>();
        let (from, to) = (at([80.0, 40.0]), at([20.0, 60.0]));
        let way = Way { from: &from, to: &to, seconds: 3.0 };
        assert_eq!(way.at(0.5), at([50.0, 50.0]));
        assert_eq!(way.at(1.0), to);
    }
}
