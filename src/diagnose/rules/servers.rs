//! Sound servers: the one that `default` needs, and those that want the same cards.

use crate::device::config::{End, Server};
use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::{Facts, Running};

/// `default` is a server's, and that one does not run.
pub fn running(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some(End::Server(server)) = facts.default_end(question.direction()) else { return Vec::new() };
    if facts.servers.iter().any(|running| running.server == *server) || facts.environment.pulse_server.is_some() {
        return Vec::new();
    }
    let name = server.name();
    let finding = Finding::fail(format!("default is {name}, which does not run"));
    let finding = super::route::decided(facts).into_iter().fold(finding, Finding::seen);
    let start = start(facts, *server);
    let card = facts.snapshot.cards.first().map(|card| format!("; past it: default set {}", card.id));
    vec![finding.mended_by(format!("{start}{}", card.unwrap_or_default()))]
}

/// The command that starts a server.
pub(super) fn start(facts: &Facts, server: Server) -> &'static str {
    match server {
        Server::PulseAudio if has(facts, Server::PipeWire) => "systemctl --user start pipewire-pulse",
        Server::PulseAudio => "pulseaudio --start",
        Server::PipeWire => "systemctl --user start pipewire wireplumber",
        Server::Jack => "jackd -d alsa",
    }
}

fn has(facts: &Facts, server: Server) -> bool {
    facts.servers.iter().any(|running| running.server == server)
}

/// Two servers that each take the cards: only one of them gets them.
pub fn rivals(facts: &Facts, _: Question) -> Vec<Finding> {
    let named = |name: &str| facts.servers.iter().find(|running| running.command == name);
    let pulse = named("pulseaudio");
    let jack = facts.servers.iter().find(|running| running.server == Server::Jack);
    let pipewire_pulse = named("pipewire-pulse");
    let (one, other) = match (pulse, pipewire_pulse, jack) {
        (Some(pulse), Some(pipewire), _) => (pulse, pipewire),
        (Some(pulse), None, Some(jack)) => (pulse, jack),
        _ => return Vec::new(),
    };
    let line = |running: &Running| format!("{} is process {}", running.command, running.pid);
    let finding = Finding::warn(format!("{} and {} both run, and want the same cards", one.command, other.command));
    let fix = match other.server {
        Server::Jack => "pasuspender -- jackd -d alsa, or one of the two only".to_owned(),
        _ => "systemctl --user mask --now pulseaudio.service pulseaudio.socket".to_owned(),
    };
    vec![finding.seen(line(one)).seen(line(other)).mended_by(fix)]
}
