//! The loop on a PCM that stumbles by a script: no frame is lost, doubled or played in the wrong order.

use super::*;
use crate::audio::input::Input;
use crate::audio::monitor::Wake;
use crate::audio::position::PositionTest;
use crate::audio::raw;
use crate::audio::scripted::{Act, Scripted, errno};
use crate::audio::source::Spec;
use crate::device::Format;
use crate::device::pcm::Status;
use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;

const PERIOD: usize = 8;

#[derive(Default)]
struct Watch {
    heard: Vec<u8>,
    gaps_us: Vec<u64>,
    wakes: Vec<Wake>,
    suspicions: u64,
    wishes: VecDeque<Wish>,
}

impl Monitor for Watch {
    fn heard(&mut self, frames: &[u8]) {
        self.heard.extend_from_slice(frames);
    }
    fn xrun(&mut self, status: &Status) {
        self.gaps_us.push(status.since_us);
    }
    fn suspended(&mut self, wake: Wake) {
        self.wakes.push(wake);
    }
    fn suspicious(&mut self, _suspicion: &super::super::position::Suspicion) {
        self.suspicions += 1;
    }
    fn wish(&mut self) -> Wish {
        self.wishes.pop_front().unwrap_or(Wish::Go)
    }
}

const STREAM: Stream = Stream {
    format: Format::U8,
    rate: 1_000_000,
    frame_bytes: 1,
    period_frames: PERIOD as u64,
    buffer_frames: 4 * PERIOD as u64,
    can_pause: true,
    blocking: Blocking::Wait,
};

fn source(bytes: &[u8]) -> Box<dyn Source> {
    Box::new(raw::open(Input::from_bytes(bytes), Spec { format: Format::U8, channels: 1, rate: 1_000_000 }))
}

/// A pipe, of which nobody knows how soon it gives more.
fn pipe(bytes: &[u8]) -> Box<dyn Source> {
    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(bytes).unwrap();
    let input = Input::from_file(File::from(OwnedFd::from(reader)));
    Box::new(raw::open(input, Spec { format: Format::U8, channels: 1, rate: 1_000_000 }))
}

fn ramp(count: u8) -> Vec<u8> {
    (1..=count).collect()
}

struct Run {
    player: Player<Scripted>,
    watch: Watch,
    habits: Habits,
}

impl Run {
    fn new(pcm: Scripted) -> Run {
        let habits = Habits::default();
        Run { player: Player::new(pcm, STREAM, habits), watch: Watch::default(), habits }
    }

    fn play(&mut self, bytes: &[u8]) -> std::result::Result<Ended, Fault> {
        self.player.habits = self.habits;
        self.player.play(source(bytes).as_mut(), &mut None, &mut self.watch)
    }

    fn finish(&mut self) -> std::result::Result<Ended, Fault> {
        self.player.finish(&mut self.watch)
    }

    fn written(&self) -> &[u8] {
        &self.player.pcm.written
    }

    fn calls(&self) -> &[&'static str] {
        &self.player.pcm.calls
    }
}

fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes.resize(bytes.len().next_multiple_of(PERIOD), 0x80);
    bytes
}

#[test]
fn frames_arrive_in_order_and_the_last_period_is_filled_with_silence() {
    let mut run = Run::new(Scripted::new([Act::Take(3), Act::Take(1)]));
    assert_eq!(run.play(&ramp(11)).unwrap(), Ended::Complete);
    run.finish().unwrap();
    assert_eq!(run.written(), padded(&ramp(11)));
    assert_eq!(run.watch.heard, padded(&ramp(11)));
    assert_eq!(run.calls().last(), Some(&"drain"));
}

#[test]
fn a_file_goes_by_the_buffer_unless_somebody_watches_and_a_pipe_by_the_period() {
    let sizes = |stride, sources: [Box<dyn Source>; 2]| {
        let mut run = Run::new(Scripted::default());
        run.player = Player::new(Scripted::default(), STREAM, Habits { stride, ..Habits::default() });
        for mut source in sources {
            run.player.play(source.as_mut(), &mut None, &mut run.watch).unwrap();
        }
        run.finish().unwrap();
        assert_eq!(run.written(), padded(&[ramp(53), ramp(53)].concat()));
        run.player.pcm.sizes
    };
    let [file, other, slow] = [source(&ramp(53)), source(&ramp(53)), pipe(&ramp(53))];
    // Between two sources only a part of a period waits.
    assert_eq!(sizes(Stride::Buffer, [file, slow]), [[32, 16].as_slice(), &[PERIOD; 8]].concat());
    assert_eq!(sizes(Stride::Period, [other, source(&ramp(53))]), [PERIOD; 14]);
}

#[test]
fn nothing_is_between_two_files() {
    let mut run = Run::new(Scripted::default());
    run.play(&ramp(3)).unwrap();
    run.play(&ramp(7)).unwrap();
    run.finish().unwrap();
    assert_eq!(run.written(), padded(&[ramp(3), ramp(7)].concat()));
}

#[test]
fn an_underrun_is_said_and_the_same_frames_are_written_again() {
    let acts = [Act::Take(5), Act::Fail(errno::EPIPE, State::Xrun)];
    let mut run = Run::new(Scripted::new(acts));
    run.play(&ramp(16)).unwrap();
    assert_eq!(run.written(), ramp(16));
    assert_eq!(run.watch.gaps_us, [1500]);
    assert!(run.calls().contains(&"prepare"));
}

