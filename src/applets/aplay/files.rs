//! The operands: which sources there are to play, in order, and how each is called in messages.

use crate::audio::input::Input;
use crate::audio::planes::Planes;
use crate::audio::source::{self, Assume, OpenError, Source};
use crate::device::pcm::Layout;
use anyhow::bail;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::AsFd;

/// Something to play: a file, or a file for each channel.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Operand {
    Stdin,
    File(OsString),
    Planes { files: Vec<OsString> },
}

/// Why an operand cannot be played.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The file of this name cannot be opened.
    Missing(OsString, io::Error),
    /// Its bytes are no sound.
    Source(OpenError),
}

/// What the operands are; none means standard input.
pub(super) fn operands(names: &[OsString], layout: Layout, channels: u32) -> anyhow::Result<Vec<Operand>> {
    match layout {
        Layout::Planar => Ok(vec![planes(names, channels)?]),
        Layout::Interleaved if names.is_empty() => Ok(vec![Operand::Stdin]),
        Layout::Interleaved => Ok(names.iter().map(operand).collect()),
    }
}

fn operand(name: &OsString) -> Operand {
    if name == "-" { Operand::Stdin } else { Operand::File(name.clone()) }
}

/// One name stands for `NAME.0`, `NAME.1`, …; else there is one for each channel.
fn planes(names: &[OsString], channels: u32) -> anyhow::Result<Operand> {
    let files = match names {
        [only] if channels > 1 => (0..channels).map(|channel| numbered(only, channel)).collect(),
        names if names.len() == channels as usize => names.to_vec(),
        _ => bail!("You need to specify {channels} files"),
    };
    Ok(Operand::Planes { files })
}

fn numbered(name: &OsStr, channel: u32) -> OsString {
    let mut name = name.to_owned();
    name.push(format!(".{channel}"));
    name
}

impl Operand {
    /// A message with the name in it, whatever bytes that has.
    pub(super) fn named_in(&self, before: &str, after: &str) -> OsString {
        let name = match self {
            Operand::Stdin => OsStr::new("stdin"),
            Operand::File(name) => name,
            Operand::Planes { files } => &files[0],
        };
        let mut message = OsString::from(before);
        message.push(name);
        message.push(after);
        message
    }

    pub(super) fn open(&self, assume: &Assume) -> Result<Box<dyn Source>, Refusal> {
        match self {
            Operand::Stdin => source::open(stdin()?, assume).map_err(Refusal::Source),
            Operand::File(name) => source::open(open(name)?, assume).map_err(Refusal::Source),
            Operand::Planes { files } => {
                let inputs = files.iter().map(|name| open(name)).collect::<Result<_, _>>()?;
                Ok(Box::new(Planes::new(inputs, assume.raw)))
            }
        }
    }
}

fn open(name: &OsStr) -> Result<Input, Refusal> {
    File::open(name).map(Input::from_file).map_err(|error| Refusal::Missing(name.to_owned(), error))
}

fn stdin() -> Result<Input, Refusal> {
    let own = io::stdin().as_fd().try_clone_to_owned();
    own.map(|fd| Input::from_file(File::from(fd))).map_err(|error| Refusal::Missing("stdin".into(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<OsString> {
        list.iter().map(OsString::from).collect()
    }

    #[test]
    fn no_name_and_a_dash_are_standard_input() {
        let stdin = vec![Operand::Stdin];
        assert_eq!(operands(&[], Layout::Interleaved, 2).unwrap(), stdin);
        assert_eq!(operands(&names(&["-"]), Layout::Interleaved, 2).unwrap(), stdin);
    }

    #[test]
    fn channels_have_a_file_each() {
        let planes = |list: &[&str]| operands(&names(list), Layout::Planar, 2);
        let numbered = Operand::Planes { files: names(&["x.0", "x.1"]) };
        assert_eq!(planes(&["x"]).unwrap(), [numbered]);
        let named = Operand::Planes { files: names(&["a", "b"]) };
        assert_eq!(planes(&["a", "b"]).unwrap(), [named]);
        assert_eq!(planes(&["a", "b", "c"]).unwrap_err().to_string(), "You need to specify 2 files");
    }
}
