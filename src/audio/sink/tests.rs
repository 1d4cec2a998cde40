//! Sinks from inside: headers, torn frames, full disks and files that grow past their type.

use super::plain::{Header, Length};
use super::*;
use crate::audio::input::Input;
use crate::audio::source::{self, Assume};
use crate::device::Format as F;
use std::io::Read;
use std::os::fd::OwnedFd;

mod full;
mod streams;
mod voc;

const MONO: Spec = Spec { format: F::U8, channels: 1, rate: 8000 };
const STEREO: Spec = Spec { format: F::S16_LE, channels: 2, rate: 48000 };

fn recipe(file_type: FileType, spec: Spec) -> Recipe {
    Recipe { file_type, spec, channel_mask: None, growth: Growth::NextFile, most_bytes: None }
}

/// Where a recording goes in a test, and how it is seen there.
struct Place {
    _dir: tempfile::TempDir,
    path: std::path::PathBuf,
}

impl Place {
    fn new() -> Place {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("take");
        Place { _dir: dir, path }
    }

    fn create(&self, recipe: &Recipe) -> Box<dyn Sink> {
        create(&self.path, recipe, None).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.path).unwrap()
    }

    fn recorded(&self, recipe: &Recipe, frames: &[u8]) -> Vec<u8> {
        let mut sink = self.create(recipe);
        sink.write(frames).unwrap();
        sink.finish().unwrap();
        self.bytes()
    }
}

/// What a reader of a pipe gets.
fn piped(recipe: &Recipe, expected_frames: Option<u64>, frames: &[u8]) -> Vec<u8> {
    let (mut reader, writer) = std::io::pipe().unwrap();
    let bounds = Bounds { expected_frames, most_bytes: MostBytes::Endless };
    let mut sink = begin(File::from(OwnedFd::from(writer)), recipe, bounds).unwrap();
    sink.write(frames).unwrap();
    sink.keep_current().unwrap();
    sink.finish().unwrap();
    drop(sink);
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).unwrap();
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As Debian's arecord 1.2.8 writes them: `arecord -f FORMAT -c 2 -r 8000 -s 101`.
#[test]
fn headers_are_debians_where_those_are_true() {
    let table = [
        (F::U8, "52494646ee00000057415645666d74201000000001000200401f0000803e00000200080064617461ca000000"),
        (F::S16_LE, "52494646b801000057415645666d74201000000001000200401f0000007d0000040010006461746194010000"),
        (F::S32_LE, "524946464c03000057415645666d74201000000001000200401f000000fa0000080020006461746128030000"),
        (F::FLOAT_LE, "524946464c03000057415645666d74201000000003000200401f000000fa0000080020006461746128030000"),
    ];
    for (format, header) in table {
        let spec = Spec { format, channels: 2, rate: 8000 };
        let frames = vec![7; 101 * spec.frame_bytes().unwrap()];
        let bytes = Place::new().recorded(&recipe(FileType::Wav, spec), &frames);
        assert_eq!(hex(&bytes[..44]), header, "{format}");
        assert_eq!(bytes[44..], frames);
    }
    let spec = Spec { format: F::S16_BE, channels: 2, rate: 8000 };
    let bytes = Place::new().recorded(&recipe(FileType::Au, spec), &[7; 404]);
    assert_eq!(hex(&bytes[..24]), "2e736e6400000018000001940000000300001f4000000002");
}

#[test]
fn odd_data_is_padded_and_the_padding_is_not_counted() {
    let wav = recipe(FileType::Wav, MONO);
    let kept = Place::new().recorded(&wav, &[7; 3]);
    for bytes in [kept, piped(&wav, Some(3), &[7; 3])] {
        assert_eq!(hex(&bytes[4..8]), "28000000");
        assert_eq!(hex(&bytes[40..]), "0300000007070700");
    }
    // A stream that was to be longer ends where it ends.
    assert_eq!(piped(&wav, Some(5), &[7; 3]).len(), 47);
}

#[test]
fn what_44_bytes_cannot_say_is_extensible() {
    let fmt = |format, channels| {
        let spec = Spec { format, channels, rate: 8000 };
        let bytes = Place::new().recorded(&recipe(FileType::Wav, spec), &[]);
        hex(&bytes[20..bytes.len() - 8])
    };
    let guid = "000000001000800000aa00389b71";
    assert_eq!(fmt(F::S24_3LE, 1), format!("feff0100401f0000c05d00000300180016001800040000000100{guid}"));
    assert_eq!(fmt(F::S16_LE, 6), format!("feff0600401f0000007701000c001000160010003f0000000100{guid}"));
    assert_eq!(fmt(F::FLOAT_LE, 9), format!("feff0900401f0000006504002400200016002000000000000300{guid}"));
    // sox and ffmpeg read 32 bits of 32; our own reader is told what they were.
    let native = format!("{}08000000{}", hex(b"alsa"), hex(b"S24_LE\0\0"));
    let s24 = format!("feff0200401f000000fa00000800200016002000030000000100{guid}{native}");
    assert_eq!(fmt(F::S24_LE, 2), s24);
}

