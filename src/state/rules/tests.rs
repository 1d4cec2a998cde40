//! Rules on a made-up card and machine: what they print, what they set, and that they always end.

use super::world::{Card, Element, Machine, Ran};
use super::*;
use crate::device::ctl::{Access, CardInfo, ElemInfo, ElemType, Iface, Range, Value};
use crate::device::tlv::Tlv;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

struct FakeCard {
    info: CardInfo,
    ids: Vec<ElemId>,
    elements: Vec<Element>,
    values: RefCell<Vec<Value>>,
}

#[derive(Default)]
struct FakeMachine {
    files: BTreeMap<PathBuf, String>,
}

fn volume(name: &str, scale: Option<Tlv>) -> (Element, Value) {
    let kind = ElemType::Integer(Range { min: 0, max: 87, step: 0 });
    (element(name, kind, &[], scale), Value::Integer(vec![0, 0]))
}

fn switch(name: &str) -> (Element, Value) {
    (element(name, ElemType::Boolean, &[], None), Value::Boolean(vec![false, false]))
}

fn element(name: &str, kind: ElemType, items: &[&str], scale: Option<Tlv>) -> Element {
    let id = ElemId { name: name.to_owned(), iface: Iface::Mixer, ..ElemId::default() };
    let access = Access { readable: true, writable: true, ..Access::default() };
    let items = items.iter().map(|item| (*item).to_owned()).collect();
    Element { info: ElemInfo { id, kind, count: 2, access }, items, scale }
}

impl FakeCard {
    fn new(elements: Vec<(Element, Value)>) -> FakeCard {
        let text = |text: &str| text.to_owned();
        let info = CardInfo {
            id: text("Fake"),
            name: text("Fake Card"),
            long_name: text("Fake Card at 1"),
            driver: text("Test"),
            mixer_name: text("Mixer"),
            components: String::new(),
            number: 3,
        };
        let numbered = |(numid, (mut element, value)): (u32, (Element, Value))| {
            element.info.id.numid = numid;
            (element, value)
        };
        let (elements, values): (Vec<Element>, Vec<Value>) = (1..).zip(elements).map(numbered).unzip();
        let ids = elements.iter().map(|element| element.info.id.clone()).collect();
        FakeCard { info, ids, elements, values: RefCell::new(values) }
    }

    fn place(&self, id: &ElemId) -> Result<usize> {
        let same = |own: &ElemId| match id.numid {
            0 => ElemId { numid: 0, ..own.clone() } == *id,
            numid => own.numid == numid,
        };
        self.ids.iter().position(same).ok_or_else(|| Error::new("control element info", libc::ENOENT))
    }
}

impl Card for FakeCard {
    fn info(&self) -> &CardInfo {
        &self.info
    }
    fn ids(&self) -> &[ElemId] {
        &self.ids
    }
    fn element(&self, id: &ElemId) -> Result<Element> {
        Ok(self.elements[self.place(id)?].clone())
    }
    fn owner(&self, _id: &ElemId) -> Result<i32> {
        Ok(-1)
    }
    fn read(&self, info: &ElemInfo) -> Result<Value> {
        Ok(self.values.borrow()[self.place(&info.id)?].clone())
    }
    fn write(&self, info: &ElemInfo, value: &Value) -> Result<()> {
        self.values.borrow_mut()[self.place(&info.id)?] = value.clone();
        Ok(())
    }
}

