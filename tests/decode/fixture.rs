//! Files that other tools make when a test runs, and what our decoders make of them.

use alsabox::audio::input::Input;
use alsabox::audio::source::{self, Assume, OpenError, Source, Spec};
use alsabox::device::Format;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub(crate) const ANYTHING: Assume =
    Assume { file_type: None, raw: Spec { format: Format::U8, channels: 1, rate: 8000 }, raw_described: false };

/// A folder with sound in it: `s.wav`, 16 bits, 44100 Hz, stereo, and `h.wav`, 24 bits, 96000 Hz.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        let folder = Folder(TempDir::new().unwrap());
        // A length that is no multiple of any codec's frames.
        folder.run("sox -D -n -r 44100 -b 16 -c 2 s.wav synth 2.0003 sine 300-3000 sine 440 vol 0.6");
        folder.run("sox -D -n -r 96000 -b 24 -c 2 h.wav synth 1.0003 sine 440 sine 300-3000 vol 0.6");
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs a tool that must succeed; returns what it wrote.
    pub(crate) fn run(&self, words: &str) -> Vec<u8> {
        let mut words = words.split_whitespace();
        let program = words.next().unwrap();
        let output = Command::new(program).args(words).current_dir(self.0.path()).stdin(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| panic!("{program} is needed: {error}"));
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Makes a file by a tool; `FILE` in the words stands for its name.
    pub(crate) fn make(&self, name: &str, words: &str) -> PathBuf {
        self.run(&words.replace("FILE", name));
        self.path(name)
    }

    /// The samples of a WAVE file, as sox reads them.
    pub(crate) fn samples(&self, name: &str, bits: u32) -> Vec<u8> {
        self.run(&format!("sox -D {name} -t raw -e signed -b {bits} -"))
    }

    pub(crate) fn open(&self, name: &str) -> Box<dyn Source> {
        let input = Input::from_file(File::open(self.path(name)).unwrap());
        source::open(input, &ANYTHING).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

pub(crate) fn open_bytes(bytes: &[u8]) -> Result<Box<dyn Source>, OpenError> {
    source::open(Input::from_bytes(bytes), &ANYTHING)
}

/// What a pipe gives.
pub(crate) fn open_pipe(bytes: Vec<u8>) -> Result<Box<dyn Source>, OpenError> {
    let (reader, mut writer) = io::pipe().unwrap();
    std::thread::spawn(move || io::Write::write_all(&mut writer, &bytes));
    source::open(Input::from_file(File::from(std::os::fd::OwnedFd::from(reader))), &ANYTHING)
}

/// All frames in this format, and how it ended.
pub(crate) fn drain(source: &mut dyn Source, format: Format) -> (Vec<u8>, io::Result<()>) {
    source.take_format(format);
    assert_eq!(source.spec().format, format);
    let frame_bytes = source.spec().frame_bytes().unwrap();
    // A length that fits nothing evenly.
    let mut piece = vec![0; 1001 * frame_bytes + 1];
    let mut all = Vec::new();
    loop {
        match source.read(&mut piece) {
            Ok(0) => return (all, Ok(())),
            Ok(frames) => all.extend_from_slice(&piece[..frames as usize * frame_bytes]),
            Err(error) => return (all, Err(error)),
        }
    }
}

/// All frames of a file that must be sound.
#[track_caller]
pub(crate) fn decoded(source: &mut dyn Source, format: Format) -> Vec<u8> {
    let (frames, end) = drain(source, format);
    end.unwrap();
    frames
}

/// So that a failing comparison does not print a million numbers.
#[track_caller]
pub(crate) fn assert_same(ours: &[u8], theirs: &[u8], what: &str) {
    let differs = ours.iter().zip(theirs).position(|(our, their)| our != their);
    assert_eq!((ours.len(), differs), (theirs.len(), None), "{what}");
}

#[track_caller]
pub(crate) fn assert_near(ours: &[u8], theirs: &[u8], steps: i32, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}: bytes");
    let shorts =
        |bytes: &[u8]| bytes.as_chunks::<2>().0.iter().map(|b| i32::from(i16::from_le_bytes(*b))).collect::<Vec<_>>();
    let worst = shorts(ours).iter().zip(shorts(theirs)).map(|(our, their)| (our - their).abs()).max();
    assert!(worst.unwrap_or(0) <= steps, "{what}: {worst:?} steps off");
}
