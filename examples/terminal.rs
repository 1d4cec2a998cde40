//! Runs a command on a terminal of its own, types what it is told to, and shows the screen or what it cost:
//!
//!     terminal 80x24 svg|text|bytes [wait:TEXT|type:KEYS|step:KEYS]... -- COMMAND [WORD]...
//!
//! `wait:` waits until the text is on the screen, `step:` until the screen is another; in KEYS `\e` is Escape. `bytes` counts what was written after the
//! first wait. `scripts/picture` and the benches use it.

use anyhow::{Context, bail};
use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::io::Write;
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::process::{Child, Command};

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let at = words.iter().position(|word| word == "--").context("no command after --")?;
    let (own, command) = (&words[..at], &words[at + 1..]);
    let [size, form, steps @ ..] = own else { bail!("usage: terminal COLUMNSxROWS svg|text|bytes STEP... -- COMMAND") };
    let (columns, rows) = size.split_once('x').context("a size is COLUMNSxROWS")?;
    let mut terminal = Terminal::start((columns.parse()?, rows.parse()?), command)?;
    let mut first = None;
    for step in steps {
        match step.split_once(':') {
            Some(("wait", text)) => {
                terminal.wait_for(text)?;
                first.get_or_insert(terminal.bytes);
            }
            Some(("type", keys)) => terminal.press(&keys.replace("\\e", "\x1b"))?,
            Some(("step", keys)) => terminal.step(keys)?,
            _ => bail!("a step is wait:TEXT, type:KEYS or step:KEYS, not {step}"),
        }
    }
    let shown = match form.as_str() {
        "svg" => svg::picture(terminal.parser.screen()),
        "text" => terminal.parser.screen().contents() + "\n",
        "bytes" => format!("{}\n", terminal.bytes - first.unwrap_or(0)),
        other => bail!("svg, text or bytes, not {other}"),
    };
    terminal.end(if form == "bytes" { End::Own } else { End::Killed })?;
    std::io::stdout().write_all(shown.as_bytes())?;
    Ok(())
}

/// How the command ends.
#[derive(PartialEq, Eq)]
enum End {
    /// By what was typed.
    Own,
    Killed,
}

struct Terminal {
    master: OwnedFd,
    child: Child,
    parser: vt100::Parser,
    bytes: usize,
}

impl Terminal {
    fn start((columns, rows): (NonZero<u16>, NonZero<u16>), command: &[String]) -> anyhow::Result<Terminal> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let path = ptsname(&master, Vec::new())?;
        tcsetwinsize(&master, Winsize { ws_row: rows.get(), ws_col: columns.get(), ws_xpixel: 0, ws_ypixel: 0 })?;
        let side = || open(&path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty());
        let child = Command::new("setsid")
            .arg("-c")
            .args(command)
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .stdin(side()?)
            .stdout(side()?)
            .spawn()?;
        Ok(Terminal { master, child, parser: vt100::Parser::new(rows, columns, 0), bytes: 0 })
    }

    /// Takes what the command writes next; `false` when it has ended.
    fn follow(&mut self) -> bool {
        let mut piece = [0; 65536];
        let Ok(length @ 1..) = rustix::io::read(&self.master, &mut piece) else { return false };
        self.bytes += length;
        self.parser.process(&piece[..length]);
        true
    }

    fn wait_for(&mut self, text: &str) -> anyhow::Result<()> {
        while !self.parser.screen().contents().contains(text) {
            if !self.follow() {
                bail!("'{text}' never came:\n{}", self.parser.screen().contents());
            }
        }
        Ok(())
    }

    /// Types, and waits until the screen has changed.
    fn step(&mut self, keys: &str) -> anyhow::Result<()> {
        let before = self.parser.screen().contents();
        self.press(keys)?;
        while self.parser.screen().contents() == before {
            if !self.follow() {
                bail!("{keys} changed nothing:\n{before}");
            }
        }
        Ok(())
    }

    fn press(&self, keys: &str) -> anyhow::Result<()> {
        let mut rest = keys.as_bytes();
        while !rest.is_empty() {
            rest = &rest[rustix::io::write(&self.master, rest)?..];
        }
        Ok(())
    }

    fn end(mut self, end: End) -> anyhow::Result<()> {
        if end == End::Killed {
            self.child.kill()?;
        }
        while self.follow() {}
        self.child.wait()?;
        Ok(())
    }
}

/// The screen as a picture that needs no font but a monospaced one.
mod svg {
    use std::fmt::Write;
    use vt100::{Cell, Color, Screen};

    const CELL: (u16, u16) = (9, 18);
    const MARGIN: u16 = 12;
    const GROUND: &str = "#0c0c0c";
    const INK: &str = "#cccccc";
    const COLORS: [&str; 8] = ["#0c0c0c", "#c50f1f", "#13a10e", "#c19c00", "#0037da", "#881798", "#3a96dd", "#cccccc"];
    const BRIGHT: [&str; 8] = ["#767676", "#e74856", "#16c60c", "#f9f1a5", "#3b78ff", "#b4009e", "#61d6d6", "#f2f2f2"];

    pub(crate) fn picture(screen: &Screen) -> String {
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"DejaVu Sans Mono, \
             Menlo, Consolas, monospace\" font-size=\"15\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" \
             fill=\"{GROUND}\"/>\n"
        );
        for row in 0..rows {
            for column in 0..columns {
                if let Some(cell) = screen.cell(row, column) {
                    draw(&mut svg, cell, (column, row));
                }
            }
        }
        svg.push_str("</svg>\n");
        svg
    }

    fn draw(svg: &mut String, cell: &Cell, (column, row): (u16, u16)) {
        let (mut front, mut back) = (ink(cell.fgcolor(), cell.bold(), INK), ink(cell.bgcolor(), false, GROUND));
        if cell.inverse() {
            (front, back) = (back, front);
        }
        let (x, y) = (MARGIN + column * CELL.0, MARGIN + row * CELL.1);
        let width = CELL.0 * if cell.is_wide() { 2 } else { 1 };
        if back != GROUND {
            let _ =
                writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" fill=\"{back}\"/>", CELL.1);
        }
        let text = cell.contents().trim();
        if text.is_empty() {
            return;
        }
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let bold = if cell.bold() { " font-weight=\"bold\"" } else { "" };
        // Lines meet only when every sign is exactly as wide as its cell.
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{front}\"{bold}>{text}</text>",
            y + 14
        );
    }

    fn ink(color: Color, bold: bool, usual: &'static str) -> &'static str {
        match color {
            Color::Idx(number @ 0..8) if bold => BRIGHT[usize::from(number)],
            Color::Idx(number @ 0..8) => COLORS[usize::from(number)],
            _ => usual,
        }
    }
}
