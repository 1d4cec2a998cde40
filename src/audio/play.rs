//! The loop that plays: source to chunk, chunk to device, and what to do when the device stumbles.
//!
//! The chunk, a period or more, outlives a file: the next file with the same parameters goes on filling it, so that
//! nothing is heard between two files. No frame of a file is lost or doubled, whatever the device does.

use super::monitor::{Monitor, Wish};
use super::playback::{Playback, Stream};
use super::source::Source;
use super::stumble::{Ended, Failure, Fault, Habits, Stride};
use crate::device::pcm::{Blocking, Direction, Hold, State};
use crate::device::{self, Kind};
use crate::os::clock;
use std::io;

/// How long after the last frame should be out a hardware stream is stopped: covers what `delay` rounds down.
const AFTERGLOW_US: u64 = 2000;
/// A device that tells its position a period at a time is not asked for it without a rest.
const LEAST_PAUSE_US: u64 = 500;

/// Plays sources on a PCM.
pub struct Player<P> {
    pcm: P,
    stream: Stream,
    habits: Habits,
    chunk: Vec<u8>,
    filled: usize,
    /// A wish that came while a chunk was written.
    pending: Option<Wish>,
}

impl<P: Playback> Player<P> {
    /// A player for a PCM with this set-up.
    pub fn new(pcm: P, stream: Stream, habits: Habits) -> Self {
        let periods = match habits.stride {
            Stride::Period => 1,
            Stride::Buffer => stream.buffer_frames.checked_div(stream.period_frames).unwrap_or(1).max(1),
        };
        let chunk = vec![0; stream.period_bytes().saturating_mul(usize::try_from(periods).unwrap_or(1))];
        Player { pcm, stream, habits, chunk, filled: 0, pending: None }
    }

    /// The PCM, for a look at it.
    pub fn pcm_mut(&mut self) -> &mut P {
        &mut self.pcm
    }

    /// Gives the PCM back.
    pub fn into_pcm(self) -> P {
        self.pcm
    }

