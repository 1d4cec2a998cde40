//! The cards behind the picture: opened, read, followed, listed.

use super::app::{Desk, Presence, Task};
use super::change::Change;
use super::dialog::{Entry, List, TextBox};
use super::store;
use super::strip::Unit;
use crate::device::cards;
use crate::device::ctl::Ctl;
use crate::device::error::Result;
use crate::device::mixer::{Abstraction, Mixer, Watch};
use crate::mixer::identifier::SimpleId;
use crate::os::poll::Descriptor;
use anyhow::anyhow;
use std::fs;

/// An open card.
pub(super) struct Card {
    device: String,
    mixer: Option<Mixer>,
}

/// What a card tells.
pub(super) enum News {
    /// These elements have changed.
    Units(Vec<Unit>),
    /// Elements came or went: these are all.
    All(Vec<Unit>),
    /// The card was unplugged.
    Gone,
}

impl Card {
    /// Opens the mixer of a control device.
    pub(super) fn open(device: &str, abstraction: Abstraction) -> anyhow::Result<Card> {
        let name = cards::plain_name(device)?;
        let mut mixer = Mixer::open(&name, abstraction, Watch::On)
            .map_err(|error| anyhow!("cannot open mixer {name}: {}", error.reason()))?;
        // What it tells first is of the elements that are there.
        mixer.events().map_err(|error| anyhow!("cannot read mixer {name}: {}", error.reason()))?;
        Ok(Card { device: name.into_owned(), mixer: Some(mixer) })
    }

    /// What the picture shows of it.
    pub(super) fn desk(&self) -> Desk {
        let info = self.mixer.as_ref().and_then(Mixer::ctl).and_then(|ctl| ctl.card_info().ok());
        let info = info.or_else(|| Ctl::open(&self.device).ok()?.card_info().ok());
        let text = |part: fn(&crate::device::ctl::CardInfo) -> &String| {
            info.as_ref().map_or(String::new(), |info| part(info).clone())
        };
        Desk {
            device: self.device.clone(),
            id: text(|info| &info.id),
            card: text(|info| &info.name),
            chip: text(|info| &info.mixer_name),
            units: self.units(),
            presence: Presence::Here,
        }
    }

    fn units(&self) -> Vec<Unit> {
        self.mixer.iter().flat_map(Mixer::elements).map(|selem| Unit::read(&selem)).collect()
    }

    /// Stores the state of the card.
    pub(super) fn store(&self) -> anyhow::Result<()> {
        match self.mixer.as_ref().and_then(Mixer::ctl) {
            Some(ctl) => store::store(ctl),
            None => store::store(&Ctl::open(&self.device)?),
        }
    }

    /// One element as it is now.
    pub(super) fn unit(&self, id: &SimpleId) -> Option<Unit> {
        Some(Unit::read(&self.mixer.as_ref()?.find(&id.name, id.index)?))
    }

    pub(super) fn descriptors(&self) -> Vec<Descriptor> {
        self.mixer.as_ref().map(Mixer::descriptors).unwrap_or_default()
    }

    /// Only the elements that are told of are read again: an enumerated one costs a call for every item.
    pub(super) fn take_events(&mut self) -> News {
        let Some(mixer) = &mut self.mixer else { return News::Units(Vec::new()) };
        let Ok(events) = mixer.events() else {
            self.mixer = None;
            return News::Gone;
        };
        if events.iter().any(|event| event.change.added || event.change.removed || event.change.info) {
            return News::All(self.units());
        }
        let changed = events.iter().filter_map(|event| mixer.find(&event.name, event.index));
        News::Units(changed.map(|selem| Unit::read(&selem)).collect())
    }

    pub(super) fn apply(&self, change: &Change) -> Result<()> {
        self.mixer.as_ref().map_or(Ok(()), |mixer| change.apply(mixer))
    }
}

/// The mixers of all cards that can be opened.
pub(super) fn all(abstraction: Abstraction) -> Vec<Card> {
    let numbers = cards::numbers().unwrap_or_default();
    numbers.into_iter().filter_map(|number| Card::open(&format!("hw:{number}"), abstraction).ok()).collect()
}

/// The list of cards: the default one, every card with its state, and a field for a name.
pub(super) fn list(shown: Option<&Desk>) -> List {
    let mut entries = vec![Entry { text: "-  (default)".to_owned(), task: Some(Task::OpenCard("default".to_owned())) }];
    let mut place = 0;
    let default = Ctl::open("default").and_then(|ctl| ctl.card_info()).ok().map(|info| info.number);
    let numbers = cards::numbers().unwrap_or_default();
    for number in &numbers {
        let Some(info) = Ctl::open(&format!("hw:{number}")).and_then(|ctl| ctl.card_info()).ok() else { continue };
        if shown.is_some_and(|desk| desk.presence == Presence::Here && desk.id == info.id) {
            place = entries.len();
        }
        let states = [(default == Some(*number), "default"), (is_in_use(*number), "in use")];
        let states: Vec<&str> = states.iter().filter(|(is_so, _)| *is_so).map(|(_, state)| *state).collect();
        let state = if states.is_empty() { String::new() } else { format!("  ({})", states.join(", ")) };
        let task = Some(Task::OpenCard(format!("sysdefault:{number}")));
        entries.push(Entry { text: format!("{number}  {}{state}", info.name), task });
    }
    if let Some(desk) = shown.filter(|desk| desk.presence == Presence::Gone) {
        let text = format!("   {}  (unplugged)", desk.card);
        entries.push(Entry { text, task: Some(Task::OpenCard(desk.device.clone())) });
    }
    entries.push(Entry { text: "   enter device name...".to_owned(), task: None });
    List { title: "Sound Card", entries, place }
}

/// Whether somebody plays on the card or records from it.
fn is_in_use(number: i32) -> bool {
    let folders = |path: String, prefix: &'static str| {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.filter(move |entry| entry.file_name().to_string_lossy().starts_with(prefix)).map(|entry| entry.path())
    };
    let pcms = folders(format!("/proc/asound/card{number}"), "pcm");
    let mut subdevices = pcms.flat_map(|pcm| folders(pcm.to_string_lossy().into_owned(), "sub"));
    subdevices
        .any(|subdevice| fs::read_to_string(subdevice.join("status")).is_ok_and(|status| !status.starts_with("closed")))
}

/// A file of the kernel, to read.
pub(super) fn file(path: &'static str) -> TextBox {
    match fs::read(path) {
        Ok(bytes) => {
            let lines = String::from_utf8_lossy(&bytes).lines().map(|line| line.replace('\t', "        ")).collect();
            TextBox::new(path, lines)
        }
        Err(error) => TextBox::error(&format!("{path}: {}", crate::device::error::reason_of(&error))),
    }
}
