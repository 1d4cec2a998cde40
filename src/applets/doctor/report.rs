//! `--report`: one text file with the verdict and every fact it rests on, in the form that `--from` reads.
//!
//! What tells one machine from another of its kind is left out: serial numbers, disks, addresses, other people's names.

use super::shown::Examination;
use crate::device::config;
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::Tree;
use crate::ui::Report;
use anyhow::anyhow;
use std::fmt::Write;
use std::path::Path;

/// Longer files are cut: nobody reads more of one.
const MOST_FILE_BYTES: usize = 64 * 1024;
/// Where a file says something by being there.
const KEPT_EMPTY: [&str; 3] = ["lib/", "usr/", "etc/"];
/// Folders below this many are not looked into.
const MOST_DEPTH: usize = 4;

/// Writes the report.
pub(super) fn write(path: &Path, examination: &Examination, facts: &Facts, tree: &Tree) -> anyhow::Result<()> {
    let mut text = format!("doctor (alsabox {}): {}\n", env!("CARGO_PKG_VERSION"), examination.text());
    text.push_str("\nThe facts; doctor --from reads this file.\n\n");
    for (name, content) in files(facts, tree) {
        let _ = write!(text, "-- {name} --\n{content}");
        if !content.ends_with('\n') && !content.is_empty() {
            text.push('\n');
        }
    }
    let reason = |error: std::io::Error| anyhow!("{}: {}", path.display(), crate::device::error::reason_of(&error));
    std::fs::write(path, text).map_err(reason)
}

fn files(facts: &Facts, tree: &Tree) -> Vec<(String, String)> {
    let mut files = facts.kept();
    files.extend(walked(tree, "proc/asound", 0));
    let single = ["proc/sys/kernel/osrelease", "proc/sys/kernel/bootloader_type", "etc/asound.conf"];
    files.extend(single.iter().filter_map(|path| Some(((*path).to_owned(), tree.text(path)?))));
    files.push(("proc/modules".to_owned(), chosen_lines(tree, "proc/modules", |line| line.starts_with("snd"))));
    files.push(("proc/self/status".to_owned(), own_status(tree)));
    files.push(("etc/group".to_owned(), audio_group(facts, tree)));
    files.extend(facts.snapshot.nodes.all.iter().map(|node| {
        let owner = if node.owner == "root" { 0 } else { facts.snapshot.user.uid };
        (format!("dev/snd/{}", node.name), format!("{:o} {owner} {}\n", node.mode & 0o777, node.gid))
    }));
    files.push(("var/log/dmesg".to_owned(), lines(&facts.log)));
    files.push(("etc/modprobe.d/sound.conf".to_owned(), lines(&facts.options.modules)));
    files.push(("etc/udev/rules.d/85-sound.rules".to_owned(), lines(&facts.options.rules)));
    let container = facts.snapshot.container.iter();
    files.extend(container.map(|found| ("run/systemd/container".to_owned(), format!("{}\n", found.runtime))));
    files.extend(boot(facts));
    files.extend(hardware(facts));
    files.extend(
        facts.servers.iter().map(|running| (format!("proc/{}/comm", running.pid), format!("{}\n", running.command))),
    );
    files.extend(personal(tree));
    files.retain(|(name, content)| {
        !content.is_empty() || name.contains(" -> ") || KEPT_EMPTY.iter().any(|top| name.starts_with(top))
    });
    files
}

fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{}\n", without_serial(line))).collect()
}

/// A word after "SerialNumber" or "serial" is nobody's business.
fn without_serial(line: &str) -> String {
    match line.to_ascii_lowercase().find("serial") {
        Some(at) => format!("{}serial: (left out)", &line[..at]),
        None => line.to_owned(),
    }
}

fn chosen_lines(tree: &Tree, path: &str, is_chosen: impl Fn(&str) -> bool) -> String {
    let text = tree.text(path).unwrap_or_default();
    text.lines().filter(|line| is_chosen(line)).map(|line| format!("{line}\n")).collect()
}

