//! `default check`: whether configuration files read well, and whether what they define is there.

use crate::cli::Exit;
use crate::device::cards;
use crate::device::config::{self, Fault};
use crate::diagnose::definitions::{Machine, Remark, Weight, remarks};
use crate::diagnose::plugins;
use crate::ui::{Printer, Report};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What there is to say of a file.
#[derive(Serialize)]
struct Checked {
    file: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Fault>,
    remarks: Vec<Remark>,
}

#[derive(Serialize)]
#[serde(transparent)]
struct AllChecked(Vec<Checked>);

/// Without files, those that are read for everybody and for this user.
pub(super) fn check(files: &[PathBuf], out: &Printer) -> anyhow::Result<Exit> {
    let files = if files.is_empty() { config::sources() } else { files.to_vec() };
    let all = AllChecked(files.iter().map(|path| look(path)).collect());
    out.show(&all)?;
    Ok(Exit(all.0.iter().map(Checked::code).max().unwrap_or(0)))
}

fn look(path: &Path) -> Checked {
    let has_plugin = |kind: &str| plugins::is_built_in(kind) || plugins::is_installed(kind);
    let has_card = |card: &str| cards::find(card).is_some();
    let machine = Machine { has_plugin: &has_plugin, has_card: &has_card, remedy: &plugins::remedy_of };
    match config::read_file(path) {
        Ok(node) => Checked { file: path.to_owned(), fault: None, remarks: remarks(&node, &machine) },
        Err(fault) => Checked { file: path.to_owned(), fault: Some(fault), remarks: Vec::new() },
    }
}

impl Checked {
    fn code(&self) -> u8 {
        match (&self.fault, self.remarks.iter().map(|remark| remark.weight).max()) {
            (Some(_), _) | (None, Some(Weight::Error)) => 2,
            (None, Some(Weight::Warning)) => 1,
            (None, None) => 0,
        }
    }

    fn lines(&self) -> Vec<String> {
        let file = self.file.display();
        if let Some(fault) = &self.fault {
            return vec![fault.to_string()];
        }
        if self.remarks.is_empty() {
            return vec![format!("{file}: ok")];
        }
        let word = |weight| if weight == Weight::Error { "error" } else { "warning" };
        let line = |remark: &Remark| format!("{file}: {}: {}: {}", word(remark.weight), remark.key, remark.text);
        self.remarks.iter().map(line).collect()
    }
}

impl Report for AllChecked {
    fn text(&self) -> String {
        self.0.iter().flat_map(Checked::lines).map(|line| line + "\n").collect()
    }
}
