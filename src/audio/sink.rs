//! What is recorded: whole interleaved frames go in, a valid file comes out, whatever ends the recording.

mod au;
mod output;
mod place;
mod plain;
mod planes;
mod raw;
mod sync;
mod voc;
mod wav;

use super::source::{FileType, Spec};
use crate::device::Format;
use output::Output;
pub(super) use place::Existing;
use plain::{Bounds, MostBytes, Plain};
use planes::Planes;
use std::fs::File;
use std::path::Path;
use std::{fmt, io};
use voc::Voc;

/// Where recorded frames go.
pub trait Sink: Send {
    /// Takes whole interleaved frames.
    ///
    /// # Errors
    /// A failing write; what came before stays in the file.
    fn write(&mut self, frames: &[u8]) -> io::Result<()>;

    /// Brings the file on the disk up to date, header included; called about once a second.
    ///
    /// # Errors
    /// A failing write.
    fn keep_current(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// How many frames it likes to get at once: writing is then a call each, and nothing is copied. 0 where every
    /// frame is wanted as soon as it is there.
    fn batch_frames(&self) -> u64 {
        0
    }

    /// Goes on in a new file, where that has a meaning.
    ///
    /// # Errors
    /// The old file cannot be finished, or the new one not be made.
    fn next_file(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Frames that still fit; `None` when there is no limit.
    fn room_frames(&self) -> Option<u64> {
        None
    }

    /// Writes what is left and makes the header true. Called once, also after a failed write.
    ///
    /// # Errors
    /// A failing write.
    fn finish(&mut self) -> io::Result<()>;
}

/// What becomes of a WAVE file at 4 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// It is full.
    NextFile,
    /// It goes on as RF64; its header keeps room for that from the start.
    Rf64,
}

/// What is made of the frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// The type of file.
    pub file_type: FileType,
    /// The frames that come.
    pub spec: Spec,
    /// Speaker positions of the channels as a WAVE channel mask, 0 for none; `None` for the usual ones.
    pub channel_mask: Option<u32>,
    /// What becomes of it at 4 GiB.
    pub growth: Growth,
    /// The most bytes of a file, header included.
    pub most_bytes: Option<u64>,
}

/// Why there is no file.
#[derive(Debug)]
pub enum CreateError {
    /// Files of the type hold no such samples.
    Format(FileType, Format),
    /// Files of the type hold no so many channels.
    Channels(FileType, u32),
    /// It cannot be opened, or its header not be written.
    Io(io::Error),
}

/// Begins a recording on standard output; a header there promises the expected frames, or a stream without end.
///
/// # Errors
/// `CreateError`.
pub fn to_stdout(recipe: &Recipe, expected_frames: Option<u64>) -> Result<Box<dyn Sink>, CreateError> {
    check(recipe)?;
    begin(place::stdout()?, recipe, Bounds { expected_frames, most_bytes: MostBytes::Endless })
}

/// Begins a recording in a file that the user named: a regular file is replaced, pipes and devices are written to.
///
/// # Errors
/// `CreateError`; nothing is opened when the recipe cannot be followed.
pub fn create(path: &Path, recipe: &Recipe, expected_frames: Option<u64>) -> Result<Box<dyn Sink>, CreateError> {
    create_as(path, Existing::Replace, recipe, expected_frames)
}

/// Begins a recording of raw data with a file for each channel of `spec`.
///
/// # Errors
/// A file cannot be opened, or the samples are no whole bytes.
pub fn create_planes(paths: &[impl AsRef<Path>], spec: Spec) -> io::Result<Box<dyn Sink>> {
    Ok(Box::new(Planes::create(paths, spec)?))
}

pub(super) fn create_as(
    path: &Path,
    existing: Existing,
    recipe: &Recipe,
    expected_frames: Option<u64>,
) -> Result<Box<dyn Sink>, CreateError> {
    check(recipe)?;
    let file = place::open(path, existing)?;
    let is_regular = file.metadata()?.is_file();
    let most_bytes = if is_regular { MostBytes::OfFile(recipe.most_bytes) } else { MostBytes::Endless };
    begin(file, recipe, Bounds { expected_frames, most_bytes })
}

/// Whether files of this type hold such frames.
///
/// # Errors
/// `CreateError` that says what they do not hold.
pub fn check(recipe: &Recipe) -> Result<(), CreateError> {
    let Spec { format, channels, .. } = recipe.spec;
    let most_channels = match recipe.file_type {
        FileType::Wav => u32::from(u16::MAX) / 8,
        FileType::Voc => u32::from(u8::MAX),
        FileType::Raw | FileType::Au => u32::MAX,
    };
    let is_held = match recipe.file_type {
        FileType::Wav => wav::header(recipe).is_some(),
        FileType::Au => au::header(recipe.spec).is_some(),
        FileType::Raw => recipe.spec.frame_bytes().is_some(),
        FileType::Voc => voc::holds(recipe.spec),
    };
    match is_held {
        _ if channels > most_channels => Err(CreateError::Channels(recipe.file_type, channels)),
        true => Ok(()),
        false => Err(CreateError::Format(recipe.file_type, format)),
    }
}

fn begin(file: File, recipe: &Recipe, bounds: Bounds) -> Result<Box<dyn Sink>, CreateError> {
    let refusal = CreateError::Format(recipe.file_type, recipe.spec.format);
    let output = Output::new(file, recipe.spec);
    Ok(match recipe.file_type {
        FileType::Wav => Box::new(Plain::begin(wav::header(recipe).ok_or(refusal)?, output, recipe.spec, bounds)?),
        FileType::Au => Box::new(Plain::begin(au::header(recipe.spec).ok_or(refusal)?, output, recipe.spec, bounds)?),
        FileType::Raw => Box::new(Plain::begin(raw::Raw, output, recipe.spec, bounds)?),
        FileType::Voc => Box::new(Voc::begin(output, recipe.spec, bounds)?),
    })
}

impl fmt::Display for CreateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = |file_type| match file_type {
            // Not the banner's word; Debian's.
            FileType::Wav => "Wave".to_owned(),
            other => other.to_string(),
        };
        match self {
            CreateError::Format(file_type, format) => {
                write!(f, "{} doesn't support {format} format...", kind(*file_type))
            }
            CreateError::Channels(file_type, channels) => {
                write!(f, "{} doesn't support {channels} channels...", kind(*file_type))
            }
            CreateError::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CreateError {}

impl From<CreateError> for io::Error {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Io(error) => error,
            other => io::Error::new(io::ErrorKind::Unsupported, other),
        }
    }
}

impl From<io::Error> for CreateError {
    fn from(error: io::Error) -> Self {
        CreateError::Io(error)
    }
}

#[cfg(test)]
mod tests;
