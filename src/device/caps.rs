//! What a PCM can do, as it proves it: each combination of format, channels and rate is asked for, one by one.
//!
//! The ranges that a PCM names are a hull; a combination inside of it may still be refused. Nothing is set up and no
//! sound is made: alsa-lib refines a copy of the configurations.

use super::error::check;
use super::format::Format;
use super::params::{Refusal, Space};
use super::pcm::Pcm;
use alsa_sys as sys;
use std::ffi::c_uint;
use std::ptr::null_mut;

/// Rates that sound has in the world.
pub const USUAL_RATES: [u32; 18] = [
    5512, 8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 176_400, 192_000,
    352_800, 384_000, 705_600, 768_000,
];
/// Channel counts up to here are tried one by one,
const EACH_CHANNELS: u32 = 16;
/// of the larger ones those that interfaces have.
const MANY_CHANNELS: [u32; 9] = [18, 20, 22, 24, 26, 32, 48, 64, 128];
const TOP_RATE: u32 = USUAL_RATES[USUAL_RATES.len() - 1];
/// The rate at which a converter's limits are told.
const CONVERTED_RATE: u32 = 48_000;
/// Rates between the ends that nobody would make a crystal for: who takes them all takes any.
const ODD_RATES: u32 = 7;

/// What a PCM can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caps {
    /// What it takes, in the order of formats, then of channels.
    pub combinations: Vec<Combination>,
    /// Its limits, over all of them or at `limits_rate`.
    pub limits: Limits,
    /// The one rate that the limits are for: a converter's limits over all rates say nothing.
    pub limits_rate: Option<u32>,
}

/// A format and a number of channels, with the rates that go with both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combination {
    /// The sample format.
    pub format: Format,
    /// Channels in a frame.
    pub channels: u32,
    /// The rates.
    pub rates: Rates,
    /// Periods and buffers of this combination.
    pub limits: Limits,
}

/// Rates that were tried and taken.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rates {
    /// The ends of the range, as far as sound has such rates, and every usual rate between them.
    pub taken: Vec<u32>,
    /// Whether odd rates are taken as well, so that the range has no gaps.
    pub gaps: Gaps,
}

/// What lies between the rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gaps {
    /// Any rate.
    None,
    /// Nothing.
    Some,
}

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

/// Formats that have the same channels and rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The formats.
    pub formats: Vec<Format>,
    /// The numbers of channels that each of them has.
    pub channels: Vec<u32>,
    /// The rates that each of them has.
    pub rates: Rates,
}

/// Asks an open PCM for every combination. It must not be set up yet.
///
/// # Errors
/// It has no configuration, or a call fails.
pub fn verify(pcm: &Pcm) -> Result<Caps, Refusal> {
    let all = Space::of(pcm)?;
    let mut combinations = Vec::new();
    for format in all.formats(pcm) {
        let Some(of_format) = all.narrowed(|params| {
            // SAFETY: the handle is open, the object is a valid copy.
            unsafe { sys::snd_pcm_hw_params_set_format(pcm.handle(), params, format.code()) }
        }) else {
            continue;
        };
        for channels in of_format.channel_counts(pcm) {
            let Some(space) = of_format.with_channels(pcm, channels) else { continue };
            let rates = space.rates(pcm);
            if !rates.taken.is_empty() {
                combinations.push(Combination { format, channels, rates, limits: space.limits(pcm) });
            }
        }
    }
    let usual = all.usual(pcm);
    let limits = usual.as_ref().unwrap_or(&all).limits(pcm);
    Ok(Caps { combinations, limits, limits_rate: usual.map(|_| CONVERTED_RATE) })
}

/// The numbers of channels that a PCM has with a format.
pub fn channels_with(pcm: &Pcm, format: Format) -> Vec<u32> {
    with_format(pcm, format).map(|space| space.channel_counts(pcm)).unwrap_or_default()
}

/// The rates that a PCM has with a format and a number of channels.
pub fn rates_with(pcm: &Pcm, format: Format, channels: u32) -> Rates {
    let space = with_format(pcm, format).and_then(|space| space.with_channels(pcm, channels));
    space.map_or(Rates { taken: Vec::new(), gaps: Gaps::Some }, |space| space.rates(pcm))
}

fn with_format(pcm: &Pcm, format: Format) -> Option<Space> {
    // SAFETY: the handle is open, the object is a valid copy.
    Space::of(pcm)
        .ok()?
        .narrowed(|params| unsafe { sys::snd_pcm_hw_params_set_format(pcm.handle(), params, format.code()) })
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

impl Caps {
    /// The same in few rows.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for combination in by_rates(&self.combinations) {
            let Row { formats, channels, rates } = combination;
            match rows.iter_mut().find(|row| row.channels == channels && row.rates == rates) {
                Some(row) => row.formats.extend(formats),
                None => rows.push(Row { formats, channels, rates }),
            }
        }
        rows
    }
}

/// Each format's channels that have the same rates.
fn by_rates(combinations: &[Combination]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for Combination { format, channels, rates, .. } in combinations {
        match rows.iter_mut().find(|row| row.formats == [*format] && row.rates == *rates) {
            Some(row) => row.channels.push(*channels),
            None => rows.push(Row { formats: vec![*format], channels: vec![*channels], rates: rates.clone() }),
        }
    }
    rows
}

