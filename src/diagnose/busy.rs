//! A device is busy: who holds it, since when, and how.

use super::moment;
use super::named::{Named, title};
use super::snapshot::{Medium, Snapshot, Stream};
use crate::device::pcm::Direction;

/// A line for each stream in the way, "hw:0,0 is held by aplay (process 4199, user alice) since 14:02: playing S16_LE,
/// 44100 Hz, 2 channels".
pub fn holders(name: &str, medium: Medium, direction: Direction, snapshot: &Snapshot) -> Vec<String> {
    let named = Named::parse(name);
    let card = named.card_in(snapshot);
    let device = if named.is_hardware() { Some(named.device.unwrap_or(0)) } else { named.device };
    let in_the_way = snapshot.streams.iter().filter(|stream| {
        let is_there =
            card.is_none_or(|card| card.number == stream.card) && device.is_none_or(|device| device == stream.device);
        // What no name tells apart is in the way where it leaves no room.
        let is_full = card.is_some() || is_full(stream, snapshot);
        // A raw MIDI port is opened both ways at once.
        let is_same_way = medium == Medium::Midi || stream.direction == direction;
        stream.medium == medium && is_there && is_full && is_same_way
    });
    in_the_way.map(|stream| line(stream, snapshot)).collect()
}

/// Whether the device of this stream has no free stream in its direction.
fn is_full(stream: &Stream, snapshot: &Snapshot) -> bool {
    let Stream { card, device, direction, .. } = *stream;
    let Some(about) = snapshot.card(card) else { return true };
    let open = snapshot.streams_of(card, device, direction).count();
    about.pcms_of(direction).find(|pcm| pcm.device == device).is_none_or(|pcm| open >= pcm.subdevices as usize)
}

/// Who holds a stream, in words.
pub fn line(stream: &Stream, snapshot: &Snapshot) -> String {
    let Stream { card, device, .. } = stream;
    let card_name = snapshot.card(*card).map_or_else(|| format!("card {card}"), title);
    let who = holder(stream, snapshot);
    let since = since(stream, snapshot).map(|seconds| format!(" since {}", moment::words(seconds)));
    let doing = doing(stream).map(|doing| format!(": {doing}"));
    let (since, doing) = (since.unwrap_or_default(), doing.unwrap_or_default());
    format!("{card_name}, device {device} is held by {who}{since}{doing}")
}

fn holder(stream: &Stream, snapshot: &Snapshot) -> String {
    match (snapshot.holder(stream), stream.owner) {
        (Some(process), _) => format!("{} (process {}, user {})", process.command, process.pid, process.user),
        (None, Some(owner)) => format!("process {owner}, which cannot be seen from here"),
        (None, None) if snapshot.container.is_some() => "a process outside this container".to_owned(),
        (None, None) => "a process outside this process namespace".to_owned(),
    }
}

/// When the stream was started; of one that does not run, when its process began.
pub fn since(stream: &Stream, snapshot: &Snapshot) -> Option<i64> {
    stream.started.or_else(|| snapshot.holder(stream)?.started)
}

fn doing(stream: &Stream) -> Option<String> {
    let setup = stream.setup.as_ref()?;
    let doing = match stream.direction {
        Direction::Playback => "playing",
        Direction::Capture => "recording",
    };
    let channels = if setup.channels == 1 { "channel" } else { "channels" };
    Some(format!("{doing} {}, {} Hz, {} {channels}", setup.format, setup.rate, setup.channels))
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tree::tests::World;
    use super::*;

    const DESK: &str = include_str!("../../tests/trees/desk.txt");

    fn desk() -> Snapshot {
        Snapshot::capture(&World::new(DESK).tree)
    }

    #[test]
    fn the_holder_is_named_with_its_user_and_what_it_plays() {
        let since = moment::words(1_795_575_722 + 28);
        let expected = format!(
            "card 0 (PCH), device 0 is held by my (odd) player (process 4199, user alice) since {since}: playing S16_LE, \
             44100 Hz, 2 channels"
        );
        for name in ["hw:0", "hw:PCH,0", "plughw:CARD=PCH", "@PCH", "default", "dmix:PCH"] {
            assert_eq!(holders(name, Medium::Pcm, Direction::Playback, &desk()), [expected.as_str()], "{name}");
        }
        for other in ["hw:PCH,3", "hw:Mic"] {
            assert_eq!(holders(other, Medium::Pcm, Direction::Playback, &desk()), [""; 0], "{other}");
        }
    }

    #[test]
    fn a_holder_that_cannot_be_seen_is_outside_the_container() {
        let told = |snapshot: &Snapshot| holders("hw:Mic", Medium::Pcm, Direction::Capture, snapshot).join("\n");
        let plain = told(&desk());
        assert_eq!(
            plain,
            "card 2 (Mic), device 0 is held by a process outside this process namespace: recording S16_LE, 48000 Hz, 1 channel"
        );
        let world = World::new(DESK);
        world.put("-- .dockerenv --\n");
        let contained = told(&Snapshot::capture(&world.tree));
        assert!(contained.contains("is held by a process outside this container: recording"), "{contained}");
    }

    #[test]
    fn a_midi_port_is_held_both_ways() {
        let told = holders("hw:1,0", Medium::Midi, Direction::Playback, &desk());
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("card 1 (Piano), device 0 is held by aseqdump (process 4300, user bob) since "));
    }

    #[test]
    fn a_device_with_a_free_stream_is_in_nobodys_way() {
        let mut roomy = desk();
        roomy.cards[0].pcms[0].subdevices = 2;
        assert_eq!(holders("default", Medium::Pcm, Direction::Playback, &roomy), [""; 0]);
    }
}
