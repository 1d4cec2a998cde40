//! The binary from outside: words in, text, files and exit codes out, on alsa-lib's PCMs of user space.

// A failing step of a test is the test's failure.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "midi")]
mod aconnect;
#[cfg(feature = "diagnose")]
#[path = "alsabox-who.rs"]
mod alsabox_who;
mod alsactl;
#[cfg(feature = "tui")]
mod alsamixer;
#[cfg(feature = "midi")]
mod amidi;
mod amixer;
mod aplay;
#[cfg(feature = "midi")]
mod aplaymidi;
mod arecord;
#[cfg(feature = "midi")]
mod arecordmidi;
#[cfg(feature = "midi")]
mod aseqdump;
#[cfg(feature = "diagnose")]
mod caps;
#[cfg(feature = "diagnose")]
mod cards;
mod case;
#[cfg(feature = "decode")]
mod course;
#[cfg(feature = "diagnose")]
mod default;
#[cfg(feature = "diagnose")]
mod doctor;
mod frame;
mod install;
#[path = "../terminal/pty.rs"]
mod pty;
mod running;
#[cfg(not(any(feature = "decode", feature = "json", feature = "midi")))]
mod small;
#[cfg(feature = "diagnose")]
#[path = "speaker-test.rs"]
mod speaker_test;
#[cfg(feature = "diagnose")]
mod vol;
