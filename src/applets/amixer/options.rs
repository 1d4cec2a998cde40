//! The options of amixer, as typed.

use clap::{Arg, ArgAction, Command, value_parser};
use std::ffi::OsString;

/// The options and words.
pub(super) fn command() -> Command {
    let flag = |id: &'static str| Arg::new(id).long(id).action(ArgAction::SetTrue);
    let value = |id: &'static str, name: &'static str| {
        Arg::new(id).long(id).value_name(name).value_parser(value_parser!(OsString))
    };
    Command::new("amixer")
        .about("Show and set the levels and switches of a card")
        .override_usage("amixer [OPTION]... [COMMAND [WORD]...]")
        .after_help(COMMANDS)
        .disable_help_flag(true)
        .arg(flag("help").short('h').help("show this help"))
        .arg(value("card", "CARD").short('c').help("the card: its number or its id"))
        .arg(value("device", "NAME").short('D').help("the control device, instead of default"))
        .arg(flag("debug").short('d').help("say more about what goes wrong"))
        .arg(flag("nocheck").short('n').help("leave it to the card to check ranges"))
        .arg(flag("version").short('v').help("print the version"))
        .arg(flag("quiet").short('q').help("do not show what was set"))
        .arg(flag("inactive").short('i').help("show inactive controls too"))
        .arg(value("abstract", "VIEW").short('a').help("the view of the simple controls: none or basic"))
        .arg(flag("stdin").short('s').help("take commands from standard input, one a line"))
        .arg(value("file", "FILE").short('f').help("take commands from a file, one a line"))
        .arg(flag("raw-volume").short('R').help("percents of the raw range (the default)"))
        .arg(flag("mapped-volume").short('M').help("percents as they are heard, as in alsamixer"))
        .arg(flag("json").help("one JSON value a line instead of text"))
        .arg(
            value("format", "TEXT")
                .help("print TEXT for each simple control, with {percent}, {db}, {switch} and others filled in"),
        )
        .arg(flag("lenient").help("pass over what is not understood, in silence, as alsa-utils does"))
        .arg(Arg::new("words").num_args(0..).value_parser(value_parser!(OsString)).hide(true))
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