impl Machine for FakeMachine {
    fn read(&self, path: &Path) -> io::Result<String> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::from_raw_os_error(libc::ENOENT))
    }
    fn folder(&self, path: &Path) -> Option<Vec<PathBuf>> {
        let inside: Vec<PathBuf> = self.files.keys().filter(|file| file.parent() == Some(path)).cloned().collect();
        (!inside.is_empty()).then_some(inside)
    }
    fn exists(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }
    fn sysfs(&self) -> PathBuf {
        PathBuf::from("/sys")
    }
    fn attribute(&self, path: &Path) -> Option<String> {
        self.files.get(path).cloned()
    }
    fn write_attribute(&self, _path: &Path, _value: &str) -> io::Result<()> {
        Err(io::Error::from_raw_os_error(libc::EACCES))
    }
    fn variable(&self, name: &str) -> Option<String> {
        (name == "SET").then(|| "here".to_owned())
    }
    fn run(&self, words: &[String], variables: &BTreeMap<String, String>) -> Ran {
        Ran { succeeded: words[0] == "good", output: format!("{words:?} {variables:?}\n\n") }
    }
}

/// What a run has said and done.
struct Run {
    code: u8,
    printed: String,
    complaints: Vec<String>,
    explained: Vec<String>,
}

fn run_on(card: &FakeCard, machine: &FakeMachine, text: &str) -> Run {
    let mut run = Run { code: 0, printed: String::new(), complaints: Vec::new(), explained: Vec::new() };
    let mut tell = |event: Event<'_>| match event {
        Event::Print(text) | Event::Error(text) => run.printed.push_str(text),
        Event::Complaint(place, text) => run.complaints.push(format!("{place}: {text}")),
        Event::Taken(place, text) => run.explained.push(format!("{place}: {text}")),
        Event::Changed(change) => run.explained.push(format!("{}: {:?} -> {}", change.id.name, change.from, change.to)),
    };
    let code = interpret((Path::new("/r/main"), text), card, machine, &mut tell);
    Run { code, ..run }
}

fn run(text: &str) -> Run {
    run_on(&FakeCard::new(vec![volume("Master Volume", None)]), &FakeMachine::default(), text)
}

fn printed(text: &str) -> String {
    let run = run(text);
    assert_eq!((run.code, run.complaints), (0, Vec::new()), "{text}");
    run.printed
}

#[test]
fn a_rule_ends_at_the_first_pair_that_does_not_match() {
    assert_eq!(printed("CARDINFO{driver}==\"T[a-f]st\", PRINT=\"a\", CARDINFO{id}!=\"F*\", PRINT=\"b\""), "a");
    assert_eq!(printed("CARDINDEX==\"3\", PRINT=\"[$cardinfo{longname}]\""), "[Fake Card at 1]");
}

#[test]
fn what_is_not_there_neither_fits_nor_differs() {
    let text = "ENV{no}==\"*\", PRINT=\"1\"\nENV{no}!=\"x\", PRINT=\"2\"\nATTR{x}!=\"y\", PRINT=\"3\"\nRESULT==\"\", PRINT=\"4\"\n";
    assert_eq!(printed(text), "");
    assert_eq!(
        printed("ENV{SET}==\"h*\", ENV{SET}=\"x\", PRINT=\"$env{SET}\", ENV{SET}:=\"y\", PRINT=\"$env{SET}\""),
        "herey"
    );
}

#[test]
fn goto_goes_forward_to_a_line_that_begins_with_the_label() {
    let text = "GOTO=\"x\", PRINT=\"no\"\nPRINT=\"no\", LABEL=\"x\"\nLABEL=\"x\", PRINT=\"yes\"\n";
    assert_eq!(printed(text), "yes");
    let back = run("LABEL=\"x\", PRINT=\"1\"\nGOTO=\"x\"\nPRINT=\"2\"");
    assert_eq!((back.code, back.printed.as_str()), (22, "1"));
    assert_eq!(back.complaints, ["/r/main:2: no LABEL=\"x\" follows"]);
}

#[test]
fn exit_ends_everything_or_only_its_file() {
    assert_eq!(run("EXIT=\"99\"\nPRINT=\"no\"").code, 99);
    assert_eq!(run("EXIT=\"-3\"").code, 3);
    assert_eq!((run("EXIT=\"foo\"").code, run("EXIT=\"300\"").code), (22, 22));
    assert_eq!(printed("PRINT=\"1\", EXIT=\"return\"\nPRINT=\"2\""), "1");
}

