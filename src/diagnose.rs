//! Findings: pure rules over what was seen of the system, that turn an error into an answer.
//!
//! Nothing here opens a device; who asks has looked already, or has taken a snapshot.

pub mod absent;
pub mod busy;
pub mod denied;
pub mod mistyped;
pub mod mixer;
pub mod moment;
pub mod named;
pub mod nearest;
pub mod opening;
pub mod silence;
pub mod snapshot;
pub mod unavailable;
