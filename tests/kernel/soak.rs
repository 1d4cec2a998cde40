//! A long sound under load: what aplay plays on the Loopback card arecord records, while every processor is busy and another
//! card comes and goes. Every frame is a number, and every one is checked.
//!
//! It takes ALSABOX_SOAK_S seconds, 20 if nobody says more; `tests/guest/soak` runs it for an hour.

use crate::call::{Call, Running, wait_until};
use crate::cards::{Unplugged, playback_state, wait_for_capture};
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

/// Writes the frames 1, 2, 3, ... as fast as they are taken.
fn count(mut into: PipeWriter, frames: u64) {
    for first in (1..=frames).step_by(PERIOD_FRAMES as usize) {
        let numbers = first..(first + PERIOD_FRAMES).min(frames + 1);
        let piece: Vec<u8> = numbers.flat_map(|number| (number as u32).to_le_bytes()).collect();
        into.write_all(&piece).expect("aplay takes what it is given");
    }
}

/// What was heard so far: silence, then every number in its turn, then silence.
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
            let is_silence = number == 0 && (last == 0 || last == wanted);
            if number == last + 1 {
                last = number;
                self.frames.store(last, Ordering::Relaxed);
            } else if !is_silence {
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

fn stopped(tool: Running) -> Vec<String> {
    tool.signal(Signal::INT);
    tool.wait().complaints().into_iter().map(str::to_owned).collect()
}

#[test]
fn every_frame_of_a_long_sound_arrives_under_load_while_a_card_comes_and_goes() {
    let wanted = frames_wanted();
    let heard = Arc::new(Heard { frames: AtomicU64::new(0), mistake: Mutex::new(None) });
    let (recorded, record) = std::io::pipe().expect("a pipe");
    let arecord = on_loopback(Call::arecord(), 1).stdout(record).start();
    let listener = thread::spawn({
        let heard = Arc::clone(&heard);
        move || heard.listen(recorded, wanted)
    });
    wait_for_capture("Loopback", "RUNNING");
    let _load = Load::new();
    let (play, numbers) = std::io::pipe().expect("a pipe");
    let aplay = on_loopback(Call::aplay(), 0).stdin(play).start();
    let counter = thread::spawn(move || count(numbers, wanted));

    let times = plug_in_and_out(&heard, wanted);
    if let Some(mistake) = heard.mistake() {
        let stream = playback_state("Loopback");
        panic!("{mistake}; the stream is {stream}, aplay said {:?}, arecord {:?}", stopped(aplay), stopped(arecord));
    }
    assert!(times > 0, "no card came or went");
    counter.join().expect("all frames were written");
    assert_eq!(aplay.wait().succeeded().complaints(), Vec::<&str>::new(), "the player was too slow");
    assert_eq!(stopped(arecord), Vec::<String>::new(), "the recorder was too slow");
    listener.join().expect("the recording was read");
    assert_eq!((heard.mistake(), heard.frames.load(Ordering::Relaxed)), (None, wanted));
    println!("{wanted} frames checked, a card went and came {times} times");
}
