//! alsamixer on a terminal, with real mixers: the screen is read back as text, beside Debian's where it has to be the
//! same.

#![allow(clippy::unwrap_used)]

use crate::call::{Call, state_of, wait_until};
use crate::cards::{Unplugged, qemu_wav};
use crate::screen::Screen;
use crate::sound::{Sounds, left_of_growing_wav, share_of_tone, tone};
use crate::terminal::{Program, start};
use rustix::process::Signal;

mod endings;
mod sequences;

const USUAL: (u16, u16) = (80, 24);

fn mixer(words: &[&str]) -> Screen {
    let terminal = start(Program::Ours, words, USUAL);
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
    let table: [(&str, &str, (u16, u16)); 9] = [
        ("Dummy", "playback", USUAL),
        ("Dummy", "all", (60, 16)),
        ("Intel", "all", (100, 30)),
        ("I82801AAICH", "playback", (66, 20)),
        ("I82801AAICH", "capture", USUAL),
        ("I82801AAICH", "all", (200, 50)),
        ("Audio", "playback", (44, 15)),
        ("Loopback", "playback", USUAL),
        ("Dummy", "capture", (12, 14)),
    ];
    for (card, view, size) in table {
        let words = ["-c", card, "-V", view];
        let both = [Program::DebianUnicode, Program::Ours].map(|program| {
            let terminal = start(program, &words, size);
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

fn levels(screen: &vt100::Screen) -> Option<(u32, u32)> {
    levels_of(screen, 0)
}

/// The percentages of one of the controls that have two of them.
fn levels_of(screen: &vt100::Screen, place: usize) -> Option<(u32, u32)> {
    let contents = screen.contents();
    let (at, _) = contents.match_indices("<>").nth(place)?;
    let (left, right) = (&contents[..at], &contents[at + 2..]);
    let right = right.split(' ').next()?.parse().ok()?;
    Some((left.rsplit(' ').next()?.parse().ok()?, right))
}

#[test]
fn a_muted_card_is_made_to_sound() {
    let (card, hz) = ("I82801AAICH", 480.0);
    for control in ["Master", "PCM"] {
        amixer(&["-q", "-c", card, "sset", control, "0%", "mute"]);
    }
    let terminal = mixer(&["-c", card]);
    for (place, control) in ["Master", "PCM"].into_iter().enumerate() {
        terminal.press(&format!("/{control}\r"));
        terminal.wait_for_text(&format!("Item: {control} ["));
        terminal.press("m5+++q");
        terminal.wait_for("the whole line of keys", |screen| {
            levels_of(screen, place).is_some_and(|(left, right)| left > right)
        });
        let (left, right) = terminal.screen(|screen| levels_of(screen, place)).unwrap();
        let shown = amixer(&["-c", card, "-M", "sget", control]);
        assert!(shown.contains("Front Left: Playback") && right > 50, "{shown}");
        for (channel, percent) in [("Left", left), ("Right", right)] {
            let line = shown.lines().find(|line| line.contains(&format!("Front {channel}: "))).unwrap();
            assert!(line.contains(&format!("[{percent}%]")) && line.ends_with("[on]"), "{line}: {percent}");
        }
    }
    let item = terminal.text().lines().find(|line| line.contains("Item:")).unwrap().to_owned();
    let level = amixer(&["-c", card, "sget", "PCM"]);
    let db: Vec<&str> = level.split('[').filter_map(|part| part.trim_end().strip_suffix("dB]")).collect();
    assert!(item.contains(&format!("[dB gain: {}, {}]", db[0], db[1])), "{item} {level}");
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
    let sounds = Sounds::new();
    let file = sounds.wav("tone.wav", &tone(hz, 48000));
    Call::ours("aplay").args(&["-q", "-D"]).arg(format!("hw:{card}")).arg(file).run().succeeded();
    wait_until("the tone is heard", || share_of_tone(&left_of_growing_wav(&qemu_wav(card)), hz) > 0.9);
}

#[test]
fn what_others_change_is_seen_at_once_and_idleness_writes_nothing() {
    amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "70%"]);
    let terminal = mixer(&["-c", "Dummy"]);
    let (before, bytes) = (terminal.screen(levels), terminal.bytes());
    amixer(&["-q", "-c", "Dummy", "-M", "sset", "Master", "1%+"]);
    terminal.wait_for("a little more", |screen| levels(screen) != before);
    let written = terminal.bytes() - bytes;
    assert!((1..=118).contains(&written), "{written} bytes for a change");
    // What is not on the screen is not drawn.
    let bytes = terminal.bytes();
    amixer(&["-q", "-c", "Dummy", "sset", "Mic", "cap"]);
    amixer(&["-q", "-c", "Dummy", "sset", "Mic", "nocap"]);
    assert_eq!(terminal.bytes(), bytes);
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn a_volume_step_writes_no_more_than_debians() {
    let bytes = [Program::Debian, Program::Ours].map(|program| {
        amixer(&["-q", "-c", "Intel", "sset", "Master", "-M", "30%", "unmute"]);
        let terminal = start(program, &["-c", "Intel"], USUAL);
        terminal.wait_for("30 percent", |screen| levels(screen) == Some((30, 30)));
        let mut written = 0;
        for _ in 0..8 {
            let (bytes, before) = (terminal.bytes(), terminal.screen(levels));
            terminal.press("+");
            terminal.wait_for("a step", |screen| {
                levels(screen) != before && levels(screen).is_some_and(|(left, right)| left == right)
            });
            written += terminal.bytes() - bytes;
        }
        terminal.press("\x1b");
        terminal.end();
        written
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
        terminal.signal(signal);
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
    wait_until("it is stopped", || state_of(terminal.number()) == Some('T'));
    assert!(terminal.is_ordinary());
    terminal.signal(Signal::CONT);
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
    terminal.press("/intel\r3+");
    terminal.wait_for_text("Item: Master Intel");
    terminal.wait_for("louder", |screen| !screen.contents().contains("30<>30"));
    assert!(!amixer(&["-c", "Intel", "-M", "sget", "Master"]).contains("[30%]"));
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
    terminal.wait_for("the wheel", |screen| levels(screen).is_some_and(|(left, _)| left < 100));
    let (column, line) = cell("F1:  Help");
    terminal.press(&format!("\x1b[<0;{column};{line}M"));
    terminal.wait_for_text("System information");
    terminal.press("\x1b");
    terminal.wait_for("no box", |screen| !screen.contents().contains("Louder"));
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

#[test]
fn the_state_is_stored_and_a_broken_file_is_left_alone() {
    let file = std::path::Path::new("/var/lib/alsa/asound.state");
    for folder in [file.parent().unwrap(), std::path::Path::new("/run/lock")] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let before = std::fs::read(file).ok();
    std::fs::write(file, "state.Other { control.1 { ").unwrap();
    let terminal = mixer(&["-c", "Dummy"]);
    terminal.press("\x17");
    terminal.wait_for_text("The file is left as it is.");
    assert_eq!(std::fs::read(file).unwrap(), b"state.Other { control.1 { ");
    std::fs::write(file, "state.Other {\n\tcontrol.1 {\n\t\tiface MIXER\n\t\tname A\n\t\tvalue 1\n\t}\n}\n").unwrap();
    terminal.press("\r");
    terminal.wait_for("no box", |screen| !screen.contents().contains("left as it is"));
    terminal.press("\x17");
    terminal.wait_for_text("The state of Dummy is stored");
    let stored = std::fs::read_to_string(file).unwrap();
    assert!(stored.contains("state.Other {") && stored.contains("state.Dummy {"), "{stored}");
    assert!(stored.contains("name 'Master Volume'"), "{stored}");
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
    before.map_or_else(|| std::fs::remove_file(file).unwrap(), |before| std::fs::write(file, before).unwrap());
}

/// A capture control for a card that has none of its own, as long as this lives.
struct CaptureControl;

impl CaptureControl {
    fn new(dir: &std::path::Path) -> CaptureControl {
        let state = dir.join("state");
        let element = "iface MIXER\nname 'Capture Volume'\nvalue.0 5\nvalue.1 5\n\
            comment { access 'read write user'\ntype INTEGER\ncount 2\nrange '0 - 10' }";
        std::fs::write(&state, format!("state.Loopback {{ control.60 {{ {element} }} }}")).unwrap();
        Call::debian("../sbin/alsactl").args(&["-f"]).arg(state).args(&["restore", "Loopback"]).run();
        assert!(amixer(&["-c", "Loopback", "scontrols"]).contains("'Capture',0"));
        CaptureControl
    }
}

impl Drop for CaptureControl {
    fn drop(&mut self) {
        Call::debian("../sbin/alsactl").args(&["clean", "Loopback", "name='Capture Volume'"]).run();
    }
}

#[test]
fn the_meter_shows_what_is_captured_and_lets_go_of_the_card() {
    let sounds = Sounds::new();
    let _control = CaptureControl::new(sounds.path("state").parent().unwrap());
    let file = sounds.wav("tone.wav", &tone(500.0, 480_000));
    let open = || std::fs::read_to_string("/proc/asound/Loopback/pcm0c/sub0/status").unwrap_or_default();
    let terminal = mixer(&["-c", "Loopback", "-V", "capture", "--meter"]);
    wait_until("the stream is open", || open() != "closed\n");
    let playing = Call::ours("aplay").args(&["-q", "-D", "hw:Loopback,1,0"]).arg(file).start();
    terminal.wait_for("a peak on both sides", |screen| screen.contents().contains("▒│▒▒│▒"));
    drop(playing);
    terminal.press("\x1bOR");
    wait_until("the stream is closed", || open() == "closed\n");
    terminal.press("\x1b");
    assert_eq!(terminal.end(), Some(0));
}

/// The percentages that the text of amixer shows.
fn percentages(text: &str) -> Vec<String> {
    let percent = |piece: &str| piece.split_once("%]").map(|(number, _)| number.to_owned());
    text.split('[').filter_map(percent).collect()
}

#[test]
fn percentages_are_those_of_amixer() {
    for level in ["1%,99%", "12%,50%", "33%,67%", "100%,0%"] {
        amixer(&["-q", "-c", "Dummy", "-R", "sset", "Master", level]);
        let shown = percentages(&amixer(&["-c", "Dummy", "-M", "sget", "Master"])).join("<>");
        let terminal = mixer(&["-c", "Dummy"]);
        terminal.wait_for_text(&shown);
        terminal.press("\x1b");
        terminal.end();
    }
}
