//! The loop that plays: source to chunk, chunk to device, and what to do when the device stumbles.
//!
//! The chunk is one period and outlives a file: the next file with the same parameters goes on filling it, so that
//! nothing is heard between two files. No frame of a file is lost or doubled, whatever the device does.

use super::monitor::{Monitor, Wish};
use super::playback::{Playback, Stream};
use super::source::Source;
use super::stumble::{Ended, Failure, Fault, Habits};
use crate::device::pcm::{Blocking, Direction, Hold, State};
use crate::device::{self, Kind};
use crate::os::clock;
use std::io;

/// How long after the last frame should be out a hardware stream is stopped: covers what `delay` rounds down.
const AFTERGLOW_US: u64 = 2000;

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
        let chunk = vec![0; stream.period_bytes()];
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
        loop {
            match self.follow(source, monitor)? {
                Ended::Complete => {}
                ended => return Ok(ended),
            }
            let frame_bytes = self.stream.frame_bytes;
            let room = (self.chunk.len() - self.filled) / frame_bytes;
            let want = limit.map_or(room, |left| room.min(usize::try_from(left).unwrap_or(room)));
            if want == 0 {
                return Ok(Ended::LimitReached);
            }
            let target = &mut self.chunk[self.filled..][..want * frame_bytes];
            let got = match source.read(target) {
                Ok(frames) => frames as usize,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Fault::Read(error)),
            };
            if let Some(reorder) = &self.habits.reorder {
                reorder.apply(&mut target[..got * frame_bytes], frame_bytes);
            }
            source.take_notes().iter().for_each(|note| monitor.note(note));
            self.filled += got * frame_bytes;
            *limit = limit.map(|left| left - got as u64);
            if self.filled == self.chunk.len() {
                if self.flush(monitor)? == Ended::Stopped {
                    return Ok(Ended::Stopped);
                }
                if monitor.follows() {
                    monitor.position(self.heard(source));
                }
            }
            if got == 0 {
                return Ok(Ended::Complete);
            }
        }
    }

    /// Queues so many frames of silence.
    ///
    /// # Errors
    /// What cannot be mended.
    pub fn queue_silence(&mut self, frames: u64, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let mut left = usize::try_from(frames).unwrap_or(usize::MAX).saturating_mul(self.stream.frame_bytes);
        while left > 0 {
            let room = &mut self.chunk[self.filled..];
            let count = room.len().min(left);
            self.stream.format.silence(&mut room[..count]);
            self.filled += count;
            left -= count;
            if self.filled == self.chunk.len() && self.flush(monitor)? == Ended::Stopped {
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
        if self.filled > 0 && self.flush(monitor)? == Ended::Stopped {
            return Ok(Ended::Stopped);
        }
        if self.pcm.is_hardware() {
            padding += self.add_silence(padding);
            self.play_out(padding, monitor)?;
        } else {
            self.drain(monitor)?;
        }
        if monitor.wish() == Wish::Stop { self.stop() } else { Ok(Ended::Complete) }
    }

    /// Fills the chunk up with silence: drivers take whole periods. Returns the frames of silence.
    fn pad(&mut self) -> u64 {
        if self.filled == 0 {
            return 0;
        }
        let silence = &mut self.chunk[self.filled..];
        let frames = silence.len() / self.stream.frame_bytes;
        self.stream.format.silence(silence);
        self.filled = self.chunk.len();
        frames as u64
    }

    /// One more period of silence where the padding is so short that the hardware might run past it, and play old
    /// frames, before it is stopped. Returns the frames of silence.
    fn add_silence(&mut self, padding: u64) -> u64 {
        let enough = u64::from(self.stream.rate) * AFTERGLOW_US * 4 / 1_000_000;
        if padding >= enough {
            return 0;
        }
        self.stream.format.silence(&mut self.chunk);
        // A failure here costs nothing: every real frame is written.
        self.pcm.write(&self.chunk).unwrap_or(0)
    }

    fn drain(&mut self, monitor: &mut dyn Monitor) -> Result<(), Fault> {
        if self.stream.blocking == Blocking::Never {
            self.pcm.set_blocking(Blocking::Wait)?;
        }
        let drained = loop {
            match self.pcm.drain() {
                Err(error) if error.kind() == Kind::Interrupted && monitor.wish() != Wish::Stop => {}
                Err(error) if matches!(error.kind(), Kind::Interrupted | Kind::Xrun) => break Ok(()),
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
            let pause_us = left * 1_000_000 / u64::from(self.stream.rate.max(1)) + 1;
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
        let mut wish = self.pending.take().unwrap_or_else(|| monitor.wish());
        if wish == Wish::Pause {
            wish = self.pause(monitor)?;
        }
        match wish {
            Wish::Stop => return self.stop(),
            Wish::Skip => {
                self.discard()?;
                return Ok(Ended::Skipped);
            }
            Wish::Seek(seconds) => self.seek(source, seconds, monitor)?,
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

    /// Writes the whole chunk.
    fn flush(&mut self, monitor: &mut dyn Monitor) -> Result<Ended, Fault> {
        let mut done = 0;
        let mut tries = 0;
        let direction = Direction::Playback;
        while done < self.filled {
            match monitor.wish() {
                Wish::Stop => return self.stop(),
                Wish::Go => {}
                wish => self.pending = Some(wish),
            }
            match self.pcm.write(&self.chunk[done..self.filled]) {
                Ok(frames) => {
                    let end = done + frames as usize * self.stream.frame_bytes;
                    monitor.heard(&self.chunk[done..end]);
                    done = end;
                    tries = 0;
                    self.habits.test_position(&self.pcm, self.stream.buffer_frames, monitor);
                    if done < self.filled {
                        self.habits.wait(&mut self.pcm);
                    }
                }
                Err(error) => {
                    self.habits.recover(&mut self.pcm, Failure { error, direction, tries }, monitor)?;
                    tries += 1;
                }
            }
        }
        self.filled = 0;
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
