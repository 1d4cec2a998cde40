//! Who uses which stream: the open streams of a snapshot, each with its process, as rows to show.

use super::busy;
use super::snapshot::{Medium, Snapshot, Stream};
use crate::device::pcm::Direction;
use serde::Serialize;

/// An open stream and who has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// "pcm" or "midi".
    pub medium: &'static str,
    /// The card's number.
    pub card: i32,
    /// The card's id.
    pub id: String,
    /// The device.
    pub device: u32,
    /// The subdevice.
    pub subdevice: u32,
    /// "playback" or "capture"; of MIDI "output" or "input".
    pub direction: &'static str,
    /// The process; none when it is outside of what can be seen.
    pub pid: Option<i32>,
    /// Its name.
    pub command: Option<String>,
    /// Its user.
    pub user: Option<String>,
    /// The stream's state, in the kernel's word.
    pub state: Option<String>,
    /// Frames a second.
    pub rate: Option<u32>,
    /// The sample format.
    pub format: Option<String>,
    /// Channels.
    pub channels: Option<u32>,
    /// Frames in a period.
    pub period_frames: Option<u64>,
    /// Frames in the buffer.
    pub buffer_frames: Option<u64>,
    /// Since when it runs, or since when its process does: seconds since 1970.
    pub since: Option<i64>,
}

/// The uses of all open streams, in the order of cards.
pub fn uses(snapshot: &Snapshot) -> Vec<Use> {
    snapshot.streams.iter().map(|stream| of_stream(stream, snapshot)).collect()
}

fn of_stream(stream: &Stream, snapshot: &Snapshot) -> Use {
    let process = snapshot.holder(stream);
    let setup = stream.setup.as_ref();
    Use {
        medium: if stream.medium == Medium::Pcm { "pcm" } else { "midi" },
        card: stream.card,
        id: snapshot.card(stream.card).map(|card| card.id.clone()).unwrap_or_default(),
        device: stream.device,
        subdevice: stream.subdevice,
        direction: direction(stream),
        pid: process.map(|process| process.pid).or(stream.owner),
        command: process.map(|process| process.command.clone()),
        user: process.map(|process| process.user.clone()),
        state: stream.state.clone(),
        rate: setup.map(|setup| setup.rate),
        format: setup.map(|setup| setup.format.clone()),
        channels: setup.map(|setup| setup.channels),
        period_frames: setup.map(|setup| setup.period_frames),
        buffer_frames: setup.map(|setup| setup.buffer_frames),
        since: busy::since(stream, snapshot),
    }
}

fn direction(stream: &Stream) -> &'static str {
    match (stream.medium, stream.direction) {
        (Medium::Pcm, Direction::Playback) => "playback",
        (Medium::Pcm, Direction::Capture) => "capture",
        (Medium::Midi, Direction::Playback) => "output",
        (Medium::Midi, Direction::Capture) => "input",
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tree::tests::World;
    use super::*;

    #[test]
    fn each_open_stream_is_a_row_also_when_its_process_cannot_be_seen() {
        let snapshot = Snapshot::capture(&World::new(include_str!("../../tests/trees/desk.txt")).tree);
        let rows = uses(&snapshot);
        let seen: Vec<_> = rows.iter().map(|row| (row.id.as_str(), row.direction, row.pid, row.rate)).collect();
        let expected = [
            ("PCH", "playback", Some(4199), Some(44_100)),
            ("Piano", "input", Some(4300), None),
            ("Mic", "capture", None, Some(48_000)),
        ];
        assert_eq!(seen, expected);
        assert_eq!(rows[1].user.as_deref(), Some("bob"));
        assert_eq!((rows[2].command.as_ref(), rows[2].state.as_deref()), (None, Some("PREPARED")));
    }
}
