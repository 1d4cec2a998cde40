//! Raw data with one file for each channel, as `arecord -I` records it.

use super::Sink;
use super::output::Output;
use super::place::{self, Existing};
use crate::audio::repack::Repack;
use crate::audio::source::Spec;
use std::io;
use std::path::Path;

/// One file for each channel.
pub(super) struct Planes {
    channels: Vec<Output>,
    sample_bytes: usize,
    samples: Vec<u8>,
}

impl Planes {
    /// Opens these files, as many as `spec` has channels.
    pub(super) fn create(paths: &[impl AsRef<Path>], spec: Spec) -> io::Result<Planes> {
        let sample_bytes = spec.format.sample_bytes().ok_or(io::ErrorKind::Unsupported)?;
        let mono = Spec { channels: 1, ..spec };
        let open = |path: &_| Ok(Output::new(place::open(AsRef::as_ref(path), Existing::Replace)?, mono));
        let channels = paths.iter().map(open).collect::<io::Result<_>>()?;
        Ok(Planes { channels, sample_bytes, samples: Vec::new() })
    }

    /// The shortest channel has what all have.
    fn cut_to_whole_frames(&mut self) -> io::Result<()> {
        let sample_bytes = self.sample_bytes as u64;
        let shortest = self.channels.iter().map(|channel| channel.written() / sample_bytes).min().unwrap_or(0);
        let longer = self.channels.iter_mut().filter(|channel| channel.written() > shortest * sample_bytes);
        longer.map(|channel| channel.cut(shortest * sample_bytes)).fold(Ok(()), io::Result::and)
    }
}

impl Sink for Planes {
    fn write(&mut self, frames: &[u8]) -> io::Result<()> {
        let frame_bytes = self.sample_bytes * self.channels.len();
        for (index, channel) in self.channels.iter_mut().enumerate() {
            let place = index * self.sample_bytes..(index + 1) * self.sample_bytes;
            self.samples.clear();
            frames.chunks_exact(frame_bytes).for_each(|frame| self.samples.extend_from_slice(&frame[place.clone()]));
            channel.append(&self.samples, Repack::AsIs)?;
        }
        Ok(())
    }

    fn keep_current(&mut self) -> io::Result<()> {
        self.channels.iter_mut().try_for_each(|channel| channel.flush().and_then(|()| channel.sync_soon()))
    }

    fn finish(&mut self) -> io::Result<()> {
        let flushed = self.channels.iter_mut().map(Output::flush).fold(Ok(()), io::Result::and);
        self.cut_to_whole_frames()?;
        flushed
    }
}
