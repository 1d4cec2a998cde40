//! The kernel's lines about sound: from its ring where we may read it, otherwise from the files that keep it.

use crate::diagnose::snapshot::Tree;
use crate::os::kernel_log;

/// Where the lines are kept.
const FILES: [&str; 3] = ["var/log/dmesg", "var/log/kern.log", "var/log/messages"];
const WORDS: [&str; 9] = ["snd", "alsa", "hda", "sof-", "sof_", "usb-audio", "xrun", "sound", "firmware"];
/// The newest count.
const MOST_LINES: usize = 200;

pub(super) fn read(tree: &Tree) -> Vec<String> {
    let ring = if tree.is_live() { kernel_log::lines() } else { None };
    let kept = || FILES.iter().find_map(|path| tree.text(path)).map(|text| text.lines().map(str::to_owned).collect());
    let lines: Vec<String> = ring.or_else(kept).unwrap_or_default();
    let mut lines: Vec<String> = lines.into_iter().filter(|line| is_about_sound(line)).collect();
    lines.drain(..lines.len().saturating_sub(MOST_LINES));
    lines
}

fn is_about_sound(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    WORDS.iter().any(|word| line.contains(word))
}
