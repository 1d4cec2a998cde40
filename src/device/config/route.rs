//! Where a PCM's name leads: through which plugins, to which card or sound server.
//!
//! It follows definitions only and opens nothing, so that a busy or missing card is still named.

use super::{Refusal, Section, resolve};
use crate::device::pcm::Direction;
use crate::device::tree::Tree;
use serde::{Deserialize, Serialize};

/// The way of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The types of the plugins, first to last: plug, dmix, hw.
    pub plugins: Vec<String>,
    /// Where it ends.
    pub end: End,
}

/// The end of a way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// A device of a card.
    Card {
        /// The card as it is named, by number or id.
        card: String,
        /// The device.
        device: u32,
    },
    /// A sound server.
    Server(Server),
    /// Nothing that sounds: null, file.
    Elsewhere(String),
    /// A name that means nothing.
    Unknown {
        /// The name.
        name: String,
        /// Why, in alsa-lib's words.
        why: String,
    },
}

/// A program that has the cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Server {
    /// PulseAudio, or PipeWire in its place.
    PulseAudio,
    /// PipeWire.
    PipeWire,
    /// JACK.
    Jack,
}

impl Server {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Server::PulseAudio => "PulseAudio",
            Server::PipeWire => "PipeWire",
            Server::Jack => "JACK",
        }
    }
}

/// Deeper than any real chain; a definition that leads to itself ends here.
const MOST_PLUGINS: usize = 16;

/// Follows a name in one direction.
pub fn route(section: Section, name: &str, direction: Direction) -> Route {
    let mut plugins = Vec::new();
    let end = follow_name(section, name, direction, &mut plugins);
    Route { plugins, end }
}

fn follow_name(section: Section, name: &str, direction: Direction, plugins: &mut Vec<String>) -> End {
    match resolve(section, name) {
        Ok(node) => follow(section, &node, direction, plugins),
        Err(refusal) => End::Unknown { name: name.to_owned(), why: reason(&refusal) },
    }
}

/// alsa-lib's first line says most; without one, the errno has to do.
fn reason(refusal: &Refusal) -> String {
    let first = refusal.said.first().and_then(|line| line.split_once(": "));
    first.map_or_else(|| refusal.error.reason(), |(_, text)| text.to_owned())
}

fn follow(section: Section, node: &Tree<'_>, direction: Direction, plugins: &mut Vec<String>) -> End {
    let unnamed =
        || End::Unknown { name: plugins.last().cloned().unwrap_or_default(), why: "it has no type".to_owned() };
    let Some(kind) = node.text_at("type") else { return unnamed() };
    if plugins.len() >= MOST_PLUGINS {
        return End::Unknown { name: kind, why: "it leads to itself".to_owned() };
    }
    let ends = End::of(&kind, node);
    plugins.push(kind.clone());
    if let Some(end) = ends {
        return end;
    }
    match slave(node, &kind, direction) {
        Some(Slave::Here(slave)) => follow(section, slave, direction, plugins),
        Some(Slave::Named(name)) => follow_name(section, &name, direction, plugins),
        None => End::Elsewhere(kind),
    }
}

impl End {
    fn of(kind: &str, node: &Tree<'_>) -> Option<End> {
        match kind {
            "hw" => Some(End::Card {
                card: node.text_at("card").unwrap_or_else(|| "0".to_owned()),
                device: node.text_at("device").and_then(|device| device.parse().ok()).unwrap_or(0),
            }),
            "pulse" => Some(End::Server(Server::PulseAudio)),
            "pipewire" => Some(End::Server(Server::PipeWire)),
            "jack" => Some(End::Server(Server::Jack)),
            "null" => Some(End::Elsewhere(kind.to_owned())),
            _ => None,
        }
    }
}

enum Slave<'a> {
    Here(&'a Tree<'a>),
    Named(String),
}

/// What a plugin gives its frames to: `slave.pcm`, the direction's half of an `asym`, or the first of several.
fn slave<'a>(node: &'a Tree<'a>, kind: &str, direction: Direction) -> Option<Slave<'a>> {
    let half = match direction {
        Direction::Playback => "playback",
        Direction::Capture => "capture",
    };
    let holder = match kind {
        "asym" => node.at(half)?,
        "multi" => &node.at("slaves")?.children().first()?.1,
        _ => node.at("slave").or_else(|| node.at("child")).unwrap_or(node),
    };
    match holder {
        Tree::Text(name) if kind == "asym" || node.at("child").is_some() => {
            Some(Slave::Named(name.clone().into_owned()))
        }
        Tree::Text(name) => {
            let slave = resolve(Section::Slave, name).ok()?;
            Some(Slave::Named(slave.text_at("pcm")?))
        }
        _ => match holder.at("pcm") {
            Some(Tree::Text(name)) => Some(Slave::Named(name.clone().into_owned())),
            Some(group) => Some(Slave::Here(group)),
            None => node.at("child").map(Slave::Here),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(members: &[(&str, Tree<'static>)]) -> Tree<'static> {
        Tree::Compound(members.iter().map(|(key, node)| ((*key).to_owned().into(), node.clone())).collect())
    }

    fn text(text: &str) -> Tree<'static> {
        Tree::Text(text.to_owned().into())
    }

    fn followed(node: &Tree<'_>, direction: Direction) -> (String, End) {
        let mut plugins = Vec::new();
        let end = follow(Section::Pcm, node, direction, &mut plugins);
        (plugins.join(" "), end)
    }

    #[test]
    fn a_chain_is_followed_to_its_card_in_each_direction() {
        let hw = |card: &str| group(&[("type", text("hw")), ("card", text(card)), ("device", Tree::Integer(3))]);
        let dmix = group(&[("type", text("dmix")), ("slave", group(&[("pcm", hw("PCH"))]))]);
        let plug = group(&[("type", text("plug")), ("slave", group(&[("pcm", dmix)]))]);
        let half = |node: Tree<'static>| group(&[("pcm", node)]);
        let asym = group(&[("type", text("asym")), ("playback", half(plug)), ("capture", half(hw("USB")))]);
        let card = |card: &str| End::Card { card: card.to_owned(), device: 3 };
        assert_eq!(followed(&asym, Direction::Playback), ("asym plug dmix hw".to_owned(), card("PCH")));
        assert_eq!(followed(&asym, Direction::Capture), ("asym hw".to_owned(), card("USB")));
    }

    #[test]
    fn servers_and_definitions_without_an_end_are_named() {
        let pulse = group(&[("type", text("pulse"))]);
        assert_eq!(followed(&pulse, Direction::Playback).1, End::Server(Server::PulseAudio));
        let odd = group(&[("type", text("nosuch"))]);
        assert_eq!(followed(&odd, Direction::Playback).1, End::Elsewhere("nosuch".to_owned()));
        let untyped = followed(&group(&[]), Direction::Playback).1;
        assert!(matches!(untyped, End::Unknown { why, .. } if why == "it has no type"));
    }
}
