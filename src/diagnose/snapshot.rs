//! What the system shows of itself: cards, streams, processes, nodes, user, kernel and container, as plain facts.
//!
//! Everything is read below one root, which is `/` or a folder with the files of another machine. Rules look only at
//! the facts, so that a captured tree answers as its machine would; nothing here judges.

use crate::device::pcm::Direction;

pub mod cards;
pub mod clock;
pub mod container;
pub mod hardware;
pub mod kernel;
pub mod nodes;
pub mod processes;
pub mod streams;
pub mod tree;
pub mod user;

pub use cards::Card;
pub use clock::Clock;
pub use container::Container;
pub use hardware::Hardware;
pub use kernel::Kernel;
pub use nodes::{Node, Nodes};
pub use processes::{Process, Processes};
pub use streams::{Medium, Setup, Stream};
pub use tree::Tree;
pub use user::{Group, User};

/// All facts of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The cards, by number.
    pub cards: Vec<Card>,
    /// The streams that are open.
    pub streams: Vec<Stream>,
    /// The processes that hold sound devices.
    pub processes: Processes,
    /// The devices in /dev/snd.
    pub nodes: Nodes,
    /// Who asks.
    pub user: User,
    /// What the kernel has for sound.
    pub kernel: Kernel,
    /// Sound hardware on the buses, with a driver or without.
    pub hardware: Vec<Hardware>,
    /// The container that this runs in.
    pub container: Option<Container>,
}

impl Snapshot {
    /// Reads everything below the root of the tree. What cannot be read is not there.
    pub fn capture(tree: &Tree) -> Snapshot {
        let clock = Clock::read(tree);
        let streams = streams::read(tree, &clock);
        Snapshot {
            cards: cards::read(tree),
            processes: Processes::read(tree, &clock, streams.iter().filter_map(|stream| stream.owner)),
            streams,
            nodes: Nodes::read(tree),
            user: User::read(tree),
            kernel: Kernel::read(tree),
            hardware: hardware::read(tree),
            container: Container::read(tree),
        }
    }

    /// The card with this number.
    pub fn card(&self, number: i32) -> Option<&Card> {
        self.cards.iter().find(|card| card.number == number)
    }

    /// The open streams of a device in one direction.
    pub fn streams_of(&self, card: i32, device: u32, direction: Direction) -> impl Iterator<Item = &Stream> {
        let is_there = move |stream: &&Stream| stream.is_of(card, device, direction);
        self.streams.iter().filter(is_there)
    }

    /// The process that holds a stream; `None` when it cannot be seen from here.
    pub fn holder(&self, stream: &Stream) -> Option<&Process> {
        self.processes.holder(stream)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    #[test]
    fn an_empty_tree_has_no_facts_and_no_complaint() {
        let world = tree::tests::World::new("");
        assert_eq!(Snapshot::capture(&world.tree), Snapshot::default());
    }
}
