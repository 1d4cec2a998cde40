//! The peak meter beside a capture control: the card's own capture stream, open only while such a control is focused.
//!
//! A device that somebody records from is left alone, and a stream that fails is closed: the mixer works without.

use crate::audio::level::Peaks;
use crate::audio::source::Spec;
use crate::device::params::{Length, Request, Space, negotiate};
use crate::device::pcm::{Blocking, Direction, Forbidden, Layout, OpenMode, Pcm, Transfer};
use crate::device::{Format, Kind};
use std::time::Duration;

/// How often the peaks are looked at.
pub(super) const INTERVAL: Duration = Duration::from_millis(100);

const SPEC: Spec = Spec { format: Format::S16_LE, channels: 2, rate: 48000 };
/// A wake-up that comes late loses nothing.
const BUFFER_US: u32 = 500_000;
const ROOM_BYTES: usize = 64 * 1024;

/// The meter of one card.
#[derive(Default)]
pub(super) struct Meter {
    listening: Option<Listening>,
}

/// A card that is listened to; one that does not answer is not asked again.
struct Listening {
    card: String,
    stream: Option<Stream>,
}

struct Stream {
    pcm: Pcm,
    peaks: Peaks,
}

impl Meter {
    /// Listens to this card from now on, or to none.
    pub(super) fn follow(&mut self, card: Option<&str>) {
        if self.listening.as_ref().map(|listening| listening.card.as_str()) == card {
            return;
        }
        // The old stream is closed before a new one is opened: it may be the same device.
        self.listening = None;
        self.listening = card.map(|card| Listening { card: card.to_owned(), stream: Stream::open(card) });
    }

    /// How long to wait at most before the next look.
    pub(super) fn interval(&self) -> Option<Duration> {
        self.listening.as_ref().and_then(|listening| listening.stream.as_ref()).map(|_| INTERVAL)
    }

    /// The peaks since the last look, on the scale of the bars; none where nothing is heard.
    pub(super) fn peaks(&mut self) -> Vec<f32> {
        let Some(listening) = &mut self.listening else { return Vec::new() };
        let Some(stream) = &mut listening.stream else { return Vec::new() };
        let peaks = stream.peaks();
        if peaks.is_none() {
            listening.stream = None;
        }
        peaks.unwrap_or_default()
    }
}

impl Stream {
    fn open(card: &str) -> Option<Stream> {
        let mode =
            OpenMode { direction: Direction::Capture, blocking: Blocking::Never, forbidden: Forbidden::default() };
        let mut pcm = Pcm::open(&format!("plughw:CARD={card}"), mode).ok()?;
        let request = Request {
            transfer: Transfer::ReadWrite,
            layout: Layout::Interleaved,
            format: SPEC.format,
            channels: SPEC.channels,
            rate: SPEC.rate,
            buffer: Length::TimeUs(BUFFER_US),
            period: Length::Unasked,
            avail_min_us: None,
            start_delay_us: 0,
            stop_delay_us: 0,
        };
        let space = Space::of(&pcm).ok()?;
        negotiate(&mut pcm, &space, &request).ok()?;
        pcm.start().ok()?;
        Some(Stream { pcm, peaks: Peaks::new(SPEC)? })
    }

    /// `None` when the stream is over.
    fn peaks(&mut self) -> Option<Vec<f32>> {
        let frame_bytes = SPEC.frame_bytes()?;
        let mut room = vec![0; ROOM_BYTES];
        let mut loudest = vec![0.0f32; SPEC.channels as usize];
        loop {
            match self.pcm.read(&mut room) {
                Ok(0) => break,
                Ok(frames) => {
                    let bytes = usize::try_from(frames).ok()? * frame_bytes;
                    let magnitudes = self.peaks.measure(&room[..bytes]).to_vec();
                    for (loudest, magnitude) in loudest.iter_mut().zip(magnitudes) {
                        *loudest = loudest.max(self.peaks.level(magnitude));
                    }
                }
                Err(error) => match error.kind() {
                    Kind::WouldBlock => break,
                    Kind::Xrun => self.pcm.prepare().and_then(|()| self.pcm.start()).ok()?,
                    _ => return None,
                },
            }
        }
        // The cube root of the amplitude is the scale that the bars have.
        Some(loudest.into_iter().map(|level| level.min(1.0).cbrt()).collect())
    }
}
