//! Hundreds of generated commands through both tools: the same output, the same exit code, the same card afterwards.
//!
//! Each command starts from the state that both tools left; what ours does on purpose otherwise is in `answers`.

use super::bed::{Bed, CARD, Kept, State};
use super::{assert_same, quick};
use crate::call::Call;

/// A small generator, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

/// An element with the words that mean the same to both tools. A volume for both directions is stepped twice by
/// Debian's, and a percentage of a range that begins below 0 goes wrong there.
struct Element {
    card: &'static str,
    name: &'static str,
    steps: Steps,
}

#[derive(PartialEq)]
enum Steps {
    Same,
    Different,
}

const fn element(card: &'static str, name: &'static str) -> Element {
    Element { card, name, steps: Steps::Same }
}

const REAL: [Element; 9] = [
    element("Intel", "Master"),
    element("Intel", "Capture"),
    element("I82801AAICH", "Master"),
    element("I82801AAICH", "PCM"),
    element("I82801AAICH", "Capture"),
    element("I82801AAICH", "Line"),
    element("I82801AAICH", "3D Control Sigmatel - Depth"),
    element("Audio", "Audio Output Volume Control"),
    Element { card: "Dummy", name: "Master", steps: Steps::Different },
];

const MADE: [Element; 17] = [
    element(CARD, "Both"),
    element(CARD, "StereoMono"),
    element(CARD, "MonoStereo"),
    element(CARD, "MonoBoth"),
    element(CARD, "MonoCap"),
    element(CARD, "Switch"),
    element(CARD, "MonoSwitch"),
    element(CARD, "Big"),
    element(CARD, "Scale"),
    element(CARD, "MuteScale"),
    element(CARD, "Linear"),
    element(CARD, "MuteLinear"),
    element(CARD, "MinMax"),
    element(CARD, "MuteMinMax"),
    element(CARD, "Range"),
    element(CARD, "Container"),
    Element { card: CARD, name: "Common", steps: Steps::Different },
];

const VOLUMES: [&str; 14] =
    ["0", "5", "17", "200", "0%", "1%", "33%", "50%", "100%", "120%", "-20dB", "-3.5dB", "0dB", "-60dB"];
const STEPS: [&str; 10] = ["1+", "5-", "1%+", "1%-", "10%+", "25%-", "3dB+", "3dB-", "0.4dB+", "12.5dB-"];
const SWITCHES: [&str; 9] = ["mute", "unmute", "toggle", "on", "off", "cap", "nocap", "rec", "norec"];
const CHANNELS: [&str; 4] = ["frontleft", "frontright", "front", "FrontLeft"];
/// As words of their own: Debian's takes the `cap` of `capture,10` for the switch.
const DIRECTIONS: [&str; 2] = ["playback", "capture"];

fn setting(dice: &mut Dice, steps: &Steps) -> String {
    match dice.roll(10) {
        0..4 => dice.pick(&VOLUMES).to_owned(),
        4..7 if *steps == Steps::Same => dice.pick(&STEPS).to_owned(),
        7 => format!("{},{}", dice.pick(&VOLUMES), dice.pick(&VOLUMES)),
        8 => format!("{},{}", dice.pick(&SWITCHES), dice.pick(&SWITCHES)),
        _ => dice.pick(&SWITCHES).to_owned(),
    }
}

fn words(dice: &mut Dice, element: &Element) -> Vec<String> {
    let mut words = vec!["-D".to_owned(), format!("hw:{}", element.card)];
    if dice.roll(3) == 0 {
        words.push("-M".to_owned());
    }
    words.extend(["--".to_owned(), "sset".to_owned(), element.name.to_owned()]);
    for _ in 0..=dice.roll(2) {
        let setting = setting(dice, &element.steps);
        match dice.roll(5) {
            0 => words.extend([dice.pick(&CHANNELS).to_owned(), setting]),
            1 => words.extend([dice.pick(&DIRECTIONS).to_owned(), setting]),
            2 => words.push(format!("{},{setting}", dice.pick(&CHANNELS))),
            _ => words.push(setting),
        }
    }
    words
}

