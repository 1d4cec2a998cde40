//! aconnect without a sequencer: its words. Links and lists are tested in the kernel tier.

use crate::case::Case;

const NO_SEQUENCER: &str = "can't open sequencer: ";

#[test]
fn help_and_version_need_no_sequencer() {
    Case::new("aconnect").args(["--help"]).stdout_has("-x, --removeall").run();
    Case::new("aconnect").args(["--version"]).stdout_has("aconnect version 1.2.").run();
}

#[test]
fn without_words_the_usage_is_an_error() {
    Case::new("aconnect").exit(1).stderr_has("Usage: aconnect [OPTION]... SENDER RECEIVER").run();
}

#[test]
fn an_unknown_option_is_named() {
    let wanted = "aconnect: invalid option -- 'Z'\nTry `aconnect --help' for more information.\n";
    Case::new("aconnect").args(["-Z"]).exit(1).stderr(wanted).run();
}

#[test]
fn a_missing_sequencer_is_said_with_what_to_do() {
    if std::path::Path::new("/dev/snd/seq").exists() {
        return;
    }
    let advice = "there is no /dev/snd/seq: load it with 'modprobe snd-seq'";
    Case::new("aconnect").args(["-l"]).exit(1).stderr_has(NO_SEQUENCER).stderr_has(advice).run();
}
