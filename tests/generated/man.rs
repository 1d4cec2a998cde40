//! A man page: title, synopsis and options by clap_mangen, joined with the prose of `man/src/NAME.txt`.
//!
//! A source is sections, `# DESCRIPTION`, whose lines are roff. In the section OPTIONS a line `## device` begins plain
//! text about that option, which follows the one line of its definition.

use crate::{Tool, repository, shown, tools};
use alsabox::applets::APPLETS;
use clap::Command;
use clap_mangen::Man;
use std::fs;
use std::process::Command as Process;
use tempfile::TempDir;

/// Sections that every page has, in the order of all of them.
const NEEDED: &[&str] = &["DESCRIPTION", "EXAMPLES", "EXIT STATUS", "SEE ALSO"];
const ORDER: &[&str] = &[
    "DESCRIPTION",
    "OPTIONS",
    "APPLETS",
    "COMMANDS",
    "WORDS",
    "BATCHES",
    "JSON",
    "STATE FILE",
    "CARD GROUPS",
    "RULES",
    "SAMPLE FORMATS",
    "FILE TYPES",
    "SEVERAL FILES",
    "VU METER",
    "SIGNALS AND KEYS",
    "EXAMPLES",
    "FILES",
    "ENVIRONMENT",
    "EXIT STATUS",
    "DIFFERENCES",
    "SEE ALSO",
];

/// What clap_mangen begins each of its sections with; once is enough.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// Headed pieces of text: heading and lines.
type Pieces<'a> = Vec<(&'a str, String)>;

/// The page of a tool.
pub(crate) fn page(tool: Tool) -> String {
    let name = tool.name;
    let source = fs::read_to_string(repository().join(format!("man/src/{name}.txt")));
    let source = source.unwrap_or_else(|_| panic!("{name} has no man source: man/src/{name}.txt is missing"));
    let sections = pieces(&source, "# ");
    check_sections(name, &sections);
    let man = Man::new(with_prose(tool, &pieces(text_of(&sections, "OPTIONS"), "## ")));
    let mut page = Vec::new();
    man.render_name_section(&mut page).unwrap();
    man.render_synopsis_section(&mut page).unwrap();
    for (heading, text) in &sections {
        match *heading {
            "OPTIONS" => man.render_options_section(&mut page).unwrap(),
            _ => page.extend(format!(".SH {heading}\n{}", text.replace("@applets@\n", &applets())).bytes()),
        }
    }
    let body = String::from_utf8(page).unwrap().replace(PREAMBLE, "");
    let title = format!(".TH {} 1 \"\" \"alsabox {}\" \"ALSA tools\"", name.to_uppercase(), env!("CARGO_PKG_VERSION"));
    format!(
        ".\\\" Made by 'make docs' from the options' definitions and man/src/{name}.txt.\n{title}\n{PREAMBLE}{body}"
    )
}

/// The pieces of a text that begin with a marked line. Empty lines, which are a fault in roff, are dropped.
fn pieces<'a>(text: &'a str, mark: &str) -> Pieces<'a> {
    let mut pieces: Pieces<'a> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        match (line.strip_prefix(mark), pieces.last_mut()) {
            (Some(heading), _) => pieces.push((heading, String::new())),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => panic!("text before the first '{mark}': {line}"),
        }
    }
    pieces
}

fn text_of<'a>(pieces: &'a Pieces<'_>, wanted: &str) -> &'a str {
    pieces.iter().find(|(heading, _)| *heading == wanted).map_or("", |(_, text)| text)
}

fn check_sections(name: &str, sections: &Pieces<'_>) {
    let headings: Vec<&str> = sections.iter().map(|(heading, _)| *heading).collect();
    for needed in NEEDED {
        assert!(headings.contains(needed), "man/src/{name}.txt has no section {needed}");
    }
    let ordered: Vec<&str> = ORDER.iter().copied().filter(|heading| headings.contains(heading)).collect();
    assert_eq!(headings, ordered, "man/src/{name}.txt: unknown sections, or not in this order");
}

/// The options as their help shows them, each with its prose.
fn with_prose(tool: Tool, prose: &Pieces<'_>) -> Command {
    let mut command = shown(&tool.command).about(tool.about);
    for (option, text) in prose {
        let known = command.get_arguments().any(|arg| arg.get_id() == option);
        assert!(known, "man/src/{}.txt: there is no option '{option}'", tool.name);
        command = command.mut_arg(option, |arg| {
            let first = arg.get_help().map(ToString::to_string).unwrap_or_default();
            arg.long_help(format!("{first}\n{text}"))
        });
    }
    command.mut_args(|arg| {
        let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
        arg.long_help(sentence(help.trim_end()))
    })
}

/// The line of help, which the prose follows, as a sentence.
fn sentence(help: &str) -> String {
    let (first, rest) = help.split_once('\n').unwrap_or((help, ""));
    let mut letters = first.chars();
    let capital = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{capital}{}.\n{rest}", letters.as_str()).trim_end().to_owned()
}

fn applets() -> String {
    APPLETS.iter().map(|applet| format!(".TP\n.BR {} (1)\n{}\n", applet.name, applet.about)).collect()
}

#[test]
fn man_shows_every_page_without_a_warning() {
    let dir = TempDir::new().unwrap();
    for tool in tools() {
        let path = dir.path().join(format!("{}.1", tool.name));
        fs::write(&path, page(tool)).unwrap();
        let output = Process::new("man").args(["--warnings", "-l"]).arg(&path).env("LC_ALL", "C.UTF-8").output();
        let output = output.expect("man, of the package man-db, is needed");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn prose_follows_the_line_of_the_definition() {
    assert_eq!(sentence("play on this device\nAny name."), "Play on this device.\nAny name.");
    assert_eq!(sentence("print it"), "Print it.");
}
