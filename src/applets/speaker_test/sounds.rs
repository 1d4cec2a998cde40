//! What is heard on a speaker: a computed signal, or the file with its name.

use super::APPLET;
use super::options::{Job, Loudness, Test};
use crate::audio::signal::{Calibration, Clip, Count, Pattern, Pink, Signal, Sine, Sweep, White};
use crate::audio::speakers::Speaker;
use crate::ui::Printer;
use anyhow::{anyhow, bail};
use std::path::{Path, PathBuf};

/// How long a signal sounds on each speaker, and on a single one.
const EACH_S: u64 = 3;
const SINGLE_S: u64 = 5;

/// A sound and its length.
pub(super) struct Sound {
    pub(super) signal: Box<dyn Signal>,
    pub(super) frames: u64,
    pub(super) scale: f64,
}

/// The rate, and the part of full scale, of a computed sound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) rate: u32,
    pub(super) scale: f64,
}

/// Where sounds come from: files are found before anything is played.
pub(super) enum Sounds<'a> {
    Computed(&'a Job, Level),
    Spoken(Vec<Voice>, Level),
}

/// Who speaks for a speaker.
pub(super) enum Voice {
    File(PathBuf),
    Beeps(u64),
}

impl<'a> Sounds<'a> {
    /// The sounds of a job, for speakers in this order.
    pub(super) fn find(
        job: &'a Job,
        level: &Level,
        speakers: &[Speaker],
        printer: Printer,
    ) -> anyhow::Result<Sounds<'a>> {
        if job.test != Test::Wav {
            return Ok(Sounds::Computed(job, *level));
        }
        let voices: anyhow::Result<Vec<Voice>> = speakers.iter().map(|speaker| voice(job, speaker, printer)).collect();
        // A recorded sound has a level of its own.
        let scale = if level.scale > Loudness::SAFE.scale() { 1.0 } else { level.scale };
        let sounds = Sounds::Spoken(voices?, Level { scale, ..*level });
        // A file that cannot be used is said before the first one sounds.
        (0..speakers.len()).try_for_each(|place| sounds.sound(place).map(drop))?;
        Ok(sounds)
    }

    /// The sound of the speaker at this place of the order.
    pub(super) fn sound(&self, place: usize) -> anyhow::Result<Sound> {
        match self {
            Sounds::Computed(job, level) => Ok(computed(job, *level)),
            Sounds::Spoken(voices, level) => spoken(&voices[place], *level),
        }
    }
}

fn spoken(voice: &Voice, Level { rate, scale }: Level) -> anyhow::Result<Sound> {
    match voice {
        Voice::File(path) => {
            let clip = Clip::read(path, rate);
            let clip = clip.map_err(|why| anyhow!("Cannot open WAV file {}: {why}", path.display()))?;
            Ok(Sound { frames: clip.frames(), signal: Box::new(clip), scale })
        }
        Voice::Beeps(number) => {
            let count = Count::new(*number, rate);
            Ok(Sound { frames: count.frames(), signal: Box::new(count), scale: scale / 2.0 })
        }
    }
}

fn computed(job: &Job, Level { rate, scale }: Level) -> Sound {
    let frames = u64::from(rate) * if job.only.is_some() { SINGLE_S } else { EACH_S };
    let (signal, scale): (Box<dyn Signal>, f64) = match job.test {
        Test::Pink | Test::Wav => (Box::new(Pink::new()), scale),
        Test::Sine(hertz) => (Box::new(Sine::new(hertz, rate)), scale),
        Test::Sweep => (Box::new(Sweep::new(rate, frames)), scale),
        Test::White => (Box::new(White::new()), scale),
        // These two mean what they are: a level, which only --safe and -S change, and numbers.
        Test::Calibration if job.loudness == Loudness::Usual => (Box::new(Calibration::new(rate)), 1.0),
        Test::Calibration => (Box::new(Calibration::new(rate)), scale),
        Test::Pattern => (Box::new(Pattern::new(job.format)), 1.0),
    };
    Sound { signal, frames, scale }
}

/// A speaker without a file is counted, unless the user said where the files are.
fn voice(job: &Job, speaker: &Speaker, printer: Printer) -> anyhow::Result<Voice> {
    let dirs = dirs(job);
    if let Some(file) = &job.wav_file {
        let found =
            if file.components().count() > 1 { file.clone() } else { in_dirs(&dirs, file).unwrap_or(file.clone()) };
        return Ok(Voice::File(found));
    }
    let found = speaker.files.iter().find_map(|name| in_dirs(&dirs, Path::new(name)));
    match (found, &job.wav_dir, speaker.files.first()) {
        (Some(path), ..) => Ok(Voice::File(path)),
        (None, Some(dir), Some(name)) => {
            bail!("Cannot open WAV file {}: there is no such file", dir.join(name).display())
        }
        _ => {
            let number = u64::from(speaker.channel) + 1;
            printer.error(&format!("{}: {} has no sound file: {number} beeps", APPLET.name, speaker.name));
            Ok(Voice::Beeps(number))
        }
    }
}

fn in_dirs(dirs: &[PathBuf], name: &Path) -> Option<PathBuf> {
    dirs.iter().map(|dir| dir.join(name)).find(|path| path.is_file())
}

/// Beside the binary, as in a build folder and below a prefix; then where systems have them.
fn dirs(job: &Job) -> Vec<PathBuf> {
    if let Some(dir) = &job.wav_dir {
        return vec![dir.clone()];
    }
    let binary = std::env::current_exe().ok();
    let beside = binary
        .iter()
        .filter_map(|path| path.parent())
        .flat_map(|dir| ["sounds", "../share/sounds/alsa", "../../sounds"].map(|below| dir.join(below)));
    beside.chain(["/usr/local/share/sounds/alsa", "/usr/share/sounds/alsa"].map(PathBuf::from)).collect()
}
