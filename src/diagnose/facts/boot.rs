//! Whether the levels of cards survive a restart: who restores them, from which file, and how this kernel was started.

use crate::diagnose::snapshot::Tree;

/// What happens at a start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Boot {
    /// What restores the state, a file of it; none when nothing does.
    pub restored_by: Option<String>,
    /// What keeps it from doing so: a unit that was masked.
    pub masked: Option<String>,
    /// The ids of the cards in the state file; none when there is no such file.
    pub saved: Option<Vec<String>>,
    /// Whether this kernel was started by another one, which leaves the hardware as it was.
    pub is_kexec: bool,
}

/// Files that restore, on systemd, udev, sysvinit, OpenRC and busybox.
const RESTORERS: [&str; 9] = [
    "usr/lib/systemd/system/sound.target.wants/alsa-restore.service",
    "lib/systemd/system/sound.target.wants/alsa-restore.service",
    "etc/systemd/system/sound.target.wants/alsa-restore.service",
    "usr/lib/systemd/system/basic.target.wants/alsa-restore.service",
    "etc/systemd/system/sound.target.wants/alsa-state.service",
    "usr/lib/udev/rules.d/90-alsa-restore.rules",
    "lib/udev/rules.d/90-alsa-restore.rules",
    "etc/udev/rules.d/90-alsa-restore.rules",
    "etc/runlevels/boot/alsasound",
];
const MASKABLE: [&str; 2] = ["etc/systemd/system/alsa-restore.service", "etc/udev/rules.d/90-alsa-restore.rules"];
/// Folders of scripts that run at a start, where a script's name tells.
const SCRIPT_FOLDERS: [&str; 3] = ["etc/rcS.d", "etc/rc2.d", "etc/init.d"];
const STATE_FILES: [&str; 2] = ["var/lib/alsa/asound.state", "etc/asound.state"];

impl Boot {
    /// Reads it.
    pub fn read(tree: &Tree) -> Boot {
        let masked = MASKABLE.iter().find(|path| tree.link(path).as_deref() == Some("/dev/null"));
        let unit = RESTORERS.iter().find(|path| is_there(tree, path)).map(|path| format!("/{path}"));
        let saved = STATE_FILES.iter().find_map(|path| tree.text(path)).map(|text| saved_cards(&text));
        Boot {
            restored_by: unit.or_else(|| script(tree)).filter(|_| masked.is_none()),
            masked: masked.map(|path| format!("/{path}")),
            saved,
            is_kexec: tree.line("proc/sys/kernel/bootloader_type").is_some_and(|kind| is_kexec(&kind)),
        }
    }
}

/// A link into another root counts as well: only the running machine can follow it.
fn is_there(tree: &Tree, path: &str) -> bool {
    match tree.link(path) {
        Some(target) => target != "/dev/null",
        None => tree.exists(path),
    }
}

/// Scripts that only run with a name such as S50alsa; Debian's own is started from /etc/rcS.d.
fn script(tree: &Tree) -> Option<String> {
    SCRIPT_FOLDERS.iter().find_map(|folder| {
        let is_started = |name: &String| name.starts_with('S') && name.contains("alsa");
        tree.names(folder).into_iter().find(is_started).map(|name| format!("/{folder}/{name}"))
    })
}

/// `state.PCH {`
fn saved_cards(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| line.strip_prefix("state.")?.strip_suffix('{'));
    names.map(|name| name.trim().trim_matches(['\'', '"']).to_owned()).collect()
}

/// kexec calls itself loader 13 of x86.
fn is_kexec(kind: &str) -> bool {
    kind.parse::<u32>().is_ok_and(|kind| kind >> 4 == 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_cards_are_read_by_their_ids() {
        assert_eq!(saved_cards("state.PCH {\n\tcontrol.1 {\n\t}\n}\nstate.'vc4-hdmi' {\n}\n"), ["PCH", "vc4-hdmi"]);
        assert!(is_kexec("208") && !is_kexec("114"));
    }
}
