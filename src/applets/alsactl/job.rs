//! What alsactl is to do, checked: every word has its meaning before a card or a file is touched.

use super::failure::Failure;
use crate::cli::nearest::nearest;
use crate::cli::number::parse_integer;
use crate::cli::{UsageError, Words};
use crate::state::restore::Match;
use crate::ui::{Form, hints_are_wanted};
use std::ffi::OsString;
use std::path::PathBuf;

/// What to do, and how.
pub(super) struct Job {
    pub(super) command: Command,
    pub(super) options: Options,
}

/// The commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Store(Cards),
    Restore(Cards, After),
    Init(Cards),
    Daemon(Start),
    Kill(Order),
    Monitor(Cards),
    Info(Cards),
    Clean(Cards, Vec<String>),
    DumpState,
    DumpConfiguration,
}

/// Which cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cards {
    All,
    /// The one of this number, id, name or device file.
    One(String),
}

/// What a restore does beside restoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    /// The daemon looks for new cards.
    Notify,
    /// Cards that wait for their group are waited for, and restored then.
    Wait,
}

/// What the daemon begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Watch,
    Restore,
}

/// What the daemon is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Quit,
    Rescan,
    SaveAndQuit,
}

/// Whether the state file is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Locking {
    /// Only the file that everybody uses.
    Usual,
    On,
    Off,
}

/// How to do it.
pub(super) struct Options {
    pub(super) file: PathBuf,
    pub(super) group_file: PathBuf,
    pub(super) config_dir: PathBuf,
    pub(super) locking: Locking,
    pub(super) lock_dir: PathBuf,
    pub(super) lock_file: PathBuf,
    pub(super) matching: Match,
    pub(super) ignore_no_cards: bool,
    pub(super) init_fallback: bool,
    pub(super) runstate: Option<PathBuf>,
    pub(super) remove_runstate: bool,
    pub(super) export: bool,
    pub(super) dry_run: bool,
    pub(super) diff: bool,
    pub(super) period_s: u64,
    pub(super) pid_file: PathBuf,
    pub(super) background: bool,
    pub(super) syslog: bool,
    pub(super) nice: Option<i32>,
    pub(super) sched_idle: bool,
    pub(super) env: Vec<(OsString, OsString)>,
    pub(super) initfile: Option<PathBuf>,
    pub(super) explain: bool,
    pub(super) ucm_defaults: bool,
    pub(super) no_ucm: bool,
    pub(super) ucm_nodev: bool,
    pub(super) force_ucm_restore: bool,
    pub(super) debug: bool,
    pub(super) form: Form,
}

/// The command words, for the nearest to one that is none.
const COMMANDS: [&str; 13] = [
    "store",
    "restore",
    "nrestore",
    "wrestore",
    "init",
    "daemon",
    "rdaemon",
    "kill",
    "monitor",
    "info",
    "clean",
    "dump-state",
    "dump-cfg",
];

/// The state file that everybody uses.
pub(super) const STATE_FILE: &str = "/var/lib/alsa/asound.state";

const PERIOD_S: u64 = 300;
const LEAST_PERIOD_S: u64 = 10;
const MOST_PERIOD_S: u64 = 24 * 60 * 60;

impl Job {
    /// The job that the words ask for.
    pub(super) fn new(words: &Words) -> anyhow::Result<Job> {
        let options = options(words)?;
        let operands = words.operand_texts();
        let Some((word, arguments)) = operands.split_first() else {
            anyhow::bail!("Specify command...");
        };
        let command = Command::parse(word, arguments)?;
        command.accepts(&options)?;
        Ok(Job { command, options })
    }
}

fn options(words: &Words) -> anyhow::Result<Options> {
    let path = |id: &str, usual: &str| words.value(id).map_or_else(|| PathBuf::from(usual), PathBuf::from);
    Ok(Options {
        file: path("file", STATE_FILE),
        group_file: path("group-file", "/var/lib/alsa/card-group.state"),
        config_dir: path("config-dir", "/var/lib/alsa"),
        locking: locking(words),
        lock_dir: path("lock-dir", "/var/lock"),
        lock_file: path("lock-state-file", "asound.state.lock"),
        // Of two that exclude each other, the last one counts.
        matching: if words.place("pedantic") > words.place("force") { Match::Pedantic } else { Match::Force },
        ignore_no_cards: words.has("ignore"),
        init_fallback: !words.has("no-init-fallback"),
        runstate: words.value("runstate").map(PathBuf::from),
        remove_runstate: words.has("remove"),
        export: words.has("export"),
        dry_run: words.has("dry-run"),
        diff: words.has("diff"),
        period_s: period_s(words)?,
        pid_file: path("pid-file", "/var/run/alsactl.pid"),
        background: words.has("background"),
        syslog: words.has("syslog"),
        nice: nice(words)?,
        sched_idle: words.has("sched-idle"),
        env: env(words)?,
        initfile: words.value("initfile").map(PathBuf::from),
        explain: words.has("explain"),
        ucm_defaults: words.has("ucm-defaults"),
        no_ucm: words.has("no-ucm"),
        ucm_nodev: words.has("ucm-nodev"),
        force_ucm_restore: words.has("force-ucm-restore"),
        debug: words.has("debug"),
        form: if words.has("json") { Form::Json } else { Form::Text },
    })
}

