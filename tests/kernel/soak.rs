//! A long sound under load: what aplay plays on the Loopback card arecord records, while every processor is busy and another
//! card comes and goes. Every frame is a number, and every one is checked.
//!
//! It takes ALSABOX_SOAK_S seconds, 20 if nobody says more; `tests/guest/soak` runs it for an hour.

use crate::call::{Call, wait_until};
use crate::cards::{Unplugged, wait_for_capture};
use crate::sound::Shape;
use rustix::process::Signal;
use std::io::{PipeReader, PipeWriter, Read, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Seconds of sound in the card's buffer: a loaded machine is late, but not that late.
const BUFFER_FRAMES: u64 = 262_144;
const PERIOD_FRAMES: u64 = 4096;
const RATE: u64 = 48_000;
/// Frames between two events of the other card.
const EVENT_FRAMES: u64 = RATE;
/// Threads that only compute, more than the guest has processors.
const LOAD_THREADS: usize = 3;

/// How often a machine may stand still before that is a failure.
const ATTEMPTS: u32 = 3;

fn frames_wanted() -> u64 {
    let seconds = std::env::var("ALSABOX_SOAK_S").ok();
    let seconds = seconds.map_or(20, |text| text.parse().expect("ALSABOX_SOAK_S is a number of seconds"));
    assert!(seconds > 0, "ALSABOX_SOAK_S is 0");
    seconds * RATE
}

fn on_loopback(call: Call, device: u32) -> Call {
    let device = format!("hw:Loopback,{device},0");
    let sizes = [format!("--buffer-size={BUFFER_FRAMES}"), format!("--period-size={PERIOD_FRAMES}")];
    call.args(&["-q", "-t", "raw", "-D", &device]).args(&Shape::STEREO.options()).args(&sizes)
}

/// Writes the frames 1, 2, 3, ... as fast as they are taken, until something goes wrong.
fn count(mut into: PipeWriter, frames: u64, heard: &Heard) {
    for first in (1..=frames).step_by(PERIOD_FRAMES as usize) {
        if heard.mistake().is_some() {
            break;
        }
        let numbers = first..(first + PERIOD_FRAMES).min(frames + 1);
        let piece: Vec<u8> = numbers.flat_map(|number| (number as u32).to_le_bytes()).collect();
        into.write_all(&piece).expect("aplay takes what it is given");
    }
}

/// What was heard so far: silence, then every number in its turn.
struct Heard {
    frames: AtomicU64,
    mistake: Mutex<Option<String>>,
}

impl Heard {
    fn listen(&self, mut from: PipeReader, wanted: u64) {
        let mut frame = [0; 4];
        let mut last = 0;
        let mut heard = std::io::BufReader::with_capacity(PERIOD_FRAMES as usize * 4, &mut from);
        while heard.read_exact(&mut frame).is_ok() {
            let number = u64::from(u32::from_le_bytes(frame));
            // Silence comes first, and last: however late aplay wakes up to stop the card.
            let is_outside = number == 0 && (last == 0 || last == wanted);
            if number == last + 1 {
                last = number;
                self.frames.store(last, Ordering::Relaxed);
            } else if !is_outside {
                let mut mistake = self.mistake.lock().expect("nobody panicked");
                mistake.get_or_insert_with(|| format!("frame {number} after frame {last}"));
                // Read on, so that the recorder is not stopped by a full pipe.
                last = number;
            }
        }
    }

    fn mistake(&self) -> Option<String> {
        self.mistake.lock().expect("nobody panicked").clone()
    }
}

/// Processors that have no rest while it lives.
struct Load(Arc<AtomicBool>);

impl Load {
    fn new() -> Load {
        let over = Arc::new(AtomicBool::new(false));
        for _ in 0..LOAD_THREADS {
            let over = Arc::clone(&over);
            thread::spawn(move || while !over.load(Ordering::Relaxed) {});
        }
        Load(over)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Pulls the other card's plug and puts it in again, a second each, until so many frames are heard; tells how often.
fn plug_in_and_out(heard: &Heard, wanted: u64) -> u32 {
    let now = || heard.frames.load(Ordering::Relaxed);
    let wait = |what: &str, frames: u64| {
        let goal = (now() + frames).min(wanted);
        wait_until(what, || now() >= goal || heard.mistake().is_some());
    };
    let mut times = 0;
    while now() < wanted && heard.mistake().is_none() {
        let plug = Unplugged::new();
        wait("sound goes on while a card is gone", EVENT_FRAMES);
        drop(plug);
        wait("sound goes on when a card has come", EVENT_FRAMES);
        times += 1;
    }
    times
}

/// What became of one long sound.
struct Outcome {
    frames: u64,
    mistake: Option<String>,
    complaints: Vec<String>,
    times: u32,
}

impl Outcome {
    /// Where the machine stood still for longer than the buffer lasts, the tools lose frames, but they say it.
    fn is_the_machines_fault(&self) -> bool {
        self.complaints.iter().any(|line| line.contains("underrun!!!") || line.contains("overrun!!!"))
    }
}

fn play_and_record(wanted: u64) -> Outcome {
    let heard = Arc::new(Heard { frames: AtomicU64::new(0), mistake: Mutex::new(None) });
    let (recorded, record) = std::io::pipe().expect("a pipe");
    let arecord = on_loopback(Call::arecord(), 1).stdout(record).start();
    let listener = thread::spawn({
        let heard = Arc::clone(&heard);
        move || heard.listen(recorded, wanted)
    });
    wait_for_capture("Loopback", "RUNNING");
    let load = Load::new();
    let (play, numbers) = std::io::pipe().expect("a pipe");
    let aplay = on_loopback(Call::aplay(), 0).stdin(play).start();
    let counter = thread::spawn({
        let heard = Arc::clone(&heard);
        move || count(numbers, wanted, &heard)
    });

    let times = plug_in_and_out(&heard, wanted);
    counter.join().expect("aplay takes every frame");
    let played = aplay.wait().succeeded();
    drop(load);
    arecord.signal(Signal::INT);
    let taken = arecord.wait();
    listener.join().expect("the recording was read");
    let complaints = [played.complaints(), taken.complaints()].concat().into_iter().map(str::to_owned).collect();
    Outcome { frames: heard.frames.load(Ordering::Relaxed), mistake: heard.mistake(), complaints, times }
}

#[test]
fn every_frame_of_a_long_sound_arrives_under_load_while_a_card_comes_and_goes() {
    let wanted = frames_wanted();
    for attempt in 1..=ATTEMPTS {
        let outcome = play_and_record(wanted);
        let Outcome { frames, mistake, complaints, times } = &outcome;
        if outcome.is_the_machines_fault() && attempt < ATTEMPTS {
            println!("the machine stood still after {frames} frames: {complaints:?}; once more");
            continue;
        }
        assert_eq!((mistake.as_deref(), complaints.len(), *frames), (None, 0, wanted), "{complaints:?}");
        assert!(*times > 0, "no card came or went");
        println!("{frames} frames checked, a card went and came {times} times");
        break;
    }
}
