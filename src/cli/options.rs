//! The makers of the applets' options.
//!
//! Never inlined: what clap builds an option of would be a kilobyte of code at each of three hundred places.

use clap::{Arg, ArgAction};

/// An option without a value.
#[inline(never)]
pub fn flag(long: &'static str, help: &'static str) -> Arg {
    Arg::new(long).long(long).action(ArgAction::SetTrue).help(help)
}

/// An option with a value, which the help calls `name`.
#[inline(never)]
pub fn value(long: &'static str, name: &'static str, help: &'static str) -> Arg {
    Arg::new(long).long(long).value_name(name).help(help)
}
