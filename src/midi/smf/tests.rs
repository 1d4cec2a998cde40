//! The reader on files that are right, wrong and random, with midly as an independent witness.

use super::encode::{self, LONGEST_DELTA, TrackBytes};
use super::*;
use proptest::prelude::*;

fn file(format: u16, division: u16, tracks: &[&[u8]]) -> Vec<u8> {
    let mut file = encode::header(format, u16::try_from(tracks.len()).unwrap(), division);
    for track in tracks {
        file.extend(b"MTrk");
        file.extend(u32::try_from(track.len()).unwrap().to_be_bytes());
        file.extend(*track);
    }
    file
}

fn one(track: &[u8]) -> Smf {
    read(&file(0, 96, &[track])).unwrap()
}

fn messages(smf: &Smf) -> Vec<(u64, Message)> {
    smf.tracks.iter().flat_map(|track| &track.events).map(|event| (event.tick, event.message.clone())).collect()
}

#[test]
fn running_status_spares_bytes_and_outlives_metas() {
    let smf = one(&[0, 0x90, 60, 64, 10, 62, 64, 0, 0xff, 1, 1, b'x', 5, 64, 0, 0, 0xff, 0x2f, 0]);
    let wanted = [
        (0, Message::Channel([0x90, 60, 64])),
        (10, Message::Channel([0x90, 62, 64])),
        (10, Message::Text(1, b"x".to_vec())),
        (15, Message::Channel([0x90, 64, 0])),
    ];
    assert_eq!(messages(&smf), wanted);
    assert_eq!((smf.tracks[0].end_tick, smf.damage), (15, None));
}

#[test]
fn what_comes_before_the_damage_stays() {
    let good = [0, 0x90, 60, 64];
    for (bad, what) in [
        (&[0, 0xf8][..], What::BadStatus(0xf8)),
        (&[0, 61, 0x80], What::BadData(0x80)),
        (&[0x81, 0x81, 0x81, 0x81, 0], What::LongNumber),
        (&[0, 0xf0, 9, 1], What::CutShort),
        (&[0, 0xff, 1, 0x90, 0], What::CutShort),
        (&[0], What::CutShort),
        (&[], What::NoEnd),
    ] {
        let smf = one(&[&good, bad].concat());
        assert_eq!(messages(&smf), [(0, Message::Channel([0x90, 60, 64]))], "{bad:?}");
        let offset = 14 + 8 + good.len();
        assert_eq!(smf.damage, Some(Damage { track: 1, offset, what }), "{bad:?}");
    }
}

#[test]
fn tracks_after_a_damaged_one_are_played() {
    let smf = read(&file(1, 96, &[&[0, 60], &[0, 0xc0, 5, 0, 0xff, 0x2f, 0]])).unwrap();
    assert_eq!(messages(&smf), [(0, Message::Channel([0xc0, 5, 0]))]);
    assert_eq!(smf.damage.unwrap().to_string(), "track 1: data without a status byte (offset 0x16)");
}

#[test]
fn a_track_that_is_not_there_is_said() {
    let mut bytes = file(1, 96, &[&[0, 0xff, 0x2f, 0]]);
    bytes[11] = 2;
    let damage = read(&bytes).unwrap().damage.unwrap();
    assert_eq!((damage.track, damage.what), (2, What::TrackMissing));
}

#[test]
fn long_headers_and_foreign_chunks_are_passed_over() {
    let mut bytes = b"MThd\0\0\0\x08\0\0\0\x01\0\x60xxJUNK\0\0\0\x02zz".to_vec();
    bytes.extend(b"MTrk\0\0\0\x04\0\xff\x2f\0");
    assert_eq!(read(&bytes).unwrap().damage, None);
}

#[test]
fn riff_is_unwrapped() {
    let smf = file(0, 96, &[&[7, 0xc0, 5, 0, 0xff, 0x2f, 0]]);
    let mut riff = b"RIFF\0\0\0\0RMIDodd \x01\0\0\0x\0data".to_vec();
    riff.extend(u32::try_from(smf.len()).unwrap().to_le_bytes());
    riff.extend(&smf);
    assert_eq!(messages(&read(&riff).unwrap()), messages(&read(&smf).unwrap()));
    assert_eq!(read(b"RIFF\0\0\0\0WAVEfmt "), Err(Refused::NotSmf));
}

