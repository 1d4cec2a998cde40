//! Any text as a state file: reading ends, and no entry sets an element outside its range. And as a file of groups.
#![no_main]

use alsabox::device::ctl::{Access, ElemInfo, ElemType, Range, Value};
use alsabox::state::file::States;
use alsabox::state::group::{Asked, Groups, Now, State};
use alsabox::state::{difference, restore, saved};
use std::path::Path;

const NOW: Now = Now { realtime_s: 1000, raw_s: 20 };

/// Whatever a file of groups says, a card waits for a while at most.
fn join(text: &[u8]) {
    let Ok(mut groups) = Groups::parse(Path::new("groups"), text) else { return };
    let group = groups.join("grp1", 3, 10, NOW);
    assert!(group.cards.contains(&3));
    let boot = group.boot();
    assert!(boot.values().iter().all(|value| *value >= -1), "{boot:?}");
    if let State::Waiting(until_s) = boot.state(3, NOW.raw_s, Asked::AtBoot) {
        assert!(until_s <= NOW.raw_s + 245);
    }
    let written = groups.text();
    let again = Groups::parse(Path::new("groups"), written.as_bytes()).expect("what is written can be read");
    assert_eq!(again.cards("grp1"), group.cards);
}

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    join(text);
    let Ok(states) = States::parse(Path::new("state"), text) else { return };
    let written = states.text();
    let again = States::parse(Path::new("state"), written.as_bytes()).expect("what is written can be read");
    assert_eq!(again.text(), written);
    let Some(card) = states.find("X") else { return };
    difference::between(Some(card), card);
    for saved in saved::read(card).0 {
        for range in [Range { min: 0, max: 87, step: 0 }, Range { min: -7, max: 7, step: 3 }, Range { min: i64::MIN, max: i64::MAX, step: 1 }] {
            let kind = ElemType::Integer(range);
            let info = ElemInfo { id: saved.id.clone(), kind, count: 2, access: Access::default() };
            if let Ok(Value::Integer(values)) = restore::fit(&saved, &info) {
                assert!(values.iter().all(|value| range.min <= *value && *value <= range.max), "{values:?} in {range:?}");
            }
        }
        let info = ElemInfo { id: saved.id.clone(), kind: ElemType::Enumerated(3), count: 2, access: Access::default() };
        if let Ok(Value::Enumerated(items)) = restore::fit(&saved, &info) {
            assert!(items.iter().all(|item| *item < 3));
        }
    }
});
