//! Findings: pure rules over what was seen of the system, that turn an error into an answer.
//!
//! Nothing here opens a device; who asks has looked already.

pub mod mixer;
pub mod silence;
pub mod snapshot;
