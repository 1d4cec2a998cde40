//! What keeps the numbers and ids of cards as they are: options of modules, and rules of udev.

use crate::diagnose::snapshot::Tree;

/// The lines that pin cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// `options snd-...` lines of modprobe's files.
    pub modules: Vec<String>,
    /// udev's rules that give a card its id.
    pub rules: Vec<String>,
    /// The kernel's command line, which can hold options as well.
    pub command_line: String,
}

const MODULE_FOLDERS: [&str; 3] = ["etc/modprobe.d", "usr/lib/modprobe.d", "run/modprobe.d"];
const RULE_FOLDERS: [&str; 3] = ["etc/udev/rules.d", "run/udev/rules.d", "usr/lib/udev/rules.d"];

impl Options {
    /// Reads them.
    pub fn read(tree: &Tree) -> Options {
        let modules = lines(tree, &MODULE_FOLDERS, ".conf");
        let rules = lines(tree, &RULE_FOLDERS, ".rules");
        Options {
            modules: modules.filter(|line| line.starts_with("options snd")).collect(),
            rules: rules.filter(|line| line.contains("sound") && line.contains("ATTR{id}=\"")).collect(),
            command_line: tree.line("proc/cmdline").unwrap_or_default(),
        }
    }

    /// Whether the cards of a module ("snd-usb-audio") have fixed numbers or ids.
    pub fn pins(&self, module: &str) -> bool {
        let same = |line: &str| line.replace('_', "-").split_whitespace().nth(1) == Some(module);
        let pins = |line: &&String| line.contains("index=") || line.contains("id=");
        let named = self.modules.iter().filter(pins).any(|line| same(line));
        let told = self.command_line.replace('_', "-").contains(&format!("{module}.index="));
        named || told || !self.rules.is_empty()
    }
}

fn lines<'a>(tree: &'a Tree, folders: &'a [&str], ending: &'a str) -> impl Iterator<Item = String> + 'a {
    let files = folders.iter().flat_map(move |folder| {
        let names = tree.names(folder).into_iter().filter(|name| name.ends_with(ending));
        names.map(|name| format!("{folder}/{name}")).collect::<Vec<_>>()
    });
    let texts = files.filter_map(|path| tree.text(&path));
    texts.flat_map(|text| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>())
}
