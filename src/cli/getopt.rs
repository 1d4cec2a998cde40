//! getopt_long's grammar: clusters, glued values, permutation, unique abbreviations, `--`.
//!
//! clap's definitions say which options there are; its parser, which knows another grammar, has no part in it. The words
//! of the errors are glibc's.

use clap::{Arg, ArgAction, Command, Id};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

/// An option that was given, with its value.
pub(super) type Given = (Id, Option<OsString>);

/// The words, put in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Ordered {
    /// Options in the order given.
    pub(super) options: Vec<Given>,
    /// Everything that is no option.
    pub(super) operands: Vec<OsString>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    None,
    Required,
    Optional,
}

/// Puts `words` in order, or says in glibc's words what is wrong with them. Stops after an option whose id `ends`
/// accepts, as tools do that act on `--help` at once.
pub(super) fn order(command: &Command, words: &[OsString], ends: impl Fn(&str) -> bool) -> Result<Ordered, String> {
    let mut scan = Scan { command, words, next: 0, ordered: Ordered::default() };
    let permute = std::env::var_os("POSIXLY_CORRECT").is_none();
    while let Some(word) = scan.take() {
        let bytes = word.as_bytes();
        match bytes {
            b"--" => break,
            _ if bytes.starts_with(b"--") => scan.long(&bytes[2..])?,
            _ if bytes.starts_with(b"-") && bytes.len() > 1 => scan.cluster(&bytes[1..])?,
            _ if permute => scan.ordered.operands.push(word.clone()),
            _ => {
                scan.next -= 1;
                break;
            }
        }
        if scan.ordered.options.last().is_some_and(|(id, _)| ends(id.as_str())) {
            return Ok(scan.ordered);
        }
    }
    let rest = &words[scan.next..];
    scan.ordered.operands.extend_from_slice(rest);
    Ok(scan.ordered)
}

struct Scan<'a> {
    command: &'a Command,
    words: &'a [OsString],
    next: usize,
    ordered: Ordered,
}

