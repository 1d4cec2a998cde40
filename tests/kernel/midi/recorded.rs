//! arecordmidi's files hold what was sent, and are valid whenever one looks.

use super::*;
use alsabox::midi::smf::{self, Message};
use alsabox::midi::song::{Action, Song};

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