    /// Queues the frames of the source's section, at most `limit` of them, and takes them off the limit. The last of
    /// them wait in the chunk for the next source or for `finish`.
    ///
    /// # Errors
    /// What cannot be mended.
    pub fn play(
        &mut self,
        source: &mut dyn Source,
        limit: &mut Option<u64>,
        monitor: &mut dyn Monitor,
    ) -> Result<Ended, Fault> {
        // What waits in the chunk is missing in the device: who feeds it slowly has it written period by period.
        let goal = if source.is_steady() { self.chunk.len() } else { self.stream.period_bytes() };
        loop {
            match self.follow(source, monitor)? {
                Ended::Complete => {}
                ended => return Ok(ended),
            }
            let frame_bytes = self.stream.frame_bytes;
            let room = (goal - self.filled) / frame_bytes;
            let want = limit.map_or(room, |left| room.min(usize::try_from(left).unwrap_or(room)));
            if want == 0 {
                return self.leave(Ended::LimitReached, monitor);
            }
            let target = &mut self.chunk[self.filled..][..want * frame_bytes];
            let got = match source.read(target) {
                Ok(frames) => frames as usize,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.leave(Ended::Complete, monitor)?;
                    return Err(Fault::Read(error));
                }
            };
            if let Some(reorder) = &self.habits.reorder {
                reorder.apply(&mut target[..got * frame_bytes], frame_bytes);
            }
            source.take_notes().iter().for_each(|note| monitor.note(note));
            self.filled += got * frame_bytes;
            *limit = limit.map(|left| left - got as u64);
            if self.filled == goal {
                if self.flush(goal, monitor)? == Ended::Stopped {
                    return Ok(Ended::Stopped);
                }
                if monitor.follows() {
                    monitor.position(self.heard(source));
                }
            }
            if got == 0 {
                return self.leave(Ended::Complete, monitor);
            }
        }
    }

    /// Only a part of a period waits for what the next source has.
    fn leave(&mut self, ended: Ended, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let period_bytes = self.stream.period_bytes();
        match self.flush(self.filled / period_bytes * period_bytes, monitor)? {
            Ended::Stopped => Ok(Ended::Stopped),
            _ => Ok(ended),
        }
    }

    /// Queues so many frames of silence.
    ///
    /// # Errors
    /// What cannot be mended.
    pub fn queue_silence(&mut self, frames: u64, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let period_bytes = self.stream.period_bytes();
        let mut left = usize::try_from(frames).unwrap_or(usize::MAX).saturating_mul(self.stream.frame_bytes);
        while left > 0 {
            let room = &mut self.chunk[self.filled..period_bytes];
            let count = room.len().min(left);
            self.stream.format.silence(&mut room[..count]);
            self.filled += count;
            left -= count;
            if self.filled == period_bytes && self.flush(period_bytes, monitor)? == Ended::Stopped {
                return Ok(Ended::Stopped);
            }
        }
        Ok(Ended::Complete)
    }

    /// Plays out what is queued.
    ///
    /// # Errors
    /// What cannot be mended.
    pub fn finish(&mut self, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let mut padding = self.pad();
        if self.flush(self.filled, monitor)? == Ended::Stopped {
            return Ok(Ended::Stopped);
        }
        if self.pcm.is_hardware() {
            padding += self.add_silence(padding);
            // Without it a machine that wakes up late lets old frames out; with it, or not, every real one is heard.
            let _ = self.pcm.silence_behind();
            self.play_out(padding, monitor)?;
        } else {
            self.drain(monitor)?;
        }
        if monitor.wish() == Wish::Stop { self.stop() } else { Ok(Ended::Complete) }
    }

    /// Fills the period up with silence: drivers take whole periods. Returns the frames of silence.
    fn pad(&mut self) -> u64 {
        if self.filled == 0 {
            return 0;
        }
        let end = self.filled.next_multiple_of(self.stream.period_bytes());
        let silence = &mut self.chunk[self.filled..end];
        let frames = silence.len() / self.stream.frame_bytes;
        self.stream.format.silence(silence);
        self.filled = end;
        frames as u64
    }

    /// One more period of silence where the padding is so short that the hardware might run past it, and play old
    /// frames, before it is stopped. Returns the frames of silence.
    fn add_silence(&mut self, padding: u64) -> u64 {
        let enough = u64::from(self.stream.rate) * AFTERGLOW_US * 4 / 1_000_000;
        if padding >= enough {
            return 0;
        }
        let period = &mut self.chunk[..self.stream.period_bytes()];
        self.stream.format.silence(period);
        // A failure here costs nothing: every real frame is written.
        self.pcm.write(period).unwrap_or(0)
    }

    fn drain(&mut self, monitor: &mut dyn Monitor) -> Result<(), Fault> {
        if self.stream.blocking == Blocking::Never {
            self.pcm.set_blocking(Blocking::Wait)?;
        }
        let drained = loop {
            match self.pcm.drain() {
                Err(error) if error.kind() == Kind::Interrupted && monitor.wish() != Wish::Stop => {}
                Err(error) if matches!(error.kind(), Kind::Interrupted | Kind::Xrun) => break Ok(()),
                // It was aborted.
                Err(error) if error.kind() == Kind::WouldBlock && monitor.wish() == Wish::Stop => break Ok(()),
                other => break other,
            }
        };
        if self.stream.blocking == Blocking::Never {
            self.pcm.set_blocking(Blocking::Never)?;
        }
        Ok(drained?)
    }

    /// Waits until the last real frame is out and stops there. A drain would play the padding too, and end on a
    /// period's boundary.
    fn play_out(&mut self, padding: u64, monitor: &mut dyn Monitor) -> Result<(), Fault> {
        if self.pcm.state() == State::Prepared {
            match self.pcm.start() {
                // Nothing was ever queued.
                Err(error) if error.kind() == Kind::Xrun => return Ok(()),
                other => other?,
            }
        }
        let mut patience = Patience::new(&self.stream);
        while self.pcm.state() == State::Running && monitor.wish() != Wish::Stop {
            let left = match self.pcm.delay() {
                Ok(delay) => delay - i64::try_from(padding).unwrap_or(0),
                Err(error) if error.kind() == Kind::Xrun => break,
                Err(error) => return Err(error.into()),
            };
            let Ok(left @ 1..) = u64::try_from(left) else {
                clock::sleep_us(AFTERGLOW_US);
                break;
            };
            let pause_us = (left * 1_000_000 / u64::from(self.stream.rate.max(1))).max(LEAST_PAUSE_US);
            if patience.ends_before(left, pause_us) {
                return Err(device::Error::stalled("write error").into());
            }
            clock::sleep_us(pause_us);
        }
        match self.pcm.state() {
            State::Disconnected => Err(device::Error::gone("write error").into()),
            _ => Ok(self.pcm.drop_queued()?),
        }
    }

    fn stop(&mut self) -> Result<Ended, Fault> {
        self.filled = 0;
        // A device that is gone cannot be stopped, and need not be.
        let _ = self.pcm.drop_queued();
        Ok(Ended::Stopped)
    }

    /// Does what the user wants.
    fn follow(&mut self, source: &mut dyn Source, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        if self.pending.is_none() && self.heed(monitor)? == Ended::Stopped {
            return Ok(Ended::Stopped);
        }
        match self.pending.take() {
            Some(Wish::Skip) => {
                self.discard()?;
                return Ok(Ended::Skipped);
            }
            Some(Wish::Seek(seconds)) => self.seek(source, seconds, monitor)?,
            _ => {}
        }
        Ok(Ended::Complete)
    }

    /// Does what the user wants and needs no source for; what does waits until there is one.
    fn heed(&mut self, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let mut wish = monitor.wish();
        if wish == Wish::Pause {
            wish = self.pause(monitor)?;
        }
        match wish {
            Wish::Stop => return self.stop(),
            Wish::Skip | Wish::Seek(_) => self.pending = Some(wish),
            Wish::Go | Wish::NextFile | Wish::Pause => {}
        }
        Ok(Ended::Complete)
    }

    /// The frame of the source that is heard now.
    fn heard(&self, source: &dyn Source) -> u64 {
        let waiting = (self.filled / self.stream.frame_bytes) as u64;
        let under_way = self.pcm.delay().map_or(0, |delay| u64::try_from(delay).unwrap_or(0));
        source.position().saturating_sub(waiting + under_way)
    }

    /// Goes on elsewhere, as seen from what is heard now.
    fn seek(&mut self, source: &mut dyn Source, seconds: i64, monitor: &mut dyn Monitor) -> Result<(), Fault> {
        let step = seconds.saturating_mul(source.spec().rate.into());
        let end = source.frames_left().map_or(u64::MAX, |left| source.position().saturating_add(left));
        let target = self.heard(source).saturating_add_signed(step).min(end);
        match source.seek(target) {
            Ok(()) => self.discard()?,
            Err(error) if error.kind() == io::ErrorKind::Unsupported => monitor.cannot_seek(),
            Err(error) => return Err(Fault::Read(error)),
        }
        if monitor.follows() {
            monitor.position(source.position());
        }
        Ok(())
    }

    /// Drops what is queued; the stream is ready for other frames.
    fn discard(&mut self) -> Result<(), Fault> {
        self.filled = 0;
        self.pcm.drop_queued()?;
        Ok(self.pcm.prepare()?)
    }

    /// Returns what is wanted after the pause.
    fn pause(&mut self, monitor: &mut dyn Monitor) -> Result<Wish, Fault> {
        if !self.stream.can_pause {
            monitor.cannot_pause();
            return Ok(Wish::Go);
        }
        // A stream that does not run yet has nothing to hold still: not filling it any further is enough.
        let running = self.pcm.state() == State::Running;
        if running {
            self.pcm.pause(Hold::Still)?;
        }
        let wish = monitor.hold();
        if running && wish != Wish::Stop {
            self.pcm.pause(Hold::Release)?;
        }
        Ok(wish)
    }

    /// Writes so many bytes of the chunk.
    fn flush(&mut self, bytes: usize, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let mut done = 0;
        let mut tries = 0;
        let direction = Direction::Playback;
        while done < bytes {
            if self.heed(monitor)? == Ended::Stopped {
                return Ok(Ended::Stopped);
            }
            self.habits.test_position(&self.pcm, self.stream.buffer_frames, monitor);
            match self.pcm.write(&self.chunk[done..bytes]) {
                Ok(frames) => {
                    let end = done + frames as usize * self.stream.frame_bytes;
                    monitor.heard(&self.chunk[done..end]);
                    done = end;
                    tries = 0;
                    self.habits.test_position(&self.pcm, self.stream.buffer_frames, monitor);
                    if done < bytes {
                        self.habits.wait(&mut self.pcm);
                    }
                }
                Err(error) => {
                    self.habits.recover(&mut self.pcm, Failure { error, direction, tries }, monitor)?;
                    tries += 1;
                }
            }
        }
        self.chunk.copy_within(bytes..self.filled, 0);
        self.filled -= bytes;
        Ok(Ended::Complete)
    }
}

/// How long a device may stand still before it counts as dead: drivers move in steps as long as a period, and an
/// emulated one may have to wait for its turn.
struct Patience {
    limit_us: u64,
    left: u64,
    still_us: u64,
}

impl Patience {
    fn new(stream: &Stream) -> Patience {
        let buffer_us = stream.buffer_frames.saturating_mul(1_000_000) / u64::from(stream.rate.max(1));
        Patience { limit_us: buffer_us.saturating_add(1_000_000), left: u64::MAX, still_us: 0 }
    }

    /// Whether a device with so many frames left has stood still for too long to wait for it once more.
    fn ends_before(&mut self, left: u64, pause_us: u64) -> bool {
        if left < self.left {
            (self.left, self.still_us) = (left, 0);
        }
        let over = self.still_us > self.limit_us;
        self.still_us += pause_us;
        over
    }
}

#[cfg(test)]
#[path = "play_tests.rs"]
mod tests;
