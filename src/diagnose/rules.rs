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
    /// What it finds.
    pub look: fn(&Facts, Question) -> Vec<Finding>,
}

const ALL: &[Topic] = &[Topic::Playback, Topic::Capture, Topic::Midi];
const SOUND: &[Topic] = &[Topic::Playback, Topic::Capture];
const PLAYBACK: &[Topic] = &[Topic::Playback];
const CAPTURE: &[Topic] = &[Topic::Capture];
const MIDI: &[Topic] = &[Topic::Midi];

const fn rule(
    name: &'static str,
    well: &'static str,
    topics: &'static [Topic],
    look: fn(&Facts, Question) -> Vec<Finding>,
) -> Rule {
    Rule { name, well, topics, look }
}

/// Every rule.
pub static RULES: &[Rule] = &[
    rule("kernel-sound", "the kernel has sound", ALL, kernel::sound),
    rule("container", "no container hides the devices", ALL, access::container),
    rule("cards", "there is a card", ALL, kernel::cards),
    rule("drivers", "every sound hardware has its card", ALL, kernel::drivers),
    rule("firmware", "no firmware is missing", ALL, kernel::firmware),
    rule("permissions", "the devices may be opened", ALL, access::permissions),
    rule("config-files", "the configuration reads well", SOUND, config::files),
    rule("plugins", "every plugin of default is there", SOUND, config::plugins),
    rule("default-route", "default leads somewhere", SOUND, route::route),
    rule("default-direction", "the card of default has the direction", SOUND, route::direction),
    rule("hdmi-monitor", "default is no HDMI output without a monitor", PLAYBACK, hdmi::monitor),
    rule("server-running", "the sound server of default runs", SOUND, servers::running),
    rule("runtime-folder", "the sound server can be found", SOUND, access::runtime_folder),
    rule("servers-rival", "no two sound servers want the cards", SOUND, servers::rivals),
    rule("device-busy", "nobody has the device", SOUND, busy::busy),
    rule("default-opens", "default opens", SOUND, route::opens),
    rule("main-switch", "the main control is on", PLAYBACK, levels::main_switch),
    rule("main-volume", "the main control is loud enough", PLAYBACK, levels::main_volume),
    rule("chain-switches", "the controls behind it are on", PLAYBACK, levels::chain_switches),
    rule("chain-volumes", "the controls behind it let sound through", PLAYBACK, levels::chain_volumes),
    rule("auto-mute", "Auto-Mute does not silence what is listened to", PLAYBACK, levels::auto_mute),
    rule("digital-output", "the digital output is on", PLAYBACK, levels::digital),
    rule("jacks", "something is plugged in", SOUND, jacks::plugged),
    rule("capture-switch", "recording is on", CAPTURE, capture::switch),
    rule("capture-volume", "recording is loud enough", CAPTURE, capture::volume),
    rule("capture-source", "the input is what is plugged in", CAPTURE, capture::source),
    rule("sequencer", "the sequencer is there", MIDI, midi::sequencer),
    rule("midi-ports", "there is a MIDI port", MIDI, midi::ports),
    rule("xruns", "no stream stumbled", SOUND, xruns::xruns),
    rule("formats", "the hardware takes what is usual", PLAYBACK, formats::usual),
    rule("card-order", "the cards keep their numbers", ALL, order::unstable),
    rule("state-restored", "levels are restored at a start", SOUND, boot::restored),
    rule("state-file", "the levels of the card are saved", SOUND, boot::saved),
    rule("kexec", "the hardware was reset at the start", SOUND, boot::kexec),
];
