//! The VU meter's pictures: one write for each block of frames that was heard.
//!
//! Bars, percentages and the peak held for a second look exactly as upstream's, for every format alsa-lib can name.

use crate::audio::level::Peaks;
use crate::audio::source::Spec;
use std::io::{self, Write};
use std::time::{Duration, SystemTime};

/// What the meter draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterKind {
    /// One bar for all channels (`-V mono`, `-vv`).
    Mono,
    /// Two bars from the middle outwards (`-V stereo`); one bar when there are not two channels.
    Stereo,
    /// A line with the greatest sample of each block (`-vvv`).
    Peaks,
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

/// A VU meter.
pub struct Meter {
    kind: MeterKind,
    measured: Measured,
    hold: Hold,
    line: String,
}

impl Meter {
    /// A meter for frames of this spec; `None` when its format has no samples to measure.
    pub fn new(kind: MeterKind, spec: Spec, clock: Clock) -> Option<Meter> {
        let measured = Measured::new(spec)?;
        Some(Meter { kind, measured, hold: Hold { clock, second: 0, percents: [0; 2] }, line: String::new() })
    }

    /// Goes on with frames of another spec, the held peaks as they are; `false` when those cannot be measured.
    pub fn change(&mut self, spec: Spec) -> bool {
        Measured::new(spec).is_some_and(|measured| {
            self.measured = measured;
            true
        })
    }

    /// Measures these frames and draws the picture anew.
    ///
    /// # Errors
    /// A failing write.
    pub fn heard(&mut self, frames: &[u8], out: &mut impl Write) -> io::Result<()> {
        let bits = self.measured.peaks.bits();
        let magnitudes = self.measured.peaks.measure(frames);
        let loudest = magnitudes.iter().copied().max().unwrap_or(0);
        self.line.clear();
        match (self.kind, magnitudes) {
            (MeterKind::Peaks, _) => {
                let samples = frames.len() / self.measured.sample_bytes;
                self.line.push_str(&peaks_line(loudest, percent(loudest, bits), samples));
            }
            (MeterKind::Stereo, &[left, right]) => {
                let now = [percent(left, bits), percent(right, bits)];
                push_stereo(&mut self.line, now, self.hold.greatest(now));
            }
            _ => {
                let now = percent(loudest, bits);
                push_mono(&mut self.line, now, self.hold.greatest([now, 0])[0]);
            }
        }
        out.write_all(self.line.as_bytes())
    }
}

struct Measured {
    peaks: Peaks,
    sample_bytes: usize,
}

impl Measured {
    fn new(spec: Spec) -> Option<Measured> {
        Some(Measured { peaks: Peaks::new(spec)?, sample_bytes: spec.format.sample_bytes()? })
    }
}

/// The greatest percentages of the running second, by the left and right channel.
struct Hold {
    clock: Clock,
    second: u64,
    percents: [usize; 2],
}

impl Hold {
    fn greatest(&mut self, now: [usize; 2]) -> [usize; 2] {
        let second = (self.clock)().as_secs();
        if second != self.second {
            self.second = second;
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
