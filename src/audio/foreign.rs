//! Files that are known and cannot be played: so that a message can say what a file is, and noise is never heard.

use super::input::Input;
use std::io;

/// How sure the bytes must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// A file, which is no raw data unless somebody said so.
    File,
    /// A stream, which is raw data unless it clearly is something else.
    Stream,
}

/// Bytes that are looked at.
const START_BYTES: usize = 512;
/// A shorter magic may be met in raw data.
const SURE_BYTES: usize = 4;

type Magic = (usize, &'static [u8], &'static str);

/// Where a magic stands, the magic, and what it is.
const MAGICS: [Magic; 37] = [
    (0, b"MThd", "a MIDI file; aplaymidi plays it"),
    (8, b"RMID", "a MIDI file; aplaymidi plays it"),
    (0, b"wvpk", "a WavPack file, which is not decoded here"),
    (0, b"MAC ", "a Monkey's Audio file, which is not decoded here"),
    (0, b"MPCK", "a Musepack file, which is not decoded here"),
    (0, b"MP+", "a Musepack file, which is not decoded here"),
    (0, b"TTA1", "a True Audio file, which is not decoded here"),
    (0, b"DSD ", "a DSD file, which is not decoded here"),
    (0, b"FRM8", "a DSD file, which is not decoded here"),
    (0, b"#!AMR", "an AMR file, which is not decoded here"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a Windows Media file, which is not decoded here"),
    (0, b".RMF", "a RealMedia file, which is not decoded here"),
    (0, b"riff\x2e\x91\xcf\x11", "a Wave64 file, which is not decoded here"),
    (0, b"FLV\x01", "a Flash video"),
    (8, b"AVI LIST", "an AVI video"),
    (8, b"WEBPVP8", "a WebP picture"),
    (0, b"#EXTM3U", "a playlist; name the files in it"),
    (0, b"[playlist]", "a playlist; name the files in it"),
    (0, b"\x7fELF", "a program (ELF)"),
    (0, b"%PDF-", "a PDF document"),
    (0, b"{\\rtf", "a text document (RTF)"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (0, b"PK\x03\x04", "a zip archive, or a document that is one"),
    (0, b"PK\x05\x06", "a zip archive, or a document that is one"),
    (0, b"\x1f\x8b\x08", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\0", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a rar archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF8", "a GIF picture"),
    (0, b"SQLite format 3\0", "a database (SQLite)"),
    (0, b"<!DOCTYPE", "a web page"),
    (0, b"<html", "a web page"),
];

/// What the input is, as far as that is known and not sound.
///
/// # Errors
/// A failing read.
pub(super) fn recognise(input: &mut Input, certainty: Certainty) -> io::Result<Option<&'static str>> {
    let start = input.peek(START_BYTES)?;
    let has = |(at, magic, _): &&Magic| {
        let there = start.get(*at..).is_some_and(|rest| rest.starts_with(magic));
        there && (certainty == Certainty::File || magic.len() >= SURE_BYTES)
    };
    Ok(match MAGICS.iter().find(has) {
        Some((_, _, name)) => Some(name),
        None if certainty == Certainty::File && is_text(start) => Some("text"),
        None => None,
    })
}

/// Printable UTF-8, of which the last character may be cut.
fn is_text(start: &[u8]) -> bool {
    let readable = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default(),
        Err(_) => return false,
    };
    let is_printed = |character: char| !character.is_control() || matches!(character, '\n' | '\r' | '\t' | '\x0c');
    !readable.is_empty() && readable.chars().all(is_printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8], certainty: Certainty) -> Option<&'static str> {
        recognise(&mut Input::from_bytes(bytes), certainty).unwrap()
    }

    #[test]
    fn what_is_no_sound_has_a_name() {
        assert!(name(b"wvpk\x01\0\0\0", Certainty::Stream).unwrap().contains("WavPack"));
        assert!(name(b"MThd\0\0\0\x06", Certainty::File).unwrap().contains("aplaymidi"));
        assert_eq!(name("Grüße\n".as_bytes(), Certainty::File), Some("text"));
        assert_eq!(
            name(&[b'a'; 511].into_iter().chain("ü".bytes()).collect::<Vec<_>>(), Certainty::File),
            Some("text")
        );
    }

    #[test]
    fn bytes_of_a_stream_are_raw_data_unless_they_are_surely_not() {
        assert_eq!(name(b"hello", Certainty::Stream), None);
        assert_eq!(name(b"\xff\xd8\xff\xe0", Certainty::Stream), None);
        assert_eq!(name(b"\0\x01\x02", Certainty::File), None);
        assert_eq!(name(b"", Certainty::File), None);
    }
}
