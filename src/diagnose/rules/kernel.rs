//! Whether the kernel has sound and cards, and if not, what is missing: a module, a driver's success, firmware.

use crate::diagnose::absent;
use crate::diagnose::doctor::{Finding, Grade, Question};
use crate::diagnose::facts::Facts;
use crate::diagnose::snapshot::Hardware;

/// No sound support, or none that is loaded.
pub fn sound(facts: &Facts, _: Question) -> Vec<Finding> {
    let snapshot = &facts.snapshot;
    if snapshot.kernel.has_sound || snapshot.container.is_some() || !snapshot.cards.is_empty() {
        return Vec::new();
    }
    vec![with_lines("the kernel has no sound", &absent::lines(snapshot)).seen("there is no /proc/asound/version")]
}

/// Sound, but no cards.
pub fn cards(facts: &Facts, _: Question) -> Vec<Finding> {
    let snapshot = &facts.snapshot;
    if !snapshot.cards.is_empty() || !snapshot.kernel.has_sound {
        return Vec::new();
    }
    let loaded = format!("loaded: {}", snapshot.kernel.loaded.join(" "));
    vec![with_lines("there is no sound card", &absent::lines(snapshot)).seen(loaded)]
}

/// Of lines whose last part may be a command after a colon.
fn with_lines(text: &str, lines: &[String]) -> Finding {
    let mut finding = Finding::fail(text);
    for line in lines {
        match line.rsplit_once(": ") {
            Some((what, fix)) if fix.starts_with("sudo ") => {
                finding = finding.seen(what).mended_by(fix);
            }
            _ => finding = finding.seen(line),
        }
    }
    finding
}

/// Words by which a driver says that it gave up.
const FAILURES: [&str; 8] =
    ["failed", "error", "giving up", "no codecs", "cannot", "unable to", "timeout", "timed out"];

/// Hardware that has no driver, or whose driver said that it failed.
pub fn drivers(facts: &Facts, question: Question) -> Vec<Finding> {
    let snapshot = &facts.snapshot;
    let is_at = |home: &String, place: &str| home.split('/').any(|part| part == place);
    let has_card = |hardware: &Hardware| facts.homes.iter().any(|home| is_at(home, &hardware.place));
    let without = snapshot.hardware.iter().filter(|hardware| !has_card(hardware));
    let found = without.filter_map(|hardware| driverless(hardware).or_else(|| failed(facts, hardware)));
    // Another card may well do what is wanted.
    let grade = if question.card(facts).is_some() { Grade::Warn } else { Grade::Fail };
    found.map(|finding| Finding { grade, ..finding }).collect()
}

fn driverless(hardware: &Hardware) -> Option<Finding> {
    if hardware.driver.is_some() || hardware.modules.is_empty() {
        return None;
    }
    let finding = Finding::fail(format!("{} has no driver", title(hardware)));
    let finding = finding.seen(format!("its modules: {}", hardware.modules.join(" ")));
    Some(finding.mended_by(format!("sudo modprobe {}", hardware.modules[0])))
}

fn failed(facts: &Facts, hardware: &Hardware) -> Option<Finding> {
    let driver = hardware.driver.as_ref()?;
    let is_about = |line: &&String| {
        let lower = line.to_ascii_lowercase();
        line.contains(&hardware.place) && FAILURES.iter().any(|word| lower.contains(word))
    };
    let mut finding = Finding::fail(format!("the driver {driver} made no card of {}", title(hardware)));
    let mut lines = facts.log.iter().filter(is_about).peekable();
    if lines.peek().is_none() {
        finding = finding.seen("the kernel's log says nothing about it that we may read");
    }
    let finding = lines.fold(finding, |finding, line| finding.seen(line));
    Some(finding.mended_by(format!("sudo dmesg | grep {}", hardware.place)))
}

fn title(hardware: &Hardware) -> String {
    let name = hardware.name.clone().unwrap_or_else(|| "the sound hardware".to_owned());
    format!("{name} at {} {}", hardware.bus.word(), hardware.place)
}

/// Where Debian keeps the firmware of sound hardware.
const PACKAGES: [(&str, &str); 5] = [
    ("sof", "firmware-sof-signed"),
    ("intel", "firmware-intel-sound"),
    ("emu", "alsa-firmware-loaders"),
    ("cs35l", "firmware-cirrus"),
    ("", "firmware-linux"),
];

/// A file that a driver asked for in vain.
pub fn firmware(facts: &Facts, _: Question) -> Vec<Finding> {
    let asked = facts.log.iter().filter(|line| {
        let lower = line.to_ascii_lowercase();
        lower.contains("firmware") && FAILURES.iter().any(|word| lower.contains(word)) && is_sound(&lower)
    });
    asked
        .take(1)
        .map(|line| {
            let lower = line.to_ascii_lowercase();
            let package =
                PACKAGES.iter().find(|(word, _)| lower.contains(word)).map_or("firmware-linux", |(_, name)| name);
            let finding = if facts.snapshot.cards.is_empty() { Finding::fail } else { Finding::warn };
            finding("a sound driver misses its firmware")
                .seen(line)
                .mended_by(format!("sudo apt install {package}, then restart"))
        })
        .collect()
}

fn is_sound(line: &str) -> bool {
    ["snd", "sof", "hda", "audio", "sound", "cs35l"].iter().any(|word| line.contains(word))
}
