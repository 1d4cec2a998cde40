//! Any text as words of amixer: nothing panics, and what is understood stays understood when it is cut into lines.
#![no_main]

use alsabox::device::ctl::{Access, ElemId, ElemInfo, ElemType, Range, Value};
use alsabox::mixer::assign::assign;
use alsabox::mixer::control::Control;
use alsabox::mixer::identifier::{SimpleId, parse_control};
use alsabox::mixer::wish;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let words: Vec<&str> = text.split('\n').collect();
    if let Ok(wishes) = wish::parse(&words) {
        assert_eq!(wishes.len(), words.len());
    }
    for word in words {
        let _ = SimpleId::parse(word);
        if let Some(id) = parse_control(word) {
            assert!(id.numid != 0 || !id.name.is_empty());
        }
        number(word);
        item(word);
    }
});

fn control(kind: ElemType, items: &[&str]) -> Control {
    let info = ElemInfo { id: ElemId::numbered(1), kind, count: 2, access: Access::default() };
    Control { info, items: items.iter().map(|item| (*item).to_owned()).collect(), value: None, tlv: None }
}

/// A number stays in its range, whatever is asked.
fn number(word: &str) {
    for range in [Range { min: -50, max: 100, step: 0 }, Range { min: i64::MIN, max: i64::MAX, step: 7 }] {
        if let Ok(Value::Integer(values)) = assign(&control(ElemType::Integer64(range), &[]), &Value::Integer(vec![1, 2]), word) {
            assert!(values.iter().all(|value| (range.min..=range.max).contains(value)));
        }
    }
}

/// An item exists.
fn item(word: &str) {
    let items = ["one", "two, three", "two"];
    if let Ok(Value::Enumerated(values)) = assign(&control(ElemType::Enumerated(3), &items), &Value::Enumerated(vec![0, 1]), word) {
        assert!(values.iter().all(|value| *value < 3));
    }
}
