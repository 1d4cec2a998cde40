//! The configuration file: which one, and what is wrong in it.

use crate::cli::Words;
use crate::device::error::reason_of;
use crate::ui::alsamixer::rc::Config;
use crate::ui::alsamixer::theme::{Colors, Theme, color};
use anyhow::anyhow;
use std::path::PathBuf;

/// How it is before any file is read.
pub(super) fn start(words: &Words) -> Config {
    let colors = if words.has("no-color") { Colors::Off } else { Colors::On };
    let mut theme = Theme::new(colors);
    if words.has("black-background") {
        color("black").into_iter().for_each(|black| theme.set_background(black));
    }
    Config::new(theme)
}

/// Reads the file that is asked for, or the first one that exists; gives a line for everything that is wrong in it.
pub(super) fn read(words: &Words, config: &mut Config) -> anyhow::Result<Vec<String>> {
    let asked = words.value("config").map(PathBuf::from).filter(|_| words.place("config") > words.place("no-config"));
    let path = match asked {
        Some(path) => path,
        None if words.has("no-config") => return Ok(Vec::new()),
        None => match usual_places().into_iter().find(|path| path.is_file()) {
            Some(path) => path,
            None => return Ok(Vec::new()),
        },
    };
    let name = path.display();
    let bytes = std::fs::read(&path).map_err(|error| anyhow!("{name}: {}", reason_of(&error)))?;
    let wrong = config.read(&String::from_utf8_lossy(&bytes));
    Ok(wrong.iter().map(|line| format!("{name}:{line}")).collect())
}

fn usual_places() -> Vec<PathBuf> {
    let folder = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = folder("HOME");
    let places = [
        folder("XDG_CONFIG_HOME").map(|folder| folder.join("alsamixer.rc")),
        home.as_ref().map(|home| home.join(".config/alsamixer.rc")),
        home.map(|home| home.join(".alsamixer.rc")),
    ];
    places.into_iter().flatten().collect()
}
