//! Any text as rules of init: the run ends, nothing panics, and no element gets a value outside its range.
//!
//! Lines that begin with `@` part the text into the files that INCLUDE finds: 0, 1, 2 and so on.
#![no_main]

use alsabox::device::ctl::{Access, CardInfo, ElemId, ElemInfo, ElemType, Iface, Range, Value};
use alsabox::device::tlv::Tlv;
use alsabox::device::{Error, Result};
use alsabox::state::rules::interpret;
use alsabox::state::rules::world::{Card, Element, Machine, Ran};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let files: Vec<&str> = text.split("\n@").collect();
    let card = FuzzCard::new();
    let mut told = 0usize;
    interpret((Path::new("/0"), files[0]), &card, &FuzzMachine(&files), &mut |_| told += 1);
});

struct FuzzCard {
    info: CardInfo,
    ids: Vec<ElemId>,
    elements: Vec<Element>,
}

const NO_SCALE: Option<Tlv> = None;

impl FuzzCard {
    fn new() -> FuzzCard {
        let number = |min, max, step| ElemType::Integer(Range { min, max, step });
        let scale = Tlv::DbScale { min: -6525, step: 75, mute: true };
        let odd = Tlv::DbMinMax { min: i32::MAX, max: i32::MIN, mute: false };
        let items: Vec<String> = ["one", "two, three", ""].map(str::to_owned).to_vec();
        let parts = [
            (number(0, 87, 0), Some(scale), Vec::new()),
            (number(-50, 100, 3), NO_SCALE, Vec::new()),
            (ElemType::Integer64(Range { min: i64::MIN, max: i64::MAX, step: 7 }), Some(odd), Vec::new()),
            (ElemType::Boolean, NO_SCALE, Vec::new()),
            (ElemType::Enumerated(3), NO_SCALE, items),
            (ElemType::Bytes, NO_SCALE, Vec::new()),
            (ElemType::Iec958, NO_SCALE, Vec::new()),
            (ElemType::Unknown, NO_SCALE, Vec::new()),
        ];
        let element = |(numid, (kind, scale, items)): (u32, (ElemType, Option<Tlv>, Vec<String>))| {
            let id = ElemId { numid, iface: Iface::Mixer, name: format!("E{numid}"), ..ElemId::default() };
            Element { info: ElemInfo { id, kind, count: 2, access: Access::default() }, items, scale }
        };
        let elements: Vec<Element> = (1..).zip(parts).map(element).collect();
        let ids = elements.iter().map(|element| element.info.id.clone()).collect();
        let name = || "Name".to_owned();
        let info = CardInfo {
            id: name(),
            name: name(),
            long_name: name(),
            driver: name(),
            mixer_name: name(),
            components: name(),
            number: 0,
        };
        FuzzCard { info, ids, elements }
    }
}

impl Card for FuzzCard {
    fn info(&self) -> &CardInfo {
        &self.info
    }
    fn ids(&self) -> &[ElemId] {
        &self.ids
    }
    fn element(&self, id: &ElemId) -> Result<Element> {
        let found = self.elements.iter().find(|element| element.info.id.numid == id.numid || element.info.id.name == id.name);
        found.cloned().ok_or_else(|| Error::new("control element info", ENOENT))
    }
    fn owner(&self, _id: &ElemId) -> Result<i32> {
        Ok(-1)
    }
    fn read(&self, info: &ElemInfo) -> Result<Value> {
        Ok(match info.kind {
            ElemType::Boolean => Value::Boolean(vec![false; 2]),
            ElemType::Integer(range) | ElemType::Integer64(range) => Value::Integer(vec![range.min; 2]),
            ElemType::Enumerated(_) => Value::Enumerated(vec![0; 2]),
            ElemType::Bytes => Value::Bytes(vec![0; 2]),
            ElemType::Iec958 => Value::Iec958(Box::default()),
            ElemType::Unknown => Value::None,
        })
    }
    fn write(&self, info: &ElemInfo, value: &Value) -> Result<()> {
        match (info.kind, value) {
            (ElemType::Integer(range) | ElemType::Integer64(range), Value::Integer(values)) => {
                assert!(values.len() == 2 && values.iter().all(|value| (range.min..=range.max).contains(value)));
            }
            (ElemType::Enumerated(items), Value::Enumerated(values)) => {
                assert!(values.len() == 2 && values.iter().all(|item| *item < items));
            }
            (ElemType::Boolean, Value::Boolean(values)) => assert_eq!(values.len(), 2),
            (ElemType::Bytes, Value::Bytes(values)) => assert_eq!(values.len(), 2),
            (ElemType::Iec958, Value::Iec958(_)) => {}
            other => panic!("{other:?}"),
        }
        Ok(())
    }
}

const ENOENT: i32 = 2;

struct FuzzMachine<'a>(&'a [&'a str]);

impl Machine for FuzzMachine<'_> {
    fn read(&self, path: &Path) -> io::Result<String> {
        let number = path.file_name().and_then(|name| name.to_str()?.parse::<usize>().ok());
        let text = number.and_then(|number| self.0.get(number));
        text.map(|text| (*text).to_owned()).ok_or_else(|| io::Error::from_raw_os_error(ENOENT))
    }
    fn folder(&self, path: &Path) -> Option<Vec<PathBuf>> {
        (path == Path::new("/all")).then(|| (0..self.0.len()).map(|number| PathBuf::from(format!("/{number}"))).collect())
    }
    fn exists(&self, path: &Path) -> bool {
        self.read(path).is_ok()
    }
    fn sysfs(&self) -> PathBuf {
        PathBuf::from("/sys")
    }
    fn attribute(&self, path: &Path) -> Option<String> {
        Some(path.to_string_lossy().into_owned())
    }
    fn write_attribute(&self, _path: &Path, _value: &str) -> io::Result<()> {
        Ok(())
    }
    fn variable(&self, name: &str) -> Option<String> {
        (name == "HOME").then(|| "/home".to_owned())
    }
    fn run(&self, words: &[String], _variables: &BTreeMap<String, String>) -> Ran {
        Ran { succeeded: words.len() > 1, output: words.join(" ") }
    }
}
