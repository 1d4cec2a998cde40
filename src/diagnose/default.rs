//! What `default` is, and why: the way of its name in each direction, and the file or variable that decides it.

use crate::device::config::{self, End, Fault, Opening, Route, Section, opening, route};
use crate::device::pcm::Direction;
use crate::device::tree::Tree;
use serde::{Deserialize, Serialize};
use std::env;
use std::path::{Path, PathBuf};

/// What `default` is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultDevice {
    /// Where it plays.
    pub playback: Way,
    /// Where it records.
    pub capture: Way,
    /// Whose levels its control device has.
    pub control: Route,
    /// Who decides it, the last first; nobody but alsa-lib when there is none.
    pub decided_by: Vec<Decision>,
    /// The files that cannot be read, each of which makes every name unknown.
    pub faults: Vec<Fault>,
}

/// One direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// Plugins and end.
    pub route: Route,
    /// Whether it opens.
    pub opening: Opening,
}

/// Something that decides what `default` is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The file, or the variable of the environment.
    pub source: String,
    /// The line in the file; 0 where it cannot be told.
    pub line: usize,
    /// What it defines: `pcm.default`, `defaults.pcm.card`.
    pub key: String,
}

/// What decides, the stronger first: a definition of `default` makes the card in `defaults` meaningless.
const KEYS: [&str; 5] = ["pcm.default", "ctl.default", "defaults.pcm.card", "defaults.ctl.card", "defaults.pcm.device"];
const VARIABLES: [&str; 4] = ["ALSA_PCM_CARD", "ALSA_CTL_CARD", "ALSA_CARD", "ALSA_CONFIG_PATH"];

impl DefaultDevice {
    /// Looks at the configuration of this machine and user, and opens `default` in both directions.
    pub fn look() -> DefaultDevice {
        let way = |direction| Way {
            route: route(Section::Pcm, "default", direction),
            opening: opening("default", direction),
        };
        DefaultDevice {
            playback: way(Direction::Playback),
            capture: way(Direction::Capture),
            control: route(Section::Ctl, "default", Direction::Playback),
            decided_by: decisions(),
            faults: config::sources().iter().filter_map(|path| config::read_file(path).err()).collect(),
        }
    }

    /// The way in a direction.
    pub fn way(&self, direction: Direction) -> &Way {
        match direction {
            Direction::Playback => &self.playback,
            Direction::Capture => &self.capture,
        }
    }

    /// The card and device that it plays on or records from.
    pub fn card(&self, direction: Direction) -> Option<(&str, u32)> {
        match &self.way(direction).route.end {
            End::Card { card, device } => Some((card, *device)),
            _ => None,
        }
    }
}

fn decisions() -> Vec<Decision> {
    let variables = VARIABLES.iter().filter(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    let variables = variables.map(|name| Decision { source: (*name).to_owned(), line: 0, key: (*name).to_owned() });
    let main: Vec<PathBuf> = config::main_files();
    let files = config::sources().into_iter().rev().filter(|path| !main.contains(path));
    let files: Vec<Decision> = files.flat_map(|path| decisions_of(&path)).collect();
    variables.chain(files).collect()
}

fn decisions_of(path: &Path) -> Vec<Decision> {
    let (Ok(node), Ok(text)) = (config::read_file(path), std::fs::read_to_string(path)) else { return Vec::new() };
    keys_of(&node).map(|key| decision(&path.display().to_string(), &text, key)).collect()
}

fn keys_of<'a>(node: &'a Tree<'a>) -> impl Iterator<Item = &'static str> + 'a {
    KEYS.into_iter().filter(|key| node.at(key).is_some())
}

fn decision(source: &str, text: &str, key: &str) -> Decision {
    Decision { source: source.to_owned(), line: line_of(text, key), key: key.to_owned() }
}

/// The last line that begins with the key, with or without the `!` that throws away what was before.
fn line_of(text: &str, key: &str) -> usize {
    let is_definition = |line: &str| {
        let plain = line.trim_start().replace('!', "");
        plain
            .strip_prefix(key)
            .is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
    };
    text.lines().zip(1..).filter(|(line, _)| is_definition(line)).map(|(_, number)| number).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_found_with_its_line() {
        let text = "# pcm.default\npcm.!defaultx 1\npcm.default y\n  pcm.!default {\n}\ndefaults.pcm.!card PCH\n";
        assert_eq!(line_of(text, "pcm.default"), 4);
        assert_eq!(line_of(text, "defaults.pcm.card"), 6);
        assert_eq!(line_of(text, "ctl.default"), 0);
    }
}
