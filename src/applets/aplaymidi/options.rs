//! The options of aplaymidi.

use crate::cli::options::{flag, value};
use clap::{Arg, Command, ValueHint};

/// The value of `--loop` without one.
pub(super) const FOR_EVER: &str = "for ever";
/// How often progress and lyrics are looked at.
pub(super) const TELL_MS: u32 = 50;

pub(super) fn command() -> Command {
    Command::new("aplaymidi")
        .about("Play Standard MIDI Files on ports of the ALSA sequencer")
        .override_usage("aplaymidi -p CLIENT:PORT[,...] [OPTION]... FILE...")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version").short('V'),
            flag("list", "list the ports that can be played to").short('l'),
            value("port", "PORT[,...]", "play to these ports").short('p'),
            value("ump", "VERSION", "send packets of this MIDI version (1)").short('u'),
            value("delay", "SECONDS", "wait so long after each file (2)").short('d'),
            flag("interactive", "keys: space pauses, arrows seek, q quits").short('i'),
            flag("progress", "show bar, time and tempo"),
            value("loop", "TIMES", "play each file so often, or for ever").num_args(0..=1).require_equals(true),
            value("tempo", "PERCENT", "play at so many per cent of the file's tempo"),
            value("transpose", "SEMITONES", "play higher or lower, drums excepted"),
            flag("wait", "wait for ports that are not there yet"),
            flag("lyrics", "print what is sung"),
        ])
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .num_args(0..)
                .value_hint(ValueHint::FilePath)
                .help("files to play, in order; - is standard input"),
        )
}
