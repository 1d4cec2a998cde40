//! Cards that start as a group, as their use case profiles say: the first of them to appear is the primary one. When the
//! time is over in which the others may appear, it is restored, and they with it.
//!
//! What a card's group has come to stands in an element of the card, which alsa-lib and alsa-utils read and write too: a
//! program that opens the card's profile waits until it says that the card is restored.

mod boot;
mod element;
mod file;

pub use boot::{Asked, Boot, State};
pub use element::{is_boot_element, make, mark, read};
pub use file::{Group, Groups, Now};

use crate::device::ctl::{CardInfo, Ctl};
use crate::device::ucm::Ucm;

/// What a card's profile says of its group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The group's name.
    pub group: String,
    /// How many seconds there are for its cards to appear.
    pub sync_s: i64,
}

/// The group that a profile wants for its card, if it wants one.
///
/// # Errors
/// A sentence about what is wrong with it.
pub fn wanted(profile: &Ucm) -> Result<Option<Wanted>, String> {
    match profile.value("BootCardGroup").filter(|group| !group.is_empty()) {
        None => Ok(None),
        Some(group) => Wanted::new(group, profile.value("BootCardSyncTime").as_deref()).map(Some),
    }
}

/// Whether a card that has joined a group waits for it now.
pub fn waits(ctl: &Ctl, card: &CardInfo) -> bool {
    let state = |boot: Boot| boot.state(card.number, Now::look().raw_s, Asked::AtBoot);
    read(ctl).ok().flatten().is_some_and(|boot| matches!(state(boot), State::Waiting(_)))
}

impl Wanted {
    fn new(group: String, sync: Option<&str>) -> Result<Wanted, String> {
        let Some(sync) = sync else { return Ok(Wanted { group, sync_s: boot::USUAL_SYNC_S }) };
        match sync.trim().parse::<i64>() {
            Ok(sync_s @ 1..) => Ok(Wanted { group, sync_s: sync_s.min(boot::MOST_SYNC_S) }),
            _ => Err(format!("group '{group}': BootCardSyncTime '{sync}' is no number of seconds")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_groups_time_makes_sense_or_is_alsa_libs_own() {
        let sync_s = |sync| Wanted::new("g".to_owned(), sync).map(|wanted| wanted.sync_s);
        let right = [Some("10"), Some(" 1 "), Some("1000"), None];
        assert_eq!(right.map(sync_s), [Ok(10), Ok(1), Ok(240), Ok(30)]);
        for wrong in ["0", "-5", "abc", ""] {
            assert!(sync_s(Some(wrong)).is_err_and(|fault| fault.contains("BootCardSyncTime")), "{wrong:?}");
        }
    }
}
