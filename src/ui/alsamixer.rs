//! alsamixer: a card's controls side by side on the terminal.
//!
//! One thread, one poll: keys become actions, actions change the state (`app`), and the picture (`view`) is a function
//! of the state.

pub mod action;
pub mod app;
pub mod change;
pub mod dialog;
pub mod glyphs;
mod head;
pub mod input;
pub mod keys;
pub mod layout;
pub mod rc;
pub mod strip;
pub mod theme;
pub mod view;
