//! What amixer is to do, checked: every word has its meaning before a card is opened.

use crate::cli::nearest::nearest;
use crate::cli::{UsageError, Words};
use crate::device::cards;
use crate::device::ctl::ElemId;
use crate::device::mixer::Abstraction;
use crate::mixer::change::{Limit, Rules};
use crate::mixer::control::Inactive;
use crate::mixer::identifier::{SimpleId, parse_control};
use crate::mixer::scale::Scale;
use crate::mixer::template::Template;
use crate::ui::hints_are_wanted;
use std::path::PathBuf;

/// What to do, with which device.
pub(super) struct Job {
    pub(super) device: String,
    pub(super) options: Options,
    pub(super) command: Command,
}

/// How to do it.
pub(super) struct Options {
    pub(super) rules: Rules,
    pub(super) inactive: Inactive,
    pub(super) abstraction: Abstraction,
    pub(super) quiet: bool,
    pub(super) debug: bool,
    pub(super) json: bool,
    pub(super) lenient: bool,
    pub(super) template: Option<Template>,
}

/// The commands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    SimpleControls,
    SimpleContents,
    SimpleGet(SimpleId),
    SimpleSet { id: SimpleId, words: Vec<String> },
    Controls,
    Contents,
    ControlGet(ElemId),
    ControlSet { id: ElemId, value: String },
    Info,
    Events,
    SimpleEvents(Option<SimpleId>),
    Batch(Source),
}

/// Where a batch comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Stdin,
    File(PathBuf),
}

/// The command words, for the nearest to one that is none.
const COMMANDS: [&str; 14] = [
    "scontrols",
    "simple",
    "scontents",
    "sset",
    "set",
    "sget",
    "get",
    "controls",
    "contents",
    "cset",
    "cget",
    "info",
    "events",
    "sevents",
];

const SIMPLE_WANTED: &str = "Specify a scontrol identifier: 'name',index";
const CONTROL_WANTED: &str = "Specify a full control identifier: [[iface=<iface>,][name='name',][index=<index>,][device=<device>,][subdevice=<subdevice>]]|[numid=<numid>]";
const SETTING_WANTED: &str = "Specify what you want to set...";

impl Job {
    /// The job that the words ask for; `None` asks for the help.
    pub(super) fn new(words: &Words) -> anyhow::Result<Option<Job>> {
        let abstraction = match words.text("abstract").as_deref() {
            None | Some("none") => Abstraction::None,
            Some("basic") => Abstraction::Basic,
            Some(_) => return Err(usage("Select correct abstraction level (none or basic)...")),
        };
        let options = options(words, abstraction)?;
        let device = device(words)?;
        let batch = match words.value("file") {
            Some(path) => Some(Source::File(PathBuf::from(path))),
            None => words.has("stdin").then_some(Source::Stdin),
        };
        let operands = words.operand_texts();
        let command = match (batch, operands.split_first()) {
            (Some(source), _) => Command::Batch(source),
            (None, Some((word, _))) if word == "help" => return Ok(None),
            (None, Some((word, arguments))) => Command::parse(word, arguments)?,
            (None, None) => Command::SimpleContents,
        };
        command.accepts(&options)?;
        Ok(Some(Job { device, options, command }))
    }
}

fn options(words: &Words, abstraction: Abstraction) -> anyhow::Result<Options> {
    // Of two that exclude each other, the last one counts.
    let mapped = words.place("mapped-volume") > words.place("raw-volume");
    let scale = if mapped { Scale::Mapped } else { Scale::Raw };
    let limit = if words.has("nocheck") { Limit::Off } else { Limit::Clamp };
    let template = words.text("format");
    Ok(Options {
        rules: Rules { scale, limit },
        inactive: if words.has("inactive") { Inactive::Shown } else { Inactive::Hidden },
        abstraction,
        quiet: words.has("quiet"),
        debug: words.has("debug"),
        json: words.has("json"),
        lenient: words.has("lenient"),
        template: template.map(|text| Template::parse(&text, scale).map_err(usage)).transpose()?,
    })
}

fn usage(what: impl Into<String>) -> anyhow::Error {
    UsageError::new("amixer", what).into()
}

/// The device's name: `-c` means the card's own default, whatever `default` is.
fn device(words: &Words) -> anyhow::Result<String> {
    let card = words.text("card").filter(|_| words.place("card") > words.place("device"));
    match (card, words.text("device")) {
        (Some(card), _) => super::card::name_of(&card),
        (None, Some(device)) => Ok(cards::plain_name(&device)?.into_owned()),
        (None, None) => Ok("default".to_owned()),
    }
}

impl Command {
    fn parse(word: &str, arguments: &[String]) -> anyhow::Result<Command> {
        Ok(match word {
            "scontrols" | "simple" => Command::SimpleControls,
            "scontents" => Command::SimpleContents,
            "sget" | "get" => Command::SimpleGet(simple_id(arguments)?),
            "controls" => Command::Controls,
            "contents" => Command::Contents,
            "cget" => Command::ControlGet(control_id(arguments)?),
            "info" => Command::Info,
            "events" => Command::Events,
            "sevents" if arguments.is_empty() => Command::SimpleEvents(None),
            "sevents" => Command::SimpleEvents(Some(simple_id(arguments)?)),
            _ => match Command::parse_set(word, arguments) {
                Some(command) => command?,
                None => return Err(unknown_command(word)),
            },
        })
    }

