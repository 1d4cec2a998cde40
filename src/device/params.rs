//! Negotiation: what is asked of a PCM, and what it grants.
//!
//! Asked and granted are two types; a difference is the caller's to show or refuse, never swallowed here.

use super::dump::dump;
use super::error::{Error, check};
use super::format::Format;
use super::pcm::{Layout, Pcm, Shape, Transfer};
use alsa_sys as sys;
use std::ffi::c_uint;
use std::fmt;
use std::ptr::null_mut;

mod software;

/// The longest buffer that is taken when none is asked for.
const BUFFER_TIME_LIMIT_US: c_uint = 500_000;
/// Periods in a buffer when none are asked for.
const PERIODS: u32 = 4;

/// The length of a buffer or a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Not asked for.
    Unasked,
    /// In microseconds.
    TimeUs(u32),
    /// In frames.
    Frames(u64),
}

/// What is asked of the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// By read and write, or by mmap.
    pub transfer: Transfer,
    /// How channels lie.
    pub layout: Layout,
    /// The sample format.
    pub format: Format,
    /// Channels in a frame.
    pub channels: u32,
    /// Frames per second.
    pub rate: u32,
    /// The ring buffer's length.
    pub buffer: Length,
    /// The time between two interrupts.
    pub period: Length,
    /// Room that wakes a waiting writer, in microseconds; a period when not given.
    pub avail_min_us: Option<u32>,
    /// When the stream starts by itself: after so many microseconds, or so many before the buffer is full (≤ 0).
    pub start_delay_us: i64,
    /// When the stream stops by itself: after so many microseconds, or so many past an empty buffer (≤ 0).
    pub stop_delay_us: i64,
}

/// What the device grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    /// Frames per second.
    pub rate: u32,
    /// Frames in the ring buffer.
    pub buffer_frames: u64,
    /// Frames in a period.
    pub period_frames: u64,
    /// Bytes of a frame.
    pub frame_bytes: usize,
    /// Whether the hardware can pause.
    pub can_pause: bool,
}

/// Why there is no agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The PCM has no configuration at all.
    Broken,
    /// Neither read/write nor mmap in this layout.
    Access,
    /// Not this format; these are there.
    Format(Vec<Format>),
    /// Not this many channels.
    Channels,
    /// No rate near this one.
    Rate,
    /// The period fills the buffer: there would be no time to write.
    PeriodFillsBuffer {
        /// Frames in a period.
        period_frames: u64,
        /// Frames in the buffer.
        buffer_frames: u64,
    },
    /// The hardware refused the whole; the dump shows it.
    Hardware(String),
    /// The software parameters were refused; the dump shows them.
    Software(String),
    /// A call failed.
    Failed(Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Broken => f.write_str("Broken configuration for this PCM: no configurations available"),
            Refusal::Access => f.write_str("Access type not available"),
            Refusal::Format(available) => {
                f.write_str("Sample format non available\nAvailable formats:")?;
                available.iter().try_for_each(|format| write!(f, "\n- {format}"))
            }
            Refusal::Channels => f.write_str("Channels count non available"),
            Refusal::Rate => f.write_str("Rate not available"),
            Refusal::PeriodFillsBuffer { period_frames, buffer_frames } => {
                write!(f, "Can't use period equal to buffer size ({period_frames} == {buffer_frames})")
            }
            Refusal::Hardware(dump) => write!(f, "Unable to install hw params:\n{}", dump.trim_end()),
            Refusal::Software(dump) => write!(f, "unable to install sw params:\n{}", dump.trim_end()),
            Refusal::Failed(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Failed(error)
    }
}

/// The configurations that a PCM has, narrowed step by step.
pub struct Space {
    pub(super) params: *mut sys::snd_pcm_hw_params_t,
}

impl Space {
    /// All configurations of a PCM.
    ///
    /// # Errors
    /// `Refusal::Broken`
    pub fn of(pcm: &Pcm) -> Result<Space, Refusal> {
        let mut params = null_mut();
        // SAFETY: allocates a parameter object into a local pointer, freed on drop.
        check("hw params", unsafe { sys::snd_pcm_hw_params_malloc(&mut params) })?;
        let space = Space { params };
        // SAFETY: the handle is open, the object is valid.
        let code = unsafe { sys::snd_pcm_hw_params_any(pcm.handle(), space.params) };
        check("hw params", code).map_err(|_| Refusal::Broken)?;
        Ok(space)
    }

