//! The guest's six cards, and what can be done to them from outside: record, stop their clock, pull their plug.

use crate::call::{Call, Running, wait_until};
use crate::sound::Shape;
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};

/// The cards that play, by their id.
pub(crate) const PLAYING: [&str; 5] = ["Dummy", "Loopback", "Intel", "I82801AAICH", "Audio"];

/// What the kernel says of the first playback stream of a card: `RUNNING`, `XRUN`, `closed`.
pub(crate) fn playback_state(card: &str) -> String {
    stream_status(&playback_of(card), "state")
}

#[track_caller]
pub(crate) fn wait_for_playback(card: &str, state: &str) {
    wait_until(&format!("playback on {card} is {state}"), || playback_state(card) == state);
}

/// Waits until the card's recording stream is in this state; `Loopback` records on its second device.
#[track_caller]
pub(crate) fn wait_for_capture(card: &str, state: &str) {
    let path = format!("/proc/asound/{card}/pcm{}c/sub0/status", u8::from(card == "Loopback"));
    wait_until(&format!("capture on {card} is {state}"), || stream_status(&path, "state") == state);
}

/// Waits until so many frames are in the hands of the card: from here on only the end is waited for.
#[track_caller]
pub(crate) fn wait_for_written(card: &str, frames: u64) {
    let written = || stream_status(&playback_of(card), "appl_ptr").parse().unwrap_or(0);
    wait_until(&format!("{frames} frames are written to {card}"), || written() >= frames);
}

fn playback_of(card: &str) -> String {
    format!("/proc/asound/{card}/pcm0p/sub0/status")
}

/// The value of a line of a stream's status; of a closed stream, its only word.
fn stream_status(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let value = text.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim() == name);
    value.map_or(text.trim(), |(_, value)| value.trim()).to_owned()
}

/// A recording by Debian's arecord of what is played on hw:Loopback,0,0.
pub(crate) struct Recording {
    arecord: Running,
    shape: Shape,
}

/// Frames between two wake-ups of the recorder.
const PERIOD_FRAMES: usize = 480;

impl Recording {
    /// Starts to record; on return the recorder hears what is played.
    pub(crate) fn start(shape: &Shape) -> Recording {
        const CARD_BUFFER_BYTES: usize = 2 << 20;
        let buffer_frames = (CARD_BUFFER_BYTES / shape.frame_bytes()).min(65536);
        let arecord = Call::debian("arecord")
            .args(&["-q", "-D", "hw:Loopback,1,0", "-t", "raw"])
            .args(&shape.options())
            .arg(format!("--period-size={PERIOD_FRAMES}"))
            .arg(format!("--buffer-size={buffer_frames}"))
            .start();
        wait_for_capture("Loopback", "RUNNING");
        Recording { arecord, shape: shape.clone() }
    }

    /// The frames recorded so far: a clock that runs with the sound, not with the machine.
    pub(crate) fn frames(&self) -> usize {
        self.arecord.stdout_len() / self.shape.frame_bytes()
    }

    /// What was heard since the start.
    pub(crate) fn finish(self) -> Heard {
        // What is played now is in the card's buffer; it has come out two periods later.
        self.arecord.wait_for_stdout((self.frames() + 2 * PERIOD_FRAMES) * self.shape.frame_bytes());
        self.arecord.signal(Signal::INT);
        let outcome = self.arecord.wait();
        assert_eq!(outcome.complaints(), Vec::<&str>::new(), "the recorder was too slow");
        Heard::within(&outcome.stdout, self.shape.frame_bytes())
    }
}

/// What a recording holds between the silence before and the silence after.
pub(crate) struct Heard {
    pub(crate) bytes: Vec<u8>,
    /// How much silence came before.
    pub(crate) silent_frames: usize,
}

impl Heard {
    /// The 16-bit stereo frames that are not silent.
    pub(crate) fn sounding_frames(&self) -> Vec<[u8; 4]> {
        let frames = self.bytes.chunks_exact(4).map(|frame| [frame[0], frame[1], frame[2], frame[3]]);
        frames.filter(|frame| *frame != [0; 4]).collect()
    }

    fn within(recorded: &[u8], frame_bytes: usize) -> Heard {
        let frames = recorded.chunks_exact(frame_bytes);
        let sounds = |frame: &[u8]| frame.iter().any(|&byte| byte != 0);
        let first = frames.clone().position(sounds).unwrap_or(0);
        let end = frames.len() - frames.rev().position(sounds).unwrap_or(0);
        let bytes = recorded.get(first * frame_bytes..end * frame_bytes).unwrap_or_default();
        Heard { bytes: bytes.to_vec(), silent_frames: first }
    }
}

/// While it lives, the Loopback card has no clock: what is written is never played.
pub(crate) struct StoppedClock;

const TIMER_SOURCE: &str = "/proc/asound/Loopback/timer_source";

impl StoppedClock {
    pub(crate) fn new() -> StoppedClock {
        // The clock of a stream that nobody plays on.
        fs::write(TIMER_SOURCE, "hw:I82801AAICH,0,0\n").expect("the Loopback card has a timer source");
        StoppedClock
    }
}

impl Drop for StoppedClock {
    fn drop(&mut self) {
        fs::write(TIMER_SOURCE, "\n").expect("the Loopback card has a timer source");
    }
}

/// While it lives, the USB card is pulled out.
pub(crate) struct Unplugged;

const USB_PLUG: &str = "/sys/bus/usb/devices/1-1/authorized";

impl Unplugged {
    pub(crate) fn new() -> Unplugged {
        fs::write(USB_PLUG, "0").expect("the USB card is plugged in");
        Unplugged
    }
}

impl Drop for Unplugged {
    fn drop(&mut self) {
        fs::write(USB_PLUG, "1").expect("the USB port is there");
        wait_until("the USB card is back", || {
            Path::new("/proc/asound/Audio").exists() && Path::new("/dev/snd/pcmC5D0p").exists()
        });
    }
}

/// While it lives, the Dummy card is gone, as if it had a plug: it records silence while it is there.
pub(crate) struct Unbound;

const DUMMY_DRIVER: &str = "/sys/bus/platform/drivers/snd_dummy";
const DUMMY_DEVICE: &str = "snd_dummy.0";

impl Unbound {
    pub(crate) fn new() -> Unbound {
        fs::write(format!("{DUMMY_DRIVER}/unbind"), DUMMY_DEVICE).expect("the Dummy card is there");
        Unbound
    }
}

impl Drop for Unbound {
    fn drop(&mut self) {
        fs::write(format!("{DUMMY_DRIVER}/bind"), DUMMY_DEVICE).expect("the Dummy card can come back");
        wait_until("the Dummy card is back", || Path::new("/dev/snd/pcmC0D0c").exists());
    }
}

/// Sets the mixer of a card so that what is played is heard.
pub(crate) fn open_mixer(card: &str) {
    let controls: &[&str] = match card {
        "Intel" => &["Master"],
        "I82801AAICH" => &["Master", "PCM"],
        "Audio" => &["Audio Output Volume Control"],
        _ => panic!("{card} has no mixer to open"),
    };
    for control in controls {
        let amixer = Call::debian("amixer").args(&["-q", "-c", card, "sset", control, "100%", "unmute"]);
        amixer.run().succeeded();
    }
}

/// Where QEMU writes what an emulated card is given.
pub(crate) fn qemu_wav(card: &str) -> PathBuf {
    Path::new("/share/audio").join(format!("{card}.wav"))
}
