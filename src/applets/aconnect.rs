//! aconnect: links ports of the sequencer, and lists who is there and who is linked.
//!
//! Scripts cut the list into pieces and test the exit code: that a link is there already is a failure.

use super::{Applet, Dir};
use crate::cli::options::{flag, value};
use crate::cli::{Call, Exit, Reading, UsageError, Words, number, read};
use crate::device::seq::Seq;
use crate::device::seq::directory::Client;
use crate::device::seq::link::{End, Link, Stamp};
use crate::midi::ports::{self, Prefix};
use crate::ui::{Form, Printer};
use clap::{Arg, Command, ValueHint};
use std::path::PathBuf;

mod list;
mod watch;

/// The row of aconnect.
pub const APPLET: Applet = Applet {
    name: "aconnect",
    dir: Dir::Bin,
    about: "link ports of the MIDI sequencer, and list them",
    version_words: "aconnect version",
    command,
    run,
};

fn command() -> Command {
    let file = |long, help| value(long, "FILE", help).value_hint(ValueHint::FilePath);
    Command::new("aconnect")
        .about("Link ports of the ALSA sequencer, and list them")
        .override_usage("aconnect [OPTION]... SENDER RECEIVER\n       aconnect -i|-o|-l [-a]\n       aconnect -x")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help"),
            flag("version", "print the version"),
            flag("disconnect", "undo the link").short('d'),
            flag("exclusive", "make the link exclusive: nobody else may link to these ports").short('e'),
            value("real", "QUEUE", "stamp events with the real time of this queue")
                .short('r')
                .allow_hyphen_values(true),
            value("tick", "QUEUE", "stamp events with the ticks of this queue").short('t').allow_hyphen_values(true),
            flag("input", "list the ports that can be read from").short('i'),
            flag("output", "list the ports that can be written to").short('o'),
            flag("list", "list links with the ports").short('l'),
            flag("all", "list inactive ports, too").short('a'),
            flag("removeall", "undo all links").short('x'),
            flag("json", "list as JSON"),
            file("persist", "write the links that there are into a file, by name"),
            file("watch", "make the links of a file, and again whenever a port comes back"),
            Arg::new("ports").value_name("PORT").num_args(0..).help("sender and receiver, each CLIENT:PORT"),
        ])
}

/// What is to be done.
enum Job {
    Link(Link),
    Unlink(Link),
    List(list::Wanted),
    RemoveAll,
    Persist(PathBuf),
    Watch(PathBuf),
}

fn run(call: &Call) -> anyhow::Result<Exit> {
    let given = match read(call, command)? {
        Reading::Go(given) => given,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let printer = Printer::new().with_form(if given.has("json") { Form::Json } else { Form::Text });
    let texts = given.operand_texts();
    let words: Vec<&String> = texts.iter().collect();
    if is_bare(&given) && words.is_empty() {
        printer.error(command().render_help().to_string().trim_end());
        return Ok(Exit::FAILURE);
    }
    let seq = match crate::midi::open_sequencer("ALSA Connector") {
        Ok(seq) => seq,
        Err(error) => return Ok(fail(printer, &format!("can't open sequencer: {error}"))),
    };
    let clients = seq.clients()?;
    match job(&given, &words, &clients)? {
        Ok(job) => work(&seq, printer, job),
        Err(what) => Ok(fail(printer, &what)),
    }
}

fn fail(printer: Printer, what: &str) -> Exit {
    printer.error(what);
    Exit::FAILURE
}

fn is_bare(given: &Words) -> bool {
    let flags = ["disconnect", "exclusive", "input", "output", "list", "removeall", "json"];
    !flags.iter().any(|id| given.has(id)) && !["persist", "watch"].iter().any(|id| given.has(id))
}

/// The job, or what is wrong with the ports.
fn job(given: &Words, words: &[&String], clients: &[Client]) -> anyhow::Result<Result<Job, String>> {
    let file = |id: &str| given.value(id).map(PathBuf::from);
    if let Some(file) = file("persist") {
        return Ok(Ok(Job::Persist(file)));
    }
    if let Some(file) = file("watch") {
        return Ok(Ok(Job::Watch(file)));
    }
    match last_command(given) {
        "removeall" => Ok(Ok(Job::RemoveAll)),
        "list" => Ok(Ok(Job::List(list::Wanted {
            input: given.has("input"),
            output: given.has("output"),
            links: given.has("list"),
            inactive: given.has("all"),
        }))),
        command => {
            let [sender, dest] = words else {
                return Err(UsageError::new(APPLET.name, "one sender and one receiver are needed").into());
            };
            let make = if command == "disconnect" { Job::Unlink } else { Job::Link };
            Ok(link(given, clients, sender, dest)?.map(make))
        }
    }
}

/// Of the words that say what to do the last one counts.
fn last_command(given: &Words) -> &'static str {
    let last = |id| given.place(id);
    let listing = ["input", "output", "list", "json"].iter().filter_map(|id| last(id)).max();
    let places = [(last("disconnect"), "disconnect"), (last("removeall"), "removeall"), (listing, "list")];
    places.into_iter().filter(|(place, _)| place.is_some()).max().map_or("connect", |(_, command)| command)
}