#[test]
fn what_cannot_be_played_is_refused() {
    let end = [0, 0xff, 0x2f, 0];
    for (bytes, refused) in [
        (b"hello".to_vec(), Refused::NotSmf),
        (b"MThd\0\0".to_vec(), Refused::NoHeader),
        (file(3, 96, &[&end]), Refused::Format(3)),
        (file(0, 0, &[&end]), Refused::Division(0)),
        (file(0, 0xe700, &[&end]), Refused::Division(0xe700)),
        (file(0, 0x8028, &[&end]), Refused::Division(0x8028)),
        (file(1, 96, &[]), Refused::NoTrack),
    ] {
        assert_eq!(read(&bytes), Err(refused));
    }
    assert_eq!(read(&file(0, encode::frame_division(29, 40), &[&end])).unwrap().division, Division::Frame(29, 40));
}

#[test]
fn a_pause_longer_than_a_number_is_cut() {
    let mut track = TrackBytes::default();
    let far = u64::from(LONGEST_DELTA) * 3 + 5;
    track.channel(far, 0x90, &[60, 64]);
    let smf = read(&[encode::header(0, 1, 96), track.chunk(0)].concat()).unwrap();
    let notes: Vec<_> =
        messages(&smf).into_iter().filter(|(_, message)| matches!(message, Message::Channel(_))).collect();
    assert_eq!(notes, [(far, Message::Channel([0x90, 60, 64]))]);
    assert_eq!(smf.damage, None);
}

/// The events of a file, as midly reads them.
fn witnessed(bytes: &[u8]) -> Option<Vec<(u64, Message)>> {
    let smf = midly::Smf::parse(bytes).ok()?;
    let mut messages = Vec::new();
    for track in smf.tracks {
        let mut tick = 0;
        for event in track {
            tick += u64::from(event.delta.as_int());
            messages.extend(witnessed_message(event.kind).map(|message| (tick, message)));
        }
    }
    Some(messages)
}

fn witnessed_message(kind: midly::TrackEventKind<'_>) -> Option<Message> {
    use midly::TrackEventKind as Kind;
    match kind {
        Kind::Midi { channel, message } => {
            let mut bytes = Vec::new();
            midly::live::LiveEvent::Midi { channel, message }.write_std(&mut bytes).unwrap();
            bytes.resize(3, 0);
            Some(Message::Channel([bytes[0], bytes[1], bytes[2]]))
        }
        Kind::SysEx(bytes) => Some(Message::Sysex([&[0xf0], bytes].concat())),
        Kind::Escape(bytes) => Some(Message::Sysex(bytes.to_vec())),
        Kind::Meta(midly::MetaMessage::Tempo(tempo)) => Some(Message::Tempo(tempo.as_int())),
        Kind::Meta(_) => None,
    }
}

#[derive(Debug, Clone)]
enum Written {
    Channel(u8, u8, u8),
    Sysex(Vec<u8>),
    Tempo(u32),
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![
        (0x80u8..0xf0, 0u8..128, 0u8..128).prop_map(|(status, first, second)| Written::Channel(status, first, second)),
        prop::collection::vec(0u8..128, 1..300).prop_map(Written::Sysex),
        (1u32..0x100_0000).prop_map(Written::Tempo),
    ]
}

impl Written {
    fn write(&self, track: &mut TrackBytes, tick: u64) -> Message {
        match self {
            Written::Channel(status, first, second) => {
                let has_two = !matches!(status & 0xf0, 0xc0 | 0xd0);
                let data = [*first, *second];
                track.channel(tick, *status, &data[..if has_two { 2 } else { 1 }]);
                Message::Channel([*status, *first, if has_two { *second } else { 0 }])
            }
            Written::Sysex(bytes) => {
                track.sysex(tick, bytes);
                Message::Sysex(bytes.clone())
            }
            Written::Tempo(tempo) => {
                track.meta(tick, 0x51, &tempo.to_be_bytes()[1..]);
                Message::Tempo(*tempo)
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = read(&file(1, 96, &[&bytes, &bytes]));
    }

    #[test]
    fn what_is_written_is_read_by_us_and_by_midly(
        events in prop::collection::vec((0u64..1_000_000, written()), 0..60),
    ) {
        let mut track = TrackBytes::default();
        let mut tick = 0;
        let mut wanted = Vec::new();
        for (delta, event) in &events {
            tick += delta;
            wanted.push((tick, event.write(&mut track, tick)));
        }
        let bytes = [encode::header(0, 1, 96), track.chunk(tick + 7)].concat();
        let smf = read(&bytes).unwrap();
        prop_assert_eq!(messages(&smf), wanted.clone());
        prop_assert_eq!((smf.tracks[0].end_tick, smf.damage), (tick + 7, None));
        prop_assert_eq!(witnessed(&bytes), Some(wanted));
    }
}
