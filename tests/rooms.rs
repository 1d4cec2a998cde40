//! The import rule: a room imports only from rooms below it, applets do not know each other, only `device` names the
//! alsa crates and only `device` and `os` contain unsafe.
//!
//! Reads the sources as tokens and resolves every path that begins with `crate`, `self` or `super`, in `use` lines as
//! in code. What it finds are sentences.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Top to bottom. Rooms of one row are peers and do not import each other.
const ROOMS: &[&[&str]] = &[
    &["main", "lib"],
    &["dispatch"],
    &["applets"],
    &["cli"],
    &["ui"],
    &["diagnose"],
    &["audio", "mixer", "state", "midi"],
    &["device"],
    &["os"],
];

const UNSAFE_ROOMS: &[&str] = &["device", "os"];
const ALSA_ROOM: &str = "device";
const ALSA_CRATES: &[&str] = &["alsa", "alsa_sys"];

#[test]
fn every_room_imports_only_from_rooms_below() {
    let source_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources: Vec<(String, String)> = Vec::new();
    for path in rust_files(&source_dir) {
        let name = path.strip_prefix(&source_dir).unwrap().to_str().unwrap().to_owned();
        sources.push((name, fs::read_to_string(path).unwrap()));
    }
    let broken: Vec<String> = sources.iter().flat_map(|(name, text)| broken_rules(name, text)).collect();
    assert!(sources.len() > 10, "only {} sources found", sources.len());
    assert!(broken.is_empty(), "\n{}\n(the rooms are in CONTRIBUTING.md)", broken.join("\n"));
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("a folder's entry").path()) {
        match path.is_dir() {
            true => files.extend(rust_files(&path)),
            false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
            false => {}
        }
    }
    files.sort();
    files
}

/// What the source `name` (below `src`) does that its room may not, each once, in sentences.
fn broken_rules(name: &str, text: &str) -> BTreeSet<String> {
    let module: Vec<&str> = name.trim_end_matches(".rs").split('/').collect();
    let tokens = tokens(text);
    let mut broken = BTreeSet::new();
    let Some(own_row) = row(module[0]) else {
        return BTreeSet::from([format!("`{name}` belongs to no room")]);
    };
    for path in paths(&tokens, &module) {
        let Some(target) = path.first() else { continue };
        if target != module[0] && row(target).is_some_and(|row| row <= own_row) {
            broken.insert(format!("`{name}` may not import `{target}`"));
        }
        if let (["applets", own, ..], [_, other, ..]) = (module.as_slice(), path.as_slice())
            && target == "applets"
            && own != other
            && is_module(other)
        {
            broken.insert(format!("`{name}` may not import another applet, `{other}`"));
        }
    }
    for name_of_crate in ALSA_CRATES.iter().filter(|_| module[0] != ALSA_ROOM) {
        if names_crate(&tokens, name_of_crate) {
            broken.insert(format!("`{name}` may not name `{name_of_crate}`: only `{ALSA_ROOM}` does"));
        }
    }
    if !UNSAFE_ROOMS.contains(&module[0]) && tokens.iter().any(|token| token == "unsafe") {
        broken.insert(format!("`{name}` may not contain `unsafe`: only `{}` do", UNSAFE_ROOMS.join("` and `")));
    }
    broken
}

fn row(room: &str) -> Option<usize> {
    ROOMS.iter().position(|rooms| rooms.contains(&room))
}

/// Types and constants that live in `applets.rs` itself begin with a capital letter, modules do not; `find` and `self`
/// are its own too.
fn is_module(segment: &str) -> bool {
    segment.starts_with(|first: char| first.is_ascii_lowercase()) && !matches!(segment, "self" | "find")
}

fn names_crate(tokens: &[String], name: &str) -> bool {
    (0..tokens.len()).any(|at| {
        let before = at.checked_sub(1).map_or("", |before| tokens[before].as_str());
        let starts_path = tokens.get(at + 1).is_some_and(|next| next == "::") && before != "::";
        tokens[at] == name && (starts_path || matches!(before, "use" | "crate"))
    })
}

