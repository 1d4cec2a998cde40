//! The doctor's rules: each a pure function over the facts, with its finding's text, evidence and fix.
//!
//! They stand in the order in which causes come before their effects, because the first grave finding is the verdict.

use super::doctor::{Finding, Question, Topic};
use super::facts::Facts;

pub mod access;
pub mod boot;
pub mod busy;
pub mod capture;
pub mod config;
pub mod formats;
pub mod hdmi;
pub mod jacks;
pub mod kernel;
pub mod levels;
pub mod midi;
pub mod order;
pub mod route;
pub mod servers;
pub mod xruns;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, for scripts.
    pub name: &'static str,
    /// What is so when it finds nothing.
    pub well: &'static str,
    /// The questions that it answers.
    pub topics: &'static [Topic],
    /// What there has to be for it to say anything.
    pub needs: Needs,
    /// What it finds.
    pub look: fn(&Facts, Question) -> Vec<Finding>,
}

/// What a rule looks at; without it, it is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A kernel with sound.
    Kernel,
    /// Cards that are there.
    Cards,
    /// What `default` is.
    Default,
    /// The card in question.
    Card,
    /// The levels of that card in the direction in question.
    Levels,
    /// Levels on a machine that keeps them itself, as a container does not.
    Machine,
}

impl Needs {
    /// Whether it is there.
    pub fn are_met(self, facts: &Facts, question: Question) -> bool {
        let snapshot = &facts.snapshot;
        match self {
            Needs::Nothing => true,
            Needs::Kernel => snapshot.kernel.has_sound,
            Needs::Cards => !snapshot.cards.is_empty(),
            Needs::Default => facts.default.is_some() && question.card.is_none(),
            Needs::Card => question.card(facts).is_some(),
            Needs::Levels => {
                let levels = question.card(facts).and_then(|card| facts.levels_of(card.number));
                levels.is_some_and(|levels| levels.principal(question.direction()).is_some())
            }
            Needs::Machine => !facts.levels.is_empty() && snapshot.container.is_none(),
        }
    }
}

const ALL: &[Topic] = &[Topic::Playback, Topic::Capture, Topic::Midi];
const SOUND: &[Topic] = &[Topic::Playback, Topic::Capture];
const PLAYBACK: &[Topic] = &[Topic::Playback];
const CAPTURE: &[Topic] = &[Topic::Capture];
const MIDI: &[Topic] = &[Topic::Midi];

macro_rules! rules {
    ($($name:literal $well:literal $topics:ident $needs:ident $look:path;)*) => {
        /// Every rule.
        pub static RULES: &[Rule] = &[
            $(Rule { name: $name, well: $well, topics: $topics, needs: Needs::$needs, look: $look },)*
        ];
    };
}

rules! {
    "kernel-sound" "the kernel has sound" ALL Nothing kernel::sound;
    "container" "no container hides the devices" ALL Nothing access::container;
    "cards" "there is a card" ALL Kernel kernel::cards;
    "drivers" "every sound hardware has its card" ALL Nothing kernel::drivers;
    "firmware" "no firmware is missing" ALL Nothing kernel::firmware;
    "permissions" "the devices may be opened" ALL Cards access::permissions;
    "config-files" "the configuration reads well" SOUND Default config::files;
    "plugins" "every plugin of default is there" SOUND Default config::plugins;
    "default-route" "default leads somewhere" SOUND Default route::route;
    "default-direction" "the card has the direction" SOUND Card route::direction;
    "hdmi-monitor" "it is no HDMI output without a monitor" PLAYBACK Card hdmi::monitor;
    "server-running" "the sound server of default runs" SOUND Default servers::running;
    "runtime-folder" "the sound server can be found" SOUND Default access::runtime_folder;
    "servers-rival" "no two sound servers want the cards" SOUND Cards servers::rivals;
    "device-busy" "nobody has the device" SOUND Cards busy::busy;
    "default-opens" "default opens" SOUND Default route::opens;
    "main-switch" "the main control is on" PLAYBACK Levels levels::main_switch;
    "main-volume" "the main control is loud enough" PLAYBACK Levels levels::main_volume;
    "chain-switches" "the controls behind it are on" PLAYBACK Levels levels::chain_switches;
    "chain-volumes" "the controls behind it let sound through" PLAYBACK Levels levels::chain_volumes;
    "auto-mute" "Auto-Mute does not silence the speaker" PLAYBACK Levels levels::auto_mute;
    "digital-output" "no digital output that is used is off" PLAYBACK Card levels::digital;
    "jacks" "no jack that is needed is empty" SOUND Levels jacks::plugged;
    "capture-switch" "recording is on" CAPTURE Levels capture::switch;
    "capture-volume" "recording is loud enough" CAPTURE Levels capture::volume;
    "capture-source" "the input is what is plugged in" CAPTURE Levels capture::source;
    "sequencer" "the sequencer is there" MIDI Kernel midi::sequencer;
    "midi-ports" "there is a MIDI port" MIDI Kernel midi::ports;
    "xruns" "no stream stumbled" SOUND Cards xruns::xruns;
    "formats" "the hardware takes what is usual" PLAYBACK Default formats::usual;
    "card-order" "the cards keep their numbers" ALL Cards order::unstable;
    "state-restored" "levels are restored at a start" SOUND Machine boot::restored;
    "state-file" "the levels of the card are saved" SOUND Machine boot::saved;
    "kexec" "the hardware was reset at the start" SOUND Machine boot::kexec;
}

#[cfg(test)]
mod tests;
