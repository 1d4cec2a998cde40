//! alsamixer on a terminal, with real mixers: the screen is read back as text, beside Debian's where it has to be the
//! same.

use crate::call::{Call, wait_until};
use crate::cards::{Unplugged, qemu_wav};
use crate::sound::{Sounds, left_of_growing_wav, share_of_tone, tone};
use crate::terminal::{Program, Terminal};
use rustix::process::Signal;

mod sequences;

const USUAL: (u16, u16) = (80, 24);

fn mixer(words: &[&str]) -> Terminal {
    let terminal = Terminal::start(Program::Ours, words, USUAL);
    terminal.wait_for_text("Esc: Exit");
    terminal
}

fn amixer(words: &[&str]) -> String {
    String::from_utf8(Call::ours("amixer").args(words).run().succeeded().stdout).unwrap()
}

/// Between the title, which has the version, and the last line, which is ours alone.
fn middle(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines[1..lines.len() - 1].join("\n")
}

#[test]
fn the_screen_is_debians() {
    amixer(&["-q", "-c", "Intel", "sset", "Master", "-M", "47%", "unmute"]);
    amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "90%,35%"]);
    let table: [(&str, &str, (u16, u16)); 10] = [
        ("Dummy", "playback", USUAL),
        ("Dummy", "all", (60, 16)),
        ("Intel", "all", (100, 30)),
        ("I82801AAICH", "playback", (66, 20)),
        ("I82801AAICH", "capture", USUAL),
        ("I82801AAICH", "all", (200, 50)),
        ("Audio", "playback", (44, 15)),
        ("Loopback", "playback", USUAL),
        ("Dummy", "capture", (12, 14)),
        ("Dummy", "playback", (30, 13)),
    ];
    for (card, view, size) in table {
        let words = ["-c", card, "-V", view];
        let both = [Program::Debian, Program::Ours].map(|program| {
            let terminal = Terminal::start(program, &words, size);
            // The last cell of the frame is drawn last of the first picture.
            let corner = move |screen: &vt100::Screen| {
                screen.cell(size.1 - 1, size.0 - 1).is_some_and(|cell| cell.contents() == "┘")
            };
            terminal.wait_for("the frame", corner);
            let text = middle(&terminal.text());
            terminal.press("\x1b");
            terminal.end();
            text
        });
        assert_eq!(both[1], both[0], "{card} {view} {size:?}");
    }
}

#[test]
fn a_muted_card_is_made_to_sound() {
    let (card, hz) = ("I82801AAICH", 480.0);
    for control in ["Master", "PCM"] {
        amixer(&["-q", "-c", card, "sset", control, "0%", "mute"]);
    }
    let terminal = mixer(&["-c", card]);
    for control in ["Master", "PCM"] {
        terminal.press(&format!("/{control}\r"));
        terminal.wait_for_text(&format!("Item: {control} ["));
        terminal.press("m9+++");
        terminal.wait_for("93 percent", |screen| screen.contents().contains("93<>93"));
        let shown = amixer(&["-c", card, "-M", "sget", control]);
        assert_eq!(shown.matches("[93%]").count(), 2, "{shown}");
        assert_eq!(shown.matches("[on]").count(), 2, "{shown}");
        terminal.press("2");
        terminal.press("9+++");
    }
    let item = terminal.text().lines().find(|line| line.contains("Item:")).unwrap().to_owned();
    let level = amixer(&["-c", card, "sget", "PCM"]);
    let db = level.split('[').find_map(|part| part.split("dB]").next().filter(|_| part.contains("dB]"))).unwrap();
    assert!(item.contains(&format!("[dB gain: {db}, {db}]")), "{item} {level}");
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
    let sounds = Sounds::new();
    let file = sounds.wav("tone.wav", &tone(hz, 48000));
    Call::ours("aplay").args(&["-q", "-D"]).arg(format!("hw:{card}")).arg(file).run().succeeded();
    wait_until("the tone is heard", || share_of_tone(&left_of_growing_wav(&qemu_wav(card)), hz) > 0.9);
}

#[test]
fn what_others_change_is_seen_at_once_and_idleness_writes_nothing() {
    amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "20%"]);
    let terminal = mixer(&["-c", "Dummy"]);
    let before = terminal.bytes();
    amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "80%"]);
    terminal.wait_for("80 percent", |screen| screen.contents().contains("80<>80"));
    let after = terminal.bytes();
    assert!(after > before && after - before < 200, "{} bytes for a change", after - before);
    // A change that shows nothing draws nothing.
    amixer(&["-q", "-c", "Dummy", "cset", "name=CD Volume", "1,1"]);
    amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "81%"]);
    terminal.wait_for("81 percent", |screen| screen.contents().contains("81<>81"));
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn a_volume_step_writes_no_more_than_debians() {
    let bytes = [Program::Debian, Program::Ours].map(|program| {
        amixer(&["-q", "-c", "Intel", "sset", "Master", "-M", "30%", "unmute"]);
        let terminal = Terminal::start(program, &["-c", "Intel"], USUAL);
        terminal.wait_for("30 percent", |screen| screen.contents().contains("30<>30"));
        let mut most = 0;
        for percent in [31, 32, 33, 34, 35, 36] {
            let before = terminal.bytes();
            terminal.press("+");
            let value = format!("{percent}<>{percent}");
            terminal.wait_for(&value, |screen| screen.contents().contains(&value));
            most += terminal.bytes() - before;
        }
        terminal.press("\x1b");
        terminal.end();
        most
    });
    assert!(bytes[1] <= bytes[0], "ours writes {} bytes, Debian's {}", bytes[1], bytes[0]);
}

