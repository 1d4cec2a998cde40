//! arecordmidi without a sequencer: its words. What it records is tested in the kernel tier.

use crate::case::Case;

#[test]
fn help_and_version_need_no_sequencer() {
    Case::new("arecordmidi").args(["-h"]).stdout_has("--split-channels").run();
    Case::new("arecordmidi").args(["-V"]).stdout_has("arecordmidi version 1.2.").run();
}

#[test]
fn what_is_wrong_with_the_words_is_said_as_ever() {
    for (words, what) in [
        (&["x"][..], "Please specify a source port with --port."),
        (&["-p", "14"], "Please specify a file to record to."),
        (&["-p", "14", "-b", "3", "x"], "Invalid tempo"),
        (&["-p", "14", "-f", "26", "x"], "Invalid number of frames/s"),
        (&["-p", "14", "-t", "0", "x"], "Invalid number of ticks"),
        (&["-p", "14", "-f", "25", "-t", "256", "x"], "Invalid number of ticks"),
        (&["-p", "14", "-i", "4", "x"], "Invalid time signature (4)"),
        (&["-p", "14", "-i", "4:3", "x"], "Invalid time signature (4:3)"),
        (&["-p", "14", "-n", "0", "x"], "num_events must be greater than 0"),
        (&["-d"], "The --dump option isn't supported anymore, use aseqdump instead."),
    ] {
        Case::new("arecordmidi").args(words).exit(1).stderr(format!("{what}\n")).run();
    }
}

#[test]
fn a_missing_sequencer_is_said_with_what_to_do() {
    if std::path::Path::new("/dev/snd/seq").exists() {
        return;
    }
    let advice = "there is no /dev/snd/seq: load it with 'modprobe snd-seq'";
    let case = Case::new("arecordmidi").args(["-p", "14", "take.mid"]).exit(1);
    let done = case.stderr_has("Cannot open sequencer - ").stderr_has(advice).run();
    assert!(!done.path("take.mid").exists());
}
