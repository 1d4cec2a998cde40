//! The VU meter's pictures: one write for each block of frames that was heard.
//!
//! Bars, percentages and the peak held for a second look exactly as upstream's, for every format alsa-lib can name.

use crate::audio::level::Peaks;
use crate::audio::source::Spec;
use crate::os::terminal::{self, Size};
use full::Full;
use std::io::{self, Write};
use std::time::{Duration, SystemTime};

mod full;
mod look;
mod view;

pub use look::{ColourWish, Colours, Glyphs, Look};

/// What the meter draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterKind {
    /// One bar for all channels (`-V mono`, `-vv`).
    Mono,
    /// Two bars from the middle outwards (`-V stereo`); one bar when there are not two channels.
    Stereo,
    /// A line with the greatest sample of each block (`-vvv`).
    Peaks,
    /// A bar for each channel with decibels, on a terminal (`-V full`).
    Full(Look),
}

impl MeterKind {
    /// The full meter if standard error can show it, else the stereo meter.
    pub fn full(wish: ColourWish) -> MeterKind {
        match Look::of_environment(wish) {
            Some(look) if terminal::size_of_stderr().is_some() => MeterKind::Full(look),
            _ => MeterKind::Stereo,
        }
    }

    /// What shows frames of so many channels best where standard error goes: a bar for each channel on a terminal
    /// that is wider than the old pictures, or when there are more channels than they can show.
    #[must_use]
    pub fn fitting(self, channels: u32, wish: ColourWish) -> MeterKind {
        let Some(size) = terminal::size_of_stderr() else { return self };
        match self {
            MeterKind::Mono | MeterKind::Stereo if size.columns > USUAL_SIZE.columns || channels > 2 => {
                MeterKind::full(wish)
            }
            same => same,
        }
    }

    fn open_full(self, spec: Spec) -> Option<Full> {
        match self {
            MeterKind::Full(look) => Full::new(look, spec),
            MeterKind::Mono | MeterKind::Stereo | MeterKind::Peaks => None,
        }
    }
}

/// The time that has passed since some fixed moment.
pub type Clock = Box<dyn FnMut() -> Duration>;

/// The wall clock: upstream's peak hold ends when its second does.
pub fn wall_clock() -> Clock {
    Box::new(|| SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default())
}

/// Columns of the bars.
const MONO_COLUMNS: usize = 50;
const STEREO_COLUMNS: usize = 35;
const PEAKS_COLUMNS: usize = 20;

/// A terminal that does not tell its size.
const USUAL_SIZE: Size = Size { columns: 80, rows: 24 };

/// A VU meter.
pub struct Meter {
    kind: MeterKind,
    spec: Spec,
    peaks: Peaks,
    full: Option<Full>,
    clock: Clock,
    hold: Hold,
    line: String,
}

impl Meter {
    /// A meter for frames of this spec; `None` when its format has no samples to measure.
    pub fn new(kind: MeterKind, spec: Spec, clock: Clock) -> Option<Meter> {
        let (peaks, full) = (Peaks::new(spec)?, kind.open_full(spec));
        Some(Meter { kind, spec, peaks, full, clock, hold: Hold::default(), line: String::new() })
    }

    /// Goes on with frames of another spec, the held peaks as they are; `false` when those cannot be measured.
    pub fn change(&mut self, spec: Spec) -> bool {
        self.stand_aside();
        if spec == self.spec {
            return true;
        }
        let Some(peaks) = Peaks::new(spec) else { return false };
        self.spec = spec;
        self.peaks = peaks;
        self.full = self.kind.open_full(spec);
        true
    }

    /// Something else was written to the terminal: the next picture of the full meter stands below it.
    pub fn stand_aside(&mut self) {
        if let Some(full) = &mut self.full {
            full.stand_aside();
        }
    }

    /// Measures these frames and draws the picture anew; the full meter, when one is due.
    ///
    /// # Errors
    /// A failing write.
    pub fn heard(&mut self, frames: &[u8], out: &mut impl Write) -> io::Result<()> {
        if let Some(full) = &mut self.full {
            full.add(frames);
            let now = (self.clock)();
            if full.is_due(now) {
                let size = terminal::size_of_stderr().unwrap_or(USUAL_SIZE);
                out.write_all(full.draw(now, size).as_bytes())?;
            }
            return Ok(());
        }
        self.draw_line(frames);
        out.write_all(self.line.as_bytes())
    }

