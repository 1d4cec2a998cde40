//! alsabox-who: the open streams, a line each, with who has them.
//!
//! It opens no device and needs no right; of processes that cannot be seen from here it says so. As a word
//! after alsabox it is `who`; a link of that name would hide the `who` of everybody's coreutils.

use super::{Applet, Dir};
use crate::cli::options::flag;
use crate::cli::{Call, Exit, Reading, read};
use crate::device::cards;
use crate::diagnose::moment;
use crate::diagnose::snapshot::{self, Clock, Processes, Snapshot, Tree};
use crate::diagnose::uses::{Use, uses};
use crate::os::terminal::size_of_stdout;
use crate::ui::table::{Column, Give, lines};
use crate::ui::{Form, Printer, Report, hints_are_wanted};
use clap::{Arg, Command};
use serde::Serialize;

/// The row of who.
pub const APPLET: Applet = Applet {
    name: "alsabox-who",
    dir: Dir::Bin,
    about: "show who plays and records, on which device and how",
    version_words: "alsabox-who version",
    command,
    run,
};

fn command() -> Command {
    Command::new(APPLET.name)
        .about("Show the open PCM and MIDI streams, and who has them")
        .override_usage("alsabox who [-c CARD] [--json]")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version"),
            Arg::new("card")
                .long("card")
                .short('c')
                .value_name("CARD")
                .help("only this card: its number, id or stable name"),
            flag("json", "print JSON, one array"),
        ])
}

fn run(call: &Call) -> anyhow::Result<Exit> {
    let words = match read(call, command)? {
        Reading::Go(words) => words,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    anyhow::ensure!(words.operands().is_empty(), "'{}': no word is meant here", words.operand_texts().join(" "));
    let printer = Printer::new().with_form(if words.has("json") { Form::Json } else { Form::Text });
    let card = words.text("card").map(|word| number_of(&word)).transpose()?;
    let rows: Vec<Use> = look().into_iter().filter(|row| card.is_none_or(|card| card == row.card)).collect();
    let is_empty = rows.is_empty();
    if is_empty && hints_are_wanted() {
        printer.note("no stream is open");
    }
    if !is_empty || words.has("json") {
        printer.show(&Open(rows))?;
    }
    Ok(if is_empty { Exit::FAILURE } else { Exit::SUCCESS })
}

fn number_of(word: &str) -> anyhow::Result<i32> {
    if word.starts_with('@') {
        return Ok(cards::find_stable(word)?);
    }
    cards::find(word).ok_or_else(|| anyhow::anyhow!("there is no card '{word}'"))
}

/// The facts that the rows need, and no others.
fn look() -> Vec<Use> {
    let tree = Tree::live();
    let clock = Clock::read(&tree);
    let streams = snapshot::streams::read(&tree, &clock);
    let processes = Processes::read(&tree, &clock, streams.iter().filter_map(|stream| stream.owner));
    uses(&Snapshot { cards: snapshot::cards::read(&tree), streams, processes, ..Snapshot::default() })
}

#[derive(Serialize)]
struct Open(Vec<Use>);

const COLUMNS: [Column; 11] = [
    Column::words("CARD", Give::Nothing),
    Column::words("DEVICE", Give::Nothing),
    Column::words("STREAM", Give::Nothing),
    Column::numbers("PID", Give::Nothing),
    Column::words("COMMAND", Give::Letters(7)),
    Column::words("USER", Give::Itself(4, 1)),
    Column::words("STATE", Give::Itself(5, 3)),
    Column::numbers("RATE", Give::Itself(6, 2)),
    Column::words("FORMAT", Give::Itself(6, 2)),
    Column::numbers("CH", Give::Itself(3, 2)),
    Column::words("SINCE", Give::Itself(5, 4)),
];

impl Report for Open {
    fn text(&self) -> String {
        let rows: Vec<[String; 11]> = self.0.iter().map(row).collect();
        lines(&COLUMNS, &rows, size_of_stdout().map(|size| size.columns))
    }
}

fn row(row: &Use) -> [String; 11] {
    let unknown = || "-".to_owned();
    let number = |number: Option<u32>| number.map_or_else(unknown, |number| number.to_string());
    let Use { card, device, subdevice, .. } = row;
    [
        row.id.clone(),
        if row.subdevice == 0 { format!("{card},{device}") } else { format!("{card},{device},{subdevice}") },
        row.direction.to_owned(),
        row.pid.map_or_else(unknown, |pid| pid.to_string()),
        row.command.clone().unwrap_or_else(|| "(outside)".to_owned()),
        row.user.clone().unwrap_or_else(unknown),
        row.state.clone().unwrap_or_else(unknown),
        number(row.rate),
        row.format.clone().unwrap_or_else(unknown),
        number(row.channels),
        row.since.map_or_else(unknown, moment::words),
    ]
}
