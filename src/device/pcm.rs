//! A PCM session: open, transfer, control, close.
//!
//! Own handles on alsa-sys, because the alsa crate exposes none, and lacks `mmap_writei`, non-interleaved mmap and a
//! wait that a signal ends. Frames are interleaved bytes on this side, whatever the layout on the device.

use super::dump::dump;
use super::error::{Error, Result, check};
use alsa_sys as sys;
use std::ffi::{CStr, CString, c_int, c_void};
use std::ptr::null_mut;

/// Playback or capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    fn bits(self) -> c_int {
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

/// The states of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum State {
    Open,
    Setup,
    Prepared,
    Running,
    Xrun,
    Draining,
    Paused,
    Suspended,
    Disconnected,
    Unknown,
}

impl State {
    fn from_code(code: sys::snd_pcm_state_t) -> State {
        match code {
            sys::SND_PCM_STATE_OPEN => State::Open,
            sys::SND_PCM_STATE_SETUP => State::Setup,
            sys::SND_PCM_STATE_PREPARED => State::Prepared,
            sys::SND_PCM_STATE_RUNNING => State::Running,
            sys::SND_PCM_STATE_XRUN => State::Xrun,
            sys::SND_PCM_STATE_DRAINING => State::Draining,
            sys::SND_PCM_STATE_PAUSED => State::Paused,
            sys::SND_PCM_STATE_SUSPENDED => State::Suspended,
            sys::SND_PCM_STATE_DISCONNECTED => State::Disconnected,
            _ => State::Unknown,
        }
    }
}

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

/// What the kernel knows of a stream that stopped.
#[derive(Debug, Clone)]
pub struct Status {
    /// The state.
    pub state: State,
    /// Microseconds since the state changed.
    pub since_us: u64,
    /// Frames in the buffer that can be transferred.
    pub avail_frames: u64,
    /// alsa-lib's dump of it.
    pub dump: String,
}

/// An open PCM.
pub struct Pcm {
    handle: *mut sys::snd_pcm_t,
    direction: Direction,
    shape: Option<Shape>,
    planes: Vec<u8>,
}

