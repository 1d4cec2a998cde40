//! Commands from a file or from standard input, one a line, with the card opened once.
//!
//! A line that fails is reported with its number, and the next one is done; the exit code tells of it at the end.

use super::card::Card;
use super::job::{Command, Source};
use super::tokens::{split, unquoted};
use super::{Setting, controls, simple};
use crate::cli::Exit;
use crate::device::bytes;
use crate::ui::Printer;
use anyhow::Context;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

pub(super) fn run(card: &mut Card, source: &Source, setting: &Setting<'_>) -> anyhow::Result<Exit> {
    let (name, input): (String, Box<dyn Read>) = match source {
        Source::Stdin => ("standard input".to_owned(), Box::new(std::io::stdin())),
        Source::File(path) => {
            let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
            (path.display().to_string(), Box::new(file))
        }
    };
    // A card that cannot be opened fails the whole batch once, not every line of it.
    card.open()?;
    let mut exit = Exit::SUCCESS;
    let mut lines = BufReader::new(input);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if lines.read_until(b'\n', &mut line).with_context(|| format!("cannot read {name}"))? == 0 {
            break;
        }
        let done = run_line(card, &bytes::keep(&line), setting);
        if let Err(error) = done
            && !setting.options.lenient
        {
            Printer::new().error(&format!("amixer: line {number}: {error:#}"));
            exit = Exit::FAILURE;
        }
    }
    Ok(exit)
}

fn run_line(card: &mut Card, line: &str, setting: &Setting<'_>) -> anyhow::Result<()> {
    let words = split(line);
    let Some((word, arguments)) = words.split_first() else { return Ok(()) };
    // An identifier's quotes are its own, except around an item list: "name='A B'".
    let arguments: Vec<String> = match arguments.split_first() {
        Some((id, rest)) => {
            let id = if word == "cset" { unquoted(id) } else { id.as_str() };
            std::iter::once(id).chain(rest.iter().map(|word| unquoted(word))).map(str::to_owned).collect()
        }
        None => Vec::new(),
    };
    let command = Command::parse_set(word, &arguments)
        .ok_or_else(|| anyhow::anyhow!("a batch does sset and cset, not '{word}'"))??;
    match command {
        Command::SimpleSet { id, words } => simple::set(card, &id, &words, setting),
        Command::ControlSet { id, value } => controls::set(card, &id, &value, setting),
        _ => Ok(()),
    }
}
