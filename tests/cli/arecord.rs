//! arecord from outside: what is in the file, what it says and how it ends.
//!
//! Known input comes from alsa-lib's `file` PCM with an `infile`; the null device gives silence.

use crate::case::{Case, HUNG};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

/// Frames of two channels, each sample another.
fn frames(count: usize) -> Vec<u8> {
    (0..count * 2).flat_map(|sample| (sample as i16).wrapping_mul(7).to_le_bytes()).collect()
}

/// A recorder of known frames: 16 bits, stereo, 8000 Hz.
fn recorder(words: &[&str]) -> Case {
    Case::new("arecord")
        .args(["-D", "infile:in.raw", "-f", "S16_LE", "-c", "2", "-r", "8000"])
        .args(words)
        .file("in.raw", frames(40_000))
}

fn banner(kind: &str, name: &str) -> String {
    format!("Recording {kind} '{name}' : Signed 16 bit Little Endian, Rate 8000 Hz, Stereo\n")
}

/// The 44 bytes of a WAVE file of such frames, with these lengths told.
fn header(data_bytes: u32) -> Vec<u8> {
    let format = [&1u16.to_le_bytes()[..], &2u16.to_le_bytes(), &8000u32.to_le_bytes(), &32_000u32.to_le_bytes()];
    let sizes = [&4u16.to_le_bytes()[..], &16u16.to_le_bytes(), b"data", &data_bytes.to_le_bytes()];
    let start = [&b"RIFF"[..], &data_bytes.wrapping_add(36).to_le_bytes(), b"WAVEfmt ", &16u32.to_le_bytes()];
    [start.concat(), format.concat(), sizes.concat()].concat()
}

#[test]
fn a_file_is_header_and_frames() {
    let done = recorder(&["-s", "1001", "take.wav"]).stderr(banner("WAVE", "take.wav")).run();
    assert!(done.file("take.wav") == [header(4004), frames(1001)].concat());
}

#[test]
fn standard_output_is_the_file_when_none_is_named() {
    for words in [&["-d", "1"][..], &["-d", "1", "-"]] {
        let case = recorder(words);
        let output = case.command().stderr(Stdio::null()).output().unwrap();
        assert!(output.status.success());
        assert!(output.stdout == [header(32_000), frames(8000)].concat());
    }
}

#[test]
fn a_pipe_without_a_limit_is_told_to_be_endless_and_closes_quietly() {
    let case = Case::new("arecord").args(["-q", "-D", "null", "-f", "S16_LE", "-c2"]);
    let mut child = case.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut start = [0; 44];
    let mut pipe = child.stdout.take().unwrap();
    pipe.read_exact(&mut start).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(start[..], header(0x8000_0000));
    assert_eq!((output.status.signal(), output.stderr), (Some(13), vec![]));
}

#[test]
fn the_null_device_gives_silence() {
    let done = Case::new("arecord").args(["-q", "-D", "null", "-f", "cd", "-s", "5000", "-t", "raw", "z.raw"]).run();
    assert!(done.file("z.raw") == vec![0; 20_000]);
}

#[test]
fn each_channel_can_have_its_file() {
    let said = banner("raw data", "x.raw.0");
    let done = recorder(&["-I", "-s", "3000", "x.raw"]).stderr(said).run();
    let channel = |first: usize| -> Vec<u8> {
        frames(3000).chunks_exact(4).flat_map(|frame| [frame[first], frame[first + 1]]).collect()
    };
    assert!(done.file("x.raw.0") == channel(0));
    assert!(done.file("x.raw.1") == channel(2));
}

#[test]
fn files_that_roll_over_have_every_frame_once() {
    let words = ["-q", "-t", "raw", "--max-file-time", "1", "-s", "20000", "take.raw"];
    let done = recorder(&words).run();
    let whole = [done.file("take-01.raw"), done.file("take-02.raw"), done.file("take-03.raw")].concat();
    assert!(whole == frames(20_000));
}

#[test]
fn files_roll_over_by_size_and_a_foreign_file_is_left_alone() {
    let words = ["-q", "--max-file-size", "10044", "-s", "5000", "take.wav"];
    let done = recorder(&words).file("take-02.wav", "mine").run();
    assert_eq!(done.file("take-02.wav"), b"mine");
    let data = |name: &str| done.file(name)[44..].to_vec();
    assert!([data("take-01.wav"), data("take-03.wav")].concat() == frames(5000));
}

#[test]
fn names_can_be_patterns_with_folders() {
    let words = ["-q", "-t", "raw", "--use-strftime", "--max-file-time", "1", "-s", "12000", "day/%%/%v.raw"];
    let done = recorder(&words).run();
    assert!([done.file("day/%/01.raw"), done.file("day/%/02.raw")].concat() == frames(12_000));
}

#[test]
fn a_command_is_told_of_each_finished_file() {
    let words = ["-q", "-t", "raw", "--max-file-time", "1", "--use-part", "-s", "12000"];
    let done = recorder(&words).args(["--exec", "test -f \"$1\" && echo \"$1\" >>log", "a b.raw"]).run();
    let log = String::from_utf8(done.file("log")).unwrap();
    let mut names: Vec<&str> = log.lines().collect();
    names.sort_unstable();
    assert_eq!(names, ["a b-01.raw", "a b-02.raw"]);
}

