//! aplaymidi without a sequencer: its words. What it plays is tested in the kernel tier.

use crate::case::Case;

#[test]
fn help_and_version_need_no_sequencer() {
    Case::new("aplaymidi").args(["-h"]).stdout_has("aplaymidi -p CLIENT:PORT[,...]").run();
    Case::new("aplaymidi").args(["-V"]).stdout_has("aplaymidi version 1.2.").run();
}

#[test]
fn port_and_file_are_needed() {
    Case::new("aplaymidi").exit(1).stderr("Please specify at least one port with --port.\n").run();
    Case::new("aplaymidi").args(["-p", "14"]).exit(1).stderr("Please specify a file to play.\n").run();
    let with_ports = Case::new("aplaymidi").env("ALSA_OUTPUT_PORTS", "14:0");
    with_ports.exit(1).stderr("Please specify a file to play.\n").run();
}

#[test]
fn numbers_out_of_range_are_refused() {
    for (option, what) in [
        ("--tempo=0", "--tempo: '0' is no number from 1 to 10000"),
        ("--delay=x", "--delay: 'x' is no number from 0 to 86400"),
        ("--transpose=200", "--transpose: '200' is no number from -127 to 127"),
        ("--loop=0", "--loop: '0' is no number from 1 to 1000000"),
        ("--ump=2", "--ump: '2' is no number from 0 to 1"),
    ] {
        Case::new("aplaymidi").args(["-p", "14", option, "x.mid"]).exit(1).stderr_has(what).run();
    }
}

#[test]
fn a_missing_sequencer_is_said_with_what_to_do() {
    if std::path::Path::new("/dev/snd/seq").exists() {
        return;
    }
    let advice = "there is no /dev/snd/seq: load it with 'modprobe snd-seq'";
    let case = Case::new("aplaymidi").args(["-l"]).exit(1);
    case.stderr_has("Cannot open sequencer - ").stderr_has(advice).run();
}
