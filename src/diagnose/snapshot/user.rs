//! Who asks: the user of this process, the groups it runs with, and those that the system would give it.
//!
//! The two kinds of groups differ when somebody was added to a group and has not logged in again.

use super::tree::{Tree, field};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its number.
    pub gid: u32,
    /// Its name, or the number.
    pub name: String,
}

/// The user of this process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The number.
    pub uid: u32,
    /// The name, or the number.
    pub name: String,
    /// The groups of this process.
    pub groups: Vec<Group>,
    /// The names of the groups that /etc/group lists the user in.
    pub listed_in: Vec<String>,
}

impl User {
    /// Reads it from the process's own status.
    pub fn read(tree: &Tree) -> User {
        let Some(status) = tree.text("proc/self/status") else { return User::default() };
        // The effective number is the second; it is the one that devices are opened with.
        let effective = |name: &str| field(&status, name)?.split_whitespace().nth(1)?.parse().ok();
        let uid = effective("Uid").unwrap_or_default();
        let name = user_name(tree, uid);
        let more = field(&status, "Groups").unwrap_or_default().split_whitespace().filter_map(|gid| gid.parse().ok());
        let mut gids: Vec<u32> = effective("Gid").into_iter().chain(more).collect();
        gids.sort_unstable();
        gids.dedup();
        let groups = gids.into_iter().map(|gid| Group { gid, name: group_name(tree, gid) }).collect();
        User { uid, listed_in: listed_in(tree, &name), name, groups }
    }

    /// Whether this process has the group.
    pub fn has_group(&self, gid: u32) -> bool {
        self.groups.iter().any(|group| group.gid == gid)
    }

    /// Whether /etc/group lists the user in the group.
    pub fn is_listed_in(&self, group: &str) -> bool {
        self.listed_in.iter().any(|name| name == group)
    }
}

fn listed_in(tree: &Tree, user: &str) -> Vec<String> {
    let groups = tree.text("etc/group").unwrap_or_default();
    let has_user = |line: &&str| line.rsplit(':').next().is_some_and(|list| list.split(',').any(|name| name == user));
    groups.lines().filter(has_user).filter_map(|line| Some(line.split(':').next()?.to_owned())).collect()
}

/// The name of a user; the number where no file knows it.
pub(super) fn user_name(tree: &Tree, uid: u32) -> String {
    name_of(tree, "etc/passwd", uid)
}

/// The name of a group; the number where no file knows it.
pub(super) fn group_name(tree: &Tree, gid: u32) -> String {
    name_of(tree, "etc/group", gid)
}

/// Both files have the number in the third column.
fn name_of(tree: &Tree, file: &str, number: u32) -> String {
    let number = number.to_string();
    let text = tree.text(file).unwrap_or_default();
    let mut lines = text.lines().map(|line| line.split(':'));
    let found = lines.find_map(|mut words| {
        let name = words.next()?;
        (words.nth(1)? == number).then(|| name.to_owned())
    });
    found.unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::*;

    #[test]
    fn the_groups_of_the_process_and_of_the_file_are_told_apart() {
        let world = World::new(
            "-- proc/self/status --\nName:\taplay\nUid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\nGroups:\t24 1000 \n\
             -- etc/passwd --\nroot:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n\
             -- etc/group --\ncdrom:x:24:alice,bob\naudio:x:29:bob,alice\nalice:x:1000:\nvideo:x:44:alicex\n",
        );
        let user = User::read(&world.tree);
        assert_eq!((user.uid, user.name.as_str()), (1000, "alice"));
        assert_eq!(user.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["cdrom", "alice"]);
        assert!(user.is_listed_in("audio") && !user.has_group(29) && !user.is_listed_in("video"));
    }
}
