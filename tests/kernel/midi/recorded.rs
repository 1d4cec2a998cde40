//! arecordmidi's files hold what was sent, and are valid whenever one looks.

use super::*;
use alsabox::device::seq::link::End;
use alsabox::midi::smf::{self, Message};
use alsabox::midi::song::{Action, Song};
use std::path::Path;

/// Starts a recorder on Midi Through; on return it is linked.
fn start(words: &[&str], file: &PathBuf) -> crate::call::Running {
    let running = Call::ours("arecordmidi").args(&["-p", "14"]).args(words).arg(file).start();
    wait_until("the recorder is linked", || {
        std::fs::read_to_string("/proc/asound/seq/clients").is_ok_and(|text| text.contains("\"arecordmidi\""))
            && file.metadata().is_ok_and(|metadata| metadata.len() > 0)
    });
    running
}

fn play(file: &PathBuf) {
    Call::ours("aplaymidi").args(&["-d", "0", "-p", "14"]).arg(file).run().succeeded();
}

/// The events of a file in their order, without their ticks, which begin when the recorder does.
fn sent(file: &PathBuf) -> Vec<Event> {
    let smf = smf::read(&std::fs::read(file).expect("the file")).expect("a Standard MIDI File");
    assert_eq!(smf.damage, None);
    let events = Song::new(&smf).events.into_iter();
    events.filter_map(|event| if let Action::Send(_, event) = event.action { Some(event) } else { None }).collect()
}

fn scale() -> TrackBytes {
    let mut track = TrackBytes::default();
    for key in 60..72 {
        track.channel(u64::from(key) * 4, 0x91, &[key, 90]);
        track.channel(u64::from(key) * 4 + 3, 0x81, &[key, 64]);
    }
    track.sysex(300, &[0xf0, 1, 2, 3, 0xf7]);
    track.channel(310, 0xe3, &[1, 64]);
    track
}

#[test]
fn what_aplaymidi_plays_is_recorded_event_for_event() {
    let (dir, song) = file_of(384, &[scale()]);
    let take = dir.path().join("take.mid");
    let recorder = start(&[], &take);
    play(&song);
    recorder.signal(Signal::INT);
    recorder.wait().succeeded();
    assert_eq!(sent(&take), sent(&song));
    assert!(!dir.path().join("take.mid.part").exists());
}

#[test]
fn a_kill_costs_no_more_than_the_last_second() {
    let (dir, song) = file_of(384, &[scale()]);
    let take = dir.path().join("take.mid");
    let recorder = start(&[], &take);
    play(&song);
    wait_until("the events are on the disk", || sent(&take) == sent(&song));
    recorder.signal(Signal::KILL);
    assert_eq!(recorder.wait().code, None);
    assert_eq!(sent(&take), sent(&song));
}

#[test]
fn a_number_of_events_is_exact_and_channels_have_tracks() {
    let (dir, song) = file_of(384, &[scale()]);
    let take = dir.path().join("take.mid");
    let recorder = start(&["-n", "7", "-s", "-b", "100", "-i", "6:8", "-t", "96"], &take);
    play(&song);
    recorder.wait().succeeded();
    let smf = smf::read(&std::fs::read(&take).expect("the file")).expect("a Standard MIDI File");
    let messages: Vec<Vec<Message>> =
        smf.tracks.iter().map(|track| track.events.iter().map(|event| event.message.clone()).collect()).collect();
    assert_eq!(messages[0], [Message::Tempo(600_000), Message::TimeSignature(6, 3)]);
    assert_eq!((smf.tracks.len(), messages[1].len()), (2, 7));
}

#[test]
fn the_metronome_clicks_on_the_beat() {
    let (dir, _) = file_of(384, &[scale()]);
    let mut ear = Ear::open();
    let port = ear.port.to_string();
    let recorder = start(&["-m", &port, "-b", "600", "-i", "3:4"], &dir.path().join("take.mid"));
    let click = |event: &Event| event.kind == EventKind::NOTE_ON;
    ear.hear_until("seven clicks", |heard| heard.iter().filter(|event| click(event)).count() >= 7);
    recorder.signal(Signal::TERM);
    recorder.wait().succeeded();
    let clicks: Vec<(Due, u8)> =
        ear.heard.iter().filter(|event| click(event)).map(|event| (event.due, event.fixed[1])).take(7).collect();
    let Due::Tick(queue, _) = clicks[0].0 else { panic!("{clicks:?}") };
    let wanted: Vec<_> = [34, 33, 33, 34, 33, 33, 34]
        .into_iter()
        .zip(0..)
        .map(|(note, beat)| (Due::Tick(queue, beat * 384), note))
        .collect();
    assert_eq!(clicks, wanted);
}

