//! Somebody has the device, and there is no room for another.

use crate::device::config::{End, Opening};
use crate::diagnose::busy;
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::{Medium, Stream};

/// Every stream of the device is taken.
pub fn busy(facts: &Facts, question: Question) -> Vec<Finding> {
    let direction = question.direction();
    let Some(card) = question.card(facts) else { return held_past_a_server(facts, question) };
    let device = facts.default_card(direction).filter(|_| question.card.is_none()).map_or(0, |(_, device)| device);
    let streams: Vec<&Stream> = facts.snapshot.streams_of(card.number, device, direction).collect();
    let room = card.pcms_of(direction).find(|pcm| pcm.device == device).map_or(1, |pcm| pcm.subdevices as usize);
    let is_refused = match facts.default_opening(direction).filter(|_| question.card.is_none()) {
        Some(opening) => *opening == Opening::Busy,
        None => streams.len() >= room,
    };
    if streams.is_empty() && !is_refused {
        return Vec::new();
    }
    let what = format!("card {} ({}), device {device}", card.number, card.id);
    if !is_refused {
        return Vec::new();
    }
    let finding = Finding::fail(format!("{what} is taken: others get 'Device or resource busy'"));
    vec![told(facts, finding, &streams).mended_by(fix(facts, &streams))]
}

/// `default` is a server's, and a program has gone past it to the card: the server cannot get it.
fn held_past_a_server(facts: &Facts, question: Question) -> Vec<Finding> {
    let direction = question.direction();
    let Some(End::Server(server)) = facts.default_end(direction) else { return Vec::new() };
    let is_servers = |stream: &&Stream| {
        let holder = facts.snapshot.holder(stream).map(|process| process.pid);
        facts.servers.iter().any(|running| Some(running.pid) == holder)
    };
    let sound =
        facts.snapshot.streams.iter().filter(|stream| stream.medium == Medium::Pcm && stream.direction == direction);
    let past: Vec<&Stream> = sound.filter(|stream| !is_servers(stream)).collect();
    if past.is_empty() {
        return Vec::new();
    }
    let finding = Finding::warn(format!("a program has a card past {}, which cannot use it meanwhile", server.name()));
    vec![told(facts, finding, &past).mended_by(fix(facts, &past))]
}

fn told(facts: &Facts, finding: Finding, streams: &[&Stream]) -> Finding {
    streams.iter().fold(finding, |finding, stream| finding.seen(busy::line(stream, &facts.snapshot)))
}

fn fix(facts: &Facts, streams: &[&Stream]) -> String {
    let holder = streams.iter().find_map(|stream| facts.snapshot.holder(stream));
    match holder {
        Some(process) if facts.servers.iter().any(|running| running.pid == process.pid) => {
            format!("let programs use {} (its ALSA plugin as default), or stop it", process.command)
        }
        Some(process) => {
            format!("end {} (kill {}), or play on a default in which programs share", process.command, process.pid)
        }
        None => "sudo who shows who has it".to_owned(),
    }
}
