//! What each key but CTL compares and does.

use super::Event;
use super::expand::{Source, expand, trusted};
use super::interpreter::{Interpreter, Step, compare};
use super::parser::{Operator, Pair};
use super::value;
use std::path::PathBuf;

impl Interpreter<'_> {
    /// The value with everything put in.
    pub(super) fn expand(&mut self, value: &str) -> String {
        expand(value, |source, name| self.look(source, name).unwrap_or_default())
    }

    fn look(&mut self, source: Source, name: &str) -> Option<String> {
        match source {
            Source::CardInfo => self.card_info(name),
            Source::Ctl => self.control_attribute(name),
            Source::Attr => Some(trusted(self.sysfs_attribute(name)?.trim_end())),
            Source::Env => self.environment(name),
            Source::Result => self.result.clone(),
            Source::Config => self.config.get(name).cloned(),
            Source::SysfsRoot => Some(self.machine.sysfs().to_string_lossy().into_owned()),
        }
    }

    pub(super) fn access(&mut self, pair: &Pair) -> Step {
        let path = self.expand(&pair.value);
        let path = self.beside(&path);
        Step::go_if(self.machine.exists(&path) == (pair.operator == Operator::Is))
    }

    pub(super) fn print(&mut self, value: &str) -> Step {
        let text = self.expand(value);
        (self.tell)(Event::Print(&text));
        Step::Go
    }

    pub(super) fn error(&mut self, value: &str) -> Step {
        let text = self.expand(value);
        (self.tell)(Event::Error(&text));
        Step::Go
    }

    pub(super) fn exit(&mut self, value: &str) -> Step {
        let value = self.expand(value);
        if value.trim() == "return" {
            return Step::Return;
        }
        match value::number(value.trim()).and_then(|code| u8::try_from(code.checked_abs()?).ok()) {
            Some(code) => Step::Exit(code),
            None => {
                self.fail(libc::EINVAL, &format!("'{value}' is no exit code: neither 'return' nor 0 to 255"));
                Step::Exit(0)
            }
        }
    }

    pub(super) fn program(&mut self, pair: &Pair) -> Step {
        let line = self.expand(&pair.value);
        let words = words(&line);
        let (succeeded, output) = match words.first().map(String::as_str) {
            Some("__ctl_search") => self.search_program(words.get(1).map(String::as_str)),
            Some("__ctl_count") => self.count_program(),
            Some(unknown) if unknown.starts_with("__") => {
                self.complain(&format!("unknown built-in program '{unknown}'"));
                (false, String::new())
            }
            _ => {
                let ran = self.machine.run(&words, &self.variables);
                let output = if ran.succeeded { trusted(ran.output.trim_end_matches('\n')) } else { String::new() };
                (ran.succeeded, output)
            }
        };
        self.result = Some(output);
        Step::go_if(succeeded == (pair.operator != Operator::IsNot))
    }

    pub(super) fn keep_or_compare_result(&mut self, pair: &Pair) -> Step {
        if pair.operator == Operator::Set {
            self.result = Some(self.expand(&pair.value));
            return Step::Go;
        }
        compare(self.result.as_deref(), pair)
    }

    /// Who the card is, by the name of a part; `None` for a part that there is not.
    pub(super) fn card_info(&mut self, part: &str) -> Option<String> {
        let info = self.card.info();
        let found = match part.to_ascii_lowercase().as_str() {
            "card" => info.number.to_string(),
            "id" => info.id.clone(),
            "driver" => info.driver.clone(),
            "name" => info.name.clone(),
            "longname" => info.long_name.clone(),
            "mixername" => info.mixer_name.clone(),
            "components" => info.components.clone(),
            _ => {
                self.complain(&format!("unknown CARDINFO{{}} attribute '{part}'"));
                return None;
            }
        };
        Some(found)
    }

    pub(super) fn attribute(&mut self, file: &str, pair: &Pair) -> Step {
        if pair.operator == Operator::Set {
            self.write_attribute(file, &pair.value);
            return Step::Go;
        }
        let found = self.sysfs_attribute(file);
        // Blanks at the end are the kernel's, unless the pattern has some too.
        let blank = pair.value.ends_with(char::is_whitespace);
        compare(found.as_deref().map(|text| if blank { text } else { text.trim_end() }), pair)
    }

    fn write_attribute(&mut self, file: &str, value: &str) {
        let value = self.expand(value);
        let written = match self.sysfs_path(file) {
            Some(path) => self.machine.write_attribute(&path, &value).map_err(|error| error.raw_os_error()),
            None => Err(Some(libc::ENOENT)),
        };
        let errno = written.err().map_or(0, |errno| errno.unwrap_or(libc::EIO));
        self.result = Some((-errno).to_string());
    }

    fn sysfs_attribute(&self, file: &str) -> Option<String> {
        self.machine.attribute(&self.sysfs_path(file)?)
    }

    /// A file of the card's device; `None` before the rules have said which that is.
    fn sysfs_path(&self, file: &str) -> Option<PathBuf> {
        let device = self.config.get("sysfs_device")?;
        if file.is_empty() {
            return None;
        }
        Some(self.machine.sysfs().join(device.trim_start_matches('/')).join(file.trim_start_matches('/')))
    }

    fn environment(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned().or_else(|| self.machine.variable(name))
    }

    pub(super) fn variable(&mut self, name: &str, pair: &Pair) -> Step {
        match pair.operator {
            Operator::Set if self.environment(name).is_some() => Step::Go,
            Operator::Set | Operator::Final => {
                let value = self.expand(&pair.value);
                self.variables.insert(name.to_owned(), value);
                Step::Go
            }
            _ => compare(self.environment(name).as_deref(), pair),
        }
    }

    pub(super) fn configuration(&mut self, name: &str, pair: &Pair) -> Step {
        if pair.operator == Operator::Set {
            let value = self.expand(&pair.value);
            self.config.insert(name.to_owned(), value);
            return Step::Go;
        }
        compare(self.config.get(name).map(String::as_str), pair)
    }
}

/// The words of a command line; single quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            _ if letter.is_whitespace() && !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(words(" /bin/echo  hello 'two words' '' x'y z'"), ["/bin/echo", "hello", "two words", "", "xy z"]);
        assert_eq!(words("a 'open end"), ["a", "open end"]);
        assert!(words("  ").is_empty());
    }
}
