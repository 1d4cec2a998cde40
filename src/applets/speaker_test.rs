//! speaker-test: a sound on one speaker after the other, each under its name.
//!
//! The name is shown when its sound begins, and the next one when that sound is out. Results are on stdout in upstream's
//! lines, every failure on stderr with a true exit code.

use super::{Applet, Dir};
use crate::cli::{ALSA_UTILS_LEVEL, Call, Exit, Reading, read};
use crate::os::signals;
use crate::ui::Printer;
use anyhow::Context;

mod options;
mod round;
mod setup;
mod sounds;

/// The row of speaker-test.
pub const APPLET: Applet = Applet {
    name: "speaker-test",
    dir: Dir::Bin,
    about: "a sound on one speaker after the other",
    version_words: "speaker-test",
    command: options::command,
    run,
};

fn run(call: &Call) -> anyhow::Result<Exit> {
    let printer = Printer::new();
    // Upstream's title comes before everything, even before a mistake in the words.
    if call.words.len() != 1 || call.words[0] != "--version" {
        printer.text(&format!("\nspeaker-test {ALSA_UTILS_LEVEL}\n\n"))?;
    }
    let words = match read(call, options::command)? {
        Reading::Go(words) => words,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let job = options::Job::check(&words, printer)?;
    signals::catch_stop().context("cannot catch signals")?;
    setup::announce(&job, printer)?;
    let ready = setup::open(&job, printer)?;
    round::play(&job, ready, printer)
}
