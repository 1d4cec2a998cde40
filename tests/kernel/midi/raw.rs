//! amidi over VirMIDI: what it sends a client hears, what a client sends it receives.

use super::*;
use alsabox::device::seq::link::Link;

const VIRTUAL: Address = Address { client: 24, port: 0 };
const DEVICE: &str = "hw:2,0";

#[test]
fn lists_are_debians() {
    for options in ["-l", "-lx", "-L"] {
        if options == "-lx" {
            // Debian's knows no ports that are switched off, and here are none.
            let [ours, debians] = [Call::ours("amidi").arg("-x"), Call::debian("amidi").arg("-l")].map(Call::run);
            assert_eq!(ours.text(), debians.text());
            continue;
        }
        let [ours, debians] = [Call::ours("amidi"), Call::debian("amidi")].map(|call| call.arg(options).run());
        assert_eq!(ours.text(), debians.text(), "{options}");
    }
}

/// All bytes of system exclusive messages that have been heard.
fn sysex_bytes(heard: &[Event]) -> Vec<u8> {
    heard.iter().filter(|event| event.kind == EventKind::SYSEX).flat_map(|event| event.bytes.clone()).collect()
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

/// The driver's buffer holds 4096 bytes: it takes the file in parts.
#[test]
fn a_file_larger_than_any_buffer_is_sent_whole() {
    let dir = TempDir::new().expect("a temporary folder");
    let file = dir.path().join("large.syx");
    let data = (0..20_000u32).map(|byte| (byte % 127) as u8);
    let bytes: Vec<u8> = [0xf0].into_iter().chain(data).chain([0xf7]).collect();
    std::fs::write(&file, &bytes).expect("a file for the test");
    let mut ear = Ear::open();
    ear.seq.link(&Link::new(VIRTUAL, ear.port)).expect("a link");
    Call::ours("amidi").args(&["-p", DEVICE, "-s"]).arg(&file).run().succeeded();
    ear.hear_until("its end", |heard| sysex_bytes(heard).last() == Some(&0xf7));
    assert_eq!(sysex_bytes(&ear.heard), bytes);
}

#[test]
fn system_exclusive_messages_are_as_far_apart_as_asked_for() {
    let seq = Seq::open("ear").expect("the guest has a sequencer");
    let queue = seq.create_queue("ear").expect("a queue");
    let tick_is_1_ms = alsabox::device::seq::queue::Tempo { beat_us: 100_000, beat_ticks: 100 };
    seq.set_tempo(queue, tick_is_1_ms).expect("a tempo");
    let port = seq.create_port("ear", PortUse::TakesStamped(queue)).expect("a port");
    seq.start_queue(queue, port).expect("a clock");
    let mut ear = Ear { seq, port, heard: Vec::new() };
    ear.seq.link(&Link::new(VIRTUAL, port)).expect("a link");
    Call::ours("amidi").args(&["-p", DEVICE, "-i", "300", "-S", "F0 01 F7 F0 02 F7"]).run().succeeded();
    ear.hear_until("both", |heard| heard.iter().filter(|event| event.kind == EventKind::SYSEX).count() == 2);
    let ticks: Vec<u32> =
        ear.heard.iter().filter_map(|e| if let Due::Tick(_, tick) = e.due { Some(tick) } else { None }).collect();
    assert!(ticks[1] - ticks[0] >= 300, "{ticks:?}");
}

fn monotonic() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

#[test]
fn each_message_has_its_time() {
    let before = monotonic();
    let receiver = start(&["-d", "-T", "monotonic"]);
    let seq = Seq::open("emitter").expect("the sequencer");
    let source = seq.create_port("emitter", PortUse::Sends).expect("a port");
    seq.link(&Link::new(source, VIRTUAL)).expect("a link: the driver takes nothing without");
    wait_until("the receiver hears", || {
        let event = Event { source, ..Event::control(EventKind::PROGRAM, 0, 0, 5) };
        seq.send(&event.to(VIRTUAL)).expect("room");
        receiver.stdout_len() > 0
    });
    receiver.signal(Signal::INT);
    let shown = String::from_utf8(receiver.wait().succeeded().stdout).expect("digits");
    let (stamp, rest) = shown.trim_start().split_once(") ").expect("a stamp");
    assert!(rest.starts_with("C0 05"), "{shown}");
    let stamp: f64 = stamp.parse().expect("seconds");
    assert!((before..=monotonic()).contains(&stamp), "{shown}");
}

#[test]
fn what_cannot_be_kept_is_said() {
    let receiver = start(&["-r", "/dev/full"]);
    let seq = Seq::open("emitter").expect("the sequencer");
    let source = seq.create_port("emitter", PortUse::Sends).expect("a port");
    seq.link(&Link::new(source, VIRTUAL)).expect("a link: the driver takes nothing without");
    let mut receiver = Some(receiver);
    wait_until("the receiver ends", || {
        let event = Event { source, ..Event::control(EventKind::PROGRAM, 0, 0, 5) };
        seq.send(&event.to(VIRTUAL)).expect("room");
        receiver.as_mut().is_some_and(crate::call::Running::has_ended)
    });
    let outcome = receiver.take().expect("it was started").wait();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), "cannot write to file: No space left on device\n"));
}

#[test]
fn a_port_of_ours_is_one_of_the_sequencers() {
    let receiver = Call::ours("amidi").args(&["-p", "virtual", "-d"]).start();
    let seq = Seq::open("emitter").expect("the sequencer");
    let source = seq.create_port("emitter", PortUse::Sends).expect("a port");
    let port = || {
        let clients = seq.clients().expect("the kernel answers");
        let mut ports = clients.iter().flat_map(|client| &client.ports);
        ports.find(|port| port.name.starts_with("Virtual RawMIDI")).map(|port| port.address)
    };
    wait_until("the port is there", || port().is_some());
    let port = port().expect("it was there");
    wait_until("the receiver hears", || {
        let event = Event { source, ..Event::control(EventKind::PROGRAM, 0, 0, 5) };
        seq.send(&event.to(port)).expect("room");
        receiver.stdout_len() > 0
    });
    receiver.signal(Signal::INT);
    receiver.wait().succeeded();
}

/// The driver's hold on its device; it is bound again at the end.
struct Unbound;

const DRIVER: &str = "/sys/bus/platform/drivers/snd_virmidi";

impl Drop for Unbound {
    fn drop(&mut self) {
        std::fs::write(format!("{DRIVER}/bind"), "snd_virmidi.0").expect("the device is bound");
        wait_until("the port is back", || std::path::Path::new("/dev/snd/midiC2D0").exists());
    }
}

#[test]
fn a_port_that_goes_away_ends_a_receiver() {
    let receiver = start(&["-d"]);
    // The driver waits for whoever has the port open.
    let unbinding = std::thread::spawn(|| std::fs::write(format!("{DRIVER}/unbind"), "snd_virmidi.0"));
    let outcome = receiver.wait();
    unbinding.join().expect("it does not panic").expect("the device is there");
    let _bound_again = Unbound;
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.stderr, "cannot read from port \"hw:2,0\": No such device\n");
}
