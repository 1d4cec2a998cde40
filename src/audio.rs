//! The domain of moving frames: sources that are played, sinks that are recorded into, the loops that move the frames,
//! and who watches them.
//!
//! Nothing here knows an option letter or prints.

pub mod au;
pub mod container;
#[cfg(feature = "decode")]
pub mod decode;
#[cfg(not(feature = "decode"))]
#[path = "audio/undecoded.rs"]
pub mod decode;
mod foreign;
pub mod gain;
pub mod input;
pub mod level;
pub mod listen;
pub mod monitor;
mod order;
pub mod plain;
pub mod planes;
pub mod play;
pub mod playback;
pub mod position;
pub mod raw;
pub mod record;
pub mod reorder;
mod repack;
pub mod repair;
pub mod ring;
pub mod rotation;
#[cfg(test)]
mod scripted;
#[cfg(feature = "diagnose")]
pub mod signal;
pub mod sink;
pub mod source;
#[cfg(feature = "diagnose")]
pub mod speakers;
pub mod stumble;
#[cfg(feature = "diagnose")]
pub mod tone;
pub mod voc;
pub mod wav;
