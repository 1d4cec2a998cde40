//! alsactl without cards: its words, and what it does with files. Cards are in the kernel tier.

use crate::case::Case;

#[test]
fn help_and_version_need_no_card() {
    Case::new("alsactl").args(["--help"]).stdout_has("-f, --file <FILE>").stdout_has("dump-state").run();
    Case::new("alsactl").args(["-v"]).stdout_has("alsactl version 1.2.").run();
}

#[test]
fn no_command_is_an_error() {
    Case::new("alsactl").exit(1).stderr("alsactl: Specify command...\n").run();
}

#[test]
fn an_unknown_command_is_named_and_ends_with_19() {
    Case::new("alsactl").args(["bogus"]).exit(19).stderr("alsactl: Unknown command 'bogus'...\n").run();
    let hint = "alsactl: Unknown command 'stroe'... did you mean 'store'?\n";
    Case::new("alsactl").env("ALSABOX_HINTS", "1").args(["stroe"]).exit(19).stderr(hint).run();
}

#[test]
fn an_unknown_option_is_named() {
    let wanted = "alsactl: invalid option -- 'Z'\nTry `alsactl --help' for more information.\n";
    Case::new("alsactl").args(["-Z"]).exit(1).stderr(wanted).run();
}

#[test]
fn an_unknown_card_is_named_and_ends_with_19() {
    let wanted = "alsactl: Cannot find soundcard 'Foo'...\n";
    Case::new("alsactl").args(["info", "Foo"]).exit(19).stderr(wanted).run();
}

#[test]
fn a_word_too_many_is_an_error() {
    Case::new("alsactl").args(["info", "0", "1"]).exit(22).stderr_has("'1' is one word too many").run();
    Case::new("alsactl").args(["kill"]).exit(22).stderr_has("Specify kill command").run();
    Case::new("alsactl").args(["kill", "foo"]).exit(22).stderr_has("Unknown kill command 'foo'").run();
}

#[test]
fn init_without_cards_says_so_and_explain_is_for_init() {
    let missing = Case::new("alsactl").args(["init", "Foo"]).exit(19);
    missing.stderr("alsactl: Cannot find soundcard 'Foo'...\n").run();
    Case::new("alsactl").args(["--explain", "info"]).exit(1).stderr_has("--explain is for init").run();
}
