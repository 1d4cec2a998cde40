//! Values as JSON, one a line, in a build that has the cargo feature `json`.
//!
//! A build without it refuses the word `--json` before anything is done; what is here is never reached then.

use serde::Serialize;

/// What a build without JSON answers.
pub const REFUSAL: &str = "this build has no JSON (its cargo feature 'json' is off)";

/// Whether this build can write JSON.
pub fn is_built_in() -> bool {
    cfg!(feature = "json")
}

#[cfg(feature = "json")]
pub(super) fn text(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string(value)?)
}

#[cfg(not(feature = "json"))]
pub(super) fn text(_: &impl Serialize) -> anyhow::Result<String> {
    anyhow::bail!(REFUSAL)
}
