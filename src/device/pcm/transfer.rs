//! Moving frames: interleaved bytes on this side, whatever the layout and the access on the device's.

use super::Pcm;
use crate::device::error::{Error, Result, check};
use alsa_sys as sys;
use std::ffi::c_void;

/// How the device wants its frames: set by `params::negotiate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) transfer: Transfer,
    pub(crate) layout: Layout,
    pub(crate) sample_bytes: usize,
    pub(crate) channels: usize,
    pub(crate) monotonic: bool,
}

/// By read and write, or by mmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// `snd_pcm_writei` and its like.
    ReadWrite,
    /// `snd_pcm_mmap_writei` and its like.
    Mmap,
}

/// How channels lie in the device's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Frame after frame.
    Interleaved,
    /// Channel after channel.
    Planar,
}

impl Pcm {
    /// Where each channel lies in the mapped buffer, in the lines of `aplay -M -v`.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn mapped_areas(&mut self) -> Result<Vec<String>> {
        let doing = "snd_pcm_mmap_begin problem";
        let shape = self.shape.ok_or_else(|| Error::new(doing, libc::EBADFD))?;
        let (mut areas, mut offset, mut frames) = (std::ptr::null(), 0, 1);
        // SAFETY: the handle is set up for mmap; alsa-lib fills the locals.
        check(doing, unsafe { sys::snd_pcm_mmap_begin(self.handle, &mut areas, &mut offset, &mut frames) })?;
        // SAFETY: begin gave one area for each channel, valid until the commit; committing nothing changes nothing.
        let areas = unsafe {
            let areas = std::slice::from_raw_parts(areas, shape.channels).to_vec();
            sys::snd_pcm_mmap_commit(self.handle, offset, 0);
            areas
        };
        let bits = shape.sample_bytes * 8;
        let line = |(channel, area): (usize, &sys::snd_pcm_channel_area_t)| {
            let sys::snd_pcm_channel_area_t { addr, first, step } = *area;
            format!("mmap_area[{channel}] = {addr:p},{first},{step} ({bits})")
        };
        Ok(areas.iter().enumerate().map(line).collect())
    }

    /// Writes whole interleaved frames; returns how many the device took.
    ///
    /// # Errors
    /// An xrun, a suspend, a card that is gone …: see `recovery`.
    pub fn write(&mut self, frames: &[u8]) -> Result<u64> {
        let doing = "write error";
        let shape = self.shape.ok_or_else(|| Error::new(doing, libc::EBADFD))?;
        let count = (frames.len() / (shape.sample_bytes * shape.channels)) as sys::snd_pcm_uframes_t;
        let written = match shape.layout {
            Layout::Interleaved => self.write_interleaved(shape, frames.as_ptr().cast(), count),
            Layout::Planar => self.write_planar(shape, frames, count),
        };
        check(doing, written)
    }

    fn write_interleaved(
        &mut self,
        shape: Shape,
        frames: *const c_void,
        count: sys::snd_pcm_uframes_t,
    ) -> sys::snd_pcm_sframes_t {
        let write = match shape.transfer {
            Transfer::ReadWrite => sys::snd_pcm_writei,
            Transfer::Mmap => sys::snd_pcm_mmap_writei,
        };
        // SAFETY: the handle is set up for frames of this shape, and `count` of them are readable.
        unsafe { write(self.handle, frames, count) }
    }

    fn write_planar(&mut self, shape: Shape, frames: &[u8], count: sys::snd_pcm_uframes_t) -> sys::snd_pcm_sframes_t {
        deinterleave(shape, frames, &mut self.planes);
        let plane_bytes = count as usize * shape.sample_bytes;
        let mut planes = plane_pointers(&mut self.planes, plane_bytes);
        let write = match shape.transfer {
            Transfer::ReadWrite => sys::snd_pcm_writen,
            Transfer::Mmap => sys::snd_pcm_mmap_writen,
        };
        // SAFETY: one pointer for each channel, each to `count` readable samples.
        unsafe { write(self.handle, planes.as_mut_ptr(), count) }
    }

    /// Reads whole interleaved frames; returns how many the device gave.
    ///
    /// # Errors
    /// An xrun, a suspend, a card that is gone …: see `recovery`.
    pub fn read(&mut self, frames: &mut [u8]) -> Result<u64> {
        let doing = "read error";
        let shape = self.shape.ok_or_else(|| Error::new(doing, libc::EBADFD))?;
        let count = (frames.len() / (shape.sample_bytes * shape.channels)) as sys::snd_pcm_uframes_t;
        let got = match shape.layout {
            Layout::Interleaved => self.read_interleaved(shape, frames.as_mut_ptr().cast(), count),
            Layout::Planar => self.read_planar(shape, frames, count),
        };
        check(doing, got)
    }

    fn read_interleaved(
        &mut self,
        shape: Shape,
        frames: *mut c_void,
        count: sys::snd_pcm_uframes_t,
    ) -> sys::snd_pcm_sframes_t {
        let read = match shape.transfer {
            Transfer::ReadWrite => sys::snd_pcm_readi,
            Transfer::Mmap => sys::snd_pcm_mmap_readi,
        };
        // SAFETY: the handle is set up for frames of this shape, and `count` of them fit.
        unsafe { read(self.handle, frames, count) }
    }

    fn read_planar(
        &mut self,
        shape: Shape,
        frames: &mut [u8],
        count: sys::snd_pcm_uframes_t,
    ) -> sys::snd_pcm_sframes_t {
        let plane_bytes = count as usize * shape.sample_bytes;
        self.planes.resize(plane_bytes * shape.channels, 0);
        let mut planes = plane_pointers(&mut self.planes, plane_bytes);
        let read = match shape.transfer {
            Transfer::ReadWrite => sys::snd_pcm_readn,
            Transfer::Mmap => sys::snd_pcm_mmap_readn,
        };
        // SAFETY: one pointer for each channel, each to room for `count` samples.
        let got = unsafe { read(self.handle, planes.as_mut_ptr(), count) };
        interleave(
            shape,
            &self.planes,
            plane_bytes,
            &mut frames[..usize::try_from(got).unwrap_or(0) * shape.sample_bytes * shape.channels],
        );
        got
    }
}

