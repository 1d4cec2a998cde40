//! Results and pictures out: the printer, the VU meter, the terminal.

#[cfg(feature = "tui")]
pub mod alsamixer;
pub mod json;
pub mod meter;
mod printer;
pub mod progress;
pub mod table;

pub use printer::{Form, Printer, Report, hints_are_wanted};
