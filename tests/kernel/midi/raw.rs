//! amidi over VirMIDI: what it sends a client hears, what a client sends it receives.

use super::*;
use alsabox::device::seq::link::Link;

const VIRTUAL: Address = Address { client: 24, port: 0 };
const DEVICE: &str = "hw:2,0";

#[test]
fn lists_are_debians() {
    for options in ["-l", "-L"] {
        let [ours, debians] = [Call::ours("amidi"), Call::debian("amidi")].map(|call| call.arg(options).run());
        assert_eq!(ours.text(), debians.text(), "{options}");
    }
}

#[test]
fn bytes_that_are_sent_are_heard() {
    let mut ear = Ear::open();
    ear.seq.link(&Link::new(VIRTUAL, ear.port)).expect("a link");
    Call::ours("amidi").args(&["-p", DEVICE, "-S", "90 3c 40 3d41", "F0", "1 2 f7"]).run().succeeded();
    ear.hear_until("the sysex", |heard| heard.iter().any(|event| event.kind == EventKind::SYSEX));
    let heard: Vec<Heard> = ear.heard.iter().map(heard).collect();
    let keys: Vec<u8> = heard[..2].iter().map(|(_, _, fixed, _)| fixed[1]).collect();
    assert_eq!((keys, &heard[2].3[..]), (vec![60, 61], &[0xf0, 1, 2, 0xf7][..]));
}

/// Starts a receiver; on return it is open.
fn start(words: &[&str]) -> crate::call::Running {
    let running = Call::ours("amidi").args(&["-p", DEVICE]).args(words).start();
    wait_until("the receiver is open", || {
        std::fs::read_to_string("/proc/asound/VirMIDI/midi0")
            .is_ok_and(|text| text.contains("Input 0\n") && text.contains("Owner PID"))
    });
    running
}

#[test]
fn what_comes_is_kept_and_shown() {
    let dir = TempDir::new().expect("a temporary folder");
    let file = dir.path().join("got.syx");
    let receiver = start(&["-d", "-r", file.to_str().expect("UTF-8")]);
    let seq = Seq::open("emitter").expect("the sequencer");
    let source = seq.create_port("emitter", PortUse::Sends).expect("a port");
    seq.link(&Link::new(source, VIRTUAL)).expect("a link: the driver takes nothing without");
    let send = |event: Event| seq.send(&Event { source, ..event }.to(VIRTUAL)).expect("room");
    // An open receiver hears only when it has begun to wait, which nothing shows.
    wait_until("the receiver hears", || {
        send(Event::control(EventKind::PROGRAM, 0, 0, 5));
        receiver.stdout_len() > 0
    });
    send(Event::note(EventKind::NOTE_ON, 0, 60, 64));
    send(Event::new(EventKind::ACTIVE_SENSING));
    send(Event::new(EventKind::CLOCK));
    send(Event::sysex([0xf0, 0x7e, 0xf7]));
    receiver.wait_for_stdout_text("F0 7E F7");
    receiver.signal(Signal::INT);
    let outcome = receiver.wait().succeeded();
    let shown = String::from_utf8_lossy(&outcome.stdout).into_owned();
    assert!(shown.starts_with("\nC0 05") && shown.ends_with("\n90 3C 40\nF0 7E F7"), "{shown}");
    assert!(std::fs::read(&file).expect("the file").ends_with(&[0x90, 60, 64, 0xf0, 0x7e, 0xf7]));
}

#[test]
fn nothing_for_so_long_is_the_end() {
    start(&["-d", "-t", "0.2"]).wait().succeeded();
}
