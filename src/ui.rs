//! Results and pictures out: the printer, the VU meter, the terminal.

mod meter;
mod printer;

pub use meter::{Clock, Meter, MeterKind, wall_clock};
pub use printer::Printer;
