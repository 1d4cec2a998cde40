//! There are no cards: whether the kernel has none, or has some that do not reach us.

use super::denied;
use super::snapshot::{Hardware, Snapshot};

/// Why there are no cards to be seen, and what helps.
pub fn lines(snapshot: &Snapshot) -> Vec<String> {
    match () {
        () if !snapshot.cards.is_empty() => out_of_reach(snapshot),
        () if !snapshot.kernel.has_sound => without_sound(snapshot),
        () => without_cards(snapshot),
    }
}

/// The kernel has cards, and we have not.
fn out_of_reach(snapshot: &Snapshot) -> Vec<String> {
    let ids: Vec<&str> = snapshot.cards.iter().map(|card| card.id.as_str()).collect();
    let ids = ids.join(", ");
    let mut controls = snapshot.nodes.all.iter().filter(|node| node.is_control()).peekable();
    if controls.peek().is_none() {
        let fix = match &snapshot.container {
            Some(container) => {
                let fix = denied::device_option(&container.runtime);
                format!("the machine has cards ({ids}), but this container has no /dev/snd: {fix}")
            }
            None => {
                format!("the kernel has cards ({ids}), but /dev/snd lacks their nodes: sudo udevadm trigger -s sound")
            }
        };
        return vec![fix];
    }
    let closed = controls.find(|node| !node.may_open);
    let mut lines = vec![format!("the kernel has cards ({ids}), but you may not open them")];
    lines.extend(closed.map(|node| denied::lines(node, snapshot)).unwrap_or_default());
    lines
}

fn without_sound(snapshot: &Snapshot) -> Vec<String> {
    let kernel = &snapshot.kernel;
    let release = &kernel.release;
    let line = match &snapshot.container {
        Some(container) if kernel.is_covered || !snapshot.nodes.has_folder => {
            let fix = denied::device_option(&container.runtime);
            format!("this container has no /dev/snd; if the machine outside has cards: {fix}")
        }
        _ if kernel.has_sound_modules => return not_loaded(snapshot),
        _ if kernel.has_modules => {
            format!("the kernel {release} has no sound, and none of its modules has: it needs another kernel package")
        }
        _ => format!("the kernel {release} has no sound, and its modules are not installed (/lib/modules/{release})"),
    };
    vec![line]
}

fn not_loaded(snapshot: &Snapshot) -> Vec<String> {
    let mut lines = vec!["the kernel's sound modules are not loaded".to_owned()];
    let fixes = snapshot.hardware.iter().filter_map(load);
    lines.extend(fixes);
    if lines.len() == 1 {
        lines.push(
            "no sound hardware was found on PCI or USB either; a card without hardware: sudo modprobe snd-dummy"
                .to_owned(),
        );
    }
    lines
}

fn without_cards(snapshot: &Snapshot) -> Vec<String> {
    let found: Vec<String> =
        snapshot.hardware.iter().filter_map(|hardware| load(hardware).or_else(|| failed(hardware))).collect();
    if !found.is_empty() {
        return found;
    }
    vec!["the kernel has sound, but no sound hardware was found on PCI or USB; a card without hardware: sudo modprobe snd-dummy".to_owned()]
}

/// A device without a driver.
fn load(hardware: &Hardware) -> Option<String> {
    let name = name(hardware);
    match (&hardware.driver, hardware.modules.as_slice()) {
        (Some(_), _) => None,
        (None, []) => Some(format!("{name} has no driver, and no installed module knows it")),
        (None, modules) => Some(format!("{name} has no driver: sudo modprobe {}", modules.join(" or "))),
    }
}

/// A device whose driver made no card of it.
fn failed(hardware: &Hardware) -> Option<String> {
    let driver = hardware.driver.as_ref()?;
    let name = name(hardware);
    Some(format!(
        "{name} has the driver {driver}, which made no card of it; the kernel's log says why: sudo dmesg | grep -iE 'snd|sof|hda|firmware'"
    ))
}

fn name(hardware: &Hardware) -> String {
    let place = &hardware.place;
    match &hardware.name {
        Some(name) => format!("{name} ({} {place})", hardware.bus.word()),
        None => format!("the sound hardware at {} {place}", hardware.bus.word()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tree::tests::World;
    use super::*;

    const DESK: &str = include_str!("../../tests/trees/desk.txt");
    const BARE: &str = include_str!("../../tests/trees/bare.txt");

    fn told(world: &World) -> Vec<String> {
        lines(&Snapshot::capture(&world.tree))
    }

    #[test]
    fn cards_that_a_container_does_not_pass_on_are_named() {
        let world = World::new(DESK);
        world.remove("dev/snd");
        world.remove("proc/asound");
        world.put("-- run/.containerenv --\n");
        let expected =
            "the machine has cards (PCH, Mic), but this container has no /dev/snd: podman run --device /dev/snd";
        assert_eq!(told(&world), [expected]);
        world.remove("run/.containerenv");
        assert_eq!(
            told(&world),
            ["the kernel has cards (PCH, Mic), but /dev/snd lacks their nodes: sudo udevadm trigger -s sound"]
        );
    }

    #[test]
    fn cards_that_may_not_be_opened_lead_to_the_group() {
        let world = World::new(DESK);
        world.put("-- proc/self/status --\nUid:\t1001\t1001\nGid:\t1001\t1001\nGroups:\t\n");
        let told = told(&world);
        assert_eq!(told[0], "the kernel has cards (PCH, Piano, Mic), but you may not open them");
        assert_eq!(told[2], "you were added to group audio, but have not logged in since: do so, or: newgrp audio");
    }

    #[test]
    fn a_module_that_is_not_loaded_is_named() {
        let world = World::new(BARE);
        let expected = [
            "the kernel's sound modules are not loaded",
            "the sound hardware at pci 0000:00:1b.0 has no driver: sudo modprobe snd_hda_intel",
        ];
        assert_eq!(told(&world), expected);
        world.put("-- proc/asound/version --\n");
        assert_eq!(told(&world), [expected[1]]);
        world.put("-- sys/bus/pci/devices/0000:00:1b.0/driver -> ../../drivers/snd_hda_intel --\n");
        assert!(
            told(&world)[0]
                .starts_with("the sound hardware at pci 0000:00:1b.0 has the driver snd_hda_intel, which made no card")
        );
        world.remove("sys");
        assert!(told(&world)[0].starts_with("the kernel has sound, but no sound hardware was found"));
    }

    #[test]
    fn a_kernel_without_sound_is_said() {
        let world = World::new(BARE);
        world.remove("lib/modules/6.1.0/kernel/sound");
        assert_eq!(
            told(&world),
            ["the kernel 6.1.0 has no sound, and none of its modules has: it needs another kernel package"]
        );
        world.remove("lib");
        assert_eq!(
            told(&world),
            ["the kernel 6.1.0 has no sound, and its modules are not installed (/lib/modules/6.1.0)"]
        );
        world.put("-- .dockerenv --\n");
        let expected = "this container has no /dev/snd; if the machine outside has cards: docker run --device /dev/snd";
        assert_eq!(told(&world), [expected]);
    }
}
