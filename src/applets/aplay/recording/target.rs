//! Where a recording goes: which files there are to fill, how each is called, and the sinks that are made for them.

use crate::applets::aplay::job::Job;
use crate::audio::ring::Ring;
use crate::audio::rotation::{Naming, Plan, Rotation, Told, Writing};
use crate::audio::sink::{self, CreateError, Growth, Recipe, Sink};
use crate::audio::source::FileType;
use crate::device::pcm::Layout;
use anyhow::bail;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Something to record into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Stdout,
    File(PathBuf),
    /// A file for each channel.
    Planes(Vec<PathBuf>),
}

/// What the operands ask for; none means standard output.
pub(super) fn targets(job: &Job) -> anyhow::Result<Vec<Target>> {
    match job.layout {
        Layout::Planar => Ok(vec![planes(job)?]),
        Layout::Interleaved if job.files.is_empty() => Ok(vec![Target::Stdout]),
        Layout::Interleaved => {
            let target = |name: &std::ffi::OsString| match name == "-" {
                true => Target::Stdout,
                false => Target::File(PathBuf::from(name)),
            };
            Ok(job.files.iter().map(target).collect())
        }
    }
}

fn planes(job: &Job) -> anyhow::Result<Target> {
    let channels = job.assume.raw.channels;
    match job.files.as_slice() {
        [only] => Ok(Target::Planes((0..channels).map(|channel| numbered(only, channel)).collect())),
        names if names.len() == channels as usize => Ok(Target::Planes(names.iter().map(PathBuf::from).collect())),
        _ => bail!("You need to specify {channels} files"),
    }
}

fn numbered(name: &OsStr, channel: u32) -> PathBuf {
    let mut name = name.to_owned();
    name.push(format!(".{channel}"));
    name.into()
}

/// Whether standard output carries no frames.
pub(super) fn stdout_is_free(job: &Job) -> bool {
    job.layout == Layout::Planar || !(job.files.is_empty() || job.files.iter().any(|name| name == "-"))
}

impl Target {
    /// The name in messages.
    pub(super) fn shown(&self) -> String {
        match self {
            Target::Stdout => "stdout".to_owned(),
            Target::File(path) => path.display().to_string(),
            Target::Planes(paths) => paths[0].display().to_string(),
        }
    }

    /// What is recorded, in the banner's words.
    pub(super) fn kind(&self, job: &Job) -> &'static str {
        match (self, file_type(job)) {
            (Target::Planes(_), _) | (_, FileType::Raw) => "raw data",
            (_, FileType::Wav) => "WAVE",
            (_, FileType::Au) => "Sparc Audio",
            (_, FileType::Voc) => "VOC",
        }
    }

    /// The sink for it, behind a ring when one is asked for.
    pub(super) fn create(&self, job: &Job, limit: Option<u64>, told: Told) -> Result<Box<dyn Sink>, CreateError> {
        let sink = self.create_plain(job, limit, told)?;
        let Some(seconds) = job.keep.ring_seconds else { return Ok(sink) };
        let blocks = usize::try_from(seconds.saturating_mul(RING_BLOCKS_A_SECOND)).unwrap_or(usize::MAX);
        Ok(Box::new(Ring::new(sink, blocks)?))
    }

    fn create_plain(&self, job: &Job, limit: Option<u64>, told: Told) -> Result<Box<dyn Sink>, CreateError> {
        let recipe = recipe(job);
        match self {
            Target::Stdout => sink::to_stdout(&recipe, limit),
            Target::File(path) => Ok(Box::new(Rotation::begin(plan(job, path, recipe, limit), told)?)),
            Target::Planes(paths) => Ok(sink::create_planes(paths, recipe.spec)?),
        }
    }
}

/// The usual period is an eighth of a second.
const RING_BLOCKS_A_SECOND: u64 = 8;

fn file_type(job: &Job) -> FileType {
    job.assume.file_type.unwrap_or(FileType::Wav)
}

fn recipe(job: &Job) -> Recipe {
    Recipe {
        file_type: file_type(job),
        spec: job.assume.raw,
        channel_mask: None,
        growth: if job.keep.rf64 { Growth::Rf64 } else { Growth::NextFile },
        most_bytes: job.keep.max_file_bytes,
    }
}

fn plan(job: &Job, path: &Path, recipe: Recipe, limit: Option<u64>) -> Plan {
    let seconds = job.keep.max_file_seconds;
    Plan {
        path: path.to_owned(),
        naming: if job.keep.use_strftime { Naming::Strftime } else { Naming::Numbered },
        writing: if job.keep.use_part { Writing::AsPart } else { Writing::InPlace },
        recipe,
        most_frames: seconds.map(|seconds| seconds.saturating_mul(recipe.spec.rate.into())),
        expected_frames: limit,
    }
}
