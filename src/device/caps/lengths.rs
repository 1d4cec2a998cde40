//! The limits of periods and buffers: the hardware proves each end of them, a converter names its own.

use crate::device::format::Format;
use crate::device::params::Space;
use crate::device::pcm::Pcm;
use alsa_sys as sys;
use std::ptr::null_mut;

/// The least and the most of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Limit {
    /// The least.
    pub min: u64,
    /// The most.
    pub max: u64,
}

/// The limits of periods and buffers; of hardware each end of them is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Frames in a period.
    pub period_frames: Limit,
    /// Frames in the ring buffer.
    pub buffer_frames: Limit,
    /// Periods in a buffer.
    pub periods: Limit,
}

/// The lengths that are left once frames are agreed upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranges {
    /// The rate nearest to the one asked for.
    pub rate: u32,
    /// Frames in the ring buffer.
    pub buffer_frames: Limit,
    /// Frames in a period, as alsa-lib names them: an open end is one too far.
    pub period_frames: Limit,
}

/// The lengths for interleaved frames of this make; `None` when the PCM does not take them.
pub fn ranges(pcm: &Pcm, format: Format, channels: u32, rate: u32) -> Option<Ranges> {
    let (handle, mut near) = (pcm.handle(), rate);
    // SAFETY: the handle is open, the object is a valid copy, the rate a local.
    let space = Space::of(pcm).ok()?.narrowed(|params| unsafe {
        let access = sys::snd_pcm_hw_params_set_access(handle, params, sys::SND_PCM_ACCESS_RW_INTERLEAVED);
        let format = sys::snd_pcm_hw_params_set_format(handle, params, format.code());
        let channels = sys::snd_pcm_hw_params_set_channels(handle, params, channels);
        access.min(format).min(channels).min(sys::snd_pcm_hw_params_set_rate_near(
            handle,
            params,
            &mut near,
            null_mut(),
        ))
    })?;
    let period = space.ends(Param::PeriodSize);
    Some(Ranges { rate: near, buffer_frames: space.ends(Param::BufferSize).limit, period_frames: period.limit })
}

/// The ends of a range, and whether each lies outside of it.
struct Ends {
    limit: Limit,
    above: i32,
    below: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Param {
    PeriodSize,
    BufferSize,
    Periods,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Least,
    Most,
}

impl Space {
    /// The hardware proves both ends of its limits. Converters name theirs: to prove them may take alsa-lib hours, as
    /// it goes frame by frame from an end that is not taken.
    pub(super) fn limits(&self, pcm: &Pcm) -> Limits {
        let limit = |param: Param| if pcm.is_hardware() { self.proven(pcm, param) } else { self.named(param) };
        Limits {
            period_frames: limit(Param::PeriodSize),
            buffer_frames: limit(Param::BufferSize),
            periods: limit(Param::Periods),
        }
    }

    fn named(&self, param: Param) -> Limit {
        let Ends { limit: Limit { min, max }, above, below } = self.ends(param);
        Limit { min: min + u64::from(above > 0), max: max.saturating_sub(u64::from(below < 0)) }
    }

    fn ends(&self, param: Param) -> Ends {
        let (mut min, mut max) = (0, 0);
        let (mut least, mut most) = (0, 0);
        // An open end is one beyond, or before, what is meant.
        let (mut above, mut below) = (0, 0);
        // SAFETY: the object is valid, the results go to locals.
        unsafe {
            match param {
                Param::PeriodSize => {
                    sys::snd_pcm_hw_params_get_period_size_min(self.params, &mut min, &mut above);
                    sys::snd_pcm_hw_params_get_period_size_max(self.params, &mut max, &mut below);
                }
                Param::BufferSize => {
                    sys::snd_pcm_hw_params_get_buffer_size_min(self.params, &mut min);
                    sys::snd_pcm_hw_params_get_buffer_size_max(self.params, &mut max);
                }
                Param::Periods => {
                    sys::snd_pcm_hw_params_get_periods_min(self.params, &mut least, &mut above);
                    sys::snd_pcm_hw_params_get_periods_max(self.params, &mut most, &mut below);
                    (min, max) = (least.into(), most.into());
                }
            }
        }
        Ends { limit: Limit { min, max }, above, below }
    }

    fn proven(&self, pcm: &Pcm, param: Param) -> Limit {
        Limit { min: self.fixed(pcm, param, End::Least), max: self.fixed(pcm, param, End::Most) }
    }

    /// What the parameter is when a copy is fixed to this end of it.
    fn fixed(&self, pcm: &Pcm, param: Param, end: End) -> u64 {
        let (mut frames, mut count) = (0, 0);
        let handle = pcm.handle();
        // SAFETY: the handle is open, the object is a valid copy, the results go to locals.
        self.narrowed(|params| unsafe {
            match (param, end) {
                (Param::PeriodSize, End::Least) => {
                    sys::snd_pcm_hw_params_set_period_size_first(handle, params, &mut frames, null_mut())
                }
                (Param::PeriodSize, End::Most) => {
                    sys::snd_pcm_hw_params_set_period_size_last(handle, params, &mut frames, null_mut())
                }
                (Param::BufferSize, End::Least) => {
                    sys::snd_pcm_hw_params_set_buffer_size_first(handle, params, &mut frames)
                }
                (Param::BufferSize, End::Most) => {
                    sys::snd_pcm_hw_params_set_buffer_size_last(handle, params, &mut frames)
                }
                (Param::Periods, End::Least) => {
                    sys::snd_pcm_hw_params_set_periods_first(handle, params, &mut count, null_mut())
                }
                (Param::Periods, End::Most) => {
                    sys::snd_pcm_hw_params_set_periods_last(handle, params, &mut count, null_mut())
                }
            }
        });
        frames.max(count.into())
    }
}
