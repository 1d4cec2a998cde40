//! `--install`: links for every applet, and nobody's file lost.

use crate::case::{Case, binary};
use alsabox::applets::APPLETS;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn install(words: &[&str]) -> Case {
    let case = Case::new("alsabox").args(["--install"]).args(words);
    fs::create_dir(case.dir().join("bin")).unwrap();
    case
}

fn inode(path: &Path) -> u64 {
    fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).ino()
}

fn names_in(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn applets() -> Vec<&'static str> {
    APPLETS.iter().map(|applet| applet.name).collect()
}

#[test]
fn hard_links_are_the_binary_itself() {
    let done = install(&["bin"]).run();
    assert_eq!(names_in(&done.path("bin")), applets());
    for name in applets() {
        let link = done.path("bin").join(name);
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(inode(&link), inode(&binary()));
    }
}

#[test]
fn symbolic_links_name_the_binary_and_run_as_the_applet() {
    let done = install(&["-s", "bin"]).run();
    assert_eq!(names_in(&done.path("bin")), applets());
    let link = done.path("bin/aplay");
    assert_eq!(fs::read_link(&link).unwrap(), binary());
    let output = Command::new(link).arg("--version").output().unwrap();
    assert!(output.stdout.starts_with(b"aplay: version 1.2.16"), "{output:?}");
}

#[test]
fn own_links_are_replaced_and_nothing_is_left_beside_them() {
    let case = install(&["bin"]);
    let bin = case.dir().join("bin");
    symlink(binary(), bin.join("aplay")).unwrap();
    let done = case.run();
    assert_eq!(names_in(&done.path("bin")), applets());
    assert!(!fs::symlink_metadata(done.path("bin/aplay")).unwrap().is_symlink());
}

#[test]
fn installing_twice_changes_nothing() {
    let case = install(&["bin"]);
    assert!(case.command().status().unwrap().success());
    let done = case.run();
    assert_eq!(names_in(&done.path("bin")), applets());
    assert_eq!(inode(&done.path("bin/aplay")), inode(&binary()));
}

#[test]
fn a_foreign_file_stops_it_before_the_first_link() {
    let last = *applets().last().unwrap();
    let case = install(&["bin"]).file(&format!("bin/{last}"), "foreign");
    let done = case.stderr(format!("alsabox: bin/{last} is there and is not alsabox; --force replaces it\n")).exit(1);
    let done = done.run();
    assert_eq!(names_in(&done.path("bin")), [last]);
    assert_eq!(done.file(&format!("bin/{last}")), b"foreign");
}

#[test]
fn a_symbolic_link_to_nothing_is_foreign_too() {
    let case = install(&["bin"]);
    symlink("/nowhere", case.dir().join("bin/aplay")).unwrap();
    case.stderr_has("bin/aplay is there and is not alsabox").exit(1).run();
}

#[test]
fn force_replaces_a_foreign_file() {
    let done = install(&["--force", "bin"]).file("bin/aplay", "foreign").run();
    assert_eq!(inode(&done.path("bin/aplay")), inode(&binary()));
}

#[test]
fn a_folder_of_an_applets_name_is_never_replaced() {
    let case = install(&["--force", "bin"]);
    fs::create_dir(case.dir().join("bin/aplay")).unwrap();
    case.stderr("alsabox: bin/aplay is a folder\n").exit(1).run();
}

#[test]
fn another_file_system_is_said_with_the_way_out() {
    let here = fs::metadata(binary()).unwrap().dev();
    let elsewhere = ["/dev/shm", "/run", "/tmp", "/var/tmp"].into_iter().filter_map(|dir| TempDir::new_in(dir).ok());
    let mut elsewhere = elsewhere.filter(|dir| fs::metadata(dir.path()).unwrap().dev() != here);
    let elsewhere = elsewhere.next().expect("a second file system that can be written");
    install(&[])
        .args([elsewhere.path()])
        .stderr_has("alsabox: cannot link ")
        .stderr_has(" (another file system? -s makes symbolic links): ")
        .exit(1)
        .run();
    assert_eq!(names_in(elsewhere.path()), [""; 0]);
}

#[test]
fn it_needs_exactly_one_folder_that_exists() {
    let hint = "Try `alsabox --help' for more information.\n";
    let wanted = format!("alsabox: --install needs one folder to put the links into\n{hint}");
    install(&[]).stderr(&wanted).exit(1).run();
    install(&["bin", "sbin"]).stderr(wanted).exit(1).run();
    install(&["nowhere"]).stderr("alsabox: cannot install into nowhere: it is no folder\n").exit(1).run();
}
