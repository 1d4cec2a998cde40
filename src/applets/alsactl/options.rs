//! The options of alsactl, as typed.

use clap::{Arg, ArgAction, Command, value_parser};
use std::ffi::OsString;

/// The options and words.
pub(super) fn command() -> Command {
    let flag = |id: &'static str| Arg::new(id).long(id).action(ArgAction::SetTrue);
    Command::new("alsactl")
        .about("Save, restore and watch the state of sound cards")
        .override_usage("alsactl [OPTION]... COMMAND [CARD]")
        .after_help(COMMANDS)
        .disable_help_flag(true)
        .arg(flag("help").short('h').help("show this help"))
        .arg(flag("debug").short('d').help("say more about what is done"))
        .arg(flag("version").short('v').help("print the version"))
        .args(state_options())
        .args(restore_options())
        .args(daemon_options())
        .args(init_options())
        .arg(flag("json").help("one JSON value a line instead of text (info, monitor, --diff, --dry-run, --explain)"))
        .arg(Arg::new("words").num_args(0..).value_parser(value_parser!(OsString)).hide(true))
}

fn flag(id: &'static str) -> Arg {
    Arg::new(id).long(id).action(ArgAction::SetTrue)
}

fn value(id: &'static str, name: &'static str) -> Arg {
    Arg::new(id).long(id).value_name(name).value_parser(value_parser!(OsString))
}

fn state_options() -> Vec<Arg> {
    vec![
        value("file", "FILE").short('f').help("the state file (/var/lib/alsa/asound.state); - is a standard stream"),
        value("group-file", "FILE").short('G').help("the file of the card groups (/var/lib/alsa/card-group.state)"),
        value("config-dir", "DIR").short('a').help("the folder of what is set up at boot (/var/lib/alsa)"),
        flag("lock").short('l').help("lock the state file (the default for /var/lib/alsa/asound.state)"),
        flag("no-lock").short('L').help("do not lock the state file"),
        value("lock-dir", "DIR").short('K').help("the folder of the locks (/var/lock)"),
        value("lock-state-file", "FILE").short('O').help("the lock of the state file (asound.state.lock)"),
        flag("diff").help("with store: only show what would change in the file"),
    ]
}

fn restore_options() -> Vec<Arg> {
    vec![
        flag("force").short('F').help("restore what matches and pass over the rest (the default)"),
        flag("ignore").short('g').help("no cards are no error"),
        flag("pedantic").short('P').help("restore only controls that match in every field"),
        flag("no-init-fallback").short('I').help("do not initialize a card that cannot be restored"),
        value("runstate", "FILE").short('r').help("append the cards that failed to this file"),
        flag("remove").short('R').help("empty the runstate file first"),
        flag("export").short('Y').help("with restore: print the cards' states for udev"),
        flag("dry-run").help("with restore: only show what would change on the cards"),
    ]
}

fn daemon_options() -> Vec<Arg> {
    vec![
        value("period", "SECONDS").short('p').help("how long the daemon waits before it stores a change (300)"),
        value("pid-file", "FILE").short('e').help("the daemon's process id (/var/run/alsactl.pid)"),
        flag("background").short('b').help("go into the background"),
        flag("syslog").short('s').help("messages to the system's log"),
        value("nice", "NUMBER").short('n').help("the daemon's priority, from -20 to 19"),
        flag("sched-idle").short('c').help("the daemon runs only when the machine is idle"),
    ]
}

fn init_options() -> Vec<Arg> {
    vec![
        value("env", "NAME=VALUE").short('E').action(ArgAction::Append).help("set a variable of the environment"),
        value("initfile", "FILE").short('i').help("the rules of init (/usr/share/alsa/init/00main)"),
        flag("explain").help("with init: tell each rule taken and each control changed"),
        flag("ucm-defaults").short('D').help("with UCM, apply the section of defaults too"),
        flag("no-ucm").short('U').help("do not use UCM"),
        flag("force-ucm-restore").short('m').help("restore a card at once, without waiting for its group"),
        flag("ucm-nodev").short('X').help("show UCM's errors about missing devices"),
    ]
}

const COMMANDS: &str = "\
Commands:
  store [CARD]          save the state of a card, or of all
  restore [CARD]        restore it
  nrestore [CARD]       restore it and have the daemon look for new cards
  wrestore [CARD]       restore it, when the card's group is there if it has one
  init [CARD]           set a card to sensible levels
  daemon                store changes from time to time
  rdaemon               restore, then the same
  kill quit|rescan|save_and_quit
                        tell the daemon
  monitor [CARD]        tell of changes, for ever
  info [CARD]           what a card is, in YAML
  clean [CARD [ID]...]  remove the controls that programs have made
  dump-state            the state file, as it is understood
  dump-cfg              alsa-lib's configuration, expanded";
