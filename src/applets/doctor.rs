//! doctor: says why nothing is heard or recorded, shows what it checked, and mends what can be mended without harm.
//!
//! Looking changes nothing and needs no root; what is mended is only switched on or raised to a level of a first setup.

use super::{Applet, Dir};
use crate::cli::options::{flag, value};
use crate::cli::{Call, Exit, Reading, UsageError, Words, read};
use crate::device::cards;
use crate::diagnose::doctor::{Grade, Question, Topic, examine, worst};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::Tree;
use crate::ui::{Form, Printer};
use anyhow::anyhow;
use clap::{Arg, Command, ValueHint};
use std::path::PathBuf;

mod fix;
mod listen;
mod report;
mod shown;
mod unpack;

use shown::Examination;

/// The row of doctor.
pub const APPLET: Applet = Applet {
    name: "doctor",
    dir: Dir::Bin,
    about: "say why nothing is heard, and mend it",
    version_words: "doctor version",
    command,
    run,
};

fn command() -> Command {
    Command::new("doctor")
        .about("Say why nothing is heard, and mend it")
        .override_usage("doctor [OPTION]... [playback|capture|midi]")
        .disable_help_flag(true)
        .args([
            flag("help", "show this help").short('h'),
            flag("version", "print the version"),
            value("card", "CARD", "this card instead of the one of default: its number or its id").short('c'),
            value("fix", "yes", "mend what can be mended without harm; without 'yes', ask each time")
                .num_args(0..=1)
                .require_equals(true),
            value("report", "FILE", "write all facts into a text file, without serial numbers")
                .num_args(0..=1)
                .require_equals(true)
                .value_hint(ValueHint::FilePath),
            value("from", "PLACE", "examine the facts of another machine: a report, or a folder with its files")
                .value_hint(ValueHint::AnyPath),
            flag("listen", "play a soft tone, record, and say whether it came through"),
            value("record-from", "NAME", "with --listen: the device to record from"),
            flag("json", "show as JSON"),
            Arg::new("topic").value_name("TOPIC").num_args(0..).help("playback (when none is given), capture or midi"),
        ])
}

/// What is to be done.
struct Job {
    topic: Topic,
    card: Option<String>,
    fix: Option<fix::Asking>,
    report: Option<PathBuf>,
    from: Option<PathBuf>,
    listen: bool,
    record_from: Option<String>,
    json: bool,
}

impl Job {
    fn new(words: &Words) -> anyhow::Result<Job> {
        let texts = words.operand_texts();
        let topic = match texts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] | ["playback"] => Topic::Playback,
            ["capture"] => Topic::Capture,
            ["midi"] => Topic::Midi,
            [word] => return Err(usage(&format!("'{word}' is not playback, capture or midi"))),
            _ => return Err(usage("one of playback, capture and midi at a time")),
        };
        let fix = match words.text_or("fix", "").as_deref() {
            None => None,
            Some("") => Some(fix::Asking::Each),
            Some("yes") => Some(fix::Asking::Never),
            Some(word) => return Err(usage(&format!("--fix={word}: only --fix=yes, or --fix, which asks"))),
        };
        let job = Job {
            topic,
            card: words.text("card"),
            fix,
            report: words.text_or("report", "alsabox-report.txt").map(PathBuf::from),
            from: words.value("from").map(PathBuf::from),
            listen: words.has("listen"),
            record_from: words.text("record-from"),
            json: words.has("json"),
        };
        match () {
            () if job.from.is_some() && (job.fix.is_some() || job.listen) => {
                Err(usage("--from is about another machine: --fix and --listen are about this one"))
            }
            () if job.record_from.is_some() && !job.listen => Err(usage("--record-from is for --listen")),
            () => Ok(job),
        }
    }
}

fn usage(what: &str) -> anyhow::Error {
    UsageError::new("doctor", what).into()
}

fn run(call: &Call) -> anyhow::Result<Exit> {
    let job = match read(call, command)? {
        Reading::Go(words) => Job::new(&words)?,
        Reading::Shown => return Ok(Exit::SUCCESS),
    };
    let out = Printer::new().with_form(if job.json { Form::Json } else { Form::Text });
    if job.listen {
        return listen::listen(job.card.as_deref(), job.record_from.as_deref(), &out);
    }
    match &job.from {
        Some(place) => {
            let unpacked = unpack::open(place)?;
            examine_tree(&Tree::at(unpacked.root()), &job, &out)
        }
        None => examine_tree(&Tree::live(), &job, &out),
    }
}

fn examine_tree(tree: &Tree, job: &Job, out: &Printer) -> anyhow::Result<Exit> {
    let facts = Facts::capture(tree);
    let question = Question { topic: job.topic, card: card(job, tree, &facts)? };
    let checks = examine(&facts, question);
    let examination = Examination::new(&facts, question, &checks);
    if let Some(path) = &job.report {
        report::write(path, &examination, &facts, tree)?;
        out.line(&examination.verdict)?;
        out.line(&format!("{} holds the facts: look through it before you show it to others", path.display()))?;
    } else {
        out.show(&examination)?;
    }
    let Some(asking) = job.fix else { return Ok(exit(worst(&checks))) };
    if fix::mend(&checks, asking, out)? == fix::Mended::Nothing {
        return Ok(exit(worst(&checks)));
    }
    let facts = Facts::capture(tree);
    let checks = examine(&facts, question);
    let examination = Examination::new(&facts, question, &checks);
    if job.json {
        out.show(&examination)?
    } else {
        out.line(&examination.verdict)?
    }
    Ok(exit(worst(&checks)))
}

/// The number of the card that was named.
fn card(job: &Job, tree: &Tree, facts: &Facts) -> anyhow::Result<Option<i32>> {
    let Some(word) = &job.card else { return Ok(None) };
    let live = || if tree.is_live() { cards::find(word) } else { None };
    let number = facts.card_named(word).map(|card| card.number).or_else(live);
    let there = || facts.snapshot.cards.iter().map(|card| card.id.as_str()).collect::<Vec<_>>().join(", ");
    match number {
        Some(number) => Ok(Some(number)),
        None if facts.snapshot.cards.is_empty() => Ok(None),
        None => Err(anyhow!("there is no card '{word}'; there are {}", there())),
    }
}

fn exit(worst: Option<Grade>) -> Exit {
    match worst {
        None => Exit::SUCCESS,
        Some(Grade::Warn) => Exit(1),
        Some(Grade::Fail) => Exit(2),
    }
}
