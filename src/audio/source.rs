//! What is played: frames in one declared format, as interleaved bytes, untouched.
//!
//! A source never knows the device. It may consist of sections, when a file changes its format on the way.

use super::input::Input;
use super::{au, container, decode, foreign, raw, voc, wav};
use crate::device::Format;
use crate::device::error::reason_of;
use std::{fmt, io};

/// The file types that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    /// Creative Labs VOC.
    Voc,
    /// RIFF WAVE and its kin.
    Wav,
    /// Frames without any header.
    Raw,
    /// Sparc audio.
    Au,
}

/// What is to be assumed about bytes before they have been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assume {
    /// The type that it must be; `None` tells it by the first bytes.
    pub file_type: Option<FileType>,
    /// The spec of raw data.
    pub raw: Spec,
    /// The user described the raw data, so that what is not recognised is meant to be raw.
    pub raw_described: bool,
}

/// Why bytes cannot be played.
#[derive(Debug)]
pub enum OpenError {
    /// A failing read; its kind is `Interrupted` when the user asked to stop.
    Read(io::Error),
    /// It is known, and no sound, or none that is played here.
    Foreign(&'static str),
    /// A regular file of no known type, and nobody said that it is raw data.
    Unknown,
    /// It is not of the type that it must be.
    Not(FileType),
    /// It is damaged, or of a make that cannot be played.
    Unplayable(String),
}

/// Format, channels and rate of a stream of frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// The sample format.
    pub format: Format,
    /// Channels in a frame.
    pub channels: u32,
    /// Frames per second.
    pub rate: u32,
}

impl Spec {
    /// Bytes of one frame; `None` when its samples are no whole bytes.
    pub fn frame_bytes(&self) -> Option<usize> {
        let bits = self.format.physical_width()? as usize * self.channels as usize;
        (bits > 0 && bits.is_multiple_of(8)).then_some(bits / 8)
    }
}

/// What a file says about its sound. A file's words are not to be trusted: they are escaped where they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    /// The name of the piece.
    pub title: Option<String>,
    /// Who plays it.
    pub artist: Option<String>,
    /// What it is a part of.
    pub album: Option<String>,
}

/// Frames to be played.
pub trait Source {
    /// What it is, in the banner's words: "WAVE", "raw data", "VOC", "Sparc Audio".
    fn kind(&self) -> &'static str;

    /// The spec of the frames that `read` gives next.
    fn spec(&self) -> Spec;

    /// The spec as a banner tells it: the file's own, where frames are had in another format.
    fn described(&self) -> Spec {
        self.spec()
    }

    /// The formats that its frames can be had in, best first; none means only the one of `spec`.
    fn formats(&self) -> &[Format] {
        &[]
    }

    /// Gives the frames in this one of its formats from now on.
    fn take_format(&mut self, _format: Format) {}

    /// Whether the frames are computed, and not stored bytes that must reach the device as they are.
    fn is_decoded(&self) -> bool {
        false
    }

    /// Frames that are left in this section, when the source knows.
    fn frames_left(&self) -> Option<u64>;

    /// Whether a read never waits for anybody, as of a regular file.
    fn is_steady(&self) -> bool {
        false
    }

    /// Speaker positions of the channels as a WAVE channel mask, 0 when unknown.
    fn channel_mask(&self) -> u32 {
        0
    }

    /// Reads whole frames into `frames`, fewer than fit only at the end of the section; returns how many. Zero is
    /// the end of the section. A trailing part of a frame is dropped.
    ///
    /// # Errors
    /// A failing read; `ErrorKind::Interrupted` when the user asked to stop (frames read so far are returned first).
    fn read(&mut self, frames: &mut [u8]) -> io::Result<u64>;

    /// Goes to the next section, whose `spec` may differ; `false` when there is none.
    ///
    /// # Errors
    /// A failing read, or damage in the file.
    fn next_section(&mut self) -> io::Result<bool> {
        Ok(false)
    }

    /// Frames from the file's start to the next one; 0 for sources that cannot seek.
    fn position(&self) -> u64 {
        0
    }

