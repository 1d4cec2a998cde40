//! The operating system: signals, process names and their like. The only room beside `device` with unsafe.

#![allow(unsafe_code)]

pub mod process;
pub mod signals;
