//! `--level`: peak and RMS of each channel, once a second, and nothing recorded.

use super::{Job, device, ears};
use crate::applets::aplay::keep::LevelForm;
use crate::applets::aplay::watcher::Watcher;
use crate::audio::level::{Peaks, Rms, dbfs};
use crate::audio::record::Recorder;
use crate::audio::sink::Sink;
use crate::audio::source::Spec;
use crate::audio::stumble::Ended;
use crate::cli::Exit;
use crate::device::pcm::Pcm;
use crate::os::signals;
use crate::ui::{Form, Printer, Report};
use anyhow::Context;
use serde::{Serialize, Serializer};
use std::io;

/// Shows levels until the limit or a signal; a signal is how it is meant to end.
pub(super) fn run(job: &Job, mut pcm: Pcm, form: LevelForm) -> anyhow::Result<Exit> {
    let spec = job.assume.raw;
    let (stream, habits) = device::set_up(job, &mut pcm, spec)?;
    let mut watcher = Watcher::new(job, None);
    let form = if form == LevelForm::Json { Form::Json } else { Form::Text };
    let levels = Levels::new(spec, Printer::new().with_form(form));
    let mut levels = levels.with_context(|| format!("the level of {} cannot be measured", spec.format))?;
    let mut limit = job.limit.frames(spec);
    let mut recorder = Recorder::new(pcm, stream, habits, ears(&job.keep, spec)?);
    let ended = recorder.record(&mut levels, &mut limit, &mut watcher)?;
    if ended == Ended::Stopped && signals::stop().is_none() {
        return Ok(Exit::FAILURE);
    }
    Ok(Exit::SUCCESS)
}

/// A level, shown with a decimal; silence is null in JSON.
struct Decibels(f32);

impl Serialize for Decibels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tenths = (self.0 * 10.0).round() / 10.0;
        if tenths.is_finite() { serializer.serialize_f32(tenths) } else { serializer.serialize_none() }
    }
}

#[derive(Serialize)]
struct Channel {
    peak_dbfs: Decibels,
    rms_dbfs: Decibels,
}

/// One second of levels.
#[derive(Serialize)]
struct Second {
    channels: Vec<Channel>,
}

impl Report for Second {
    fn text(&self) -> String {
        let channel = |(number, channel): (usize, &Channel)| {
            let (peak, rms) = (channel.peak_dbfs.0, channel.rms_dbfs.0);
            format!("{number}: peak {peak:6.1} RMS {rms:6.1} dBFS")
        };
        let channels: Vec<String> = (1..).zip(&self.channels).map(channel).collect();
        format!("{}\n", channels.join("  "))
    }
}

/// A sink that only measures.
struct Levels {
    peaks: Peaks,
    rms: Rms,
    loudest: Vec<f32>,
    printer: Printer,
    second_bytes: usize,
    bytes: usize,
}

impl Levels {
    fn new(spec: Spec, printer: Printer) -> Option<Levels> {
        Some(Levels {
            peaks: Peaks::new(spec)?,
            rms: Rms::new(spec)?,
            loudest: vec![0.0; spec.channels as usize],
            printer,
            second_bytes: spec.frame_bytes()? * spec.rate as usize,
            bytes: 0,
        })
    }

    fn measure(&mut self, frames: &[u8]) {
        self.peaks.measure(frames);
        for (loudest, magnitude) in self.loudest.iter_mut().zip(self.peaks.magnitudes()) {
            *loudest = loudest.max(self.peaks.level(*magnitude));
        }
        self.rms.add(frames);
        self.bytes += frames.len();
    }

    fn show(&mut self) -> io::Result<()> {
        let channel = |(peak, rms): (&mut f32, f32)| Channel {
            peak_dbfs: Decibels(dbfs(std::mem::take(peak))),
            rms_dbfs: Decibels(dbfs(rms)),
        };
        let channels = self.loudest.iter_mut().zip(self.rms.take()).map(channel).collect();
        self.bytes = 0;
        self.printer.show(&Second { channels }).map_err(io::Error::other)
    }
}

impl Sink for Levels {
    fn write(&mut self, mut frames: &[u8]) -> io::Result<()> {
        while self.bytes + frames.len() >= self.second_bytes {
            let (this_second, rest) = frames.split_at(self.second_bytes - self.bytes);
            self.measure(this_second);
            self.show()?;
            frames = rest;
        }
        self.measure(frames);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
