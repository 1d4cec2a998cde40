//! The table of applets. One file an applet; none imports another.
//!
//! An applet is how it describes itself and how it runs, and that pair is its whole interface.

use crate::cli::{Call, Exit};

#[cfg(feature = "midi")]
pub mod aconnect;
pub mod alsactl;
#[cfg(feature = "tui")]
pub mod alsamixer;
#[cfg(feature = "midi")]
pub mod amidi;
pub mod amixer;
pub mod aplay;
#[cfg(feature = "midi")]
pub mod aplaymidi;
#[cfg(feature = "midi")]
pub mod arecordmidi;
#[cfg(feature = "midi")]
pub mod aseqdump;
#[cfg(feature = "diagnose")]
pub mod caps;
#[cfg(feature = "diagnose")]
pub mod cards;
#[cfg(feature = "diagnose")]
pub mod default;
#[cfg(feature = "diagnose")]
pub mod doctor;
#[cfg(feature = "diagnose")]
pub mod speaker_test;
#[cfg(feature = "diagnose")]
pub mod vol;
#[cfg(feature = "diagnose")]
pub mod who;

/// Where an applet's link is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dir {
    /// `/usr/bin`
    Bin,
    /// `/usr/sbin`
    Sbin,
}

impl Dir {
    /// The folder below the prefix.
    pub fn name(self) -> &'static str {
        match self {
            Dir::Bin => "bin",
            Dir::Sbin => "sbin",
        }
    }
}

/// One tool.
pub struct Applet {
    /// The exact name it is called by.
    pub name: &'static str,
    /// Where its link belongs.
    pub dir: Dir,
    /// What it does, for `alsabox --help`.
    pub about: &'static str,
    /// What stands before the number in its `--version` line, as scripts parse it.
    pub version_words: &'static str,
    /// Its options.
    pub command: fn() -> clap::Command,
    /// Does its work.
    pub run: fn(&Call) -> anyhow::Result<Exit>,
}

/// Every applet, in alphabetical order.
pub static APPLETS: &[Applet] = &[
    #[cfg(feature = "midi")]
    aconnect::APPLET,
    #[cfg(feature = "diagnose")]
    who::APPLET,
    alsactl::APPLET,
    #[cfg(feature = "tui")]
    alsamixer::APPLET,
    #[cfg(feature = "midi")]
    amidi::APPLET,
    amixer::AMIXER,
    aplay::APLAY,
    #[cfg(feature = "midi")]
    aplaymidi::APPLET,
    aplay::ARECORD,
    #[cfg(feature = "midi")]
    arecordmidi::APPLET,
    #[cfg(feature = "midi")]
    aseqdump::APPLET,
    #[cfg(feature = "diagnose")]
    caps::APPLET,
    #[cfg(feature = "diagnose")]
    cards::APPLET,
    #[cfg(feature = "diagnose")]
    default::APPLET,
    #[cfg(feature = "diagnose")]
    doctor::APPLET,
    #[cfg(feature = "diagnose")]
    speaker_test::APPLET,
    #[cfg(feature = "diagnose")]
    vol::APPLET,
];

/// The applet with exactly this name, or with this name behind `alsabox-`: that stands before a name which is another
/// program's, and nobody needs to type it after alsabox.
pub fn find(name: &str) -> Option<&'static Applet> {
    APPLETS.iter().find(|applet| applet.name == name || applet.name.strip_prefix("alsabox-") == Some(name))
}
