//! alsamixer: the controls of a card on the terminal, with keys and mouse.
//!
//! Words that are wrong and a terminal that is not there are told before anything is opened.

use super::{Applet, Dir};
use crate::cli::{ALSA_UTILS_LEVEL, Call, Exit, Reading, UsageError, Words, read};
use crate::device::cards;
use crate::device::mixer::Abstraction;
use crate::os::signals;
use crate::ui::Printer;
use crate::ui::alsamixer::action::View;
use crate::ui::alsamixer::screen::Mouse;
use crate::ui::alsamixer::{Job, Peaks, glyphs};
use anyhow::anyhow;
use std::io::IsTerminal;
use std::time::Duration;

mod config;
mod options;

/// The row of alsamixer.
pub const APPLET: Applet = Applet {
    name: "alsamixer",
    dir: Dir::Bin,
    about: "set the levels and switches of a card on a full screen",
    version_words: "alsamixer version",
    command: options::command,
    run,
};

fn run(call: &Call) -> anyhow::Result<Exit> {
    let words = match read(call, options::command)? {
        Reading::Go(words) => words,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let mut job = job(&words)?;
    let terminal = std::env::var("TERM").unwrap_or_default();
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(anyhow!("standard input and output must be a terminal (amixer works without one)"));
    }
    if matches!(terminal.as_str(), "" | "dumb") {
        return Err(anyhow!("the terminal '{terminal}' has no full screen (TERM says so; amixer works without one)"));
    }
    let printer = Printer::new();
    config::read(&words, &mut job.config)?.iter().for_each(|line| printer.error(line));
    match crate::ui::alsamixer::run(job)? {
        None => Ok(Exit::SUCCESS),
        Some(signal) => Ok(Exit(signals::exit_code(signal))),
    }
}

fn job(words: &Words) -> anyhow::Result<Job> {
    if let Some(word) = words.operand_texts().first() {
        return Err(usage(format!("unexpected word: {word}")));
    }
    let abstraction = match words.text("abstraction").as_deref() {
        None | Some("none") => Abstraction::None,
        Some("basic") => Abstraction::Basic,
        Some(other) => return Err(usage(format!("unknown abstraction level: {other}"))),
    };
    let mouse = if words.place("no-mouse") > words.place("mouse") { Mouse::Off } else { Mouse::On };
    let variable = |name: &str| std::env::var(name).ok();
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(variable);
    let terminal = variable("TERM").unwrap_or_default();
    Ok(Job {
        title: format!("AlsaMixer v{ALSA_UTILS_LEVEL}"),
        device: device(words)?,
        abstraction,
        view: view(words)?,
        config: config::start(words),
        mouse,
        peaks: if words.has("meter") { Peaks::Shown } else { Peaks::Off },
        glyphs: glyphs::known([locale[0].as_deref(), locale[1].as_deref(), locale[2].as_deref()], &terminal),
        escape_delay: variable("ESCDELAY").and_then(|text| text.parse().ok()).map(Duration::from_millis),
    })
}

fn usage(what: impl Into<String>) -> anyhow::Error {
    UsageError::new(APPLET.name, what).into()
}

/// Of several options that name a card, the last one counts.
fn device(words: &Words) -> anyhow::Result<String> {
    match (words.text("card"), words.text("device")) {
        (Some(card), _) if words.place("card") > words.place("device") => match cards::find(&card) {
            Some(number) => Ok(format!("sysdefault:{number}")),
            None => Err(usage(format!("invalid card index: {card}"))),
        },
        (_, Some(device)) => Ok(device),
        _ => Ok("default".to_owned()),
    }
}

/// A view may be named by its beginning.
fn view(words: &Words) -> anyhow::Result<View> {
    let Some(name) = words.text("view") else { return Ok(View::Playback) };
    let views = [("playback", View::Playback), ("capture", View::Capture), ("all", View::All)];
    let found = views.into_iter().find(|(own, _)| !name.is_empty() && own.starts_with(&name));
    found.map(|(_, view)| view).ok_or_else(|| usage(format!("unknown view mode: {name} (playback, capture or all)")))
}
