//! `alsactl store`: the state of cards into the file, and `--diff`, what that would change there.

use super::element::{self, Datum, ElementView, scalars};
use super::failure::{Failure, exit_of};
use super::job::{Cards, Options};
use super::{card, locking};
use crate::cli::Exit;
use crate::device::error::reason_of;
use crate::os::process;
use crate::state::difference::{Difference, between};
use crate::state::file::{Place, States};
use crate::state::snapshot::{self, Snapshot};
use crate::ui::{Printer, Report};
use serde::Serialize;
use std::path::Path;

/// Saves the cards.
pub(super) fn run(cards: &Cards, options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    let numbers = card::numbers(cards, options)?;
    if numbers.is_empty() {
        return Ok(Exit::SUCCESS);
    }
    store(&numbers, options, out)
}

/// Saves the cards of these numbers. One that does not answer keeps its old state and does not keep the others from
/// being saved.
pub(super) fn store(numbers: &[i32], options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    process::survive_file_limit();
    let place = place(&options.file);
    let _lock = if options.diff { None } else { locking::of_file(options)? };
    let old = match place {
        Place::Standard => None,
        Place::File(_) => read(&place)?,
    };
    let mut states = parse(old.as_deref().unwrap_or_default(), &place)?;
    let mut exit = Exit::SUCCESS;
    for number in numbers {
        match take(*number, out) {
            Ok(Snapshot { id, waits: true, .. }) if states.find(&id).is_some() => {
                out.note(&format!("alsactl: {id}: it waits for its group, and keeps its state in the file"));
            }
            Ok(Snapshot { id, tree, unread, .. }) => {
                exit = if unread.is_empty() { exit } else { Exit::FAILURE };
                if options.diff {
                    tell(&id, between(states.find(&id), &tree), out)?;
                }
                states.put(id, tree);
            }
            Err(error) => {
                out.error(&format!("alsactl: card {number}: {error:#}"));
                exit = exit_of(&error);
            }
        }
    }
    if !options.diff {
        write(&place, &states.text(), old.as_deref())?;
    }
    Ok(exit)
}

fn take(number: i32, out: &Printer) -> anyhow::Result<Snapshot> {
    let snapshot = snapshot::take(&card::open(number)?)?;
    for element in &snapshot.unread {
        out.error(&format!("alsactl: card {number}: cannot read {element}"));
    }
    Ok(snapshot)
}

/// Where the states are.
pub(super) fn place(file: &Path) -> Place {
    if file == Path::new("-") { Place::Standard } else { Place::File(file.to_owned()) }
}

/// The text of the state file.
pub(super) fn read(place: &Place) -> anyhow::Result<Option<Vec<u8>>> {
    place.read().map_err(|error| {
        let text = format!("Cannot open {} for reading: {}", place.name(), reason_of(&error));
        Failure::new(error.raw_os_error().unwrap_or(libc::EIO), text).into()
    })
}

/// The states of a text.
pub(super) fn parse<'a>(text: &'a [u8], place: &Place) -> anyhow::Result<States<'a>> {
    States::parse(Path::new(&place.name()), text).map_err(|fault| {
        let text = format!("{fault}; the file is left as it is: mend it, or move it away");
        Failure::new(libc::EINVAL, text).into()
    })
}

/// Puts a text into a file, whole.
pub(super) fn write(place: &Place, text: &str, old: Option<&[u8]>) -> anyhow::Result<()> {
    place.write(text, old).map_err(|error| {
        let text = format!("Cannot write {}: {}", place.name(), reason_of(&error));
        Failure::new(error.raw_os_error().unwrap_or(libc::EIO), text).into()
    })
}

/// A line of `--diff`.
#[derive(Serialize)]
struct DifferenceReport<'a> {
    card: &'a str,
    #[serde(flatten)]
    element: ElementView,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Vec<Datum>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Vec<Datum>>,
    #[serde(skip)]
    title: String,
}

fn tell(card: &str, differences: Vec<Difference>, out: &Printer) -> anyhow::Result<()> {
    for Difference { id, from, to } in differences {
        let title = id.to_string();
        let (from, to) = (from.map(scalars), to.map(scalars));
        out.show(&DifferenceReport { card, element: id.into(), from, to, title })?;
    }
    Ok(())
}

impl Report for DifferenceReport<'_> {
    fn text(&self) -> String {
        let (from, to) = (element::text(self.from.as_deref()), element::text(self.to.as_deref()));
        format!("{}: {}: {from} -> {to}\n", self.card, self.title)
    }
}
