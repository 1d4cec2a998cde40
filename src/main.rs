//! The `alsabox` binary: everything happens in the library's dispatch.

#![cfg_attr(all(not(test), target_env = "gnu"), no_main)]

#[cfg(not(test))]
alsabox::entry!(alsabox::dispatch::main);