#[test]
fn an_underrun_can_be_fatal() {
    let mut run = Run::new(Scripted::new([Act::Fail(errno::EPIPE, State::Xrun)]));
    run.habits.xrun_is_fatal = true;
    assert!(matches!(run.play(&ramp(16)), Err(Fault::FatalXrun(Direction::Playback))));
}

#[test]
fn a_device_that_only_stumbles_is_given_up() {
    let acts = [Act::Fail(errno::EPIPE, State::Xrun); 99];
    let mut run = Run::new(Scripted::new(acts));
    assert!(matches!(run.play(&ramp(16)), Err(Fault::Device(error)) if error.kind() == Kind::Xrun));
}

#[test]
fn a_sleep_is_woken_from() {
    let mut run = Run::new(Scripted::new([Act::Fail(errno::ESTRPIPE, State::Suspended)]));
    run.play(&ramp(8)).unwrap();
    assert_eq!(run.watch.wakes, [Wake::Trying, Wake::Resumed]);
    assert_eq!(run.written(), ramp(8));
}

#[test]
fn a_full_device_is_waited_for() {
    let mut run = Run::new(Scripted::new([Act::Fail(errno::EAGAIN, State::Running)]));
    run.play(&ramp(8)).unwrap();
    assert_eq!(run.calls(), ["wait"]);
    assert_eq!(run.written(), ramp(8));
}

#[test]
fn a_card_that_is_gone_ends_it() {
    let mut run = Run::new(Scripted::new([Act::Fail(errno::ENODEV, State::Disconnected)]));
    let error = run.play(&ramp(8)).unwrap_err();
    assert_eq!(error.to_string(), "write error: No such device");
}

#[test]
fn a_stop_drops_what_is_queued() {
    let mut run = Run::new(Scripted::default());
    run.watch.wishes.extend([Wish::Go, Wish::Go, Wish::Stop]);
    assert_eq!(run.play(&ramp(20)).unwrap(), Ended::Stopped);
    assert_eq!(run.written(), ramp(8));
    assert_eq!(run.calls().last(), Some(&"drop"));
}

#[test]
fn a_pause_holds_the_hardware_and_lets_it_go() {
    let mut run = Run::new(Scripted { state: Some(State::Running), ..Scripted::default() });
    run.watch.wishes.extend([Wish::Pause]);
    run.play(&ramp(8)).unwrap();
    assert_eq!(run.calls(), ["pause", "release"]);
    assert_eq!(run.written(), ramp(8));
}

#[test]
fn a_seek_counts_from_what_is_heard_and_drops_what_is_queued() {
    let mut run = Run::new(Scripted { delays: [5].into(), ..Scripted::default() });
    let slow = Spec { format: Format::U8, channels: 1, rate: 1 };
    let mut source = raw::open(Input::from_bytes(ramp(12)), slow);
    // A chunk and its write, then a second back: three of the eight were heard.
    run.watch.wishes.extend([Wish::Go, Wish::Go, Wish::Seek(-1)]);
    assert_eq!(run.player.play(&mut source, &mut None, &mut run.watch).unwrap(), Ended::Complete);
    assert_eq!(run.written(), [&ramp(8)[..], &ramp(10)[2..]].concat());
    assert_eq!(run.calls(), ["drop", "prepare"]);
}

#[test]
fn a_wish_during_a_write_is_not_lost() {
    let mut run = Run::new(Scripted::default());
    run.watch.wishes.extend([Wish::Go, Wish::Skip]);
    assert_eq!(run.play(&ramp(20)).unwrap(), Ended::Skipped);
    assert_eq!(run.written(), ramp(8));
    assert_eq!(run.calls(), ["drop", "prepare"]);
}

#[test]
fn silence_comes_first_and_the_file_goes_on_in_its_chunk() {
    let mut run = Run::new(Scripted::default());
    run.player.queue_silence(11, &mut run.watch).unwrap();
    run.play(&ramp(5)).unwrap();
    assert_eq!(run.written(), [&[0x80; 11][..], &ramp(5)].concat());
}

#[test]
fn hardware_is_stopped_when_the_last_real_frame_is_out() {
    let mut run = Run::new(Scripted { hardware: true, delays: [5].into(), ..Scripted::default() });
    run.play(&ramp(3)).unwrap();
    run.finish().unwrap();
    assert_eq!(run.calls(), ["silence behind", "start", "drop"]);
    assert_eq!(run.written()[..8], padded(&ramp(3)));
    assert!(run.written()[8..].iter().all(|sample| *sample == 0x80));
}

#[test]
fn a_device_that_moves_is_waited_for_and_one_that_stands_still_is_not() {
    let stream = Stream { rate: 8, buffer_frames: 16, ..STREAM };
    let mut patience = Patience::new(&stream);
    assert!((1..100).rev().all(|left| !patience.ends_before(left, 2_000_000)));
    assert!(!patience.ends_before(1, 2_000_000));
    assert!(patience.ends_before(1, 2_000_000));
}

#[test]
fn a_limit_cuts_a_file_to_the_frame() {
    let mut run = Run::new(Scripted::default());
    let mut limit = Some(10);
    let ended = run.player.play(source(&ramp(20)).as_mut(), &mut limit, &mut run.watch).unwrap();
    assert_eq!((ended, limit), (Ended::LimitReached, Some(0)));
    run.finish().unwrap();
    assert_eq!(run.written(), padded(&ramp(10)));
}

#[test]
fn impossible_positions_are_reported() {
    let mut run = Run::new(Scripted::default());
    run.habits.position_test = Some(PositionTest::new(8));
    run.play(&ramp(16)).unwrap();
    // Before and after each of two writes.
    assert_eq!(run.watch.suspicions, 4);
}
