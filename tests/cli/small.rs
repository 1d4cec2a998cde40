//! The smallest build: what it has not is named and refused, and nothing is done before.

use crate::case::Case;

const NO_JSON: &str = "this build has no JSON (its cargo feature 'json' is off)\n";

#[test]
fn a_compressed_file_is_named_and_refused() {
    // Layer III, 128 kbit/s, 44100 Hz: 417 bytes.
    let mp3 = [&[0xff, 0xfb, 0x90, 0][..], &[0; 413]].concat().repeat(4);
    for (song, name) in [(mp3, "MPEG audio (MP3)"), (b"fLaC\0\0\0\x22".to_vec(), "a FLAC file")] {
        let refusal =
            format!("aplay: this is {name}, and this build has no decoders (its cargo feature 'decode' is off)\n");
        Case::new("aplay").args(["-D", "null", "song"]).file("song", song).stderr(refusal).exit(1).run();
    }
}

#[test]
fn json_is_refused_before_anything_is_done() {
    let words = ["-D", "hw:Nowhere", "--json", "scontents"];
    Case::new("amixer").args(words).stderr(format!("amixer: {NO_JSON}")).exit(1).run();
    let words = ["-D", "hw:Nowhere", "--level", "--json"];
    Case::new("arecord").args(words).stderr(format!("arecord: {NO_JSON}")).exit(1).run();
}

#[test]
fn the_tools_of_an_image_are_there_and_no_others() {
    Case::new("alsabox").args(["--list"]).stdout("alsactl\namixer\naplay\narecord\n").run();
}
