//! What the group of a card has come to, and what that means for the card now.
//!
//! Whoever asks and however it went, a card is never left unrestored for good: a card whose primary one does not restore it
//! in time is restored by itself.

/// What a card knows of its group. Times are whole seconds of the raw monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boot {
    /// When the group's first card appeared.
    pub began_s: i64,
    /// How long the others have to appear.
    pub sync_s: i64,
    /// When the card was restored, if it was.
    pub restored_s: Option<i64>,
    /// The number of the card that restores the group.
    pub primary: i32,
}

/// What is to become of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is restored.
    Active,
    /// The primary card's turn restored it; there is nothing to do.
    Skip,
    /// It waits for its group, until this second at most.
    Waiting(i64),
}

/// Who wants the card's state back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// What runs when a card appears.
    AtBoot,
    /// Anybody else.
    ByHand,
    /// Somebody who will not have the group waited for.
    AtOnce,
}

/// How long alsa-lib waits for a group whose profile does not say it,
pub(super) const USUAL_SYNC_S: i64 = 30;

/// and the longest that it waits for any.
pub(super) const MOST_SYNC_S: i64 = 240;

/// What the primary card has for restoring a group before its other cards lose patience.
const HANDOVER_S: i64 = 5;

/// "Not yet", where there is a time otherwise.
const NOT_YET: i64 = -1;

impl Boot {
    /// The meaning of the element's values.
    pub fn from_values(values: &[i64]) -> Option<Boot> {
        let &[began_s, sync_s, restored_s, primary] = values else { return None };
        let restored_s = (restored_s != NOT_YET).then_some(restored_s);
        Some(Boot { began_s, sync_s, restored_s, primary: i32::try_from(primary).ok()? })
    }

    /// The values that mean this.
    pub fn values(&self) -> Vec<i64> {
        vec![self.began_s, self.sync_s, self.restored_s.unwrap_or(NOT_YET), self.primary.into()]
    }

    /// What is to become of this card.
    pub fn state(&self, card: i32, now_s: i64, asked: Asked) -> State {
        let until_s = self.until_s(card);
        match (asked, self.restored_s) {
            (Asked::AtOnce, _) => State::Active,
            (Asked::AtBoot, Some(_)) if card != self.primary => State::Skip,
            (_, None) if (self.began_s..until_s).contains(&now_s) => State::Waiting(until_s),
            _ => State::Active,
        }
    }

    /// Until when the card waits.
    fn until_s(&self, card: i32) -> i64 {
        let patience_s = if card == self.primary { 0 } else { HANDOVER_S };
        self.began_s.saturating_add(self.sync_s.clamp(0, MOST_SYNC_S)).saturating_add(patience_s)
    }

    /// Whether this card's turn is its group's.
    pub fn leads(&self, card: i32) -> bool {
        card == self.primary && self.restored_s.is_none()
    }

    /// Whether a card that says `other` is restored in the turn of the primary card, which says this.
    pub fn takes_along(&self, other: &Boot) -> bool {
        (other.began_s, other.primary, other.restored_s) == (self.began_s, self.primary, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Boot = Boot { began_s: 20, sync_s: 10, restored_s: None, primary: 3 };
    const RESTORED: Boot = Boot { restored_s: Some(31), ..NEW };

    #[test]
    fn a_card_waits_until_its_group_is_restored_or_too_late() {
        use Asked::{AtBoot, AtOnce, ByHand};
        use State::{Active, Skip, Waiting};
        for (boot, card, now_s, asked, wanted) in [
            (NEW, 3, 20, AtBoot, Waiting(30)),
            (NEW, 3, 29, ByHand, Waiting(30)),
            (NEW, 3, 30, AtBoot, Active),
            (NEW, 3, 20, AtOnce, Active),
            (NEW, 0, 20, AtBoot, Waiting(35)),
            // The primary card has its turn now.
            (NEW, 0, 34, AtBoot, Waiting(35)),
            // It did not take it.
            (NEW, 0, 35, AtBoot, Active),
            (NEW, 0, 35, ByHand, Active),
            (NEW, 0, 20, AtOnce, Active),
            (RESTORED, 3, 31, AtBoot, Active),
            (RESTORED, 0, 25, AtBoot, Skip),
            (RESTORED, 0, 99, AtBoot, Skip),
            // Later on, a person who asks for a card means it.
            (RESTORED, 0, 99, ByHand, Active),
            (RESTORED, 0, 99, AtOnce, Active),
            (RESTORED, 3, 99, ByHand, Active),
        ] {
            assert_eq!(boot.state(card, now_s, asked), wanted, "{boot:?} {card} {now_s} {asked:?}");
        }
    }

    #[test]
    fn the_primary_card_takes_along_who_waits_for_it() {
        assert!(NEW.leads(3) && !NEW.leads(0) && !RESTORED.leads(3));
        assert!(NEW.takes_along(&NEW));
        for other in [RESTORED, Boot { primary: 0, ..NEW }, Boot { began_s: 21, ..NEW }] {
            assert!(!NEW.takes_along(&other), "{other:?}");
        }
    }

    #[test]
    fn values_mean_what_they_were_made_from() {
        assert_eq!((NEW.values(), RESTORED.values()), (vec![20, 10, -1, 3], vec![20, 10, 31, 3]));
        assert_eq!(
            (Boot::from_values(&NEW.values()), Boot::from_values(&RESTORED.values())),
            (Some(NEW), Some(RESTORED))
        );
        for odd in [&[1, 2, 3][..], &[1, 2, 3, i64::MAX], &[]] {
            assert_eq!(Boot::from_values(odd), None);
        }
    }

    #[test]
    fn no_values_make_a_card_wait_for_ever() {
        for odd in [Boot { began_s: i64::MAX, ..NEW }, Boot { began_s: -5, sync_s: i64::MIN, ..NEW }] {
            assert_eq!(odd.state(3, 20, Asked::AtBoot), State::Active, "{odd:?}");
        }
        let endless = Boot { sync_s: i64::MAX, ..NEW };
        assert_eq!(endless.state(3, 20, Asked::AtBoot), State::Waiting(260));
    }
}
