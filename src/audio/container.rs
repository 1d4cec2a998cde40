//! What a file is by its first bytes: the containers that are decoded, in a build that decodes.
//!
//! MPEG audio and ADTS have no magic but eleven bits, which plain sound has too; they need three headers that lead to
//! each other.

use super::input::Input;
use std::io;

/// A container whose streams are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// FLAC.
    Flac,
    /// MPEG audio, layer I to III.
    Mpeg,
    /// AAC in ADTS frames.
    Adts,
    /// Something behind an ID3v2 tag.
    Tagged,
    /// Ogg.
    Ogg,
    /// MP4 and its kin.
    IsoMp4,
    /// AIFF and AIFF-C.
    Aiff,
    /// Apple's Core Audio Format.
    Caf,
    /// Matroska and WebM.
    Matroska,
    /// ADPCM in a WAVE file.
    AdpcmWave,
}

/// Bytes that hold a magic, and a `fmt ` chunk's tag where it is the first chunk.
const MAGIC_BYTES: usize = 22;
/// Bytes in which a `fmt ` chunk that is not the first is looked for.
const CHUNK_BYTES: usize = 4096;
/// Headers that must follow each other.
const HEADERS: usize = 3;
/// Bytes that the longest frame of MPEG audio has, and ADTS.
const MPEG_FRAME_BYTES: usize = 2881;
const ADTS_FRAME_BYTES: usize = 8191;

/// What the input is, if it is decoded.
///
/// # Errors
/// A failing read.
pub fn recognise(input: &mut Input) -> io::Result<Option<Container>> {
    let start = input.peek(MAGIC_BYTES)?;
    Ok(match start {
        [b'f', b'L', b'a', b'C', ..] => Some(Container::Flac),
        [b'O', b'g', b'g', b'S', ..] => Some(Container::Ogg),
        [b'I', b'D', b'3', ..] => Some(Container::Tagged),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Container::IsoMp4),
        [b'F', b'O', b'R', b'M', _, _, _, _, b'A', b'I', b'F', b'F' | b'C', ..] => Some(Container::Aiff),
        [b'c', b'a', b'f', b'f', 0, 1, ..] => Some(Container::Caf),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Some(Container::Matroska),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => adpcm(input)?,
        [0xff, second, ..] if second & 0xf6 == 0xf0 => {
            let file = input.peek(HEADERS * ADTS_FRAME_BYTES)?;
            leads_on(file, adts_frame_bytes).then_some(Container::Adts)
        }
        [0xff, second, ..] if second & 0xe0 == 0xe0 => {
            let file = input.peek(HEADERS * MPEG_FRAME_BYTES)?;
            leads_on(file, mpeg_frame_bytes).then_some(Container::Mpeg)
        }
        _ => None,
    })
}

/// Whether a WAVE file holds one of the two ADPCMs.
fn adpcm(input: &mut Input) -> io::Result<Option<Container>> {
    let start = input.peek(MAGIC_BYTES)?;
    let tag = match start.get(12..16) {
        Some(b"fmt ") => start.get(20..22).map(<[u8]>::to_vec),
        _ => late_tag(input.peek(CHUNK_BYTES)?).map(<[u8]>::to_vec),
    };
    Ok(matches!(tag.as_deref(), Some([0x02 | 0x11, 0])).then_some(Container::AdpcmWave))
}

/// The format tag of a `fmt ` chunk behind other chunks.
fn late_tag(file: &[u8]) -> Option<&[u8]> {
    let mut chunk = 12;
    while let [a, b, c, d, length @ ..] = file.get(chunk..chunk + 8)? {
        match &[*a, *b, *c, *d] {
            b"fmt " => return file.get(chunk + 8..chunk + 10),
            b"data" => return None,
            _ => chunk += 8 + u32::from_le_bytes(length.try_into().ok()?).checked_next_multiple_of(2)? as usize,
        }
    }
    None
}

/// Whether headers lead to each other, or the file ends before there are enough.
fn leads_on(file: &[u8], frame_bytes: fn(&[u8]) -> Option<usize>) -> bool {
    let mut at = 0;
    for found in 0..HEADERS {
        let Some(rest) = file.get(at..).filter(|rest| rest.len() >= 7) else { return found > 0 };
        let Some(bytes) = frame_bytes(rest) else { return false };
        at += bytes;
    }
    true
}

fn adts_frame_bytes(frame: &[u8]) -> Option<usize> {
    let &[0xff, second, third, fourth, fifth, sixth, ..] = frame else { return None };
    let rate = third >> 2 & 0xf;
    let bytes = usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth >> 5);
    (second & 0xf6 == 0xf0 && rate < 13 && bytes >= 7).then_some(bytes)
}

/// kbit/s by bitrate index: MPEG-1 layers I, II, III, then MPEG-2 layer I, and its II and III.
const BITRATES: [[usize; 15]; 5] = [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

fn mpeg_frame_bytes(frame: &[u8]) -> Option<usize> {
    let &[0xff, second, third, ..] = frame else { return None };
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let (bitrate, rate) = (usize::from(third >> 4), usize::from(third >> 2 & 3));
    if second & 0xe0 != 0xe0 || version == 1 || layer == 0 || !(1..15).contains(&bitrate) || rate == 3 {
        return None;
    }
    let is_first = version == 3;
    let table = match (is_first, layer) {
        (true, layer) => usize::from(3 - layer),
        (false, 3) => 3,
        (false, _) => 4,
    };
    let bits_per_second = BITRATES[table][bitrate] * 1000;
    let rate_hz = [44_100, 48_000, 32_000][rate] >> [2, 0, 1, 0][usize::from(version)];
    let padding = usize::from(third >> 1 & 1);
    Some(match layer {
        3 => (12 * bits_per_second / rate_hz + padding) * 4,
        1 if !is_first => 72 * bits_per_second / rate_hz + padding,
        _ => 144 * bits_per_second / rate_hz + padding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Option<Container> {
        recognise(&mut Input::from_bytes(bytes)).unwrap()
    }

    #[test]
    fn sound_that_looks_like_one_header_is_no_mpeg_audio() {
        // Samples of 16 bits just below zero.
        let quiet: Vec<u8> = [0xff, 0xfb, 0x90, 0x00].into_iter().chain([0xfe, 0xff].repeat(5000)).collect();
        assert_eq!(kind(&quiet), None);
        assert_eq!(kind(&[0xff; 4000]), None);
        assert_eq!(kind(&[0xff, 0xf1].repeat(20_000)), None);
    }

    #[test]
    fn three_headers_in_a_row_are_mpeg_audio() {
        // Layer III, 128 kbit/s, 44100 Hz: 417 bytes.
        let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
        frame.resize(417, 0);
        assert_eq!(kind(&frame.repeat(3)), Some(Container::Mpeg));
        // Cut short, it still is.
        assert_eq!(kind(&frame.repeat(2)), Some(Container::Mpeg));
        frame.push(0);
        assert_eq!(kind(&frame.repeat(3)), None);
    }

    #[test]
    fn adpcm_is_found_behind_other_chunks() {
        let wave = |tag: u8| [&b"RIFF\0\0\0\0WAVEJUNK\x03\0\0\0abc\0fmt \x14\0\0\0"[..], &[tag, 0, 1, 0]].concat();
        assert_eq!(kind(&wave(0x11)), Some(Container::AdpcmWave));
        assert_eq!(kind(&wave(0x02)), Some(Container::AdpcmWave));
        assert_eq!(kind(&wave(0x01)), None);
    }
}
