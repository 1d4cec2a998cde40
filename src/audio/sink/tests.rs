use super::plain::{Header, Length};
use super::*;
use crate::audio::input::Input;
use crate::audio::source::{self, Assume};
use crate::device::Format as F;
use rustix::fs::{MemfdFlags, SealFlags};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;

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
fn a_stream_says_so_and_a_known_end_is_promised() {
    let wav = recipe(FileType::Wav, MONO);
    let header = |bytes: &[u8]| hex(&[&bytes[4..8], &bytes[40..44]].concat());
    assert_eq!(header(&piped(&wav, None, &[7; 3])), "2400008000000080");
    assert_eq!(header(&piped(&wav, Some(100), &[7; 100])), "8800000064000000");
    // More than a header can say.
    assert_eq!(header(&piped(&wav, Some(1 << 33), &[7; 3])), "2400008000000080");
    let au = recipe(FileType::Au, MONO);
    assert_eq!(hex(&piped(&au, None, &[7; 3])[8..12]), "fffffffe");
    assert_eq!(hex(&piped(&au, Some(100), &[7; 100])[8..12]), "00000064");
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
    assert_eq!(
        fmt(F::S24_3LE, 1),
        format!("feff0100401f0000c05d000003001800160018000400000001 00{guid}").replace(' ', "")
    );
    assert_eq!(
        fmt(F::S16_LE, 6),
        format!("feff0600401f0000007701000c001000160010003f00000001 00{guid}").replace(' ', "")
    );
    assert_eq!(
        fmt(F::FLOAT_LE, 9),
        format!("feff0900401f000000650400240020001600200000000000 0300{guid}").replace(' ', "")
    );
    // sox and ffmpeg read 32 bits of 32; our own reader is told what they were.
    let native = format!("{}08000000{}", hex(b"alsa"), hex(b"S24_LE\0\0"));
    let s24 = format!("feff0200401f000000fa000008002000160020000300000001 00{guid}{native}").replace(' ', "");
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

/// A regular file that takes no more than so many bytes, as on a full disk.
fn full_after(bytes: u64) -> File {
    let flags = MemfdFlags::ALLOW_SEALING | MemfdFlags::CLOEXEC;
    let file = File::from(rustix::fs::memfd_create("full", flags).unwrap());
    file.set_len(bytes).unwrap();
    rustix::fs::fcntl_add_seals(&file, SealFlags::GROW).unwrap();
    file
}

#[test]
fn voc_is_debians_for_8_bits_at_rates_of_a_byte() {
    let voc = |channels, rate| {
        let spec = Spec { format: F::U8, channels, rate };
        hex(&Place::new().recorded(&recipe(FileType::Voc, spec), &[7; 4])[20..])
    };
    // As Debian's arecord 1.2.8 writes them.
    assert_eq!(voc(1, 8000), "1a000a0129110106000083000707070700");
    assert_eq!(voc(2, 8000), "1a000a0129110804000080c10001010600008300".to_owned() + "0707070700");
    // 44100 Hz would be heard as 45454, and three channels as two.
    assert_eq!(voc(1, 44100), "1a0014011f11091000004 4ac0000080100000000000007070707 00".replace(' ', ""));
    assert_eq!(voc(4, 8000), "1a0014011f1109100000401f0000080400000000000007070707 00".replace(' ', ""));
    assert_eq!(hex(&piped(&recipe(FileType::Voc, MONO), None, &[7; 4])[26..]), "010224f4830007070707");
}

#[test]
fn a_long_voc_goes_on_in_further_blocks() {
    let spec = Spec { format: F::S16_LE, channels: 3, rate: 8000 };
    let frames: Vec<u8> = (0..6 * 3_000_000).map(|at: u32| (at / 6 % 251) as u8).collect();
    let bytes = Place::new().recorded(&recipe(FileType::Voc, spec), &frames);
    let full = 16_000_000 / 6 * 6;
    assert_eq!(hex(&bytes[26..30]), format!("09{}", hex(&(full as u32 + 12).to_le_bytes()[..3])));
    assert!(bytes[42..][..full] == frames[..full]);
    let rest = &bytes[42 + full..];
    assert_eq!(hex(&rest[..4]), format!("02{}", hex(&(frames.len() as u32 - full as u32).to_le_bytes()[..3])));
    assert!(rest[4..rest.len() - 1] == frames[full..]);
    assert_eq!(rest[rest.len() - 1], 0);
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

/// What a file on a disk that is full after `bytes` has in the end, and the error that told it.
fn on_full_disk(recipe: &Recipe, bytes: u64, frames: &[u8]) -> (Vec<u8>, io::Error) {
    let disk = full_after(bytes);
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::OfFile(None) };
    let mut sink = begin(disk.try_clone().unwrap(), recipe, bounds).unwrap();
    let piece_bytes = 100 * recipe.spec.frame_bytes().unwrap();
    let mut pieces = frames.chunks(piece_bytes);
    let error = pieces.find_map(|piece| sink.write(piece).and_then(|()| sink.keep_current()).err()).unwrap();
    sink.finish().unwrap();
    let mut kept = vec![0; disk.metadata().unwrap().len() as usize];
    disk.read_exact_at(&mut kept, 0).unwrap();
    (kept, error)
}

#[test]
fn a_full_disk_leaves_a_true_header_and_all_frames_that_came_before() {
    let frames: Vec<u8> = (0..6 * 9000).map(|at: u32| (at / 6 % 251) as u8).collect();
    let spec = Spec { format: F::S16_LE, channels: 3, rate: 8000 };
    for file_type in [FileType::Wav, FileType::Au, FileType::Voc, FileType::Raw] {
        let format = if file_type == FileType::Au { F::S16_BE } else { F::S16_LE };
        // In the middle of a page, and of a frame.
        let (kept, error) = on_full_disk(&recipe(file_type, Spec { format, ..spec }), 20_001, &frames);
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "that is how a sealed file says it");
        assert!(kept.len() > 12_000, "{file_type}: {}", kept.len());
        let assume = Assume { file_type: Some(file_type), raw: spec, raw_described: true };
        let mut source = source::open(Input::from_bytes(kept.clone()), &assume).unwrap();
        let mut read = vec![0; frames.len()];
        let count = source.read(&mut read).unwrap() as usize * 6;
        assert!(read[..count] == frames[..count], "{file_type}");
        let header_bytes = kept.len() - count;
        let expected = match file_type {
            FileType::Wav => 68,
            FileType::Au => 24,
            FileType::Voc => 42,
            FileType::Raw => 0,
        };
        assert_eq!(header_bytes, expected, "{file_type}: nothing but whole frames");
    }
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
fn what_came_before_the_recording_in_a_file_of_the_shell_stays() {
    let place = Place::new();
    let mut file = File::create(&place.path).unwrap();
    file.write_all(b"before").unwrap();
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::Endless };
    let mut sink = begin(file, &recipe(FileType::Wav, MONO), bounds).unwrap();
    sink.write(&[7; 4]).unwrap();
    sink.finish().unwrap();
    let bytes = place.bytes();
    assert_eq!((&bytes[..6], hex(&bytes[46..])), (&b"before"[..], "0400000007070707".to_owned()));
}

#[test]
fn a_file_that_is_only_appended_to_is_a_stream() {
    let place = Place::new();
    std::fs::write(&place.path, "before").unwrap();
    let file = File::options().append(true).open(&place.path).unwrap();
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::Endless };
    let mut sink = begin(file, &recipe(FileType::Wav, MONO), bounds).unwrap();
    sink.write(&[7; 4]).unwrap();
    sink.finish().unwrap();
    assert_eq!(hex(&place.bytes()[46..]), "0000008007070707");
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
fn every_period_reaches_a_pipe_at_once() {
    let (mut reader, writer) = std::io::pipe().unwrap();
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::Endless };
    let mut sink = begin(File::from(OwnedFd::from(writer)), &recipe(FileType::Raw, MONO), bounds).unwrap();
    sink.write(&[7; 4]).unwrap();
    let mut bytes = [0; 10];
    assert_eq!(reader.read(&mut bytes).unwrap(), 4);
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
