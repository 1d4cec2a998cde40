//! aseqdump: shows the events that come to a port of the sequencer, a line each.
//!
//! No event is lost for being unknown, and each line is out before the next event is read.

use super::{Applet, Dir};
use crate::cli::options::{flag, value};
use crate::cli::{Call, Exit, Reading, UsageError, Words, read};
use crate::device::seq::link::Link;
use crate::device::seq::transfer::Waiting;
use crate::device::seq::ump::Protocol;
use crate::device::seq::{Address, PortUse, Seq};
use crate::device::{Error, Result};
use crate::midi::{open_sequencer, ports};
use crate::os::signals;
use crate::ui::{Form, Printer};
use clap::Command;
use text::View;

mod json;
mod packet;
mod text;

/// The row of aseqdump.
pub const APPLET: Applet = Applet {
    name: "aseqdump",
    dir: Dir::Bin,
    about: "show the events of the MIDI sequencer",
    version_words: "aseqdump version",
    command,
    run,
};

fn command() -> Command {
    Command::new("aseqdump")
        .about("Show the events that come to a port of the ALSA sequencer")
        .override_usage("aseqdump [OPTION]...")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version").short('V'),
            flag("list", "list the ports that can be read from").short('l'),
            value("port", "PORT[,...]", "show the events of these ports").short('p').allow_hyphen_values(true),
            flag("normalized-view", "count channels and groups from 1").short('N'),
            flag("percent", "show values of MIDI 2.0 in per cent").short('P'),
            flag("raw-view", "show values as they are (this is the default)").short('R'),
            value("ump", "VERSION", "take packets of this MIDI version: 0 (none), 1 or 2").short('u'),
            flag("raw", "let nothing be converted").short('r'),
            flag("json", "a JSON object for each event"),
        ])
}

/// What was asked for.
struct Job {
    view: View,
    protocol: Option<Protocol>,
    unconverted: bool,
    form: Form,
    ports: Option<String>,
}

impl Job {
    fn check(given: &Words) -> std::result::Result<Job, UsageError> {
        let protocol = match given.text("ump").as_deref() {
            None | Some("0") => None,
            Some("1") => Some(Protocol::Midi1),
            Some("2") => Some(Protocol::Midi2),
            Some(other) => return Err(UsageError::new(APPLET.name, format!("--ump: '{other}' is not 0, 1 or 2"))),
        };
        let last = |id| given.place(id);
        let views = [
            (last("raw-view"), View::Raw),
            (last("normalized-view"), View::Normalized),
            (last("percent"), View::Percent),
        ];
        let view = views.into_iter().filter(|(place, _)| place.is_some()).max_by_key(|(place, _)| *place);
        Ok(Job {
            view: view.map_or(View::Raw, |(_, view)| view),
            protocol,
            unconverted: given.has("raw"),
            form: if given.has("json") { Form::Json } else { Form::Text },
            ports: given.text("port"),
        })
    }
}

fn run(call: &Call) -> anyhow::Result<Exit> {
    let given = match read(call, command)? {
        Reading::Go(given) => given,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let job = Job::check(&given)?;
    let printer = Printer::new();
    let seq = match open_sequencer("aseqdump") {
        Ok(seq) => seq,
        Err(error) => return Ok(fail(printer, &format!("Cannot open sequencer - {error}"))),
    };
    if given.has("list") {
        printer.text(&ports::table(&seq.clients()?, |_, port| port.is_readable()))?;
        return Ok(Exit::SUCCESS);
    }
    match prepare(&seq, &job) {
        Ok(port) => dump(&seq, printer, &job, port),
        Err(what) => Ok(fail(printer, &what)),
    }
}

fn fail(printer: Printer, what: &str) -> Exit {
    printer.error(what);
    Exit::FAILURE
}

/// Makes the port and its links.
fn prepare(seq: &Seq, job: &Job) -> std::result::Result<Address, String> {
    let cannot = |error: Error| format!("Cannot take UMP - {error}; it needs alsa-lib 1.2.10 and Linux 6.5");
    if let Some(protocol) = job.protocol {
        seq.speak(protocol).map_err(cannot)?;
    }
    if job.unconverted {
        seq.take_unconverted().map_err(cannot)?;
    }
    let sources = job.ports.as_deref().map(|words| ports::find_list(seq, words)).transpose();
    let sources = sources.map_err(|(word, error)| format!("Invalid port {word} - {error}"))?;
    let port = seq.create_port("aseqdump", PortUse::Takes);
    let port = port.map_err(|error| format!("Cannot create port - {}", error.reason()))?;
    for source in sources.into_iter().flatten() {
        match seq.link(&Link::new(source, port)) {
            Err(error) if !seq.is_linked(source, port) => {
                return Err(format!("Cannot connect from port {source} - {}", error.reason()));
            }
            _ => {}
        }
    }
    Ok(port)
}

fn dump(seq: &Seq, printer: Printer, job: &Job, port: Address) -> anyhow::Result<Exit> {
    signals::catch_stop()?;
    if job.form == Form::Text {
        let at = if job.ports.is_some() { String::new() } else { format!(" at port {port}") };
        printer.line(&format!("Waiting for data{at}. Press Ctrl+C to end."))?;
        printer.line(text::heading(job.protocol))?;
    }
    while signals::stop().is_none() {
        match next(seq, job) {
            Ok(Some(line)) => printer.line(&line)?,
            Ok(None) => drop(seq.wait(Waiting { output: false, other: None, limit_ms: None })?),
            Err(error) if error.is_overrun() => {
                printer.error("events were lost: they came faster than they could be shown")
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Exit::SUCCESS)
}

/// The line of the next event, if there is one.
fn next(seq: &Seq, job: &Job) -> Result<Option<String>> {
    if job.protocol.is_some() {
        let event = seq.receive_ump()?;
        return Ok(event.map(|event| match job.form {
            Form::Text => packet::line(&event, job.view),
            Form::Json => json::packet(&event),
        }));
    }
    let event = seq.receive()?;
    Ok(event.map(|event| match job.form {
        Form::Text => text::line(&event, job.view),
        Form::Json => json::event(&event),
    }))
}
