//! What the hardware behind `default` can do by itself: what a program meets that opens `hw:`.

use super::kept;
use crate::device::params::Space;
use crate::device::pcm::{Blocking, Direction, Forbidden, OpenMode, Pcm};
use crate::device::said::quietly;
use crate::diagnose::default::DefaultDevice;
use crate::diagnose::snapshot::Tree;
use serde::{Deserialize, Serialize};

/// What a device can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    /// Its name, "hw:0,3".
    pub device: String,
    /// The formats that it takes.
    pub formats: Vec<String>,
    /// The least and the most channels.
    pub channels: (u32, u32),
    /// The least and the greatest rate.
    pub rates: (u32, u32),
}

pub(super) const FILE: &str = "alsabox/abilities.json";

pub(super) fn read(tree: &Tree, default: Option<&DefaultDevice>) -> Option<Abilities> {
    if !tree.is_live() {
        return kept(tree, FILE);
    }
    let (card, device) = default?.card(Direction::Playback)?;
    let device = format!("hw:{card},{device}");
    let mode = OpenMode { direction: Direction::Playback, blocking: Blocking::Never, forbidden: Forbidden::default() };
    let pcm = quietly(|| Pcm::open(&device, mode)).0.ok()?;
    let space = Space::of(&pcm).ok()?;
    let formats = space.formats(&pcm).iter().map(ToString::to_string).collect();
    let (channels, rates) = space.ranges()?;
    Some(Abilities { device, formats, channels, rates })
}
