//! The locks of a run: one of the state file, one of the groups' file, one of each card, as alsa-utils has them.
//!
//! A lock that cannot be had ends what it was for: nothing is read, initialized or written without it.

use super::failure::Failure;
use super::job::{Locking, Options, STATE_FILE};
use crate::device::error::reason_of;
use crate::state::lock::{self, Lock};
use std::path::Path;

/// The lock of the state file, if it is to be locked.
pub(super) fn of_file(options: &Options) -> anyhow::Result<Option<Lock>> {
    take(options, &options.lock_dir.join(&options.lock_file))
}

/// The lock of a card.
pub(super) fn of_card(number: i32, options: &Options) -> anyhow::Result<Option<Lock>> {
    take(options, &options.lock_dir.join(format!("card{number}.lock")))
}

/// The lock of the file of the card groups: `card-group.state.lock`.
pub(super) fn of_groups(options: &Options) -> anyhow::Result<Option<Lock>> {
    let mut name = options.group_file.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    take(options, &options.lock_dir.join(name))
}

fn take(options: &Options, path: &Path) -> anyhow::Result<Option<Lock>> {
    let wanted = match options.locking {
        Locking::Usual => options.file == Path::new(STATE_FILE),
        Locking::On => true,
        Locking::Off => false,
    };
    if !wanted {
        return Ok(None);
    }
    lock::take(path).map(Some).map_err(|error| {
        let errno = error.raw_os_error().unwrap_or(libc::EBUSY);
        Failure::new(errno, format!("cannot lock {}: {}", path.display(), reason_of(&error))).into()
    })
}
