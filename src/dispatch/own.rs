//! alsabox under its own name: `--list`, `--help [APPLET]`, `--version`, `--install`, and what to say to an unknown
//! applet.

use super::install::{self, Links, Overwrite, Plan};
use crate::applets::{self, APPLETS};
use crate::cli::nearest::nearest;
use crate::cli::{ALSA_UTILS_LEVEL, Call, Exit, Reading, UsageError, Words, read};
use crate::ui::Printer;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use std::path::PathBuf;

pub(super) const NAME: &str = "alsabox";

/// The options of alsabox itself.
pub(super) fn command() -> Command {
    let flag = |id: &'static str| Arg::new(id).long(id).action(ArgAction::SetTrue);
    Command::new(NAME)
        .about("The ALSA command-line tools as one binary: each runs by a link's name or as alsabox APPLET")
        .disable_help_flag(true)
        .override_usage("alsabox APPLET [ARGUMENT]...\n       alsabox OPTION")
        .arg(flag("list").help("list the applets"))
        .arg(flag("list-full").help("list the applets with the folder that each belongs into"))
        .arg(flag("help-on").long("help").short('h').help("show this help, or that of the APPLET named after it"))
        .arg(flag("own-version").long("version").help("print the version"))
        .arg(flag("install").help("link every applet into DIR"))
        .arg(flag("symlinks").short('s').long("symbolic").help("with --install: symbolic links, not hard ones"))
        .arg(flag("force").help("with --install: replace files that are not ours"))
        .arg(Arg::new("words").num_args(0..).hide(true))
}

pub(super) fn run(words: Vec<OsString>) -> anyhow::Result<Exit> {
    let printer = Printer::new();
    if let Some(name) = words.first().filter(|word| !word.as_encoded_bytes().starts_with(b"-")) {
        return Ok(unknown_applet(&printer, &name.to_string_lossy()));
    }
    if words.is_empty() {
        printer.text(&help())?;
        return Ok(Exit::FAILURE);
    }
    if words == ["--version"] {
        printer.line(&version())?;
        return Ok(Exit::SUCCESS);
    }
    let call = Call { name: NAME, version_words: "alsabox", words };
    match read(&call, command)? {
        Reading::Shown => Ok(Exit::SUCCESS),
        Reading::Go(words) => act(&printer, &words),
    }
}

fn version() -> String {
    format!("alsabox {} (alsa-utils {ALSA_UTILS_LEVEL})", env!("CARGO_PKG_VERSION"))
}

fn act(printer: &Printer, words: &Words) -> anyhow::Result<Exit> {
    if words.has("list") {
        printer.text(&list(|applet| applet.name.to_owned()))?;
    } else if words.has("list-full") {
        printer.text(&list(|applet| format!("{}/{}", applet.dir.name(), applet.name)))?;
    } else if words.has("own-version") {
        printer.line(&version())?;
    } else if words.has("help-on") {
        return help_on(printer, words.operands().first().map(|word| word.to_string_lossy()).as_deref());
    } else if words.has("install") {
        let [dir] = words.operands() else {
            return Err(UsageError::new(NAME, "--install needs one folder to put the links into").into());
        };
        install::install(&Plan {
            dir: PathBuf::from(dir),
            links: if words.has("symlinks") { Links::Symbolic } else { Links::Hard },
            overwrite: if words.has("force") { Overwrite::Anything } else { Overwrite::OwnLinks },
        })?;
    } else {
        return Err(UsageError::new(NAME, "nothing to do").into());
    }
    Ok(Exit::SUCCESS)
}

fn list(line: impl Fn(&applets::Applet) -> String) -> String {
    APPLETS.iter().map(|applet| line(applet) + "\n").collect()
}

fn help() -> String {
    let mut text = command().render_help().to_string();
    text.push_str("\nApplets:\n");
    for applet in APPLETS {
        text.push_str(&format!("  {:<14} {}\n", applet.name, applet.about));
    }
    text
}

fn help_on(printer: &Printer, name: Option<&str>) -> anyhow::Result<Exit> {
    let Some(name) = name else {
        printer.text(&help())?;
        return Ok(Exit::SUCCESS);
    };
    let Some(applet) = applets::find(name) else { return Ok(unknown_applet(printer, name)) };
    printer.text(&(applet.command)().render_help().to_string())?;
    Ok(Exit::SUCCESS)
}

fn unknown_applet(printer: &Printer, name: &str) -> Exit {
    let hint = match nearest(name, APPLETS.iter().map(|applet| applet.name)) {
        Some(near) => format!("did you mean '{near}'?"),
        None => "alsabox --list shows those there are".to_owned(),
    };
    printer.error(&format!("{NAME}: there is no applet '{name}': {hint}"));
    Exit::NO_APPLET
}