/// A pointer to each plane.
fn plane_pointers(planes: &mut [u8], plane_bytes: usize) -> Vec<*mut c_void> {
    planes.chunks_exact_mut(plane_bytes.max(1)).map(|plane| plane.as_mut_ptr().cast()).collect()
}

fn interleave(shape: Shape, planes: &[u8], plane_bytes: usize, frames: &mut [u8]) {
    let Shape { sample_bytes, channels, .. } = shape;
    for (at, frame) in frames.chunks_exact_mut(sample_bytes * channels).enumerate() {
        for (channel, sample) in frame.chunks_exact_mut(sample_bytes).enumerate() {
            sample.copy_from_slice(&planes[channel * plane_bytes + at * sample_bytes..][..sample_bytes]);
        }
    }
}

fn deinterleave(shape: Shape, frames: &[u8], planes: &mut Vec<u8>) {
    let Shape { sample_bytes, channels, .. } = shape;
    planes.clear();
    for channel in 0..channels {
        for frame in frames.chunks_exact(sample_bytes * channels) {
            planes.extend_from_slice(&frame[channel * sample_bytes..][..sample_bytes]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_taken_apart_and_put_together() {
        let shape = Shape {
            transfer: Transfer::ReadWrite,
            layout: Layout::Planar,
            sample_bytes: 2,
            channels: 2,
            monotonic: true,
        };
        let mut planes = Vec::new();
        deinterleave(shape, b"aaAAbbBB", &mut planes);
        assert_eq!(planes, b"aabbAABB");
        let mut frames = [0; 8];
        interleave(shape, &planes, 4, &mut frames);
        assert_eq!(&frames, b"aaAAbbBB");
    }
}
