//! `--listen`: plays a soft tone, records meanwhile, and says whether it came through, how loud and how late.

use crate::audio::tone::{Heard, find_tone, tone};
use crate::cli::Exit;
use crate::device::params::{Length, Request, Space, negotiate};
use crate::device::pcm::{Blocking, Direction, Forbidden, Layout, OpenMode, Pcm, Transfer};
use crate::device::{Format, Kind};
use crate::os::clock;
use crate::os::thread::spawn_without_signals;
use crate::ui::{Printer, Report};
use anyhow::anyhow;
use serde::Serialize;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

const RATE: u32 = 48_000;
/// Of full scale: soft even where every level is at its top.
const AMPLITUDE: f64 = 0.05;
const TONE_HZ: f64 = 1000.0;
const TONE_FRAMES: usize = RATE as usize;
/// What is recorded before the tone, to know the silence, and after its end, for late devices.
const BEFORE_FRAMES: usize = RATE as usize / 2;
const AFTER_FRAMES: usize = RATE as usize;

#[derive(Serialize)]
struct Listened {
    played_on: String,
    recorded_from: String,
    heard: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    level_db: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_ms: Option<f64>,
}

impl Report for Listened {
    fn text(&self) -> String {
        let way = format!("{} to {}", self.played_on, self.recorded_from);
        match (self.level_db, self.delay_ms) {
            (Some(level), Some(delay)) => {
                format!("ok: the tone came through from {way}: {level:.1} dB of full scale, {delay:.0} ms later\n")
            }
            _ => format!("FAIL: nothing of the tone came through from {way}\n"),
        }
    }
}

/// The tone goes to `default` or the card; what is recorded comes from the same, or from where it was asked for.
pub(super) fn listen(card: Option<&str>, record_from: Option<&str>, out: &Printer) -> anyhow::Result<Exit> {
    let played_on = card.map_or_else(|| "default".to_owned(), |card| format!("plughw:{card}"));
    let recorded_from = record_from.map_or_else(|| played_on.clone(), str::to_owned);
    let (samples, start_frame) = record_while_playing(&played_on, &recorded_from)?;
    let heard = find_tone(&samples, TONE_HZ, RATE);
    let delay = |heard: &Heard| (heard.first_frame as f64 - start_frame as f64).max(0.0) * 1000.0 / f64::from(RATE);
    let listened = Listened {
        heard: heard.is_some(),
        level_db: heard.as_ref().map(|heard| heard.level_db),
        delay_ms: heard.as_ref().map(delay),
        played_on,
        recorded_from,
    };
    out.show(&listened)?;
    Ok(if listened.heard { Exit::SUCCESS } else { Exit(2) })
}

fn record_while_playing(play: &str, record: &str) -> anyhow::Result<(Vec<i16>, usize)> {
    let mut capture = open(record, Direction::Capture)?;
    let (go, may_go) = channel();
    let (tell, told) = channel();
    let name = play.to_owned();
    let player = spawn_without_signals("tone", move || {
        // Who waits for the outcome hears of a player that is gone.
        let _ = tell.send(play_tone(&name, &may_go));
    })?;
    let recorded = record_around(&mut capture, &go, &told);
    drop(go);
    let _ = player.join();
    recorded
}

/// Opens first, so that what takes time is done when the tone begins.
fn play_tone(name: &str, may_go: &Receiver<()>) -> anyhow::Result<()> {
    let mut pcm = open(name, Direction::Playback)?;
    if may_go.recv().is_err() {
        return Ok(());
    }
    let bytes: Vec<u8> =
        tone(TONE_HZ, AMPLITUDE, RATE, TONE_FRAMES).iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let frame_bytes = 2 * CHANNELS as usize;
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        match pcm.write(rest) {
            Ok(frames) => rest = &rest[frames as usize * frame_bytes..],
            Err(error) if error.kind() == Kind::Xrun => pcm.prepare()?,
            Err(error) => return Err(anyhow!("{name}: {error}")),
        }
    }
    // Whether the last of it came out is the recording's to tell.
    let _ = pcm.drain();
    Ok(())
}

