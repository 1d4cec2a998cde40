//! amixer from outside, on a machine without cards: the words that it refuses before it looks for one, and what it
//! says when there is none. What it does with cards is in the kernel tier.

use crate::case::Case;

const HINT: &str = "Try `amixer --help' for more information.\n";

fn refused(words: &[&str], stderr: &str) {
    Case::new("amixer").args(words).stderr(stderr).exit(1).run();
}

#[test]
fn wrong_words_are_named_before_a_card_is_opened() {
    refused(&["bogus"], "amixer: Unknown command 'bogus'...\n");
    refused(&["sget"], "amixer: Specify a scontrol identifier: 'name',index\n");
    refused(&["sset", "Master"], "amixer: Specify what you want to set...\n");
    refused(&["sget", "Master,x"], "amixer: Wrong scontrol identifier: Master,x\n");
    refused(&["cget", "1"], "amixer: Wrong control identifier: 1\n");
    refused(&["-a", "fancy"], &format!("amixer: Select correct abstraction level (none or basic)...\n{HINT}"));
    refused(&["-c", "9"], "amixer: Invalid card number '9'.\n");
}

#[test]
fn wrong_options_are_named_in_getopts_words() {
    refused(&["-Z"], &format!("amixer: invalid option -- 'Z'\n{HINT}"));
    let format = "--format is for scontents, sget, sset, sevents and batches";
    refused(&["--format={percent}", "contents"], &format!("amixer: {format}\n{HINT}"));
    Case::new("amixer")
        .args(["--format={loud}"])
        .exit(1)
        .stderr_has("{loud} is no field; there are name index raw")
        .run();
}

#[test]
fn a_card_that_is_not_there_is_an_error_in_the_old_words() {
    let open = |words: &[&str], error: &str| {
        let done = Case::new("amixer").args(["-D", "hw:Nowhere"]).args(words).exit(1).stderr_has(error).run();
        assert!(!done.stderr.contains("sound card"), "a hint that nobody asked for: {}", done.stderr);
    };
    for command in [&["scontents"][..], &["sget", "Master"], &["sset", "Master", "5%+"], &["sevents"]] {
        open(command, "amixer: Mixer attach hw:Nowhere error: ");
    }
    for command in [&["controls"][..], &["contents"], &["cget", "numid=1"], &["events"]] {
        open(command, "amixer: Control hw:Nowhere open error: ");
    }
    open(&["info"], "amixer: Control device hw:Nowhere open error: ");
}

#[test]
fn a_hint_names_what_can_be_typed_next() {
    let hinted = |words: &[&str], hint: &str| {
        Case::new("amixer").args(words).env("ALSABOX_HINTS", "1").exit(1).stderr_has(hint).run();
    };
    hinted(&["scontens"], "did you mean 'scontents'?");
    hinted(&["-D", "null", "scontents"], "'null' plays or records, but has no control device");
}

#[test]
fn help_and_version_need_no_card() {
    Case::new("amixer").args(["-v"]).stdout_has("amixer version 1.2.").run();
    for words in [["-h"], ["--help"], ["help"]] {
        Case::new("amixer").args(words).stdout_has("sset, set ID WORD...").run();
    }
}
