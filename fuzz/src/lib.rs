//! What every target does with its bytes: play them from a file and from a pipe, and compare.
//!
//! A reader may refuse bytes or play them, but never panics, never plays more of a file than its bytes, and never
//! plays from a pipe what it does not play from a file.

use alsabox::audio::input::Input;
use alsabox::audio::source::{OpenError, Source};
use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;

/// Bytes that are played at most; loops and silence make many of few.
const PLAYED_LIMIT: usize = 1 << 14;

/// Bytes that a pipe takes without a reader.
const PIPE_BYTES: usize = 65536;

/// Plays bytes as `open` opens them, from a file and from a pipe.
pub fn play<S: Source + ?Sized>(bytes: &[u8], open: impl Fn(Input) -> Result<Box<S>, OpenError>) {
    let from_file = outcome(open(Input::from_bytes(bytes)), bytes.len());
    if bytes.len() <= PIPE_BYTES {
        let from_pipe = outcome(open(pipe(bytes)), bytes.len());
        assert!(!from_file.must_agree || !from_pipe.must_agree || from_file.played == from_pipe.played);
    }
}

/// What came of some bytes.
struct Outcome {
    played: Option<Vec<u8>>,
    /// VOC loops are taken only in files, which also tell some things by their length.
    must_agree: bool,
}

fn outcome<S: Source + ?Sized>(opened: Result<Box<S>, OpenError>, length: usize) -> Outcome {
    match opened {
        Ok(mut source) => {
            // A length of MPEG audio is guessed in files only, an edit list is read in them only.
            let must_agree = source.kind() != "VOC" && !source.is_decoded();
            let played = play_through(&mut *source);
            assert!(!must_agree || played.len() <= length);
            Outcome { played: Some(played), must_agree }
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            Outcome { played: None, must_agree: !matches!(error, OpenError::Unknown | OpenError::Foreign(_)) }
        }
    }
}

fn play_through(source: &mut (impl Source + ?Sized)) -> Vec<u8> {
    let mut played = Vec::new();
    while played.len() < PLAYED_LIMIT {
        let spec = source.spec();
        let frame_bytes = spec.frame_bytes().expect("samples of whole bytes");
        assert!(spec.rate > 0 && spec.channels > 0 && frame_bytes > 0);
        let mut piece = vec![0; 512.max(frame_bytes)];
        match source.read(&mut piece) {
            Ok(0) if source.next_section().unwrap_or(false) => {}
            Ok(0) | Err(_) => break,
            Ok(frames) => played.extend_from_slice(&piece[..frames as usize * frame_bytes]),
        }
        source.take_notes();
    }
    played
}

fn pipe(bytes: &[u8]) -> Input {
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer.write_all(bytes).expect("room in the pipe");
    Input::from_file(File::from(OwnedFd::from(reader)))
}
