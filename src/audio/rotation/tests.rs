//! Files that roll over: names, limits, and that nothing is lost between them.

use super::*;
use crate::audio::sink::Growth;
use crate::audio::source::{FileType, Spec};
use crate::device::Format;
use std::os::unix::fs::symlink;
use std::sync::mpsc::{Receiver, channel};

const SPEC: Spec = Spec { format: Format::S24_3LE, channels: 3, rate: 8000 };
const FRAME_BYTES: usize = 9;

/// Frames that are all different.
fn ramp(frames: usize) -> Vec<u8> {
    (0..frames).flat_map(|frame| [(frame as u32).to_le_bytes(), [7; 4]].concat().into_iter().chain([1])).collect()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn plan(&self, name: &str) -> Plan {
        let recipe = Recipe {
            file_type: FileType::Raw,
            spec: SPEC,
            channel_mask: None,
            growth: Growth::NextFile,
            most_bytes: None,
        };
        Plan {
            path: self.0.path().join(name),
            naming: Naming::Numbered,
            writing: Writing::InPlace,
            recipe,
            most_frames: None,
            expected_frames: None,
        }
    }

    fn put(&self, name: &str) {
        fs::write(self.0.path().join(name), "old").unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.path().join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The file names of what was finished, and why.
    fn told(&self, finished: &Receiver<Finished>) -> Vec<(String, Cause)> {
        let told = |finished: Finished| {
            let name = finished.path.strip_prefix(&self.0).unwrap().to_str().unwrap().to_owned();
            (name, finished.cause)
        };
        finished.try_iter().map(told).collect()
    }
}

fn begin(plan: &Plan) -> (Rotation, Receiver<Finished>) {
    let (tell, finished) = channel();
    (Rotation::begin(plan.clone(), Box::new(move |file| tell.send(file).unwrap())).unwrap(), finished)
}

fn record(plan: &Plan, frames: &[u8], period_frames: usize) -> Receiver<Finished> {
    let (mut rotation, finished) = begin(plan);
    frames.chunks(period_frames * FRAME_BYTES).for_each(|period| rotation.write(period).unwrap());
    rotation.finish().unwrap();
    finished
}

fn ended(list: &[(&str, Cause)]) -> Vec<(String, Cause)> {
    list.iter().map(|(name, cause)| ((*name).to_owned(), *cause)).collect()
}

#[test]
fn files_together_are_the_unbroken_recording() {
    let frames = ramp(1000);
    for (most_frames, period_frames) in [(1, 7), (99, 100), (100, 100), (101, 100), (250, 33), (1000, 64)] {
        let folder = Folder::new();
        let plan = Plan { most_frames: Some(most_frames), ..folder.plan("x.raw") };
        let finished = record(&plan, &frames, period_frames);
        let files: Vec<Finished> = finished.try_iter().collect();
        let all: Vec<u8> = files.iter().flat_map(|file| fs::read(&file.path).unwrap()).collect();
        assert!(all == frames, "{most_frames} {period_frames}");
        assert_eq!(files.len() as u64, 1000u64.div_ceil(most_frames));
        assert!(files[..files.len() - 1].iter().all(|file| file.frames == most_frames));
        assert_eq!(folder.names().len(), files.len());
    }
}

#[test]
fn only_a_second_file_gives_the_first_a_number() {
    let folder = Folder::new();
    let plan = Plan { most_frames: Some(10), ..folder.plan("x.raw") };
    let finished = record(&plan, &ramp(10), 4);
    assert_eq!(folder.told(&finished), ended(&[("x.raw", Cause::End)]));
    let finished = record(&plan, &ramp(11), 4);
    assert_eq!(folder.told(&finished), ended(&[("x-01.raw", Cause::Frames), ("x-02.raw", Cause::End)]));
    assert_eq!(folder.names(), ["x-01.raw", "x-02.raw"]);
}

#[test]
fn rotation_replaces_nothing_but_the_named_file() {
    let folder = Folder::new();
    ["x.raw", "x-01.raw", "x-03.raw"].iter().for_each(|name| folder.put(name));
    let plan = Plan { most_frames: Some(10), ..folder.plan("x.raw") };
    let finished = record(&plan, &ramp(30), 4);
    let names = [("x-02.raw", Cause::Frames), ("x-04.raw", Cause::Frames), ("x-05.raw", Cause::End)];
    assert_eq!(folder.told(&finished), ended(&names));
    assert_eq!([folder.read("x-01.raw"), folder.read("x-03.raw")], [b"old", b"old"]);
    assert_eq!(folder.names().len(), 5);
}

#[test]
fn a_pattern_never_names_a_file_twice() {
    let folder = Folder::new();
    folder.put("x.raw");
    let plan = Plan { most_frames: Some(10), naming: Naming::Strftime, ..folder.plan("x.raw") };
    let finished = record(&plan, &ramp(20), 4);
    assert_eq!(folder.told(&finished), ended(&[("x-01.raw", Cause::Frames), ("x-02.raw", Cause::End)]));
    let finished = record(&Plan { path: folder.0.path().join("x-%v.raw"), ..plan }, &ramp(20), 4);
    assert_eq!(folder.told(&finished), ended(&[("x-03.raw", Cause::Frames), ("x-04.raw", Cause::End)]));
    assert_eq!(folder.read("x.raw"), b"old");
    assert_eq!(folder.read("x-01.raw"), ramp(10));
}

#[test]
fn the_part_of_a_recording_that_was_killed_is_left_alone() {
    let folder = Folder::new();
    folder.put("x.raw.part");
    let plan = Plan { naming: Naming::Strftime, writing: Writing::AsPart, ..folder.plan("x.raw") };
    let finished = record(&plan, &ramp(3), 4);
    assert_eq!(folder.told(&finished), ended(&[("x-01.raw", Cause::End)]));
    assert_eq!(folder.read("x.raw.part"), b"old");
}

#[test]
fn a_pattern_makes_its_folders() {
    let folder = Folder::new();
    let plan = Plan { naming: Naming::Strftime, ..folder.plan("a/%%d/x%v.raw") };
    let finished = record(&plan, &ramp(3), 4);
    assert_eq!(folder.told(&finished), ended(&[("a/%d/x01.raw", Cause::End)]));
}

#[test]
fn a_file_is_complete_when_it_loses_its_part() {
    let folder = Folder::new();
    ["x.raw", "x-02.raw.part"].iter().for_each(|name| folder.put(name));
    let plan = Plan { most_frames: Some(10), writing: Writing::AsPart, ..folder.plan("x.raw") };
    let (mut rotation, finished) = begin(&plan);
    rotation.write(&ramp(10)).unwrap();
    // The old take is there until there is a new one.
    assert_eq!(folder.names(), ["x-02.raw.part", "x.raw", "x.raw.part"]);
    rotation.write(&ramp(1)).unwrap();
    assert_eq!(folder.names(), ["x-01.raw", "x-02.raw.part", "x-03.raw.part", "x.raw"]);
    assert_eq!(folder.read("x-01.raw"), ramp(10));
    rotation.finish().unwrap();
    assert_eq!(folder.names(), ["x-01.raw", "x-02.raw.part", "x-03.raw", "x.raw"]);
    assert_eq!(folder.told(&finished), ended(&[("x-01.raw", Cause::Frames), ("x-03.raw", Cause::End)]));
    record(&plan, &ramp(9), 4);
    assert_eq!(folder.read("x.raw"), ramp(9));
}

#[test]
fn a_name_that_is_taken_meanwhile_is_left_alone() {
    let folder = Folder::new();
    let plan = Plan { most_frames: Some(10), writing: Writing::AsPart, ..folder.plan("x.raw") };
    let (mut rotation, finished) = begin(&plan);
    rotation.write(&ramp(11)).unwrap();
    folder.put("x-02.raw");
    rotation.finish().unwrap();
    assert_eq!(folder.told(&finished), ended(&[("x-01.raw", Cause::Frames), ("x-03.raw", Cause::End)]));
    assert_eq!(folder.read("x-02.raw"), b"old");
}

#[test]
fn a_wish_ends_the_file_between_two_frames_and_leaves_no_empty_one() {
    let folder = Folder::new();
    let (mut rotation, finished) = begin(&folder.plan("x.raw"));
    let frames = ramp(5);
    rotation.next_file().unwrap();
    rotation.write(&frames[..2 * FRAME_BYTES]).unwrap();
    rotation.next_file().unwrap();
    rotation.next_file().unwrap();
    rotation.write(&frames[2 * FRAME_BYTES..]).unwrap();
    rotation.next_file().unwrap();
    rotation.finish().unwrap();
    assert_eq!(folder.told(&finished), ended(&[("x-01.raw", Cause::Asked), ("x-02.raw", Cause::Asked)]));
    assert_eq!([folder.read("x-01.raw"), folder.read("x-02.raw")].concat(), frames);
    assert_eq!(folder.names().len(), 2);
}

#[test]
fn a_size_of_files_is_kept_with_their_headers() {
    let folder = Folder::new();
    let plan = folder.plan("x.wav");
    let recipe = Recipe { file_type: FileType::Wav, most_bytes: Some(1000), ..plan.recipe };
    let finished = record(&Plan { recipe, ..plan }, &ramp(200), 64);
    let frames = [("x-01.wav", Cause::Bytes), ("x-02.wav", Cause::End)];
    assert_eq!(folder.told(&finished), ended(&frames));
    // The header of 24 bits has 68 bytes.
    let (first, second) = (folder.read("x-01.wav"), folder.read("x-02.wav"));
    assert_eq!(first.len(), 68 + 103 * FRAME_BYTES + 1);
    assert!([&first[68..first.len() - 1], &second[68..second.len() - 1]].concat() == ramp(200));
}

#[test]
fn devices_are_neither_renamed_nor_left() {
    let folder = Folder::new();
    symlink("/dev/null", folder.0.path().join("x.raw")).unwrap();
    for naming in [Naming::Numbered, Naming::Strftime] {
        let plan = Plan { most_frames: Some(10), writing: Writing::AsPart, naming, ..folder.plan("x.raw") };
        let (mut rotation, finished) = begin(&plan);
        rotation.write(&ramp(25)).unwrap();
        rotation.next_file().unwrap();
        rotation.write(&ramp(25)).unwrap();
        rotation.finish().unwrap();
        assert_eq!(folder.told(&finished), ended(&[("x.raw", Cause::End)]));
        assert_eq!(folder.names(), ["x.raw"]);
    }
}

#[test]
fn every_file_promises_what_is_left_for_it() {
    let folder = Folder::new();
    let plan = folder.plan("x.wav");
    let recipe = Recipe { file_type: FileType::Wav, ..plan.recipe };
    let (mut rotation, _finished) = begin(&Plan { recipe, most_frames: Some(10), expected_frames: Some(15), ..plan });
    let promise = |name| u32::from_le_bytes(folder.read(name)[64..68].try_into().unwrap());
    assert_eq!(promise("x.wav"), 10 * FRAME_BYTES as u32);
    rotation.write(&ramp(11)).unwrap();
    assert_eq!(promise("x-02.wav"), 5 * FRAME_BYTES as u32);
}

#[test]
fn a_next_file_that_cannot_be_made_loses_nothing_of_the_last() {
    let folder = Folder::new();
    let plan = Plan { most_frames: Some(10), naming: Naming::Strftime, ..folder.plan("d/x.raw") };
    let (mut rotation, finished) = begin(&plan);
    rotation.write(&ramp(10)).unwrap();
    let (dir, moved) = (folder.0.path().join("d"), folder.0.path().join("moved"));
    fs::rename(&dir, &moved).unwrap();
    fs::write(&dir, "in the way").unwrap();
    rotation.write(&ramp(1)).unwrap_err();
    rotation.finish().unwrap();
    assert_eq!(folder.told(&finished), ended(&[("d/x.raw", Cause::Frames)]));
    assert_eq!(fs::read(moved.join("x.raw")).unwrap(), ramp(10));
}
