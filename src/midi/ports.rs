//! Ports by what people call them: `128:0`, `128`, `FLUID Synth`, `FLUID:0`, `"Midi, Through":'Port 1'`.
//!
//! A number is always a number; a name that is right in full wins over names that only begin so.

use crate::device::seq::directory::{Client, Port};
use crate::device::seq::{Address, Seq};
use std::fmt;

/// Which of several clients or ports that begin with the name is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// The first.
    First,
    /// None: it must be the only one.
    Unique,
}

/// Why a name is no port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadPort {
    /// Nothing is called so.
    Missing,
    /// There is no name.
    Empty,
    /// Several are: each as it could be asked for.
    Ambiguous(Vec<String>),
}

impl fmt::Display for BadPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadPort::Missing => write!(f, "No such file or directory"),
            BadPort::Empty => write!(f, "Invalid argument"),
            BadPort::Ambiguous(candidates) => write!(f, "it could be {}", candidates.join(" or ")),
        }
    }
}

impl std::error::Error for BadPort {}

/// The words of a list that commas separate; quotes keep a comma, and are kept.
pub fn split_list(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quote) = (0, None);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') if opens(text, start, at) => quote = Some(letter),
            (None, ',') => {
                words.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words
}

/// An apostrophe within a name is none: a quote opens a word or follows its colon.
fn opens(text: &str, start: usize, at: usize) -> bool {
    at == start || text[..at].ends_with([':', '.'])
}

/// The port that `text` names. A number need not exist: whoever uses it learns of it.
///
/// # Errors
/// No client or port is called so, or several are.
pub fn find(clients: &[Client], text: &str, prefix: Prefix) -> Result<Address, BadPort> {
    if text.is_empty() {
        return Err(BadPort::Empty);
    }
    // A name may itself contain a colon: the name in full comes first, then the shortest port that makes sense.
    if clients.iter().any(|client| client.name == text) {
        return find_cut(clients, text, None, prefix);
    }
    let mut ambiguous = None;
    for (client_text, port_text) in cuts(text) {
        match find_cut(clients, client_text, port_text, prefix) {
            Ok(address) => return Ok(address),
            Err(BadPort::Missing) => {}
            Err(error) => {
                ambiguous.get_or_insert(error);
            }
        }
    }
    Err(ambiguous.unwrap_or(BadPort::Missing))
}

fn find_cut(clients: &[Client], client: &str, port: Option<&str>, prefix: Prefix) -> Result<Address, BadPort> {
    if let Some(number) = number(client) {
        return find_port(clients, number, port, prefix);
    }
    let number = match choose(clients.iter().map(|client| (client.name.as_str(), client.number)), client, prefix) {
        Ok(number) => number,
        Err(names) => return Err(candidates(clients, &names, port)),
    };
    find_port(clients, number, port, prefix)
}

fn find_port(clients: &[Client], client: u8, port: Option<&str>, prefix: Prefix) -> Result<Address, BadPort> {
    let Some(text) = port else { return Ok(Address { client, port: 0 }) };
    if let Some(port) = number(text) {
        return Ok(Address { client, port });
    }
    let ports = clients.iter().filter(|known| known.number == client).flat_map(|known| &known.ports);
    match choose(ports.clone().map(|port| (port.name.as_str(), port.address.port)), text, prefix) {
        Ok(port) => Ok(Address { client, port }),
        Err(numbers) if numbers.is_empty() => Err(BadPort::Missing),
        Err(numbers) => {
            let meant = ports.filter(|port| numbers.contains(&port.address.port));
            Err(BadPort::Ambiguous(meant.map(|port| format!("{} '{}'", port.address, port.name)).collect()))
        }
    }
}

/// The number whose name is `wanted` or the one that begins so; else all that might be meant.
fn choose<'a>(names: impl Iterator<Item = (&'a str, u8)> + Clone, wanted: &str, prefix: Prefix) -> Result<u8, Vec<u8>> {
    let wanted = unquoted(wanted);
    if wanted.is_empty() {
        return Err(Vec::new());
    }
    let exact: Vec<u8> = names.clone().filter(|(name, _)| *name == wanted).map(|(_, number)| number).collect();
    let begun = || names.filter(|(name, _)| name.starts_with(wanted)).map(|(_, number)| number).collect();
    let matching: Vec<u8> = if exact.is_empty() { begun() } else { exact };
    match (matching.as_slice(), prefix) {
        ([only], _) | ([only, ..], Prefix::First) => Ok(*only),
        _ => Err(matching),
    }
}

fn candidates(clients: &[Client], numbers: &[u8], port: Option<&str>) -> BadPort {
    if numbers.is_empty() {
        return BadPort::Missing;
    }
    let port = port.unwrap_or("0");
    let meant = clients.iter().filter(|client| numbers.contains(&client.number));
    BadPort::Ambiguous(meant.map(|client| format!("{}:{port} '{}'", client.number, client.name)).collect())
}