#[test]
fn a_given_channel_mask_is_written() {
    let spec = Spec { format: F::S16_LE, channels: 4, rate: 8000 };
    let masked = Recipe { channel_mask: Some(0x107), ..recipe(FileType::Wav, spec) };
    assert_eq!(hex(&Place::new().recorded(&masked, &[])[40..44]), "07010000");
}

#[test]
fn formats_that_no_file_holds_are_refused_in_debians_words() {
    let place = Place::new();
    let refusal = |file_type, format| {
        let spec = Spec { format, channels: 2, rate: 8000 };
        create(&place.path, &recipe(file_type, spec), None).err().unwrap().to_string()
    };
    assert_eq!(refusal(FileType::Wav, F::S8), "Wave doesn't support S8 format...");
    assert_eq!(refusal(FileType::Wav, F::S16_BE), "Wave doesn't support S16_BE format...");
    assert_eq!(refusal(FileType::Au, F::S16_LE), "Sparc Audio doesn't support S16_LE format...");
    assert!(!place.path.exists());
}

#[test]
fn au_has_signed_bytes() {
    let bytes = Place::new().recorded(&recipe(FileType::Au, MONO), &[0, 0x80, 0xff]);
    assert_eq!(bytes[24..], [0x80, 0, 0x7f]);
}

#[test]
fn a_file_has_room_for_what_its_size_allows() {
    for file_type in [FileType::Wav, FileType::Au, FileType::Voc, FileType::Raw] {
        for most_bytes in [0, 43, 50, 51, 60, 1000, 16_000_045, 20_000_001] {
            let place = Place::new();
            let limited = Recipe { most_bytes: Some(most_bytes), ..recipe(file_type, MONO) };
            let mut sink = place.create(&limited);
            let room = sink.room_frames().unwrap();
            sink.write(&vec![7; room as usize - 1]).unwrap();
            assert_eq!(sink.room_frames(), Some(1));
            sink.write(&[7]).unwrap();
            assert_eq!(sink.room_frames(), Some(0));
            sink.finish().unwrap();
            let bytes = place.bytes().len() as u64;
            let slack = if file_type == FileType::Wav { 1 } else { 0 };
            assert!(
                room == 1 || (most_bytes - slack..=most_bytes).contains(&bytes),
                "{file_type} {most_bytes} {bytes}"
            );
        }
    }
}

#[test]
fn only_a_file_that_has_a_next_one_is_ever_full() {
    let wav = recipe(FileType::Wav, STEREO);
    assert_eq!(Place::new().create(&wav).room_frames(), Some(0xfffe_0000 / 4));
    assert_eq!(Place::new().create(&Recipe { growth: Growth::Rf64, ..wav }).room_frames(), None);
    let limited = Recipe { most_bytes: Some(1000), ..wav };
    assert_eq!(create(Path::new("/dev/null"), &limited, None).unwrap().room_frames(), None);
}

#[test]
fn a_header_that_outgrows_4_gib_becomes_rf64_in_place() {
    let rf64 = wav::header(&Recipe { growth: Growth::Rf64, ..recipe(FileType::Wav, STEREO) }).unwrap();
    let small = rf64.bytes(Length::Bytes(1000));
    assert_eq!(&small[..4], b"RIFF");
    assert_eq!(hex(&small[4..8]), hex(&(1000u32 + 72).to_le_bytes()));
    assert_eq!((&small[12..16], &small[48..52]), (&b"JUNK"[..], &b"fmt "[..]));
    let data_bytes = (1u64 << 33) + 4;
    let large = rf64.bytes(Length::Bytes(data_bytes));
    assert_eq!(large.len(), small.len());
    assert_eq!((&large[..8], &large[12..16]), (&b"RF64\xff\xff\xff\xff"[..], &b"ds64"[..]));
    let long = |at: usize| u64::from_le_bytes(large[at..at + 8].try_into().unwrap());
    assert_eq!([long(20), long(28), long(36)], [data_bytes + 72, data_bytes, data_bytes / 4]);
    assert_eq!((&large[48..76], &large[76..]), (&small[48..76], &b"\xff\xff\xff\xff"[..]));
}