    /// alsa-lib's dump of the ranges.
    pub fn dump(&self) -> String {
        // SAFETY: the object is valid, the output open.
        dump(|output| unsafe {
            sys::snd_pcm_hw_params_dump(self.params, output);
        })
    }

    fn has_format(&self, pcm: &Pcm, format: Format) -> bool {
        // SAFETY: the handle is open, the object is valid.
        unsafe { sys::snd_pcm_hw_params_test_format(pcm.handle(), self.params, format.code()) == 0 }
    }

    /// The first of these formats that the PCM has.
    pub fn first_of(&self, pcm: &Pcm, formats: &[Format]) -> Option<Format> {
        formats.iter().copied().find(|format| self.has_format(pcm, *format))
    }

    /// The least and the most channels, and the least and the greatest rate.
    pub fn ranges(&self) -> Option<((u32, u32), (u32, u32))> {
        let (mut channels, mut rates, mut side) = ((0, 0), (0, 0), 0);
        // SAFETY: the object is valid; the numbers go to locals.
        let codes = unsafe {
            [
                sys::snd_pcm_hw_params_get_channels_min(self.params, &mut channels.0),
                sys::snd_pcm_hw_params_get_channels_max(self.params, &mut channels.1),
                sys::snd_pcm_hw_params_get_rate_min(self.params, &mut rates.0, &mut side),
                sys::snd_pcm_hw_params_get_rate_max(self.params, &mut rates.1, &mut side),
            ]
        };
        codes.iter().all(|code| *code >= 0).then_some((channels, rates))
    }

    /// The formats that are left.
    pub fn formats(&self, pcm: &Pcm) -> Vec<Format> {
        Format::all().filter(|format| self.has_format(pcm, *format)).collect()
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        // SAFETY: allocated in `of`, freed once.
        unsafe { sys::snd_pcm_hw_params_free(self.params) };
    }
}

/// Agrees with a PCM on a configuration, out of `space`, and installs it.
///
/// # Errors
/// The first thing that the PCM cannot do.
pub fn negotiate(pcm: &mut Pcm, space: &Space, request: &Request) -> Result<Granted, Refusal> {
    set_access(pcm, space, request)?;
    set_format(pcm, space, request.format)?;
    set_channels(pcm, space, request.channels)?;
    let rate = set_rate(pcm, space, request.rate)?;
    set_lengths(pcm, space, request)?;
    // SAFETY: the handle is open, the object is valid.
    let code = unsafe { sys::snd_pcm_hw_params(pcm.handle(), space.params) };
    check("hw params", code).map_err(|_| Refusal::Hardware(space.dump()))?;
    let granted = granted(pcm, space, request, rate)?;
    software::set(pcm, request, &granted)?;
    Ok(granted)
}

fn set_access(pcm: &mut Pcm, space: &Space, request: &Request) -> Result<(), Refusal> {
    let accesses: &[sys::snd_pcm_access_t] = match (request.transfer, request.layout) {
        (Transfer::ReadWrite, Layout::Interleaved) => &[sys::SND_PCM_ACCESS_RW_INTERLEAVED],
        (Transfer::ReadWrite, Layout::Planar) => &[sys::SND_PCM_ACCESS_RW_NONINTERLEAVED],
        (Transfer::Mmap, _) => &[
            sys::SND_PCM_ACCESS_MMAP_INTERLEAVED,
            sys::SND_PCM_ACCESS_MMAP_NONINTERLEAVED,
            sys::SND_PCM_ACCESS_MMAP_COMPLEX,
        ],
    };
    let mut mask = null_mut();
    // SAFETY: allocates a mask into a local pointer, freed below.
    check("access", unsafe { sys::snd_pcm_access_mask_malloc(&mut mask) })?;
    // SAFETY: the handle is open, both objects are valid; the mask is freed once.
    let code = unsafe {
        sys::snd_pcm_access_mask_none(mask);
        accesses.iter().for_each(|access| sys::snd_pcm_access_mask_set(mask, *access));
        let code = sys::snd_pcm_hw_params_set_access_mask(pcm.handle(), space.params, mask);
        sys::snd_pcm_access_mask_free(mask);
        code
    };
    check("access", code).map(drop).map_err(|_| Refusal::Access)
}

fn set_format(pcm: &Pcm, space: &Space, format: Format) -> Result<(), Refusal> {
    // SAFETY: the handle is open, the object is valid.
    let code = unsafe { sys::snd_pcm_hw_params_set_format(pcm.handle(), space.params, format.code()) };
    check("format", code).map(drop).map_err(|_| Refusal::Format(space.formats(pcm)))
}

