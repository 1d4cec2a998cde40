//! The loop that records: device to chunk, chunk to sink, and what to do when the device stumbles.
//!
//! Every frame that the device gave reaches the sink, also those that were read when the end was asked for.

use super::listen::{Ears, Heard};
use super::monitor::{Monitor, Wish};
use super::playback::{Capture, Stream};
use super::sink::Sink;
use super::stumble::{Ended, Failure, Fault, Habits, Stride};
use crate::device::Kind;
use crate::device::pcm::{Blocking, Direction, Hold, State};

/// Records from a PCM that is set up.
pub struct Recorder<P> {
    pcm: P,
    stream: Stream,
    habits: Habits,
    ears: Ears,
    /// Room for what the sink likes to get at once, and a period.
    chunk: Vec<u8>,
    /// Bytes of the chunk that are still to be written.
    pending: usize,
    /// Frames since the sink was last brought up to date.
    stale_frames: u64,
}

impl<P: Capture> Recorder<P> {
    /// A recorder for a PCM with this set-up.
    pub fn new(pcm: P, stream: Stream, habits: Habits, ears: Ears) -> Self {
        Recorder { pcm, stream, habits, ears, chunk: Vec::new(), pending: 0, stale_frames: 0 }
    }

    /// The PCM, for a look at it.
    pub fn pcm_mut(&mut self) -> &mut P {
        &mut self.pcm
    }

    /// Gives the PCM back.
    pub fn into_pcm(self) -> P {
        self.pcm
    }

    /// Gives the PCM back, and what it listened for, to go on with another PCM.
    pub fn into_parts(self) -> (P, Ears) {
        (self.pcm, self.ears)
    }

    /// Records into the sink, at most `limit` frames, and takes them off the limit. Does not finish the sink.
    ///
    /// # Errors
    /// What cannot be mended; the sink has all frames that came before.
    pub fn record(
        &mut self,
        sink: &mut dyn Sink,
        limit: &mut Option<u64>,
        monitor: &mut dyn Monitor,
    ) -> Result<Ended, Fault> {
        let batch_bytes = self.batch_bytes(sink);
        // Zeroed: what the null device leaves in it is heard as silence.
        self.chunk.resize(batch_bytes + self.stream.period_bytes(), 0);
        let ended = self.run(sink, limit, monitor);
        let flushed = self.flush(sink);
        ended.and_then(|ended| flushed.map(|()| ended))
    }

    fn batch_bytes(&self, sink: &dyn Sink) -> usize {
        usize::try_from(sink.batch_frames()).unwrap_or(0) * self.stream.frame_bytes
    }

    fn run(&mut self, sink: &mut dyn Sink, limit: &mut Option<u64>, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let mut tries = 0;
        loop {
            match monitor.wish() {
                Wish::Stop => return self.stop(sink, limit, monitor),
                Wish::Pause => self.pause(sink, monitor)?,
                Wish::NextFile => {
                    self.flush(sink)?;
                    sink.next_file().map_err(Fault::Write)?;
                }
                Wish::Go | Wish::Skip | Wish::Seek(_) => {}
            }
            let want = self.wanted_bytes(*limit);
            if want == 0 {
                return Ok(Ended::LimitReached);
            }
            match self.pcm.read(&mut self.chunk[self.pending..][..want]) {
                Ok(frames) => {
                    tries = 0;
                    if self.deliver(frames, sink, limit, monitor)? == Ended::Silent {
                        return Ok(Ended::Silent);
                    }
                    self.habits.test_position(&self.pcm, self.stream.buffer_frames, monitor);
                    if self.stream.blocking == Blocking::Never
                        && frames * (self.stream.frame_bytes as u64) < want as u64
                    {
                        self.habits.wait(&mut self.pcm);
                    }
                }
                Err(error) => {
                    let failure = Failure { error, direction: Direction::Capture, tries };
                    self.habits.recover(&mut self.pcm, failure, monitor)?;
                    tries += 1;
                }
            }
        }
    }

