//! caps: what a device can do, each combination of format, channels and rate tried on it.
//!
//! Two tables a direction: the hardware's own, and that of the PCM which converts. Nothing is set up, nothing sounds.

use super::{Applet, Dir};
use crate::cli::options::flag;
use crate::cli::{Call, Exit, Reading, UsageError, Words, read};
use crate::device::caps::{Caps, verify};
use crate::device::pcm::{Blocking, Direction, Forbidden, OpenMode, Origin, Pcm};
use crate::device::{Error, Kind};
use crate::ui::{Form, Printer};
use clap::{Arg, Command};
use table::Table;

mod table;

/// The row of caps.
pub const APPLET: Applet = Applet {
    name: "caps",
    dir: Dir::Bin,
    about: "what a device can do: formats, channels, rates, buffers",
    version_words: "caps version",
    command,
    run,
};

fn command() -> Command {
    Command::new("caps")
        .about("What a PCM can do: formats, channels and rates, each combination tried, and the limits of buffers")
        .override_usage("caps [-D NAME] [--json] [playback|capture]")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version"),
            Arg::new("device").long("device").short('D').value_name("NAME").help("the PCM (usually default)"),
            flag("json", "print JSON, a line for each table"),
            Arg::new("direction")
                .value_name("DIRECTION")
                .num_args(0..=1)
                .help("playback or capture; both when not given"),
        ])
}

fn run(call: &Call) -> anyhow::Result<Exit> {
    let words = match read(call, command)? {
        Reading::Go(words) => words,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let directions = directions(&words)?;
    let device = words.text("device").unwrap_or_else(|| "default".to_owned());
    let printer = Printer::new().with_form(if words.has("json") { Form::Json } else { Form::Text });
    let found: Vec<Found> = directions.iter().flat_map(|direction| look(&device, *direction)).collect();
    show(printer, found)
}

fn directions(words: &Words) -> anyhow::Result<Vec<Direction>> {
    let texts = words.operand_texts();
    match texts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Ok(vec![Direction::Playback, Direction::Capture]),
        ["playback"] => Ok(vec![Direction::Playback]),
        ["capture"] => Ok(vec![Direction::Capture]),
        _ => Err(UsageError::new(APPLET.name, format!("'{}': playback or capture is meant", texts.join(" "))).into()),
    }
}

/// A PCM in one direction, and what came of asking it.
struct Found {
    pcm: String,
    direction: Direction,
    answer: Result<(Option<Origin>, Caps), Refused>,
}

enum Refused {
    Open(Error),
    Verify(String),
}

impl Refused {
    fn is_absence(&self) -> bool {
        matches!(self, Refused::Open(error) if matches!(error.kind(), Kind::Missing | Kind::Gone))
    }

    fn reason(&self) -> String {
        match self {
            Refused::Open(error) => error.reason(),
            Refused::Verify(reason) => reason.clone(),
        }
    }
}

/// Whether the PCM is the hardware or converts for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Hardware,
    Converting,
}

/// The hardware first, then what converts for it. Of a PCM that is on no card there is no hardware.
fn look(device: &str, direction: Direction) -> Vec<Found> {
    let (nature, given) = ask(device, direction);
    let origin = given.answer.as_ref().ok().and_then(|(origin, _)| origin.clone());
    match (nature, origin) {
        (Some(Nature::Hardware), _) => {
            let converting = ask(&converting(device), direction).1;
            vec![given, converting]
        }
        (_, Some(Origin { card, device, .. })) => vec![ask(&format!("hw:{card},{device}"), direction).1, given],
        _ => vec![given],
    }
}

/// The name of what converts for a hardware PCM.
fn converting(hardware: &str) -> String {
    match hardware.strip_prefix("hw:") {
        Some(card) => format!("plughw:{card}"),
        None => format!("plug:'{hardware}'"),
    }
}

fn ask(name: &str, direction: Direction) -> (Option<Nature>, Found) {
    let found = |answer| Found { pcm: name.to_owned(), direction, answer };
    // A device that somebody holds is not waited for.
    let mode = OpenMode { direction, blocking: Blocking::Never, forbidden: Forbidden::default() };
    let pcm = match Pcm::open(name, mode) {
        Ok(pcm) => pcm,
        Err(error) => return (None, found(Err(Refused::Open(error)))),
    };
    let nature = if pcm.is_hardware() { Nature::Hardware } else { Nature::Converting };
    let answer = verify(&pcm).map(|caps| (pcm.origin(), caps)).map_err(|refusal| Refused::Verify(refusal.to_string()));
    (Some(nature), found(answer))
}

/// A direction that the device lacks is no failure while it has the other.
fn show(printer: Printer, found: Vec<Found>) -> anyhow::Result<Exit> {
    let something = found.iter().any(|found| found.answer.is_ok());
    let mut exit = Exit::SUCCESS;
    for Found { pcm, direction, answer } in found {
        match answer {
            Ok((origin, caps)) => printer.show(&Table { pcm, direction, origin, caps })?,
            Err(refused) if something && refused.is_absence() => {}
            Err(refused) => {
                let direction = table::word(direction);
                printer.error(&format!("{}: {pcm} {direction}: {}", APPLET.name, refused.reason()));
                exit = Exit::FAILURE;
            }
        }
    }
    Ok(exit)
}
