//! How late aplaymidi's events come, by the clock of its own queue: `midi_timing ALSABOX`, in the guest of the kernel
//! tests.
//!
//! A client listens behind Midi Through by a link that stamps each event with the queue's time as it passes. The error
//! of an event is that stamp less the time that the file gives it; emulation adds the same to both.

use alsabox::device::seq::event::{Due, EventKind};
use alsabox::device::seq::link::{Link, Stamp};
use alsabox::device::seq::transfer::Waiting;
use alsabox::device::seq::{Address, PortUse, Seq};
use alsabox::midi::smf::encode::{self, TrackBytes};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

const THROUGH: Address = Address { client: 14, port: 0 };
const BEAT_TICKS: u64 = 480;
/// A beat of the file takes half a second.
const TICK_NS: u64 = 500_000_000 / BEAT_TICKS;
/// Chords of the file, a sixteenth and a bit apart so that they fall anywhere between the timer's ticks.
const CHORDS: u64 = 100;
const CHORD_TICKS: u64 = 121;
const KEYS: [u8; 4] = [48, 60, 64, 67];
/// The best of so many runs: a busy host delays an emulated machine.
const RUNS: usize = 5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [alsabox] = words.as_slice() else { return };
    let file = std::env::temp_dir().join("midi_timing.mid");
    std::fs::write(&file, song()).expect("a file");
    let ours = best(|| errors_us(Command::new(alsabox).arg0("aplaymidi"), &file));
    let debians = best(|| errors_us(&mut Command::new("/usr/bin/aplaymidi"), &file));
    let mut out = std::io::stdout().lock();
    for (index, what) in ["median", "worst", "first"].into_iter().enumerate() {
        let (ours, debians) = (ours[index], debians[index]);
        let written = writeln!(out, "1.2\t{ours}\t{debians}\tus late by the queue's clock, {what} event, aplaymidi");
        written.expect("standard output takes the figures");
    }
}

fn song() -> Vec<u8> {
    let mut track = TrackBytes::default();
    for chord in 0..CHORDS {
        for key in KEYS {
            track.channel(chord * CHORD_TICKS, 0x90, &[key, 64]);
        }
        for key in KEYS {
            track.channel(chord * CHORD_TICKS + CHORD_TICKS / 2, 0x80, &[key, 64]);
        }
    }
    [encode::header(0, 1, BEAT_TICKS as u16), track.chunk(0)].concat()
}

/// When the file's events are due.
fn due_ns() -> impl Iterator<Item = u64> {
    let chord = |chord: u64| [chord * CHORD_TICKS, chord * CHORD_TICKS + CHORD_TICKS / 2];
    (0..CHORDS).flat_map(chord).flat_map(|tick| [tick * TICK_NS; KEYS.len()])
}

/// The least median, worst and first error of all runs.
fn best(run: impl Fn() -> Vec<u64>) -> [u64; 3] {
    let figures = (0..RUNS).map(|_| {
        let mut errors_us = run();
        let first_us = errors_us[0];
        errors_us.sort_unstable();
        [errors_us[errors_us.len() / 2], errors_us[errors_us.len() - 1], first_us]
    });
    figures.reduce(|one, other| std::array::from_fn(|at| one[at].min(other[at]))).expect("there are runs")
}

/// How late each event comes.
fn errors_us(aplaymidi: &mut Command, song: &Path) -> Vec<u64> {
    let seq = Seq::open("stopwatch").expect("the guest has a sequencer");
    seq.set_input_room(2000).expect("room for all events");
    let port = seq.create_port("stopwatch", PortUse::Takes).expect("a port");
    // Nobody else has a queue: the player's will be the first.
    let link = Link { stamp: Some(Stamp::Real(0)), ..Link::new(THROUGH, port) };
    seq.link(&link).expect("a link that stamps");
    let mut player = aplaymidi.args(["-d", "0", "-p", "14"]).arg(song).spawn().expect("the player starts");
    let mut stamps_ns = Vec::new();
    let mut ended = None;
    while ended.is_none() {
        ended = player.try_wait().expect("the player can be waited for");
        seq.wait(Waiting { output: false, other: None, limit_ms: Some(20) }).expect("the sequencer");
        while let Some(event) = seq.receive().expect("no event is lost") {
            if let (EventKind::NOTE_ON | EventKind::NOTE_OFF, Due::Time(_, time_ns)) = (event.kind, event.due) {
                stamps_ns.push(time_ns);
            }
        }
    }
    assert!(player.wait().is_ok_and(|status| status.success()), "the player failed");
    assert_eq!(stamps_ns.len(), due_ns().count(), "every event has a stamp");
    stamps_ns.iter().zip(due_ns()).map(|(stamp_ns, due_ns)| stamp_ns.saturating_sub(due_ns) / 1000).collect()
}
