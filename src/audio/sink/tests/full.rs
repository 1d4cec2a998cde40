//! A disk that is full in the middle of a recording.

use super::*;
use rustix::fs::{MemfdFlags, SealFlags};
use std::os::unix::fs::FileExt;

/// A regular file that takes no more than so many bytes, as on a full disk.
fn full_after(bytes: u64) -> File {
    let flags = MemfdFlags::ALLOW_SEALING | MemfdFlags::CLOEXEC;
    let file = File::from(rustix::fs::memfd_create("full", flags).unwrap());
    file.set_len(bytes).unwrap();
    rustix::fs::fcntl_add_seals(&file, SealFlags::GROW).unwrap();
    file
}

/// What a file on a disk that is full after `bytes` has in the end, and the error that told it.
fn on_full_disk(recipe: &Recipe, bytes: u64, frames: &[u8]) -> (Vec<u8>, io::Error) {
    let disk = full_after(bytes);
    let bounds = Bounds { expected_frames: None, most_bytes: MostBytes::OfFile(None) };
    let mut sink = begin(disk.try_clone().unwrap(), recipe, bounds).unwrap();
    let piece_bytes = 100 * recipe.spec.frame_bytes().unwrap();
    let mut pieces = frames.chunks(piece_bytes);
    let error = pieces.find_map(|piece| sink.write(piece).and_then(|()| sink.keep_current()).err()).unwrap();
    sink.finish().unwrap();
    let mut kept = vec![0; disk.metadata().unwrap().len() as usize];
    disk.read_exact_at(&mut kept, 0).unwrap();
    (kept, error)
}

#[test]
fn a_full_disk_leaves_a_true_header_and_all_frames_that_came_before() {
    let frames: Vec<u8> = (0..6 * 9000).map(|at: u32| (at / 6 % 251) as u8).collect();
    let spec = Spec { format: F::S16_LE, channels: 3, rate: 8000 };
    for file_type in [FileType::Wav, FileType::Au, FileType::Voc, FileType::Raw] {
        let format = if file_type == FileType::Au { F::S16_BE } else { F::S16_LE };
        // In the middle of a page, and of a frame.
        let (kept, error) = on_full_disk(&recipe(file_type, Spec { format, ..spec }), 20_001, &frames);
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "that is how a sealed file says it");
        assert!(kept.len() > 12_000, "{file_type}: {}", kept.len());
        let assume = Assume { file_type: Some(file_type), raw: spec, raw_described: true };
        let mut source = source::open(Input::from_bytes(kept.clone()), &assume).unwrap();
        let mut read = vec![0; frames.len()];
        let count = source.read(&mut read).unwrap() as usize * 6;
        assert!(read[..count] == frames[..count], "{file_type}");
        let header_bytes = kept.len() - count;
        let expected = match file_type {
            FileType::Wav => 68,
            FileType::Au => 24,
            FileType::Voc => 42,
            FileType::Raw => 0,
        };
        assert_eq!(header_bytes, expected, "{file_type}: nothing but whole frames");
    }
}
