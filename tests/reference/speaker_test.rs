//! speaker-test beside Debian's: its lines, but for version and time, and the bytes that the device gets.
//!
//! A buffer is asked for: without one Debian's takes the longest there is, alsa-utils 1.2.16 and ours a second at most.

use crate::run::{Outcome, World, run};

const LENGTHS: &str = "-l 1 -b 100000 -p 10000";

/// What no two runs share, or no two versions.
fn lines(outcome: &Outcome) -> Vec<String> {
    let plain = |line: &str| match line {
        _ if line.starts_with("speaker-test 1.2.") => "speaker-test".to_owned(),
        _ if line.starts_with("Time per period = ") => "Time per period".to_owned(),
        other => other.to_owned(),
    };
    outcome.stdout.lines().map(plain).collect()
}

#[track_caller]
fn both(words: &str) -> (Outcome, Outcome) {
    let line = format!("speaker-test {words}");
    (run(&World::ours(), &line), run(&World::debians(), &line))
}

#[test]
fn lines_and_sines_are_debians() {
    for words in [
        "-t sine -c 2",
        "-t sine -c 6",
        "-t sine -c 8 -S 30",
        "-t sine -c 3 -s 2 -f 100",
        "-t sine -F S8",
        "-t sine -F S16_BE",
        "-t sine -F S24_LE -f 441.7",
        "-t sine -F S24_3LE -r 44100",
        "-t sine -F S32_LE -f 77",
        "-t sine -F S32_BE",
        "-t sine -F FLOAT_LE -f 1000",
    ] {
        let (ours, debians) = both(&format!("-D file:out.raw {LENGTHS} {words}"));
        assert_eq!(lines(&ours), lines(&debians), "{words}");
        assert_eq!((ours.code, &ours.stderr), (debians.code, &debians.stderr), "{words}");
        assert!(ours.files == debians.files && ours.files["out.raw"].iter().any(|byte| *byte != 0), "{words}");
    }
}

#[test]
fn lines_of_the_other_sounds_are_debians() {
    let debians_files = "-W /usr/share/sounds/alsa";
    for words in ["-c 1", "-c 4 -t pink", "-c 5 -t 1", "-c 16 -t sine", "-c 2 -t pattern -r 8000"] {
        let (ours, debians) = both(&format!("-D null {LENGTHS} {words}"));
        assert_eq!(lines(&ours), lines(&debians), "{words}");
    }
    for channels in [1, 2, 4, 6, 8] {
        let (ours, debians) = both(&format!("-D null {LENGTHS} -t wav -c {channels} {debians_files}"));
        assert_eq!(lines(&ours), lines(&debians), "{channels}");
    }
}

/// The files of Debian, on the channels where Debian's plays them; ours fills the last period with silence.
#[test]
fn spoken_names_come_from_the_speakers_that_debians_uses() {
    let (ours, debians) = both(&format!("-D file:out.raw {LENGTHS} -t wav -c 6 -s 6 -W /usr/share/sounds/alsa"));
    let (ours, debians) = (&ours.files["out.raw"], &debians.files["out.raw"]);
    assert!(ours.starts_with(debians) && ours[debians.len()..].iter().all(|byte| *byte == 0));
}

#[test]
fn failures_have_debians_code_and_what_debians_says_on_stdout_is_on_stderr() {
    for words in ["-D nope", "-c 2 -s 3", "-t foo", "-P 1", "-Z", "-D null -m FR,FL -c 2", "-D null -F U8"] {
        let (ours, debians) = both(words);
        assert_eq!((ours.code, debians.code), (Some(1), Some(1)), "{words}");
    }
    let (ours, debians) = both("-D nope -l 1");
    let said = "Playback open error: -2,No such file or directory";
    assert!(debians.stdout.contains(said) && !ours.stdout.contains(said) && ours.stderr.contains(said));
}

/// Q96: Debian's plays the second one of its order, and ends in a crash above sixteen channels.
#[test]
fn what_debians_does_wrong_ours_does_right() {
    let (ours, debians) = both("-D null -c 6 -s 2 -t sine");
    assert!(ours.stdout.ends_with("  - Front Right\n") && debians.stdout.ends_with("  - Center\n"));
    let (ours, debians) = both(&format!("-D null {LENGTHS} -c 64 -t wav"));
    assert_eq!((ours.code, debians.code == Some(0)), (Some(0), false), "{}", debians.stderr);
    assert!(ours.stdout.contains(" 63 - Channel 64\n"));
}
