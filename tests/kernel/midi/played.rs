//! aplaymidi's events are Debian's, event for event and tick for tick.

use super::*;

/// Channel messages of all kinds, sysex and changes of tempo, some at once and some apart.
fn track(numbers: &mut Numbers) -> TrackBytes {
    let mut track = TrackBytes::default();
    let mut tick = 0;
    for _ in 0..120 {
        tick += [0, 0, 1, 5, 20][numbers.below(5) as usize];
        let channel = numbers.below(16) as u8;
        match numbers.below(9) as u8 {
            7 => track.sysex(tick, &[0xf0, numbers.byte(), numbers.byte(), 0xf7]),
            8 => track.meta(tick, 0x51, &(20_000 + numbers.below(80_000)).to_be_bytes()[1..]),
            kind @ (4 | 5) => track.channel(tick, (8 + kind) << 4 | channel, &[numbers.byte()]),
            kind => track.channel(tick, (8 + kind) << 4 | channel, &[numbers.byte(), numbers.byte()]),
        }
    }
    // Debian's leaves sounding what a file leaves sounding.
    for channel in 0..16 {
        track.channel(tick, 0xb0 | channel, &[64, 0]);
        track.channel(tick, 0xb0 | channel, &[123, 0]);
    }
    track
}

#[test]
fn a_corpus_is_played_as_debians_plays_it() {
    let divisions = [96, 480, encode::frame_division(25, 40), 240, encode::frame_division(29, 80)];
    for (seed, division) in (1..).zip(divisions) {
        let mut numbers = Numbers(seed);
        let tracks: Vec<TrackBytes> = (0..1 + seed % 3).map(|_| track(&mut numbers)).collect();
        let (_dir, file) = file_of(division, &tracks);
        let mut ear = Ear::open();
        let (debians, wanted) = ear.hear_all(Call::debian("aplaymidi"), &file);
        let (ours, got) = ear.hear_all(Call::ours("aplaymidi"), &file);
        assert!(wanted.len() > 100, "{} events", wanted.len());
        let differs = got.iter().zip(&wanted).position(|(got, wanted)| got != wanted);
        assert_eq!(
            (got.len(), differs),
            (wanted.len(), None),
            "division {division:#x}: {:?} {:?}",
            differs.map(|at| &got[at]),
            differs.map(|at| &wanted[at])
        );
        assert_eq!(ours.text(), debians.text());
    }
}

#[test]
fn many_events_are_handed_to_the_kernel_at_once() {
    let mut track = TrackBytes::default();
    for tick in 0..1000 {
        track.channel(tick, 0x90, &[60, 64]);
        track.channel(tick, 0x80, &[60, 64]);
    }
    let (dir, file) = file_of(25_000, &[track]);
    let log = dir.path().join("log");
    let aplaymidi = Call::ours("aplaymidi").args(&["-d", "0", "-p", "14:0"]).arg(&file);
    Call::traced("aplaymidi", aplaymidi, "write", &log).run().succeeded();
    let log = std::fs::read_to_string(&log).expect("strace writes its log");
    let writes = log.lines().filter(|line| line.contains("write(")).count();
    assert!((2..100).contains(&writes), "{writes} writes for 2000 events");
}

#[test]
fn a_long_sysex_comes_whole_and_in_order_with_what_follows() {
    let bytes: Vec<u8> = std::iter::once(0xf0).chain((0..7000).map(|byte| (byte % 128) as u8)).chain([0xf7]).collect();
    let mut track = TrackBytes::default();
    track.sysex(0, &bytes);
    track.channel(0, 0xc0, &[5]);
    let (_dir, file) = file_of(96, &[track]);
    let mut ear = Ear::open();
    let (outcome, heard) = ear.hear_all(Call::ours("aplaymidi"), &file);
    outcome.succeeded();
    let parts: Vec<&Heard> = heard.iter().filter(|(_, kind, ..)| *kind == EventKind::SYSEX.0).collect();
    assert_eq!(parts.iter().flat_map(|(.., part)| part.clone()).collect::<Vec<u8>>(), bytes);
    let ticks: Vec<Option<u32>> = parts.iter().map(|(tick, ..)| *tick).collect();
    assert!(ticks.is_sorted() && ticks[0] < ticks[1] && ticks[1] < ticks[2], "{ticks:?}");
    assert_eq!(heard.last().map(|(tick, kind, ..)| (*tick, *kind)), Some((ticks[2], EventKind::PROGRAM.0)));
}