const CHANNELS: u32 = 2;

fn record_around(
    capture: &mut Pcm,
    go: &Sender<()>,
    told: &Receiver<anyhow::Result<()>>,
) -> anyhow::Result<(Vec<i16>, usize)> {
    let mut samples = Vec::new();
    read_until(capture, &mut samples, BEFORE_FRAMES)?;
    // Frames that were recorded and not yet read are before the tone as well.
    let waiting = capture.delay().ok().and_then(|frames| usize::try_from(frames).ok()).unwrap_or(0);
    let start_frame = samples.len() + waiting;
    let start = Instant::now();
    go.send(()).map_err(|_| anyhow!(player_failed(told)))?;
    while samples.len() < start_frame + TONE_FRAMES + AFTER_FRAMES {
        let next = samples.len() + PIECE_FRAMES;
        read_until(capture, &mut samples, next)?;
        if let Ok(Err(error)) = told.try_recv() {
            return Err(error);
        }
        // A capture that gives frames much too slowly would never end.
        if start.elapsed().as_secs() > 30 {
            break;
        }
    }
    Ok((samples, start_frame))
}

fn player_failed(told: &Receiver<anyhow::Result<()>>) -> String {
    match told.recv() {
        Ok(Err(error)) => error.to_string(),
        _ => "the tone could not be played".to_owned(),
    }
}

const PIECE_FRAMES: usize = 480;
const MOST_TRIES: u32 = 20;
const RETRY_US: u64 = 50_000;

/// The left channel of what is recorded.
fn read_until(capture: &mut Pcm, samples: &mut Vec<i16>, frames: usize) -> anyhow::Result<()> {
    let mut piece = vec![0u8; PIECE_FRAMES * 2 * CHANNELS as usize];
    let mut tries = 0;
    while samples.len() < frames {
        match capture.read(&mut piece) {
            Ok(count) => {
                tries = 0;
                let bytes = &piece[..count as usize * 2 * CHANNELS as usize];
                samples.extend(bytes.chunks_exact(4).map(|frame| i16::from_le_bytes([frame[0], frame[1]])));
            }
            Err(error) if error.kind() == Kind::Xrun => capture.prepare()?,
            // Loopback refuses to start while the other end is being set up.
            Err(error) if error.errno == libc::EIO && tries < MOST_TRIES => {
                tries += 1;
                clock::sleep_us(RETRY_US);
                capture.prepare()?;
            }
            Err(error) => return Err(anyhow!("recording failed: {error}")),
        }
    }
    Ok(())
}

fn open(name: &str, direction: Direction) -> anyhow::Result<Pcm> {
    let mode = OpenMode { direction, blocking: Blocking::Wait, forbidden: Forbidden::default() };
    let what = if direction == Direction::Playback { "play on" } else { "record from" };
    let mut pcm = Pcm::open(name, mode).map_err(|error| anyhow!("cannot {what} {name}: {}", error.reason()))?;
    let space = Space::of(&pcm)?;
    let request = Request {
        transfer: Transfer::ReadWrite,
        layout: Layout::Interleaved,
        format: Format::S16_LE,
        channels: CHANNELS,
        rate: RATE,
        buffer: Length::TimeUs(if direction == Direction::Playback { 200_000 } else { 500_000 }),
        period: Length::TimeUs(20_000),
        avail_min_us: None,
        // A capture starts when it is first read; playback when its buffer is full, or at the drain.
        start_delay_us: i64::from(direction == Direction::Capture),
        stop_delay_us: 0,
    };
    negotiate(&mut pcm, &space, &request).map_err(|error| anyhow!("{name}: {error}"))?;
    Ok(pcm)
}