/// Every path of the tokens that begins with `crate`, `self` or `super`, from the crate's root on.
fn paths(tokens: &[String], module: &[&str]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut inline = InlineModules::default();
    for (at, token) in tokens.iter().enumerate() {
        inline.follow(tokens, at);
        let continues = at > 0 && tokens[at - 1] == "::";
        if continues || tokens.get(at + 1).is_none_or(|next| next != "::") {
            continue;
        }
        let mut here: Vec<String> = module.iter().map(|segment| (*segment).to_owned()).collect();
        here.extend(inline.names.iter().map(|(name, _)| name.clone()));
        match token.as_str() {
            "crate" => here.clear(),
            "super" => drop(here.pop()),
            "self" => {}
            _ => continue,
        }
        walk(tokens, at + 1, here, &mut found);
    }
    found
}

/// The `mod name { … }` around a token, with the depth of braces that each closes at.
#[derive(Default)]
struct InlineModules {
    names: Vec<(String, usize)>,
    depth: usize,
}

impl InlineModules {
    fn follow(&mut self, tokens: &[String], at: usize) {
        match tokens[at].as_str() {
            "{" => {
                if at >= 2 && tokens[at - 2] == "mod" {
                    self.names.push((tokens[at - 1].clone(), self.depth));
                }
                self.depth += 1;
            }
            "}" => {
                self.depth = self.depth.saturating_sub(1);
                self.names.retain(|(_, opened_at)| *opened_at < self.depth);
            }
            _ => {}
        }
    }
}

/// Follows a path from the `::` at `at`, into each branch of a group; returns where it ends.
fn walk(tokens: &[String], mut at: usize, mut path: Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    while tokens.get(at).is_some_and(|token| token == "::") {
        match tokens.get(at + 1).map(String::as_str) {
            Some("{") => return branches(tokens, at + 2, &path, found),
            Some("super") => drop(path.pop()),
            Some(segment) if is_word(segment) => path.push(segment.to_owned()),
            _ => break,
        }
        at += 2;
    }
    found.push(path);
    at
}

fn branches(tokens: &[String], mut at: usize, path: &[String], found: &mut Vec<Vec<String>>) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            "}" => return at + 1,
            "as" => at += 2,
            word if is_word(word) => {
                let mut branch = path.to_vec();
                branch.push(word.to_owned());
                at = walk(tokens, at + 1, branch, found);
            }
            _ => at += 1,
        }
    }
    at
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Words, `::` and single signs; comments, strings and characters are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment(rest),
            '"' => string(rest),
            'r' | 'b' | 'c' if prefix(rest).is_some() => prefix(rest).unwrap_or(1),
            '\'' => character(rest),
            _ if rest.starts_with("::") => {
                tokens.push("::".to_owned());
                2
            }
            _ => {
                let word = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
                let length = word.max(first.len_utf8());
                if !first.is_whitespace() {
                    tokens.push(rest[..length].to_owned());
                }
                length
            }
        };
        rest = &rest[length..];
    }
    tokens
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        let step = match &text[at..] {
            rest if rest.starts_with("/*") => (1, 2),
            rest if rest.starts_with("*/") => (-1, 2),
            rest => (0, rest.chars().next().map_or(1, char::len_utf8)),
        };
        depth = depth.saturating_add_signed(step.0);
        at += step.1;
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a string with a prefix: `b"…"`, `r"…"`, `br#"…"#`. `None` when the letters begin a word.
fn prefix(text: &str) -> Option<usize> {
    let letters = text.find(|letter| !matches!(letter, 'r' | 'b' | 'c'))?;
    let raw = text[..letters].contains('r');
    let signs = text[letters..].find(|letter| letter != '#')?;
    let quote = letters + signs;
    if !text[quote..].starts_with('"') || letters > 2 || (signs > 0 && !raw) {
        return None;
    }
    if !raw {
        return Some(quote + string(&text[quote..]));
    }
    let end = format!("\"{}", "#".repeat(signs));
    Some(text[quote + 1..].find(&end).map_or(text.len(), |at| quote + 1 + at + end.len()))
}

