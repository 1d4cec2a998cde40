//! The recording loop on a PCM that stumbles by a script: every frame that came is in the sink, in order.

use super::*;
use crate::audio::listen::{Onset, Quiet};
use crate::audio::scripted::{Act, Scripted, errno};
use crate::audio::source::Spec;
use crate::device::Format;
use crate::device::pcm::Status;
use std::collections::VecDeque;
use std::io;

#[derive(Default)]
struct Kept {
    frames: Vec<u8>,
    writes: Vec<usize>,
    batch_frames: u64,
}

impl Sink for Kept {
    fn batch_frames(&self) -> u64 {
        self.batch_frames
    }
    fn write(&mut self, frames: &[u8]) -> io::Result<()> {
        self.frames.extend_from_slice(frames);
        self.writes.push(frames.len());
        Ok(())
    }
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Default)]
struct Watch {
    wishes: VecDeque<Wish>,
    xruns: u32,
}

impl Monitor for Watch {
    fn wish(&mut self) -> Wish {
        self.wishes.pop_front().unwrap_or(Wish::Go)
    }
    fn xrun(&mut self, _status: &Status) {
        self.xruns += 1;
    }
}

const SPEC: Spec = Spec { format: Format::S8, channels: 1, rate: 8000 };
const STREAM: Stream = Stream {
    format: Format::S8,
    rate: 8000,
    frame_bytes: 1,
    period_frames: 4,
    buffer_frames: 16,
    can_pause: true,
    blocking: Blocking::Wait,
};
struct Run {
    recorder: Recorder<Scripted>,
    kept: Kept,
    watch: Watch,
    limit: Option<u64>,
}

impl Run {
    fn new(acts: impl IntoIterator<Item = Act>, ears: Ears) -> Run {
        let pcm = Scripted { state: Some(State::Running), ..Scripted::new(acts) };
        let recorder = Recorder::new(pcm, STREAM, Habits::default(), ears);
        Run { recorder, kept: Kept::default(), watch: Watch::default(), limit: None }
    }

    fn go(&mut self) -> std::result::Result<Ended, Fault> {
        self.recorder.record(&mut self.kept, &mut self.limit, &mut self.watch)
    }
}

fn give(frames: &'static [u8]) -> Act {
    Act::Give(frames)
}

#[test]
fn a_limit_is_exact_to_the_frame() {
    let mut run = Run::new([give(b"abcd"), give(b"ef")], Ears::default());
    run.limit = Some(6);
    assert_eq!(run.go().unwrap(), Ended::LimitReached);
    assert_eq!(run.kept.frames, b"abcdef");
}

#[test]
fn a_sink_gets_as_much_at_once_as_it_likes() {
    let mut run = Run::new([give(b"abcd"), give(b"efgh"), give(b"i")], Ears::default());
    run.kept.batch_frames = 6;
    run.limit = Some(9);
    assert_eq!(run.go().unwrap(), Ended::LimitReached);
    assert_eq!((run.kept.frames.as_slice(), run.kept.writes.as_slice()), (&b"abcdefghi"[..], &[8, 1][..]));
}

#[test]
fn an_overrun_is_said_and_recording_goes_on() {
    let mut run = Run::new([give(b"abcd"), Act::Fail(errno::EPIPE, State::Xrun), give(b"ef")], Ears::default());
    run.limit = Some(6);
    assert_eq!(run.go().unwrap(), Ended::LimitReached);
    assert_eq!((run.kept.frames.as_slice(), run.watch.xruns), (&b"abcdef"[..], 1));
}

#[test]
fn what_the_device_still_holds_at_the_end_is_kept() {
    let mut run = Run::new([give(b"abcd")], Ears::default());
    run.recorder.pcm.rest = b"efghij".to_vec();
    run.watch.wishes.extend([Wish::Go, Wish::Stop]);
    assert_eq!(run.go().unwrap(), Ended::Stopped);
    assert_eq!(run.kept.frames, b"abcdefghij");
    assert_eq!(run.recorder.pcm.calls, ["drop"]);
}

#[test]
fn a_card_that_is_gone_leaves_what_came_before() {
    let mut run = Run::new([give(b"abcd"), Act::Fail(errno::ENODEV, State::Disconnected)], Ears::default());
    assert_eq!(run.go().unwrap_err().to_string(), "read error: No such device");
    assert_eq!(run.kept.frames, b"abcd");
}

#[test]
fn a_recording_can_wait_for_sound_and_end_with_it() {
    let ears = Ears { onset: Onset::new(SPEC, -20.0), quiet: Quiet::new(SPEC, -20.0, 8) };
    const SILENCE: [u8; 4] = [0; 4];
    let acts = [give(&SILENCE), give(&[1; 4]), give(&[100; 4]), give(&SILENCE), give(&SILENCE), give(b"more")];
    let mut run = Run::new(acts, ears);
    assert_eq!(run.go().unwrap(), Ended::Silent);
    assert_eq!(run.kept.frames, [[1; 4], [100; 4], SILENCE, SILENCE].concat());
}

#[test]
fn a_limit_counts_what_is_kept() {
    let ears = Ears { onset: Onset::new(SPEC, -20.0), quiet: None };
    let mut run = Run::new([give(&[0; 4]), give(&[1; 4]), give(&[100; 4]), give(&[2; 4])], ears);
    run.limit = Some(7);
    assert_eq!(run.go().unwrap(), Ended::LimitReached);
    assert_eq!(run.kept.frames, [1, 1, 1, 1, 100, 100, 100]);
}
