//! How a PCM is opened: direction, blocking, and the conversions that are forbidden.

use alsa_sys as sys;
use serde::{Deserialize, Serialize};
use std::ffi::c_int;

/// Playback or capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// To the speakers.
    Playback,
    /// From the microphone.
    Capture,
}

impl Direction {
    pub(crate) fn stream(self) -> sys::snd_pcm_stream_t {
        match self {
            Direction::Playback => sys::SND_PCM_STREAM_PLAYBACK,
            Direction::Capture => sys::SND_PCM_STREAM_CAPTURE,
        }
    }
}

/// How calls wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocking {
    /// A transfer waits for the device.
    Wait,
    /// A transfer that would wait fails with `Kind::WouldBlock`.
    Never,
}

/// Conversions that a `plug` may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forbidden {
    /// No change of rate.
    pub resample: bool,
    /// No change of channels.
    pub channels: bool,
    /// No change of format.
    pub format: bool,
    /// No software volume.
    pub softvol: bool,
}

/// How to open a PCM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenMode {
    /// The direction.
    pub direction: Direction,
    /// How calls wait.
    pub blocking: Blocking,
    /// Conversions that are off.
    pub forbidden: Forbidden,
}

impl OpenMode {
    /// SND_PCM_EINTR makes alsa-lib's own waits end when a signal comes, instead of starting again.
    pub(in crate::device) fn bits(self) -> c_int {
        let Forbidden { resample, channels, format, softvol } = self.forbidden;
        let flags = [
            (self.blocking == Blocking::Never, sys::SND_PCM_NONBLOCK),
            (resample, sys::SND_PCM_NO_AUTO_RESAMPLE),
            (channels, sys::SND_PCM_NO_AUTO_CHANNELS),
            (format, sys::SND_PCM_NO_AUTO_FORMAT),
            (softvol, sys::SND_PCM_NO_SOFTVOL),
        ];
        let set = flags.iter().filter(|(on, _)| *on).fold(sys::SND_PCM_EINTR, |bits, (_, flag)| bits | flag);
        set as c_int
    }
}