impl<'a> Scan<'a> {
    fn take(&mut self) -> Option<&'a OsString> {
        let word = self.words.get(self.next)?;
        self.next += 1;
        Some(word)
    }

    fn long(&mut self, word: &[u8]) -> Result<(), String> {
        let (name, glued) = match word.iter().position(|byte| *byte == b'=') {
            Some(at) => (&word[..at], Some(&word[at + 1..])),
            None => (word, None),
        };
        let (arg, full) = find_long(self.command, name, word)?;
        let value = match (value_of(arg), glued) {
            (Value::None, Some(_)) => return Err(format!("option '--{full}' doesn't allow an argument")),
            (_, Some(glued)) => Some(OsStr::from_bytes(glued).to_owned()),
            (Value::Required, None) => {
                Some(self.take().cloned().ok_or_else(|| format!("option '--{full}' requires an argument"))?)
            }
            (_, None) => None,
        };
        self.push(arg, value);
        Ok(())
    }

    fn cluster(&mut self, letters: &[u8]) -> Result<(), String> {
        for (at, letter) in letters.iter().enumerate() {
            let letter = char::from(*letter);
            let arg = self.command.get_arguments().find(|arg| has_letter(arg, letter));
            let arg = arg.ok_or_else(|| format!("invalid option -- '{letter}'"))?;
            let glued = &letters[at + 1..];
            match value_of(arg) {
                Value::None => self.push(arg, None),
                _ if !glued.is_empty() => {
                    self.push(arg, Some(OsStr::from_bytes(glued).to_owned()));
                    break;
                }
                Value::Optional => self.push(arg, None),
                Value::Required => {
                    let value = self.take().cloned();
                    let value = value.ok_or_else(|| format!("option requires an argument -- '{letter}'"))?;
                    self.push(arg, Some(value));
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, arg: &Arg, value: Option<OsString>) {
        self.ordered.options.push((arg.get_id().clone(), value));
    }
}

fn has_letter(arg: &Arg, letter: char) -> bool {
    arg.get_short() == Some(letter) || arg.get_all_short_aliases().is_some_and(|aliases| aliases.contains(&letter))
}

fn long_names(arg: &Arg) -> impl Iterator<Item = &str> {
    arg.get_long().into_iter().chain(arg.get_all_aliases().unwrap_or_default())
}

fn value_of(arg: &Arg) -> Value {
    match arg.get_action() {
        ArgAction::Set | ArgAction::Append => match arg.get_num_args() {
            Some(range) if range.min_values() == 0 => Value::Optional,
            _ => Value::Required,
        },
        _ => Value::None,
    }
}

/// The option that `name` is or abbreviates, with its full name. Mistakes show all of `word`.
fn find_long<'a>(command: &'a Command, name: &[u8], word: &[u8]) -> Result<(&'a Arg, String), String> {
    let all = || command.get_arguments().flat_map(|arg| long_names(arg).map(move |long| (arg, long)));
    if let Some((arg, long)) = all().find(|(_, long)| long.as_bytes() == name) {
        return Ok((arg, long.to_owned()));
    }
    let matching: Vec<_> = all().filter(|(_, long)| long.as_bytes().starts_with(name)).collect();
    let shown = String::from_utf8_lossy(word);
    match matching.split_first() {
        None => Err(format!("unrecognized option '--{shown}'")),
        Some(((arg, long), rest)) if rest.iter().all(|(other, _)| other.get_id() == arg.get_id()) => {
            Ok((arg, (*long).to_owned()))
        }
        Some(_) => {
            let names: Vec<String> = matching.iter().map(|(_, long)| format!("'--{long}'")).collect();
            Err(format!("option '--{shown}' is ambiguous; possibilities: {}", names.join(" ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command() -> Command {
        let flag = |id: &'static str, short| Arg::new(id).short(short).long(id).action(ArgAction::SetTrue);
        let value = |id: &'static str, short| Arg::new(id).short(short).long(id);
        Command::new("t")
            .arg(flag("quiet", 'q'))
            .arg(value("device", 'D'))
            .arg(value("period-time", 'F'))
            .arg(value("period-size", 'x'))
            .arg(Arg::new("loop").long("loop").num_args(0..=1).require_equals(true))
    }

    fn ordered(words: &[&str]) -> Result<(Vec<String>, Vec<String>), String> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let option = |(id, value): Given| match value {
            Some(value) => format!("{id}={}", value.into_string().unwrap()),
            None => id.to_string(),
        };
        let ordered = order(&command(), &words, |_| false)?;
        let operands = ordered.operands.into_iter().map(|word| word.into_string().unwrap()).collect();
        Ok((ordered.options.into_iter().map(option).collect(), operands))
    }

    fn options(words: &[&str]) -> Vec<String> {
        ordered(words).unwrap().0
    }

    #[test]
    fn clusters_and_glued_values_are_taken_apart() {
        assert_eq!(options(&["-qDhw:0"]), ["quiet", "device=hw:0"]);
        assert_eq!(options(&["-D=hw:0"]), ["device==hw:0"]);
        assert_eq!(options(&["-D", "-q"]), ["device=-q"]);
    }

    #[test]
    fn operands_may_stand_anywhere() {
        let (options, operands) = ordered(&["a", "-q", "-", "--", "-D"]).unwrap();
        assert_eq!(options, ["quiet"]);
        assert_eq!(operands, ["a", "-", "-D"]);
    }

    #[test]
    fn a_long_option_may_be_cut_while_it_stays_unique() {
        assert_eq!(options(&["--dev", "x"]), ["device=x"]);
        assert_eq!(options(&["--dev=", "--loop", "--loop=3"]), ["device=", "loop", "loop=3"]);
    }

    #[test]
    fn mistakes_are_named_in_the_words_of_glibc() {
        let error = |words: &[&str]| ordered(words).unwrap_err();
        assert_eq!(error(&["-qZ"]), "invalid option -- 'Z'");
        assert_eq!(error(&["-D"]), "option requires an argument -- 'D'");
        assert_eq!(error(&["--bogus=1"]), "unrecognized option '--bogus=1'");
        assert_eq!(error(&["--quiet=1"]), "option '--quiet' doesn't allow an argument");
        assert_eq!(error(&["--device"]), "option '--device' requires an argument");
        let ambiguous = "option '--per' is ambiguous; possibilities: '--period-time' '--period-size'";
        assert_eq!(error(&["--per"]), ambiguous);
    }
}