fn set_channels(pcm: &Pcm, space: &Space, channels: u32) -> Result<(), Refusal> {
    // SAFETY: the handle is open, the object is valid.
    let code = unsafe { sys::snd_pcm_hw_params_set_channels(pcm.handle(), space.params, channels) };
    check("channels", code).map(drop).map_err(|_| Refusal::Channels)
}

fn set_rate(pcm: &Pcm, space: &Space, rate: u32) -> Result<u32, Refusal> {
    let mut near = rate;
    // SAFETY: the handle is open, the object is valid, the rate a local.
    let code = unsafe { sys::snd_pcm_hw_params_set_rate_near(pcm.handle(), space.params, &mut near, null_mut()) };
    check("rate", code).map(|_| near).map_err(|_| Refusal::Rate)
}

/// Period first, then buffer, as aplay always did: near values depend on the order.
fn set_lengths(pcm: &Pcm, space: &Space, request: &Request) -> Result<(), Refusal> {
    let buffer = match request.buffer {
        Length::Unasked => Length::TimeUs(longest_buffer_us(space)?.min(BUFFER_TIME_LIMIT_US)),
        asked => asked,
    };
    let period = match (request.period, buffer) {
        (Length::Unasked, Length::TimeUs(time)) => Length::TimeUs(time / PERIODS),
        (Length::Unasked, Length::Frames(frames)) => Length::Frames(frames / u64::from(PERIODS)),
        (asked, _) => asked,
    };
    set_period(pcm, space, period)?;
    set_buffer(pcm, space, buffer)
}

fn set_period(pcm: &Pcm, space: &Space, period: Length) -> Result<(), Refusal> {
    let (handle, params) = (pcm.handle(), space.params);
    // SAFETY: the handle is open, the object is valid, the value goes in and out through a local.
    let code = unsafe {
        match period {
            Length::TimeUs(mut time) => {
                sys::snd_pcm_hw_params_set_period_time_near(handle, params, &mut time, null_mut())
            }
            Length::Frames(mut frames) => {
                sys::snd_pcm_hw_params_set_period_size_near(handle, params, &mut frames, null_mut())
            }
            Length::Unasked => 0,
        }
    };
    Ok(check("period", code).map(drop)?)
}

fn set_buffer(pcm: &Pcm, space: &Space, buffer: Length) -> Result<(), Refusal> {
    let (handle, params) = (pcm.handle(), space.params);
    // SAFETY: the handle is open, the object is valid, the value goes in and out through a local.
    let code = unsafe {
        match buffer {
            Length::TimeUs(mut time) => {
                sys::snd_pcm_hw_params_set_buffer_time_near(handle, params, &mut time, null_mut())
            }
            Length::Frames(mut frames) => sys::snd_pcm_hw_params_set_buffer_size_near(handle, params, &mut frames),
            Length::Unasked => 0,
        }
    };
    Ok(check("buffer", code).map(drop)?)
}

fn longest_buffer_us(space: &Space) -> Result<c_uint, Refusal> {
    let mut time: c_uint = 0;
    // SAFETY: the object is valid, the value a local.
    let code = unsafe { sys::snd_pcm_hw_params_get_buffer_time_max(space.params, &mut time, null_mut()) };
    check("buffer time", code)?;
    Ok(time)
}

fn granted(pcm: &mut Pcm, space: &Space, request: &Request, rate: u32) -> Result<Granted, Refusal> {
    let Some(sample_bytes) = request.format.sample_bytes() else {
        return Err(Refusal::Format(space.formats(pcm)));
    };
    let (mut period_frames, mut buffer_frames) = (0, 0);
    // SAFETY: the object holds one configuration; the values go to locals.
    let (can_pause, monotonic) = unsafe {
        sys::snd_pcm_hw_params_get_period_size(space.params, &mut period_frames, null_mut());
        sys::snd_pcm_hw_params_get_buffer_size(space.params, &mut buffer_frames);
        (sys::snd_pcm_hw_params_can_pause(space.params) != 0, sys::snd_pcm_hw_params_is_monotonic(space.params) != 0)
    };
    if period_frames == buffer_frames {
        return Err(Refusal::PeriodFillsBuffer { period_frames, buffer_frames });
    }
    let channels = request.channels as usize;
    let Request { transfer, layout, .. } = *request;
    pcm.set_shape(Shape { transfer, layout, sample_bytes, channels, monotonic });
    Ok(Granted { rate, buffer_frames, period_frames, frame_bytes: sample_bytes * channels, can_pause })
}
