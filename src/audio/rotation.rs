//! A recording in several files: a sink around sinks that goes on in the next file when one is full or the user asks.
//!
//! The files one after the other are the unbroken recording, to the frame, and no file that was there before, but the
//! one that the user named himself, is ever replaced.

mod name;

use super::sink::{self, CreateError, Existing, Recipe, Sink};
pub use name::Naming;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Under which name a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// Its own.
    InPlace,
    /// Its own with `.part` behind it until it is complete.
    AsPart,
}

/// What to record, and into which files.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The name that the user gave.
    pub path: PathBuf,
    /// How the names come about.
    pub naming: Naming,
    /// Under which name a file is written.
    pub writing: Writing,
    /// What each file is; its `most_bytes` are a file's.
    pub recipe: Recipe,
    /// The most frames of a file.
    pub most_frames: Option<u64>,
    /// The frames that will probably come, in all files.
    pub expected_frames: Option<u64>,
}

/// Why a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It has the most frames.
    Frames,
    /// It has the most bytes that the user allowed.
    Bytes,
    /// Its type can tell no greater length.
    Length,
    /// The user asked for the next one.
    Asked,
    /// The recording is over.
    End,
}

/// A file that is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its name.
    pub path: PathBuf,
    /// Its frames.
    pub frames: u64,
    /// Why it ended.
    pub cause: Cause,
}

/// Is told of each file that is complete, on the thread that writes.
pub type Told = Box<dyn FnMut(Finished) + Send>;

/// The files of a recording.
pub struct Rotation {
    plan: Plan,
    told: Told,
    file: Option<Open>,
    /// The number of the latest file that has one.
    number: u32,
    taken_frames: u64,
    frame_bytes: usize,
    /// The target is a pipe or a device: there is no other one to go on in.
    is_fixed: bool,
}

/// The file that is being written.
struct Open {
    sink: Box<dyn Sink>,
    frames: u64,
    /// The name that it has while it is written.
    path: PathBuf,
    /// The name that it gets; `None` while it depends on whether there is a second file.
    name: Option<PathBuf>,
}

impl Rotation {
    /// Begins the first file.
    ///
    /// # Errors
    /// `CreateError`.
    pub fn begin(plan: Plan, told: Told) -> Result<Rotation, CreateError> {
        let refusal = CreateError::Format(plan.recipe.file_type, plan.recipe.spec.format);
        let frame_bytes = plan.recipe.spec.frame_bytes().ok_or(refusal)?;
        let mut rotation =
            Rotation { plan, told, file: None, number: 0, taken_frames: 0, frame_bytes, is_fixed: false };
        rotation.file = Some(rotation.open_first()?);
        Ok(rotation)
    }

    fn open_first(&mut self) -> Result<Open, CreateError> {
        let name = match self.plan.naming {
            Naming::Numbered => self.plan.path.clone(),
            Naming::Strftime => name::expanded(&self.plan.path, 1, SystemTime::now())?,
        };
        self.is_fixed = fs::metadata(&name).is_ok_and(|meta| !meta.is_file());
        if self.is_fixed {
            let sink = self.create(&name, Existing::Replace)?;
            return Ok(Open { sink, frames: 0, path: name.clone(), name: Some(name) });
        }
        match self.plan.naming {
            Naming::Numbered => {
                let path = self.path_while_written(&name);
                Ok(Open { sink: self.create(&path, Existing::Replace)?, frames: 0, path, name: None })
            }
            Naming::Strftime => self.open_next(),
        }
    }

