//! amidi: sends bytes to a raw MIDI port, and receives them.
//!
//! The port is open before a file is made, and what was received is on the disk however it ends.

use super::{Applet, Dir};
use crate::cli::{Call, Exit, Reading, read};
use crate::device::pcm::Direction;
use crate::device::rawmidi::{self, RawMidi, Subdevice, Ways};
use crate::device::{Error, cards};
use crate::diagnose::opening::{Failure, answer};
use crate::diagnose::snapshot::{Medium, Snapshot, Tree};
use crate::os::signals;
use crate::ui::{Printer, hints_are_wanted};
use dump::Dump;
use options::Job;
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

mod dump;
mod options;

/// The row of amidi.
pub const APPLET: Applet = Applet {
    name: "amidi",
    dir: Dir::Bin,
    about: "send and receive raw MIDI",
    version_words: "amidi version",
    command: options::command,
    run,
};

/// How long a port may take nothing, as one whose other end nobody reads.
const STUCK: Duration = Duration::from_secs(10);

fn run(call: &Call) -> anyhow::Result<Exit> {
    let given = match read(call, options::command)? {
        Reading::Go(given) => given,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let printer = Printer::new();
    if given.has("list-rawmidis") {
        printer.text(&format!("RawMIDI list:\n{}", rawmidi::definitions()?))?;
        return Ok(Exit::SUCCESS);
    }
    if given.has("list-devices") || given.has("list-inactive") {
        let shown = if given.has("list-inactive") { Shown::All } else { Shown::Active };
        return list(printer, shown);
    }
    let job = match Job::check(&given) {
        Ok(job) => job,
        Err(what) => return Ok(fail(printer, &what)),
    };
    let ways = Ways { input: job.receives(), output: job.sent.is_some() };
    let name = match cards::plain_name(&job.port) {
        Ok(name) => name,
        Err(unfound) => return Ok(fail(printer, &unfound.to_string())),
    };
    let port = match RawMidi::open(&name, ways) {
        Ok(port) => port,
        Err(error) => return Ok(fail(printer, &not_opened(&job.port, ways, &error))),
    };
    signals::catch_every_stop()?;
    match transfer(&port, &job, printer)? {
        Ok(()) => Ok(Exit::SUCCESS),
        Err(what) => Ok(fail(printer, &what)),
    }
}

/// That the port did not open; a person at a terminal is told why.
fn not_opened(port: &str, ways: Ways, error: &Error) -> String {
    let mut text = format!("cannot open port \"{port}\": {}", error.reason());
    if hints_are_wanted() {
        let direction = if ways.output { Direction::Playback } else { Direction::Capture };
        let failure = Failure { name: port, kind: error.kind(), medium: Medium::Midi, direction };
        let lines = answer(&failure, &Snapshot::capture(&Tree::live()), Vec::new);
        lines.iter().for_each(|line| text.extend(["\n", line]));
    }
    text
}

fn fail(printer: Printer, what: &str) -> Exit {
    printer.error(what);
    Exit::FAILURE
}

/// Which ways of the ports are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Active,
}

fn list(printer: Printer, shown: Shown) -> anyhow::Result<Exit> {
    let cards = cards::numbers()?;
    if cards.is_empty() {
        printer.error("no sound card found");
        return Ok(Exit::SUCCESS);
    }
    let mut text = String::from("Dir Device    Name\n");
    for card in cards {
        match rawmidi::subdevices(card.unsigned_abs()) {
            Ok(found) => text.extend(found.iter().filter_map(|subdevice| list_line(subdevice, shown))),
            Err(error) => printer.error(&format!("cannot open control for card {card}: {}", error.reason())),
        }
    }
    printer.text(&text)?;
    Ok(Exit::SUCCESS)
}

/// Nothing for a port of which no way is shown.
fn list_line(subdevice: &Subdevice, shown: Shown) -> Option<String> {
    let [card, device, number] = subdevice.place;
    let ways = if shown == Shown::All { subdevice.ways } else { subdevice.active };
    let input = if ways.input { 'I' } else { ' ' };
    let output = if ways.output { 'O' } else { ' ' };
    let place = match (subdevice.name.as_str(), subdevice.count) {
        ("", 1) => format!("hw:{card},{device}    {}", subdevice.device_name),
        ("", count) => format!("hw:{card},{device}    {} ({count} subdevices)", subdevice.device_name),
        (name, _) => format!("hw:{card},{device},{number}  {name}"),
    };
    (ways.input || ways.output).then(|| format!("{input}{output}  {place}\n"))
}

