//! The state of cards: saved, restored, initialized. Knows no option and prints nothing.
//!
//! What one bad entry or one bad card says never stops the others.

pub mod boot;
pub mod cards;
mod convert;
pub mod difference;
pub mod file;
pub mod group;
pub mod lock;
mod replace;
pub mod restore;
pub mod rules;
pub mod saved;
pub mod snapshot;
