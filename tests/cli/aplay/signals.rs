//! Signals end it as they always did: the sound stops, it says why, and nothing is left behind.

use super::*;
use crate::case::End;
use crate::running::Running;
use rustix::process::Signal;
use std::fs;
use std::os::unix::fs::symlink;

const ENDLESS: [&str; 5] = ["-D", "null", "-t", "raw", "/dev/zero"];
const ENDLESS_BANNER: &str = "Playing raw data '/dev/zero' : Unsigned 8 bit, Rate 8000 Hz, Mono\n";

fn endless(words: &[&str]) -> Running {
    playing(Case::new("aplay").args(ENDLESS).args(words))
}

fn playing(case: Case) -> Running {
    let mut run = case.start();
    run.wait_for(ENDLESS_BANNER, 1);
    run
}

#[test]
fn the_user_ends_it_with_a_word_and_no_error() {
    for (signal, name) in [(Signal::INT, "Interrupt"), (Signal::TERM, "Terminated")] {
        let mut run = endless(&[]);
        run.signal(signal);
        let said = format!("{ENDLESS_BANNER}Aborted by signal {name}...\n");
        assert_eq!(run.end(), (End::Exit(0), said));
    }
}

#[test]
fn the_word_is_quiet_too() {
    let mut run = Case::new("aplay").args(ENDLESS).args(["-q", "-V", "mono"]).start();
    run.wait_for("\r", 1);
    run.signal(Signal::INT);
    let (end, said) = run.end();
    assert_eq!(end, End::Exit(0));
    assert!(!said.contains("Aborted"), "{said}");
}

#[test]
fn a_read_of_standard_input_is_no_reason_to_stay() {
    let (reader, writer) = std::io::pipe().unwrap();
    (&writer).write_all(&wav()).unwrap();
    // The header promises 20000 frames, of which the pipe holds 40.
    let mut run = aplay(&["-D", "null", "-t", "raw"]).start_reading(reader);
    run.wait_for("Playing", 1);
    run.signal(Signal::INT);
    let (end, said) = run.end();
    assert_eq!(end, End::Exit(0));
    assert!(said.ends_with("Aborted by signal Interrupt...\n"), "{said}");
    drop(writer);
}

#[test]
fn the_rest_of_the_list_is_not_played_any_more() {
    let mut run = playing(aplay(&ENDLESS).args(["s.wav"]));
    run.signal(Signal::INT);
    let (_, said) = run.end();
    assert!(!said.contains("s.wav"), "{said}");
}

#[test]
fn arecords_signal_for_a_new_file_does_no_harm() {
    let mut run = endless(&["-V", "mono"]);
    run.wait_for("\r", 1);
    run.signal(Signal::USR1);
    run.wait_for("\r", 100);
    run.signal(Signal::INT);
    assert_eq!(run.end().0, End::Exit(0));
}

#[test]
fn the_process_id_file_names_it_while_it_runs() {
    let mut run = endless(&["--process-id-file", "pid"]);
    let pid = format!("{}\n", run.pid().as_raw_nonzero());
    assert_eq!(fs::read_to_string(run.path("pid")).unwrap(), pid);
    run.signal(Signal::INT);
    assert_eq!(run.end().0, End::Exit(0));
    assert!(!run.path("pid").exists());
}

#[test]
fn a_link_in_place_of_the_process_id_file_is_not_followed() {
    let case = Case::new("aplay").args(ENDLESS).args(["--process-id-file", "pid"]).file("precious", "as it was");
    symlink("precious", case.dir().join("pid")).unwrap();
    let mut run = playing(case);
    assert_eq!(fs::read_to_string(run.path("precious")).unwrap(), "as it was");
    assert!(!fs::symlink_metadata(run.path("pid")).unwrap().is_symlink());
    run.signal(Signal::INT);
    assert_eq!(run.end().0, End::Exit(0));
    assert_eq!(fs::read_to_string(run.path("precious")).unwrap(), "as it was");
}
