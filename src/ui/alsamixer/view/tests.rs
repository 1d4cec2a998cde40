//! The picture as text: what a person sees at each size and in each state.

use super::super::action::View;
use super::super::app::Scope;
use super::super::dialog::{Dialog, Entry, Field, List, TextBox};
use super::super::glyphs::{ASCII, Glyphs, UNICODE};
use super::super::input::{Code, Key};
use super::super::layout::Size;
use super::super::sample::{PLAIN, With, app, desk, laptop, side, unit};
use super::super::strip::Unit;
use super::*;
use ratatui_core::style::{Color, Modifier};
use std::path::PathBuf;

const USUAL: Size = Size { columns: 80, rows: 24 };

fn drawn(app: &App, glyphs: &Glyphs) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.columns, app.size.rows));
    draw(app, glyphs, &mut buffer);
    buffer
}

fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut hidden = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if hidden == 0 {
                line.push_str(symbol);
                hidden = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            } else {
                hidden -= 1;
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Compares with the picture of this name; UPDATE_PICTURES=1 paints it anew, to be looked at in the diff.
fn is_like(name: &str, app: &App) {
    is_like_with(name, app, &UNICODE);
}

fn is_like_with(name: &str, app: &App, glyphs: &Glyphs) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/ui/alsamixer/view/pictures");
    let path = folder.join(format!("{name}.txt"));
    let now = text(&drawn(app, glyphs));
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(now == expected, "{name} looks different:\n{now}\ninstead of\n{expected}");
}

#[test]
fn each_view_has_its_controls() {
    is_like("playback", &app(laptop(), View::Playback, USUAL));
    is_like("capture", &app(laptop(), View::Capture, USUAL));
    is_like("all", &app(laptop(), View::All, USUAL));
}

#[test]
fn every_size_has_its_layout() {
    for (columns, rows) in [(120, 40), (60, 16), (40, 14), (12, 14), (30, 13), (8, 5)] {
        let size = Size { columns, rows };
        is_like(&format!("all-{columns}x{rows}"), &app(laptop(), View::All, size));
    }
}

#[test]
fn an_inactive_control_is_seen_to_be_one() {
    let inactive = unit("Line").playback(side(&[80, 80], PLAIN, &[true, true])).inactive();
    let app = app(vec![unit("PCM").playback(side(&[50, 50], PLAIN, &[])), inactive], View::Playback, USUAL);
    let buffer = drawn(&app, &UNICODE);
    let layout = Layout::new(USUAL, &app.strips);
    let style = |place: usize| buffer[(layout.bar_column(place) + 1, layout.bottom - 1)].style();
    assert_eq!(style(0).fg, Some(Color::Green));
    assert_eq!(style(1), app.config.theme.style(Paint::Inactive).patch(style(1)));
    assert_eq!(style(1).fg, Some(Color::White));
    is_like("inactive", &app);
}

#[test]
fn many_speakers_stand_below_the_names() {
    let surround = unit("Surround").playback(side(&[10, 20, 30, 40, 50, 60, 70, 80], PLAIN, &[true; 8]));
    is_like("surround", &app(vec![surround], View::Playback, Size { columns: 80, rows: 20 }));
}

#[test]
fn wide_and_combining_letters_stay_in_their_columns() {
    let names = ["日本語のマイク", "e\u{301}te\u{301}", "Ohé 日本", "Plain"];
    let units: Vec<Unit> = names.iter().map(|name| unit(name).playback(side(&[50], PLAIN, &[true]))).collect();
    is_like("letters", &app(units, View::Playback, Size { columns: 60, rows: 16 }));
}

#[test]
fn a_poor_terminal_gets_ascii() {
    let app = app(laptop(), View::All, Size { columns: 60, rows: 16 });
    assert!(text(&drawn(&app, &ASCII)).is_ascii());
    is_like_with("ascii", &app, &ASCII);
}

