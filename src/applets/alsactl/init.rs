//! `alsactl init`: sets cards to sensible levels, and with `--explain` tells which rule did what.
//!
//! A card that fails does not keep the others from being set up; the first failure is the exit code.

use super::card;
use super::failure;
use super::job::{Cards, Options};
use crate::cli::Exit;
use crate::device::ctl::ElemId;
use crate::state::boot::{self, Done, Notice, Profile, Setup};
use crate::state::rules::Event;
use crate::ui::{Printer, Report};
use serde::Serialize;

/// Initializes the cards.
pub(super) fn run(cards: &Cards, options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    let mut failed = None;
    let mut exit = Exit::SUCCESS;
    for number in card::numbers(cards, options)? {
        match initialize(number, options, out) {
            Ok(Exit::SUCCESS) => {}
            Ok(code) if is_generic(code) => exit = code,
            Ok(code) => failed = failed.or(Some(code)),
            Err(error) => {
                out.error(&format!("alsactl: {error:#}"));
                failed = failed.or(Some(failure::exit_of(&error)));
            }
        }
    }
    Ok(failed.unwrap_or(exit))
}

fn is_generic(code: Exit) -> bool {
    code == Exit(crate::state::rules::GENERIC)
}

/// Initializes one card; the exit code is 99 when it is not known and was set up in the generic way.
pub(super) fn initialize(number: i32, options: &Options, out: &Printer) -> anyhow::Result<Exit> {
    let ctl = card::open(number)?;
    let mut teller = Teller { card: number, options, out, failed: None };
    let done = boot::set_up(ctl, &setup(options), &mut |notice| teller.tell(notice))?;
    if done == Done::ByProfile && options.explain {
        out.show(&Told::Profile { card: number, profile: true })?;
    }
    match (teller.failed, done) {
        (Some(error), _) => Err(error),
        (None, Done::ByProfile) => Ok(Exit::SUCCESS),
        (None, Done::ByRules(code)) => Ok(Exit(code)),
    }
}

fn setup(options: &Options) -> Setup {
    let profile = match (options.no_ucm, options.ucm_defaults) {
        (true, _) => Profile::Ignored,
        (false, true) => Profile::BootAndDefaults,
        (false, false) => Profile::Boot,
    };
    Setup { initfile: options.initfile.clone(), profile, config_dir: options.config_dir.clone() }
}

/// Passes on what a run of rules says.
struct Teller<'a> {
    card: i32,
    options: &'a Options,
    out: &'a Printer,
    /// Stdout could not be written; the card is still set up to the end.
    failed: Option<anyhow::Error>,
}

impl Teller<'_> {
    fn tell(&mut self, notice: Notice<'_>) {
        let card = self.card;
        match notice {
            Notice::Rules(event) => self.tell_event(event),
            Notice::NoProfile(why) if self.options.ucm_nodev => {
                why.iter().for_each(|line| self.out.error(&format!("alsactl: card {card}: {line}")));
            }
            Notice::NoProfile(_) => {}
            Notice::Profile(failure) => {
                self.out
                    .error(&format!("alsactl: card {card}: its use case profile fails, rules are taken: {failure}"));
            }
        }
    }

    fn tell_event(&mut self, event: Event<'_>) {
        let card = self.card;
        let printed = match event {
            Event::Print(text) => self.out.text(text),
            Event::Error(text) => {
                self.out.piece(text);
                Ok(())
            }
            Event::Complaint(place, what) => {
                self.out.error(&format!("{place}: {what}"));
                Ok(())
            }
            Event::Taken(..) | Event::Changed(_) if !self.options.explain => Ok(()),
            Event::Taken(place, rule) => {
                self.out.show(&Told::Rule { card, file: place.file.to_string_lossy().into(), line: place.line, rule })
            }
            Event::Changed(change) => self.out.show(&Told::Change {
                card,
                control: Control::of(&change.id),
                from: change.from.as_deref(),
                to: &change.to,
            }),
        };
        if let Err(error) = printed {
            self.failed.get_or_insert(error);
        }
    }
}

/// What `--explain` tells.
#[derive(Serialize)]
#[serde(untagged)]
enum Told<'a> {
    Profile { card: i32, profile: bool },
    Rule { card: i32, file: String, line: u32, rule: &'a str },
    Change { card: i32, control: Control<'a>, from: Option<&'a str>, to: &'a str },
}

#[derive(Serialize)]
struct Control<'a> {
    numid: u32,
    iface: &'static str,
    name: &'a str,
    index: u32,
    device: u32,
    subdevice: u32,
}

impl Control<'_> {
    fn of(id: &ElemId) -> Control<'_> {
        Control {
            numid: id.numid,
            iface: id.iface.name(),
            name: &id.name,
            index: id.index,
            device: id.device,
            subdevice: id.subdevice,
        }
    }
}

impl Report for Told<'_> {
    fn text(&self) -> String {
        match self {
            Told::Profile { card, .. } => format!("card {card} was set up by its use case profile\n"),
            Told::Rule { card, file, line, rule } => format!("card {card}: {file}:{line}: {rule}\n"),
            Told::Change { control, from, to, .. } => {
                let index = if control.index == 0 { String::new() } else { format!(",{}", control.index) };
                format!("    '{}'{index}: {} -> {to}\n", control.name, from.unwrap_or("unreadable"))
            }
        }
    }
}
