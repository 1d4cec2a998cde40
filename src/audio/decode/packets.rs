//! The packets of a stream, decoded one after the other, cut to what belongs to the sound.
//!
//! What is damaged is left out and counted; the count is said once, at the end, when all that is there was given.

use super::bytes::Access;
use super::damage::Damage;
use super::edit_list::{self, Window};
use super::reader;
use super::samples::Depth;
use super::tags;
use crate::audio::container::Container;
use crate::audio::input::Input;
use crate::audio::source::{OpenError, Tags};
use std::io;
use std::ops::Range;
use symphonia::core::audio::{Channels, GenericAudioBufferRef};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, well_known as codec};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatReader, SeekMode, SeekTo, Track};
use symphonia::core::packet::Packet;
use symphonia::core::units::{TimeBase, Timestamp};

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// These frames of the buffer decoded last.
    Frames(Range<usize>),
    /// Another section: a chained stream, or another rate.
    Section,
    /// Nothing more.
    Over,
}

/// A stream of packets and its decoder.
pub(super) struct Packets {
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    container: Container,
    access: Access,
    track: Track,
    parameters: AudioCodecParameters,
    /// What the sound is of all that is decoded, in frames.
    window: Window,
    /// Rate and channels of the section.
    shape: (u32, u32),
    /// Frames of another shape, which begin the next section.
    changed: Option<Range<usize>>,
    /// A seek's goal, in frames of the stream.
    goal: Option<u64>,
    /// Where a seek came down, in frames of the sound.
    landing: Option<u64>,
    /// Where the last packet ended, in frames of the stream.
    end: u64,
    damage: Damage,
    kept: Option<io::Error>,
    over: bool,
}

impl Packets {
    pub(super) fn open(mut input: Input, container: Container, access: Access) -> Result<Packets, OpenError> {
        let window = match container {
            Container::IsoMp4 => edit_list::find(&mut input)?,
            _ => Window::default(),
        };
        let format = reader::open(input, container, access)?;
        let (track, parameters) = choose(format.as_ref())?;
        let decoder = reader::decoder(&parameters, is_gapless(container, &track))?;
        let mut packets = Packets {
            format,
            decoder,
            container,
            access,
            track,
            parameters,
            window,
            shape: (0, 0),
            changed: None,
            goal: None,
            landing: None,
            end: 0,
            damage: Damage::default(),
            kept: None,
            over: false,
        };
        packets.refine_window();
        Ok(packets)
    }

    /// An edit list's end is in coarse units: where it is the stream's end but for rounding, it is the stream's end.
    /// Without a list, iTunes may have left a comment.
    fn refine_window(&mut self) {
        if self.container != Container::IsoMp4 {
            return;
        }
        if self.track.num_frames.is_none() {
            // Its times are not counted in frames.
            self.window = Window::default();
            return;
        }
        if self.window == Window::default() {
            self.window = tags::itunes_window(self.format.as_mut()).unwrap_or_default();
        }
        if let (Some(end), Some(total)) = (self.window.end, self.track.num_frames)
            && end.abs_diff(total) <= self.window.slack
        {
            self.window.end = Some(total);
        }
    }

    /// Whether a read never waits for anybody: what cannot be sought in may be a pipe.
    pub(super) fn is_steady(&self) -> bool {
        self.access == Access::Random
    }

    pub(super) fn tags(&mut self) -> Tags {
        tags::read(self.format.as_mut())
    }

