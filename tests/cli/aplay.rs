//! aplay from outside: what it plays, what it says and how it ends.
//!
//! What alsa-lib's `file` PCM wrote is what the device would have got: the frames of the file, then silence up to the
//! end of a period.

mod damage;
mod formats;
mod progress;
mod signals;
mod terminal;

use crate::case::Case;
use std::io::{Cursor, Write};

/// 40 frames of two channels.
fn frames() -> Vec<i16> {
    (0..80).map(|sample| sample * 400 - 16_000).collect()
}

fn bytes(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

fn wav() -> Vec<u8> {
    let spec =
        hound::WavSpec { channels: 2, sample_rate: 8000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut file = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
    frames().into_iter().for_each(|sample| writer.write_sample(sample).unwrap());
    writer.finalize().unwrap();
    file.into_inner()
}

fn aplay(words: &[&str]) -> Case {
    Case::new("aplay").args(words).file("s.wav", wav()).file("s.raw", bytes(&frames()))
}

const BANNER: &str = "Playing WAVE 's.wav' : Signed 16 bit Little Endian, Rate 8000 Hz, Stereo\n";
const HINT: &str = "Try `aplay --help' for more information.\n";

#[track_caller]
fn assert_played(recorded: &[u8], sound: &[u8]) {
    let (played, silence) = recorded.split_at(sound.len().min(recorded.len()));
    assert!(played == sound, "not what was to be played");
    assert!(silence.iter().all(|byte| *byte == 0), "no silence after the sound");
}

#[test]
fn frames_arrive_bit_for_bit() {
    let done = aplay(&["-D", "file:out.raw,raw", "s.wav"]).stderr(BANNER).run();
    assert_played(&done.file("out.raw"), &bytes(&frames()));
}

#[test]
fn quiet_says_nothing() {
    aplay(&["-q", "-D", "null", "s.wav"]).run();
}

#[test]
fn standard_input_is_played_when_no_file_is_named() {
    let banner = BANNER.replace("s.wav", "stdin");
    for words in [&["-D", "file:out.raw,raw"][..], &["-D", "file:out.raw,raw", "-"]] {
        let done = aplay(words).stdin(wav()).stderr(&banner).run();
        assert_played(&done.file("out.raw"), &bytes(&frames()));
    }
}

#[test]
fn raw_data_is_what_the_options_say_and_the_last_one_wins() {
    let banner = |rest: &str| format!("Playing raw data 's.raw' : Signed 16 bit Little Endian, {rest}\n");
    let raw = |words: &[&str]| aplay(&["-D", "null", "-t", "raw", "s.raw"]).args(words);
    raw(&["-f", "s16_le", "-r", "22050"]).stderr(banner("Rate 22050 Hz, Mono")).run();
    raw(&["-f", "cd", "-r", "48"]).stderr(banner("Rate 48000 Hz, Stereo")).run();
    raw(&["-r48000", "-c6", "-fcd"]).stderr(banner("Rate 44100 Hz, Stereo")).run();
    raw(&["-fdat", "-c", "6"]).stderr(banner("Rate 48000 Hz, Channels 6")).run();
}

#[test]
fn a_limit_of_frames_is_exact() {
    let done = aplay(&["-q", "-D", "file:out.raw,raw", "-s", "10", "s.wav"]).run();
    assert_played(&done.file("out.raw"), &bytes(&frames()[..20]));
}

#[test]
fn files_follow_each_other_without_a_gap() {
    let done = aplay(&["-q", "-D", "file:out.raw,raw", "s.wav", "s.wav"]).run();
    let twice = [bytes(&frames()), bytes(&frames())].concat();
    assert_played(&done.file("out.raw"), &twice);
}

#[test]
fn one_missing_file_is_said_the_others_play_and_the_exit_code_tells() {
    let said = format!("{BANNER}nowhere: No such file or directory\n{BANNER}");
    aplay(&["-D", "null", "s.wav", "nowhere", "s.wav"]).stderr(said).exit(1).run();
}

#[test]
fn what_nothing_recognises_is_refused_with_the_way_out() {
    let said = "aplay: s.raw: not a sound file that is known; to play it as raw data give its format, \
                for example: aplay -t raw -f S16_LE -r 44100 -c 2 FILE\n";
    aplay(&["-D", "null", "s.raw"]).stderr(said).exit(1).run();
    aplay(&["-D", "null", "-t", "wav", "s.raw"]).stderr("aplay: s.raw: not a WAVE file\n").exit(1).run();
    // Of a pipe nobody knows better: it plays as ever.
    let banner = "Playing raw data 'stdin' : Unsigned 8 bit, Rate 8000 Hz, Mono\n";
    aplay(&["-D", "null"]).stdin(bytes(&frames())).stderr(banner).run();
}

#[test]
fn a_file_for_each_channel() {
    let sample = |channel: usize| {
        let samples: Vec<i16> = frames().iter().skip(channel).step_by(2).copied().collect();
        bytes(&samples)
    };
    let words = ["-q", "-D", "file:out.raw,raw", "-f", "S16_LE", "-c2", "-I"];
    let done = aplay(&words).args(["a", "b"]).file("a", sample(0)).file("b", sample(1)).run();
    let planar = done.file("out.raw");
    // The file plug-in writes interleaved frames whatever it was given.
    assert_played(&planar, &bytes(&frames()));
    aplay(&words).args(["a", "b", "c"]).stderr("aplay: You need to specify 2 files\n").exit(1).run();
}

#[test]
fn mistakes_have_the_words_of_getopt_and_the_pointer_to_the_help() {
    for (words, said) in [
        (&["-Z"][..], "invalid option -- 'Z'"),
        (&["--bogus=1"], "unrecognized option '--bogus=1'"),
        (&["-D"], "option requires an argument -- 'D'"),
        (&["--quiet=1"], "option '--quiet' doesn't allow an argument"),
        (&["--per", "3"], "option '--per' is ambiguous; possibilities: '--period-time' '--period-size'"),
    ] {
        aplay(words).stderr(format!("aplay: {said}\n{HINT}")).exit(1).run();
    }
}

#[test]
fn values_out_of_range_are_named() {
    for (words, said) in [
        (&["-c", "300"][..], "value 300 for channels is invalid"),
        (&["-r", "5000000"], "bad speed value 5000000"),
        (&["-f", "WHAT"], "wrong extended format 'WHAT'"),
        (&["-t", "nope"], "unrecognized file format nope"),
        (&["-d", "-1"], "invalid duration argument '-1'"),
        (&["-d", "1", "-s", "3"], "samples and duration arguments cannot be used together"),
    ] {
        aplay(words).args(["-D", "null", "s.wav"]).stderr(format!("aplay: {said}\n")).exit(1).run();
    }
}

#[test]
fn a_device_that_is_not_there_is_an_error() {
    aplay(&["-D", "nowhere", "s.wav"]).stderr_has("aplay: audio open error: No such file or directory\n").exit(1).run();
}

#[test]
fn lists_name_what_the_configuration_defines() {
    let names = "default\n    Default of the tests\nnull\n    Discards all samples or gives silence\n";
    aplay(&["-L"]).stdout(names).run();
}

#[test]
fn verbose_shows_the_set_up_and_twice_the_meter() {
    let once = aplay(&["-v", "-D", "null", "s.wav"]).stderr_has(BANNER).stderr_has("Null PCM\nIts setup is:\n").run();
    assert!(!once.stderr.contains('#'), "{}", once.stderr);
    let setup = "  channels     : 2\n  rate         : 8000\n";
    // The line that ends the meter goes to stdout, as ever.
    let twice = aplay(&["-vv", "-D", "null", "s.wav"]).stderr_has(setup).stderr_has("\r#####").stdout("\n").run();
    assert!(twice.stderr.ends_with("| 48%"), "{}", twice.stderr);
}

#[test]
fn dump_hw_params_without_a_file_dumps_and_ends() {
    aplay(&["--dump-hw-params", "-D", "null"])
        .stderr_has("HW Params of device \"null\":\n--------------------\nACCESS:  MMAP_INTERLEAVED")
        .stderr_has("TICK_TIME: ALL\n--------------------\n")
        .run();
}

#[test]
fn the_process_id_file_goes_with_the_process() {
    let done = aplay(&["-q", "-D", "null", "--process-id-file", "pid", "s.wav"]).run();
    assert!(!done.path("pid").exists());
}

#[test]
fn the_users_configuration_is_read() {
    let conf = "pcm.!default { type file slave.pcm null file mine.raw format raw }\npcm.null { type null }\n";
    let case = aplay(&["-q", "s.wav"]).file("own.conf", conf);
    let path = case.dir().join("own.conf");
    let done = case.env("ALSA_CONFIG_PATH", path).run();
    assert_played(&done.file("mine.raw"), &bytes(&frames()));
}
