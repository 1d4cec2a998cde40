//! cards: what sound cards there are, how they are called for good, what they can do, how loud they are and who has
//! them.
//!
//! The kernel's lists are the base, so that a card which may not be opened is shown too; that there is none has a
//! reason, which is said.

use super::{Applet, Dir};
use crate::cli::options::flag;
use crate::cli::{Call, Exit, Reading, read};
use crate::diagnose::absent;
use crate::diagnose::snapshot::{Nodes, Snapshot, Tree};
use crate::ui::{Form, Printer};
use clap::Command;
use look::Depth;
use shown::Shown;

mod look;
mod paragraph;
mod shown;

/// The row of cards.
pub const APPLET: Applet = Applet {
    name: "cards",
    dir: Dir::Bin,
    about: "show the sound cards: names that stay, devices, levels, who uses them",
    version_words: "cards version",
    command,
    run,
};

fn command() -> Command {
    Command::new("cards")
        .about("Show the sound cards: names that stay, devices, levels, and who uses them")
        .override_usage("cards [-v] [--json]")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version"),
            flag("verbose", "show each PCM with the formats, rates and channels that it proves to have").short('v'),
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
    let depth = if words.has("verbose") { Depth::Verified } else { Depth::Listed };
    let tree = Tree::live();
    let cards = look::cards(&tree, depth);
    // What has a level was opened; only without one the nodes must tell.
    let has_opened = cards.iter().any(|card| !card.levels.is_empty());
    let is_reachable =
        has_opened || !cards.is_empty() && Nodes::read(&tree).all.iter().any(|node| node.is_control() && node.may_open);
    if !cards.is_empty() || words.has("json") {
        printer.show(&Shown { cards, depth })?;
    }
    if is_reachable {
        return Ok(Exit::SUCCESS);
    }
    absent::lines(&Snapshot::capture(&tree)).iter().for_each(|line| printer.error(&format!("{}: {line}", call.name)));
    Ok(Exit::FAILURE)
}
