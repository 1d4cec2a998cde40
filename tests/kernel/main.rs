//! The kernel tier: aplay and arecord on real ALSA cards, inside the QEMU guest of `tests/guest`.
//!
//! Every expectation holds for Debian's tools too, unless the test says where ours is meant to be better:
//! `ALSABOX_TEST_HOST=1 cargo test --test kernel` runs the same tests on them.

mod call;
mod cards;
mod config;
#[path = "../terminal/pty.rs"]
mod pty;
#[cfg(feature = "tui")]
#[path = "../terminal/screen.rs"]
mod screen;
mod sound;
#[cfg(feature = "tui")]
mod terminal;

mod alsactl;
#[cfg(feature = "tui")]
mod alsamixer;
mod amixer;
mod bit_exact;
mod caps;
mod decoded;
mod default;
mod doctor;
mod faults;
mod heard;
mod hints;
mod init;
mod lists;
mod midi;
mod opening;
mod recording;
mod short_sound;
mod shown;
mod soak;
mod speaker_test;
mod system_calls;
mod vol;
