//! Batches: every line that can be done is done, and every other one is named.

use super::SHORT_CONFIG;
use super::bed::Kept;
use crate::call::{Call, Outcome};
use std::fs::{self, File};
use tempfile::TempDir;

fn batch(call: Call, lines: &str, words: &[&str]) -> Outcome {
    let dir = TempDir::new().expect("a temporary folder");
    let path = dir.path().join("batch");
    fs::write(&path, lines).expect("the batch is written");
    let input = File::open(&path).expect("the batch can be read");
    call.env("ALSA_CONFIG_PATH", SHORT_CONFIG).args(words).stdin(input).run()
}

#[test]
fn quotes_escapes_and_comments_are_debians() {
    let _kept = Kept::new("Dummy");
    for lines in [
        "sset Master 10\n",
        "  sset   Master   16  # comment\n#c\n!d\n\nsset 'Master' 17\nset \"Master\",0 18\n",
        "sset External\\ I/O\\ Box None\nsset 'External I/O Box' 'CD Player'\n",
        "cset name='Master Volume' 20\ncset \"name='Master Volume'\" 21,22\ncset iface=MIXER,name=\"CD Volume\" 3\n",
        "cset numid=1 5\nsset Master cap\ncset numid=11 'None'",
        "",
    ] {
        let words = ["-D", "hw:Dummy", "-s"];
        let (ours, debians) = (batch(Call::amixer(), lines, &words), batch(Call::debian("amixer"), lines, &words));
        let text = |outcome: &Outcome| String::from_utf8_lossy(&outcome.stdout).into_owned();
        assert_eq!((text(&ours), ours.code), (text(&debians), debians.code), "{lines}{}", ours.stderr);
    }
}

/// Debian's ends at the first control it cannot set, passes over the rest, and sets a control whose value is missing
/// to a value of the line before.
#[test]
fn a_line_that_fails_is_named_and_the_next_one_is_done() {
    let _kept = Kept::new("Dummy");
    let lines = "sset Nope 1\ncset numid=1 abc\ncset numid=1\nsget Master\n\nsset Master 5 # done\nsset Master loud\n";
    let outcome = batch(Call::amixer(), lines, &["-D", "hw:Dummy", "-q", "-s"]);
    assert_eq!(outcome.code, Some(1));
    let begins: Vec<&str> = outcome.stderr.lines().map(|line| line.split(':').nth(1).unwrap_or_default()).collect();
    assert_eq!(begins, [" line 1", " line 2", " line 3", " line 4", " line 7"], "{}", outcome.stderr);
    assert!(super::ours(&["-D", "hw:Dummy", "cget", "numid=1"]).contains("values=5,5"));
}

#[test]
fn lenient_passes_over_everything_in_silence() {
    let _kept = Kept::new("Dummy");
    let lines = "sset Nope 1\ncset numid=1 abc\nfoo\nsset Master 6\n";
    let outcome = batch(Call::amixer(), lines, &["-D", "hw:Dummy", "-q", "-s", "--lenient"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert!(super::ours(&["-D", "hw:Dummy", "cget", "numid=1"]).contains("values=6,6"));
}

#[test]
fn a_file_is_a_batch_too_and_the_card_is_opened_once() {
    let _kept = Kept::new("Dummy");
    let dir = TempDir::new().expect("a temporary folder");
    let (path, log) = (dir.path().join("commands"), dir.path().join("log"));
    fs::write(&path, "sset Master 1\ncset numid=1 2\nsset CD 3\n".repeat(20)).expect("the batch is written");
    let amixer = Call::amixer().args(&["-c", "Dummy", "-q", "-f"]).arg(&path);
    Call::traced("amixer", amixer, "openat", &log).run().succeeded();
    let log = fs::read_to_string(&log).expect("strace writes its log");
    assert_eq!(log.matches("/dev/snd/controlC0").count(), 1, "{log}");
}
