//! A device may not be opened: whose it is, who asks, and what gives the right.

use super::snapshot::{Node, Snapshot};

/// Why a node may not be opened, and the fix.
pub fn lines(node: &Node, snapshot: &Snapshot) -> Vec<String> {
    let user = &snapshot.user;
    let groups: Vec<&str> = user.groups.iter().map(|group| group.name.as_str()).collect();
    let facts = format!(
        "/dev/snd/{} belongs to {} and group {} ({}); you are {}, with the groups {}",
        node.name,
        node.owner,
        node.group,
        bits(node.mode),
        user.name,
        groups.join(", ")
    );
    vec![facts, fix(node, snapshot)]
}

fn fix(node: &Node, snapshot: &Snapshot) -> String {
    const GROUP_READ_AND_WRITE: u32 = 0o060;
    let Node { group, .. } = node;
    let user = &snapshot.user.name;
    match () {
        () if node.may_open => match &snapshot.container {
            Some(container) => format!("the container forbids it: {}", device_option(&container.runtime)),
            None => {
                "its permissions allow it, so something else forbids it: a security module, or a service's DeviceAllow="
                    .to_owned()
            }
        },
        () if node.gid == 0 || node.mode & GROUP_READ_AND_WRITE != GROUP_READ_AND_WRITE => {
            "no group may open it, because udev's rules have not run: sudo udevadm trigger -s sound, or sudo sh -c \
             'chgrp audio /dev/snd/* && chmod g+rw /dev/snd/*'"
                .to_owned()
        }
        () if snapshot.user.has_group(node.gid) => {
            "the group may, but your user has less: the owner's bits count".to_owned()
        }
        () if snapshot.user.is_listed_in(group) => {
            format!("you were added to group {group}, but have not logged in since: do so, or: newgrp {group}")
        }
        () => format!("join the group, then log in again: sudo usermod -aG {group} {user}"),
    }
}

/// How a runtime is told to let devices in.
pub fn device_option(runtime: &str) -> String {
    match runtime {
        "docker" | "podman" => format!("{runtime} run --device /dev/snd"),
        "systemd-nspawn" => "systemd-nspawn --bind=/dev/snd --property=DeviceAllow='char-alsa rw'".to_owned(),
        "lxc" => "lxc.mount.entry = /dev/snd dev/snd none bind,create=dir and lxc.cgroup2.devices.allow = c 116:* rwm"
            .to_owned(),
        _ => "give it /dev/snd and the devices in it".to_owned(),
    }
}

/// The permissions as `ls -l` shows them.
fn bits(mode: u32) -> String {
    let letters = "rwxrwxrwx".chars().enumerate();
    letters.map(|(place, letter)| if mode >> (8 - place) & 1 == 1 { letter } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::Container;
    use super::super::snapshot::tree::tests::World;
    use super::*;

    const DESK: &str = include_str!("../../tests/trees/desk.txt");

    fn told(change: &str) -> Vec<String> {
        let world = World::new(DESK);
        world.put(change);
        let snapshot = Snapshot::capture(&world.tree);
        lines(snapshot.nodes.find("pcmC0D0p").unwrap(), &snapshot)
    }

    const STRANGER: &str = "-- etc/group --\naudio:x:29:alice\nbob:x:1001:\n-- proc/self/status --\nUid:\t1001\t1001\nGid:\t1001\t1001\nGroups:\t\n";

    #[test]
    fn who_lacks_the_group_is_told_how_to_join_it() {
        let expected = [
            "/dev/snd/pcmC0D0p belongs to root and group audio (rw-rw----); you are bob, with the groups bob",
            "join the group, then log in again: sudo usermod -aG audio bob",
        ];
        assert_eq!(told(STRANGER), expected);
    }

    #[test]
    fn who_has_joined_it_since_is_told_to_log_in_again() {
        let added = STRANGER.replace("29:alice", "29:alice,bob");
        let expected = "you were added to group audio, but have not logged in since: do so, or: newgrp audio";
        assert_eq!(told(&added)[1], expected);
    }

    #[test]
    fn a_node_that_no_group_may_open_is_udevs_matter() {
        let root_only = format!("{STRANGER}-- dev/snd/pcmC0D0p --\n600 0 0\n");
        assert!(told(&root_only)[1].starts_with("no group may open it, because udev's rules have not run"));
    }

    #[test]
    fn what_the_bits_allow_and_the_container_does_not_is_the_containers() {
        let mut snapshot = Snapshot::capture(&World::new(DESK).tree);
        snapshot.container = Some(Container { runtime: "docker".to_owned() });
        let node = snapshot.nodes.find("pcmC0D0p").unwrap();
        assert_eq!(lines(node, &snapshot)[1], "the container forbids it: docker run --device /dev/snd");
    }
}
