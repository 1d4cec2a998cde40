//! The tools where `default` is a sound server, as on users' desktops: PulseAudio and PipeWire, each with a sink that
//! needs no card and with alsa-lib's plug-in as Debian sets it up.
//!
//! What is expected of ours is what Debian's tools do beside it. The servers are fetched, not installed, live in a
//! folder of the test, and end with it.

// A failing step of a test is the test's failure.
#![allow(clippy::unwrap_used)]

mod desktop;
#[path = "../terminal/pty.rs"]
mod pty;
#[path = "../terminal/screen.rs"]
mod screen;

use desktop::{Desktop, wait_until};
use rustix::process::{Pid, Signal, kill_process};
use screen::Screen;
use std::fs;
use std::io::Write;
use std::process::{Child, Output, Stdio};

/// A server needs a moment before it plays what it gets.
const SILENT_FRAMES: usize = 24_000;
const RAMP_FRAMES: usize = 32_000;
const FRAME_BYTES: usize = 4;

/// Frames that count, so that one that is lost or doubled is seen.
fn ramp() -> Vec<u8> {
    let frame = |frame: usize| {
        let sample = (frame + 1) as i16;
        [sample.to_le_bytes(), (-sample).to_le_bytes()].concat()
    };
    (0..RAMP_FRAMES).flat_map(frame).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A program that does not outlive the test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[track_caller]
fn assert_succeeded(output: &Output) {
    assert!(output.status.success(), "{output:?}");
}

/// Whose tools play and record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours,
    Debians,
}

fn played_is_recorded(desktop: &Desktop, player: Whose, recorder: Whose) {
    let path = desktop.path("recorded.raw");
    let _ = fs::remove_file(&path);
    let tool = |whose, name| if whose == Whose::Ours { desktop.ours(name) } else { desktop.debians(name) };
    let sound = [vec![0; SILENT_FRAMES * FRAME_BYTES], ramp()].concat();
    fs::write(desktop.path("played.raw"), sound).unwrap();
    let recording = tool(recorder, "arecord").args(["-q", "-f", "dat", "-t", "raw", "recorded.raw"]).spawn().unwrap();
    let mut recording = Killed(recording);
    let recorded = || fs::read(&path).unwrap_or_default();
    wait_until("the recording has begun", || !recorded().is_empty());
    assert_succeeded(&tool(player, "aplay").args(["-q", "-f", "dat", "-t", "raw", "played.raw"]).output().unwrap());
    let ramp = ramp();
    let last = &ramp[ramp.len() - FRAME_BYTES..];
    wait_until("the last frame is recorded", || recorded().chunks_exact(FRAME_BYTES).any(|frame| frame == last));
    kill_process(Pid::from_child(&recording.0), Signal::INT).unwrap();
    recording.0.wait().unwrap();
    let recorded = recorded();
    let first = recorded.chunks_exact(FRAME_BYTES).position(|frame| frame != [0; FRAME_BYTES]).unwrap();
    let heard = &recorded[first * FRAME_BYTES..][..ramp.len()];
    let differs = heard.chunks(FRAME_BYTES).zip(ramp.chunks(FRAME_BYTES)).position(|(heard, played)| heard != played);
    assert_eq!(differs, None, "{player:?} plays, {recorder:?} records: the first frame that differs");
}

fn every_pair_of_tools(desktop: &Desktop) {
    played_is_recorded(desktop, Whose::Ours, Whose::Ours);
    played_is_recorded(desktop, Whose::Ours, Whose::Debians);
    played_is_recorded(desktop, Whose::Debians, Whose::Ours);
}

#[track_caller]
fn same_text(desktop: &Desktop, tool: &str, words: &[&str]) -> String {
    let ours = desktop.ours(tool).args(words).output().unwrap();
    let debians = desktop.debians(tool).args(words).output().unwrap();
    assert_eq!(text(&ours.stdout), text(&debians.stdout), "{tool} {words:?}");
    assert_eq!(ours.status.code(), debians.status.code(), "{tool} {words:?}: {}", text(&ours.stderr));
    text(&ours.stdout)
}

