//! Goes through a rules file: each rule pair by pair until one does not match, GOTO forward, INCLUDE into other files.
//!
//! It ends whatever the files say: GOTO never goes back, and the lines of all files together are counted.

use super::lexer::{Line, lines};
use super::parser::{Key, Operator, Pair, label, parse};
use super::pattern::matches;
use super::selection::Selection;
use super::world::{Card, Machine};
use super::{Change, Event, Place};
use crate::device::ctl::Iface;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lines that are gone through at most, with every INCLUDE counted anew.
const MOST_LINES: usize = 100_000;

/// Files within files.
const MOST_LEVELS: usize = 16;

/// What comes after a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The next pair.
    Go,
    /// The next rule.
    Stop,
    /// The rule with this label.
    Goto(String),
    /// What included this file.
    Return,
    /// Nothing: the whole ends with this code.
    Exit(u8),
}

impl Step {
    pub(super) fn go_if(holds: bool) -> Step {
        if holds { Step::Go } else { Step::Stop }
    }
}

/// How a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    File,
    All(u8),
}

/// What of the rule at hand has been told.
#[derive(Default)]
struct Telling {
    rule: String,
    is_told: bool,
    changes: Vec<Change>,
}

/// The state of a run.
pub(super) struct Interpreter<'a> {
    pub(super) card: &'a dyn Card,
    pub(super) machine: &'a dyn Machine,
    pub(super) tell: &'a mut dyn FnMut(Event<'_>),
    pub(super) selection: Selection,
    pub(super) result: Option<String>,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) config: BTreeMap<String, String>,
    place: Place,
    telling: Telling,
    level: usize,
    lines_left: usize,
    failure: Option<i32>,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(card: &'a dyn Card, machine: &'a dyn Machine, tell: &'a mut dyn FnMut(Event<'_>)) -> Self {
        Interpreter {
            card,
            machine,
            tell,
            selection: Selection::reset(Iface::Card),
            result: None,
            variables: BTreeMap::new(),
            config: BTreeMap::new(),
            place: Place { file: PathBuf::new(), line: 0 },
            telling: Telling::default(),
            level: 0,
            lines_left: MOST_LINES,
            failure: None,
        }
    }

    /// Goes through a file and what it includes. The code is what EXIT says, or the errno of the first mistake in the
    /// rules.
    pub(super) fn run(mut self, path: &Path, text: &str) -> u8 {
        let exit = match self.file(path, text) {
            End::File => 0,
            End::All(code) => code,
        };
        self.failure.map_or(exit, |errno| u8::try_from(errno).unwrap_or(1))
    }

    fn file(&mut self, path: &Path, text: &str) -> End {
        let outer = std::mem::replace(&mut self.place, Place { file: path.to_owned(), line: 0 });
        self.level += 1;
        let end = self.lines(&lines(text));
        self.level -= 1;
        self.place = outer;
        end
    }

    fn lines(&mut self, lines: &[Line]) -> End {
        match self.lines_left.checked_sub(lines.len()) {
            Some(left) if self.level <= MOST_LEVELS => self.lines_left = left,
            Some(_) => return self.give_up("INCLUDE goes too deep: a file includes itself"),
            None => return self.give_up("too many lines: the files include each other too often"),
        }
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            self.place.line = line.number;
            match self.rule(line) {
                Step::Go | Step::Stop => {}
                Step::Return => return End::File,
                Step::Exit(code) => return End::All(code),
                Step::Goto(wanted) => {
                    match lines[at..].iter().position(|line| label(&line.text).as_ref() == Some(&wanted)) {
                        Some(skipped) => at += skipped,
                        None => {
                            self.fail(libc::EINVAL, &format!("no LABEL=\"{wanted}\" follows"));
                            return End::File;
                        }
                    }
                }
            }
        }
        End::File
    }

    fn give_up(&mut self, why: &str) -> End {
        self.fail(libc::ELOOP, why);
        End::All(0)
    }

    fn rule(&mut self, line: &Line) -> Step {
        let pairs = match parse(&line.text) {
            Ok(pairs) => pairs,
            Err(what) => {
                self.fail(libc::EINVAL, &format!("invalid rule: {what}"));
                return Step::Stop;
            }
        };
        self.telling = Telling { rule: line.text.trim().replace('\n', " "), ..Telling::default() };
        // The first step that is not to the next pair ends the rule.
        let step = pairs.iter().map(|pair| self.pair(pair)).find(|step| *step != Step::Go).unwrap_or(Step::Go);
        if step != Step::Stop || !self.telling.changes.is_empty() {
            self.tell_rule();
        }
        step
    }

    fn pair(&mut self, pair: &Pair) -> Step {
        match &pair.key {
            Key::Label => Step::Go,
            Key::Goto => Step::Goto(pair.value.clone()),
            Key::Include => self.include(&pair.value),
            Key::Access => self.access(pair),
            Key::Print => self.print(&pair.value),
            Key::Error => self.error(&pair.value),
            Key::Exit => self.exit(&pair.value),
            Key::Program => self.program(pair),
            Key::Result => self.keep_or_compare_result(pair),
            Key::CardIndex => compare(Some(&self.card.info().number.to_string()), pair),
            Key::CardInfo(attribute) => compare(self.card_info(attribute).as_deref(), pair),
            Key::Ctl(attribute) => self.control(attribute, pair),
            Key::Attr(file) => self.attribute(file, pair),
            Key::Env(name) => self.variable(name, pair),
            Key::Config(name) => self.configuration(name, pair),
            Key::Unknown(key) => {
                self.complain(&format!("unknown key '{key}'"));
                Step::Go
            }
        }
    }

    fn include(&mut self, value: &str) -> Step {
        self.tell_rule();
        let path = self.beside(value);
        let files = self.machine.folder(&path).unwrap_or_else(|| vec![path]);
        for file in files {
            match self.machine.read(&file) {
                Ok(text) => {
                    if let End::All(code) = self.file(&file, &text) {
                        return Step::Exit(code);
                    }
                }
                Err(error) => {
                    let errno = error.raw_os_error().unwrap_or(libc::EIO);
                    let reason = crate::device::error::reason_of(&error);
                    self.fail(errno, &format!("cannot read '{}': {reason}", file.display()));
                }
            }
        }
        self.telling.is_told = true;
        Step::Go
    }

    /// A path as rules write it, relative to the file that they are in.
    pub(super) fn beside(&self, path: &str) -> PathBuf {
        self.place.file.parent().unwrap_or(Path::new("")).join(path)
    }

    /// Tells of a mistake that the exit code tells too.
    pub(super) fn fail(&mut self, errno: i32, what: &str) {
        self.failure.get_or_insert(errno);
        self.complain(what);
    }

    /// Tells of something that is no reason to fail.
    pub(super) fn complain(&mut self, what: &str) {
        (self.tell)(Event::Complaint(&self.place, what));
    }

    /// Tells of a changed element, after the rule that changed it.
    pub(super) fn tell_change(&mut self, change: Change) {
        self.telling.changes.push(change);
        if self.telling.is_told {
            self.tell_rule();
        }
    }

    fn tell_rule(&mut self) {
        if !self.telling.is_told {
            (self.tell)(Event::Taken(&self.place, &self.telling.rule));
            self.telling.is_told = true;
        }
        for change in self.telling.changes.drain(..) {
            (self.tell)(Event::Changed(&change));
        }
    }
}

/// Whether what is found fits the pair's pattern. What is not there fits nothing and differs from nothing.
pub(super) fn compare(found: Option<&str>, pair: &Pair) -> Step {
    let fits = |found: &str| matches(&pair.value, found) == (pair.operator == Operator::Is);
    Step::go_if(found.is_some_and(fits))
}
