//! `--progress` on a terminal: one line that says where the sound is, as wide as the terminal has room for.

use super::*;
use crate::pty::Pty;
use std::process::Stdio;

const COLUMNS: u16 = 40;

/// What aplay writes on a terminal of its own.
fn on_a_terminal(words: &[&str]) -> String {
    let screen = Pty::open((COLUMNS, 24));
    let case = aplay(words).file("ten.raw", vec![0x80; 80_000]);
    let mut child = case.command().stdin(Stdio::null()).stderr(screen.line()).spawn().unwrap();
    let mut shown = Vec::new();
    let mut room = [0; 4096];
    while let piece @ [_, ..] = screen.read(&mut room) {
        shown.extend_from_slice(piece);
    }
    assert!(child.wait().unwrap().success());
    String::from_utf8(shown).unwrap()
}

#[test]
fn the_position_moves_on_one_line_up_to_the_length() {
    let shown = on_a_terminal(&["-q", "-D", "null", "--progress", "-t", "raw", "ten.raw"]);
    let looks: Vec<&str> = shown.trim_end().split('\r').filter(|look| !look.is_empty()).collect();
    assert!(looks.len() > 5 && shown.ends_with("\r\n") && shown.matches('\n').count() == 1, "{shown:?}");
    for look in &looks {
        let line =
            look.strip_suffix("\x1b[K").unwrap_or_else(|| panic!("what stood there is not wiped away: {look:?}"));
        assert!(line.contains("0:10") && line.chars().count() < usize::from(COLUMNS), "{line:?}");
    }
    assert!(looks[0].contains("0:00") && looks.iter().any(|look| look.contains("0:05")), "{shown:?}");
}

#[test]
fn a_banner_has_a_line_of_its_own() {
    let shown = on_a_terminal(&["-D", "null", "--progress", "-t", "raw", "ten.raw", "ten.raw"]);
    let banner = "Playing raw data 'ten.raw' : Unsigned 8 bit, Rate 8000 Hz, Mono\r\n";
    assert_eq!(shown.matches(banner).count(), 2, "{shown:?}");
    for (at, _) in shown.match_indices(banner) {
        assert!(at == 0 || shown[..at].ends_with(['\n', 'K']), "{shown:?}");
    }
}
