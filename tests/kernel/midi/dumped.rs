//! aseqdump's lines are Debian's, for every type of event that there is.

use super::*;

/// Starts a dump that waits to be linked; on return it is.
fn start_linked(aseqdump: Call, source: Address) -> crate::call::Running {
    let running = aseqdump.args(&["-p", &source.to_string()]).start();
    wait_until("the dump is linked", || {
        let seq = Seq::open("looker").expect("the sequencer");
        seq.links(source, alsabox::device::seq::link::End::Sender).is_ok_and(|links| links.len() == 1)
    });
    running
}

/// Every type with data that says something in most of them; `None` where the kernel lets none pass.
fn emitted() -> Vec<Event> {
    let kinds = (0..=255).map(EventKind).filter(|kind| *kind != EventKind::NOTE);
    let mut events: Vec<Event> = kinds.flat_map(of_kind).collect();
    events.push(Event::note(EventKind::NOTE_ON, 15, 127, 0));
    events.push(Event::control(EventKind::PITCH_BEND, 9, 0, -8192));
    events.push(Event::sysex(vec![0xf0; 300]));
    events
}

fn of_kind(kind: EventKind) -> Option<Event> {
    let mut event = Event::new(kind);
    if kind.0 >= 130 {
        event.bytes = vec![0xf0, 0x7e, 0x01, 0xf7];
    } else {
        event.fixed = [1, 2, 3, 4, 5, 0, 0, 0, 7, 0, 0, 0];
    }
    Some(event)
}

fn dump(aseqdump: Call) -> (Vec<String>, Outcome) {
    let through = Address { client: 14, port: 0 };
    let running = start_linked(aseqdump, through);
    let seq = Seq::open("emitter").expect("the sequencer");
    let source = seq.create_port("emitter", PortUse::Sends).expect("a port");
    for event in emitted() {
        let event = Event { source, ..event }.to(through);
        // Types that the kernel does not pass are the same for both.
        let _ = seq.send(&event);
    }
    let last = Event { source, ..Event::note(EventKind::NOTE_OFF, 3, 99, 99) }.to(through);
    seq.send(&last).expect("room");
    running.wait_for_stdout_text("note 99, velocity 99");
    running.signal(Signal::INT);
    let outcome = running.wait().succeeded();
    let text = String::from_utf8(outcome.stdout.clone()).expect("the dump is UTF-8");
    (text.lines().map(str::to_owned).collect(), outcome)
}

#[test]
fn every_type_of_event_is_shown_as_debians_shows_it() {
    // Debian's keeps its lines back when they go into a pipe.
    let (wanted, debians) = dump(Call::debian("stdbuf").args(&["-oL", "aseqdump"]));
    let (got, ours) = dump(Call::ours("aseqdump"));
    assert!(wanted.len() > 50, "{wanted:?}");
    assert_eq!(got.join("\n"), wanted.join("\n"));
    assert_eq!(ours.stderr, debians.stderr);
}

#[test]
fn as_json_an_event_has_its_source_its_data_and_its_time() {
    let through = Address { client: 14, port: 0 };
    let running = start_linked(Call::ours("aseqdump").arg("--json"), through);
    let seq = Seq::open("emitter").expect("the sequencer");
    let source = seq.create_port("emitter", PortUse::Sends).expect("a port");
    let send = |event: Event| seq.send(&Event { source, ..event }.to(through)).expect("room");
    send(Event::note(EventKind::NOTE_ON, 3, 60, 64));
    send(Event::sysex([0xf0, 0x7e, 0xf7]));
    running.wait_for_stdout_text("F0 7E F7");
    running.signal(Signal::INT);
    let outcome = running.wait().succeeded();
    let text = String::from_utf8(outcome.stdout).expect("JSON is UTF-8");
    let lines = text.lines().map(|line| serde_json::from_str(line).expect("a line is an object"));
    let lines: Vec<serde_json::Value> = lines.collect();
    let of_kind = |kind: EventKind| lines.iter().find(|line| line["type"] == kind.0).expect("the event");
    let note = of_kind(EventKind::NOTE_ON);
    assert_eq!((&note["source"], &note["data"][1], &note["queue"]), (&"14:0".into(), &60.into(), &253.into()));
    assert_eq!(note["text"], "Note on 3, note 60, velocity 64");
    assert_eq!(of_kind(EventKind::SYSEX)["bytes"], serde_json::json!([0xf0, 0x7e, 0xf7]));
}
