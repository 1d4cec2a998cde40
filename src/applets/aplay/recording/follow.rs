//! `--follow`: a card that is unplugged and comes back is recorded on, with silence for the time between.
//!
//! Where files roll over a new file begins instead, which then has no silence to make up.

use super::{Session, device};
use crate::audio::record::Recorder;
use crate::audio::sink::Sink;
use crate::audio::stumble::{Ended, Fault};
use crate::device::Kind;
use crate::device::pcm::Pcm;
use crate::os::{clock, signals};
use std::io;
use std::time::Instant;

/// How long between two looks whether the card is back.
const RETRY_US: u64 = 200_000;
/// Silence is written in pieces of so many frames.
const SILENCE_FRAMES: usize = 4096;

/// Records to the end; gives the PCM back unless it is gone.
pub(super) fn record(
    session: &mut Session<'_>,
    mut recorder: Recorder<Pcm>,
    sink: &mut dyn Sink,
    limit: &mut Option<u64>,
) -> (Option<Pcm>, anyhow::Result<Ended>) {
    loop {
        let ended = recorder.record(sink, limit, &mut session.watcher);
        let gone = matches!(&ended, Err(Fault::Device(error)) if error.kind() == Kind::Gone);
        if !(gone && session.job.keep.follow) {
            return (Some(recorder.into_pcm()), ended.map_err(Into::into));
        }
        let since = Instant::now();
        let (lost, ears) = recorder.into_parts();
        // The node of the lost card is only free for its successor when it is closed.
        drop(lost);
        session.job.printer.note(&format!("{}: {} is gone; waiting for it", session.job.name, session.job.device));
        let Some(mut pcm) = wait(session) else { return (None, Ok(Ended::Stopped)) };
        let spec = session.job.assume.raw;
        match device::set_up(session.job, &mut pcm, spec) {
            Ok((stream, habits)) => recorder = Recorder::new(pcm, stream, habits, ears),
            Err(error) => return (Some(pcm), Err(error)),
        }
        let gap_frames = (since.elapsed().as_secs_f64() * f64::from(spec.rate)) as u64;
        session.job.printer.note(&format!("{}: {} is back", session.job.name, session.job.device));
        if let Err(error) = bridge(session, sink, limit, gap_frames) {
            return (Some(recorder.into_pcm()), Err(Fault::Write(error).into()));
        }
    }
}

/// The device, as soon as it opens; `None` when the user has enough.
fn wait(session: &Session<'_>) -> Option<Pcm> {
    while signals::stop().is_none() {
        if let Ok(pcm) = Pcm::open(&session.job.device, session.job.mode) {
            return Some(pcm);
        }
        clock::sleep_us(RETRY_US);
    }
    None
}

fn bridge(session: &Session<'_>, sink: &mut dyn Sink, limit: &mut Option<u64>, gap_frames: u64) -> io::Result<()> {
    if session.job.keep.rolls_over() {
        return sink.next_file();
    }
    let spec = session.job.assume.raw;
    let frame_bytes = spec.frame_bytes().unwrap_or(1);
    let mut silence = vec![0; SILENCE_FRAMES * frame_bytes];
    spec.format.silence(&mut silence);
    let mut left = limit.map_or(gap_frames, |limit| limit.min(gap_frames));
    *limit = limit.map(|limit| limit - left);
    while left > 0 {
        let frames = left.min(SILENCE_FRAMES as u64);
        sink.write(&silence[..frames as usize * frame_bytes])?;
        left -= frames;
    }
    Ok(())
}
