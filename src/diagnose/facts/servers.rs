//! The sound servers that run, whether or not they hold a card at the moment.

use crate::device::config::Server;
use crate::diagnose::snapshot::Tree;

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The process.
    pub pid: i32,
    /// Its name.
    pub command: String,
    /// What it is.
    pub server: Server,
    /// Whose it is.
    pub uid: Option<u32>,
}

pub(super) fn read(tree: &Tree) -> Vec<Running> {
    tree.numbers("proc", "").into_iter().filter_map(|pid: i32| running(tree, pid)).collect()
}

fn running(tree: &Tree, pid: i32) -> Option<Running> {
    let command = tree.line(&format!("proc/{pid}/comm"))?;
    let server = match command.as_str() {
        "pulseaudio" | "pipewire-pulse" => Server::PulseAudio,
        "pipewire" => Server::PipeWire,
        "jackd" | "jackdbus" => Server::Jack,
        _ => return None,
    };
    let status = tree.text(&format!("proc/{pid}/status")).unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:")?.split_whitespace().next()?.parse().ok());
    Some(Running { pid, command, server, uid })
}
