//! Playing a second of sound costs no more system calls than it costs Debian's aplay.

use crate::call::Call;
use crate::sound::{Sounds, tone};
use std::fs;

/// System calls for each second of a sound on this card: those of three seconds less those of one.
fn calls_per_second(aplay: impl Fn() -> Call, card: &str, sounds: &Sounds) -> f64 {
    let calls = |seconds: usize| {
        let file = sounds.wav("tone.wav", &tone(440.0, 48000 * seconds));
        let device = format!("hw:{card}");
        // Under strace on a busy host the card may run dry, and mending that costs calls of its own.
        let smooth = (0..10).find_map(|_| calls_of(aplay().args(&["-q", "-D", &device]).arg(&file), sounds));
        smooth.expect("one of ten runs is without an underrun")
    };
    (calls(3) as f64 - calls(1) as f64) / 2.0
}

/// System calls from the first to the last that gives the card frames, unless there was an underrun.
fn calls_of(aplay: Call, sounds: &Sounds) -> Option<usize> {
    let log = sounds.path("calls");
    let outcome = Call::traced("aplay", aplay, "all", &log).run().succeeded();
    let log = fs::read_to_string(&log).expect("strace writes its log");
    let writes = |line: &str| line.contains("SNDRV_PCM_IOCTL_WRITE");
    let first = log.lines().position(writes).expect("aplay gives the card frames");
    let after = log.lines().rev().position(writes).expect("aplay gives the card frames");
    outcome.complaints().is_empty().then(|| log.lines().count() - after - first)
}

#[test]
fn a_second_of_sound_costs_no_more_calls_than_debians() {
    let sounds = Sounds::new();
    for card in ["Loopback", "Intel"] {
        let ours = calls_per_second(Call::aplay, card, &sounds);
        let debians = calls_per_second(|| Call::debian("aplay"), card, &sounds);
        println!("{card}: {ours} system calls for a second of sound, Debian's {debians}");
        assert!(ours <= debians, "{card}: {ours} system calls for a second of sound, Debian's {debians}");
    }
}