/// The length of a character, or of the quote alone when it begins a lifetime.
fn character(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        (Some((_, '\\')), Some((at, _))) => text[at + 1..].find('\'').map_or(text.len(), |end| at + 1 + end + 1),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

mod the_checker {
    use super::broken_rules;

    fn says(name: &str, text: &str) -> Vec<String> {
        broken_rules(name, text).into_iter().collect()
    }

    #[test]
    fn an_import_upwards_is_a_sentence() {
        let sentence = ["`audio/wav.rs` may not import `ui`"];
        assert_eq!(says("audio/wav.rs", "use crate::ui::Printer;"), sentence);
        assert_eq!(says("audio/wav.rs", "use crate::{device::{Format, Error as E}, ui::{self, meter}};"), sentence);
        assert_eq!(says("audio/wav.rs", "fn a() { crate::ui::Printer::new() }"), sentence);
        assert_eq!(says("audio/wav.rs", "use super::super::ui;"), sentence);
        assert_eq!(says("audio.rs", "mod tests { use super::super::ui; }"), ["`audio.rs` may not import `ui`"]);
    }

    #[test]
    fn imports_downwards_and_within_the_room_are_nobodys_business() {
        for text in ["use crate::device::pcm;", "use super::*;", "use crate::audio::{input, wav};", "use super::ui;"] {
            assert_eq!(says("audio/wav.rs", text), [""; 0], "{text}");
        }
        assert_eq!(says("audio.rs", "mod tests { use super::ui; }"), [""; 0]);
        assert_eq!(says("cli/reading.rs", "use crate::ui::Printer;"), [""; 0]);
        assert_eq!(
            says("audio.rs", "pub(crate) fn play() {} mod tests { fn t() {} } use self::input::Input;"),
            [""; 0]
        );
    }

    #[test]
    fn peers_do_not_know_each_other() {
        assert_eq!(says("state/store.rs", "use crate::mixer;"), ["`state/store.rs` may not import `mixer`"]);
        assert_eq!(says("ui.rs", "use crate::cli::Exit;"), ["`ui.rs` may not import `cli`"]);
    }

    #[test]
    fn an_applet_does_not_know_another() {
        let sentence = ["`applets/arecord.rs` may not import another applet, `aplay`"];
        assert_eq!(says("applets/arecord.rs", "use super::aplay::run;"), sentence);
        assert_eq!(says("applets/arecord.rs", "use crate::applets::{Applet, aplay};"), sentence);
        assert_eq!(says("applets/aplay/job.rs", "use super::super::{Applet, Dir}; use super::args;"), [""; 0]);
        assert_eq!(says("applets.rs", "use crate::applets::aplay;"), [""; 0]);
    }

    #[test]
    fn alsa_and_unsafe_stay_below() {
        let alsa = ["`ui/meter.rs` may not name `alsa_sys`: only `device` does"];
        assert_eq!(says("ui/meter.rs", "let a = alsa_sys::snd_strerror;"), alsa);
        assert_eq!(says("ui/meter.rs", "use alsa_sys as sys;"), alsa);
        assert_eq!(says("ui/meter.rs", "crate::device::alsa::x(); let alsa = 1;"), [""; 0]);
        let danger = ["`ui/meter.rs` may not contain `unsafe`: only `device` and `os` do"];
        assert_eq!(says("ui/meter.rs", "fn a() { unsafe { b() } }"), danger);
        assert_eq!(says("device/pcm.rs", "use alsa::PCM; unsafe {}"), [""; 0]);
    }

    #[test]
    fn words_in_comments_and_strings_are_no_code() {
        let text = r##"// crate::ui  unsafe
            /* crate::ui /* unsafe */ crate::ui */
            const A: &str = "crate::ui \" unsafe"; const B: &[u8] = br#"unsafe " "#; const C: [char; 3] = ['"', '\'', 'x'];
            fn life<'a>(bare: &'a str) { 'outer: loop {} }"##;
        assert_eq!(says("audio/wav.rs", text), [""; 0]);
        assert_eq!(says("audio/wav.rs", &format!("{text} use crate::ui;")), ["`audio/wav.rs` may not import `ui`"]);
    }

    #[test]
    fn a_file_outside_the_rooms_is_said() {
        assert_eq!(says("util/strings.rs", ""), ["`util/strings.rs` belongs to no room"]);
    }
}
