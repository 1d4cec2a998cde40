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

fn has_no_cards() -> bool {
    !std::path::Path::new("/dev/snd").exists()
}

#[test]
fn without_cards_every_command_says_so_unless_it_is_to_be_ignored() {
    if !has_no_cards() {
        return;
    }
    for command in ["store", "restore", "init", "info", "clean"] {
        let case = Case::new("alsactl").args(["-f", "state", command]);
        case.exit(19).stderr("alsactl: No soundcards found...\n").run();
        let done = Case::new("alsactl").args(["-g", "-f", "state", command]).run();
        assert!(!done.path("state").exists(), "{command} writes no file");
    }
}

#[test]
fn the_state_file_is_dumped_as_it_is_understood() {
    let text = "# by hand\nstate.X { control { 1 { iface = CARD; name = \"A b\", value [ 1 on ] } } }\n";
    let wanted = "state.X {\n\tcontrol.1 {\n\t\tiface CARD\n\t\tname 'A b'\n\t\tvalue.0 1\n\t\tvalue.1 on\n\t}\n}\n";
    Case::new("alsactl").file("state", text).args(["-f", "state", "dump-state"]).stdout(wanted).run();
    let missing = "alsactl: Cannot open none for reading: No such file or directory\n";
    Case::new("alsactl").args(["-f", "none", "dump-state"]).exit(2).stderr(missing).run();
    let broken = Case::new("alsactl").file("state", "state.X {\n\tcontrol.1 {\n").args(["-f", "state", "dump-state"]);
    broken.exit(22).stderr_has("is opened here and never closed").stderr_has("is left as it is").run();
}

#[test]
fn options_of_other_commands_and_values_out_of_range_are_errors() {
    Case::new("alsactl").args(["--diff", "restore"]).exit(1).stderr_has("--diff is for store").run();
    Case::new("alsactl").args(["--dry-run", "store"]).exit(1).stderr_has("--dry-run is for restore").run();
    Case::new("alsactl").args(["-n", "20", "daemon"]).exit(1).stderr_has("20 is not between -20 and 19").run();
    Case::new("alsactl").args(["-p", "soon", "daemon"]).exit(1).stderr_has("'soon' is no number").run();
    Case::new("alsactl").args(["-E", "X", "info"]).exit(1).stderr_has("'X' is not NAME=VALUE").run();
}

#[test]
fn without_a_daemon_quit_is_done_and_the_others_are_not() {
    Case::new("alsactl").args(["-e", "pid", "kill", "quit"]).run();
    Case::new("alsactl").args(["-e", "pid", "kill", "rescan"]).exit(3).stderr("alsactl: no daemon is running\n").run();
}

#[test]
fn init_without_cards_says_so_and_explain_is_for_init() {
    let missing = Case::new("alsactl").args(["init", "Foo"]).exit(19);
    missing.stderr("alsactl: Cannot find soundcard 'Foo'...\n").run();
    Case::new("alsactl").args(["--explain", "info"]).exit(1).stderr_has("--explain is for init").run();
}