    /// Goes to a frame, or to the end where there are fewer.
    ///
    /// # Errors
    /// `ErrorKind::Unsupported` where nobody can go back, or a failing read.
    fn seek(&mut self, _frame: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// What the file says about its sound.
    fn tags(&self) -> Option<&Tags> {
        None
    }

    /// Text met in the file since the last call (VOC text blocks).
    fn take_notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// Tells by the first bytes, never by a name, what the input is, and reads its header.
///
/// # Errors
/// `OpenError` when it is not what it must be, is damaged, or is a regular file that nothing recognises.
pub fn open(mut input: Input, assume: &Assume) -> Result<Box<dyn Source>, OpenError> {
    let file_type = match assume.file_type {
        Some(FileType::Raw) => FileType::Raw,
        Some(asked) if recognise(&mut input)? == Some(asked) => asked,
        Some(asked) => return Err(OpenError::Not(asked)),
        None => match recognise(&mut input)? {
            Some(found) => found,
            None => return open_unplain(input, assume),
        },
    };
    Ok(match file_type {
        FileType::Au => Box::new(au::open(input)?),
        FileType::Voc => Box::new(voc::open(input)?),
        FileType::Wav => match container::recognise(&mut input)? {
            Some(container) => decode::open(input, container)?,
            None => Box::new(wav::open(input)?),
        },
        FileType::Raw => Box::new(raw::open(input, assume.raw)),
    })
}

/// What is none of the plain types is decoded, or refused by its name, or raw.
fn open_unplain(mut input: Input, assume: &Assume) -> Result<Box<dyn Source>, OpenError> {
    if let Some(container) = container::recognise(&mut input)? {
        return decode::open(input, container);
    }
    // Who describes raw data means these bytes, whatever they look like.
    if assume.raw_described {
        return Ok(Box::new(raw::open(input, assume.raw)));
    }
    let certainty = if input.is_regular() { foreign::Certainty::File } else { foreign::Certainty::Stream };
    match foreign::recognise(&mut input, certainty)? {
        Some(name) => Err(OpenError::Foreign(name)),
        None if input.is_regular() => Err(OpenError::Unknown),
        None => Ok(Box::new(raw::open(input, assume.raw))),
    }
}

/// The longest magic of all types, VOC's.
const MAGIC_BYTES: usize = 20;

fn recognise(input: &mut Input) -> io::Result<Option<FileType>> {
    let start = input.peek(MAGIC_BYTES)?;
    Ok(if au::recognises(start) {
        Some(FileType::Au)
    } else if voc::recognises(start) {
        Some(FileType::Voc)
    } else if wav::recognises(start) {
        Some(FileType::Wav)
    } else {
        None
    })
}

impl fmt::Display for FileType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileType::Voc => "VOC",
            FileType::Wav => "WAVE",
            FileType::Raw => "raw",
            FileType::Au => "Sparc Audio",
        })
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Read(error) => write!(f, "read error: {}", reason_of(error)),
            OpenError::Foreign(name) => write!(f, "this is {name}"),
            OpenError::Unknown => f.write_str(
                "not a sound file that is known; to play it as raw data give its format, \
                 for example: aplay -t raw -f S16_LE -r 44100 -c 2 FILE",
            ),
            OpenError::Not(file_type) => write!(f, "not a {file_type} file"),
            OpenError::Unplayable(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // No read(2) gives this kind; it is a reader's own, for damage that it may also meet later.
            io::ErrorKind::InvalidData => OpenError::Unplayable(error.to_string()),
            _ => OpenError::Read(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::io::Write;

    const RAW: Spec = Spec { format: Format::S16_LE, channels: 2, rate: 44100 };

    fn assume(file_type: Option<FileType>) -> Assume {
        Assume { file_type, raw: RAW, raw_described: false }
    }

    fn pipe(bytes: &[u8]) -> Input {
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(bytes).unwrap();
        Input::from_file(File::from(std::os::fd::OwnedFd::from(reader)))
    }

    #[test]
    fn an_unknown_regular_file_is_refused_with_the_way_to_play_it_raw() {
        let error = open(Input::from_bytes(*b"\0\x01\x02\x03"), &assume(None)).err().unwrap();
        assert!(matches!(error, OpenError::Unknown));
        assert!(error.to_string().contains("aplay -t raw -f S16_LE -r 44100 -c 2 FILE"), "{error}");
    }

    #[test]
    fn an_unknown_file_is_raw_when_asked_or_described() {
        let described = Assume { raw_described: true, ..assume(None) };
        for assume in [assume(Some(FileType::Raw)), described] {
            let source = open(Input::from_bytes(*b"text"), &assume).unwrap();
            assert_eq!((source.kind(), source.spec(), source.frames_left()), ("raw data", RAW, Some(1)));
        }
    }

    #[test]
    fn a_pipe_of_any_length_is_raw() {
        for length in [0usize, 3, 4, 25, 26, 27, 400] {
            let bytes: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
            let mut source = open(pipe(&bytes), &assume(None)).unwrap();
            let mut frames = [0; 1024];
            assert_eq!(source.read(&mut frames).unwrap(), length as u64 / 4, "{length}");
            assert_eq!(frames[..length / 4 * 4], bytes[..length / 4 * 4]);
        }
    }

    #[test]
    fn the_first_bytes_tell_the_type_and_a_forced_type_must_agree() {
        let files: [(FileType, &[u8]); 3] = [
            (FileType::Au, b".snd\0\0\0\x18\xff\xff\xff\xff\0\0\0\x03\0\0\x1f\x40\0\0\0\x01"),
            (FileType::Voc, b"Creative Voice File\x1a\x1a\0\x0a\x01\x29\x11\0"),
            (FileType::Wav, b"RIFF\0\0\0\0WAVEfmt \x0e\0\0\0\x01\0\x01\0\0\0\x01\0\0\0\x01\0\x01\0data\0\0\0\0"),
        ];
        for (file_type, bytes) in files {
            let kind = |assumed| open(pipe(bytes), &assume(assumed)).map(|source| source.kind());
            assert_eq!(kind(None).unwrap(), file_type.to_string());
            assert_eq!(kind(Some(file_type)).unwrap(), file_type.to_string());
            assert_eq!(kind(Some(FileType::Raw)).unwrap(), "raw data");
            let other = if file_type == FileType::Au { FileType::Voc } else { FileType::Au };
            assert!(matches!(kind(Some(other)), Err(OpenError::Not(asked)) if asked == other));
        }
    }

    #[test]
    fn what_is_not_of_the_asked_type_is_an_error() {
        for file_type in [FileType::Wav, FileType::Au, FileType::Voc] {
            for input in [Input::from_bytes(*b"text"), pipe(b"text")] {
                let error = open(input, &assume(Some(file_type))).err().unwrap();
                assert!(matches!(error, OpenError::Not(asked) if asked == file_type), "{error}");
            }
        }
    }
}
