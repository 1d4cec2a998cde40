//! What each key does to the mixer, without a terminal.

use super::super::change::Deed;
use super::super::sample::{PLAIN, With, app, desk, laptop, side, unit};
use super::*;
use crate::mixer::wish::From;
use proptest::prelude::*;

const USUAL: Size = Size { columns: 80, rows: 24 };

fn type_keys(app: &mut App, keys: &str) -> Vec<Task> {
    keys.chars().filter_map(|letter| app.press(Key::char(letter))).collect()
}

fn press(app: &mut App, code: Code) -> Option<Task> {
    app.press(Key::plain(code))
}

fn label(app: &App) -> String {
    app.focused().map(Strip::name).unwrap_or_default()
}

fn deed_of(task: Option<Task>) -> Deed {
    match task {
        Some(Task::Change(change)) => change.deed,
        other => panic!("no change: {other:?}"),
    }
}

#[test]
fn the_focus_stays_on_its_element_when_the_view_changes() {
    let mut app = app(laptop(), View::All, USUAL);
    app.press(Key::plain(Code::Right));
    app.press(Key::plain(Code::Right));
    assert_eq!(label(&app), "Speaker");
    press(&mut app, Code::F(3));
    assert_eq!(label(&app), "Speaker");
    press(&mut app, Code::F(4));
    press(&mut app, Code::Tab);
    press(&mut app, Code::Tab);
    assert_eq!((app.view, app.focus < app.strips.len()), (View::Playback, true));
}

#[test]
fn the_focus_stays_within_and_the_screen_follows_it() {
    let mut app = app(laptop(), View::All, Size { columns: 40, rows: 20 });
    press(&mut app, Code::Left);
    assert_eq!(app.focus, 0);
    for _ in 0..20 {
        press(&mut app, Code::Right);
    }
    assert_eq!((app.focus, app.first), (app.strips.len() - 1, app.strips.len() - 4));
    for _ in 0..5 {
        press(&mut app, Code::Left);
    }
    assert_eq!(app.first, app.focus);
    app.resize(Size { columns: 200, rows: 20 });
    assert_eq!(app.first, 0);
}

#[test]
fn a_volume_that_is_joined_has_no_sides() {
    let mut app = app(laptop(), View::Playback, USUAL);
    for key in ['+', 'q', 'e'] {
        let Deed::Volume { channels, amount, .. } = deed_of(app.press(Key::char(key))) else { panic!("{key}") };
        assert_eq!((channels.len(), amount.value, amount.from), (1, 1.0, From::Up), "{key}");
    }
    press(&mut app, Code::Right);
    for (key, number) in [('q', 0), ('e', 1)] {
        let Deed::Volume { channels, .. } = deed_of(app.press(Key::char(key))) else { panic!("{key}") };
        assert_eq!(channels.iter().map(|channel| channel.number()).collect::<Vec<_>>(), [number]);
    }
}

#[test]
fn each_switch_goes_to_its_other_side() {
    let mut app = app(laptop(), View::Playback, USUAL);
    press(&mut app, Code::Right);
    let Deed::Switch { lamps, .. } = deed_of(app.press(Key::char('m'))) else { panic!() };
    assert_eq!(lamps.iter().map(|(_, on)| *on).collect::<Vec<_>>(), [false, true]);
    let Deed::Switch { lamps, .. } = deed_of(app.press(Key::char('>'))) else { panic!() };
    assert_eq!(lamps.iter().map(|(channel, on)| (channel.number(), *on)).collect::<Vec<_>>(), [(1, true)]);
    assert_eq!(app.press(Key::char(' ')), None, "it has no capture switch");
}

#[test]
fn the_balance_is_the_mean_of_what_is_heard() {
    let mut app = app(vec![unit("PCM").playback(side(&[20, 60], PLAIN, &[]))], View::Playback, USUAL);
    let Deed::Volume { channels, amount, .. } = deed_of(app.press(Key::char('b'))) else { panic!() };
    assert_eq!((channels.len(), amount.value.round(), amount.from), (2, 40.0, From::Zero));
}

