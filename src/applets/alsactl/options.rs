//! The options of alsactl, as typed.

use crate::cli::options::{flag, value};
use clap::{Arg, ArgAction, Command};

/// The options and words.
pub(super) fn command() -> Command {
    Command::new("alsactl")
        .about("Save, restore and watch the state of sound cards")
        .override_usage("alsactl [OPTION]... COMMAND [CARD]")
        .after_help(COMMANDS)
        .disable_help_flag(true)
        .arg(flag("help", "show this help").short('h'))
        .arg(flag("debug", "say more about what is done").short('d'))
        .arg(flag("version", "print the version").short('v'))
        .args(state_options())
        .args(restore_options())
        .args(daemon_options())
        .args(init_options())
        .arg(flag("json", "one JSON value a line instead of text (info, monitor, --diff, --dry-run, --explain)"))
        .arg(Arg::new("words").num_args(0..).hide(true))
}

fn state_options() -> Vec<Arg> {
    vec![
        value("file", "FILE", "the state file (/var/lib/alsa/asound.state); - is a standard stream").short('f'),
        value("group-file", "FILE", "the file of the card groups (/var/lib/alsa/card-group.state)").short('G'),
        value("config-dir", "DIR", "the folder of what is set up at boot (/var/lib/alsa)").short('a'),
        flag("lock", "lock the state file (the default for /var/lib/alsa/asound.state)").short('l'),
        flag("no-lock", "do not lock the state file").short('L'),
        value("lock-dir", "DIR", "the folder of the locks (/var/lock)").short('K'),
        value("lock-state-file", "FILE", "the lock of the state file (asound.state.lock)").short('O'),
        flag("diff", "with store: only show what would change in the file"),
    ]
}

fn restore_options() -> Vec<Arg> {
    vec![
        flag("force", "restore what matches and pass over the rest (the default)").short('F'),
        flag("ignore", "no cards are no error").short('g'),
        flag("pedantic", "restore only controls that match in every field").short('P'),
        flag("no-init-fallback", "do not initialize a card that cannot be restored").short('I'),
        value("runstate", "FILE", "append the cards that failed to this file").short('r'),
        flag("remove", "empty the runstate file first").short('R'),
        flag("export", "with restore: print the cards' states for udev").short('Y'),
        flag("dry-run", "with restore: only show what would change on the cards"),
    ]
}

fn daemon_options() -> Vec<Arg> {
    vec![
        value("period", "SECONDS", "how long the daemon waits before it stores a change (300)").short('p'),
        value("pid-file", "FILE", "the daemon's process id (/var/run/alsactl.pid)").short('e'),
        flag("background", "go into the background").short('b'),
        flag("syslog", "messages to the system's log").short('s'),
        value("nice", "NUMBER", "the daemon's priority, from -20 to 19").short('n'),
        flag("sched-idle", "the daemon runs only when the machine is idle").short('c'),
    ]
}

fn init_options() -> Vec<Arg> {
    vec![
        value("env", "NAME=VALUE", "set a variable of the environment").short('E').action(ArgAction::Append),
        value("initfile", "FILE", "the rules of init (/usr/share/alsa/init/00main)").short('i'),
        flag("explain", "with init: tell each rule taken and each control changed"),
        flag("ucm-defaults", "with UCM, apply the section of defaults too").short('D'),
        flag("no-ucm", "do not use UCM").short('U'),
        flag("force-ucm-restore", "restore a card at once, without waiting for its group").short('m'),
        flag("ucm-nodev", "show UCM's errors about missing devices").short('X'),
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
