//! speaker-test on real cards: who hears what, and what is said of cards that cannot, are held, or are turned up.

use crate::call::{Call, Outcome, Subject, subject};
use crate::cards::{Recording, wait_for_playback};
use crate::sound::{Shape, Sounds};

/// A twentieth of a second of a constant, at 8 kHz.
const FRAMES: usize = 400;
const LEVEL: i16 = 1000;

fn click(sounds: &Sounds) -> std::path::PathBuf {
    let spec =
        hound::WavSpec { channels: 1, sample_rate: 8000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let path = sounds.path("click.wav");
    let mut writer = hound::WavWriter::create(&path, spec).expect("the guest's /tmp has room");
    (0..FRAMES).for_each(|_| writer.write_sample(LEVEL).expect("the guest's /tmp has room"));
    writer.finalize().expect("the guest's /tmp has room");
    path
}

fn test(words: &[&str], sounds: &Sounds) -> Outcome {
    Call::ours("speaker-test").args(&["-l", "1", "-t", "wav", "-w"]).arg(click(sounds)).args(words).run()
}

fn is_debian() -> bool {
    subject() == Subject::Debian
}

#[test]
fn every_channel_of_the_device_sounds_alone_in_the_turn_of_its_name() {
    if is_debian() {
        return;
    }
    let sounds = Sounds::new();
    for channels in [1, 3, 6, 8, 32] {
        let shape = Shape { format: "S16_LE", channels, rate: 8000 };
        let recording = Recording::start(&shape);
        let count = channels.to_string();
        let words = ["-D", "hw:Loopback", "-r", "8000", "-p", "100000", "-b", "400000", "-c", &count];
        let outcome = test(&words, &sounds).succeeded();
        let recorded = recording.finish().bytes;
        let text = String::from_utf8(outcome.stdout).expect("names are UTF-8");
        let turns: Vec<usize> = text.lines().filter_map(|line| line.split_once(" - ")?.0.trim().parse().ok()).collect();
        assert_eq!(turns.len(), channels);
        let mut after = 0;
        for channel in turns {
            let samples = recorded
                .chunks_exact(2 * channels)
                .map(|frame| i16::from_le_bytes([frame[2 * channel], frame[2 * channel + 1]]));
            let heard: Vec<usize> =
                samples.enumerate().filter(|(_, sample)| *sample != 0).map(|(frame, _)| frame).collect();
            assert_eq!(
                (heard.len(), heard[FRAMES - 1] - heard[0]),
                (FRAMES, FRAMES - 1),
                "channel {channel} of {channels}"
            );
            assert!(heard[0] >= after, "channel {channel} of {channels} has its turn");
            after = heard[FRAMES - 1] + 1;
        }
    }
}

#[test]
fn what_a_card_cannot_is_a_failure_with_its_remedy() {
    if is_debian() {
        return;
    }
    let sounds = Sounds::new();
    for (words, said) in [
        (["-D", "hw:Intel", "-c", "1"], "Channels count (1) not available for playbacks; -D plughw:Intel converts"),
        (
            ["-D", "hw:Intel", "-c2", "-FS32_LE"],
            "Sample format not available for playback (there is S16_LE); -D plughw:Intel",
        ),
        (["-D", "hw:Audio", "-c2", "-r44100"], "Rate doesn't match (requested 44100Hz, get 48000Hz); -D plughw:Audio"),
    ] {
        let outcome = test(&words, &sounds);
        assert_eq!(outcome.code, Some(1), "{words:?}");
        assert!(outcome.stderr.contains(said), "{words:?}: {}", outcome.stderr);
    }
    let holder = Call::debian("aplay").args(&["-q", "-fdat", "-D", "hw:Audio", "/dev/zero"]).start();
    wait_for_playback("Audio", "RUNNING");
    let outcome = test(&["-D", "hw:Audio", "-c", "2"], &sounds);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("Playback open error: -16,Device or resource busy"), "{}", outcome.stderr);
    drop(holder);
}

#[test]
fn a_mixer_that_is_turned_up_makes_it_soft_unless_the_user_says_how_loud() {
    if is_debian() {
        return;
    }
    let sounds = Sounds::new();
    let note = "the mixer is at 100 %";
    for (volume, words, soft) in [("100%", &[][..], true), ("100%", &["-S", "80"], false), ("60%", &[], false)] {
        Call::debian("amixer").args(&["-q", "-c", "Intel", "sset", "Master", volume]).run().succeeded();
        let words: Vec<&str> = ["-D", "hw:Intel", "-c", "2", "-r", "48000"].iter().chain(words).copied().collect();
        let outcome = test(&words, &sounds).succeeded();
        assert_eq!(outcome.stderr.contains(note), soft, "{volume} {words:?}: {}", outcome.stderr);
    }
}
