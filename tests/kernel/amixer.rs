//! amixer on six real cards and on a set of user-made elements that has every type and every scale.

mod answers;
mod batch;
pub(crate) mod bed;
mod events;
mod opening;
mod same;
mod sets;

use crate::call::{Call, Outcome};

/// The cards with their ids.
pub(crate) const CARDS: [&str; 6] = ["Dummy", "Loopback", "VirMIDI", "Intel", "I82801AAICH", "Audio"];

/// A configuration that only knows `hw:`, so that Debian's amixer starts in a tenth of the time.
const SHORT_CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/alsa.conf");

fn quick(call: Call, words: &[&str]) -> Outcome {
    call.env("ALSA_CONFIG_PATH", SHORT_CONFIG).args(words).run()
}

/// What both tools answer to the same words; panics unless output and exit code are the same.
#[track_caller]
fn assert_same(words: &[&str]) -> Outcome {
    let debians = quick(Call::debian("amixer"), words);
    let ours = quick(Call::amixer(), words);
    let text = |outcome: &Outcome| String::from_utf8_lossy(&outcome.stdout).into_owned();
    assert_eq!(text(&ours), text(&debians), "amixer {words:?}");
    assert_eq!(ours.code, debians.code, "amixer {words:?}: {}", ours.stderr);
    ours
}

/// What ours prints, after a check that it succeeded.
#[track_caller]
fn ours(words: &[&str]) -> String {
    String::from_utf8(quick(Call::amixer(), words).succeeded().stdout).expect("the output is UTF-8")
}

/// What ours answers to words that it refuses: exit code 1, nothing on stdout.
#[track_caller]
fn refused(words: &[&str]) -> String {
    let outcome = quick(Call::amixer(), words);
    assert_eq!(outcome.code, Some(1), "amixer {words:?}: {}", outcome.text());
    assert_eq!(String::from_utf8_lossy(&outcome.stdout), "", "amixer {words:?}");
    outcome.stderr
}
