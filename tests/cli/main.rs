//! The binary from outside: words in, text, files and exit codes out, on alsa-lib's PCMs of user space.

// A failing step of a test is the test's failure.
#![allow(clippy::unwrap_used)]

mod aconnect;
mod amidi;
mod amixer;
mod aplay;
mod aplaymidi;
mod arecord;
mod arecordmidi;
mod aseqdump;
mod case;
mod course;
mod frame;
mod install;
mod running;
mod vol;
