//! The full meter's state: what each channel did since the last picture, what it holds, and when the next is due.
//!
//! No peak between two pictures is lost, and a clipped channel stays marked.

use super::look::Look;
use super::view::{self, Row};
use crate::audio::level::{Peaks, Rms, dbfs};
use crate::audio::source::Spec;
use crate::os::terminal::Size;
use std::time::Duration;

/// At most 30 pictures a second.
const PICTURE_TIME: Duration = Duration::from_micros(33_333);

/// How long a held peak stands, and how fast it falls then.
const HOLD_TIME: Duration = Duration::from_millis(1500);
const FALL_DB_PER_SECOND: f32 = 20.0;

/// The full meter.
pub(super) struct Full {
    look: Look,
    peaks: Peaks,
    rms: Rms,
    channels: Vec<Channel>,
    drawn: Option<Drawn>,
}

/// The last picture; its lines stand above the cursor unless something else was written since.
#[derive(Clone, Copy)]
struct Drawn {
    at: Duration,
    size: Size,
    lines: usize,
}

#[derive(Clone, Copy)]
struct Channel {
    loudest: u32,
    held_db: f32,
    held_at: Duration,
    clips: u64,
}

impl Full {
    pub(super) fn new(look: Look, spec: Spec) -> Option<Full> {
        let silent = Channel { loudest: 0, held_db: f32::NEG_INFINITY, held_at: Duration::ZERO, clips: 0 };
        let channels = vec![silent; spec.channels.max(1) as usize];
        Some(Full { look, peaks: Peaks::new(spec)?, rms: Rms::new(spec)?, channels, drawn: None })
    }

    /// Takes in frames.
    pub(super) fn add(&mut self, frames: &[u8]) {
        self.rms.add(frames);
        self.peaks.measure(frames);
        for (channel, magnitude) in self.channels.iter_mut().zip(self.peaks.magnitudes()) {
            channel.loudest = channel.loudest.max(*magnitude);
            channel.clips += u64::from(self.peaks.is_clipped(*magnitude));
        }
    }

    /// Whether it is time for a picture.
    pub(super) fn is_due(&self, now: Duration) -> bool {
        // A clock that was set back does not stop the meter.
        self.drawn.is_none_or(|drawn| now < drawn.at || now - drawn.at >= PICTURE_TIME)
    }

    /// The picture, in the place of the last one.
    pub(super) fn draw(&mut self, now: Duration, size: Size) -> String {
        let since = self.drawn.map_or(Duration::ZERO, |drawn| now.saturating_sub(drawn.at));
        let rms = self.rms.take();
        let level = |magnitude| dbfs(self.peaks.level(magnitude));
        let rows: Vec<Row> = self
            .channels
            .iter_mut()
            .zip(rms)
            .map(|(channel, rms)| {
                let peak_db = level(std::mem::take(&mut channel.loudest));
                channel.hold(peak_db, now, since);
                Row { peak_db, rms_db: dbfs(rms), held_db: channel.held_db, clips: channel.clips }
            })
            .collect();
        let picture = view::picture(&rows, size, self.look);
        let back = self.drawn.map_or_else(String::new, |drawn| back(drawn, size));
        self.drawn = Some(Drawn { at: now, size, lines: picture.lines().count() });
        back + &picture
    }

    /// Something else was written: the next picture stands below it.
    pub(super) fn stand_aside(&mut self) {
        if let Some(drawn) = &mut self.drawn {
            drawn.lines = 0;
        }
    }
}

/// To the first line of the last picture. In another size that may have been broken into more lines: what is below
/// goes.
fn back(drawn: Drawn, size: Size) -> String {
    let up = if drawn.lines > 0 { format!("\r\x1b[{}A", drawn.lines) } else { "\r".to_owned() };
    if drawn.size == size { up } else { up + "\x1b[J" }
}

impl Channel {
    fn hold(&mut self, peak_db: f32, now: Duration, since: Duration) {
        if now.saturating_sub(self.held_at) > HOLD_TIME {
            self.held_db -= FALL_DB_PER_SECOND * since.as_secs_f32();
        }
        if peak_db >= self.held_db {
            self.held_db = peak_db;
            self.held_at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::look::{Colours, Glyphs};
    use super::*;
    use crate::device::Format;

    const SIZE: Size = Size { columns: 80, rows: 24 };

    /// A full meter of one channel and its pictures.
    struct Stage(Full);

    impl Stage {
        fn new() -> Stage {
            let look = Look { colours: Colours::None, glyphs: Glyphs::Ascii };
            Stage(Full::new(look, Spec { format: Format::S16_LE, channels: 1, rate: 48000 }).unwrap())
        }

        fn add(&mut self, samples: &[i16]) {
            let frames: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
            self.0.add(&frames);
        }

        fn picture(&mut self, milliseconds: u64) -> String {
            self.0.draw(Duration::from_millis(milliseconds), SIZE)
        }

        /// The bar without its numbers, and the numbers.
        fn line(&mut self, milliseconds: u64) -> (String, String) {
            let picture = self.picture(milliseconds);
            let line = picture.split('\n').next().unwrap().trim_start_matches("\r\x1b[2A").trim_end_matches("\x1b[K");
            (line[2..58].to_owned(), line[58..].to_owned())
        }
    }

    #[test]
    fn the_second_picture_takes_the_place_of_the_first() {
        let mut stage = Stage::new();
        assert!(stage.picture(1000).starts_with("1 "), "nothing stands there yet");
        assert!(stage.picture(1100).starts_with("\r\x1b[2A1 "));
        stage.0.stand_aside();
        assert!(stage.picture(1200).starts_with("\r1 "), "below what was written");
        let small = Size { columns: 40, rows: 24 };
        assert!(stage.0.draw(Duration::from_millis(1300), small).starts_with("\r\x1b[2A\x1b[J1 "), "another size");
    }

    #[test]
    fn peaks_and_power_between_two_pictures_count() {
        let mut stage = Stage::new();
        stage.add(&[16384, 0, 0, 0]);
        stage.add(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(stage.line(1000).1, "   -6.0  -18.1      0");
        stage.add(&[0]);
        assert_eq!(stage.line(1100).1, "   -inf   -inf      0");
    }

    #[test]
    fn a_clip_is_never_forgotten() {
        let mut stage = Stage::new();
        stage.add(&[32767]);
        stage.add(&[0]);
        stage.add(&[-32768]);
        assert!(stage.line(1000).1.ends_with("      2"));
        stage.add(&[5]);
        assert!(stage.line(100_000).1.ends_with("      2"));
    }

    #[test]
    fn a_held_peak_stands_and_then_falls() {
        let mut stage = Stage::new();
        stage.add(&[16384]);
        let mark = |bar: String| bar.find('|');
        assert_eq!(mark(stage.line(1000).0), Some(49));
        assert_eq!(mark(stage.line(2500).0), Some(49), "it stands for a second and a half");
        assert_eq!(mark(stage.line(3000).0), Some(40), "half a second is ten decibels");
        stage.add(&[23198]);
        assert_eq!(mark(stage.line(3100).0), Some(52), "a greater peak takes its place");
    }

    #[test]
    fn a_picture_is_due_thirty_times_a_second_and_when_the_clock_was_set_back() {
        let mut stage = Stage::new();
        let due = |stage: &Stage, milliseconds| stage.0.is_due(Duration::from_millis(milliseconds));
        assert!(due(&stage, 1000));
        stage.picture(1000);
        assert_eq!([1033, 1034, 900].map(|milliseconds| due(&stage, milliseconds)), [false, true, true]);
    }
}
