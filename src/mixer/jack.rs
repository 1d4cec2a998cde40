//! The jacks of a card, as far as they are sensed: which plug is in.
//!
//! A phantom jack is one that the driver knows of and cannot sense; nothing may be concluded from it.

use crate::device::ctl::{Ctl, ElemId, Iface, Value};
use crate::device::error::Result;
use serde::{Deserialize, Serialize};

/// A jack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jack {
    /// What it is for: "Headphone", "Front Mic", "HDMI/DP,pcm=3".
    pub name: String,
    /// Whether something is in it.
    pub plug: Plug,
}

/// Whether something is in a jack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plug {
    /// Something is.
    In,
    /// Nothing is.
    Out,
    /// It cannot be sensed.
    Unknown,
}

/// The jacks of a card.
///
/// # Errors
/// The card does not answer.
pub fn read(ctl: &Ctl) -> Result<Vec<Jack>> {
    let jacks = ctl.elems()?.into_iter().filter(|id| id.iface == Iface::Card);
    Ok(jacks.filter_map(|id| jack(ctl, &id)).collect())
}

fn jack(ctl: &Ctl, id: &ElemId) -> Option<Jack> {
    let name = id.name.strip_suffix(" Jack")?;
    if let Some(name) = name.strip_suffix(" Phantom") {
        return Some(Jack { name: name.to_owned(), plug: Plug::Unknown });
    }
    let info = ctl.elem_info(id).ok()?;
    let plug = match ctl.elem_read(&info) {
        Ok(Value::Boolean(on)) if on.first() == Some(&true) => Plug::In,
        Ok(Value::Boolean(_)) => Plug::Out,
        _ => return None,
    };
    Some(Jack { name: name.to_owned(), plug })
}

/// Whether something is in one of the jacks whose name has this word; `Unknown` when no such jack is sensed.
pub fn plug(jacks: &[Jack], word: &str) -> Plug {
    let named = || jacks.iter().filter(|jack| jack.name.split([' ', ',', '/']).any(|part| part == word));
    let sensed = |plug| named().any(|jack| jack.plug == plug);
    match () {
        () if sensed(Plug::In) => Plug::In,
        () if sensed(Plug::Out) => Plug::Out,
        () => Plug::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plug_in_any_jack_of_the_kind_counts_and_a_phantom_never_does() {
        let jack = |name: &str, plug| Jack { name: name.to_owned(), plug };
        let jacks = [jack("Headphone", Plug::Out), jack("Dock Headphone", Plug::In), jack("Mic", Plug::Out)];
        assert_eq!(plug(&jacks, "Headphone"), Plug::In);
        assert_eq!(plug(&jacks[..1], "Headphone"), Plug::Out);
        assert_eq!(plug(&jacks, "Speaker"), Plug::Unknown);
        assert_eq!(plug(&[jack("Speaker", Plug::Unknown)], "Speaker"), Plug::Unknown);
    }
}
