//! `default` without a word: where it plays and records, through what, and who decides that.

use crate::cli::Exit;
use crate::device::cards;
use crate::device::config::{End, Opening, Route};
use crate::device::ctl::Ctl;
use crate::diagnose::default::{Decision, DefaultDevice, Way};
use crate::ui::{Printer, Report};
use serde::Serialize;

#[derive(Serialize)]
#[serde(transparent)]
struct Shown(DefaultDevice);

pub(super) fn show(out: &Printer) -> anyhow::Result<Exit> {
    let shown = Shown(DefaultDevice::look());
    out.show(&shown)?;
    Ok(exit(&shown.0))
}

/// 2: nothing sounds; 1: it plays and cannot record, or somebody has it.
fn exit(default: &DefaultDevice) -> Exit {
    match (&default.playback.opening, &default.capture.opening) {
        (Opening::Fails { .. }, _) => Exit(2),
        (Opening::Opens, Opening::Opens) => Exit::SUCCESS,
        _ => Exit(1),
    }
}

impl Report for Shown {
    fn text(&self) -> String {
        let Shown(default) = self;
        if !default.faults.is_empty() {
            let files: String = default.faults.iter().map(|fault| format!("         {fault}\n")).collect();
            return format!("default means nothing, nor does any other name, as long as this is wrong:\n{files}");
        }
        let mut lines = vec![way("plays", &default.playback), way("records", &default.capture)];
        lines.push(format!("levels   {}", place(&default.control)));
        let deciders: Vec<String> = default.decided_by.iter().map(decision).collect();
        match deciders.split_first() {
            None => lines.push("by       alsa-lib itself: no file says otherwise".to_owned()),
            Some((first, rest)) => {
                lines.push(format!("by       {first}"));
                lines.extend(rest.iter().map(|line| format!("         {line}")));
            }
        }
        lines.join("\n") + "\n"
    }
}

fn decision(decision: &Decision) -> String {
    let Decision { source, line, key } = decision;
    match (source == key, line) {
        (true, _) => format!("the variable {source}"),
        (false, 0) => format!("{source} ({key})"),
        (false, line) => format!("{source}:{line} ({key})"),
    }
}

fn way(verb: &str, way: &Way) -> String {
    let state = match &way.opening {
        Opening::Opens => String::new(),
        Opening::Busy => ", which somebody has at the moment".to_owned(),
        Opening::Fails { why, .. } => format!("\n         it does not open: {}", why.join("\n         ")),
    };
    let plugins = way.route.plugins.join(", ");
    let through = if plugins.is_empty() { String::new() } else { format!("\n         through {plugins}") };
    format!("{verb:<8} {}{state}{through}", place(&way.route))
}

fn place(route: &Route) -> String {
    match &route.end {
        End::Card { card, device } => match cards::find(card) {
            Some(number) => format!("card {number}{}, device {device}", names(number)),
            None => format!("card {card}, which is not there"),
        },
        End::Server(server) => server.name().to_owned(),
        End::Elsewhere(kind) if kind == "null" => "nowhere (null)".to_owned(),
        End::Elsewhere(kind) => format!("a plugin of the type {kind}"),
        End::Unknown { name, why } => format!("nothing: '{name}' is unknown ({why})"),
    }
}

fn names(number: i32) -> String {
    let info = Ctl::open(&format!("hw:{number}")).ok().and_then(|ctl| ctl.card_info().ok());
    info.map(|info| format!(" ({}, {})", info.id, info.name)).unwrap_or_default()
}
