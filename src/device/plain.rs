//! Opens a plainly named card's control device (`hw:0`, `sysdefault:Intel`) and PCMs (`plughw:Intel,0`), the PCM `null`
//! and the sequencer through a minimal local configuration.
//!
//! alsa-lib's ordinary open parses the configuration of every card to find out that `hw:0` means card 0. This open
//! is taken only while the files and variables that could give the name another meaning are seen not to do so;
//! whatever looks unusual leads to the ordinary open, which is slow but always right.

use super::cards;
use super::ctl::Ctl;
use alsa_sys as sys;
use sources::Top;
use std::ffi::CString;
use std::ptr::null_mut;
use std::sync::OnceLock;

mod pcm;
mod scan;
mod seq;
mod sources;

pub(super) use pcm::{Config, open_pcm};
pub(super) use seq::open_seq;

/// How a card is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// `hw:CARD`
    Hw,
    /// `sysdefault:CARD`, which a file of the card's driver may define.
    Sysdefault,
}

/// The card that `default` plays on and records from, if nobody has changed what alsa-lib ships; `None` leaves it to a
/// look at the whole configuration.
pub fn default_card() -> Option<i32> {
    sources::usual_default()
}

/// Opens the device if its name is plain and has its usual meaning; `None` leaves it to the ordinary open, which also
/// has the words for every failure.
pub(super) fn open(name: &str) -> Option<Ctl> {
    let (naming, card) = parse(name)?;
    let top = usual_meaning(naming)?;
    let ctl = open_local(card)?;
    if naming == Naming::Sysdefault {
        let card = ctl.card_info().ok()?;
        sources::usual_card(top, &card)?;
    }
    Some(ctl)
}

/// Looked at once in a process: who opens every card need not look for each.
fn usual_meaning(naming: Naming) -> Option<&'static Top> {
    static HW: OnceLock<Option<Top>> = OnceLock::new();
    static SYSDEFAULT: OnceLock<Option<Top>> = OnceLock::new();
    let known = match naming {
        Naming::Hw => &HW,
        Naming::Sysdefault => &SYSDEFAULT,
    };
    known.get_or_init(|| sources::usual_meaning(naming)).as_ref()
}

fn parse(name: &str) -> Option<(Naming, &str)> {
    let (naming, card) = match name.split_once(':')? {
        ("hw", card) => (Naming::Hw, card),
        ("sysdefault", card) => (Naming::Sysdefault, card),
        _ => return None,
    };
    let card = card.strip_prefix("CARD=").unwrap_or(card);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    (!card.is_empty() && card.chars().all(plain)).then_some((naming, card))
}

/// A number in the configuration is taken as it is; for anything else alsa-lib opens one card after the other.
fn open_local(card: &str) -> Option<Ctl> {
    let number = cards::by_number_or_link(card)?;
    let config_text = CString::new(format!("ctl.card{{type hw card {number}}}")).ok()?;
    let mut config = null_mut();
    let mut handle = null_mut();
    // SAFETY: the text is NUL-terminated; the tree goes to a local pointer and is deleted after the last use; an open
    // hw device keeps nothing of it. The name is NUL-terminated; the handle goes to a local pointer.
    let opened = unsafe {
        if sys::snd_config_load_string(&mut config, config_text.as_ptr(), 0) < 0 {
            return None;
        }
        let opened = sys::snd_ctl_open_lconf(&mut handle, c"card".as_ptr(), 0, config);
        sys::snd_config_delete(config);
        opened
    };
    (opened >= 0).then(|| Ctl::from_handle(handle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_of_cards_are_plain() {
        assert_eq!(parse("hw:0"), Some((Naming::Hw, "0")));
        assert_eq!(parse("hw:CARD=Intel"), Some((Naming::Hw, "Intel")));
        assert_eq!(parse("sysdefault:vc4-hdmi"), Some((Naming::Sysdefault, "vc4-hdmi")));
        for other in ["hw", "default", "hw:", "hw:0,0", "hw:{CARD 0}", "pulse", "hw:CARD=", "HW:0", "hw:a b"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
