//! The operating system: signals, process names and their like. The only room beside `device` with unsafe.

#![allow(unsafe_code)]

pub mod clock;
pub mod entry;
pub mod kernel_log;
pub mod poll;
pub mod process;
pub mod quiet;
pub mod signal_queue;
pub mod signals;
pub mod strftime;
pub mod syslog;
pub mod terminal;
pub mod thread;
