//! alsamixer: a card's controls side by side on the terminal.
//!
//! One thread, one poll: keys become actions, actions change the state (`app`), and the picture (`view`) is a function
//! of the state.

use crate::device::mixer::Abstraction;
use crate::os::process;
use action::View;
use glyphs::Glyphs;
use rc::Config;
use screen::Mouse;
use session::Session;

pub mod action;
pub mod app;
mod card;
pub mod change;
pub mod dialog;
pub mod glyphs;
pub mod head;
pub mod input;
pub mod keys;
pub mod layout;
pub mod rc;
#[cfg(test)]
mod sample;
pub mod screen;
mod session;
pub mod strip;
pub mod theme;
pub mod view;

/// What the mixer is started with.
#[derive(Debug, Clone)]
pub struct Job {
    /// What stands in the title.
    pub title: String,
    /// The control device.
    pub device: String,
    /// Which of alsa-lib's views of the elements is shown.
    pub abstraction: Abstraction,
    /// Which controls are shown first.
    pub view: View,
    /// Keys, colours and settings.
    pub config: Config,
    /// Whether the mouse is listened to.
    pub mouse: Mouse,
    /// The signs to draw with.
    pub glyphs: &'static Glyphs,
    /// Something to read before anything else.
    pub warning: Option<String>,
}

/// Shows the mixer until it is left; the signal that ended it, if one did.
///
/// # Errors
/// The card cannot be opened, there is no terminal, or it has gone.
pub fn run(job: Job) -> anyhow::Result<Option<i32>> {
    process::survive_closed_pipe();
    Session::open(job)?.run()
}
