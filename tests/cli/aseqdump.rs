//! aseqdump without a sequencer: its words. What it shows is tested in the kernel tier.

use crate::case::Case;

#[test]
fn help_and_version_need_no_sequencer() {
    Case::new("aseqdump").args(["-h"]).stdout_has("--port").run();
    Case::new("aseqdump").args(["-V"]).stdout_has("aseqdump version 1.2.").run();
}

#[test]
fn a_wrong_midi_version_is_refused() {
    Case::new("aseqdump").args(["-u", "3"]).exit(1).stderr_has("--ump: '3' is not 0, 1 or 2").run();
}

#[test]
fn a_missing_sequencer_is_said_with_what_to_do() {
    if std::path::Path::new("/dev/snd/seq").exists() {
        return;
    }
    let advice = "there is no /dev/snd/seq: load it with 'modprobe snd-seq'";
    let case = Case::new("aseqdump").exit(1);
    case.stderr_has("Cannot open sequencer - ").stderr_has(advice).run();
}