impl Pcm {
    /// Opens a PCM by its configuration name.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn open(name: &str, mode: OpenMode) -> Result<Pcm> {
        let doing = "audio open error";
        let name = CString::new(name).map_err(|_| Error::new(doing, libc::EINVAL))?;
        let mut handle = null_mut();
        // SAFETY: the name is NUL-terminated; the handle goes to a local pointer.
        let code = unsafe { sys::snd_pcm_open(&mut handle, name.as_ptr(), mode.direction.stream(), mode.bits()) };
        check(doing, code)?;
        Ok(Pcm { handle, direction: mode.direction, shape: None, planes: Vec::new() })
    }

    pub(crate) fn handle(&self) -> *mut sys::snd_pcm_t {
        self.handle
    }

    pub(crate) fn set_shape(&mut self, shape: Shape) {
        self.shape = Some(shape);
    }

    /// The direction it was opened for.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The name that alsa-lib knows it by.
    pub fn name(&self) -> String {
        // SAFETY: the handle is open; the name lives as long as it and is copied.
        let name = unsafe { sys::snd_pcm_name(self.handle) };
        if name.is_null() {
            return String::new();
        }
        // SAFETY: not NULL, so NUL-terminated.
        unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()
    }

    /// Whether this is the kernel's device itself, with no plug-in between.
    pub fn is_hardware(&self) -> bool {
        // SAFETY: the handle is open.
        unsafe { sys::snd_pcm_type(self.handle) == sys::SND_PCM_TYPE_HW }
    }

    /// The state of the stream.
    pub fn state(&self) -> State {
        // SAFETY: the handle is open.
        State::from_code(unsafe { sys::snd_pcm_state(self.handle) })
    }

    /// alsa-lib's dump of the chain and its set-up.
    pub fn dump(&self) -> String {
        // SAFETY: the handle and the output are open.
        dump(|output| unsafe {
            sys::snd_pcm_dump(self.handle, output);
        })
    }

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

    /// Waits until the device wants frames, at most so long; `false` when the time is over.
    ///
    /// # Errors
    /// As a transfer.
    pub fn wait(&mut self, milliseconds: i32) -> Result<bool> {
        // SAFETY: the handle is open.
        Ok(check("poll error", unsafe { sys::snd_pcm_wait(self.handle, milliseconds) })? > 0)
    }

    /// Frames between the last one written and the speaker.
    ///
    /// # Errors
    /// As a transfer.
    pub fn delay(&self) -> Result<i64> {
        let mut delay = 0;
        // SAFETY: the handle is open; the result goes to a local.
        check("delay", unsafe { sys::snd_pcm_delay(self.handle, &mut delay) })?;
        Ok(delay)
    }

    /// Frames that can be written now, and the delay, of one moment.
    ///
    /// # Errors
    /// As a transfer.
    pub fn avail_delay(&self) -> Result<(i64, i64)> {
        let (mut avail, mut delay) = (0, 0);
        // SAFETY: the handle is open; the results go to locals.
        check("avail", unsafe { sys::snd_pcm_avail_delay(self.handle, &mut avail, &mut delay) })?;
        Ok((avail, delay))
    }

    /// Starts the stream.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn start(&mut self) -> Result<()> {
        // SAFETY: the handle is open.
        check("start error", unsafe { sys::snd_pcm_start(self.handle) }).map(drop)
    }

    /// Makes a stopped stream ready again.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn prepare(&mut self) -> Result<()> {
        // SAFETY: the handle is open.
        check("xrun: prepare error", unsafe { sys::snd_pcm_prepare(self.handle) }).map(drop)
    }

    /// Wakes a suspended stream; `Kind::WouldBlock` while the hardware is not ready.
    ///
    /// # Errors
    /// The device cannot resume; `prepare` may help.
    pub fn resume(&mut self) -> Result<()> {
        // SAFETY: the handle is open.
        check("suspend: resume error", unsafe { sys::snd_pcm_resume(self.handle) }).map(drop)
    }

    /// Holds the hardware, or lets it go on.
    ///
    /// # Errors
    /// The hardware cannot.
    pub fn pause(&mut self, hold: Hold) -> Result<()> {
        let (doing, flag) = match hold {
            Hold::Still => ("pause push error", 1),
            Hold::Release => ("pause release error", 0),
        };
        // SAFETY: the handle is open.
        check(doing, unsafe { sys::snd_pcm_pause(self.handle, flag) }).map(drop)
    }

    /// Plays what is queued, then stops.
    ///
    /// # Errors
    /// As a transfer.
    pub fn drain(&mut self) -> Result<()> {
        // SAFETY: the handle is open.
        check("drain error", unsafe { sys::snd_pcm_drain(self.handle) }).map(drop)
    }

    /// Stops at once; what is queued is lost.
    ///
    /// # Errors
    /// As a transfer.
    pub fn drop_queued(&mut self) -> Result<()> {
        // SAFETY: the handle is open.
        check("drop error", unsafe { sys::snd_pcm_drop(self.handle) }).map(drop)
    }

    /// Makes later calls wait, or not.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn set_blocking(&mut self, blocking: Blocking) -> Result<()> {
        let flag = c_int::from(blocking == Blocking::Never);
        // SAFETY: the handle is open.
        check("nonblock setting error", unsafe { sys::snd_pcm_nonblock(self.handle, flag) }).map(drop)
    }

    /// The kernel's status.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn status(&self) -> Result<Status> {
        let doing = "status error";
        let mut status = null_mut();
        // SAFETY: allocates a status object into a local pointer, freed below.
        check(doing, unsafe { sys::snd_pcm_status_malloc(&mut status) })?;
        let monotonic = self.shape.is_some_and(|shape| shape.monotonic);
        // SAFETY: both objects are valid; everything is copied before the status is freed.
        let result = check(doing, unsafe { sys::snd_pcm_status(self.handle, status) }).map(|_| unsafe {
            Status {
                state: State::from_code(sys::snd_pcm_status_get_state(status)),
                since_us: since_trigger_us(status, monotonic),
                avail_frames: sys::snd_pcm_status_get_avail(status),
                dump: dump(|output| {
                    sys::snd_pcm_status_dump(status, output);
                }),
            }
        });
        // SAFETY: allocated above, freed once.
        unsafe { sys::snd_pcm_status_free(status) };
        result
    }
}

/// Whether a pause begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Stand still.
    Still,
    /// Go on.
    Release,
}

impl Drop for Pcm {
    fn drop(&mut self) {
        // SAFETY: opened in `open`, closed once.
        unsafe { sys::snd_pcm_close(self.handle) };
    }
}

fn since_trigger_us(status: *const sys::snd_pcm_status_t, monotonic: bool) -> u64 {
    let clock = if monotonic { libc::CLOCK_MONOTONIC } else { libc::CLOCK_REALTIME };
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    let mut trigger = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: both calls fill local time stamps; the status is valid.
    unsafe {
        libc::clock_gettime(clock, &mut now);
        sys::snd_pcm_status_get_trigger_htstamp(status, (&raw mut trigger).cast());
    }
    let microseconds = |time: &libc::timespec| time.tv_sec * 1_000_000 + time.tv_nsec / 1000;
    u64::try_from(microseconds(&now) - microseconds(&trigger)).unwrap_or(0)
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