/// Both tools from the same state; the state that they leave is the same and stays. Says what is not the same. Where
/// Debian's says nothing, not even an error, ours has to: it stopped at a word that it did not understand.
fn difference(card: &str, words: &[&str]) -> Option<String> {
    let before = State::of(card);
    let debians = quick(Call::debian("amixer"), words);
    let after_debians = State::of(card);
    before.restore(card);
    let ours = quick(Call::amixer(), words);
    let tell = |what: &str| Some(format!("{what} of amixer {words:?}\n{}{}", ours.text(), debians.text()));
    if debians.stdout.is_empty() && debians.code == Some(0) {
        let silent = ours.stdout.is_empty() && ours.code == Some(0);
        return if silent { tell("silence") } else { None };
    }
    match () {
        () if ours.stdout != debians.stdout => tell("output"),
        () if ours.code != debians.code => tell("exit code"),
        () => State::of(card).difference(&after_debians).and_then(|difference| tell(&difference)),
    }
}

#[track_caller]
fn assert_same_change(card: &str, words: &[&str]) {
    assert_eq!(difference(card, words), None);
}

#[track_caller]
fn assert_same_changes(elements: &[Element], rounds: usize) {
    let mut dice = Dice(0x5eed_0123_4567_89ab);
    let mut differences = Vec::new();
    for _ in 0..rounds {
        for element in elements {
            let words = words(&mut dice, element);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            differences.extend(difference(element.card, &words));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    for card in super::CARDS {
        assert_same(&["-D", &format!("hw:{card}"), "contents"]);
    }
}

#[test]
fn simple_elements_are_set_as_debians_sets_them() {
    let _kept: Vec<Kept> = ["Dummy", "Intel", "I82801AAICH", "Audio"].map(Kept::new).into();
    assert_same_changes(&REAL, 16);
}

#[test]
fn every_kind_of_scale_is_set_as_debians_sets_it() {
    let _bed = Bed::new();
    assert_same_changes(&MADE, 8);
}

#[test]
fn controls_are_set_as_debians_sets_them() {
    let _bed = Bed::new();
    let _kept: Vec<Kept> = ["Dummy", "Intel", "I82801AAICH"].map(Kept::new).into();
    let numbers = ["0", "5", "5,6", "7,", ",8", "50%", "10%,90%", "0x1f", "010", "1000", "1,2,3"];
    let switches = ["on", "off", "on,off", "toggle", "toggle,on", "1", "0", "yes", "no", "up", "down", "On"];
    let items = ["one", "two, three", "'two, three'", "two,one", "2", "0x1", ",1"];
    let bytes = ["0x12,0x34", "5", "300", "1,2,3,4,5", "50%", ",,7"];
    let groups: [(&str, &str, &[&str]); 9] = [
        ("Dummy", "name='Master Volume'", &numbers),
        ("Dummy", "iface=MIXER,name='Master Capture Switch'", &switches),
        ("Intel", "name=Master Playback Volume", &numbers),
        ("I82801AAICH", "numid=5", &["Line,CD", "Mic", "3", "1,2", "Mix Mono,Mix"]),
        (CARD, "name=\"Both Capture Volume\"", &numbers),
        (CARD, "name='Both Playback Switch',index=0", &switches),
        (CARD, "name='Stereo Enum'", &items),
        (CARD, "iface=CARD,name=Bytes", &bytes),
        (CARD, "iface=card,name=Wide", &["12", "1,2,3", "0x10"]),
    ];
    for (card, id, values) in groups {
        for value in values {
            assert_same_change(card, &["-D", &format!("hw:{card}"), "cset", id, value]);
        }
    }
    assert_same(&["-D", "hw:Intel", "cset", "numid=6", "on"]);
}

#[test]
fn items_are_chosen_as_debians_chooses_them() {
    let _bed = Bed::new();
    let _kept = Kept::new("Dummy");
    for item in ["None", "CD Player", "none", "0"] {
        assert_same_change("Dummy", &["-D", "hw:Dummy", "sset", "External I/O Box", item]);
    }
    for items in ["one", "two, three", "two,one", "two, three,two", "one two"] {
        assert_same_change(CARD, &["-D", "hw:VirMIDI", "sset", "Stereo", items]);
    }
}