/// Sends, then receives; what stands in the way is told as the tool has always told it.
fn transfer(port: &RawMidi, job: &Job, printer: Printer) -> anyhow::Result<Result<(), String>> {
    let mut file = match &job.receive {
        None => None,
        Some(path) => match File::create(path) {
            Ok(file) => Some(file),
            Err(error) => return Ok(Err(format!("cannot create {}: {}", path.display(), reason(&error)))),
        },
    };
    if let Some(bytes) = &job.sent
        && let Err(error) = send(port, bytes, job.sysex_interval)
    {
        return Ok(Err(format!("cannot send data: {}", error.reason())));
    }
    if !job.receives() {
        return Ok(Ok(()));
    }
    receive(port, job, printer, &mut file)
}

fn reason(error: &std::io::Error) -> String {
    Error::new("", error.raw_os_error().unwrap_or(5)).reason()
}

/// Sends all bytes; after each system exclusive message the cable rests so long.
fn send(port: &RawMidi, bytes: &[u8], interval: Duration) -> crate::device::Result<()> {
    let pieces: Vec<&[u8]> =
        if interval.is_zero() { vec![bytes] } else { bytes.split_inclusive(|byte| *byte == 0xf7).collect() };
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            port.drain()?;
            crate::os::clock::sleep_us(u64::try_from(interval.as_micros()).unwrap_or(u64::MAX));
        }
        send_piece(port, piece)?;
        if signals::stop().is_some() {
            port.drop_output();
            return Ok(());
        }
    }
    port.drain()
}

fn send_piece(port: &RawMidi, mut bytes: &[u8]) -> crate::device::Result<()> {
    let mut moved = Instant::now();
    while !bytes.is_empty() && signals::stop().is_none() {
        let written = port.write(bytes)?;
        bytes = &bytes[written..];
        if written > 0 {
            moved = Instant::now();
        } else if moved.elapsed() > STUCK {
            return Err(Error::new("rawmidi write", 110));
        } else {
            port.wait(true, Some(1000))?;
        }
    }
    Ok(())
}

fn receive(port: &RawMidi, job: &Job, printer: Printer, file: &mut Option<File>) -> anyhow::Result<Result<(), String>> {
    let mut dump = job.dump.then(|| Dump::new(job.stamp));
    let mut last = Instant::now();
    let mut bytes = [0; 4096];
    let mut total = 0u64;
    let result = loop {
        if signals::stop().is_some() {
            break Ok(());
        }
        let left = job.timeout.map(|timeout| timeout.saturating_sub(last.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            break Ok(());
        }
        let limit_ms = left.map(|left| u32::try_from(left.as_micros().div_ceil(1000)).unwrap_or(u32::MAX));
        let read = port.wait(false, limit_ms).and_then(|()| port.read(&mut bytes));
        let read = match read {
            Ok(read) => read,
            Err(error) => break Err(format!("cannot read from port \"{}\": {}", job.port, error.reason())),
        };
        let wanted: Vec<u8> = bytes[..read].iter().copied().filter(|byte| job.wants(*byte)).collect();
        if wanted.is_empty() {
            continue;
        }
        last = Instant::now();
        total += wanted.len() as u64;
        if let Some(file) = file
            && let Err(error) = file.write_all(&wanted)
        {
            break Err(format!("cannot write to file: {}", reason(&error)));
        }
        if let Some(dump) = &mut dump {
            printer.text(&dump.text(&wanted))?;
        }
    };
    if std::io::stdout().is_terminal() {
        printer.text(&format!("\n{total} bytes read\n"))?;
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_that_are_switched_off_are_listed_when_asked_for() {
        let ways = |input, output| Ways { input, output };
        let subdevice = |active, name: &str, count| Subdevice {
            ways: ways(true, true),
            active,
            place: [1, 0, 2],
            device_name: "Keys".to_owned(),
            name: name.to_owned(),
            count,
        };
        let lines = |active, name, count| {
            let subdevice = subdevice(active, name, count);
            [Shown::Active, Shown::All].map(|shown| list_line(&subdevice, shown).unwrap_or_default())
        };
        assert_eq!(lines(ways(true, true), "", 1), ["IO  hw:1,0    Keys\n"; 2]);
        assert_eq!(lines(ways(false, true), "Left", 4), [" O  hw:1,0,2  Left\n", "IO  hw:1,0,2  Left\n"]);
        assert_eq!(lines(ways(false, false), "", 3), ["", "IO  hw:1,0    Keys (3 subdevices)\n"]);
    }
}
