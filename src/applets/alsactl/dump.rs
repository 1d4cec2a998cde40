//! `alsactl dump-state` and `dump-cfg`: the state file and alsa-lib's configuration, as they are understood.

use super::failure::Failure;
use super::job::Options;
use super::{locking, store};
use crate::cli::Exit;
use crate::device::config;
use crate::device::error::reason_of;
use crate::ui::Printer;

/// The state file.
pub(super) fn state(options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    let place = store::place(&options.file);
    let text = {
        let _lock = locking::of_file(options)?;
        store::read(&place)?
    };
    let Some(text) = text else {
        let missing = std::io::Error::from_raw_os_error(libc::ENOENT);
        let text = format!("Cannot open {} for reading: {}", place.name(), reason_of(&missing));
        return Err(Failure::new(libc::ENOENT, text).into());
    };
    out.text(&store::parse(&text, &place)?.text())?;
    Ok(Exit::SUCCESS)
}

/// alsa-lib's configuration.
pub(super) fn configuration(out: &Printer) -> anyhow::Result<Exit> {
    out.text(&config::expanded()?)?;
    Ok(Exit::SUCCESS)
}
