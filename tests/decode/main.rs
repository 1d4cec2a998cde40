//! Compressed files: what comes out of them is what their own decoders say, and no damage makes a decoder panic, hang
//! or eat the memory.

#![allow(clippy::unwrap_used)] // Clippy excuses only functions that are tests themselves.

mod damage;
mod fixture;
mod lossless;
mod lossy;
mod seeking;
