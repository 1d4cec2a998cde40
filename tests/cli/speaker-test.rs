//! speaker-test into files: which channel sounds under which name, at which level, and what is said of mistakes.

use crate::case::{Case, Done, End};
use rustix::process::Signal;

const OUT: &str = "file:out.raw";
const ONCE: [&str; 6] = ["-l", "1", "-b", "100000", "-p", "10000"];

fn tester(words: &[&str]) -> Case {
    Case::new("speaker-test").args(["-D", OUT]).args(ONCE).args(words).stdout_has("speaker-test 1.2.16\n")
}

/// The samples of each channel, 16 bits.
fn channels(done: &Done, count: usize) -> Vec<Vec<i16>> {
    let bytes = done.file("out.raw");
    let samples: Vec<i16> = bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    (0..count).map(|channel| samples.iter().skip(channel).step_by(count).copied().collect()).collect()
}

/// The part of its sound in which a channel is not silent: first frame and last.
fn sounding(samples: &[i16]) -> (usize, usize) {
    let loud = |sample: &i16| *sample != 0;
    (samples.iter().position(loud).unwrap(), samples.iter().rposition(loud).unwrap())
}

/// The speakers that were named, with their channels.
fn named(done: &Done) -> Vec<(usize, String)> {
    let line = |line: &str| {
        let (number, name) = line.split_once(" - ")?;
        Some((number.trim().parse().ok()?, name.to_owned()))
    };
    done.stdout.lines().filter_map(line).collect()
}

#[test]
fn the_lines_are_upstreams() {
    let done = tester(&["-c", "2", "-t", "sine"]).run();
    let (text, time) = done.stdout.rsplit_once("Time per period = ").unwrap();
    let wanted = "\nspeaker-test 1.2.16\n\nPlayback device is file:out.raw\nStream parameters are 48000Hz, S16_LE, 2 channels\n\
        Sine wave rate is 440.0000Hz\nRate set to 48000Hz (requested 48000Hz)\nBuffer size range from 1 to 206158430\n\
        Period size range from 1 to 206158431\nRequested period time 10000 us\nRequested buffer time 100000 us\n\
        was set period_size = 480\nwas set buffer_size = 4800\n 0 - Front Left\n 1 - Front Right\n";
    assert_eq!(text, wanted);
    assert!(time.trim().parse::<f64>().is_ok() && time.trim().split_once('.').unwrap().1.len() == 6, "{time}");
}

#[test]
fn each_channel_sounds_alone_and_in_its_turn_whatever_their_number() {
    for count in [1, 2, 4, 5, 6, 8, 11, 32] {
        let done = tester(&["-t", "sine", "-r", "4000", "-c", &count.to_string()]).run();
        let channels = channels(&done, count);
        let named = named(&done);
        assert_eq!(named.len(), count);
        for (turn, (channel, _)) in named.iter().enumerate() {
            let (first, last) = sounding(&channels[*channel]);
            assert!(first >= turn * 12_000 && last < (turn + 1) * 12_000, "channel {channel} of {count}");
        }
    }
}

#[test]
fn one_speaker_is_the_channel_of_its_number() {
    let done = tester(&["-c", "6", "-s", "2", "-t", "sine"]).stdout_has("  - Front Right\n").run();
    let channels = channels(&done, 6);
    assert_eq!(channels[1].len(), 240_000);
    let silent: Vec<bool> = channels.iter().map(|channel| channel.iter().all(|sample| *sample == 0)).collect();
    assert_eq!(silent, [true, false, true, true, true, true]);
    assert!(!done.stdout.contains("Time per period"));
}

#[test]
fn spoken_names_are_those_of_the_repository_and_more_channels_are_counted() {
    let note = "speaker-test: Channel 9 has no sound file: 9 beeps\n";
    let done = tester(&["-c", "9", "-t", "wav"]).stderr(note).run();
    let channels = channels(&done, 9);
    let sound = |name: &str| {
        let path = format!("{}/sounds/{name}.wav", env!("CARGO_MANIFEST_DIR"));
        hound::WavReader::open(path).unwrap().samples::<i16>().map(Result::unwrap).collect::<Vec<_>>()
    };
    let mut at = 0;
    for (channel, name) in
        ["Front_Left", "Front_Right", "Rear_Left", "Rear_Right", "Front_Center", "LFE", "Side_Left", "Side_Right"]
            .iter()
            .enumerate()
    {
        let sound = sound(name);
        assert!(channels[channel][at..][..sound.len()] == sound, "{name} is heard on channel {channel}");
        at += sound.len().next_multiple_of(480);
    }
    assert!(sounding(&channels[8]).0 >= at);
}