#[test]
fn a_card_without_controls_says_so() {
    is_like("nothing", &app(Vec::new(), View::Playback, USUAL));
    let playback = vec![unit("PCM").playback(side(&[1], PLAIN, &[]))];
    let shown = text(&drawn(&app(playback, View::Capture, USUAL), &UNICODE));
    assert!(shown.contains("does not have any capture controls"), "{shown}");
}

#[test]
fn an_unplugged_card_is_told_with_a_poem() {
    let mut app = app(laptop(), View::Playback, USUAL);
    app.lose(0);
    is_like("unplugged", &app);
    app.resize(Size { columns: 40, rows: 15 });
    is_like("unplugged-40x15", &app);
}

#[test]
fn boxes_stand_above_the_mixer() {
    let mut app = app(laptop(), View::Playback, USUAL);
    app.press(Key::plain(Code::F(1)));
    is_like("help", &app);
    app.dialogs.clear();
    app.press(Key::plain(Code::F(2)));
    is_like("files", &app);
    let entry = |text: &str| Entry { text: text.to_owned(), task: None };
    let entries = ["-  (default)", "0  HDA Intel PCH  (in use)", "   enter device name..."].map(entry).into();
    app.dialogs = vec![Dialog::List(List { title: "Sound Card", entries, place: 2 })];
    app.dialogs.push(Dialog::Name(Field::new("sysdefault:0")));
    is_like("cards", &app);
    app.dialogs = vec![Dialog::Text(TextBox::error("cannot open mixer nix: No such device"))];
    is_like("error", &app);
    let lines = (0..200).map(|number| format!("line {number} {}", "x".repeat(100))).collect();
    app.dialogs = vec![Dialog::Text(TextBox::new("/proc/asound/pcm", lines))];
    for code in [Code::PageDown, Code::Right, Code::Down] {
        app.press(Key::plain(code));
    }
    is_like("text", &app);
}

#[test]
fn the_search_is_typed_in_the_last_line() {
    let mut app = app(laptop(), View::All, USUAL);
    for letter in "/boo".chars() {
        app.press(Key::char(letter));
    }
    is_like("search", &app);
    app.press(Key::char('x'));
    let shown = text(&drawn(&app, &UNICODE));
    assert!(shown.contains("No control here has 'boox' in its name"), "{shown}");
}

#[test]
fn all_cards_are_in_one_view() {
    let mut app = app(laptop(), View::Playback, Size { columns: 80, rows: 20 });
    let usb = vec![unit("PCM").playback(side(&[40, 40], PLAIN, &[true, true]))];
    let other = super::super::app::Desk { id: "USB".to_owned(), card: "USB Audio".to_owned(), ..desk(usb) };
    app.show(vec![desk(laptop()), other], Scope::Cards);
    app.press(Key::plain(Code::Right));
    is_like("all-cards", &app);
}

#[test]
fn the_colours_are_those_that_people_know() {
    let buffer = drawn(&app(laptop(), View::Playback, USUAL), &UNICODE);
    let find = |wanted: &str| {
        let symbols: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
        let letters: Vec<String> = wanted.chars().map(String::from).collect();
        let at = symbols.windows(letters.len()).position(|window| window == letters).expect(wanted);
        buffer.content[at].style()
    };
    let table = [
        ("AlsaMixer", Color::Yellow, Color::Reset, Modifier::BOLD),
        ("Card:", Color::Cyan, Color::Reset, Modifier::empty()),
        ("OO", Color::White, Color::Green, Modifier::BOLD),
        ("MM", Color::Cyan, Color::Reset, Modifier::empty()),
        ("Speaker", Color::White, Color::Blue, Modifier::BOLD),
    ];
    for (wanted, front, back, attributes) in table {
        let style = find(wanted);
        assert_eq!((style.fg, style.bg), (Some(front), Some(back)), "{wanted}");
        assert_eq!(style.add_modifier, attributes, "{wanted}");
    }
}
