//! The options of alsamixer, as typed.

use clap::{Arg, ArgAction, Command, value_parser};
use std::ffi::OsString;

/// The options.
pub(super) fn command() -> Command {
    let flag = |id: &'static str| Arg::new(id).long(id).action(ArgAction::SetTrue);
    let value = |id: &'static str, name: &'static str| {
        Arg::new(id).long(id).value_name(name).value_parser(value_parser!(OsString))
    };
    Command::new("alsamixer")
        .about("Set the levels and switches of a card on a full screen")
        .override_usage("alsamixer [OPTION]...")
        .disable_help_flag(true)
        .arg(flag("help").short('h').help("show this help"))
        .arg(flag("version").help("print the version"))
        .arg(value("card", "CARD").short('c').help("the card: its number or its id"))
        .arg(value("device", "NAME").short('D').help("the control device, instead of default"))
        .arg(value("view", "VIEW").short('V').help("what is shown first: playback, capture or all"))
        .arg(flag("no-color").short('g').help("no colours"))
        .arg(flag("black-background").short('B').help("black behind everything"))
        .arg(flag("mouse").short('m').help("listen to the mouse (the default)"))
        .arg(flag("no-mouse").short('M').help("leave the mouse to the terminal"))
        .arg(value("config", "FILE").short('f').help("read this configuration file"))
        .arg(flag("no-config").short('F').help("read no configuration file"))
        .arg(flag("meter").help("show the peaks of what is captured beside the focused capture control"))
        .arg(value("abstraction", "VIEW").short('a').help("the view of the controls: none or basic"))
}