#[test]
fn included_files_and_folders_lie_beside_their_file() {
    let mut machine = FakeMachine::default();
    let file = |name: &str| PathBuf::from("/r/").join(name);
    machine.files.insert(file("d/1.conf"), "PRINT=\"1\", EXIT=\"return\"\nPRINT=\"no\"".to_owned());
    machine.files.insert(file("d/2.conf"), "PRINT=\"2\", INCLUDE=\"../r/empty\", INCLUDE=\"3\"".to_owned());
    machine.files.insert(file("d/3"), "RESULT=\"three\", EXIT=\"7\"".to_owned());
    machine.files.insert(file("d/../r/empty"), String::new());
    let card = FakeCard::new(Vec::new());
    machine.files.remove(&file("d/3"));
    let missing = run_on(&card, &machine, "INCLUDE=\"d\", PRINT=\"4\"");
    assert_eq!((missing.code, missing.printed.as_str()), (2, "124"));
    assert_eq!(missing.complaints, ["/r/d/2.conf:1: cannot read '/r/d/3': No such file or directory"]);
}

#[test]
fn no_rules_run_for_ever() {
    let card = FakeCard::new(Vec::new());
    let mut machine = FakeMachine::default();
    machine.files.insert(PathBuf::from("/r/main"), "INCLUDE=\"main\"\n".repeat(30));
    let deep = run_on(&card, &machine, "INCLUDE=\"main\"");
    assert_eq!((deep.code, deep.complaints.len()), (40, 1));
    for level in 0..10 {
        let next = format!("INCLUDE=\"{}\"\n", level + 1).repeat(10);
        machine.files.insert(PathBuf::from(format!("/r/{level}")), next);
    }
    machine.files.insert(PathBuf::from("/r/10"), String::new());
    let wide = run_on(&card, &machine, "INCLUDE=\"0\"");
    assert_eq!(wide.code, 40);
    assert!(wide.complaints[0].contains("too many lines"), "{:?}", wide.complaints);
}

#[test]
fn a_wrong_rule_is_told_and_the_next_one_still_done() {
    let run = run("PRINT=\"no\", PRINT=x\nPRINT=\"yes\", NOPE=\"1\", PRINT=\"!\"");
    assert_eq!((run.code, run.printed.as_str()), (22, "yes!"));
    assert_eq!(run.complaints.len(), 2);
    assert!(run.complaints[0].starts_with("/r/main:1: invalid rule: "), "{:?}", run.complaints);
    assert_eq!(run.complaints[1], "/r/main:2: unknown key 'NOPE'");
}

#[test]
fn programs_give_a_result() {
    let text = "ENV{a}:=\"1\", PROGRAM==\"good 'x y'\", PRINT=\"$result\"\nPROGRAM=\"bad\", PRINT=\"no\"\n\
                PROGRAM!=\"bad\", PRINT=\"|$result|\"";
    assert_eq!(printed(text), "__good_, _x y__ __a_: _1__||");
    assert_eq!(run("PROGRAM==\"__nope\", PRINT=\"no\"").complaints, ["/r/main:1: unknown built-in program '__nope'"]);
}

#[test]
fn attributes_of_the_device_are_found_below_sysfs() {
    let mut machine = FakeMachine::default();
    machine.files.insert(PathBuf::from("/sys/class/card3/vendor"), "0x80;86 \n".to_owned());
    let text = "ATTR{vendor}==\"*\", PRINT=\"too early\"\nCONFIG{sysfs_device}=\"/class/card$cardinfo{card}\", PRINT=\"%g{sysfs_device}\"\n\
                ATTR{vendor}==\"0x80;86\", CONFIG{sysfs_device}==\"/class*\", PRINT=\" $attr{vendor} %4s{vendor}\"\n\
                ATTR{vendor}==\"0x80;86 \", PRINT=\"no: the end of the line is there, too\"\nATTR{vendor}=\"1\", PRINT=\" $result\"";
    let run = run_on(&FakeCard::new(Vec::new()), &machine, text);
    assert_eq!(run.printed, "/class/card3 0x80_86 0x80 -13");
}

