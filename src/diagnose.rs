//! Findings: pure rules over what was seen of the system, that turn an error into an answer.
//!
//! A rule opens nothing: who asks has looked already, or has taken a snapshot. Only `facts` and `default` look at a
//! running machine themselves.

pub mod absent;
pub mod busy;
#[cfg(feature = "diagnose")]
pub mod default;
#[cfg(feature = "diagnose")]
pub mod definitions;
pub mod denied;
#[cfg(feature = "diagnose")]
pub mod doctor;
#[cfg(feature = "diagnose")]
pub mod facts;
pub mod mistyped;
pub mod mixer;
pub mod moment;
pub mod named;
pub mod nearest;
pub mod opening;
#[cfg(feature = "diagnose")]
pub mod plugins;
#[cfg(feature = "diagnose")]
pub mod rules;
pub mod silence;
pub mod snapshot;
pub mod unavailable;
pub mod uses;
