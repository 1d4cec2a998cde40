//! The daemon: what changes is stored at its end, cards come and go under it, and no stranger is ever signalled.

use super::Folder;
use crate::amixer::bed::Kept;
use crate::call::{Call, Outcome, Running, wait_until};
use crate::cards::Unplugged;
use rustix::process::Signal;
use std::fs;

const VOLUME: &str = "Audio Output Volume Control Playback Volume";

fn alsactl(folder: &Folder, words: &[&str]) -> Call {
    Call::alsactl().arg("-U").arg("-e").arg(folder.path("pid")).arg("-f").arg(folder.path("state")).args(words)
}

/// How many cards a process watches.
fn watched(daemon: &Running) -> usize {
    let links = fs::read_dir(format!("/proc/{}/fd", daemon.number())).into_iter().flatten().flatten();
    let targets = links.filter_map(|link| fs::read_link(link.path()).ok());
    targets.filter(|target| target.to_string_lossy().starts_with("/dev/snd/controlC")).count()
}

/// A daemon that watches already.
fn daemon(folder: &Folder, words: &[&str]) -> Running {
    let daemon = alsactl(folder, words).start();
    wait_until("the daemon watches the cards", || watched(&daemon) == 6);
    daemon
}

fn set(card: &str, control: &str, value: &str) {
    Call::debian("amixer").args(&["-q", "-c", card, "cset", control, value]).run().succeeded();
}

fn kill(folder: &Folder, order: &str) -> Outcome {
    alsactl(folder, &["kill", order]).run()
}

#[test]
fn a_change_is_stored_at_the_end_however_it_comes() {
    let _kept = Kept::new("Intel");
    for (n, order) in ["quit", "save_and_quit"].iter().enumerate() {
        let folder = Folder::new();
        let running = daemon(&folder, &["daemon"]);
        assert!(!folder.path("state").exists());
        set("Intel", "numid=1", &format!("{n},5{n}"));
        kill(&folder, order).succeeded();
        running.wait().succeeded();
        assert!(folder.read("state").contains(&format!("value.0 {n}\n\t\tvalue.1 5{n}\n")), "{order}");
        assert_eq!(folder.names(), ["state"]);
    }
}

#[test]
fn a_change_is_stored_after_the_period() {
    let _kept = Kept::new("Intel");
    let folder = Folder::new();
    let running = daemon(&folder, &["-p", "10", "daemon"]);
    for value in ["21", "22"] {
        set("Intel", "numid=1", &format!("{value},{value}"));
        let stored = || fs::read_to_string(folder.path("state")).unwrap_or_default();
        wait_until("the change is stored", || stored().contains(&format!("value.0 {value}\n")));
    }
    kill(&folder, "quit").succeeded();
    running.wait().succeeded();
}

#[test]
fn a_card_that_goes_costs_nothing_and_is_followed_when_it_is_back() {
    let _kept = Kept::new("Intel");
    let folder = Folder::new();
    let running = daemon(&folder, &["daemon"]);
    let unplugged = Unplugged::new();
    wait_until("the card is let go", || watched(&running) == 5);
    // A daemon that spins on what is gone would run; this one sleeps.
    wait_until("the daemon sleeps", || running.state() == Some('S'));
    set("Intel", "numid=1", "30,31");
    drop(unplugged);
    wait_until("the card is watched again", || watched(&running) == 6);
    set("Audio", &format!("name='{VOLUME}'"), "123,124");
    kill(&folder, "save_and_quit").succeeded();
    running.wait().succeeded();
    let state = folder.read("state");
    assert!(state.contains("value.0 123\n\t\tvalue.1 124\n"), "{state}");
    assert!(state.contains("value.0 30\n\t\tvalue.1 31\n"), "{state}");
}

#[test]
fn rdaemon_restores_first() {
    let _kept = Kept::new("Intel");
    let folder = Folder::new();
    set("Intel", "numid=1", "17,18");
    alsactl(&folder, &["store"]).run().succeeded();
    set("Intel", "numid=1", "1,1");
    let running = daemon(&folder, &["rdaemon"]);
    assert_eq!(super::value("Intel", "Master Playback Volume"), alsabox::device::ctl::Value::Integer(vec![17, 18]));
    kill(&folder, "rescan").succeeded();
    alsactl(&folder, &["nrestore", "Intel"]).run().succeeded();
    kill(&folder, "quit").succeeded();
    running.wait().succeeded();
}

#[test]
fn a_second_daemon_is_refused_and_a_number_left_behind_is_nobodys() {
    let folder = Folder::new();
    let running = daemon(&folder, &["daemon"]);
    let second = alsactl(&folder, &["daemon"]).run();
    assert_eq!(second.code, Some(16), "{}", second.stderr);
    assert!(second.stderr.contains("a daemon is running"), "{}", second.stderr);
    running.signal(Signal::KILL);
    running.wait();
    assert!(folder.path("pid").exists());
    assert_eq!(kill(&folder, "save_and_quit").code, Some(3));

    // The number now belongs to somebody else.
    let mut stranger = Call::debian("sleep").arg("1000").start();
    folder.write("pid", &format!("{:10}\n", stranger.number()));
    assert_eq!(kill(&folder, "rescan").code, Some(3));
    for odd in ["0\n", "-1\n", "1\n", "x\n", ""] {
        folder.write("pid", odd);
        assert_eq!(kill(&folder, "rescan").code, Some(3), "{odd}");
    }
    assert!(!stranger.has_ended());
    let running = daemon(&folder, &["daemon"]);
    kill(&folder, "quit").succeeded();
    running.wait().succeeded();
    kill(&folder, "quit").succeeded();
}

#[test]
fn debians_daemon_is_reached_too() {
    let folder = Folder::new();
    let words =
        ["-e", folder.path("pid").to_str().expect("a name"), "-f", folder.path("state").to_str().expect("a name")]
            .map(str::to_owned);
    let running =
        Call::debian("alsactl").env("ALSA_CONFIG_PATH", super::SHORT_CONFIG).args(&words).arg("daemon").start();
    wait_until("the daemon watches the cards", || watched(&running) == 6);
    // Only asleep it notices a signal at once.
    wait_until("the daemon sleeps", || running.state() == Some('S'));
    kill(&folder, "save_and_quit").succeeded();
    running.wait();
    assert!(folder.read("state").contains("state.Intel"));
}