#[test]
fn a_command_that_fails_is_a_failure() {
    let said = "arecord: x.wav: the command for it failed: exit status: 3\n";
    recorder(&["-q", "-s", "10", "--exec", "exit 3", "x.wav"]).stderr(said).exit(1).run();
}

#[test]
fn a_ring_changes_nothing_but_the_thread() {
    let done = recorder(&["-q", "-t", "raw", "--ring", "1", "-s", "20000", "take.raw"]).run();
    assert!(done.file("take.raw") == frames(20_000));
}

/// The reader takes nothing, so the pipe is full, then the ring, and then the recorder stands.
#[test]
fn a_reader_that_takes_nothing_is_given_up_at_the_first_interrupt() {
    for ring in [&[][..], &["--ring", "1"]] {
        let case = Case::new("arecord").args(["-D", "null", "-f", "cd", "-t", "raw"]).args(ring);
        let mut child = case.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The last page of each write may stay half empty.
        let full = rustix::pipe::fcntl_getpipe_size(child.stdout.as_ref().unwrap()).unwrap() as u64 - 4096;
        while rustix::io::ioctl_fionread(child.stdout.as_ref().unwrap()).unwrap() < full {
            assert_eq!(child.try_wait().unwrap(), None);
            std::thread::yield_now();
        }
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        let limit = Timespec { tv_sec: HUNG.as_secs() as i64, tv_nsec: 0 };
        let pidfd = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty()).unwrap();
        let mut ends = [PollFd::new(&pidfd, PollFlags::IN)];
        if poll(&mut ends, Some(&limit)).unwrap() == 0 {
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{ring:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn recording_starts_with_the_first_sound_and_ends_with_silence() {
    let mut sound = vec![0; 40_000];
    sound.extend(frames(4000));
    sound.resize(400_000, 0);
    let words = ["-q", "-t", "raw", "--start-on", "-40", "--stop-after-silence", "1", "take.raw"];
    let done = recorder(&words).file("in.raw", sound.clone()).run();
    let take = done.file("take.raw");
    let first = sound.windows(take.len()).step_by(4).position(|window| window == take);
    let first = first.expect("a piece of the sound") * 4;
    assert!((36_000..=40_000).contains(&first), "it begins at {first}");
    assert!(first + take.len() > 40_000 + 16_000 + 32_000 - 8000, "{} bytes", take.len());
}

#[test]
fn levels_are_told_and_nothing_is_recorded() {
    let loud: Vec<u8> = [i16::MIN.to_le_bytes(), 0i16.to_le_bytes()].concat().repeat(20_000);
    let text = "1: peak    0.0 RMS    0.0 dBFS  2: peak   -inf RMS   -inf dBFS\n";
    recorder(&["-q", "--level", "-d", "2"]).file("in.raw", &loud).stdout(text.repeat(2)).run();
}

#[cfg(feature = "json")]
#[test]
fn levels_are_told_in_json() {
    let loud: Vec<u8> = [i16::MIN.to_le_bytes(), 0i16.to_le_bytes()].concat().repeat(20_000);
    let json = "{\"channels\":[{\"peak_dbfs\":0.0,\"rms_dbfs\":0.0},{\"peak_dbfs\":null,\"rms_dbfs\":null}]}\n";
    recorder(&["-q", "--level", "--json", "-d", "1"]).file("in.raw", &loud).stdout(json).run();
}

#[test]
fn a_header_is_mended_in_place() {
    let broken = [header(0), frames(500)].concat();
    let done = recorder(&["--repair", "old.wav"]).file("old.wav", broken).stdout_has("old.wav").run();
    assert!(done.file("old.wav") == [header(2000), frames(500)].concat());
}

#[test]
fn what_is_no_sound_is_not_mended() {
    let done = recorder(&["--repair", "a.txt"]).file("a.txt", "text").stderr_has("arecord: a.txt: ").exit(1).run();
    assert_eq!(done.file("a.txt"), b"text");
}

#[test]
fn what_a_type_cannot_hold_is_refused_and_leaves_no_file() {
    let said = "Recording VOC 'x.voc' : Signed 32 bit Little Endian, Rate 8000 Hz, Mono\n\
                arecord: VOC doesn't support S32_LE format...\n";
    let case = Case::new("arecord").args(["-D", "null", "-t", "voc", "-f", "S32_LE", "-s", "10", "x.voc"]);
    let done = case.stderr(said).exit(1).run();
    assert!(!done.path("x.voc").exists());
}

#[test]
fn a_folder_that_is_not_there_is_said_as_ever() {
    let said = format!("{}no/x.wav: No such file or directory\n", banner("WAVE", "no/x.wav"));
    recorder(&["no/x.wav"]).stderr(said).exit(1).run();
}

#[test]
fn an_interrupt_finishes_the_file() {
    let case = Case::new("arecord").args(["-D", "null", "-f", "cd", "x.wav"]);
    let mut child = case.command().stderr(Stdio::piped()).spawn().unwrap();
    let mut said = [0; 20];
    child.stderr.as_mut().unwrap().read_exact(&mut said).unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).ends_with("Aborted by signal Interrupt...\n"));
    let file = std::fs::read(case.dir().join("x.wav")).unwrap();
    let told = u32::from_le_bytes(file[40..44].try_into().unwrap()) as usize;
    assert_eq!(told, file.len() - 44);
}
