//! Links by name, in a file: a line for each, `"Client":"Port" "Client":"Port"`.
//!
//! Numbers change whenever a program starts anew; names do not.

use super::ports::{self, Prefix};
use crate::device::seq::directory::Client;
use crate::device::seq::link::{End, Link};
use crate::device::seq::{Address, Seq};

/// The ends of a link, by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLink {
    /// Whose events travel.
    pub sender: String,
    /// Who gets them.
    pub dest: String,
}

/// The links that a text lists; `#` begins a comment.
///
/// # Errors
/// The number of the line that is none.
pub fn parse(text: &str) -> Result<Vec<NamedLink>, usize> {
    let lines = text.lines().map(str::trim).enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| parse_line(line).ok_or(at + 1)).collect()
}

fn parse_line(line: &str) -> Option<NamedLink> {
    let (sender, rest) = split_word(line)?;
    let (dest, rest) = split_word(rest.trim_start())?;
    (rest.trim().is_empty()).then(|| NamedLink { sender: sender.to_owned(), dest: dest.to_owned() })
}

fn split_word(line: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut end = line.len();
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') if at == 0 || line[..at].ends_with(':') => quote = Some(letter),
            (None, _) if letter.is_whitespace() => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    (quote.is_none() && end > 0).then(|| line.split_at(end))
}

/// The lines for all links between ports that others may link to.
///
/// # Errors
/// The kernel does not answer.
pub fn text_of_all(seq: &Seq) -> crate::device::Result<String> {
    let clients = seq.clients()?;
    let mut text = String::new();
    for port in clients.iter().flat_map(|client| &client.ports) {
        for link in seq.links(port.address, End::Sender)? {
            if let (Some(sender), Some(dest)) = (name(&clients, link.sender), name(&clients, link.dest)) {
                text += &format!("{sender} {dest}\n");
            }
        }
    }
    Ok(text)
}

fn name(clients: &[Client], address: Address) -> Option<String> {
    let client = clients.iter().find(|client| client.number == address.client)?;
    let port = client.ports.iter().find(|port| port.address == address && !port.is_private())?;
    let port_name = if port.name.is_empty() { address.port.to_string() } else { quoted(&port.name) };
    Some(format!("{}:{port_name}", quoted(&client.name)))
}

fn quoted(name: &str) -> String {
    let quote = if name.contains('"') { '\'' } else { '"' };
    format!("{quote}{name}{quote}")
}

/// Makes those of the links whose ends are both there and that are not made yet; says which, and what failed.
///
/// # Errors
/// The kernel does not answer.
pub fn make_missing(seq: &Seq, wanted: &[NamedLink]) -> crate::device::Result<Vec<Made>> {
    let clients = seq.clients()?;
    let find = |text: &str| ports::find(&clients, text, Prefix::First).ok();
    let there = |link: &NamedLink| Some(Link::new(find(&link.sender)?, find(&link.dest)?));
    let there = wanted.iter().filter_map(there).filter(|link| !seq.is_linked(link.sender, link.dest));
    Ok(there.map(|link| Made { link, result: seq.link(&link) }).collect())
}

/// A link that was tried.
pub struct Made {
    /// The link.
    pub link: Link,
    /// What came of it.
    pub result: crate::device::Result<()>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_blanks_are_quoted() {
        let text = "# mine\n\n  \"Midi Through\":\"Port 0\"   'a \"b\"':1\nFLUID:0 14:0\n";
        let link = |sender: &str, dest: &str| NamedLink { sender: sender.to_owned(), dest: dest.to_owned() };
        let wanted = [link("\"Midi Through\":\"Port 0\"", "'a \"b\"':1"), link("FLUID:0", "14:0")];
        assert_eq!(parse(text).unwrap(), wanted);
        assert_eq!(quoted("a \"b\""), "'a \"b\"'");
    }

    #[test]
    fn a_line_that_is_no_link_is_numbered() {
        for line in ["one", "a b c", "\"open b", "'a' \"b"] {
            assert_eq!(parse(&format!("a b\n{line}\n")), Err(2), "{line}");
        }
    }
}
