//! MIDI: the sequencer, and ports that something is behind.

use crate::diagnose::doctor::{Finding, Question};
use crate::diagnose::facts::Facts;

/// Without the sequencer programs see no ports, though a keyboard is plugged in.
pub fn sequencer(facts: &Facts, _: Question) -> Vec<Finding> {
    if facts.has_sequencer || !facts.snapshot.kernel.has_sound {
        return Vec::new();
    }
    let finding = Finding::fail("the sequencer is not there, through which programs see MIDI ports");
    vec![finding.seen("there is no /dev/snd/seq").mended_by("sudo modprobe snd-seq")]
}

/// No card has a MIDI port.
pub fn ports(facts: &Facts, question: Question) -> Vec<Finding> {
    let mut cards = facts.snapshot.cards.iter().filter(|card| question.card.is_none_or(|number| number == card.number));
    if cards.any(|card| !card.midis.is_empty()) {
        return Vec::new();
    }
    let finding = Finding::fail("no card has a MIDI port").seen("/proc/asound/card*/midi*: nothing");
    vec![finding.mended_by("plug in the keyboard; a port without hardware: sudo modprobe snd-virmidi")]
}