    fn draw_line(&mut self, frames: &[u8]) {
        let bits = self.peaks.bits();
        let magnitudes = self.peaks.measure(frames);
        let loudest = percent(magnitudes.iter().copied().max().unwrap_or(0), bits);
        self.line.clear();
        match (self.kind, magnitudes) {
            (MeterKind::Peaks, magnitudes) => {
                let samples = self.spec.frame_bytes().map_or(0, |bytes| frames.len() / bytes * magnitudes.len());
                let magnitude = magnitudes.iter().copied().max().unwrap_or(0);
                self.line.push_str(&peaks_line(magnitude, loudest, samples));
            }
            (MeterKind::Stereo, &[left, right]) => {
                let now = [percent(left, bits), percent(right, bits)];
                push_stereo(&mut self.line, now, self.hold.greatest(now, (self.clock)()));
            }
            _ => push_mono(&mut self.line, loudest, self.hold.greatest([loudest, 0], (self.clock)())[0]),
        }
    }
}

/// The greatest percentages of the running second, of the left and right channel.
#[derive(Default)]
struct Hold {
    second: u64,
    percents: [usize; 2],
}

impl Hold {
    fn greatest(&mut self, now: [usize; 2], time: Duration) -> [usize; 2] {
        if time.as_secs() != self.second {
            self.second = time.as_secs();
            self.percents = [0; 2];
        }
        self.percents = [self.percents[0].max(now[0]), self.percents[1].max(now[1])];
        self.percents
    }
}

/// Upstream's percentage: over 16 bits it divides first, so that the last steps below full scale are 100 already.
fn percent(magnitude: u32, bits: u32) -> usize {
    let full = 1u32 << (bits - 1);
    let percent = if bits <= 16 { magnitude * 100 / full } else { magnitude / (full / 100) };
    percent.min(100) as usize
}

fn push_mono(line: &mut String, now: usize, held: usize) {
    line.push('\r');
    let bar = (now / 2 + 1).min(MONO_COLUMNS);
    let mark = (held / 2 + 1).min(MONO_COLUMNS);
    line.extend(bar_columns(MONO_COLUMNS + 1, bar, mark));
    line.push_str("| ");
    push_percent(line, held);
}

fn push_stereo(line: &mut String, now: [usize; 2], held: [usize; 2]) {
    let side = |channel: usize| {
        let mark = (held[channel] * STEREO_COLUMNS / 100).saturating_sub(1);
        bar_columns(STEREO_COLUMNS, now[channel] * STEREO_COLUMNS / 100, mark)
    };
    line.push('\r');
    line.extend(side(0).rev());
    push_percent(line, held[0]);
    line.push('|');
    push_percent(line, held[1]);
    line.extend(side(1));
    line.push(' ');
}

fn bar_columns(columns: usize, bar: usize, mark: usize) -> impl DoubleEndedIterator<Item = char> {
    (0..columns).map(move |column| match column {
        _ if column == mark => '+',
        _ if column < bar => '#',
        _ => ' ',
    })
}

fn push_percent(line: &mut String, percent: usize) {
    if percent > 99 {
        line.push_str("MAX");
    } else {
        line.extend([char::from(b'0' + (percent / 10) as u8), char::from(b'0' + (percent % 10) as u8), '%']);
    }
}

