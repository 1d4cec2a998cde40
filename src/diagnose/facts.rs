//! Everything that the doctor's rules look at: the snapshot of the system, and what only alsa-lib and the cards tell.
//!
//! What is asked of alsa-lib on the running machine is read from files of the folder `alsabox` in a captured tree, so
//! that rules never know which of the two they look at.

use super::default::DefaultDevice;
use super::snapshot::{Card, Snapshot, Tree};
use crate::device::config::{End, Opening};
use crate::device::pcm::Direction;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub mod abilities;
pub mod boot;
pub mod eld;
pub mod environment;
pub mod levels;
pub mod log;
pub mod options;
pub mod servers;

pub use abilities::Abilities;
pub use boot::Boot;
pub use eld::Eld;
pub use environment::Environment;
pub use levels::Levels;
pub use options::Options;
pub use servers::Running;

/// All facts of one moment.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// What files of the system say.
    pub snapshot: Snapshot,
    /// What `default` is; unknown where a captured tree does not say.
    pub default: Option<DefaultDevice>,
    /// Where the cards are in sysfs: links to the folders of their hardware.
    pub homes: Vec<String>,
    /// The levels of the cards that have any.
    pub levels: Vec<Levels>,
    /// The caller's variables.
    pub environment: Environment,
    /// The sound servers that run.
    pub servers: Vec<Running>,
    /// How the state of cards survives a restart.
    pub boot: Boot,
    /// The kernel's lines about sound.
    pub log: Vec<String>,
    /// The monitors behind HDMI and DisplayPort.
    pub elds: Vec<Eld>,
    /// What modules were told, and rules of udev about names.
    pub options: Options,
    /// What the device behind `default` can do; unknown while somebody has it.
    pub abilities: Option<Abilities>,
    /// Whether the sequencer is there.
    pub has_sequencer: bool,
}

impl Facts {
    /// Reads everything below the root of the tree, and asks alsa-lib where that is this machine.
    pub fn capture(tree: &Tree) -> Facts {
        let snapshot = Snapshot::capture(tree);
        let default = if tree.is_live() { Some(DefaultDevice::look()) } else { kept(tree, DEFAULT) };
        Facts {
            homes: homes(tree, &snapshot.cards),
            levels: levels::read(tree, &snapshot.cards),
            environment: Environment::read(tree),
            servers: servers::read(tree),
            boot: Boot::read(tree),
            log: log::read(tree),
            elds: eld::read(tree, &snapshot.cards),
            options: Options::read(tree),
            abilities: abilities::read(tree, default.as_ref()),
            has_sequencer: tree.exists("proc/asound/seq/clients") || tree.exists("dev/snd/seq"),
            default,
            snapshot,
        }
    }

    /// What a tree has to keep of the facts that alsa-lib tells: paths and texts.
    pub fn kept(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        files.extend(self.default.as_ref().and_then(|default| file(DEFAULT, default)));
        files.extend(file(environment::FILE, &self.environment));
        files.extend(self.abilities.as_ref().and_then(|abilities| file(abilities::FILE, abilities)));
        files.extend(self.levels.iter().filter_map(|levels| file(&levels::file_of(levels.card), levels)));
        files
    }

    /// The levels of a card.
    pub fn levels_of(&self, card: i32) -> Option<&Levels> {
        self.levels.iter().find(|levels| levels.card == card)
    }

    /// The card that a word of the configuration names.
    pub fn card_named(&self, word: &str) -> Option<&Card> {
        let number = word.parse().ok();
        self.snapshot.cards.iter().find(|card| Some(card.number) == number || card.id == word)
    }

    /// The card and device that `default` leads to, where it leads to a card that is there.
    pub fn default_card(&self, direction: Direction) -> Option<(&Card, u32)> {
        let (card, device) = self.default.as_ref()?.card(direction)?;
        Some((self.card_named(card)?, device))
    }

    /// Where `default` ends.
    pub fn default_end(&self, direction: Direction) -> Option<&End> {
        self.default.as_ref().map(|default| &default.way(direction).route.end)
    }

    /// Whether `default` opens.
    pub fn default_opening(&self, direction: Direction) -> Option<&Opening> {
        self.default.as_ref().map(|default| &default.way(direction).opening)
    }
}

fn homes(tree: &Tree, cards: &[Card]) -> Vec<String> {
    cards.iter().filter_map(|card| tree.link(&format!("sys/class/sound/card{}", card.number))).collect()
}

const DEFAULT: &str = "alsabox/default.json";

/// A fact that a captured tree kept.
fn kept<T: DeserializeOwned>(tree: &Tree, path: &str) -> Option<T> {
    serde_json::from_str(&tree.text(path)?).ok()
}

fn file(path: &str, fact: &impl Serialize) -> Option<(String, String)> {
    Some((path.to_owned(), serde_json::to_string_pretty(fact).ok()? + "\n"))
}