fn locking(words: &Words) -> Locking {
    match (words.place("lock"), words.place("no-lock")) {
        (None, None) => Locking::Usual,
        (on, off) if on > off => Locking::On,
        _ => Locking::Off,
    }
}

fn number(words: &Words, id: &str) -> anyhow::Result<Option<i64>> {
    let Some(text) = words.text(id) else { return Ok(None) };
    match parse_integer(&text) {
        Some(number) => Ok(Some(number)),
        None => Err(usage(format!("--{id}: '{text}' is no number"))),
    }
}

fn period_s(words: &Words) -> anyhow::Result<u64> {
    let period = number(words, "period")?.map_or(PERIOD_S, |period| u64::try_from(period).unwrap_or(0));
    Ok(if period < LEAST_PERIOD_S { PERIOD_S } else { period.min(MOST_PERIOD_S) })
}

fn nice(words: &Words) -> anyhow::Result<Option<i32>> {
    match number(words, "nice")? {
        None => Ok(None),
        Some(nice @ -20..=19) => Ok(i32::try_from(nice).ok()),
        Some(nice) => Err(usage(format!("--nice: {nice} is not between -20 and 19"))),
    }
}

fn env(words: &Words) -> anyhow::Result<Vec<(OsString, OsString)>> {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let pair = |text: &std::ffi::OsStr| {
        let bytes = text.as_bytes();
        match bytes.iter().position(|byte| *byte == b'=') {
            Some(at @ 1..) => {
                Ok((OsString::from_vec(bytes[..at].to_vec()), OsString::from_vec(bytes[at + 1..].to_vec())))
            }
            _ => Err(usage(format!("--env: '{}' is not NAME=VALUE", text.to_string_lossy()))),
        }
    };
    words.values("env").map(pair).collect()
}

fn usage(what: impl Into<String>) -> anyhow::Error {
    UsageError::new("alsactl", what).into()
}

fn invalid(text: impl Into<String>) -> anyhow::Error {
    Failure::new(libc::EINVAL, text).into()
}

impl Command {
    fn parse(word: &str, arguments: &[String]) -> anyhow::Result<Command> {
        let cards = || match arguments {
            [] => Ok(Cards::All),
            [card] => Ok(Cards::One(card.clone())),
            [_, extra, ..] => Err(invalid(format!("{word}: '{extra}' is one word too many"))),
        };
        Ok(match word {
            "store" => Command::Store(cards()?),
            "restore" => Command::Restore(cards()?, After::Nothing),
            "nrestore" => Command::Restore(cards()?, After::Notify),
            "wrestore" => Command::Restore(cards()?, After::Wait),
            "init" => Command::Init(cards()?),
            "daemon" => Command::daemon(arguments, Start::Watch)?,
            "rdaemon" => Command::daemon(arguments, Start::Restore)?,
            "kill" => Command::Kill(Order::parse(arguments)?),
            "monitor" => Command::Monitor(cards()?),
            "info" => Command::Info(cards()?),
            "clean" => match arguments.split_first() {
                None => Command::Clean(Cards::All, Vec::new()),
                Some((card, filters)) => Command::Clean(Cards::One(card.clone()), filters.to_vec()),
            },
            "dump-state" => Command::DumpState,
            "dump-cfg" => Command::DumpConfiguration,
            _ => return Err(unknown_command(word)),
        })
    }

    fn daemon(arguments: &[String], start: Start) -> anyhow::Result<Command> {
        match arguments.first() {
            None => Ok(Command::Daemon(start)),
            Some(extra) => Err(invalid(format!("the daemon watches all cards; '{extra}' is one word too many"))),
        }
    }

    fn accepts(&self, options: &Options) -> anyhow::Result<()> {
        match self {
            Command::Store(_) => {}
            _ if options.diff => return Err(usage("--diff is for store")),
            _ => {}
        }
        match self {
            Command::Init(_) => {}
            _ if options.explain => return Err(usage("--explain is for init")),
            _ => {}
        }
        match self {
            Command::Restore(..) => Ok(()),
            _ if options.dry_run => Err(usage("--dry-run is for restore")),
            _ => Ok(()),
        }
    }
}

impl Order {
    fn parse(arguments: &[String]) -> anyhow::Result<Order> {
        match arguments {
            [] => Err(invalid("Specify kill command (quit, rescan or save_and_quit)")),
            [word] if word == "quit" => Ok(Order::Quit),
            [word] if word == "rescan" => Ok(Order::Rescan),
            [word] if word == "save_and_quit" => Ok(Order::SaveAndQuit),
            [word] => Err(invalid(format!("Unknown kill command '{word}' (quit, rescan or save_and_quit)"))),
            [_, extra, ..] => Err(invalid(format!("kill: '{extra}' is one word too many"))),
        }
    }
}

fn unknown_command(word: &str) -> anyhow::Error {
    let near = nearest(word, COMMANDS).filter(|_| hints_are_wanted());
    let hint = near.map(|near| format!(" did you mean '{near}'?")).unwrap_or_default();
    Failure::new(libc::ENODEV, format!("Unknown command '{word}'...{hint}")).into()
}