#[test]
fn a_file_is_played_at_the_rate_of_the_device_and_on_every_speaker() {
    let mut wav = std::io::Cursor::new(Vec::new());
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 24_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::new(&mut wav, spec).unwrap();
    (0..240).for_each(|_| writer.write_sample(1000i16).unwrap());
    writer.finalize().unwrap();
    let done = tester(&["-c", "2", "-t", "wav", "-w", "own.wav"]).file("own.wav", wav.into_inner()).run();
    let channels = channels(&done, 2);
    assert_eq!(channels[0], [vec![1000; 480], vec![0; 480]].concat());
    assert_eq!(channels[1], [vec![0; 480], vec![1000; 480]].concat());
}

#[test]
fn loudness_is_a_part_of_full_scale() {
    for (words, peak) in [(&[][..], 26_214), (&["-S", "50"], 16_384), (&["--safe"], 3277)] {
        let done = tester(&["-t", "sine"]).args(words).run();
        let loudest = channels(&done, 1)[0].iter().map(|sample| i32::from(*sample).abs()).max().unwrap();
        assert!((loudest - peak).abs() <= 1, "{words:?} {loudest}");
    }
}

#[test]
fn the_other_sounds_sound() {
    for (words, line) in [
        (&["--sweep"][..], "Sweep from 20Hz to 20000Hz\n"),
        (&["--white"], "Using white noise\n"),
        (&["-t", "pink"], "Using 16 octaves of pink noise\n"),
        (&["-t", "st2095"], "Using SMPTE ST-2095 pink noise\n"),
    ] {
        let done = tester(words).stdout_has(line).run();
        let samples = &channels(&done, 1)[0];
        assert_eq!(samples.len(), 144_000);
        assert!(samples.iter().filter(|sample| **sample != 0).count() > 130_000, "{words:?}");
    }
    let done = tester(&["-t", "pattern"]).run();
    assert_eq!(channels(&done, 1)[0][..4], [1, 2, 3, 4]);
}

#[test]
fn failures_are_on_stderr_and_in_the_exit_code() {
    let open = "speaker-test: Playback open error: -2,No such file or directory\n";
    Case::new("speaker-test")
        .args(["-D", "nope"])
        .exit(1)
        .stdout_has("Playback device is nope\n")
        .stderr_has(open)
        .run();
    let wrong = |words: &[&str], said: &str| {
        Case::new("speaker-test").args(words).exit(1).stdout("\nspeaker-test 1.2.16\n\n").stderr(said).run();
    };
    wrong(&["-c", "2", "-s", "3"], "speaker-test: Invalid parameter for -s option.\n");
    wrong(&["-t", "foo"], "speaker-test: Invalid test type foo\n");
    wrong(&["-P", "1"], "speaker-test: Invalid number of periods 1\n");
    wrong(&["-r", "xx"], "speaker-test: invalid rate argument 'xx'\n");
    wrong(&["-S", "150"], "speaker-test: invalid scale argument '150': a percentage from 0 to 100 is meant\n");
    wrong(&["-m", "XX"], "speaker-test: Unable to parse channel map string: XX\n");
    wrong(
        &["--sweep", "--white"],
        "speaker-test: -t, --sweep and --white each choose the sound: one of them is meant\n",
    );
}

#[test]
fn a_file_that_is_not_there_is_said_before_anything_sounds() {
    let said = "speaker-test: Cannot open WAV file ./Front_Left.wav: there is no such file\n";
    let done = tester(&["-t", "wav", "-W", "."]).exit(1).stderr(said).run();
    assert!(named(&done).is_empty());
    let said = "speaker-test: Cannot open WAV file ./junk.wav: not a WAV file\n";
    tester(&["-t", "wav", "-w", "./junk.wav"]).file("junk.wav", "no sound").exit(1).stderr(said).run();
}

#[test]
fn a_value_out_of_range_is_brought_into_it_and_said() {
    let said = "speaker-test: 9000 Hz is out of range, 8000 Hz is played (-X allows more)\n";
    tester(&["-t", "sine", "-f", "9000"]).stdout_has("Sine wave rate is 8000.0000Hz\n").stderr(said).run();
    tester(&["-t", "sine", "-f", "9000", "-X"]).stdout_has("Sine wave rate is 9000.0000Hz\n").run();
}

#[test]
fn a_test_without_end_is_ended_by_a_signal_and_that_is_no_failure() {
    for (words, code) in [(&[][..], 0), (&["-l", "100000000"], 1)] {
        let mut running = Case::new("speaker-test").args(["-D", "null", "-d"]).args(words).start();
        running.wait_for("Null PCM", 1);
        running.signal(Signal::INT);
        assert_eq!(running.end().0, End::Exit(code), "{words:?}");
    }
}
