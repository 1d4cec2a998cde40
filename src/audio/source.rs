//! What is played: frames in one declared format, as interleaved bytes, untouched.
//!
//! A source never knows the device. It may consist of sections, when a file changes its format on the way.

use crate::device::Format;
use std::io;

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
        Some(self.format.sample_bytes()? * self.channels as usize)
    }
}

/// Frames to be played.
pub trait Source {
    /// What it is, in the banner's words: "WAVE", "raw data", "VOC", "Sparc Audio".
    fn kind(&self) -> &'static str;

    /// The spec of the frames that `read` gives next.
    fn spec(&self) -> Spec;

    /// Frames that are left in this section, when the source knows.
    fn frames_left(&self) -> Option<u64>;

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

    /// Text met in the file since the last call (VOC text blocks).
    fn take_notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}
