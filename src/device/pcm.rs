//! A PCM session: open, transfer, control, close.
//!
//! Own handles on alsa-sys, because the alsa crate exposes none, and lacks `mmap_writei`, non-interleaved mmap and a
//! wait that a signal ends. Frames are interleaved bytes on this side, whatever the layout on the device.

use super::dump::dump;
use super::error::{Error, Result, check};
use super::plain;
use alsa_sys as sys;
use std::ffi::{CStr, CString, c_int};
use std::ptr::null_mut;

mod abort;
mod mode;
mod status;
mod transfer;

pub use mode::{Blocking, Direction, Forbidden, OpenMode};
pub use status::{Origin, Status};
pub(crate) use transfer::Shape;
pub use transfer::{Layout, Transfer};

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

/// An open PCM.
pub struct Pcm {
    handle: *mut sys::snd_pcm_t,
    direction: Direction,
    shape: Option<Shape>,
    planes: Vec<u8>,
    /// Outlives the handle, which is closed before the fields go.
    _config: Option<plain::Config>,
}

impl Pcm {
    /// Opens a PCM by its configuration name.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn open(name: &str, mode: OpenMode) -> Result<Pcm> {
        if let Some(opened) = plain::open_pcm(name, mode) {
            return opened.map(|(handle, config)| Pcm::new(handle, mode.direction, Some(config)));
        }
        let doing = "audio open error";
        let name = CString::new(name).map_err(|_| Error::new(doing, libc::EINVAL))?;
        let mut handle = null_mut();
        // SAFETY: the name is NUL-terminated; the handle goes to a local pointer.
        let code = unsafe { sys::snd_pcm_open(&mut handle, name.as_ptr(), mode.direction.stream(), mode.bits()) };
        check(doing, code)?;
        let pcm = Pcm::new(handle, mode.direction, None);
        if !pcm.is_hardware() && pcm.card().is_none() {
            abort::watch(handle);
        }
        Ok(pcm)
    }

    fn new(handle: *mut sys::snd_pcm_t, direction: Direction, config: Option<plain::Config>) -> Pcm {
        Pcm { handle, direction, shape: None, planes: Vec::new(), _config: config }
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

    /// Whether a plug-in takes the frames elsewhere, as that of a sound server does.
    pub fn is_plugin(&self) -> bool {
        // SAFETY: the handle is open.
        unsafe { sys::snd_pcm_type(self.handle) == sys::SND_PCM_TYPE_IOPLUG }
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

    /// From now on the card plays silence where nothing was written, and not the old frames of its ring: whoever stops
    /// it too late is not heard.
    ///
    /// # Errors
    /// alsa-lib's reason.
    pub fn silence_behind(&mut self) -> Result<()> {
        let mut params = null_mut();
        // SAFETY: allocates a parameter object into a local pointer, freed below.
        check("sw params", unsafe { sys::snd_pcm_sw_params_malloc(&mut params) })?;
        // SAFETY: the handle is open and set up, the object is valid and freed once, the boundary is a local.
        let code = unsafe {
            let mut boundary = 0;
            sys::snd_pcm_sw_params_current(self.handle, params);
            sys::snd_pcm_sw_params_get_boundary(params, &mut boundary);
            sys::snd_pcm_sw_params_set_silence_threshold(self.handle, params, 0);
            sys::snd_pcm_sw_params_set_silence_size(self.handle, params, boundary);
            let code = sys::snd_pcm_sw_params(self.handle, params);
            sys::snd_pcm_sw_params_free(params);
            code
        };
        check("sw params", code).map(drop)
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
        abort::forget(self.handle);
        // SAFETY: opened in `open`, closed once.
        unsafe { sys::snd_pcm_close(self.handle) };
    }
}
