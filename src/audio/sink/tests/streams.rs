//! Recordings whose header cannot be changed, or that share a file with the shell.

use super::*;
use std::io::Write;

#[test]
fn a_stream_says_so_and_a_known_end_is_promised() {
    let wav = recipe(FileType::Wav, MONO);
    let header = |bytes: &[u8]| hex(&[&bytes[4..8], &bytes[40..44]].concat());
    assert_eq!(header(&piped(&wav, None, &[7; 3])), "2400008000000080");
    assert_eq!(header(&piped(&wav, Some(100), &[7; 100])), "8800000064000000");
    // More than a header can say.
    assert_eq!(header(&piped(&wav, Some(1 << 33), &[7; 3])), "2400008000000080");
    let au = recipe(FileType::Au, MONO);
    assert_eq!(hex(&piped(&au, None, &[7; 3])[8..12]), "fffffffe");
    assert_eq!(hex(&piped(&au, Some(100), &[7; 100])[8..12]), "00000064");
}

#[test]
fn what_came_before_the_recording_in_a_file_of_the_shell_stays() {
    let place = Place::new();
    let mut file = File::create(&place.path).unwrap();
    file.write_all(b"before").unwrap();
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::Endless };
    let mut sink = begin(file, &recipe(FileType::Wav, MONO), bounds).unwrap();
    sink.write(&[7; 4]).unwrap();
    sink.finish().unwrap();
    let bytes = place.bytes();
    assert_eq!((&bytes[..6], hex(&bytes[46..])), (&b"before"[..], "0400000007070707".to_owned()));
}

#[test]
fn a_file_that_is_only_appended_to_is_a_stream() {
    let place = Place::new();
    std::fs::write(&place.path, "before").unwrap();
    let file = File::options().append(true).open(&place.path).unwrap();
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::Endless };
    let mut sink = begin(file, &recipe(FileType::Wav, MONO), bounds).unwrap();
    sink.write(&[7; 4]).unwrap();
    sink.finish().unwrap();
    assert_eq!(hex(&place.bytes()[46..]), "0000008007070707");
}

#[test]
fn every_period_reaches_a_pipe_at_once() {
    let (mut reader, writer) = std::io::pipe().unwrap();
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::Endless };
    let mut sink = begin(File::from(OwnedFd::from(writer)), &recipe(FileType::Raw, MONO), bounds).unwrap();
    sink.write(&[7; 4]).unwrap();
    let mut bytes = [0; 10];
    assert_eq!(reader.read(&mut bytes).unwrap(), 4);
}

#[test]
fn a_pipe_that_does_not_block_gets_everything() {
    let (mut reader, writer) = std::io::pipe().unwrap();
    rustix::io::ioctl_fionbio(&writer, true).unwrap();
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::Endless };
    let mut sink = begin(File::from(OwnedFd::from(writer)), &recipe(FileType::Raw, MONO), bounds).unwrap();
    let reading = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        bytes.len()
    });
    // More than a pipe holds.
    sink.write(&vec![7; 1_000_000]).unwrap();
    drop(sink);
    assert_eq!(reading.join().unwrap(), 1_000_000);
}
