//! Whether the caller may open the devices and find a sound server: groups, containers, and root without a session.

use crate::device::config::{End, Opening, Server};
use crate::diagnose::denied;
use crate::diagnose::doctor::{Finding, Question, Topic};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::Node;

/// A container without the devices that its machine has.
pub fn container(facts: &Facts, question: Question) -> Vec<Finding> {
    let snapshot = &facts.snapshot;
    let Some(container) = &snapshot.container else { return Vec::new() };
    if snapshot.nodes.all.iter().any(|node| node.name.starts_with("controlC")) {
        return Vec::new();
    }
    let text = format!("this {} container has no sound devices", container.runtime);
    let seen = if snapshot.nodes.has_folder { "/dev/snd has no card in it" } else { "there is no /dev/snd" };
    let finding = match server_that_opens(facts, question) {
        Some(server) => Finding::warn(text).seen(seen).seen(format!("default is {}, which opens", server.name())),
        None => Finding::fail(text).seen(seen),
    };
    vec![finding.mended_by(denied::device_option(&container.runtime))]
}

/// The server that `default` is: the one of the machine, whose socket was given to the container.
fn server_that_opens(facts: &Facts, question: Question) -> Option<Server> {
    match (question.topic, facts.default_end(question.direction()), facts.default_opening(question.direction())) {
        (Topic::Playback | Topic::Capture, Some(End::Server(server)), Some(Opening::Opens)) => Some(*server),
        _ => None,
    }
}

/// Nodes that may not be opened: those of the card in question, or of others, which does less harm.
pub fn permissions(facts: &Facts, question: Question) -> Vec<Finding> {
    let snapshot = &facts.snapshot;
    let subject = question.card(facts).map(|card| card.number);
    let is_meant = |node: &&Node| node.name.contains('C') || (node.name == "seq" && question.topic == Topic::Midi);
    let closed: Vec<&Node> = snapshot.nodes.all.iter().filter(|node| !node.may_open).filter(is_meant).collect();
    let is_of_subject = |node: &&Node| node.name == "seq" || subject.is_none_or(|card| is_node_of(&node.name, card));
    let (own, others): (Vec<&Node>, Vec<&Node>) = closed.into_iter().partition(is_of_subject);
    let finding = match (own.len(), others.len()) {
        (0, 0) => return Vec::new(),
        (0, count) => Finding::warn(format!("you may not open devices of other cards ({count} of them)")),
        (count, _) => Finding::fail(format!("you may not open the sound devices ({count} of them)")),
    };
    let nodes = if own.is_empty() { others } else { own };
    let first = nodes.iter().find(|node| node.name.starts_with("control")).or(nodes.first());
    let lines = first.map(|node| denied::lines(node, snapshot)).unwrap_or_default();
    let (seen, fix) = (lines.first().cloned(), lines.last().cloned());
    let finding = seen.into_iter().fold(finding, Finding::seen);
    vec![fix.into_iter().fold(finding, Finding::mended_by)]
}

/// `pcmC0D3p`, `controlC0`
fn is_node_of(name: &str, card: i32) -> bool {
    let Some((_, rest)) = name.split_once('C') else { return false };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse() == Ok(card)
}

/// A server that is looked for in the folder of a session, by somebody who has none: sudo, cron, a service.
pub fn runtime_folder(facts: &Facts, question: Question) -> Vec<Finding> {
    let Some(End::Server(server @ (Server::PulseAudio | Server::PipeWire))) = facts.default_end(question.direction())
    else {
        return Vec::new();
    };
    let environment = &facts.environment;
    if environment.has_runtime_folder || environment.pulse_server.is_some() {
        return Vec::new();
    }
    let name = server.name();
    let user = environment.sudo_user.as_deref();
    let finding = Finding::fail(format!("{name} is looked for without a session: XDG_RUNTIME_DIR leads nowhere"));
    let finding = match &environment.runtime_folder {
        Some(folder) => finding.seen(format!("XDG_RUNTIME_DIR={folder}, which is not there or not yours")),
        None => finding.seen("XDG_RUNTIME_DIR is not set"),
    };
    let owner = facts.servers.iter().find_map(|running| running.uid.filter(|uid| *uid != 0)).unwrap_or(1000);
    vec![match user {
        Some(user) => finding
            .seen(format!("you are root by sudo of {user}"))
            .mended_by(format!("without sudo, or: sudo -u {user} XDG_RUNTIME_DIR=/run/user/{owner} COMMAND")),
        None if environment.is_service => finding
            .seen("a systemd service runs this")
            .mended_by("make it a user's service (systemctl --user), or give it User= and Environment=XDG_RUNTIME_DIR=/run/user/UID"),
        None => finding.mended_by(format!("XDG_RUNTIME_DIR=/run/user/{owner} COMMAND, as the user whose session it is (cron, too)")),
    }]
}
