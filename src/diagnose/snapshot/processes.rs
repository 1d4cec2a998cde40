//! The processes that hold sound devices, as far as /proc shows them to us.
//!
//! Who opened a stream is a thread: its process may have given the stream to a child and be gone.

use super::clock::Clock;
use super::streams::Stream;
use super::tree::{Tree, field};
use super::user::user_name;

/// A process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub pid: i32,
    /// Its name, as `ps -o comm` shows it.
    pub command: String,
    /// The words it was started with.
    pub words: Vec<String>,
    /// Whose it is.
    pub uid: u32,
    /// That user's name, or the number.
    pub user: String,
    /// When it began, in seconds since 1970.
    pub started: Option<i64>,
    /// The nodes of /dev/snd that it holds, "pcmC0D0p"; empty where we may not look.
    pub nodes: Vec<String>,
}

/// The processes that hold sound devices, and the threads that opened streams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Processes {
    /// The processes, by number.
    pub all: Vec<Process>,
    /// Threads that opened streams, each with its process.
    threads: Vec<(i32, i32)>,
}

impl Processes {
    /// Reads those that hold a node of /dev/snd, and those of the threads that opened streams.
    pub fn read(tree: &Tree, clock: &Clock, owners: impl IntoIterator<Item = i32>) -> Processes {
        let pids: Vec<i32> = tree.numbers("proc", "");
        let holding = pids.into_iter().filter_map(|pid| {
            let nodes = nodes(tree, pid);
            if nodes.is_empty() { None } else { process(tree, clock, pid, nodes) }
        });
        let mut processes = Processes { all: holding.collect(), threads: Vec::new() };
        processes.add(tree, clock, owners);
        processes
    }

    /// Reads only those of the threads that opened streams: no search through all processes.
    pub fn of_owners(tree: &Tree, clock: &Clock, owners: impl IntoIterator<Item = i32>) -> Processes {
        let mut processes = Processes::default();
        processes.add(tree, clock, owners);
        processes
    }

    fn add(&mut self, tree: &Tree, clock: &Clock, owners: impl IntoIterator<Item = i32>) {
        for thread in owners {
            let Some(pid) = process_of(tree, thread) else { continue };
            self.threads.push((thread, pid));
            if self.all.iter().all(|process| process.pid != pid) {
                self.all.extend(process(tree, clock, pid, nodes(tree, pid)));
            }
        }
    }

    /// The process with this number.
    pub fn find(&self, pid: i32) -> Option<&Process> {
        self.all.iter().find(|process| process.pid == pid)
    }

    /// The process that holds a stream: who opened it, or else the only one that holds its node.
    pub fn holder(&self, stream: &Stream) -> Option<&Process> {
        let opener = self.threads.iter().find(|(thread, _)| Some(*thread) == stream.owner);
        let node = stream.node();
        let mut others = self.all.iter().filter(|process| process.nodes.contains(&node));
        match opener.and_then(|(_, pid)| self.find(*pid)) {
            Some(process) => Some(process),
            None => others.next().filter(|_| others.next().is_none()),
        }
    }
}

/// The process of a thread.
fn process_of(tree: &Tree, thread: i32) -> Option<i32> {
    field(&tree.text(&format!("proc/{thread}/status"))?, "Tgid")?.parse().ok()
}

/// The nodes of /dev/snd that a process holds.
fn nodes(tree: &Tree, pid: i32) -> Vec<String> {
    let dir = format!("proc/{pid}/fd");
    let links = tree.names(&dir).into_iter().filter_map(|name| tree.link(&format!("{dir}/{name}")));
    let mut nodes: Vec<String> = links.filter_map(|link| Some(link.strip_prefix("/dev/snd/")?.to_owned())).collect();
    nodes.sort();
    nodes.dedup();
    nodes
}

fn process(tree: &Tree, clock: &Clock, pid: i32, nodes: Vec<String>) -> Option<Process> {
    let status = tree.text(&format!("proc/{pid}/status"))?;
    let uid = field(&status, "Uid")?.split_whitespace().next()?.parse().ok()?;
    let words = tree.text(&format!("proc/{pid}/cmdline")).unwrap_or_default();
    let words = words.split_terminator('\0').map(str::to_owned).collect();
    let started = tree.text(&format!("proc/{pid}/stat")).and_then(|stat| start_ticks(&stat));
    Some(Process {
        pid,
        command: field(&status, "Name")?.to_owned(),
        words,
        uid,
        user: user_name(tree, uid),
        started: started.and_then(|ticks| clock.of_ticks(ticks)),
        nodes,
    })
}

/// The twenty-second field of /proc/PID/stat, whose second is a name that may contain anything.
fn start_ticks(stat: &str) -> Option<i64> {
    const FIELDS_AFTER_THE_NAME: usize = 19;
    stat.rsplit_once(')')?.1.split_whitespace().nth(FIELDS_AFTER_THE_NAME)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::super::{Snapshot, streams};
    use super::*;

    const DESK: &str = include_str!("../../../tests/trees/desk.txt");

    #[test]
    fn the_thread_that_opened_a_stream_leads_to_its_process() {
        let world = World::new(DESK);
        let snapshot = Snapshot::capture(&world.tree);
        let holder = snapshot.holder(&snapshot.streams[0]).unwrap();
        assert_eq!((holder.pid, holder.command.as_str(), holder.user.as_str()), (4199, "my (odd) player", "alice"));
        assert_eq!(holder.words, ["player", "--loop", "a b.wav"]);
        assert_eq!(holder.started, Some(1_795_575_722 + 12));
        assert_eq!(holder.nodes, ["controlC0", "pcmC0D0p"]);
        assert_eq!(snapshot.holder(&snapshot.streams[2]), None, "its process is outside");
    }

    #[test]
    fn a_stream_whose_opener_is_gone_belongs_to_who_holds_its_node() {
        let world = World::new(DESK);
        world.remove("proc/4200");
        let clock = Clock::read(&world.tree);
        let open = streams::read(&world.tree, &clock);
        let processes = Processes::read(&world.tree, &clock, open.iter().filter_map(|stream| stream.owner));
        assert_eq!(processes.holder(&open[0]).map(|process| process.pid), Some(4199));
        let owners = Processes::of_owners(&world.tree, &clock, [4300]);
        assert_eq!(owners.all.iter().map(|process| process.pid).collect::<Vec<_>>(), [4300]);
    }
}
