//! Results and pictures out: the printer, the VU meter, the terminal.

pub mod meter;
mod printer;

pub use printer::{Printer, Report, Shape, hints_are_wanted};
