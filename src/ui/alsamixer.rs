//! alsamixer: a card's controls side by side on the terminal.
//!
//! One thread, one poll: keys become actions, actions change the state (`app`), and the picture (`view`) is a function
//! of the state.

use crate::device::mixer::Abstraction;
use crate::os::process;
use action::View;
use app::App;
use glyphs::Glyphs;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use rc::Config;
use screen::Mouse;
use session::Session;
use std::time::Duration;

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
mod meter;
pub mod rc;
#[cfg(test)]
mod sample;
pub mod screen;
mod session;
mod store;
pub mod strip;
pub mod theme;
pub mod view;

/// Whether the peaks of what is captured are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peaks {
    /// Beside the focused capture control.
    Shown,
    /// Nothing is opened for them.
    Off,
}

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
    /// Whether what is captured is measured.
    pub peaks: Peaks,
    /// The signs to draw with.
    pub glyphs: &'static Glyphs,
    /// How long the rest of an escape sequence may take.
    pub escape_delay: Option<Duration>,
}

/// The picture of a state, as lines of text.
pub fn picture(app: &App) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.columns, app.size.rows));
    view::draw(app, &glyphs::UNICODE, &mut buffer);
    let lines = buffer.content.chunks(usize::from(app.size.columns).max(1));
    lines.map(|line| line.iter().map(|cell| cell.symbol()).collect::<String>() + "\n").collect()
}

/// Shows the mixer until it is left; the signal that ended it, if one did.
///
/// # Errors
/// The card cannot be opened, there is no terminal, or it has gone.
pub fn run(job: Job) -> anyhow::Result<Option<i32>> {
    process::survive_closed_pipe();
    Session::open(job)?.run()
}