#[test]
fn the_last_length_of_32_bits_is_one_that_readers_believe() {
    let most = 0xfffe_0000;
    let start = |growth, data_bytes| {
        let header = wav::header(&Recipe { growth, ..recipe(FileType::Wav, STEREO) }).unwrap();
        let bytes = header.bytes(Length::Bytes(data_bytes));
        (bytes[..4].to_vec(), hex(&bytes[bytes.len() - 4..]))
    };
    assert_eq!(start(Growth::Rf64, most), (b"RIFF".to_vec(), "0000feff".to_owned()));
    assert_eq!(start(Growth::Rf64, most + 4), (b"RF64".to_vec(), "ffffffff".to_owned()));
    assert_eq!(start(Growth::NextFile, most), (b"RIFF".to_vec(), "0000feff".to_owned()));
    // On standard output, where no next file is.
    assert_eq!(start(Growth::NextFile, most + 4), (b"RIFF".to_vec(), "ffffffff".to_owned()));
}

#[test]
fn a_kept_file_is_true_before_it_is_finished() {
    for (file_type, format) in [(FileType::Wav, F::S16_LE), (FileType::Au, F::S16_BE), (FileType::Voc, F::S16_LE)] {
        let place = Place::new();
        let mut sink = place.create(&recipe(file_type, Spec { format, ..STEREO }));
        sink.write(&[7; 40]).unwrap();
        sink.keep_current().unwrap();
        // From here on the recorder might have been killed.
        let assume = Assume { file_type: Some(file_type), raw: MONO, raw_described: false };
        let mut source = source::open(Input::from_bytes(place.bytes()), &assume).unwrap();
        assert_eq!(source.read(&mut [0; 100]).unwrap(), 10, "{file_type}");
        sink.write(&[8; 40]).unwrap();
    }
}

#[test]
fn each_channel_has_its_file_with_whole_frames() {
    let dir = tempfile::tempdir().unwrap();
    let paths = ["a", "b", "c"].map(|name| dir.path().join(name));
    std::fs::write(&paths[1], "longer than what is recorded").unwrap();
    let spec = Spec { format: F::S16_LE, channels: 3, rate: 8000 };
    let mut sink = create_planes(&paths, spec).unwrap();
    sink.write(b"AaBbCcDdEeFf").unwrap();
    sink.write(b"GgHhIi").unwrap();
    sink.finish().unwrap();
    let read = paths.map(|path| String::from_utf8(std::fs::read(path).unwrap()).unwrap());
    assert_eq!(read, ["AaDdGg", "BbEeHh", "CcFfIi"]);
}

/// What our own readers make of a file: the frames, and their spec.
fn read_back(path: &Path, frame_count: usize) -> (Spec, Vec<u8>) {
    let assume = Assume { file_type: None, raw: MONO, raw_described: false };
    let mut source = source::open(Input::from_file(File::open(path).unwrap()), &assume).unwrap();
    let spec = source.spec();
    let mut frames = vec![0; (frame_count + 1) * spec.frame_bytes().unwrap()];
    let count = source.read(&mut frames).unwrap() as usize;
    frames.truncate(count * spec.frame_bytes().unwrap());
    (spec, frames)
}

#[test]
fn our_readers_give_back_every_bit_of_every_format_and_number_of_channels() {
    let mut held = 0;
    for file_type in [FileType::Wav, FileType::Au, FileType::Voc] {
        for format in F::all() {
            for channels in 1..=32 {
                let recipe = recipe(file_type, Spec { format, channels, rate: 44100 });
                if check(&recipe).is_err() {
                    continue;
                }
                let frame_bytes = recipe.spec.frame_bytes().unwrap();
                let mut frames: Vec<u8> = (0..15 * frame_bytes).map(|at| (at * 7) as u8).collect();
                if format == F::S24_LE {
                    frames.chunks_mut(4).for_each(|sample| sample[3] = if sample[2] < 0x80 { 0 } else { 0xff });
                }
                let place = Place::new();
                place.recorded(&recipe, &frames);
                let (mut spec, mut read) = read_back(&place.path, 15);
                // The bytes of AU have a sign.
                if (file_type, format) == (FileType::Au, F::U8) {
                    assert_eq!(spec.format, F::S8);
                    spec.format = F::U8;
                    read.iter_mut().for_each(|sample| *sample ^= 0x80);
                }
                assert_eq!(spec, recipe.spec, "{file_type}");
                assert!(read == frames, "{file_type} {spec:?}");
                held += 1;
            }
        }
    }
    assert_eq!(held, (9 + 9 + 4) * 32);
}

#[test]
fn a_regular_file_is_written_twice_a_second() {
    let place = Place::new();
    let mut sink = place.create(&recipe(FileType::Raw, STEREO));
    let sizes: Vec<u64> = (0..8)
        .map(|_| {
            // An eighth of a second.
            sink.write(&[7; 24_000]).unwrap();
            std::fs::metadata(&place.path).unwrap().len() / 24_000
        })
        .collect();
    assert_eq!(sizes, [0, 0, 0, 4, 4, 4, 4, 8]);
}
