//! aconnect's list is Debian's in every state, and so is what it says.

use super::*;
use crate::config::{Written, places};

fn without_pid(outcome: &Outcome) -> String {
    outcome.text().lines().map(|line| line.split("pid=").next().unwrap_or_default().to_owned() + "\n").collect()
}

#[track_caller]
fn assert_lists_agree() {
    for options in ["-l", "-i", "-ol", "-lio"] {
        let [ours, debians] = [Call::ours("aconnect"), Call::debian("aconnect")].map(|call| call.arg(options).run());
        assert_eq!(without_pid(&ours), without_pid(&debians), "{options}");
    }
}

fn ours(words: &[&str]) -> Outcome {
    Call::ours("aconnect").args(words).run()
}

#[test]
fn lists_are_debians_in_every_state() {
    let ear = Ear::open();
    let port = ear.port.to_string();
    assert_lists_agree();
    ours(&["Midi Through", &port]).succeeded();
    ours(&["24:0", "25"]).succeeded();
    assert_lists_agree();
    ours(&["-e", "26", "27:0"]).succeeded();
    let queue = ear.seq.create_queue("ear").expect("a queue");
    ours(&["-r", &queue.to_string(), "25", "24"]).succeeded();
    ours(&["-t", &queue.to_string(), "25", "14"]).succeeded();
    assert_lists_agree();
    ours(&["-d", "24", "25"]).succeeded();
    assert_lists_agree();
    ours(&["-x"]).succeeded();
    assert_lists_agree();
    assert!(!String::from_utf8_lossy(&ours(&["-l"]).stdout).contains("Connect"));
}

/// alsa-lib's configuration is read only where it may redefine the sequencer.
#[test]
fn a_redefined_sequencer_is_honoured_and_other_devices_do_not_matter() {
    let home = TempDir::new().expect("a temporary folder");
    let list = || Call::ours("aconnect").env("HOME", home.path()).arg("-l").run();
    for place in places(home.path()) {
        let _written = Written::new(&place, "seq.!default { type nosuch }\n");
        let outcome = list();
        assert_eq!(outcome.code, Some(1), "in {}", place.display());
        assert!(outcome.stderr.contains("_snd_seq_nosuch_open"), "{}", outcome.stderr);
    }
    let asoundrc = home.path().join(".asoundrc");
    let _written = Written::new(&asoundrc, "pcm.broken {\n");
    list().succeeded();
}

#[test]
fn failures_are_said_as_debians_says_them() {
    ours(&["24", "25"]).succeeded();
    for words in
        [&["24", "25"][..], &["-d", "25", "24"], &["24", "99:0"], &["nosuch", "24"], &["24", "nosuch"], &["24", "0:1"]]
    {
        let debians = Call::debian("aconnect").args(words).run();
        assert_eq!(ours(words).text(), debians.text(), "{words:?}");
    }
    ours(&["-d", "24", "25"]).succeeded();
}

#[test]
fn links_by_name_are_made_again_when_a_port_comes_back() {
    let dir = TempDir::new().expect("a temporary folder");
    let links = dir.path().join("links");
    let ear = Ear::open();
    ours(&["14", &ear.port.to_string()]).succeeded();
    Call::ours("aconnect").arg("--persist").arg(&links).run().succeeded();
    let text = std::fs::read_to_string(&links).expect("the file");
    assert!(text.contains("\"Midi Through\":\"Midi Through Port-0\" \"ear\":\"ear\""), "{text}");
    drop(ear);
    let watcher = Call::ours("aconnect").arg("--watch").arg(&links).start();
    wait_until("the watcher listens", || {
        std::fs::read_to_string("/proc/asound/seq/clients").is_ok_and(|text| text.contains("\"watch\""))
    });
    let ear = Ear::open();
    let through = Address { client: 14, port: 0 };
    wait_until("the link is there again", || ear.seq.is_linked(through, ear.port));
    watcher.signal(Signal::INT);
    watcher.wait().succeeded();
}
