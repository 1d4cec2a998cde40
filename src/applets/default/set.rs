//! Makes a card the default, and takes that back.
//!
//! The proof is that `default` then leads to the card and opens; without it, the file is as it was before.

use super::file::{ConfigFile, Scope};
use crate::cli::Exit;
use crate::device::cards;
use crate::device::config::block::{Sharing, Target, has_block, with_block, without_block};
use crate::device::config::{self, Opening};
use crate::device::ctl::{CardInfo, Ctl, PcmAddress};
use crate::device::pcm::Direction;
use crate::diagnose::default::DefaultDevice;
use crate::ui::Printer;
use anyhow::{anyhow, bail};

pub(super) fn set(word: &str, scope: Scope, out: &Printer) -> anyhow::Result<Exit> {
    let chosen = Chosen::new(word)?;
    let file = ConfigFile::read(scope)?;
    check_first(&file)?;
    let backup = file.back_up()?;
    let refused = match attempt(&chosen, Sharing::Mixed, &file, scope)? {
        Some(_) if chosen.device.is_some() => attempt(&chosen, Sharing::Alone, &file, scope)?,
        refused => refused,
    };
    if let Some(why) = refused {
        file.roll_back()?;
        bail!("{}: {why}; {} is as it was before", chosen.title(), file.path.display());
    }
    out.line(&format!("default is {} now, by {}", chosen.title(), file.path.display()))?;
    if let Some(backup) = backup {
        out.line(&format!("what was there before is in {}", backup.display()))?;
    }
    out.line("programs that run already keep the one that they have")?;
    Ok(Exit::SUCCESS)
}

/// Writes the block; says why it does not work, where it does not.
fn attempt(chosen: &Chosen, sharing: Sharing, file: &ConfigFile, scope: Scope) -> anyhow::Result<Option<String>> {
    let target = Target { card: chosen.info.id.clone(), device: chosen.device, sharing };
    file.write(&with_block(file.before.as_deref().unwrap_or_default(), &target))?;
    config::forget();
    let now = DefaultDevice::look();
    let leads_to = now.card(chosen.direction).and_then(|(card, device)| Some((cards::find(card)?, device)));
    let wanted = (chosen.info.number, chosen.device.unwrap_or(0));
    // A user's own file comes after the machine's: root's own says nothing about the others'.
    let is_overruled =
        leads_to.is_none_or(|(card, device)| card != wanted.0 || (chosen.device.is_some() && device != wanted.1));
    if is_overruled && scope == Scope::Personal {
        return Ok(Some(overruled(&now, file)));
    }
    Ok(match &now.way(chosen.direction).opening {
        Opening::Fails { why, .. } => Some(format!("default does not open: {}", why.join("; "))),
        Opening::Opens | Opening::Busy => None,
    })
}

fn overruled(now: &DefaultDevice, file: &ConfigFile) -> String {
    let own = file.path.display().to_string();
    match now.decided_by.iter().find(|decision| decision.source != own) {
        Some(other) => format!("{} ({}) has the last word", other.source, other.key),
        None => "default still leads elsewhere".to_owned(),
    }
}

/// A file that is wrong already would make every change look wrong.
fn check_first(file: &ConfigFile) -> anyhow::Result<()> {
    let wrong = file.before.as_ref().and_then(|_| config::read_file(&file.path).err());
    match wrong {
        Some(fault) => bail!("{fault}\nNothing was changed: mend this first (default check shows it again)"),
        None => Ok(()),
    }
}

pub(super) fn unset(scope: Scope, out: &Printer) -> anyhow::Result<Exit> {
    let file = ConfigFile::read(scope)?;
    let Some(before) = file.before.as_ref().filter(|text| has_block(text)) else {
        out.line(&format!("{} holds nothing that `default set` has written", file.path.display()))?;
        return Ok(Exit::SUCCESS);
    };
    let after = without_block(before);
    let backup = file.back_up()?;
    file.write(&after)?;
    let fate = if after.is_empty() { "is empty without it and was removed" } else { "has its other lines only" };
    out.line(&format!("{} {fate}", file.path.display()))?;
    if let Some(backup) = backup {
        out.line(&format!("what was there before is in {}", backup.display()))?;
    }
    Ok(Exit::SUCCESS)
}

/// A card and device that were asked for and are there.
struct Chosen {
    info: CardInfo,
    device: Option<u32>,
    /// Playback, unless the card only records.
    direction: Direction,
}

impl Chosen {
    /// `PCH`, `0`, `PCH,3`, `hw:PCH,3`
    fn new(word: &str) -> anyhow::Result<Chosen> {
        let word = word.strip_prefix("hw:").unwrap_or(word);
        let (card, device) = match word.split_once(',') {
            Some((card, device)) => (card, Some(number(device)?)),
            None => (word, None),
        };
        let number = cards::find(card).ok_or_else(|| no_card(card))?;
        let ctl = Ctl::open(&format!("hw:{number}")).map_err(|error| anyhow!("card '{card}': {}", error.reason()))?;
        let info = ctl.card_info()?;
        let devices = ctl.pcm_devices()?;
        let has = |device: u32, direction| ctl.pcm_info(PcmAddress { device, subdevice: 0, direction }).is_ok();
        let any = |direction| {
            devices.iter().any(|number| device.is_none_or(|wanted| wanted == *number) && has(*number, direction))
        };
        let direction = match (any(Direction::Playback), any(Direction::Capture)) {
            (true, _) => Direction::Playback,
            (false, true) => Direction::Capture,
            (false, false) => return Err(no_device(&info, device, &devices)),
        };
        Ok(Chosen { info, device, direction })
    }

    fn title(&self) -> String {
        let device = self.device.map(|device| format!(", device {device}")).unwrap_or_default();
        format!("card {} ({}, {}){device}", self.info.number, self.info.id, self.info.name)
    }
}

fn number(text: &str) -> anyhow::Result<u32> {
    text.parse().map_err(|_| super::usage(&format!("'{text}' is no device number: default set CARD,DEVICE")))
}

fn no_card(word: &str) -> anyhow::Error {
    let cards = cards::numbers().unwrap_or_default();
    let id = |number: &i32| Ctl::open(&format!("hw:{number}")).ok()?.card_info().ok().map(|info| info.id);
    match cards.iter().filter_map(id).collect::<Vec<_>>() {
        ids if ids.is_empty() => anyhow!("there is no card '{word}', and no other"),
        ids => anyhow!("there is no card '{word}'; there are {}", ids.join(", ")),
    }
}

fn no_device(info: &CardInfo, device: Option<u32>, devices: &[u32]) -> anyhow::Error {
    let card = format!("card {} ({})", info.number, info.id);
    let there: Vec<String> = devices.iter().map(u32::to_string).collect();
    match device {
        Some(device) if !there.is_empty() => anyhow!("{card} has no device {device}; it has {}", there.join(", ")),
        _ => anyhow!("{card} neither plays nor records"),
    }
}
