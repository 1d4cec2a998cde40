//! From argv[0] or argv[1] to an applet; prints the one final error and picks the exit code.
//!
//! Only the applet that runs builds its clap command: a start pays for nothing it does not use.

use crate::applets::{self, Applet};
use crate::cli::{Call, Exit};
use crate::device::error::reason_of;
use crate::os::process;
use crate::ui::Printer;
use std::ffi::{OsStr, OsString};
use std::path::Path;

mod install;
mod own;

/// Runs the applet that the process was called as; gives the exit code.
pub fn main() -> u8 {
    process::die_on_closed_pipe();
    let mut words: Vec<OsString> = std::env::args_os().collect();
    let called_as = if words.is_empty() { OsString::new() } else { words.remove(0) };
    let Exit(code) = match named(Path::new(&called_as).file_name()) {
        Some(applet) => run(applet, words),
        None => by_first_word(words),
    };
    code
}

/// The options of alsabox itself, from which its man page and completions are made.
pub fn command() -> clap::Command {
    own::command()
}

fn named(name: Option<&OsStr>) -> Option<&'static Applet> {
    applets::find(name?.to_str()?)
}

fn by_first_word(mut words: Vec<OsString>) -> Exit {
    match named(words.first().map(OsString::as_os_str)) {
        Some(applet) => {
            process::set_name(applet.name);
            words.remove(0);
            run(applet, words)
        }
        None => own::run(words).unwrap_or_else(|error| fail(own::NAME, &error)),
    }
}

fn run(applet: &Applet, words: Vec<OsString>) -> Exit {
    let call = Call { name: applet.name, version_words: applet.version_words, words };
    (applet.run)(&call).unwrap_or_else(|error| fail(applet.name, &error))
}

fn fail(name: &str, error: &anyhow::Error) -> Exit {
    let reason = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref() {
        Some(error) => reason_of(error),
        None => cause.to_string(),
    };
    let reasons: Vec<String> = error.chain().map(reason).collect();
    Printer::new().error(&format!("{name}: {}", reasons.join(": ")));
    Exit::FAILURE
}

#[cfg(test)]
mod tests {
    use crate::applets::APPLETS;

    #[test]
    fn the_table_is_in_order_and_says_what_each_applet_does() {
        let names: Vec<&str> = APPLETS.iter().map(|applet| applet.name).collect();
        assert!(names.is_sorted(), "{names:?}");
        for applet in APPLETS {
            let command = (applet.command)();
            assert_eq!(command.get_name(), applet.name);
            assert!(!applet.about.is_empty());
            command.debug_assert();
        }
    }
}
