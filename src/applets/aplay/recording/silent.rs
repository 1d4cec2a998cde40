//! A recording that begins with silence is told why, once, when the mixer of the card knows.

use crate::audio::level::{Peaks, dbfs};
use crate::audio::source::Spec;
use crate::device::mixer::{Abstraction, Mixer, Watch};
use crate::diagnose::silence;
use crate::mixer::element::Element;
use crate::ui::Printer;

/// How long it may be silent before something is said.
const PATIENCE_SECONDS: u64 = 3;
/// Below this nothing is connected.
const SILENCE_DBFS: f32 = -80.0;

/// Listens to the start of a recording.
pub(crate) struct Silent {
    peaks: Peaks,
    frame_bytes: usize,
    left_frames: u64,
    card: i32,
}

/// What the start has told so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Unsettled,
    Sound,
    Silence,
}

impl Silent {
    /// Listens to frames of this spec from this card.
    pub(crate) fn new(card: i32, spec: Spec) -> Option<Silent> {
        let left_frames = PATIENCE_SECONDS * u64::from(spec.rate);
        Some(Silent { peaks: Peaks::new(spec)?, frame_bytes: spec.frame_bytes()?, left_frames, card })
    }

    /// Hears these frames; `None` when there is nothing more to listen for.
    pub(crate) fn hear(mut self, frames: &[u8], printer: &Printer) -> Option<Silent> {
        match self.judge(frames) {
            Verdict::Unsettled => Some(self),
            Verdict::Sound => None,
            Verdict::Silence => {
                self.explain(printer);
                None
            }
        }
    }

    fn judge(&mut self, frames: &[u8]) -> Verdict {
        let loudest = self.peaks.measure(frames).iter().copied().max().unwrap_or(0);
        if dbfs(self.peaks.level(loudest)) >= SILENCE_DBFS {
            return Verdict::Sound;
        }
        self.left_frames = self.left_frames.saturating_sub((frames.len() / self.frame_bytes) as u64);
        if self.left_frames == 0 { Verdict::Silence } else { Verdict::Unsettled }
    }

    fn explain(&self, printer: &Printer) {
        let card = self.card.to_string();
        let Ok(mixer) = Mixer::open(&format!("hw:{card}"), Abstraction::None, Watch::Off) else { return };
        let elements: Vec<Element> = mixer.elements().map(|selem| Element::read(&selem)).collect();
        let reasons = silence::reasons(&card, &elements);
        if !reasons.is_empty() {
            printer.note(&format!("\nonly silence comes in:\n  {}", reasons.join("\n  ")));
        }
    }
}
