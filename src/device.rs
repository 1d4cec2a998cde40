//! The only room that names alsa and alsa-sys: cards, PCMs, formats and their errors, with one sign.
//!
//! Everything unsafe about sound lives here, each block with the reason why it is sound.

#![allow(unsafe_code)]

pub mod error;
pub mod format;

pub use error::{Error, Kind};
pub use format::Format;
