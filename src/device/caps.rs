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

mod lengths;

pub use lengths::{Limit, Limits, Ranges, ranges};

/// Rates that sound has in the world.
pub const USUAL_RATES: [u32; 18] = [
    5512, 8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 176_400, 192_000,
    352_800, 384_000, 705_600, 768_000,
];
/// Channel counts are tried one by one where there can be so many of them. Only converters go beyond,
const MOST_COUNTS: u32 = 128;
/// and take all: of theirs all up to here are shown,
const EACH_CHANNELS: u32 = 16;
/// and of the larger ones those that interfaces have.
const MANY_CHANNELS: [u32; 9] = [18, 20, 22, 24, 26, 32, 48, 64, 128];
const TOP_RATE: u32 = USUAL_RATES[USUAL_RATES.len() - 1];
/// The rate at which a converter's limits are told.
const CONVERTED_RATE: u32 = 48_000;
/// Rates between the ends that nobody would make a crystal for: who takes them all takes any.
const ODD_RATES: u32 = 7;

/// No list of rates is longer.
const MOST_LISTED: usize = 32;

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
        let mut counts = candidates(min, max);
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
        // To ask a converter for the next rate may take alsa-lib as long as it does for lengths.
        let listed = if pcm.is_hardware() { listed_rates(min, |rate| self.rate_from(pcm, rate)) } else { Vec::new() };
        let inside = |rate: &u32| (min..=max).contains(rate);
        let tried = USUAL_RATES.into_iter().chain([min, max]).chain(listed);
        let mut taken: Vec<u32> = tried.filter(inside).filter(|rate| takes(*rate)).collect();
        taken.sort_unstable();
        taken.dedup();
        let odd = odd_rates(min, max);
        let gaps = if odd.is_empty() || !odd.into_iter().all(takes) { Gaps::Some } else { Gaps::None };
        Rates { taken, gaps }
    }

    /// The least rate from this one on.
    fn rate_from(&self, pcm: &Pcm, mut rate: u32) -> Option<u32> {
        // SAFETY: the handle is open, the object is a valid copy, the rate a local, a NULL direction is allowed.
        self.narrowed(|params| unsafe {
            sys::snd_pcm_hw_params_set_rate_min(pcm.handle(), params, &mut rate, null_mut())
        })
        .map(|space| space.number(sys::snd_pcm_hw_params_get_rate_min))
    }

    fn number(&self, read: Numbers) -> u32 {
        let mut number = 0;
        // SAFETY: the object is valid, the result goes to a local, a NULL direction is allowed.
        unsafe { read(self.params, &mut number, null_mut()) };
        number
    }
}

/// The numbers of channels to try.
fn candidates(min: u32, max: u32) -> Vec<u32> {
    if max.saturating_sub(min) < MOST_COUNTS {
        return (min..=max).collect();
    }
    let mut counts: Vec<u32> = (1..=EACH_CHANNELS).chain(MANY_CHANNELS).collect();
    counts.retain(|count| (min..=max).contains(count));
    counts
}

/// The rates above the lowest of a device that has a list of them, found with `next`: the least one from a rate on. None
/// where it has a range, or a divider that makes one of nearly any rate.
fn listed_rates(min: u32, next: impl Fn(u32) -> Option<u32>) -> Vec<u32> {
    let mut rates = Vec::new();
    let mut after = min.saturating_add(1);
    while let Some(rate) = next(after) {
        if rate <= after || rates.len() == MOST_LISTED {
            return Vec::new();
        }
        rates.push(rate);
        after = rate.saturating_add(1);
    }
    rates
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

    #[test]
    fn every_count_is_tried_but_those_of_a_converter() {
        assert_eq!(candidates(2, 32), (2..=32).collect::<Vec<u32>>());
        assert_eq!(candidates(17, 17), [17]);
        assert_eq!(candidates(1, 10_000).last(), Some(&128));
        assert!(candidates(1, 10_000).len() < 32);
    }

    /// The least member from a rate on, as the kernel narrows a list.
    fn in_list<'a>(list: &'a [u32]) -> impl Fn(u32) -> Option<u32> + 'a {
        move |from| list.iter().copied().find(|rate| *rate >= from)
    }

    #[test]
    fn a_list_of_rates_is_found_whole_and_a_range_is_none() {
        let list = [11_000, 44_055, 44_144, 47_952, 48_048];
        assert_eq!(listed_rates(11_000, in_list(&list)), list[1..]);
        let inside = |rate: &u32| *rate <= 192_000;
        assert!(listed_rates(48_000, in_list(&[48_000])).is_empty());
        let asked = std::cell::Cell::new(0);
        let in_range = |from| {
            asked.set(asked.get() + 1);
            Some(from).filter(inside)
        };
        assert_eq!((listed_rates(8000, in_range).len(), asked.get()), (0, 1));
        assert!(listed_rates(8001, |from| Some(from.next_multiple_of(3)).filter(inside)).is_empty());
        assert!(listed_rates(u32::MAX, in_list(&[u32::MAX])).is_empty());
    }
}
