//! Whether what is set now is there after the next start.

use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;

/// Nothing restores the levels.
pub fn restored(facts: &Facts, _: Question) -> Vec<Finding> {
    if facts.boot.restored_by.is_some() {
        return Vec::new();
    }
    let finding = Finding::warn("nothing restores the levels at a start: cards begin silent");
    vec![match &facts.boot.masked {
        Some(path) => finding
            .seen(format!("{path} is masked"))
            .mended_by(format!("sudo rm {path} && sudo systemctl daemon-reload")),
        None => finding
            .seen("no alsa-restore.service, no rule of udev and no script of a start")
            .mended_by("sudo apt install alsa-utils, or the units of alsabox: make install"),
    }]
}

/// There is no saved state, or none for the card in question.
pub fn saved(facts: &Facts, question: Question) -> Vec<Finding> {
    if facts.boot.restored_by.is_none() {
        return Vec::new();
    }
    let store = "sudo alsactl store";
    let Some(saved) = &facts.boot.saved else {
        let finding = Finding::warn("no levels are saved: what is set now is gone at the next start");
        return vec![finding.seen("there is no /var/lib/alsa/asound.state").mended_by(store)];
    };
    let Some(card) = question.card(facts).filter(|card| facts.levels_of(card.number).is_some()) else {
        return Vec::new();
    };
    if saved.contains(&card.id) {
        return Vec::new();
    }
    let finding = Finding::warn(format!("levels are saved for other cards than {} ({})", card.number, card.id));
    vec![finding.seen(format!("/var/lib/alsa/asound.state has {}", saved.join(", "))).mended_by(store)]
}

/// A kernel that another one started finds the hardware as that one left it.
pub fn kexec(facts: &Facts, _: Question) -> Vec<Finding> {
    if !facts.boot.is_kexec || (facts.boot.restored_by.is_some() && facts.boot.saved.is_some()) {
        return Vec::new();
    }
    let finding =
        Finding::warn("this kernel was started by kexec, which leaves the hardware muted as it was shut down");
    vec![
        finding
            .seen("/proc/sys/kernel/bootloader_type is that of kexec")
            .mended_by("sudo alsactl init, then sudo alsactl store"),
    ]
}
