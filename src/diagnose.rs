//! Findings: pure rules over what was seen of the system, that turn an error into an answer.
//!
//! Nothing here opens a device; who asks has looked already.

#[cfg(feature = "diagnose")]
pub mod default;
#[cfg(feature = "diagnose")]
pub mod definitions;
pub mod mixer;
#[cfg(feature = "diagnose")]
pub mod plugins;
pub mod silence;
pub mod snapshot;