/// One of alsa-lib's functions that reads a number of a configuration.
type Numbers = unsafe extern "C" fn(*const sys::snd_pcm_hw_params_t, *mut c_uint, *mut i32) -> i32;
impl Space {
    /// A copy with one thing fixed; `None` when the PCM does not take it.
    fn narrowed(&self, fix: impl FnOnce(*mut sys::snd_pcm_hw_params_t) -> i32) -> Option<Space> {
        let mut params = null_mut();
        // SAFETY: allocates a parameter object into a local pointer, freed when the space is dropped.
        check("hw params", unsafe { sys::snd_pcm_hw_params_malloc(&mut params) }).ok()?;
        let copy = Space { params };
        // SAFETY: both objects are valid.
        unsafe { sys::snd_pcm_hw_params_copy(copy.params, self.params) };
        (fix(copy.params) >= 0).then_some(copy)
    }

    fn with_channels(&self, pcm: &Pcm, channels: u32) -> Option<Space> {
        // SAFETY: the handle is open, the object is a valid copy.
        self.narrowed(|params| unsafe { sys::snd_pcm_hw_params_set_channels(pcm.handle(), params, channels) })
    }

    /// What is left of a converter at a rate that everybody has.
    fn usual(&self, pcm: &Pcm) -> Option<Space> {
        if pcm.is_hardware() {
            return None;
        }
        // SAFETY: the handle is open, the object is a valid copy.
        self.narrowed(|params| unsafe { sys::snd_pcm_hw_params_set_rate(pcm.handle(), params, CONVERTED_RATE, 0) })
    }

    fn channel_counts(&self, pcm: &Pcm) -> Vec<u32> {
        let (mut min, mut max) = (0, 0);
        // SAFETY: the object is valid, the results go to locals.
        unsafe {
            sys::snd_pcm_hw_params_get_channels_min(self.params, &mut min);
            sys::snd_pcm_hw_params_get_channels_max(self.params, &mut max);
        }
        let mut counts: Vec<u32> = (1..=EACH_CHANNELS).chain(MANY_CHANNELS).collect();
        counts.retain(|count| (min..=max).contains(count));
        // SAFETY: the handle is open, the object is valid.
        let taken =
            |count: &u32| unsafe { sys::snd_pcm_hw_params_test_channels(pcm.handle(), self.params, *count) == 0 };
        counts.retain(taken);
        counts
    }

    fn rates(&self, pcm: &Pcm) -> Rates {
        // Converters name ends that no sound has.
        let min = self.number(sys::snd_pcm_hw_params_get_rate_min);
        let max = self.number(sys::snd_pcm_hw_params_get_rate_max).min(TOP_RATE);
        // SAFETY: the handle is open, the object is valid.
        let takes = |rate: u32| unsafe { sys::snd_pcm_hw_params_test_rate(pcm.handle(), self.params, rate, 0) == 0 };
        let inside = |rate: &u32| (min..=max).contains(rate);
        let mut taken: Vec<u32> =
            USUAL_RATES.into_iter().chain([min, max]).filter(inside).filter(|rate| takes(*rate)).collect();
        taken.sort_unstable();
        taken.dedup();
        let odd = odd_rates(min, max);
        let gaps = if odd.is_empty() || !odd.into_iter().all(takes) { Gaps::Some } else { Gaps::None };
        Rates { taken, gaps }
    }

    fn number(&self, read: Numbers) -> u32 {
        let mut number = 0;
        // SAFETY: the object is valid, the result goes to a local, a NULL direction is allowed.
        unsafe { read(self.params, &mut number, null_mut()) };
        number
    }

    /// The hardware proves both ends of its limits. Converters name theirs: to prove them may take alsa-lib hours, as
    /// it goes frame by frame from an end that is not taken.
    fn limits(&self, pcm: &Pcm) -> Limits {
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

/// Rates strictly between these, far from all usual ones.
fn odd_rates(min: u32, max: u32) -> Vec<u32> {
    let step = max.saturating_sub(min) / (ODD_RATES + 1);
    if step == 0 {
        return Vec::new();
    }
    (1..=ODD_RATES).map(|part| (min + part * step) | 1).filter(|rate| !USUAL_RATES.contains(rate)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn combination(format: Format, channels: u32, rate: u32) -> Combination {
        let rates = Rates { taken: vec![rate], gaps: Gaps::Some };
        Combination { format, channels, rates, limits: Limits::default() }
    }

    #[test]
    fn formats_with_the_same_channels_and_rates_share_a_row_and_no_others_do() {
        let combinations = vec![
            combination(Format::U8, 1, 8000),
            combination(Format::U8, 2, 8000),
            combination(Format::S16_LE, 1, 8000),
            combination(Format::S16_LE, 2, 8000),
            combination(Format::S32_LE, 1, 8000),
            combination(Format::S32_LE, 2, 48_000),
        ];
        let rows = Caps { combinations, limits: Limits::default(), limits_rate: None }.rows();
        let shown: Vec<_> = rows.iter().map(|row| (row.formats.as_slice(), row.channels.as_slice())).collect();
        assert_eq!(
            shown,
            [
                (&[Format::U8, Format::S16_LE][..], &[1, 2][..]),
                (&[Format::S32_LE][..], &[1][..]),
                (&[Format::S32_LE][..], &[2][..]),
            ]
        );
    }

    #[test]
    fn odd_rates_lie_inside_and_one_rate_has_none() {
        assert!(odd_rates(8000, 192_000).iter().all(|rate| (8001..192_000).contains(rate)));
        assert_eq!(odd_rates(8000, 192_000).len(), 7);
        assert!(odd_rates(48_000, 48_000).is_empty());
    }
}
