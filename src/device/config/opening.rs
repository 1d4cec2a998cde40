//! Whether a name opens: tried without waiting, and closed at once.

use super::Refusal;
use crate::device::Kind;
use crate::device::pcm::{Blocking, Direction, Forbidden, OpenMode, Pcm};
use crate::device::said::quietly;
use serde::{Deserialize, Serialize};

/// What came of an open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Opening {
    /// It opens.
    Opens,
    /// It is there, and somebody has it.
    Busy,
    /// It does not, and why.
    Fails {
        /// The positive errno.
        errno: i32,
        /// alsa-lib's own lines, or the reason of the errno.
        why: Vec<String>,
    },
}

/// Tries to open a PCM.
pub fn opening(name: &str, direction: Direction) -> Opening {
    let mode = OpenMode { direction, blocking: Blocking::Never, forbidden: Forbidden::default() };
    let (opened, said) = quietly(|| Pcm::open(name, mode).map(drop));
    match opened {
        Ok(()) => Opening::Opens,
        Err(error) if matches!(error.kind(), Kind::Busy | Kind::WouldBlock) => Opening::Busy,
        Err(error) => Opening::fails(&Refusal { error, said }),
    }
}

impl Opening {
    fn fails(refusal: &Refusal) -> Opening {
        let text = |line: &String| line.split_once(": ").map_or(line.as_str(), |(_, text)| text).to_owned();
        let mut why: Vec<String> = refusal.said.iter().map(text).filter(|line| !line.is_empty()).collect();
        why.push(refusal.error.reason());
        Opening::Fails { errno: refusal.error.errno, why }
    }

    /// Whether the name leads to a device that works.
    pub fn is_usable(&self) -> bool {
        !matches!(self, Opening::Fails { .. })
    }
}
