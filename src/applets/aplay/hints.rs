//! What a person at a terminal is told after an error of the device: the facts are looked up only then.

use super::job::Job;
use crate::device::Error;
use crate::device::caps;
use crate::device::hints::pcms;
use crate::device::params::{Refusal, Request};
use crate::device::pcm::Pcm;
use crate::diagnose::absent;
use crate::diagnose::opening::{Failure, answer};
use crate::diagnose::snapshot::{Medium, Snapshot, Tree};
use crate::diagnose::unavailable::{Offer, lines};
use crate::ui::{Printer, hints_are_wanted};
use anyhow::anyhow;

/// An error with the lines that answer it.
fn with_lines(error: &dyn std::fmt::Display, lines: &[String]) -> anyhow::Error {
    let lines: String = lines.iter().map(|line| format!("\n{line}")).collect();
    anyhow!("{error}{lines}")
}

/// That the device did not open.
pub(super) fn not_opened(job: &Job, error: &Error) -> anyhow::Error {
    if !hints_are_wanted() {
        return anyhow!("{error}");
    }
    let direction = job.mode.direction;
    let failure = Failure { name: &job.named, kind: error.kind(), medium: Medium::Pcm, direction };
    let names = || pcms(direction).unwrap_or_default().into_iter().map(|hint| hint.name).collect();
    let mut lines = answer(&failure, &Snapshot::capture(&Tree::live()), names);
    if error.kind() == crate::device::Kind::Busy && !lines.is_empty() {
        lines.push("--wait waits until it is free".to_owned());
    }
    with_lines(error, &lines)
}

/// That the device does not take what it was asked for.
pub(super) fn refused(job: &Job, pcm: &Pcm, request: &Request, refusal: &Refusal) -> anyhow::Error {
    let lines = match refusal {
        _ if !hints_are_wanted() => Vec::new(),
        Refusal::Format(_) => offer(job, Offer::Formats),
        Refusal::Channels => offer(job, Offer::Channels(&caps::channels_with(pcm, request.format))),
        Refusal::Rate => offer(job, Offer::Rates(&rates(pcm, request))),
        _ => Vec::new(),
    };
    with_lines(refusal, &lines)
}

/// That the device would play at another rate; without hints a short remedy must do.
pub(super) fn other_rate(job: &Job, pcm: &Pcm, request: &Request, error: &str, remedy: &str) -> anyhow::Error {
    match hints_are_wanted() {
        true => with_lines(&error, &offer(job, Offer::Rates(&rates(pcm, request)))),
        false => anyhow!("{error}\n{remedy}"),
    }
}

fn rates(pcm: &Pcm, request: &Request) -> Vec<u32> {
    caps::rates_with(pcm, request.format, request.channels).taken
}

fn offer(job: &Job, offer: Offer<'_>) -> Vec<String> {
    lines(offer, &job.named, &job.words)
}

/// That there are no cards.
pub(super) fn no_cards(printer: &Printer) {
    if hints_are_wanted() {
        absent::lines(&Snapshot::capture(&Tree::live())).iter().for_each(|line| printer.error(line));
    }
}
