//! What a key sets: worked out from the picture, done on the element.

use super::strip::Unit;
use crate::device::error::Result;
use crate::device::mixer::{Channel, Mixer, Selem};
use crate::device::pcm::Direction;
use crate::mixer::change::{Rules, apply};
use crate::mixer::element::Side;
use crate::mixer::identifier::SimpleId;
use crate::mixer::scale::Scale;
use crate::mixer::wish::{Amount, Channels, Setting, Wish};

/// Something set on one element.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which of the cards on the screen.
    pub desk: usize,
    /// The element.
    pub id: SimpleId,
    /// What is set.
    pub deed: Deed,
}

/// What is set.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// The volume of some channels.
    Volume {
        /// Playback or capture.
        direction: Direction,
        /// The channels.
        channels: Vec<Channel>,
        /// How much, or how far.
        amount: Amount,
    },
    /// Some switches, each to its own side.
    Switch {
        /// Playback or capture.
        direction: Direction,
        /// The channels, and whether they are on afterwards.
        lamps: Vec<(Channel, bool)>,
    },
    /// So many items on, or back.
    NextItem(i16),
    /// Everything as it was.
    Restore(Box<Unit>),
}

impl Change {
    /// Does it; an element that has gone meanwhile is let be.
    ///
    /// # Errors
    /// The card refuses or is gone.
    pub fn apply(&self, mixer: &Mixer) -> Result<()> {
        match mixer.find(&self.id.name, self.id.index) {
            Some(selem) => self.apply_to(&selem),
            None => Ok(()),
        }
    }

    fn apply_to(&self, selem: &Selem<'_>) -> Result<()> {
        match &self.deed {
            Deed::Volume { direction, channels, amount } => {
                let mask = channels.iter().fold(0, |mask, channel| mask | 1 << channel.number());
                let settings = vec![Setting::Volume(*amount)];
                let wish = Wish { channels: Channels(mask), direction: Some(*direction), settings };
                apply(selem, &[wish], Rules { scale: Scale::Mapped, ..Rules::default() }).map(drop)
            }
            Deed::Switch { direction, lamps } => {
                lamps.iter().try_for_each(|(channel, on)| selem.set_switch(*direction, *channel, *on))
            }
            Deed::NextItem(step) => next_item(selem, *step),
            Deed::Restore(unit) => restore(selem, unit),
        }
    }
}

/// Every channel goes on by itself, and not beyond the ends.
fn next_item(selem: &Selem<'_>, step: i16) -> Result<()> {
    let last = u32::try_from(selem.items().len()).unwrap_or(0).saturating_sub(1);
    for channel in Channel::all() {
        let Ok(item) = selem.item(channel) else { break };
        let next = item.saturating_add_signed(step.into()).min(last);
        if next != item {
            selem.set_item(channel, next)?;
        }
    }
    Ok(())
}

fn restore(selem: &Selem<'_>, unit: &Unit) -> Result<()> {
    let sides = [(Direction::Playback, &unit.element.playback), (Direction::Capture, &unit.element.capture)];
    for (direction, side) in sides {
        side.as_ref().map_or(Ok(()), |side| restore_side(selem, direction, side))?;
    }
    let chosen = unit.element.choice.iter().flat_map(|choice| &choice.chosen);
    Channel::all().zip(chosen).try_for_each(|(channel, item)| selem.set_item(channel, *item))
}

fn restore_side(selem: &Selem<'_>, direction: Direction, side: &Side) -> Result<()> {
    for state in &side.channels {
        if let Some(volume) = state.volume {
            selem.set_volume(direction, state.channel, volume.raw)?;
        }
        if let Some(on) = state.on {
            selem.set_switch(direction, state.channel, on)?;
        }
    }
    Ok(())
}
