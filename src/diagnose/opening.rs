//! A device did not open: which rule answers which error.

use super::named::Named;
use super::snapshot::{Medium, Node, Snapshot};
use super::{absent, busy, denied, mistyped};
use crate::device::Kind;
use crate::device::pcm::Direction;

/// What was wanted, and what came.
#[derive(Debug, Clone, Copy)]
pub struct Failure<'a> {
    /// The name of the device.
    pub name: &'a str,
    /// The error.
    pub kind: Kind,
    /// PCM or MIDI.
    pub medium: Medium,
    /// The direction.
    pub direction: Direction,
}

/// The lines that answer it; none when nothing is known. `names` are the names of the configuration, which are looked
/// up only where they help.
pub fn answer(failure: &Failure<'_>, snapshot: &Snapshot, names: impl FnOnce() -> Vec<String>) -> Vec<String> {
    let Failure { name, kind, medium, direction } = *failure;
    // alsa-lib often says of a card that it may not open that there is none.
    let closed = named_node(failure, snapshot).filter(|node| !node.may_open || kind == Kind::Denied);
    match (kind, closed) {
        (Kind::Busy, _) => busy::holders(name, medium, direction, snapshot),
        (_, Some(node)) => denied::lines(node, snapshot),
        (Kind::Denied, None) => {
            let any = snapshot.nodes.all.iter().find(|node| !node.may_open);
            any.map(|node| denied::lines(node, snapshot)).unwrap_or_default()
        }
        (Kind::Missing | Kind::Gone | Kind::Other, None) => not_there(failure, snapshot, names),
        _ => Vec::new(),
    }
}

fn not_there(failure: &Failure<'_>, snapshot: &Snapshot, names: impl FnOnce() -> Vec<String>) -> Vec<String> {
    let Failure { name, medium, direction, .. } = *failure;
    match medium {
        _ if !has_reachable_card(snapshot) && !is_of_user_space(name) => absent::lines(snapshot),
        Medium::Pcm => mistyped::lines(name, direction, &names(), snapshot),
        Medium::Midi => Vec::new(),
    }
}

/// The same for a control device, whose other errors have answers of their own.
pub fn control(name: &str, kind: Kind, snapshot: &Snapshot) -> Vec<String> {
    match kind {
        Kind::Denied => {
            let card = Named::parse(name).card_in(snapshot).map(|card| format!("controlC{}", card.number));
            let named = card.and_then(|name| snapshot.nodes.find(&name));
            let node = named.or_else(|| snapshot.nodes.all.iter().find(|node| !node.may_open));
            node.map(|node| denied::lines(node, snapshot)).unwrap_or_default()
        }
        Kind::Missing | Kind::Gone | Kind::Other if !has_reachable_card(snapshot) && !is_of_user_space(name) => {
            absent::lines(snapshot)
        }
        _ => Vec::new(),
    }
}

fn has_reachable_card(snapshot: &Snapshot) -> bool {
    snapshot.nodes.all.iter().any(|node| node.is_control() && node.may_open)
}

/// Devices that need no card.
fn is_of_user_space(name: &str) -> bool {
    matches!(Named::parse(name).base, "null" | "file" | "tee" | "pulse" | "pipewire" | "jack" | "oss")
}

/// The node of the device that was named, or of its card, whichever is closed.
fn named_node<'a>(failure: &Failure<'_>, snapshot: &'a Snapshot) -> Option<&'a Node> {
    let named = Named::parse(failure.name);
    let card = named.card_in(snapshot)?.number;
    let device = named.device.unwrap_or(0);
    let exact = match (failure.medium, failure.direction) {
        (Medium::Midi, _) => format!("midiC{card}D{device}"),
        (Medium::Pcm, Direction::Playback) => format!("pcmC{card}D{device}p"),
        (Medium::Pcm, Direction::Capture) => format!("pcmC{card}D{device}c"),
    };
    let mut nodes =
        [exact, format!("controlC{card}")].into_iter().filter_map(|name| snapshot.nodes.find(&name)).peekable();
    let first = nodes.peek().copied();
    nodes.find(|node| !node.may_open).or(first)
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tree::tests::World;
    use super::*;

    const DESK: &str = include_str!("../../tests/trees/desk.txt");
    const BARE: &str = include_str!("../../tests/trees/bare.txt");

    fn told(tree: &str, name: &str, kind: Kind) -> String {
        let snapshot = Snapshot::capture(&World::new(tree).tree);
        let failure = Failure { name, kind, medium: Medium::Pcm, direction: Direction::Playback };
        answer(&failure, &snapshot, || vec!["default".to_owned()]).join("\n")
    }

    #[test]
    fn each_error_has_its_rule() {
        assert!(told(DESK, "hw:0", Kind::Busy).contains(" is held by my (odd) player "));
        assert!(told(DESK, "defalt", Kind::Missing).starts_with("did you mean 'default'?"));
        assert!(told(BARE, "default", Kind::Missing).starts_with("the kernel's sound modules are not loaded"));
        assert_eq!(told(DESK, "hw:0", Kind::Xrun), "");
    }

    #[test]
    fn the_closed_node_is_the_named_one_else_any() {
        let stranger = "-- proc/self/status --\nUid:\t1001\t1001\nGid:\t1001\t1001\nGroups:\t\n";
        let closed = format!("{DESK}{stranger}");
        assert!(told(&closed, "hw:Mic", Kind::Missing).starts_with("/dev/snd/controlC2 belongs to root"));
        assert!(told(&closed, "hw:PCH,3", Kind::Denied).starts_with("/dev/snd/pcmC0D3p belongs to root"));
        assert!(told(&closed, "default", Kind::Denied).starts_with("/dev/snd/controlC0 belongs to root"));
        let snapshot = Snapshot::capture(&World::new(&closed).tree);
        let card = control("sysdefault:2", Kind::Denied, &snapshot);
        assert!(card[0].starts_with("/dev/snd/controlC2 belongs to root"), "{card:?}");
    }
}