#[test]
fn every_size_that_the_terminal_takes_is_filled() {
    let terminal = mixer(&["-c", "Dummy"]);
    for size in [(120, 40), (40, 14), (60, 16), (12, 14), (5, 3), (200, 50)] {
        terminal.resize(size);
        terminal.wait_for(&format!("{size:?}"), |screen| match size {
            (5, 3) => screen.contents().starts_with("Termi"),
            (columns, rows) => {
                let sign = |row, column| screen.cell(row, column).map(|cell| cell.contents().to_owned());
                sign(rows - 1, columns - 1).as_deref() == Some("┘") && sign(0, 0).as_deref() == Some("┌")
            }
        });
    }
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn the_end_is_told_and_leaves_the_terminal_as_it_was() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)] {
        let terminal = mixer(&["-c", "Dummy"]);
        assert!(!terminal.is_ordinary());
        terminal.running().signal(signal);
        assert_eq!(terminal.end(), Some(code));
    }
    for keys in ["\x1b", "\x1b[21~", "\x1bq", "\x03"] {
        let terminal = mixer(&["-c", "Dummy"]);
        terminal.press(keys);
        assert_eq!(terminal.end(), Some(if keys == "\x03" { 130 } else { 0 }), "{keys:?}");
    }
}

#[test]
fn it_stops_for_the_shell_and_comes_back() {
    let terminal = mixer(&["-c", "Dummy"]);
    terminal.press("\x1a");
    terminal.wait_for("the ordinary screen", |screen| !screen.alternate_screen());
    wait_until("it is stopped", || terminal.running().state() == Some('T'));
    assert!(terminal.is_ordinary());
    terminal.running().signal(Signal::CONT);
    terminal.wait_for_text("Esc: Exit");
    assert!(!terminal.is_ordinary());
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn a_card_may_go_and_come_back() {
    let terminal = mixer(&["-c", "Audio"]);
    let unplugged = Unplugged::new();
    terminal.wait_for_text("Boojum");
    terminal.wait_for_text("Card: (unplugged)");
    drop(unplugged);
    terminal.wait_for_text("Card: QEMU USB Audio");
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn cards_are_listed_and_switched() {
    let terminal = mixer(&["-c", "Dummy"]);
    terminal.press("\x1b[17~");
    for line in ["(default)", "0  Dummy", "3  HDA Intel", "enter device name..."] {
        terminal.wait_for_text(line);
    }
    terminal.press("\x1b[B\x1b[B\x1b[B\r");
    terminal.wait_for_text("Card: HDA Intel");
    terminal.press("s\x1b[F\r");
    terminal.wait_for_text("Device name:");
    terminal.press("\x15nix\r");
    terminal.wait_for_text("cannot open mixer nix: ");
    terminal.press("\r");
    terminal.wait_for("the box is closed", |screen| !screen.contents().contains("nix"));
    terminal.press("s\x1b[F\r");
    terminal.wait_for_text("Device name:");
    terminal.press("\x15hw:I82801AAICH\r");
    terminal.wait_for_text("Card: Intel 82801AA-ICH");
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn all_cards_stand_in_one_view() {
    amixer(&["-q", "-c", "Intel", "sset", "Master", "-M", "30%", "unmute"]);
    let terminal = mixer(&["-c", "Dummy"]);
    terminal.press("A");
    for id in ["Dummy", "Intel", "I82801AA", "Audio"] {
        terminal.wait_for(id, |screen| screen.contents().lines().rev().nth(1).is_some_and(|line| line.contains(id)));
    }
    terminal.press("/intel\r+");
    terminal.wait_for_text("31<>31");
    assert!(amixer(&["-c", "Intel", "-M", "sget", "Master"]).contains("[31%]"));
    terminal.press("u");
    terminal.wait_for_text("30<>30");
    assert!(amixer(&["-c", "Intel", "-M", "sget", "Master"]).contains("[30%]"));
    terminal.press("a");
    terminal.wait_for_text("Card: HDA Intel");
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn the_mouse_sets_levels_and_switches() {
    amixer(&["-q", "-c", "Intel", "sset", "Master", "-M", "30%", "unmute"]);
    let terminal = mixer(&["-c", "Intel"]);
    let cell = |wanted: &str| {
        terminal.screen(|screen| {
            let line = screen.contents().lines().position(|line| line.contains(wanted)).unwrap();
            let column = screen.contents().lines().nth(line).unwrap().split(wanted).next().unwrap().chars().count();
            (column + 1, line + 1)
        })
    };
    let (column, line) = cell("OO");
    terminal.press(&format!("\x1b[<0;{column};{line}M\x1b[<0;{column};{line}m"));
    terminal.wait_for_text("MM");
    terminal.press(&format!("\x1b[<2;{column};{line}M"));
    terminal.wait_for_text("OM");
    // The upper edge of the bar.
    terminal.press(&format!("\x1b[<0;{column};{}M", line - 13));
    terminal.wait_for_text("100<>100");
    terminal.press(&format!("\x1b[<65;{column};{line}M"));
    terminal.wait_for_text("99<>99");
    let (column, line) = cell("F1:  Help");
    terminal.press(&format!("\x1b[<0;{column};{line}M"));
    terminal.wait_for_text("System information");
    terminal.press("\x1b");
    terminal.wait_for("no box", |screen| !screen.contents().contains("Louder"));
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}
