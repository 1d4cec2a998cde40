//! alsabox: the ALSA command-line tools as one binary.
//!
//! The rooms, top to bottom; a room imports only from rooms below it (`tests/rooms.rs` checks):
//! `dispatch`, `applets`, `cli` and `ui`, `audio` and `midi`, `device`, `os`.

pub mod applets;
pub mod audio;
pub mod cli;
pub mod device;
pub mod dispatch;
pub mod midi;
pub mod os;
pub mod ui;