    /// A period, or all that the sink likes to get when nobody looks at the periods.
    fn wanted_bytes(&self, limit: Option<u64>) -> usize {
        let period = self.stream.period_bytes();
        let stride = match self.habits.stride {
            Stride::Buffer if !self.ears.are_open() => period.max(self.chunk.len() - period - self.pending),
            Stride::Buffer | Stride::Period => period,
        };
        let left = limit.map_or(usize::MAX, |frames| usize::try_from(frames).unwrap_or(usize::MAX));
        stride.min(left.saturating_mul(self.stream.frame_bytes))
    }

    /// `Ended::Complete` when the recording goes on.
    fn deliver(
        &mut self,
        frames: u64,
        sink: &mut dyn Sink,
        limit: &mut Option<u64>,
        monitor: &mut dyn Monitor,
    ) -> Result<Ended, Fault> {
        let frame_bytes = self.stream.frame_bytes;
        let chunk = &mut self.chunk[self.pending..][..frames as usize * frame_bytes];
        if let Some(reorder) = &self.habits.reorder {
            reorder.apply(chunk, frame_bytes);
        }
        monitor.heard(chunk);
        match self.ears.hear(chunk) {
            Heard::NotYet => return Ok(Ended::Complete),
            Heard::Begins(before) => {
                *limit = limit.map(|left| left.saturating_sub((before.len() / frame_bytes) as u64));
                sink.write(&before).map_err(Fault::Write)?;
            }
            Heard::GoesOn => {}
        }
        let kept_frames = limit.map_or(frames, |left| left.min(frames));
        *limit = limit.map(|left| left - kept_frames);
        let kept = &chunk[..kept_frames as usize * frame_bytes];
        let is_over = self.ears.silence_is_over(kept);
        self.pending += kept.len();
        self.stale_frames += kept_frames;
        if self.pending >= self.batch_bytes(sink) {
            self.flush(sink)?;
        }
        if self.stale_frames >= u64::from(self.stream.rate) {
            self.stale_frames = 0;
            self.flush(sink)?;
            sink.keep_current().map_err(Fault::Write)?;
        }
        Ok(if is_over { Ended::Silent } else { Ended::Complete })
    }

    fn flush(&mut self, sink: &mut dyn Sink) -> Result<(), Fault> {
        let pending = std::mem::take(&mut self.pending);
        if pending == 0 { Ok(()) } else { sink.write(&self.chunk[..pending]).map_err(Fault::Write) }
    }

    /// What the device holds when the end is asked for belongs to the recording: the last word before Ctrl-C.
    fn stop(
        &mut self,
        sink: &mut dyn Sink,
        limit: &mut Option<u64>,
        monitor: &mut dyn Monitor,
    ) -> Result<Ended, Fault> {
        if self.pcm.state() == State::Running {
            let avail = self.pcm.avail_delay().map_or(0, |(avail, _)| u64::try_from(avail).unwrap_or(0));
            let mut left = limit.map_or(avail, |limit| limit.min(avail)).min(self.stream.buffer_frames);
            while left > 0 {
                let want = self.wanted_bytes(Some(left));
                match self.pcm.read(&mut self.chunk[self.pending..][..want]) {
                    Ok(0) => break,
                    Ok(frames) => {
                        self.deliver(frames, sink, limit, monitor)?;
                        left -= frames;
                    }
                    Err(error) if error.kind() == Kind::Interrupted => {}
                    Err(_) => break,
                }
            }
        }
        let _ = self.pcm.drop_queued();
        Ok(Ended::Stopped)
    }

    fn pause(&mut self, sink: &mut dyn Sink, monitor: &mut dyn Monitor) -> Result<(), Fault> {
        if !self.stream.can_pause {
            monitor.cannot_pause();
            return Ok(());
        }
        self.flush(sink)?;
        if self.pcm.state() == State::Running {
            self.pcm.pause(Hold::Still)?;
            monitor.hold();
            self.pcm.pause(Hold::Release)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
