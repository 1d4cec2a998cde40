//! Damaged files, broken outputs and lies about lengths: a line, an exit code, and never much memory.

use super::*;

/// Words that must fail with this one line and nothing else.
#[track_caller]
fn assert_refused(file: &[u8], line: &str) {
    Case::new("aplay").args(["-D", "null", "f"]).file("f", file).stderr(format!("aplay: {line}\n")).exit(1).run();
}

#[test]
fn a_wave_file_cut_in_its_header() {
    for length in [12, 20, 30, 43] {
        assert_refused(&wav()[..length], "read error: the file ends before its sound data");
    }
}

#[test]
fn a_wave_file_of_what_no_device_plays() {
    let with = |at: usize, bytes: &[u8]| {
        let mut file = wav();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    assert_refused(&with(22, &[0, 0]), "can't play WAVE-files with 0 tracks");
    assert_refused(&with(24, &[0, 0, 0, 0]), "can't play WAVE-files with a rate of 0 Hz");
    assert_refused(&with(20, &[0x55, 0]), "can't play WAVE-file format 0x0055 which is not PCM or FLOAT encoded");
}

#[test]
fn other_files_of_what_no_device_plays() {
    let au = |encoding: u8| {
        [b".snd\0\0\0\x18\0\0\0\x10\0\0\0".as_slice(), &[encoding], b"\0\0\x1f\x40\0\0\0\x01", &[0; 16]].concat()
    };
    assert_refused(&au(23), "can't play AU files with encoding 23");
    let voc = |block: &[u8]| [b"Creative Voice File\x1a\x1a\0\x0a\x01\x29\x11".as_slice(), block].concat();
    assert_refused(&voc(&[1, 4, 0, 0, 131, 1, 0, 0]), "can't play packed .voc files");
    assert_refused(&voc(&[99, 0, 0, 0]), "unknown blocktype 99. terminate.");
}

#[test]
fn among_several_files_the_line_says_which_and_the_others_play() {
    let said = format!("{BANNER}aplay: f: read error: the file ends before its sound data\n{BANNER}");
    let done =
        aplay(&["-D", "file:out.raw,raw", "s.wav", "f", "s.wav"]).file("f", &wav()[..20]).stderr(said).exit(1).run();
    assert_played(&done.file("out.raw"), &[bytes(&frames()), bytes(&frames())].concat());
}

#[test]
fn a_folder_is_no_sound() {
    let case = Case::new("aplay").args(["-D", "null", "."]);
    case.stderr("aplay: .: read error: Is a directory\n").exit(1).run();
}

/// In kilobytes of address space; alsa-lib and the binary need about a tenth of it.
const LITTLE_MEMORY: &str = "ulimit -v 100000";

#[test]
fn a_chunk_of_four_gigabytes_costs_no_memory() {
    let mut file = wav();
    file.splice(36..36, [b"LIST".as_slice(), &0xffff_fff0_u32.to_le_bytes(), b"small"].concat());
    const SAID: &str = "aplay: read error: the file ends before its sound data\n";
    let case = || Case::new("aplay").args(["-D", "null"]).after(LITTLE_MEMORY).exit(1);
    case().args(["f"]).file("f", &file).stderr(SAID).run();
    case().stdin(file).stderr(SAID).run();
}

#[test]
fn sound_of_four_gigabytes_costs_no_memory() {
    let mut file = wav();
    file[40..44].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    let done = Case::new("aplay").args(["-q", "-D", "file:out.raw,raw"]).after(LITTLE_MEMORY).stdin(file).run();
    assert_played(&done.file("out.raw"), &bytes(&frames()));
}

#[test]
fn a_text_without_an_end_costs_no_memory() {
    // A VOC text block of 16 MB, again and again.
    let block = [&[5, 0xff, 0xff, 0xff], vec![b'x'; 0xff_ffff].as_slice()].concat();
    let file = [b"Creative Voice File\x1a\x1a\0\x0a\x01\x29\x11".as_slice(), &block.repeat(4), &[0]].concat();
    Case::new("aplay").args(["-q", "-D", "null", "f"]).file("f", file).after(LITTLE_MEMORY).run();
}

#[test]
fn nobody_has_to_listen_to_its_messages() {
    aplay(&["-vv", "-D", "file:out.raw,raw", "s.wav"]).after("exec 2>&-").stdout("\n").run();
    aplay(&["-vv", "-D", "null", "s.wav"]).after("exec 2>/dev/full").stdout("\n").run();
    // No file gets the number of a closed stream, and the messages with it.
    let done = aplay(&["-v", "-D", "file:out.raw,raw", "s.wav"]).after("exec >&- 2>&- <&-").run();
    assert_played(&done.file("out.raw"), &bytes(&frames()));
}

#[test]
fn a_list_that_cannot_be_written_is_an_error() {
    let said = "aplay: cannot write to stdout: No space left on device\n";
    aplay(&["-L"]).after("exec >/dev/full").stderr(said).exit(1).run();
}