#[test]
fn an_item_is_chosen_by_steps_only() {
    let mut app = app(laptop(), View::Playback, USUAL);
    type_keys(&mut app, "/auto");
    press(&mut app, Code::Enter);
    assert_eq!(deed_of(press(&mut app, Code::Up)), Deed::NextItem(1));
    assert_eq!(deed_of(press(&mut app, Code::PageDown)), Deed::NextItem(-5));
    assert_eq!(app.press(Key::char('5')), None);
    assert_eq!(app.press(Key::char('m')), None);
}

#[test]
fn a_search_goes_on_in_both_directions_and_ends_where_it_is() {
    let mut app = app(laptop(), View::All, USUAL);
    type_keys(&mut app, "/MIC");
    assert_eq!(label(&app), "Mic Boost");
    press(&mut app, Code::Backspace);
    press(&mut app, Code::Down);
    assert_eq!(label(&app), "Mic Boost", "the only one with MI");
    press(&mut app, Code::Escape);
    type_keys(&mut app, "/e");
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(label(&app));
        press(&mut app, Code::Down);
    }
    assert_eq!(seen, ["Capture", "Auto-Mute Mode", "Input Source", "Master"]);
    press(&mut app, Code::Up);
    press(&mut app, Code::Enter);
    assert_eq!(label(&app), "Master");
    assert!(app.dialogs.is_empty());
}

#[test]
fn changes_are_taken_back_the_last_one_first() {
    let mut app = app(laptop(), View::Playback, USUAL);
    app.press(Key::char('+'));
    press(&mut app, Code::Right);
    app.press(Key::char('m'));
    let changed = unit("Headphone").playback(side(&[100, 80], Some((-6525, 0)), &[false, true]));
    app.refresh_one(0, changed);
    press(&mut app, Code::Left);
    let Deed::Restore(before) = deed_of(app.press(Key::char('u'))) else { panic!() };
    assert_eq!((before.id().name.as_str(), label(&app).as_str()), ("Headphone", "Headphone"));
    assert_eq!(*before, laptop()[1]);
    let Deed::Restore(before) = deed_of(app.press(Key::char('u'))) else { panic!() };
    assert_eq!(before.id().name, "Master");
    assert_eq!(app.press(Key::char('u')), None);
    assert_eq!(app.message.as_deref(), Some("Nothing to undo"));
}

#[test]
fn elements_that_come_and_go_leave_the_focus_where_it_was() {
    let mut app = app(laptop(), View::All, USUAL);
    type_keys(&mut app, "/capture");
    press(&mut app, Code::Enter);
    let mut fewer = laptop();
    fewer.remove(0);
    app.refresh(0, fewer);
    assert_eq!(label(&app), "Capture");
    app.refresh(0, Vec::new());
    assert_eq!((app.focus, app.focused()), (0, None));
    assert_eq!(type_keys(&mut app, "+m 5b"), []);
}

#[test]
fn cards_are_left_for_all_of_them_and_found_again() {
    let mut app = app(laptop(), View::Playback, USUAL);
    assert_eq!(type_keys(&mut app, "A"), [Task::OpenAll]);
    let usb = Desk { device: "hw:1".to_owned(), id: "USB".to_owned(), ..desk(laptop()) };
    app.show(vec![desk(laptop()), usb], Scope::Cards);
    assert_eq!(app.strips.len(), 2);
    press(&mut app, Code::Right);
    assert_eq!(type_keys(&mut app, "A"), [Task::OpenCard("hw:1".to_owned())]);
}

#[test]
fn what_is_captured_has_a_card() {
    let mut app = app(laptop(), View::All, USUAL);
    assert_eq!(app.captured_card(), None);
    type_keys(&mut app, "/capture");
    assert_eq!(app.captured_card(), Some("PCH"));
}

proptest! {
    #[test]
    fn no_keys_lead_astray(keys: Vec<(u8, char)>, columns in 1u16..200, rows in 1u16..60) {
        let mut app = app(laptop(), View::All, Size { columns, rows });
        let codes = [Code::Up, Code::Down, Code::Left, Code::Right, Code::PageDown, Code::End, Code::F(1), Code::F(2),
            Code::F(4), Code::F(5), Code::Tab, Code::Enter, Code::Escape, Code::Backspace];
        for (code, letter) in keys {
            let code = codes.get(usize::from(code) % 28).copied().unwrap_or(Code::Char(letter));
            press(&mut app, code);
            prop_assert!(app.focused().is_some());
            prop_assert!(app.first <= app.focus);
        }
        super::super::picture(&app);
    }
}
