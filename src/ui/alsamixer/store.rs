//! The state of a card stored where `alsactl restore` finds it when the machine starts.

use crate::device::ctl::Ctl;
use crate::device::error::reason_of;
use crate::state::file::{Place, States};
use crate::state::{lock, snapshot};
use anyhow::anyhow;
use std::io;
use std::path::{Path, PathBuf};

const FILE: &str = "/var/lib/alsa/asound.state";
/// The lock that every alsactl takes.
const LOCK: &str = "/var/lock/asound.state.lock";

/// Stores the card; what the file says of other cards stays.
///
/// # Errors
/// The card is gone, or the file cannot be locked, understood or written: then it is as it was.
pub(super) fn store(ctl: &Ctl) -> anyhow::Result<()> {
    let failed = |doing: &str, error: &io::Error| anyhow!("cannot {doing} {FILE}: {}", reason_of(error));
    let _lock = lock::take(Path::new(LOCK)).map_err(|error| failed("lock", &error))?;
    let place = Place::File(PathBuf::from(FILE));
    let old = place.read().map_err(|error| failed("read", &error))?;
    let mut states = States::parse(Path::new(FILE), old.as_deref().unwrap_or_default())
        .map_err(|fault| anyhow!("{fault}\nThe file is left as it is."))?;
    let card = snapshot::take(ctl)?;
    states.put(card.id, card.tree);
    place.write(&states.text(), old.as_deref()).map_err(|error| failed("write", &error))
}
