//! Plain frames behind a header: what WAVE, AU and raw data all are.
//!
//! The header is written with a guess, or with what a stream must say, and made true whenever it can be.

use super::Sink;
use super::output::Output;
use crate::audio::repack::Repack;
use crate::audio::source::Spec;
use std::io;

/// Bytes of data, as a header tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Until the stream ends.
    Unknown,
    /// So many.
    Bytes(u64),
}

/// What comes before the frames.
pub(super) trait Header: Send {
    /// All its bytes, as many for every length.
    fn bytes(&self, data: Length) -> Vec<u8>;

    /// How the file stores samples.
    fn repack(&self) -> Repack;

    /// Whether data of odd length is followed by a byte of padding.
    fn is_padded(&self) -> bool {
        false
    }

    /// The most bytes of data whose length it can tell.
    fn most_data_bytes(&self) -> Option<u64> {
        None
    }
}

/// How much comes, and how much may.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The frames that will probably come.
    pub(super) expected_frames: Option<u64>,
    pub(super) most_bytes: MostBytes,
}

/// The size at which a recording needs its next file.
#[derive(Debug, Clone, Copy)]
pub(super) enum MostBytes {
    /// None: there is no next file.
    Endless,
    /// The type's own, or one that the user set.
    OfFile(Option<u64>),
}

/// A file of plain frames.
pub(super) struct Plain<H> {
    header: H,
    header_bytes: u64,
    output: Output,
    frame_bytes: u64,
    most_data_bytes: Option<u64>,
    expected_bytes: Option<u64>,
    data_bytes: u64,
}

impl<H: Header> Plain<H> {
    /// Writes the header.
    pub(super) fn begin(header: H, mut output: Output, spec: Spec, bounds: Bounds) -> io::Result<Plain<H>> {
        let frame_bytes = spec.frame_bytes().ok_or(io::ErrorKind::Unsupported)? as u64;
        let expected_bytes = bounds.expected_frames.and_then(|frames| frames.checked_mul(frame_bytes));
        let most_data_bytes = header.most_data_bytes();
        let told = expected_bytes.filter(|bytes| most_data_bytes.is_none_or(|most| *bytes <= most));
        let bytes = header.bytes(told.map_or(Length::Unknown, Length::Bytes));
        output.append(&bytes, Repack::AsIs)?;
        output.flush()?;
        let header_bytes = bytes.len() as u64;
        let most_data_bytes = match bounds.most_bytes {
            MostBytes::Endless => None,
            MostBytes::OfFile(most) => {
                let padding = u64::from(header.is_padded());
                // A file without a frame would be followed by others for ever.
                let own = most.map(|most| (most.saturating_sub(header_bytes) & !padding).max(frame_bytes));
                own.into_iter().chain(most_data_bytes).min()
            }
        };
        Ok(Plain { header, header_bytes, output, frame_bytes, most_data_bytes, expected_bytes, data_bytes: 0 })
    }

    /// Makes the header true of what is in the file.
    fn tell_length(&self) -> io::Result<()> {
        let data_bytes = self.output.written() - self.header_bytes;
        let whole_frames = data_bytes / self.frame_bytes * self.frame_bytes;
        self.output.overwrite(0, &self.header.bytes(Length::Bytes(whole_frames)))
    }

    /// Takes off what a failed write left of a frame.
    fn cut_torn_frame(&mut self) -> io::Result<()> {
        let torn_bytes = (self.output.written() - self.header_bytes) % self.frame_bytes;
        self.output.cut(self.output.written() - torn_bytes)
    }

    fn pad(&mut self) -> io::Result<()> {
        // On a stream only where a length was promised and kept.
        let is_counted = self.output.is_regular() || self.expected_bytes == Some(self.data_bytes);
        if self.header.is_padded() && self.data_bytes % 2 == 1 && is_counted {
            self.output.append(&[0], Repack::AsIs)?;
        }
        self.output.flush()
    }
}

impl<H: Header> Sink for Plain<H> {
    fn batch_frames(&self) -> u64 {
        (self.output.batch_bytes() as u64).div_ceil(self.frame_bytes)
    }

    fn write(&mut self, frames: &[u8]) -> io::Result<()> {
        self.output.append(frames, self.header.repack())?;
        self.data_bytes += frames.len() as u64;
        Ok(())
    }

    fn keep_current(&mut self) -> io::Result<()> {
        self.output.flush()?;
        self.tell_length()?;
        self.output.sync_soon()
    }

    fn room_frames(&self) -> Option<u64> {
        self.most_data_bytes.map(|most| most.saturating_sub(self.data_bytes) / self.frame_bytes)
    }

    fn finish(&mut self) -> io::Result<()> {
        let flushed = self.output.flush();
        if self.output.has_failed() {
            self.cut_torn_frame()?;
            self.tell_length()?;
            return flushed;
        }
        self.tell_length()?;
        self.pad()
    }
}