fn peaks_line(magnitude: u32, percent: usize, samples: usize) -> String {
    let bar = "#".repeat((percent / 5 + 1).min(PEAKS_COLUMNS));
    format!("Max peak ({samples} samples): 0x{magnitude:08x} {bar:PEAKS_COLUMNS$} {percent}%\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Format;
    use std::cell::Cell;
    use std::rc::Rc;

    /// Writes that are kept apart.
    #[derive(Default)]
    struct Writes(Vec<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8(bytes.to_vec()).unwrap());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn meter(kind: MeterKind, format: Format, channels: u32) -> Meter {
        Meter::new(kind, Spec { format, channels, rate: 48000 }, Box::new(|| Duration::from_secs(7))).unwrap()
    }

    fn picture(meter: &mut Meter, frames: &[u8]) -> String {
        let mut writes = Writes::default();
        meter.heard(frames, &mut writes).unwrap();
        assert_eq!(writes.0.len(), 1, "one write for one picture");
        writes.0.remove(0)
    }

    fn s16(samples: &[i16]) -> Vec<u8> {
        samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
    }

    #[test]
    fn the_mono_bar_shows_the_loudest_channel() {
        let mut meter = meter(MeterKind::Mono, Format::S16_LE, 6);
        let silence = "\r#+                                                 | 00%";
        let half = "\r##########################+                        | 50%";
        let full = "\r##################################################+| MAX";
        assert_eq!(picture(&mut meter, &s16(&[0; 6])), silence);
        assert_eq!(picture(&mut meter, &s16(&[0, 0, 0, 0, -16384, 5])), half);
        assert_eq!(picture(&mut meter, &s16(&[0, 0, 0, 0, 0, -32768])), full);
    }

    #[test]
    fn the_stereo_bars_grow_from_the_middle() {
        let mut meter = meter(MeterKind::Stereo, Format::S16_LE, 2);
        assert_eq!(
            picture(&mut meter, &s16(&[9503, 32767])),
            "\r                         +#########29%|99%#################################+  "
        );
        assert_eq!(
            picture(&mut meter, &s16(&[-32768, 0])),
            "\r+##################################MAX|99%                                 +  "
        );
    }

    #[test]
    fn stereo_bars_need_two_channels() {
        let mut stereo = meter(MeterKind::Stereo, Format::S16_LE, 3);
        let mut mono = meter(MeterKind::Mono, Format::S16_LE, 3);
        let frames = s16(&[1, 2, 3000]);
        assert_eq!(picture(&mut stereo, &frames), picture(&mut mono, &frames));
    }

    #[test]
    fn a_peak_is_held_until_its_second_ends() {
        let time = Rc::new(Cell::new(Duration::from_millis(5100)));
        let clock = Rc::clone(&time);
        let spec = Spec { format: Format::S16_LE, channels: 1, rate: 48000 };
        let mut meter = Meter::new(MeterKind::Mono, spec, Box::new(move || clock.get())).unwrap();
        let mut at = |millis, sample| {
            time.set(Duration::from_millis(millis));
            picture(&mut meter, &s16(&[sample]))
        };
        assert_eq!(at(5100, 30000), "\r##############################################+    | 91%");
        assert_eq!(at(5999, 20000), "\r###############################               +    | 91%");
        assert_eq!(at(6000, 10000), "\r################+                                  | 30%");
        assert_eq!(at(6999, 5000), "\r########        +                                  | 30%");
    }

    #[test]
    fn the_peak_line_counts_samples_of_all_channels() {
        let mut meter = meter(MeterKind::Peaks, Format::S16_LE, 2);
        assert_eq!(
            picture(&mut meter, &s16(&[100, -16383, 7, 8])),
            "Max peak (4 samples): 0x00003fff ##########           49%\n"
        );
        assert_eq!(picture(&mut meter, &[]), "Max peak (0 samples): 0x00000000 #                    0%\n");
    }

    #[test]
    fn a_quiet_float_is_quiet() {
        let mut meter = meter(MeterKind::Mono, Format::FLOAT_LE, 1);
        let bar = "\r######+                                            | 10%";
        assert_eq!(picture(&mut meter, &0.1f32.to_le_bytes()), bar);
    }

    #[test]
    fn the_full_meter_draws_at_most_thirty_pictures_a_second() {
        let look = Look { colours: Colours::None, glyphs: Glyphs::Ascii };
        let spec = Spec { format: Format::S16_LE, channels: 2, rate: 48000 };
        let mut milliseconds = 0;
        let clock = Box::new(move || {
            milliseconds += 5;
            Duration::from_millis(milliseconds)
        });
        let mut meter = Meter::new(MeterKind::Full(look), spec, clock).unwrap();
        let mut writes = Writes::default();
        (0..200).for_each(|_| meter.heard(&s16(&[1, 2]), &mut writes).unwrap());
        assert!((25..=30).contains(&writes.0.len()), "{} pictures in a second", writes.0.len());
    }

    #[test]
    fn the_next_file_keeps_the_held_peak() {
        let mut meter = meter(MeterKind::Mono, Format::S16_LE, 1);
        picture(&mut meter, &s16(&[16384]));
        assert!(meter.change(Spec { format: Format::U8, channels: 2, rate: 8000 }));
        assert_eq!(picture(&mut meter, &[0x80, 0x80]), "\r#                         +                        | 50%");
    }
}
