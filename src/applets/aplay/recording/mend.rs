//! `--repair`: mends the header of a file whose recorder could not.

use crate::applets::aplay::job::Job;
use crate::audio::repair;
use crate::cli::Exit;
use anyhow::anyhow;
use std::path::Path;

/// Mends one file, and says what was changed.
pub(super) fn run(job: &Job, path: &Path) -> anyhow::Result<Exit> {
    let name = path.display();
    let mend = repair::repair(path).map_err(|refusal| anyhow!("{name}: {refusal}"))?;
    let changes: String = mend.changes.iter().map(|change| format!("{name}: {change}\n")).collect();
    job.printer.text(&if changes.is_empty() { format!("{name}: nothing to mend\n") } else { changes })?;
    Ok(Exit::SUCCESS)
}
