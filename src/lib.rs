//! alsabox: the ALSA command-line tools as one binary.
//!
//! The rooms, top to bottom; a room imports only from rooms below it (`tests/rooms.rs` checks):
//! `dispatch`, `applets`, `cli` and `ui`, `diagnose`, `audio`, `midi`, `mixer` and `state`, `device`, `os`.

pub mod applets;
pub mod audio;
pub mod cli;
pub mod device;
pub mod diagnose;
pub mod dispatch;
#[cfg(feature = "midi")]
pub mod midi;
pub mod mixer;
pub mod os;
pub mod state;
pub mod ui;
