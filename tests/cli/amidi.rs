//! amidi without a port: its words. What it sends and receives is tested in the kernel tier.

use crate::case::Case;

#[test]
fn help_and_version() {
    Case::new("amidi").args(["-h"]).stdout_has("--send-hex").run();
    Case::new("amidi").args(["-V"]).stdout_has("amidi version 1.2.").run();
}

#[test]
fn what_is_wrong_with_the_words_is_said_as_ever() {
    let nothing = "Please specify at least one of --send, --receive, --send-hex, or --dump.";
    for (words, what) in [
        (&[][..], nothing),
        (&["-p", "hw:99"], nothing),
        (&["-S", "ZZ"], "invalid character Z"),
        (&["-s", "x", "-S", "y"], "--send and --send-hex cannot be specified at the same time."),
        (&["-d", "xx"], "xx is not an option."),
        (&["-d", "-T", "foo"], "Clock type not known"),
        (&["-s", "/nosuch"], "cannot open /nosuch - No such file or directory"),
    ] {
        Case::new("amidi").args(words).exit(1).stderr(format!("{what}\n")).run();
    }
}

#[test]
fn a_standard_midi_file_is_refused_with_advice() {
    let case = Case::new("amidi").file("song.mid", b"MThd\0\0\0\x06").args(["-s", "song.mid"]);
    case.exit(1).stderr("song.mid is a Standard MIDI File; use aplaymidi to send it\n").run();
}

#[test]
fn a_file_to_receive_into_is_left_alone_when_there_is_no_port() {
    let case = Case::new("amidi").file("old.syx", b"old").args(["-p", "hw:99", "-r", "old.syx"]);
    let done = case.exit(1).stderr_has("cannot open port \"hw:99\": ").run();
    assert_eq!(done.file("old.syx"), b"old");
}
