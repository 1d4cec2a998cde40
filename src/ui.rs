//! Results and pictures out: the printer, the VU meter, the terminal.

mod printer;

pub use printer::Printer;