/// The ways to cut a text into client and port, the likeliest first: the whole after the cuts.
fn cuts(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut cuts = Vec::new();
    if let Some(quote) = text.chars().next().filter(|letter| matches!(letter, '"' | '\''))
        && let Some(end) = text[1..].find(quote)
    {
        let (client, rest) = text.split_at(end + 2);
        match rest.strip_prefix([':', '.']) {
            Some(port) => cuts.push((client, Some(port))),
            None if rest.is_empty() => cuts.push((client, None)),
            None => {}
        }
        return cuts;
    }
    let colons = text.rmatch_indices([':', '.']).map(|(at, _)| (&text[..at], Some(&text[at + 1..])));
    let (numbered, named): (Vec<_>, Vec<_>) = colons.partition(|(_, port)| port.and_then(number).is_some());
    cuts.extend(numbered);
    cuts.push((text, None));
    cuts.extend(named);
    cuts
}

fn number(text: &str) -> Option<u8> {
    text.starts_with(|letter: char| letter.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote).and_then(|text| text.strip_suffix(*quote)))
        .unwrap_or(text)
}

/// The ports that `text` lists.
///
/// # Errors
/// The first word that is no port, with the reason.
pub fn find_list(seq: &Seq, text: &str) -> Result<Vec<Address>, (String, BadPort)> {
    let clients = seq.clients().map_err(|_| (text.to_owned(), BadPort::Missing))?;
    let find = |word: &str| find(&clients, word, Prefix::Unique).map_err(|error| (word.to_owned(), error));
    split_list(text).into_iter().map(find).collect()
}

/// The table of ports that `-l` of the MIDI tools shows.
pub fn table<'a>(clients: &'a [Client], wanted: impl Fn(&Client, &Port) -> bool + 'a) -> String {
    let mut text = String::from(" Port    Client name                      Port name\n");
    for client in clients {
        for port in client.ports.iter().filter(|port| wanted(client, port)) {
            let name = cut(&client.name, 32);
            let padding = " ".repeat(32 - name.len());
            let Address { client: number, port: port_number } = port.address;
            text += &format!("{number:3}:{port_number:<3}  {name}{padding} {}\n", port.name);
        }
    }
    text
}

/// The first bytes of a name, as printf cuts it, but never within a letter.
fn cut(name: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(name.len())).rev().find(|end| name.is_char_boundary(*end));
    &name[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::seq::directory::ClientKind;

    fn client(number: u8, name: &str, ports: &[&str]) -> Client {
        let port = |(port, name): (usize, &&str)| {
            Port::named(Address { client: number, port: u8::try_from(port).unwrap() }, name)
        };
        let ports = ports.iter().enumerate().map(port).collect();
        let (name, kind) = (name.to_owned(), ClientKind::User);
        Client { number, name, kind, card: None, pid: None, midi_version: 0, ports }
    }

    fn world() -> Vec<Client> {
        vec![
            client(14, "Midi Through", &["Midi Through Port-0"]),
            client(20, "Keys, big: 1.2", &["in", "out", "out 2"]),
            client(128, "Synth", &["a"]),
            client(129, "Synth two", &["a"]),
            client(130, "Synth two", &["a"]),
        ]
    }

    #[track_caller]
    fn found(text: &str) -> String {
        match find(&world(), text, Prefix::Unique) {
            Ok(address) => address.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn ports_are_found_by_whatever_they_are_called() {
        for (text, wanted) in [
            ("14:0", "14:0"),
            ("99.3", "99:3"),
            ("14", "14:0"),
            ("Midi", "14:0"),
            ("Midi Through:2", "14:2"),
            ("'Midi Through':0", "14:0"),
            ("\"Synth\"", "128:0"),
            ("Synth", "128:0"),
            ("Keys, big: 1.2:1", "20:1"),
            ("\"Keys, big: 1.2\":1", "20:1"),
            ("Keys, big: 1.2", "20:0"),
            ("Keys:in", "20:0"),
            ("20:out", "20:1"),
            ("'Keys':\"out 2\"", "20:2"),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_missing_or_ambiguous_is_said() {
        assert_eq!(found(""), "Invalid argument");
        for text in ["nosuch", ":0", "midi", "300:0", "14:x", "'Midi"] {
            assert_eq!(found(text), "No such file or directory", "{text}");
        }
        assert_eq!(found("Syn:1"), "it could be 128:1 'Synth' or 129:1 'Synth two' or 130:1 'Synth two'");
        assert_eq!(found("Synth two"), "it could be 129:0 'Synth two' or 130:0 'Synth two'");
        assert_eq!(found("20:o"), "it could be 20:1 'out' or 20:2 'out 2'");
    }

    #[test]
    fn upstreams_first_match_can_be_had() {
        assert_eq!(find(&world(), "Syn", Prefix::First), Ok(Address { client: 128, port: 0 }));
    }

    #[test]
    fn quotes_keep_commas_and_apostrophes_are_no_quotes() {
        assert_eq!(split_list("14:0,20"), ["14:0", "20"]);
        assert_eq!(split_list("\"Keys, big\":1,'a,b'"), ["\"Keys, big\":1", "'a,b'"]);
        assert_eq!(split_list("Ann's,Bob's"), ["Ann's", "Bob's"]);
    }

    #[test]
    fn the_table_cuts_and_pads_as_printf_does() {
        let clients = [client(7, "Ein sehr langer Name für den Klienten", &["x"])];
        let table = table(&clients, |_, _| true);
        assert_eq!(table.lines().nth(1), Some("  7:0    Ein sehr langer Name für den Kl x"));
    }
}