fn mixers_agree(desktop: &Desktop) {
    for words in
        [&[][..], &["scontrols"], &["contents"], &["controls"], &["sget", "Master"], &["sget", "Nothing"], &["info"]]
    {
        same_text(desktop, "amixer", words);
    }
    for (wish, shown) in
        [("40%", "[40%] [on]"), ("mute", "[40%] [off]"), ("unmute", "[40%] [on]"), ("10%+", "[50%] [on]")]
    {
        assert_succeeded(&desktop.ours("amixer").args(["-q", "sset", "Master", wish]).output().unwrap());
        // The server's other clients hear of it when it is done.
        wait_until(&format!("after {wish} it is {shown}"), || {
            text(&desktop.debians("amixer").args(["sget", "Master"]).output().unwrap().stdout).contains(shown)
        });
        assert!(same_text(desktop, "amixer", &["sget", "Master"]).contains(shown));
    }
}

/// The set-up that -v tells, and formats and rates that the server converts.
fn setups_are_debians(desktop: &Desktop) {
    fs::write(desktop.path("silence"), vec![0; 4800]).unwrap();
    for words in [&["-fdat"][..], &["-fcd"], &["-fU8", "-c1", "-r8000"], &["-fS32_LE", "-c6", "-r96000"]] {
        let run = |whose: Whose| {
            let mut tool = if whose == Whose::Ours { desktop.ours("aplay") } else { desktop.debians("aplay") };
            let output = tool.args(["-v", "-t", "raw", "silence"]).args(words).output().unwrap();
            assert_succeeded(&output);
            text(&output.stderr)
        };
        let (ours, debians) = (run(Whose::Ours), run(Whose::Debians));
        assert!(ours.contains("Its setup is:"), "{ours}");
        assert_eq!(ours, debians, "{words:?}");
    }
}

/// The small tools say what is there, in the server's own name.
fn server_is_named(desktop: &Desktop, name: &str) {
    let shown = desktop.ours("default").output().unwrap();
    assert!(text(&shown.stdout).contains(name), "{shown:?}");
    let vol = desktop.ours("vol").output().unwrap();
    assert!(text(&[vol.stdout, vol.stderr].concat()).contains(name));
    let tested = desktop.ours("speaker-test").args(["-c", "2", "-t", "wav", "-l", "1"]).output().unwrap();
    assert_succeeded(&tested);
    assert!(text(&tested.stdout).contains(" 0 - Front Left\n 1 - Front Right\nTime per period"), "{tested:?}");
    let caps = desktop.ours("caps").arg("playback").output().unwrap();
    assert_succeeded(&caps);
    assert!(text(&caps.stdout).contains("S16_LE"), "{caps:?}");
}

/// The server's two elements, changed by keys and heard of when others change them.
fn screen_follows(desktop: &Desktop, card: &str) {
    let set =
        |wish| assert_succeeded(&desktop.debians("amixer").args(["-q", "sset", "Master", wish]).output().unwrap());
    let is = |shown: &str| {
        text(&desktop.debians("amixer").args(["sget", "Master"]).output().unwrap().stdout).contains(shown)
    };
    set("50%");
    let screen = Screen::start(desktop.on_a_terminal("alsamixer"), (80, 24));
    screen.wait_for_text("Item: Master");
    screen.wait_for_text("50<>50");
    assert!(screen.text().contains(card), "{}", screen.text());
    screen.press("9");
    wait_until("90 % has reached the server", || is("[90%] [on]"));
    screen.press("m");
    wait_until("the mute has reached the server", || is("[90%] [off]"));
    // Not a level: of two channels in a row PipeWire's plug-in tells one, Debian's alsamixer too.
    screen.wait_for_text("MM");
    set("unmute");
    screen.wait_for_text("OO");
    screen.press("\x1b");
    assert_eq!(screen.end(), Some(0));
}

/// `default` opens, so that nothing is wrong but what the machine itself lacks; no stream holds a card.
fn doctor_finds_the_server_well(desktop: &Desktop) {
    for topic in ["playback", "capture"] {
        let doctor = desktop.ours("doctor").arg(topic).output().unwrap();
        let said = text(&doctor.stdout);
        assert!(said.contains("ok    the sound server of default runs"), "{doctor:?}");
        assert!(said.contains("ok    default opens"), "{doctor:?}");
    }
    let who = desktop.ours("alsabox-who").output().unwrap();
    assert_eq!((who.status.code(), text(&who.stdout).as_str()), (Some(1), ""), "{who:?}");
}

