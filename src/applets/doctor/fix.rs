//! Mends what can be mended without harm: switches on, raises to the level of a first setup, saves the levels.
//!
//! Nothing is ever made louder than such a level.

use crate::device::ctl::Ctl;
use crate::device::error::reason_of;
use crate::device::mixer::{Channel, Mixer, Rounding, Selem, Watch};
use crate::device::pcm::Direction;
use crate::diagnose::doctor::{Act, Check, Finding, Level, Repair};
use crate::mixer::scale::raw_share;
use crate::ui::Printer;
use anyhow::{Context, anyhow};
use std::io::{BufRead, stdin};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

/// Whether each repair is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    Each,
    Never,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mended {
    Nothing,
    Something,
}

/// Mends what the checks found, as far as it is allowed.
pub(super) fn mend(checks: &[Check], asking: Asking, out: &Printer) -> anyhow::Result<Mended> {
    let found: Vec<&Finding> = checks.iter().flat_map(|check| &check.findings).collect();
    let repairs = found.iter().filter_map(|finding| Some((*finding, finding.repair.as_ref()?)));
    let mut cards = Vec::new();
    for (finding, repair) in repairs {
        let command = finding.fix.as_deref().unwrap_or_default();
        if asking == Asking::Each && !agreed(&format!("{}\n{command} [y/N] ", finding.text), out) {
            continue;
        }
        apply(repair).with_context(|| format!("cannot do: {command}"))?;
        out.error(&format!("done: {command}"));
        if !cards.contains(&repair.card) {
            cards.push(repair.card);
        }
    }
    if cards.is_empty() {
        out.error("nothing was found that can be mended without harm");
        return Ok(Mended::Nothing);
    }
    for card in cards {
        store(card, asking, out);
    }
    Ok(Mended::Something)
}

/// Only a clear yes is one; the end of the input is none.
fn agreed(question: &str, out: &Printer) -> bool {
    out.piece(question);
    let mut line = String::new();
    let read = stdin().lock().read_line(&mut line);
    read.is_ok() && matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

fn apply(repair: &Repair) -> anyhow::Result<()> {
    let name = format!("hw:{}", repair.card);
    let mixer = Mixer::load(Ctl::open(&name)?, &name, Watch::Off)?;
    let element = mixer.find(&repair.id.name, repair.id.index);
    let element = element.ok_or_else(|| anyhow!("'{}' has gone away", repair.id.name))?;
    let direction = repair.direction;
    let channels = Channel::all().filter(|channel| element.has_channel(direction, *channel));
    for channel in channels {
        match repair.act {
            Act::SwitchOn => element.set_switch(direction, channel, true)?,
            Act::Raise(level) => raise(&element, direction, channel, level)?,
        }
    }
    Ok(())
}

fn raise(element: &Selem<'_>, direction: Direction, channel: Channel, level: Level) -> anyhow::Result<()> {
    let before = element.volume(direction, channel)?;
    let range = element.volume_range(direction).ok_or_else(|| anyhow!("it has no volume"))?;
    if element.centibel_range(direction).is_some() {
        element.set_centibel(direction, channel, level.centibel, Rounding::Down)?;
    } else {
        element.set_volume(direction, channel, range.0 + raw_share(level.percent.into(), range))?;
    }
    // A channel that is louder by somebody's wish stays so.
    if element.volume(direction, channel)? < before {
        element.set_volume(direction, channel, before)?;
    }
    Ok(())
}

/// alsactl writes a file of the machine's: that needs root, and is worth a word where it cannot be done.
fn store(card: i32, asking: Asking, out: &Printer) {
    let command = format!("alsactl store {card}");
    if !rustix::process::geteuid().is_root() {
        out.error(&format!("so that it stays after the next start: sudo {command}"));
        return;
    }
    if asking == Asking::Each && !agreed(&format!("save it for the next start: {command} [y/N] "), out) {
        return;
    }
    let number = card.to_string();
    let own = std::env::current_exe().unwrap_or_else(|_| "alsabox".into());
    let stored = Command::new(own).arg0("alsabox").args(["alsactl", "store", &number]).stdin(Stdio::null()).output();
    match stored {
        Ok(stored) if stored.status.success() => out.error(&format!("done: {command}")),
        Ok(stored) => {
            out.error(&format!("not saved for the next start: {}", String::from_utf8_lossy(&stored.stderr).trim_end()))
        }
        Err(error) => out.error(&format!("not saved for the next start: {}", reason_of(&error))),
    }
}
