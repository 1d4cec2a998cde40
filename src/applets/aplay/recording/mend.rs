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
    job.printer.text(&format!("{name}: {mend}\n"))?;
    Ok(Exit::SUCCESS)
}