#[test]
fn elements_are_found_set_and_told() {
    let scale = Some(Tlv::DbScale { min: -6525, step: 75, mute: false });
    let card =
        FakeCard::new(vec![volume("A Playback Volume", scale), switch("A Playback Switch"), volume("B Volume", None)]);
    let text = "CTL{reset}=\"mixer\"\nCTL{name}=\"A * Volume\", CTL{do_search}==\"1\", CTL{write}==\"-20dB\", PRINT=\"$ctl{name} $ctl{value} $ctl{dBmin} $ctl{attr}\\n\"\n\
                CTL{name}=\"B Volume\", CTL{write}!=\"0dB\", CTL{values}=\"75%\", PRINT=\"$result $ctl{value}\\n\"\n\
                CTL{name}=\"Nope\", CTL{values}=\"1\", PRINT=\"$result\\n\"\n\
                CTL{search}=\"mixer\", CTL{name}=\"A *\", PRINT=\"$ctl{do_count} \", CTL{do_search 1}==\"1\", PRINT=\"$ctl{name} $ctl{type}\\n\"\n\
                CTL{values}=\"2\", RESULT==\"-22\", PRINT=\"$ctl{value}\\n\"\n";
    let run = run_on(&card, &FakeMachine::default(), text);
    let wanted = "A Playback Volume 60,60 -65.25dB rw\n0 66,66\n-2\n2 A Playback Switch BOOLEAN\noff,off\n";
    assert_eq!(run.printed, wanted);
    let wanted = ["A Playback Volume: Some(\"0,0\") -> 60,60", "B Volume: Some(\"0,0\") -> 66,66"];
    let changes: Vec<&String> = run.explained.iter().filter(|line| line.contains("->")).collect();
    assert_eq!(changes, wanted.iter().collect::<Vec<_>>());
    assert!(run.explained[1].starts_with("/r/main:2: CTL{name}=\"A * Volume\""), "{:?}", run.explained);
    assert_eq!(run.complaints.len(), 2, "{:?}", run.complaints);
}

#[test]
fn the_own_rules_make_a_muted_card_audible_and_its_microphone_heard() {
    let scale = || Some(Tlv::DbScale { min: -6525, step: 75, mute: false });
    let source = element("Capture Source", ElemType::Enumerated(2), &["Line", "Mic"], None);
    let card = FakeCard::new(vec![
        switch("Master Playback Switch"),
        volume("Master Playback Volume", scale()),
        volume("Headphone Playback Volume", None),
        volume("PCM Playback Volume", scale()),
        switch("Capture Switch"),
        (source, Value::Enumerated(vec![0, 0])),
    ]);
    let run = run_on(&card, &FakeMachine::default(), OWN_RULES);
    assert_eq!((run.code, run.complaints), (GENERIC, Vec::new()));
    let [on, level, full, pcm] = [
        Value::Boolean(vec![true; 2]),
        Value::Integer(vec![60; 2]),
        Value::Integer(vec![87; 2]),
        Value::Integer(vec![87; 2]),
    ];
    assert_eq!(*card.values.borrow(), [on.clone(), level, full, pcm, on, Value::Enumerated(vec![1; 2])]);
}

#[test]
fn without_a_master_the_own_rules_keep_the_only_level_moderate() {
    let card = FakeCard::new(vec![volume("PCM Playback Volume", None), switch("PCM Playback Switch")]);
    assert_eq!(run_on(&card, &FakeMachine::default(), OWN_RULES).code, GENERIC);
    assert_eq!(*card.values.borrow(), [Value::Integer(vec![66; 2]), Value::Boolean(vec![true; 2])]);
}
