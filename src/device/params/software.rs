//! The software parameters: when a stream starts by itself, when it stops, and what wakes a waiting program.

use super::{Granted, Refusal, Request};
use crate::device::dump::dump;
use crate::device::error::check;
use crate::device::pcm::Pcm;
use alsa_sys as sys;
use std::ptr::null_mut;

/// The thresholds, in frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Thresholds {
    avail_min: u64,
    start: u64,
    stop: u64,
}

fn thresholds(request: &Request, granted: &Granted) -> Thresholds {
    let frames = |time_us: i64| (f64::from(granted.rate) * time_us as f64 / 1_000_000.0) as i64;
    let buffer = i64::try_from(granted.buffer_frames).unwrap_or(i64::MAX);
    let after = |time_us: i64| if time_us <= 0 { buffer.saturating_add(frames(time_us)) } else { frames(time_us) };
    let positive = |frames: i64| u64::try_from(frames).unwrap_or(0);
    Thresholds {
        avail_min: request.avail_min_us.map_or(granted.period_frames, |time| positive(frames(time.into()))),
        start: positive(after(request.start_delay_us).clamp(1, buffer)),
        stop: positive(after(request.stop_delay_us)),
    }
}

pub(super) fn set(pcm: &Pcm, request: &Request, granted: &Granted) -> Result<(), Refusal> {
    let Thresholds { avail_min, start, stop } = thresholds(request, granted);
    let mut params = null_mut();
    // SAFETY: allocates a parameter object into a local pointer, freed below.
    check("sw params", unsafe { sys::snd_pcm_sw_params_malloc(&mut params) })?;
    let handle = pcm.handle();
    // SAFETY: the handle is open and set up, the object is valid and freed once.
    let (code, refused) = unsafe {
        sys::snd_pcm_sw_params_current(handle, params);
        sys::snd_pcm_sw_params_set_avail_min(handle, params, avail_min);
        sys::snd_pcm_sw_params_set_start_threshold(handle, params, start);
        sys::snd_pcm_sw_params_set_stop_threshold(handle, params, stop);
        let code = sys::snd_pcm_sw_params(handle, params);
        let refused = (code < 0).then(|| {
            dump(|output| {
                sys::snd_pcm_sw_params_dump(params, output);
            })
        });
        sys::snd_pcm_sw_params_free(params);
        (code, refused)
    };
    check("sw params", code).map(drop).map_err(|_| Refusal::Software(refused.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::super::Length;
    use super::*;
    use crate::device::format::Format;
    use crate::device::pcm::{Layout, Transfer};

    fn request() -> Request {
        Request {
            transfer: Transfer::ReadWrite,
            layout: Layout::Interleaved,
            format: Format::S16_LE,
            channels: 2,
            rate: 48_000,
            buffer: Length::Unasked,
            period: Length::Unasked,
            avail_min_us: None,
            start_delay_us: 0,
            stop_delay_us: 0,
        }
    }

    const GRANTED: Granted =
        Granted { rate: 48_000, buffer_frames: 24_000, period_frames: 6000, frame_bytes: 4, can_pause: false };

    #[test]
    fn a_stream_starts_when_full_and_stops_when_empty() {
        let usual = Thresholds { avail_min: 6000, start: 24_000, stop: 24_000 };
        assert_eq!(thresholds(&request(), &GRANTED), usual);
    }

    #[test]
    fn delays_count_from_the_buffer_or_from_nothing() {
        let asked = Request { avail_min_us: Some(1000), start_delay_us: -1000, stop_delay_us: 500, ..request() };
        assert_eq!(thresholds(&asked, &GRANTED), Thresholds { avail_min: 48, start: 23_952, stop: 24 });
        let asked = Request { start_delay_us: 1, ..request() };
        assert_eq!(thresholds(&asked, &GRANTED).start, 1);
    }
}
