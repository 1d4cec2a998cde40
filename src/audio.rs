//! The domain of moving frames: sources that are played, the loop that moves them, and who watches it.
//!
//! Nothing here knows an option letter or prints.

pub mod au;
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
pub mod ring;
pub mod sink;
pub mod source;
pub mod stumble;
pub mod voc;
pub mod wav;
