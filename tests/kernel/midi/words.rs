//! The words of the MIDI tools: the same command lines to ours and to Debian's, of which a list says what may differ.

use super::*;
use std::os::unix::fs::symlink;
use std::path::Path;

/// The command lines, and what of each is meant to differ.
const LINES: &str = include_str!("words.txt");
/// A configuration of which alsa-lib is done in a tenth of the time.
const SHORT_CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/alsa.conf");
const TOOLS: [&str; 5] = ["aconnect", "amidi", "aplaymidi", "arecordmidi", "aseqdump"];
const PARTS: [&str; 3] = ["stdout", "stderr", "exit"];

/// A folder with the tools of one of the two.
fn tools(path: impl Fn(&str) -> PathBuf) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    for tool in TOOLS {
        symlink(path(tool), dir.path().join(tool)).expect("a link");
    }
    dir
}

/// What command lines play and send.
fn files() -> TempDir {
    let mut track = TrackBytes::default();
    track.channel(0, 0x80, &[60, 64]);
    let (dir, song) = file_of(96, &[track]);
    let bytes = std::fs::read(&song).expect("the song");
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).expect("a file for the test");
    write("damaged.mid", &bytes[..bytes.len() - 3]);
    write("text", b"no song");
    write("bytes.syx", &[0xf0, 1, 2, 0xf7]);
    dir
}

fn run(tools: &Path, line: &str) -> Outcome {
    let files = files();
    let path = format!("{}:/usr/bin:/bin", tools.display());
    let line = format!("cd {}; {line}", files.path().display());
    Call::debian("bash").env("PATH", path).env("ALSA_CONFIG_PATH", SHORT_CONFIG).args(&["-c", &line]).run()
}

fn differing(one: &Outcome, other: &Outcome) -> Vec<&'static str> {
    let messages = |outcome: &Outcome| {
        let lines = outcome.stderr.lines().filter(|line| !line.starts_with("ALSA lib "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let differs = [one.stdout != other.stdout, messages(one) != messages(other), one.code != other.code];
    PARTS.into_iter().zip(differs).filter(|(_, differs)| *differs).map(|(part, _)| part).collect()
}

#[test]
fn what_is_said_is_what_debians_say() {
    let ours = tools(|_| PathBuf::from(env!("CARGO_BIN_EXE_alsabox")));
    let debians = tools(|tool| Path::new("/usr/bin").join(tool));
    let mut wrong = String::new();
    for line in LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (line, wanted) = match line.split_once(" # ") {
            Some((line, reason)) => (line, reason.split_once(": ").expect("PARTS: reason").0.split(' ').collect()),
            None => (line, Vec::new()),
        };
        let (ours, debians) = (run(ours.path(), line), run(debians.path(), line));
        if differing(&ours, &debians) != wanted {
            wrong += &format!("==== {line}\nours: {}\nDebian's: {}\n", ours.text(), debians.text());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_name_that_several_have_lists_them() {
    let (_dir, file) = file_of(96, &[TrackBytes::default()]);
    let ears = [Ear::open(), Ear::open()];
    let candidates = ears.each_ref().map(|ear| format!("{} 'ear'", ear.port)).join(" or ");
    let outcome = Call::ours("aplaymidi").args(&["-p", "ear"]).arg(&file).run();
    let wanted = format!("Invalid port ear - it could be {candidates}\n");
    assert_eq!((outcome.code, outcome.stderr), (Some(1), wanted));
    let outcome = Call::ours("aseqdump").args(&["-p", "VirMIDI,Virtual"]).run();
    assert!(outcome.stderr.starts_with("Invalid port VirMIDI - No such file"), "{}", outcome.stderr);
    let outcome = Call::ours("arecordmidi").args(&["-p", "14,Virtual", "take.mid"]).run();
    let wanted = "Invalid port Virtual - it could be 24:0 'Virtual Raw MIDI 2-0' or 25:0 'Virtual Raw MIDI 2-1' or ";
    assert!(outcome.stderr.starts_with(wanted), "{}", outcome.stderr);
}

/// While it lives, the kernel's sequencer has no device file.
struct Hidden;

const DEVICE: &str = "/dev/snd/seq";
const ASIDE: &str = "/dev/snd/seq.aside";

impl Hidden {
    fn new() -> Hidden {
        std::fs::rename(DEVICE, ASIDE).expect("the guest has a sequencer");
        Hidden
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        std::fs::rename(ASIDE, DEVICE).expect("it was put aside");
    }
}

#[test]
fn without_a_sequencer_the_advice_is_to_load_it_and_help_is_there() {
    let _hidden = Hidden::new();
    let advice = "there is no /dev/snd/seq: load it with 'modprobe snd-seq'\n";
    for words in
        [&["aplaymidi", "-l"][..], &["arecordmidi", "-l"], &["aseqdump", "-p", "14"], &["aconnect", "14", "24"]]
    {
        let outcome = Call::ours(words[0]).args(&words[1..]).run();
        assert_eq!(outcome.code, Some(1), "{words:?}");
        assert!(outcome.stderr.ends_with(advice), "{words:?}: {}", outcome.stderr);
        for help in ["--help", "--version"] {
            Call::ours(words[0]).arg(help).run().succeeded();
        }
    }
}

/// Debian 12's alsa-lib has no packets; where there are some, the tools take them.
#[test]
fn packets_are_refused_where_there_are_none() {
    if alsabox::device::seq::ump::is_known() {
        return;
    }
    for (words, what) in [
        (&["aseqdump", "-u", "2"][..], "Cannot take UMP"),
        (&["aseqdump", "-r"], "Cannot take UMP"),
        (&["aplaymidi", "-u", "1", "-p", "14", "x.mid"], "Cannot send UMP"),
    ] {
        let outcome = Call::ours(words[0]).args(&words[1..]).run();
        let wanted = "it needs alsa-lib 1.2.10 and Linux 6.5\n";
        assert_eq!(outcome.code, Some(1), "{words:?}");
        assert!(outcome.stderr.starts_with(what) && outcome.stderr.ends_with(wanted), "{}", outcome.stderr);
    }
}