    /// The buffer decoded last.
    pub(super) fn decoded(&self) -> GenericAudioBufferRef<'_> {
        self.decoder.last_decoded()
    }

    pub(super) fn depth(&self) -> Depth {
        Depth::of(&self.decoder.last_decoded(), &self.parameters)
    }

    pub(super) fn rate_and_channels(&self) -> (u32, u32) {
        self.shape
    }

    /// The name of what is decoded, in the banner's words.
    pub(super) fn kind(&self) -> &'static str {
        match (self.container, self.parameters.codec) {
            (Container::Aiff, _) => "AIFF",
            (Container::AdpcmWave, _) => "ADPCM WAVE",
            (Container::Ogg, codec::CODEC_ID_FLAC) => "Ogg FLAC",
            (Container::Ogg, codec::CODEC_ID_VORBIS) => "Ogg Vorbis",
            (_, codec::CODEC_ID_FLAC) => "FLAC",
            (_, codec::CODEC_ID_VORBIS) => "Vorbis",
            (_, codec::CODEC_ID_OPUS) => "Opus",
            (_, codec::CODEC_ID_MP3) => "MP3",
            (_, codec::CODEC_ID_MP2) => "MP2",
            (_, codec::CODEC_ID_MP1) => "MP1",
            (_, codec::CODEC_ID_AAC) => "AAC",
            (_, codec::CODEC_ID_ALAC) => "ALAC",
            (Container::Caf, _) => "CAF",
            (Container::Matroska, _) => "Matroska",
            (Container::IsoMp4, _) => "MP4",
            _ => "compressed file",
        }
    }

    /// Speaker positions as a WAVE channel mask, 0 when unknown.
    pub(super) fn channel_mask(&self) -> u32 {
        match self.decoder.last_decoded().spec().channels() {
            Channels::Positioned(positions) => u32::try_from(positions.bits()).unwrap_or(0),
            // Matroska leaves it to the codec, and these codecs' orders are WAVE's.
            Channels::Discrete(count) if self.container == Container::Matroska => usual_mask(*count),
            _ => 0,
        }
    }

    /// Frames of the whole sound, where the file says.
    pub(super) fn total_frames(&self) -> Option<u64> {
        let stream = self.track.num_frames.or_else(|| {
            let duration = i64::try_from(self.track.duration?.get()).ok()?;
            u64::try_from(self.frame_of(Timestamp::new(duration))).ok()
        })?;
        Some(self.window.end.unwrap_or(stream).min(stream).saturating_sub(self.window.start))
    }

    /// Decodes on to the next frames.
    pub(super) fn advance(&mut self) -> io::Result<Step> {
        if let Some(error) = self.kept.take() {
            return Err(error);
        }
        while !self.over {
            match self.format.next_packet() {
                Ok(Some(packet)) if packet.track_id == self.track.id => {
                    if let Some(step) = self.decode(&packet) {
                        return Ok(step);
                    }
                }
                Ok(Some(_)) => {}
                Ok(None) => return self.finish(),
                Err(Error::ResetRequired) => return Ok(Step::Section),
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    // A reader of Matroska on a pipe ends so, always.
                    if self.container != Container::Matroska || self.access == Access::Random {
                        self.damage.cut();
                    }
                    return self.finish();
                }
                Err(error) => self.suffer(error)?,
            }
            if self.damage.is_hopeless() {
                return self.finish();
            }
        }
        Ok(Step::Over)
    }

    /// Counts damage; every other error is returned.
    fn suffer(&mut self, error: Error) -> io::Result<()> {
        let error = reader::failure(error);
        if error.kind() != io::ErrorKind::InvalidData {
            return Err(error);
        }
        self.damage.lose();
        Ok(())
    }

    /// Decodes a packet; `None` when nothing of it is heard.
    fn decode(&mut self, packet: &Packet) -> Option<Step> {
        let (frames, shape) = match self.decoder.decode(packet) {
            Ok(buffer) => (buffer.frames(), (buffer.spec().rate(), buffer.spec().channels().count() as u32)),
            Err(_) => {
                // The first packets after a jump, or of a recorded broadcast, may refer to ones that are not there.
                let may_fail = self.goal.is_some() || self.end == 0;
                if may_fail {
                    self.damage.miss()
                } else {
                    self.damage.lose()
                }
                return None;
            }
        };
        self.damage.recover();
        let range = self.cut(packet, frames);
        if range.is_empty() {
            return None;
        }
        if self.shape != (0, 0) && self.shape != shape {
            self.changed = Some(range);
            self.shape = shape;
            return Some(Step::Section);
        }
        self.shape = shape;
        Some(Step::Frames(range))
    }

    /// Which of a packet's frames belong to the sound, and lie behind the goal of a seek.
    fn cut(&mut self, packet: &Packet, frames: usize) -> Range<usize> {
        let trimmed = if is_gapless(self.container, &self.track) { packet.trim_start.get() } else { 0 };
        // An encoder's own frames have times before zero.
        let start = self.frame_of(packet.pts).saturating_add_unsigned(trimmed);
        let start = u64::try_from(start).unwrap_or(0);
        self.note_gap(start);
        self.end = start + frames as u64;
        let from = self.window.start.max(self.goal.unwrap_or(0)).max(start);
        let to = self.window.end.unwrap_or(u64::MAX).min(self.end);
        if from >= to {
            return 0..0;
        }
        if self.goal.take().is_some() {
            self.landing = Some(from - self.window.start);
        }
        (from - start) as usize..(to - start) as usize
    }

    /// FLAC's reader passes over what is damaged without a word: only the next frame's number tells.
    fn note_gap(&mut self, start: u64) {
        let is_jump = self.goal.is_some() || self.end == 0;
        if self.parameters.codec == codec::CODEC_ID_FLAC
            && self.container == Container::Flac
            && !is_jump
            && start > self.end
        {
            self.damage.skip();
        }
    }

    /// Where the last seek came down, once.
    pub(super) fn take_landing(&mut self) -> Option<u64> {
        self.landing.take()
    }

    /// An error that is met again by the next call.
    pub(super) fn keep(&mut self, error: io::Error) {
        self.kept = Some(error);
    }

    /// Starts the section that `Step::Section` announced.
    pub(super) fn begin_section(&mut self) -> io::Result<Step> {
        if let Some(range) = self.changed.take() {
            return Ok(Step::Frames(range));
        }
        let refused = |error: OpenError| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
        (self.track, self.parameters) = choose(self.format.as_ref()).map_err(refused)?;
        self.decoder = reader::decoder(&self.parameters, is_gapless(self.container, &self.track)).map_err(refused)?;
        self.shape = (0, 0);
        self.end = 0;
        self.advance()
    }

    /// Goes to a frame of the sound.
    pub(super) fn seek(&mut self, frame: u64) -> io::Result<()> {
        // symphonia's reader of MP4 cannot come back from the end.
        if self.over && self.container == Container::IsoMp4 {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let goal = frame.saturating_add(self.window.start);
        let ts = self.timestamp_of(goal).ok_or(io::ErrorKind::InvalidInput)?;
        let to = SeekTo::Timestamp { ts, track_id: self.track.id };
        self.format.seek(SeekMode::Accurate, to).map_err(|error| match error {
            Error::SeekError(_) => io::ErrorKind::Unsupported.into(),
            error => reader::failure(error),
        })?;
        self.decoder.reset();
        (self.goal, self.landing, self.kept, self.over) = (Some(goal), None, None, false);
        Ok(())
    }

    fn time_base(&self) -> Option<TimeBase> {
        self.track.time_base
    }

    /// The frame at a time.
    fn frame_of(&self, time: Timestamp) -> i64 {
        let rate = u64::from(self.parameters.sample_rate.unwrap_or(self.shape.0));
        let time = time.get();
        match self.time_base() {
            Some(base) if u64::from(base.numer.get()) * rate != u64::from(base.denom.get()) => {
                let frame = i128::from(time) * i128::from(base.numer.get()) * i128::from(rate);
                i64::try_from(frame / i128::from(base.denom.get())).unwrap_or(i64::MAX)
            }
            _ => time,
        }
    }

    fn timestamp_of(&self, frame: u64) -> Option<Timestamp> {
        let rate = u128::from(self.parameters.sample_rate.unwrap_or(self.shape.0));
        let time = match self.time_base() {
            Some(base) => {
                u128::from(frame) * u128::from(base.denom.get()) / (u128::from(base.numer.get()) * rate).max(1)
            }
            None => frame.into(),
        };
        i64::try_from(time).ok().map(Timestamp::new)
    }

    /// The end: says what was wrong, once.
    fn finish(&mut self) -> io::Result<Step> {
        self.over = true;
        if self.is_cut() {
            self.damage.cut();
        }
        self.damage.tell().map(|()| Step::Over)
    }

    /// Whether the file ends before the sound that it promised, as far as it promises any.
    fn is_cut(&self) -> bool {
        let is_exact = match self.container {
            Container::Mpeg | Container::Tagged => self.track.delay.is_some(),
            Container::Adts | Container::Matroska => false,
            // Its table of packets counts the last one whole.
            Container::Caf if self.parameters.codec == codec::CODEC_ID_ALAC => false,
            // A reader that sees the end of an Ogg file, and no length, saw no last page.
            Container::Ogg if self.access == Access::Random && self.track.num_frames.is_none() => return true,
            _ => true,
        };
        let is_short =
            self.track.num_frames.is_some_and(|total| self.end < self.window.end.unwrap_or(total).min(total));
        is_exact && is_short
    }
}

fn choose(format: &dyn FormatReader) -> Result<(Track, AudioCodecParameters), OpenError> {
    let (mut track, parameters) =
        reader::choose_track(format).ok_or_else(|| OpenError::Unplayable("no sound in it".to_owned()))?;
    // What is written while it is recorded has no length yet.
    track.num_frames = track.num_frames.filter(|frames| *frames > 0);
    Ok((track, parameters))
}

/// Whether the decoder may cut the packets at both ends. A length of MPEG audio is a guess where no encoder left one,
/// and would cut sound.
fn is_gapless(container: Container, track: &Track) -> bool {
    !matches!(container, Container::Mpeg | Container::Tagged) || track.delay.is_some()
}

/// WAVE's positions for so many channels.
fn usual_mask(channels: u16) -> u32 {
    match channels {
        4 => 0x33,
        5 => 0x37,
        6 => 0x3f,
        7 => 0x70f,
        8 => 0x63f,
        _ => 0,
    }
}
