//! The variables of the caller that decide whether a sound server is found.

use super::kept;
use crate::diagnose::snapshot::Tree;
use serde::{Deserialize, Serialize};
use std::env;

/// How the caller was started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Environment {
    /// XDG_RUNTIME_DIR.
    pub runtime_folder: Option<String>,
    /// Whether that folder is there and the caller's.
    pub has_runtime_folder: bool,
    /// SUDO_USER: who became root.
    pub sudo_user: Option<String>,
    /// PULSE_SERVER: a server that is named.
    pub pulse_server: Option<String>,
    /// Whether systemd started it as a service.
    pub is_service: bool,
}

pub(super) const FILE: &str = "alsabox/environment.json";

impl Environment {
    /// The caller's, or the one that was kept.
    pub fn read(tree: &Tree) -> Environment {
        if !tree.is_live() {
            return kept(tree, FILE).unwrap_or_default();
        }
        let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let runtime_folder = variable("XDG_RUNTIME_DIR");
        let is_there = |folder: &String| std::fs::read_dir(folder).is_ok();
        Environment {
            has_runtime_folder: runtime_folder.as_ref().is_some_and(is_there),
            runtime_folder,
            sudo_user: variable("SUDO_USER"),
            pulse_server: variable("PULSE_SERVER"),
            is_service: variable("INVOCATION_ID").is_some(),
        }
    }
}
