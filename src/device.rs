//! The only room that names alsa and alsa-sys: cards, PCMs, formats and their errors, with one sign.
//!
//! Everything unsafe about sound lives here, each block with the reason why it is sound.

#![allow(unsafe_code)]

pub mod bytes;
pub mod caps;
pub mod cards;
pub mod chmap;
pub mod config;
pub mod ctl;
mod dump;
pub mod error;
pub mod format;
pub mod hints;
pub mod mixer;
mod object;
pub mod params;
pub mod pcm;
pub mod plain;
pub mod rawmidi;
pub mod recovery;
pub mod said;
pub mod seq;
pub mod tlv;
pub mod tree;
pub mod ucm;
pub mod wait;

pub use error::{Error, Kind, Result};
pub use format::Format;