#[test]
fn a_damaged_file_is_played_up_to_the_damage() {
    let mut track = TrackBytes::default();
    track.channel(0, 0x90, &[60, 64]);
    let (_dir, file) = file_of(96, &[track]);
    let bytes = std::fs::read(&file).expect("the file");
    std::fs::write(&file, &bytes[..bytes.len() - 3]).expect("the file");
    let mut ear = Ear::open();
    let (outcome, heard) = ear.hear_all(Call::ours("aplaymidi"), &file);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("track 1: the file is cut short"), "{}", outcome.stderr);
    let kinds: Vec<u8> = heard.iter().map(|(_, kind, ..)| *kind).collect();
    let controller = EventKind::CONTROLLER.0;
    assert_eq!(kinds, [EventKind::NOTE_ON.0, EventKind::NOTE_OFF.0, controller, controller]);
}

#[test]
fn a_tempo_a_transposition_and_a_second_time() {
    let mut track = TrackBytes::default();
    track.channel(0, 0x90, &[60, 64]);
    track.channel(48, 0x80, &[60, 64]);
    let (_dir, file) = file_of(96, &[track]);
    let mut ear = Ear::open();
    let ours = Call::ours("aplaymidi").args(&["--tempo=200", "--transpose=12", "--loop=2"]);
    let (outcome, heard) = ear.hear_all(ours, &file);
    outcome.succeeded();
    let notes: Vec<(Option<u32>, u8)> = heard.iter().map(|(tick, _, fixed, _)| (*tick, fixed[1])).collect();
    assert_eq!(notes, [(Some(0), 72), (Some(48), 72), (Some(48), 72), (Some(96), 72)]);
}

#[test]
fn standard_input_is_a_file() {
    let mut track = TrackBytes::default();
    track.channel(0, 0xc3, &[7]);
    let (_dir, file) = file_of(96, &[track]);
    let mut ear = Ear::open();
    let input = std::fs::File::open(&file).expect("the file");
    let (outcome, heard) = ear.hear_all(Call::ours("aplaymidi").stdin(input), &PathBuf::from("-"));
    outcome.succeeded();
    assert_eq!(
        heard.iter().map(|(_, kind, fixed, _)| (*kind, fixed[8])).collect::<Vec<_>>(),
        [(EventKind::PROGRAM.0, 7)]
    );
}

/// Which port hears which key.
fn keys_by_port(player: Call, ear: &mut Ear, ports: &str, file: &PathBuf) -> Vec<(u8, u8)> {
    player.args(&["-d", "0", "-p", ports]).arg(file).run().succeeded();
    ear.hear();
    std::mem::take(&mut ear.heard).iter().map(|event| (event.dest.port, event.fixed[1])).collect()
}

#[test]
fn a_file_of_several_ports_plays_on_them_in_turn() {
    let mut tracks = vec![TrackBytes::default(), TrackBytes::default(), TrackBytes::default()];
    for (port, track) in (0u8..).zip(&mut tracks) {
        track.meta(0, 0x21, &[port]);
        track.channel(u64::from(port), 0x80, &[60 + port, 64]);
    }
    let (_dir, file) = file_of(96, &tracks);
    let mut ear = Ear::open();
    let second = ear.seq.create_port("second", PortUse::Takes).expect("a port");
    let ports = format!("{},{second}", ear.port);
    let ours = keys_by_port(Call::ours("aplaymidi"), &mut ear, &ports, &file);
    assert_eq!(ours, [(0, 60), (1, 61), (0, 62)]);
    assert_eq!(keys_by_port(Call::debian("aplaymidi"), &mut ear, &ports, &file), ours);
}