    /// Opens the file with the next name that is free.
    fn open_next(&mut self) -> Result<Open, CreateError> {
        loop {
            let name = self.next_free_name()?;
            if self.plan.naming == Naming::Strftime {
                name::make_folders(&name)?;
            }
            let path = self.path_while_written(&name);
            match self.create(&path, Existing::Keep) {
                Ok(sink) => return Ok(Open { sink, frames: 0, path, name: Some(name) }),
                // Somebody was faster.
                Err(CreateError::Io(error)) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn create(&self, path: &Path, existing: Existing) -> Result<Box<dyn Sink>, CreateError> {
        let left = self.plan.expected_frames.map(|expected| expected.saturating_sub(self.taken_frames));
        let expected = left.map(|left| self.plan.most_frames.map_or(left, |most| most.min(left)));
        sink::create_as(path, existing, &self.plan.recipe, expected)
    }

    fn path_while_written(&self, name: &Path) -> PathBuf {
        match self.plan.writing {
            Writing::InPlace => name.to_owned(),
            Writing::AsPart => name::part(name),
        }
    }

    /// Counts on to a name that nothing has.
    fn next_free_name(&mut self) -> io::Result<PathBuf> {
        let moment = SystemTime::now();
        self.number += 1;
        if self.plan.naming == Naming::Strftime {
            let name = name::expanded(&self.plan.path, self.number, moment)?;
            if !self.is_taken(&name) {
                return Ok(name);
            }
        }
        loop {
            let name = self.numbered_name(moment)?;
            if !self.is_taken(&name) {
                return Ok(name);
            }
            self.number += 1;
        }
    }

    fn numbered_name(&self, moment: SystemTime) -> io::Result<PathBuf> {
        let pattern = &self.plan.path;
        match self.plan.naming {
            Naming::Numbered => Ok(name::numbered(pattern, self.number)),
            Naming::Strftime if name::has_number(pattern) => name::expanded(pattern, self.number, moment),
            // Twice in a second, or a second run in the same hour.
            Naming::Strftime => Ok(name::numbered(&name::expanded(pattern, self.number, moment)?, self.number)),
        }
    }

    /// Whether a file has the name, or an unfinished one wants it.
    fn is_taken(&self, name: &Path) -> bool {
        name::is_taken(name) || name::is_taken(&self.path_while_written(name))
    }

    /// Why the file can take no more frames, if so.
    fn full(&self) -> Option<Cause> {
        let file = self.file.as_ref().filter(|_| !self.is_fixed)?;
        if self.plan.most_frames.is_some_and(|most| file.frames >= most) {
            return Some(Cause::Frames);
        }
        let is_users = self.plan.recipe.most_bytes.is_some_and(|most| u32::try_from(most).is_ok());
        let cause = if is_users { Cause::Bytes } else { Cause::Length };
        (file.sink.room_frames()? == 0).then_some(cause)
    }

    /// Frames that the file takes before it is full.
    fn room(&self, file: &Open) -> u64 {
        let own = self.plan.most_frames.filter(|_| !self.is_fixed).map(|most| most - file.frames);
        own.into_iter().chain(file.sink.room_frames()).min().unwrap_or(u64::MAX)
    }

    fn close(&mut self, cause: Cause) -> io::Result<()> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        file.sink.finish()?;
        let frames = file.frames;
        let path = self.put_in_place(file, cause)?;
        (self.told)(Finished { path, frames, cause });
        Ok(())
    }

    /// Gives a finished file its name.
    fn put_in_place(&mut self, file: Open, cause: Cause) -> io::Result<PathBuf> {
        let mut name = match file.name {
            Some(name) => name,
            // The only file has the name that the user gave.
            None if cause == Cause::End && file.path == self.plan.path => return Ok(file.path),
            None if cause == Cause::End => {
                fs::rename(&file.path, &self.plan.path)?;
                return Ok(self.plan.path.clone());
            }
            None => self.next_free_name()?,
        };
        while file.path != name {
            match name::rename_if_free(&file.path, &name) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => name = self.next_free_name()?,
                Err(error) => return Err(error),
                Ok(()) => break,
            }
        }
        Ok(name)
    }
}

impl Sink for Rotation {
    fn batch_frames(&self) -> u64 {
        self.file.as_ref().map_or(0, |file| file.sink.batch_frames())
    }

    fn write(&mut self, mut frames: &[u8]) -> io::Result<()> {
        while !frames.is_empty() {
            if let Some(cause) = self.full() {
                self.close(cause)?;
            }
            let mut file = match self.file.take() {
                Some(file) => file,
                None => self.open_next().map_err(io::Error::from)?,
            };
            let room =
                usize::try_from(self.room(&file)).map_or(usize::MAX, |room| room.saturating_mul(self.frame_bytes));
            let (now, later) = frames.split_at(room.min(frames.len()));
            let outcome = file.sink.write(now);
            if outcome.is_ok() {
                let count = (now.len() / self.frame_bytes) as u64;
                file.frames += count;
                self.taken_frames += count;
            }
            self.file = Some(file);
            outcome?;
            frames = later;
        }
        Ok(())
    }

    fn keep_current(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.sink.keep_current())
    }

    /// The next file begins with the next frame, so that no empty one is left behind.
    fn next_file(&mut self) -> io::Result<()> {
        let has_frames = self.file.as_ref().is_some_and(|file| file.frames > 0);
        if has_frames && !self.is_fixed { self.close(Cause::Asked) } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.close(Cause::End)
    }
}

#[cfg(test)]
mod tests;
