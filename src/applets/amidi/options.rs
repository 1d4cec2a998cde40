//! The options of amidi, and what they mean.

use super::dump::Stamp;
use crate::cli::Words;
use crate::cli::options::{flag, value};
use crate::os::clock::Clock;
use clap::{Arg, Command, ValueHint};
use std::path::PathBuf;
use std::time::Duration;

fn file(long: &'static str, help: &'static str) -> Arg {
    value(long, "FILE", help).value_hint(ValueHint::FilePath)
}

pub(super) fn command() -> Command {
    Command::new("amidi")
        .about("Send and receive raw MIDI")
        .override_usage("amidi [OPTION]...")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version").short('V'),
            flag("list-devices", "list the ports of the cards").short('l'),
            flag("list-inactive", "list inactive ports, too").short('x'),
            flag("list-rawmidis", "list the definitions of the configuration").short('L'),
            value("port", "NAME", "use this port (default)").short('p'),
            file("send", "send the contents of a file").short('s'),
            file("receive", "write what is received into a file").short('r'),
            value("send-hex", "HEX", "send these bytes").short('S'),
            flag("dump", "print what is received in hexadecimal").short('d'),
            value("timestamp", "CLOCK", "stamp each message: realtime, monotonic or raw").short('T'),
            value("timeout", "SECONDS", "stop when nothing has come for so long").short('t'),
            flag("active-sensing", "keep active sensing").short('a'),
            flag("clock", "keep clock").short('c'),
            value("sysex-interval", "MS", "wait so long after each system exclusive message").short('i'),
        ])
        .arg(Arg::new("words").value_name("HEX").num_args(0..).help("more bytes for --send-hex"))
}

/// What is to be sent and received.
pub(super) struct Job {
    pub(super) port: String,
    pub(super) sent: Option<Vec<u8>>,
    pub(super) receive: Option<PathBuf>,
    pub(super) dump: bool,
    pub(super) stamp: Stamp,
    pub(super) timeout: Option<Duration>,
    pub(super) sysex_interval: Duration,
    active_sensing: bool,
    clock: bool,
}

impl Job {
    pub(super) fn receives(&self) -> bool {
        self.dump || self.receive.is_some()
    }

    pub(super) fn wants(&self, byte: u8) -> bool {
        match byte {
            0xfe => self.active_sensing,
            0xf8 => self.clock,
            _ => true,
        }
    }

    /// # Errors
    /// What is wrong with the words or the file to be sent, as the tool has always said it.
    pub(super) fn check(given: &Words) -> Result<Job, String> {
        let text = |id: &str| given.text(id);
        let hex = text("send-hex");
        let texts = given.operand_texts();
        let words: Vec<&String> = texts.iter().collect();
        if let (None, Some(word)) = (&hex, words.first()) {
            return Err(format!("{word} is not an option."));
        }
        let file = given.value("send").map(PathBuf::from);
        let receive = given.value("receive").map(PathBuf::from);
        let dump = given.has("dump");
        if file.is_none() && hex.is_none() && receive.is_none() && !dump {
            return Err("Please specify at least one of --send, --receive, --send-hex, or --dump.".to_owned());
        }
        let sent = match (file, hex) {
            (Some(_), Some(_)) => return Err("--send and --send-hex cannot be specified at the same time.".to_owned()),
            (Some(file), None) => Some(load(&file)?),
            (None, Some(hex)) => Some(
                words
                    .iter()
                    .try_fold(parse_hex(&hex)?, |bytes, word| Ok::<_, String>([bytes, parse_hex(word)?].concat()))?,
            ),
            (None, None) => None,
        };
        let number = |id: &str| {
            let positive = |text: &String| text.parse::<f64>().ok().filter(|number| (0.0..1e9).contains(number));
            text(id).map(|text| positive(&text).ok_or(format!("--{id}: '{text}' is no number"))).transpose()
        };
        Ok(Job {
            port: text("port").unwrap_or_else(|| "default".to_owned()),
            sent,
            receive,
            dump,
            stamp: text("timestamp").map(|name| clock(&name)).transpose()?,
            timeout: number("timeout")?.filter(|seconds| *seconds > 0.0).map(Duration::from_secs_f64),
            sysex_interval: Duration::from_secs_f64(number("sysex-interval")?.unwrap_or(0.0) / 1000.0),
            active_sensing: given.has("active-sensing"),
            clock: given.has("clock"),
        })
    }
}

fn clock(name: &str) -> Result<Clock, String> {
    match name {
        "realtime" => Ok(Clock::Realtime),
        "monotonic" => Ok(Clock::Monotonic),
        "raw" => Ok(Clock::MonotonicRaw),
        _ => Err("Clock type not known".to_owned()),
    }
}

fn load(file: &PathBuf) -> Result<Vec<u8>, String> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| format!("cannot open {name} - {}", super::reason(&error)))?;
    if bytes.starts_with(b"MThd") {
        return Err(format!("{name} is a Standard MIDI File; use aplaymidi to send it"));
    }
    Ok(bytes)
}

/// Pairs of digits, blanks between them or not; a digit alone is a byte.
fn parse_hex(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut half: Option<u8> = None;
    for letter in text.chars() {
        match (letter.to_digit(16).and_then(|digit| u8::try_from(digit).ok()), half.take()) {
            (Some(digit), Some(high)) => bytes.push(high << 4 | digit),
            (Some(digit), None) => half = Some(digit),
            (None, high) if letter.is_ascii_whitespace() => bytes.extend(high),
            (None, _) => return Err(format!("invalid character {letter}")),
        }
    }
    bytes.extend(half);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read_with_and_without_blanks() {
        assert_eq!(parse_hex("F0 1 02f7 "), Ok(vec![0xf0, 1, 2, 0xf7]));
        assert_eq!(parse_hex("ZZ"), Err("invalid character Z".to_owned()));
    }
}
