//! The reference tier: the same command lines on our tools and on Debian's, and every difference accounted for.
//!
//! A corpus is a list of shell command lines in which a tool is once ours and once Debian's. Output, exit code and
//! files must be the same; what is meant to differ is a line of `differences.txt` with its reason, and must differ.

#![allow(clippy::unwrap_used)]

mod corpus;
mod differences;
mod large;
mod run;
mod sinks;
mod sounds;
#[cfg(feature = "diagnose")]
mod speaker_test;
mod vu;
