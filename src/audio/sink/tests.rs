use super::*;
use crate::device::Format as F;
use rustix::fs::{MemfdFlags, SealFlags};
use std::io::{Read, Seek, SeekFrom, Write};
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
    assert_eq!(fmt(F::S24_3LE, 1), format!("feff0100401f0000c05d00000300180016001800040000000100{guid}"));
    assert_eq!(fmt(F::S16_LE, 6), format!("feff0600401f0000007701000c001000160010003f0000000100{guid}"));
    assert_eq!(
        fmt(F::FLOAT_LE, 9),
        format!("feff0900401f000000650400240020001600200000000000030{}", &format!("0{guid}"))
    );
    // sox and ffmpeg read 32 bits of 32; our own reader is told what they were.
    let native = format!("{}08000000{}", hex(b"alsa"), hex(b"S24_LE\0\0"));
    assert_eq!(
        fmt(F::S24_LE, 2),
        format!("feff0200401f000000fa000008002000160020000300000001 00{guid}{native}").replace(' ', "")
    );
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
