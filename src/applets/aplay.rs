//! aplay
use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, read};
use clap::{Arg, ArgAction, Command};

/// aplay
pub const APLAY: Applet =
    Applet { name: "aplay", dir: Dir::Bin, about: "play sound files", version_words: "aplay: version", command, run };
fn command() -> Command {
    Command::new("aplay")
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::SetTrue))
        .arg(Arg::new("version").long("version").action(ArgAction::SetTrue))
        .arg(Arg::new("files").num_args(0..))
}
fn run(call: &Call) -> anyhow::Result<Exit> {
    match read(call, command())? {
        Reading::Shown => Ok(Exit::SUCCESS),
        Reading::Go(_) => Ok(Exit(3)),
    }
}