#[test]
fn pulseaudio_as_default() {
    let desktop = Desktop::pulseaudio();
    every_pair_of_tools(&desktop);
    mixers_agree(&desktop);
    setups_are_debians(&desktop);
    server_is_named(&desktop, "PulseAudio");
    doctor_finds_the_server_well(&desktop);
    screen_follows(&desktop, "PulseAudio");
}

#[test]
fn pipewire_as_default() {
    let desktop = Desktop::pipewire();
    every_pair_of_tools(&desktop);
    mixers_agree(&desktop);
    setups_are_debians(&desktop);
    server_is_named(&desktop, "PipeWire");
    doctor_finds_the_server_well(&desktop);
    screen_follows(&desktop, "PipeWire");
}

/// Nobody links the stream to a sink, so that it waits for ever: a signal must still end it.
#[test]
fn a_signal_ends_what_waits_for_a_server() {
    let desktop = Desktop::pipewire_that_links_nothing();
    for (tool, words, stream, code) in [
        ("aplay", ["-fdat", "/dev/zero"], "ALSA Playback", 0),
        ("arecord", ["-fdat", "nothing.wav"], "ALSA Capture", 1),
    ] {
        let mut waiting = Killed(desktop.ours(tool).args(words).stderr(Stdio::null()).spawn().unwrap());
        desktop.wait_for_stream(stream);
        kill_process(Pid::from_child(&waiting.0), Signal::TERM).unwrap();
        wait_until(&format!("{tool} has ended"), || waiting.0.try_wait().unwrap().is_some());
        assert_eq!(waiting.0.wait().unwrap().code(), Some(code), "{tool}");
    }
}

/// A server that dies ends the sound with an error; Debian's aplay goes on for ever.
#[test]
fn a_server_that_dies_is_an_error() {
    for desktop in [Desktop::pulseaudio(), Desktop::pipewire()] {
        let mut playing = desktop.ours("aplay");
        playing.args(["-fdat", "-q"]).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut playing = Killed(playing.spawn().unwrap());
        // More than the pipe and the tool hold, so that some of it has been played.
        let mut stdin = playing.0.stdin.take().unwrap();
        stdin.write_all(&vec![0; 48_000 * FRAME_BYTES]).unwrap();
        let _gone = desktop.without_servers();
        // It meets the loss when it writes.
        let _ = std::iter::repeat(()).try_for_each(|()| stdin.write_all(&[0; 4800]));
        wait_until("aplay has ended", || playing.0.try_wait().unwrap().is_some());
        assert_eq!(playing.0.wait().unwrap().code(), Some(1));
    }
}

fn doctor_misses_the_server(desktop: &Desktop) {
    let doctor = desktop.ours("doctor").arg("playback").output().unwrap();
    assert_eq!(doctor.status.code(), Some(2), "{doctor:?}");
    // Tests beside this one may have servers of their own.
    let said = text(&doctor.stdout);
    assert!(said.contains("which does not run\n") || said.contains("FAIL  default does not open\n"), "{said}");
}

#[test]
fn a_server_that_is_not_there_is_an_error_as_debians() {
    for desktop in [Desktop::pulseaudio(), Desktop::pipewire()] {
        let desktop = desktop.without_servers();
        for (tool, words) in
            [("aplay", &["-q", "-fdat", "/dev/zero"][..]), ("arecord", &["-q", "-fdat", "no.wav"]), ("amixer", &[])]
        {
            let ours = desktop.ours(tool).args(words).output().unwrap();
            let debians = desktop.debians(tool).args(words).output().unwrap();
            assert_eq!((ours.status.code(), debians.status.code()), (Some(1), Some(1)), "{tool} {ours:?} {debians:?}");
            assert!(text(&ours.stderr).lines().any(|line| line.starts_with(tool)), "{ours:?}");
        }
        doctor_misses_the_server(&desktop);
    }
}
