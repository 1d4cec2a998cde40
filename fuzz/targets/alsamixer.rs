//! Any text as alsamixer.rc, any bytes as keys and mouse, any size of the screen: nothing panics, the focus is on a
//! control, and it does not matter how the bytes were cut.
#![no_main]

use alsabox::device::mixer::Channel;
use alsabox::mixer::element::{ChannelState, Choice, Element, Side, Volume};
use alsabox::ui::alsamixer::action::View;
use alsabox::ui::alsamixer::app::{App, Desk, Presence, Scope};
use alsabox::ui::alsamixer::input::{Decoder, Input};
use alsabox::ui::alsamixer::layout::Size;
use alsabox::ui::alsamixer::picture;
use alsabox::ui::alsamixer::rc::Config;
use alsabox::ui::alsamixer::strip::Unit;
use alsabox::ui::alsamixer::theme::{Colors, Theme};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (rc, keys) = match bytes.iter().position(|byte| *byte == 0) {
        Some(end) => (&bytes[..end], &bytes[end + 1..]),
        None => (&[][..], bytes),
    };
    let mut config = Config::new(Theme::new(Colors::On));
    config.read(&String::from_utf8_lossy(rc));
    let inputs = Decoder::default().feed(keys);
    let mut decoder = Decoder::default();
    let one_by_one: Vec<Input> = keys.iter().flat_map(|byte| decoder.feed(&[*byte])).collect();
    assert_eq!(inputs, one_by_one);
    let mut app = App::new("AlsaMixer", config, View::All);
    let size = |at: usize| u16::from(*bytes.get(at).unwrap_or(&80));
    app.resize(Size { columns: size(0), rows: size(1) / 4 });
    app.show(vec![desk()], Scope::Card);
    for input in inputs {
        match input {
            Input::Key(key) => drop(app.press(key)),
            Input::Mouse(mouse) => drop(app.mouse(mouse)),
        }
        assert!(app.focused().is_some() || app.strips.is_empty());
    }
    picture(&app);
});

fn side(count: usize, volume: bool) -> Side {
    let volume = volume.then_some(Volume { raw: 3, percent: 30, mapped_percent: 30, centibel: Some(-300) });
    let state = |channel| ChannelState { channel, volume, on: Some(true) };
    let range = volume.map(|_| (0, 10));
    Side {
        range,
        levels: range.map(|_| (-1000, 0)),
        mono: count == 1,
        channels: Channel::all().take(count).map(state).collect(),
    }
}

fn unit(name: &str, playback: Option<Side>, capture: Option<Side>, choice: Option<Choice>) -> Unit {
    let element = Element {
        name: name.to_owned(),
        index: 0,
        capabilities: Vec::new(),
        capture_group: None,
        common_volume: false,
        common_switch: false,
        playback,
        capture,
        choice,
    };
    Unit { element, active: true }
}

fn desk() -> Desk {
    let choice = Choice { items: vec!["One".to_owned(), "日本語".to_owned()], chosen: vec![1] };
    let units = vec![
        unit("Master", Some(side(2, true)), None, None),
        unit("マイク e\u{301}", Some(side(1, true)), Some(side(2, false)), None),
        unit("Surround", Some(side(8, true)), None, None),
        unit("Source", None, None, Some(choice)),
        unit("Capture", None, Some(side(2, true)), None),
    ];
    let text = |text: &str| text.to_owned();
    Desk {
        device: text("hw:0"),
        id: text("PCH"),
        card: text("Card"),
        chip: text("Chip"),
        units,
        presence: Presence::Here,
    }
}