const THROUGH: Address = Address { client: 14, port: 0 };
/// What is written to its device, it sends.
const VIRTUAL: Address = Address { client: 24, port: 0 };

/// Starts a recorder of these ports; on return all of them are linked to it.
fn start_on(recorder: Call, ports: &[Address], words: &[&str], file: &Path) -> crate::call::Running {
    let seq = Seq::open("looker").expect("the sequencer");
    let links = |port: &Address| seq.links(*port, End::Sender).expect("the kernel answers").len();
    let before: Vec<usize> = ports.iter().map(links).collect();
    let names: Vec<String> = ports.iter().map(Address::to_string).collect();
    let running = recorder.args(&["-p", &names.join(",")]).args(words).arg(file).start();
    wait_until("the recorder is linked", || ports.iter().map(links).zip(&before).all(|(now, before)| now > *before));
    running
}

/// Format, division, and the messages of each track.
fn written(file: &Path) -> (u16, smf::Division, Vec<Vec<Message>>) {
    let smf = smf::read(&std::fs::read(file).expect("the file")).expect("a Standard MIDI File");
    assert_eq!(smf.damage, None);
    let messages = |track: &smf::Track| track.events.iter().map(|event| event.message.clone()).collect();
    (smf.format, smf.division, smf.tracks.iter().map(messages).collect())
}

/// Everything that a file can hold, and some that none can.
fn every_kind() -> Vec<Event> {
    let mut events = Vec::new();
    for channel in [0, 9] {
        events.push(Event::note(EventKind::NOTE_ON, channel, 60, 64));
        events.push(Event::note(EventKind::NOTE_OFF, channel, 60, 30));
        events.push(Event::note(EventKind::KEY_PRESSURE, channel, 60, 9));
        events.push(Event::control(EventKind::CONTROLLER, channel, 7, 100));
        events.push(Event::control(EventKind::PROGRAM, channel, 0, 5));
        events.push(Event::control(EventKind::CHANNEL_PRESSURE, channel, 0, 77));
        events.push(Event::control(EventKind::PITCH_BEND, channel, 0, -1000));
        events.push(Event::control(EventKind::CONTROL14, channel, 7, 1000));
        events.push(Event::control(EventKind::NON_REGISTERED, channel, 300, 1000));
        events.push(Event::control(EventKind::REGISTERED, channel, 1, 1000));
    }
    events.push(Event::sysex([0xf0, 1, 2, 0xf7]));
    events.push(Event::new(EventKind::CLOCK));
    events.push(Event::new(EventKind::ACTIVE_SENSING));
    events
}

#[test]
fn files_hold_what_debians_hold() {
    let seq = Seq::open("emitter").expect("the sequencer");
    let source = seq.create_port("emitter", PortUse::Sends).expect("a port");
    let [one, two] = [THROUGH, VIRTUAL];
    let dir = TempDir::new().expect("a temporary folder");
    let [ours, debians] = ["ours.mid", "debians.mid"].map(|name| dir.path().join(name));
    let cases: [(&[Address], &[&str]); 7] = [
        (&[one], &[]),
        (&[one], &["-s"]),
        (&[one], &["-b", "100", "-i", "6:8", "-t", "96"]),
        (&[one], &["-f", "25"]),
        (&[one], &["-f", "29", "-t", "80"]),
        (&[one, two], &[]),
        (&[one, two], &["-s"]),
    ];
    for (ports, words) in cases {
        let recorders = [
            start_on(Call::ours("arecordmidi"), ports, words, &ours),
            start_on(Call::debian("arecordmidi"), ports, words, &debians),
        ];
        for event in every_kind() {
            seq.send(&Event { source, ..event }.to(THROUGH)).expect("room");
        }
        std::fs::write("/dev/snd/midiC2D0", [0x92, 60, 64, 0xf0, 1, 0xf7, 0xc3, 5]).expect("the port takes bytes");
        for recorder in recorders {
            recorder.signal(Signal::INT);
            recorder.wait().succeeded();
        }
        assert_eq!(written(&ours), written(&debians), "{ports:?} {words:?}");
    }
}
