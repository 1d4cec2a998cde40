//! The domain of levels: what a card's elements are and hold, what a person asks of them, and the change that follows.
//!
//! Nothing here knows an option letter or prints. Simple elements (`element`, `wish`, `change`) are alsa-lib's
//! groups; control elements (`control`, `assign`) are the kernel's own.

pub mod assign;
pub mod change;
pub mod control;
pub mod element;
pub mod fade;
pub mod identifier;
pub mod jack;
#[cfg(feature = "diagnose")]
pub mod mute;
pub mod principal;
pub mod scale;
pub mod template;
pub mod wish;
