//! Setting up a card that has no saved state: by the sequences of its use case profile, or else by rules.
//!
//! A profile that fails is told, and the rules are there instead: no card stays as the kernel left it.

use super::rules::{self, Event};
use crate::device::Result;
use crate::device::ctl::{CardInfo, Ctl};
use crate::device::ucm::{Failure, Opened, Opening, Sequence, Ucm};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// What a profile may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Nothing: nobody looks for one.
    Ignored,
    /// Its sequences for boot.
    #[default]
    Boot,
    /// Those, and its defaults.
    BootAndDefaults,
}

/// How a card is set up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setup {
    /// Rules other than the usual ones.
    pub initfile: Option<PathBuf>,
    /// What the card's profile may do.
    pub profile: Profile,
    /// The folder that holds what profiles have added to the configuration of each card.
    pub config_dir: PathBuf,
}

/// How a card was set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// By its profile.
    ByProfile,
    /// By rules, with this code.
    ByRules(u8),
}

/// What happens while a card is set up.
pub enum Notice<'a> {
    /// In the rules.
    Rules(Event<'a>),
    /// The card has no profile; what alsa-lib says about that, if it was asked.
    NoProfile(&'a [String]),
    /// The profile failed, and the rules are there instead.
    Profile(&'a Failure),
}

/// Sets up a card.
///
/// # Errors
/// The rules cannot be read, or the card does not answer.
pub fn set_up(ctl: Ctl, setup: &Setup, tell: &mut dyn FnMut(Notice<'_>)) -> Result<Done> {
    let card = ctl.card_info()?;
    forget_additions(&setup.config_dir, card.number);
    if setup.profile != Profile::Ignored {
        match by_profile(&card, setup.profile) {
            Ok(None) => return Ok(Done::ByProfile),
            Ok(Some(why)) => tell(Notice::NoProfile(&why)),
            Err(failure) => tell(Notice::Profile(&failure)),
        }
    }
    let mut rules = |event: Event<'_>| tell(Notice::Rules(event));
    rules::run(ctl, setup.initfile.as_deref(), &mut rules).map(Done::ByRules)
}

/// Has the profile set up the card; gives alsa-lib's words where there is none.
fn by_profile(card: &CardInfo, profile: Profile) -> std::result::Result<Option<Vec<String>>, Failure> {
    let ucm = match Ucm::open(card, Opening::Using)? {
        Opened::None(why) => return Ok(Some(why)),
        Opened::Profile(ucm) if ucm.is_linked() => return Ok(None),
        Opened::Profile(ucm) => ucm,
    };
    ucm.run(Sequence::FixedBoot)?;
    ucm.run(Sequence::Boot)?;
    if profile == Profile::BootAndDefaults {
        ucm.run(Sequence::Defaults)?;
    }
    Ok(None)
}

/// Removes what a profile has added to the configuration of the card that had this number before.
fn forget_additions(config_dir: &Path, card: i32) {
    let folder = config_dir.join(format!("card{card}.conf.d"));
    let Ok(entries) = fs::read_dir(folder) else { return };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    for path in paths.filter(|path| path.extension() == Some(OsStr::new("conf"))) {
        let _ = fs::remove_file(path);
    }
}