fn link(given: &Words, clients: &[Client], sender: &str, dest: &str) -> anyhow::Result<Result<Link, String>> {
    let find =
        |word, what| ports::find(clients, word, Prefix::First).map_err(|_| format!("invalid {what} address {word}"));
    let mut link = match (find(sender, "sender"), find(dest, "destination")) {
        (Ok(sender), Ok(dest)) => Link::new(sender, dest),
        (Err(what), _) | (_, Err(what)) => return Ok(Err(what)),
    };
    link.exclusive = given.has("exclusive");
    link.stamp = stamp(given)?;
    Ok(Ok(link))
}

fn stamp(given: &Words) -> Result<Option<Stamp>, UsageError> {
    let last = |id| given.place(id);
    let (id, make): (_, fn(i32) -> Stamp) =
        if last("real") > last("tick") { ("real", Stamp::Real) } else { ("tick", Stamp::Tick) };
    let Some(text) = &given.text(id) else { return Ok(None) };
    let queue = number::parse_integer(text).and_then(|queue| i32::try_from(queue).ok());
    let queue = queue.ok_or_else(|| UsageError::new(APPLET.name, format!("--{id}: '{text}' is no queue")))?;
    Ok(Some(make(queue)))
}

fn work(seq: &Seq, printer: Printer, job: Job) -> anyhow::Result<Exit> {
    match job {
        Job::List(wanted) => list::show(seq, printer, wanted)?,
        Job::RemoveAll => remove_all(seq)?,
        Job::Persist(file) => watch::persist(seq, &file)?,
        Job::Watch(file) => return watch::watch(seq, printer, &file),
        Job::Link(link) if seq.is_linked(link.sender, link.dest) => {
            return Ok(fail(printer, "Connection is already subscribed"));
        }
        Job::Unlink(link) if !seq.is_linked(link.sender, link.dest) => {
            return Ok(fail(printer, "No subscription is found"));
        }
        Job::Link(link) => {
            if let Err(error) = seq.link(&link) {
                return Ok(fail(printer, &format!("Connection failed ({})", error.reason())));
            }
        }
        Job::Unlink(link) => {
            if let Err(error) = seq.unlink(&link) {
                return Ok(fail(printer, &format!("Disconnection failed ({})", error.reason())));
            }
        }
    }
    Ok(Exit::SUCCESS)
}

fn remove_all(seq: &Seq) -> anyhow::Result<()> {
    let clients = seq.clients()?;
    let ports = || clients.iter().flat_map(|client| &client.ports);
    let is_private = |address| ports().any(|port| port.address == address && port.is_private());
    for port in ports().filter(|port| !port.is_private()) {
        for link in seq.links(port.address, End::Sender)? {
            if !is_private(link.dest) {
                // One that has gone meanwhile, or is not ours to undo, is left as it is.
                let _ = seq.unlink(&Link::new(link.sender, link.dest));
            }
        }
    }
    Ok(())
}
