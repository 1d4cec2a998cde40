//! The options of amixer, as typed.

use crate::cli::options::{flag, value};
use clap::{Arg, Command};

/// The options and words.
pub(super) fn command() -> Command {
    Command::new("amixer")
        .about("Show and set the levels and switches of a card")
        .override_usage("amixer [OPTION]... [COMMAND [WORD]...]")
        .after_help(COMMANDS)
        .disable_help_flag(true)
        .arg(flag("help", "show this help").short('h'))
        .arg(value("card", "CARD", "the card: its number or its id").short('c'))
        .arg(value("device", "NAME", "the control device, instead of default").short('D'))
        .arg(flag("debug", "say more about what goes wrong").short('d'))
        .arg(flag("nocheck", "leave it to the card to check ranges").short('n'))
        .arg(flag("version", "print the version").short('v'))
        .arg(flag("quiet", "do not show what was set").short('q'))
        .arg(flag("inactive", "show inactive controls too").short('i'))
        .arg(value("abstract", "VIEW", "the view of the simple controls: none or basic").short('a'))
        .arg(flag("stdin", "take commands from standard input, one a line").short('s'))
        .arg(value("file", "FILE", "take commands from a file, one a line").short('f'))
        .arg(flag("raw-volume", "percents of the raw range (the default)").short('R'))
        .arg(flag("mapped-volume", "percents as they are heard, as in alsamixer").short('M'))
        .arg(flag("json", "one JSON value a line instead of text"))
        .arg(value(
            "format",
            "TEXT",
            "print TEXT for each simple control, with {percent}, {db}, {switch} and others filled in",
        ))
        .arg(flag("lenient", "pass over what is not understood, in silence, as alsa-utils does"))
        .arg(Arg::new("words").num_args(0..).hide(true))
}

const COMMANDS: &str = "\
Commands:
  scontents             every simple control with its levels (when no command is given)
  scontrols, simple     the names of the simple controls
  sget, get ID          one simple control
  sset, set ID WORD...  set a simple control: 50% 3dB+ mute unmute toggle cap nocap
  contents              every control with its values
  controls              the names of the controls
  cget ID               one control
  cset ID VALUE         set a control
  info                  what the card is
  sevents [ID]          tell of changes of simple controls, for ever
  events                tell of changes of controls, for ever
  help                  this help";
