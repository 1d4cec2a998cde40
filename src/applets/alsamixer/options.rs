//! The options of alsamixer, as typed.

use crate::cli::options::{flag, value};
use clap::Command;

/// The options.
pub(super) fn command() -> Command {
    Command::new("alsamixer")
        .about("Set the levels and switches of a card on a full screen")
        .override_usage("alsamixer [OPTION]...")
        .disable_help_flag(true)
        .arg(flag("help", "show this help").short('h'))
        .arg(flag("version", "print the version"))
        .arg(value("card", "CARD", "the card: its number or its id").short('c'))
        .arg(value("device", "NAME", "the control device, instead of default").short('D'))
        .arg(value("view", "VIEW", "what is shown first: playback, capture or all").short('V'))
        .arg(flag("no-color", "no colours").short('g'))
        .arg(flag("black-background", "black behind everything").short('B'))
        .arg(flag("mouse", "listen to the mouse (the default)").short('m'))
        .arg(flag("no-mouse", "leave the mouse to the terminal").short('M'))
        .arg(value("config", "FILE", "read this configuration file").short('f'))
        .arg(flag("no-config", "read no configuration file").short('F'))
        .arg(flag("meter", "show the peaks of what is captured beside the focused capture control"))
        .arg(value("abstraction", "VIEW", "the view of the controls: none or basic").short('a'))
}
