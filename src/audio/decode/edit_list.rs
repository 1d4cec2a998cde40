//! The edit list of an MP4 file: which of the decoded frames are the sound, and which the encoder's.
//!
//! Read here because symphonia does not. A file without one, a pipe, or a list that does more than cut both ends, is
//! played whole.

use crate::audio::input::Input;
use std::io;

/// The sound among the decoded frames.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Window {
    /// Its first frame.
    pub(super) start: u64,
    /// The frame behind its last, if not the stream's end.
    pub(super) end: Option<u64>,
    /// How far off the end may be by rounding.
    pub(super) slack: u64,
}

/// Boxes that are looked into.
const PARENTS: [&[u8; 4]; 4] = [b"moov", b"trak", b"mdia", b"edts"];
/// The deepest of them lies so deep.
const DEPTH: u32 = 4;
/// No list of a sound file is longer.
const LIST_BYTES: u64 = 4096;

/// What has been found on the way.
#[derive(Debug, Default)]
struct Found {
    movie_scale: u64,
    /// The first track's own.
    track: TrackFound,
    tracks: u32,
}

#[derive(Debug, Default)]
struct TrackFound {
    scale: u64,
    duration: u64,
    media_time: Option<u64>,
}

/// The window of a file whose first track is its sound; the input stands where it stood.
///
/// # Errors
/// A failing read.
pub(super) fn find(input: &mut Input) -> io::Result<Window> {
    let Some(start) = input.mark() else { return Ok(Window::default()) };
    let mut found = Found::default();
    let bytes = input.bytes_left().unwrap_or(0);
    walk(input, bytes, DEPTH, &mut found)?;
    input.return_to(start)?;
    Ok(found.window().unwrap_or_default())
}

impl Found {
    fn window(&self) -> Option<Window> {
        let TrackFound { scale, duration, media_time } = self.track;
        let start = media_time.filter(|_| self.tracks == 1)?;
        let slack = scale.checked_div(self.movie_scale)?.checked_add(1)?;
        let frames = u128::from(duration) * u128::from(scale) / u128::from(self.movie_scale);
        let end = u64::try_from(frames).ok().and_then(|frames| start.checked_add(frames));
        Some(Window { start, end: end.filter(|_| duration > 0), slack })
    }

    fn take(&mut self, name: &[u8; 4], body: &[u8]) {
        match name {
            b"mvhd" => self.movie_scale = scale(body).unwrap_or(0),
            b"mdhd" if self.tracks == 1 => self.track.scale = scale(body).unwrap_or(0),
            b"elst" if self.tracks == 1 => {
                if let Some((duration, media_time)) = only_edit(body) {
                    self.track.duration = duration;
                    self.track.media_time = Some(media_time);
                }
            }
            _ => {}
        }
    }
}

/// Walks the boxes of the next `bytes` bytes.
fn walk(input: &mut Input, bytes: u64, depth: u32, found: &mut Found) -> io::Result<()> {
    let mut left = bytes;
    while left >= 8 {
        let Some([a, b, c, d, name @ ..]) = input.read_array::<8>()? else { break };
        let (mut size, mut header) = (u64::from(u32::from_be_bytes([a, b, c, d])), 8);
        if size == 1 {
            let Some(long) = input.read_array::<8>()? else { break };
            (size, header) = (u64::from_be_bytes(long), 16);
        }
        // Zero: up to the end.
        let size = if size == 0 { left } else { size.min(left) };
        let Some(body) = size.checked_sub(header) else { break };
        found.tracks += u32::from(&name == b"trak");
        if PARENTS.contains(&&name) && depth > 0 {
            walk(input, body, depth - 1, found)?;
        } else {
            let mut kept = vec![0; body.min(LIST_BYTES) as usize];
            let wanted = matches!(&name, b"mvhd" | b"mdhd" | b"elst");
            let read = if wanted { input.read_full(&mut kept)? } else { 0 };
            found.take(&name, &kept[..read]);
            input.skip(body - read as u64)?;
        }
        left -= size;
    }
    Ok(())
}

/// The time scale of a `mvhd` or `mdhd`.
fn scale(body: &[u8]) -> Option<u64> {
    let at = if *body.first()? == 0 { 12 } else { 20 };
    Some(u32_at(body, at)?.into())
}

/// Duration and start of the only edit that is not a pause.
fn only_edit(body: &[u8]) -> Option<(u64, u64)> {
    let long = *body.first()? != 0;
    let step = if long { 20 } else { 12 };
    let mut edits = (0..u32_at(body, 4)?.min(64) as usize).filter_map(|edit| {
        let at = 8 + edit * step;
        if long {
            Some((u64_at(body, at)?, i64::try_from(u64_at(body, at + 8)?).ok()?))
        } else {
            Some((u32_at(body, at)?.into(), i64::from(u32_at(body, at + 4)? as i32)))
        }
    });
    let mut sounds = edits.by_ref().filter(|(_, start)| *start >= 0);
    let (duration, start) = sounds.next()?;
    sounds.next().is_none().then_some((duration, u64::try_from(start).ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
