//! `--persist` and `--watch`: links by name that outlive the programs they link.

use crate::cli::Exit;
use crate::device::seq::event::EventKind;
use crate::device::seq::link::Link;
use crate::device::seq::transfer::Waiting;
use crate::device::seq::{Address, PortUse, Seq};
use crate::midi::links;
use crate::os::signals;
use crate::ui::Printer;
use anyhow::{Context, bail};
use std::path::Path;

/// Writes the links that there are.
pub(super) fn persist(seq: &Seq, file: &Path) -> anyhow::Result<()> {
    let text = links::text_of_all(seq)?;
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, file)).context(file.display().to_string())
}

/// Makes the links of the file, and again whenever a port comes, until a signal ends it.
pub(super) fn watch(seq: &Seq, printer: Printer, file: &Path) -> anyhow::Result<Exit> {
    let text = std::fs::read_to_string(file).context(file.display().to_string())?;
    let wanted = match links::parse(&text) {
        Ok(wanted) => wanted,
        Err(line) => bail!("{}:{line}: a line is SENDER RECEIVER, each CLIENT:PORT", file.display()),
    };
    signals::catch_stop()?;
    // Announcements are subscribed to before the first look, so that no port can come unseen between the two;
    // the port is private, so that `aconnect -x` leaves it alone.
    let port = seq.create_port("watch", PortUse::Listens)?;
    seq.link(&Link::new(Address::ANNOUNCE, port))?;
    let mut stale = true;
    while signals::stop().is_none() {
        if std::mem::take(&mut stale) {
            make(seq, printer, &wanted)?;
        }
        seq.wait(Waiting { output: false, other: None, limit_ms: None })?;
        while let Some(event) = seq.receive()? {
            stale |= matches!(event.kind, EventKind::PORT_START | EventKind::PORT_CHANGE | EventKind::CLIENT_CHANGE);
        }
    }
    Ok(Exit::SUCCESS)
}

fn make(seq: &Seq, printer: Printer, wanted: &[links::NamedLink]) -> anyhow::Result<()> {
    for made in links::make_missing(seq, wanted)? {
        let Link { sender, dest, .. } = made.link;
        match made.result {
            Ok(()) => printer.line(&format!("{sender} -> {dest}"))?,
            Err(error) => printer.error(&format!("{sender} -> {dest}: Connection failed ({})", error.reason())),
        }
    }
    Ok(())
}
