//! The rounds: speaker after speaker, until all have had their turn often enough or a signal ends it.

use super::options::Job;
use super::setup::Ready;
use super::sounds::{Level, Sound, Sounds};
use crate::audio::monitor::{Monitor, Wish};
use crate::audio::play::Player;
use crate::audio::signal::{Encoder, OnChannel};
use crate::audio::source::Spec;
use crate::audio::speakers::Speaker;
use crate::audio::stumble::{Ended, Habits, Stride};
use crate::cli::Exit;
use crate::device::pcm::{Pcm, State, Status};
use crate::os::signals;
use crate::ui::Printer;
use anyhow::Context;
use std::time::Instant;

/// Stops at a signal, and says what went wrong on the way.
struct Watcher(Printer);

impl Monitor for Watcher {
    fn wish(&mut self) -> Wish {
        if signals::stop().is_some() { Wish::Stop } else { Wish::Go }
    }

    fn xrun(&mut self, _status: &Status) {
        self.0.error("speaker-test: underrun: the sound was interrupted");
    }
}

pub(super) fn play(job: &Job, ready: Ready, printer: Printer) -> anyhow::Result<Exit> {
    let Ready { pcm, stream, mut speakers, scale } = ready;
    speakers.retain(|speaker| job.only.is_none_or(|only| only == speaker.channel));
    let sounds = Sounds::find(job, &Level { rate: stream.rate, scale }, &speakers, printer)?;
    let encoder = Encoder::new(job.format).context("signals are not had in this format")?;
    let spec = Spec { format: job.format, channels: job.channels, rate: stream.rate };
    let habits = Habits { stride: Stride::Period, ..Habits::default() };
    let buffer_frames = stream.buffer_frames;
    let player = Player::new(pcm, stream, habits);
    let mut stage = Stage { player, spec, encoder, buffer_frames, watcher: Watcher(printer) };
    let mut ended = match job.only {
        Some(_) => stage.round(job, &speakers, &sounds)?,
        None => stage.rounds(job, &speakers, &sounds)?,
    };
    if ended != Ended::Stopped && stage.player.pcm_mut().is_plugin() {
        ended = stage.player.finish(&mut stage.watcher)?;
    }
    Ok(match ended {
        Ended::Stopped => aborted(job, printer),
        _ => Exit::SUCCESS,
    })
}

/// A signal is the way to end a test without end; any other was not done to its end.
fn aborted(job: &Job, printer: Printer) -> Exit {
    if job.loops == 0 && job.only.is_none() {
        return Exit::SUCCESS;
    }
    if let Some(words) = signals::last_words() {
        printer.error(&words);
    }
    Exit::FAILURE
}

/// The device with what it takes.
struct Stage {
    player: Player<Pcm>,
    spec: Spec,
    encoder: Encoder,
    buffer_frames: u64,
    watcher: Watcher,
}

impl Stage {
    fn rounds(&mut self, job: &Job, speakers: &[Speaker], sounds: &Sounds<'_>) -> anyhow::Result<Ended> {
        let mut done = 0;
        while job.loops == 0 || done < job.loops {
            let start = Instant::now();
            if self.round(job, speakers, sounds)? == Ended::Stopped {
                return Ok(Ended::Stopped);
            }
            self.watcher.0.line(&format!("Time per period = {:.6}", start.elapsed().as_secs_f64()))?;
            done += 1;
        }
        Ok(Ended::Complete)
    }

    fn round(&mut self, job: &Job, speakers: &[Speaker], sounds: &Sounds<'_>) -> anyhow::Result<Ended> {
        for (place, speaker) in speakers.iter().enumerate() {
            let Speaker { channel, name, .. } = speaker;
            self.watcher.0.line(&match job.only {
                Some(_) => format!("  - {name}"),
                None => format!(" {channel} - {name}"),
            })?;
            if self.sound(*channel as usize, sounds.sound(place)?)? == Ended::Stopped {
                return Ok(Ended::Stopped);
            }
        }
        Ok(Ended::Complete)
    }

    /// Plays a sound to its end: the next name is not to be shown before.
    fn sound(&mut self, channel: usize, mut sound: Sound) -> anyhow::Result<Ended> {
        if self.player.pcm_mut().state() == State::Setup {
            self.player.pcm_mut().prepare()?;
        }
        let mut source = OnChannel {
            signal: &mut *sound.signal,
            channel,
            scale: sound.scale as f32,
            spec: self.spec,
            encoder: self.encoder,
            frames_left: sound.frames,
        };
        if self.player.play(&mut source, &mut None, &mut self.watcher)? == Ended::Stopped {
            return Ok(Ended::Stopped);
        }
        if self.player.pcm_mut().is_plugin() {
            // A server's stream is not drained twice, as PipeWire's plug-in may never come back from that: when a
            // buffer of silence is taken, the sound is out.
            return Ok(self.player.queue_silence(self.buffer_frames, &mut self.watcher)?);
        }
        Ok(self.player.finish(&mut self.watcher)?)
    }
}
