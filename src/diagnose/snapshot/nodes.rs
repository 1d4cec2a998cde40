//! The nodes of /dev/snd: whose they are, and whether we may open them.
//!
//! In a captured tree a node is a text file with the line "MODE UID GID", octal and decimal: "660 0 29".

use super::tree::Tree;
use super::user::{User, group_name, user_name};
use rustix::fs::Access;
use std::os::unix::fs::MetadataExt;

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name in /dev/snd, "pcmC0D0p".
    pub name: String,
    /// The permission bits.
    pub mode: u32,
    /// Who owns it, by name or else by number.
    pub owner: String,
    /// Its group, by name or else by number.
    pub group: String,
    /// That group's number.
    pub gid: u32,
    /// Whether we may read and write it.
    pub may_open: bool,
}

/// All nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nodes {
    /// Whether there is a folder /dev/snd.
    pub has_folder: bool,
    /// The nodes in it, in order of their names.
    pub all: Vec<Node>,
}

impl Node {
    /// Whether it is a card's control device.
    pub fn is_control(&self) -> bool {
        self.name.starts_with("controlC")
    }
}

impl Nodes {
    /// Reads them.
    pub fn read(tree: &Tree) -> Nodes {
        let names = tree.names("dev/snd");
        let all = names.into_iter().filter_map(|name| node(tree, name)).collect();
        Nodes { has_folder: tree.exists("dev/snd"), all }
    }

    /// The node of this name.
    pub fn find(&self, name: &str) -> Option<&Node> {
        self.all.iter().find(|node| node.name == name)
    }
}

fn node(tree: &Tree, name: String) -> Option<Node> {
    let (mode, uid, gid) = owners(tree, &name)?;
    let may_open = match tree.is_live() {
        // It knows of access lists, which the bits do not tell.
        true => rustix::fs::access(tree.path(&format!("dev/snd/{name}")), Access::READ_OK | Access::WRITE_OK).is_ok(),
        false => bits_allow(&User::read(tree), mode, uid, gid),
    };
    Some(Node { name, mode, owner: user_name(tree, uid), group: group_name(tree, gid), gid, may_open })
}

fn owners(tree: &Tree, name: &str) -> Option<(u32, u32, u32)> {
    const PERMISSIONS: u32 = 0o7777;
    let path = format!("dev/snd/{name}");
    if tree.is_live() {
        let about = tree.path(&path).metadata().ok().filter(|about| !about.is_dir())?;
        return Some((about.mode() & PERMISSIONS, about.uid(), about.gid()));
    }
    let line = tree.line(&path)?;
    let mut words = line.split_whitespace();
    let mode = u32::from_str_radix(words.next()?, 8).ok()?;
    Some((mode, words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

fn bits_allow(user: &User, mode: u32, uid: u32, gid: u32) -> bool {
    const READ_AND_WRITE: u32 = 0o6;
    let shift = match () {
        () if user.uid == 0 => return true,
        () if user.uid == uid => 6,
        () if user.has_group(gid) => 3,
        () => 0,
    };
    mode >> shift & READ_AND_WRITE == READ_AND_WRITE
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::*;

    #[test]
    fn who_may_open_a_node_follows_from_owner_group_and_mode() {
        let me = "-- proc/self/status --\nUid:\t1000\t1000\nGid:\t1000\t1000\nGroups:\t24 29\n-- etc/group --\naudio:x:29:\n";
        let world = World::new(me);
        let may = |line: &str| {
            world.put(&format!("-- dev/snd/controlC0 --\n{line}\n"));
            let nodes = Nodes::read(&world.tree);
            nodes.find("controlC0").unwrap().may_open
        };
        assert!(may("660 0 29") && may("600 1000 0") && may("666 0 0"));
        assert!(!may("660 0 30") && !may("640 0 29") && !may("066 1000 29"));
        assert_eq!(Nodes::read(&world.tree).all[0].group, "audio");
    }
}
