//! The domain of moving frames: sources that are played, the loop that moves them, and who watches it.
//!
//! Nothing here knows an option letter or prints.

pub mod input;
pub mod level;
pub mod monitor;
pub mod source;