fn own_status(tree: &Tree) -> String {
    const FIELDS: [&str; 6] = ["Name:", "Tgid:", "Pid:", "Uid:", "Gid:", "Groups:"];
    chosen_lines(tree, "proc/self/status", |line| FIELDS.iter().any(|field| line.starts_with(field)))
}

/// The group of the devices, with nobody in it but who asks.
fn audio_group(facts: &Facts, tree: &Tree) -> String {
    let user = &facts.snapshot.user;
    let text = tree.text("etc/group").unwrap_or_default();
    let line = |line: &str| {
        let mut fields = line.split(':');
        let (name, _, gid, list) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let is_in = list.split(',').any(|member| member == user.name);
        (name == "audio").then(|| format!("{name}:x:{gid}:{}\n", if is_in { user.name.as_str() } else { "" }))
    };
    text.lines().filter_map(line).collect()
}

/// What was found on the buses, as the files that show it.
fn hardware(facts: &Facts) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let release = &facts.snapshot.kernel.release;
    for found in &facts.snapshot.hardware {
        let folder = format!("sys/bus/{}/devices/{}", found.bus.word(), found.place);
        files.push((format!("{folder}/class"), "0x040300\n".to_owned()));
        files.push((format!("{folder}/bInterfaceClass"), "01\n".to_owned()));
        files.push((format!("{folder}/bInterfaceSubClass"), "01\n".to_owned()));
        files.extend(
            found.driver.iter().map(|name| (format!("{folder}/driver -> ../../../bus/drivers/{name}"), String::new())),
        );
        let aliases = found.modules.iter().map(|module| format!("alias {} {module}\n", found.place));
        let aliases: String = aliases.collect();
        if !aliases.is_empty() {
            files.push((format!("{folder}/modalias"), format!("{}\n", found.place)));
            files.push((format!("lib/modules/{release}/modules.alias"), aliases));
        }
    }
    let homes = facts.snapshot.cards.iter().zip(&facts.homes);
    files.extend(homes.map(|(card, home)| (format!("sys/class/sound/card{} -> {home}", card.number), String::new())));
    files
}

fn boot(facts: &Facts) -> Vec<(String, String)> {
    let relative = |path: &String| path.trim_start_matches('/').to_owned();
    let restorer = facts.boot.restored_by.iter().map(|path| (relative(path), String::new()));
    let cards = |ids: &Vec<String>| ids.iter().map(|id| format!("state.{id} {{\n}}\n")).collect();
    let saved = facts.boot.saved.iter().map(|ids| ("var/lib/alsa/asound.state".to_owned(), cards(ids)));
    restorer.chain(saved).collect()
}

/// The caller's own configuration, under a name that is nobody's.
fn personal(tree: &Tree) -> Option<(String, String)> {
    let path = config::personal_file().filter(|_| tree.is_live())?;
    Some(("home/.asoundrc".to_owned(), std::fs::read_to_string(path).ok()?))
}

/// Every text file below a folder.
fn walked(tree: &Tree, folder: &str, depth: usize) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for name in tree.names(folder) {
        let path = format!("{folder}/{name}");
        match tree.path(&path).symlink_metadata() {
            Ok(about) if about.is_dir() && depth < MOST_DEPTH => files.extend(walked(tree, &path, depth + 1)),
            Ok(about) if about.is_file() => files.extend(tree.text(&path).map(|text| (path, cut(&text)))),
            _ => {}
        }
    }
    files
}

fn cut(text: &str) -> String {
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at < MOST_FILE_BYTES).last().unwrap_or(0);
    let text = if text.len() > MOST_FILE_BYTES { &text[..end] } else { text };
    // A line that looks like the head of a file would end this one.
    let lines = text.lines().filter(|line| !(line.starts_with("-- ") && line.ends_with(" --")));
    lines.map(|line| format!("{}\n", without_serial(line))).collect()
}
