//! The multicall frame: how an applet is found, and what alsabox says under its own name.

use crate::case::{CONFIG, Case, binary};
use alsabox::applets::APPLETS;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn alsabox(words: &[&str]) -> Case {
    Case::new("alsabox").args(words)
}

#[test]
fn list_names_every_applet() {
    let names: String = APPLETS.iter().map(|applet| format!("{}\n", applet.name)).collect();
    alsabox(&["--list"]).stdout(names).run();
}

#[test]
fn list_full_says_where_each_belongs() {
    let done = alsabox(&["--list-full"]).stdout_has("bin/aplay\n").run();
    for line in done.stdout.lines() {
        let (dir, name) = line.split_once('/').expect(line);
        assert!(matches!(dir, "bin" | "sbin") && APPLETS.iter().any(|applet| applet.name == name), "{line}");
    }
}

#[test]
fn an_applet_is_found_by_its_own_name_and_as_a_word() {
    let version = format!("aplay: version 1.2.16 (alsabox {})\n", env!("CARGO_PKG_VERSION"));
    Case::new("aplay").args(["--version"]).stdout(&version).run();
    Case::new("/some/where/aplay").args(["--version"]).stdout(&version).run();
    alsabox(&["aplay", "--version"]).stdout(version).run();
}

#[test]
fn only_the_exact_name_is_an_applet() {
    Case::new("aplay-1.2").args(["--list"]).stdout_has("aplay\n").run();
    Case::new("").args(["--list"]).stdout_has("aplay\n").run();
}

#[test]
fn every_applet_answers_version_in_the_words_scripts_parse() {
    for applet in APPLETS {
        let version = format!("{} 1.2.16 (alsabox {})\n", applet.version_words, env!("CARGO_PKG_VERSION"));
        Case::new(applet.name).args(["--version"]).stdout(version).run();
    }
}

#[test]
fn its_own_version_names_the_level_of_alsa_utils() {
    alsabox(&["--version"]).stdout(format!("alsabox {} (alsa-utils 1.2.16)\n", env!("CARGO_PKG_VERSION"))).run();
}

#[test]
fn help_lists_the_applets_and_help_of_an_applet_is_the_applets_own() {
    alsabox(&["--help"]).stdout_has("--install").stdout_has("  aplay ").run();
    let own = Case::new("aplay").args(["--help"]).stdout_has("aplay").run();
    alsabox(&["--help", "aplay"]).stdout(own.stdout).run();
}

#[test]
fn no_words_at_all_show_the_help_and_fail() {
    alsabox(&[]).stdout_has("Usage: alsabox APPLET").exit(1).run();
}

#[test]
fn an_unknown_applet_is_127_and_names_the_nearest() {
    alsabox(&["aplya"]).stderr("alsabox: there is no applet 'aplya': did you mean 'aplay'?\n").exit(127).run();
    alsabox(&["zzz", "x.wav"])
        .stderr("alsabox: there is no applet 'zzz': alsabox --list shows those there are\n")
        .exit(127)
        .run();
    alsabox(&["--help", "aplya"]).stderr_has("did you mean 'aplay'?").exit(127).run();
}

#[test]
fn an_unknown_option_has_the_traditional_two_lines() {
    let hint = "Try `alsabox --help' for more information.\n";
    alsabox(&["--bogus"]).stderr(format!("alsabox: unrecognized option '--bogus'\n{hint}")).exit(1).run();
    alsabox(&["-s"]).stderr(format!("alsabox: nothing to do\n{hint}")).exit(1).run();
}

#[test]
fn a_closed_pipe_ends_it_by_sigpipe_without_a_word() {
    let case = alsabox(&["--list"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let child = case.command().stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(libc::SIGPIPE), "{:?}", output.status);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_full_disk_is_said_and_fails() {
    let case = alsabox(&["--list"]);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = case.command().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = "alsabox: cannot write to stdout: No space left on device\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), said);
}

/// The name that killall and pidof see while the command waits for its input, which its banner tells.
fn name_of_process(mut command: Command) -> String {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut banner = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut banner).unwrap();
    let name = fs::read_to_string(format!("/proc/{}/comm", child.id())).unwrap();
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success(), "{banner}");
    name
}

#[test]
fn the_process_has_the_applets_name_however_it_is_called() {
    let words = ["-D", "null", "-t", "raw"];
    let by_word = alsabox(&["aplay"]).args(words);
    assert_eq!(name_of_process(by_word.command()), "aplay\n");

    let by_link = Case::new("aplay").args(words);
    let link: PathBuf = by_link.dir().join("aplay");
    symlink(binary(), &link).unwrap();
    let mut command = Command::new(link);
    command.args(words).env("ALSA_CONFIG_PATH", CONFIG);
    assert_eq!(name_of_process(command), "aplay\n");
}
