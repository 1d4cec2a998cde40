//! What an action means on a strip: which channels, which way, how far.

use super::super::action::{Action, Side};
use super::super::change::Deed;
use super::super::strip::Strip;
use crate::device::mixer::Channel;
use crate::device::pcm::Direction;
use crate::mixer::wish::{Amount, From, Unit as Measure};

/// What an action does to a strip, if anything.
pub(super) fn deed(strip: &Strip, action: Action) -> Option<Deed> {
    match action {
        Action::Step(percent, _) if strip.choice.is_some() => Some(Deed::NextItem(percent)),
        Action::Step(percent, side) => {
            let from = if percent < 0 { From::Down } else { From::Up };
            volume(strip, side, Amount { value: percent.unsigned_abs().into(), unit: Measure::Percent, from })
        }
        Action::Set(percent, side) => {
            volume(strip, side, Amount { value: percent.into(), unit: Measure::Percent, from: From::Zero })
        }
        Action::Balance => {
            let levels = &strip.fader.as_ref().filter(|fader| fader.levels.len() == 2)?.levels;
            let mean = 50.0 * (levels[0].place + levels[1].place);
            volume(strip, Side::Both, Amount { value: mean, unit: Measure::Percent, from: From::Zero })
        }
        Action::Mute(side) => switch(Direction::Playback, &strip.mute.as_ref()?.lamps, side),
        Action::Capture(side) => switch(Direction::Capture, &strip.capture.as_ref()?.lamps, side),
        _ => None,
    }
}

fn volume(strip: &Strip, side: Side, amount: Amount) -> Option<Deed> {
    let fader = strip.fader.as_ref()?;
    let channels = of_side(&fader.levels, side).iter().map(|level| level.channel).collect();
    Some(Deed::Volume { direction: fader.direction, channels, amount })
}

/// Each channel goes to its other side.
fn switch(direction: Direction, lamps: &[(Channel, bool)], side: Side) -> Option<Deed> {
    let lamps = of_side(lamps, side).iter().map(|(channel, on)| (*channel, !on)).collect();
    Some(Deed::Switch { direction, lamps })
}

/// What stands on one side; one channel is on both.
fn of_side<T>(channels: &[T], side: Side) -> &[T] {
    match (channels, side) {
        ([_, right], Side::Right) => std::slice::from_ref(right),
        ([left, _], Side::Left) => std::slice::from_ref(left),
        _ => channels,
    }
}
