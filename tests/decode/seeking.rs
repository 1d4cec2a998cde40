//! A seek lands on the frame that was asked for.

use crate::fixture::{Folder, assert_near, decoded};
use alsabox::device::Format;

const FILES: [(&str, &str, i32); 8] = [
    ("a.flac", "flac -s s.wav -o FILE", 0),
    ("a.oga", "flac -s --ogg s.wav -o FILE", 0),
    ("a.aiff", "sox s.wav FILE", 0),
    ("alac.m4a", "ffmpeg -v error -i s.wav -c:a alac FILE", 0),
    ("a.mp3", "lame --quiet -b 192 s.wav FILE", 1),
    ("a.ogg", "oggenc -Q s.wav -o FILE", 1),
    ("a.m4a", "ffmpeg -v error -i s.wav -c:a aac FILE", 2),
    ("a.caf", "ffmpeg -v error -i s.wav -c:a pcm_s16be FILE", 0),
];

/// Decoders of lossy files remember what was before; after so many frames they have forgotten it.
const SETTLED: usize = 4096;

#[test]
fn a_seek_lands_on_its_frame_forwards_and_backwards() {
    let folder = Folder::new();
    for (name, words, steps) in FILES {
        folder.make(name, words);
        let whole = decoded(folder.open(name).as_mut(), Format::S16_LE);
        let mut source = folder.open(name);
        source.take_format(Format::S16_LE);
        for frame in [50_001usize, 12_345, 0, 70_000] {
            source.seek(frame as u64).unwrap_or_else(|error| panic!("{name} to {frame}: {error}"));
            let mut rest = vec![0; (SETTLED + 5000) * 4];
            let mut filled = 0;
            while filled < rest.len() {
                let got = source.read(&mut rest[filled..]).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_ne!(got, 0, "{name} from {frame}");
                filled += got as usize * 4;
            }
            assert_eq!(source.position() as usize, frame + rest.len() / 4, "{name}");
            let settled = if steps == 0 { 0 } else { SETTLED * 4 };
            let wanted = &whole[frame * 4..][..rest.len()];
            assert_near(&rest[settled..], &wanted[settled..], steps, &format!("{name} from {frame}"));
        }
    }
}
