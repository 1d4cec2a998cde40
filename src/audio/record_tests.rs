//! The recording loop on a PCM that stumbles by a script: every frame that came is in the sink, in order.

use super::*;
use crate::audio::listen::{Onset, Quiet};
use crate::audio::playback::Transport;
use crate::audio::source::Spec;
use crate::device::pcm::Status;
use crate::device::{Error, Format, Result};
use std::collections::VecDeque;
use std::io;

/// What a read does.
enum Act {
    Give(Vec<u8>),
    Fail(i32, State),
}

#[derive(Default)]
struct Scripted {
    acts: VecDeque<Act>,
    rest: Vec<u8>,
    state: Option<State>,
    calls: Vec<&'static str>,
}

impl Scripted {
    fn note(&mut self, call: &'static str, state: State) -> Result<()> {
        self.calls.push(call);
        self.state = Some(state);
        Ok(())
    }
}

impl Transport for Scripted {
    fn wait(&mut self, _milliseconds: i32) -> Result<bool> {
        self.calls.push("wait");
        Ok(true)
    }
    fn state(&self) -> State {
        self.state.unwrap_or(State::Running)
    }
    fn status(&self) -> Result<Status> {
        Ok(Status { state: self.state(), since_us: 2000, avail_frames: 16, dump: String::new() })
    }
    fn avail_delay(&self) -> Result<(i64, i64)> {
        Ok((self.rest.len() as i64, 0))
    }
    fn start(&mut self) -> Result<()> {
        self.note("start", State::Running)
    }
    fn prepare(&mut self) -> Result<()> {
        self.note("prepare", State::Running)
    }
    fn resume(&mut self) -> Result<()> {
        self.note("resume", State::Running)
    }
    fn pause(&mut self, hold: Hold) -> Result<()> {
        match hold {
            Hold::Still => self.note("pause", State::Paused),
            Hold::Release => self.note("release", State::Running),
        }
    }
    fn drop_queued(&mut self) -> Result<()> {
        self.note("drop", State::Setup)
    }
    fn set_blocking(&mut self, _blocking: Blocking) -> Result<()> {
        Ok(())
    }
}

impl Capture for Scripted {
    fn read(&mut self, frames: &mut [u8]) -> Result<u64> {
        let given = match self.acts.pop_front() {
            Some(Act::Fail(errno, state)) => {
                self.state = Some(state);
                return Err(Error::new("read error", errno));
            }
            Some(Act::Give(bytes)) => bytes,
            None => self.rest.drain(..self.rest.len().min(frames.len())).collect(),
        };
        frames[..given.len()].copy_from_slice(&given);
        Ok(given.len() as u64)
    }
}

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
/// The numbers of Linux, since this room does not name libc.
const EPIPE: i32 = 32;
const ENODEV: i32 = 19;

struct Run {
    recorder: Recorder<Scripted>,
    kept: Kept,
    watch: Watch,
    limit: Option<u64>,
}

impl Run {
    fn new(acts: impl IntoIterator<Item = Act>, ears: Ears) -> Run {
        let pcm = Scripted { acts: acts.into_iter().collect(), ..Scripted::default() };
        let recorder = Recorder::new(pcm, STREAM, Habits::default(), ears);
        Run { recorder, kept: Kept::default(), watch: Watch::default(), limit: None }
    }

    fn go(&mut self) -> std::result::Result<Ended, Fault> {
        self.recorder.record(&mut self.kept, &mut self.limit, &mut self.watch)
    }
}

fn give(frames: &[u8]) -> Act {
    Act::Give(frames.to_vec())
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
    let mut run = Run::new([give(b"abcd"), Act::Fail(EPIPE, State::Xrun), give(b"ef")], Ears::default());
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
    let mut run = Run::new([give(b"abcd"), Act::Fail(ENODEV, State::Disconnected)], Ears::default());
    assert_eq!(run.go().unwrap_err().to_string(), "read error: No such device");
    assert_eq!(run.kept.frames, b"abcd");
}

#[test]
fn a_recording_can_wait_for_sound_and_end_with_it() {
    let ears = Ears { onset: Onset::new(SPEC, -20.0), quiet: Quiet::new(SPEC, -20.0, 8) };
    let silence = [0u8; 4];
    let acts = [give(&silence), give(&[1; 4]), give(&[100; 4]), give(&silence), give(&silence), give(b"more")];
    let mut run = Run::new(acts, ears);
    assert_eq!(run.go().unwrap(), Ended::Silent);
    assert_eq!(run.kept.frames, [[1; 4], [100; 4], silence, silence].concat());
}

#[test]
fn a_limit_counts_what_is_kept() {
    let ears = Ears { onset: Onset::new(SPEC, -20.0), quiet: None };
    let mut run = Run::new([give(&[0; 4]), give(&[1; 4]), give(&[100; 4]), give(&[2; 4])], ears);
    run.limit = Some(7);
    assert_eq!(run.go().unwrap(), Ended::LimitReached);
    assert_eq!(run.kept.frames, [1, 1, 1, 1, 100, 100, 100]);
}
