//! Mutes a card, and undoes exactly that: what a mute switched off is written down, and nothing else is switched on.
//!
//! A main control without a switch is silenced by the switches behind it, and where there are none by its volume.

use super::element::Element;
use super::principal::{Principal, Stage};
use crate::device::error::{Error, Result};
use crate::device::mixer::{Channel, Mixer, Selem};
use crate::device::pcm::Direction;
use serde::{Deserialize, Serialize};
use std::env;
use std::fs;
use std::path::PathBuf;

/// What a mute silences, each with what it was before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mute(Vec<Silenced>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Silenced {
    name: String,
    index: u32,
    /// The numbers of the channels that were on.
    #[serde(default)]
    on: Vec<u32>,
    /// The raw volumes of channels that have no switch.
    #[serde(default)]
    raw: Vec<(u32, i64)>,
}

impl Mute {
    /// What would have to be silenced; nothing when the card is silent already.
    pub fn plan(mixer: &Mixer, principal: &Principal) -> Mute {
        let direction = principal.direction;
        let switches = |stage: &Stage| {
            let silenced = element(mixer, stage).map(|element| Silenced::switches(&element, stage, direction));
            silenced.filter(|silenced| !silenced.on.is_empty())
        };
        if principal.main.on.is_some() {
            return Mute(switches(&principal.main).into_iter().collect());
        }
        if principal.chain.iter().any(|stage| stage.on.is_some()) {
            return Mute(principal.chain.iter().filter_map(switches).collect());
        }
        let volume = element(mixer, &principal.main).filter(|_| !principal.main.at_least);
        Mute(volume.map(|element| Silenced::volumes(&element, &principal.main, direction)).into_iter().collect())
    }

    /// Whether there is nothing to silence.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Silences it.
    ///
    /// # Errors
    /// The card refuses or is gone.
    pub fn apply(&self, mixer: &Mixer, direction: Direction) -> Result<()> {
        self.each(mixer, |silenced, element| {
            let least = element.volume_range(direction).map_or(0, |(least, _)| least);
            on_channels(&silenced.on).try_for_each(|channel| element.set_switch(direction, channel, false))?;
            let muted = Channel::all().filter(|channel| silenced.raw.iter().any(|(n, _)| *n == channel.number()));
            muted.into_iter().try_for_each(|channel| element.set_volume(direction, channel, least))
        })
    }

    /// Gives back what it silenced; a volume that somebody has moved meanwhile stays where it is.
    ///
    /// # Errors
    /// The card refuses or is gone.
    pub fn undo(&self, mixer: &Mixer, direction: Direction) -> Result<()> {
        self.each(mixer, |silenced, element| {
            let least = element.volume_range(direction).map(|(least, _)| least);
            on_channels(&silenced.on).try_for_each(|channel| element.set_switch(direction, channel, true))?;
            for channel in Channel::all() {
                let before = silenced.raw.iter().find(|(n, _)| *n == channel.number());
                if let Some((_, raw)) = before.filter(|_| element.volume(direction, channel).ok() == least) {
                    element.set_volume(direction, channel, *raw)?;
                }
            }
            Ok(())
        })
    }

    /// An element that has gone meanwhile needs nothing.
    fn each(&self, mixer: &Mixer, act: impl Fn(&Silenced, &Selem<'_>) -> Result<()>) -> Result<()> {
        let found = self.0.iter().filter_map(|silenced| Some((silenced, mixer.find(&silenced.name, silenced.index)?)));
        found.into_iter().try_for_each(|(silenced, element)| act(silenced, &element))
    }

    /// Writes it down for the card with this id.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn remember(&self, card: &str) -> Result<()> {
        let path = record_of(card)?;
        let failed = |error: std::io::Error| {
            let errno = error.raw_os_error().unwrap_or(libc::EIO);
            Error::new(format!("{}, which holds what is muted", path.display()), errno)
        };
        let text = serde_json::to_string(self).map_err(|error| failed(error.into()))?;
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).map_err(failed)
    }

    /// What was written down for the card; it is forgotten by that.
    pub fn recall(card: &str) -> Option<Mute> {
        let path = record_of(card).ok()?;
        let text = fs::read_to_string(&path).ok()?;
        let _ = fs::remove_file(&path);
        serde_json::from_str(&text).ok()
    }
}

impl Silenced {
    fn named(stage: &Stage) -> Silenced {
        Silenced { name: stage.id.name.clone(), index: stage.id.index, on: Vec::new(), raw: Vec::new() }
    }

    fn switches(element: &Element, stage: &Stage, direction: Direction) -> Silenced {
        let channels = element.side(direction).map(|side| side.channels.as_slice()).unwrap_or_default();
        let on = channels.iter().filter(|channel| channel.on == Some(true)).map(|channel| channel.channel.number());
        Silenced { on: on.collect(), ..Silenced::named(stage) }
    }

    fn volumes(element: &Element, stage: &Stage, direction: Direction) -> Silenced {
        let channels = element.side(direction).map(|side| side.channels.as_slice()).unwrap_or_default();
        let raw = channels.iter().filter_map(|channel| Some((channel.channel.number(), channel.volume?.raw)));
        Silenced { raw: raw.collect(), ..Silenced::named(stage) }
    }
}

fn element(mixer: &Mixer, stage: &Stage) -> Option<Element> {
    mixer.find(&stage.id.name, stage.id.index).map(|element| Element::read(&element))
}

fn on_channels(numbers: &[u32]) -> impl Iterator<Item = Channel> {
    Channel::all().filter(|channel| numbers.contains(&channel.number()))
}

/// `$XDG_STATE_HOME/alsabox/muted-PCH.json`
fn record_of(card: &str) -> Result<PathBuf> {
    let state = env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    let name = format!("muted-{}.json", card.replace('/', "_"));
    let folder = state.or_else(home).ok_or_else(|| Error::new("a place to write down what is muted", libc::ENOENT))?;
    Ok(folder.join("alsabox").join(name))
}

/// Switches on every channel of a main control that is wholly off.
///
/// # Errors
/// The card refuses or is gone.
pub fn switch_on(mixer: &Mixer, principal: &Principal) -> Result<()> {
    let direction = principal.direction;
    let Some(element) = mixer.find(&principal.main.id.name, principal.main.id.index) else { return Ok(()) };
    if Element::read(&element).side(direction).is_none_or(|side| side.channels.iter().any(|one| one.on != Some(false)))
    {
        return Ok(());
    }
    let channels = Channel::all().filter(|channel| element.has_channel(direction, *channel));
    channels.into_iter().try_for_each(|channel| element.set_switch(direction, channel, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let silenced = Silenced { name: "Speaker".to_owned(), index: 1, on: vec![0, 1], raw: vec![(0, -50)] };
        let mute = Mute(vec![silenced]);
        let text = serde_json::to_string(&mute).unwrap();
        assert_eq!(serde_json::from_str::<Mute>(&text).unwrap(), mute);
    }
}