    /// The commands that a batch may hold; `None` for any other word.
    pub(super) fn parse_set(word: &str, arguments: &[String]) -> Option<anyhow::Result<Command>> {
        match word {
            "sset" | "set" => Some(simple_set(arguments)),
            "cset" => Some(control_set(arguments)),
            _ => None,
        }
    }

    /// A template prints simple controls only.
    fn accepts(&self, options: &Options) -> anyhow::Result<()> {
        use Command::{Batch, SimpleContents, SimpleEvents, SimpleGet, SimpleSet};
        let simple = matches!(self, SimpleContents | SimpleGet(_) | SimpleSet { .. } | SimpleEvents(_) | Batch(_));
        match options.template {
            Some(_) if !simple => Err(usage("--format is for scontents, sget, sset, sevents and batches")),
            Some(_) if options.json => Err(usage("--format and --json exclude each other")),
            _ => Ok(()),
        }
    }
}

fn unknown_command(word: &str) -> anyhow::Error {
    let near = nearest(word, COMMANDS).filter(|_| hints_are_wanted());
    let hint = near.map(|near| format!(" did you mean '{near}'?")).unwrap_or_default();
    anyhow::anyhow!("Unknown command '{word}'...{hint}")
}

fn simple_id(arguments: &[String]) -> anyhow::Result<SimpleId> {
    let text = arguments.first().ok_or_else(|| anyhow::anyhow!(SIMPLE_WANTED))?;
    SimpleId::parse(text).ok_or_else(|| anyhow::anyhow!("Wrong scontrol identifier: {text}"))
}

fn control_id(arguments: &[String]) -> anyhow::Result<ElemId> {
    let text = arguments.first().ok_or_else(|| anyhow::anyhow!(CONTROL_WANTED))?;
    parse_control(text).ok_or_else(|| anyhow::anyhow!("Wrong control identifier: {text}"))
}

fn simple_set(arguments: &[String]) -> anyhow::Result<Command> {
    let id = simple_id(arguments)?;
    match &arguments[1..] {
        [] => anyhow::bail!(SETTING_WANTED),
        words => Ok(Command::SimpleSet { id, words: words.to_vec() }),
    }
}

fn control_set(arguments: &[String]) -> anyhow::Result<Command> {
    let id = control_id(arguments)?;
    match &arguments[1..] {
        [] => anyhow::bail!(SETTING_WANTED),
        [value] => Ok(Command::ControlSet { id, value: value.clone() }),
        [_, extra, ..] => anyhow::bail!("'{extra}' is one word too many: values stand in one word, between commas"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Call, Reading, read};
    use std::ffi::OsString;

    fn job(words: &[&str]) -> anyhow::Result<Option<Job>> {
        let words = words.iter().map(OsString::from).collect();
        let call = Call { name: "amixer", version_words: "amixer version", words };
        match read(&call, super::super::options::command)? {
            Reading::Go(words) => Job::new(&words),
            Reading::Shown => Ok(None),
        }
    }

    fn command(words: &[&str]) -> Result<Command, String> {
        job(words).map(|job| job.unwrap().command).map_err(|error| error.to_string())
    }

    #[test]
    fn every_command_has_its_names() {
        let id = SimpleId { name: "Master".to_owned(), index: 0 };
        assert_eq!(command(&[]), Ok(Command::SimpleContents));
        assert_eq!(command(&["simple"]), Ok(Command::SimpleControls));
        assert_eq!(command(&["get", "Master", "playback"]), Ok(Command::SimpleGet(id.clone())));
        let set = Command::SimpleSet { id, words: vec!["5%+".to_owned()] };
        assert_eq!(command(&["set", "Master", "5%+"]), Ok(set));
        let value = Command::ControlSet { id: ElemId::numbered(3), value: "on".to_owned() };
        assert_eq!(command(&["cset", "numid=3", "on"]), Ok(value));
        assert_eq!(command(&["-s", "sget", "x"]), Ok(Command::Batch(Source::Stdin)));
        assert!(job(&["help"]).unwrap().is_none());
    }

    #[test]
    fn of_two_options_that_exclude_each_other_the_last_counts() {
        let job = |words: &[&str]| job(words).unwrap().unwrap();
        assert_eq!(job(&["-M", "-R"]).options.rules.scale, Scale::Raw);
        assert_eq!(job(&["-R", "-M"]).options.rules.scale, Scale::Mapped);
        assert_eq!(job(&["-D", "a", "-D", "b"]).device, "b");
    }

    #[test]
    fn missing_and_wrong_words_are_named() {
        for (words, error) in [
            (&["sget"][..], SIMPLE_WANTED),
            (&["cset"], CONTROL_WANTED),
            (&["sset", "Master"], SETTING_WANTED),
            (&["cset", "numid=1"], SETTING_WANTED),
            (&["sget", "Master,x"], "Wrong scontrol identifier: Master,x"),
            (&["cget", "1"], "Wrong control identifier: 1"),
            (&["cset", "numid=1", "1", "2"], "'2' is one word too many: values stand in one word, between commas"),
        ] {
            assert_eq!(command(words), Err(error.to_owned()));
        }
        assert!(command(&["contents", "--format={percent}"]).is_err());
        assert!(command(&["sget", "x", "--format={percent}", "--json"]).is_err());
    }
}
