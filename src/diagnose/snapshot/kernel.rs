//! What the kernel has for sound: whether ALSA is there, and which of its modules are loaded or could be.

use super::tree::Tree;

/// The kernel's sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kernel {
    /// The release, "6.1.0-56-amd64".
    pub release: String,
    /// Whether ALSA answers in /proc/asound.
    pub has_sound: bool,
    /// Whether /proc/asound is there and empty: a container's cover over it.
    pub is_covered: bool,
    /// The sound modules that are loaded, "snd_hda_intel".
    pub loaded: Vec<String>,
    /// Whether modules of this release are installed.
    pub has_modules: bool,
    /// Whether sound modules are among them.
    pub has_sound_modules: bool,
}

impl Kernel {
    /// Reads it.
    pub fn read(tree: &Tree) -> Kernel {
        let release = tree.line("proc/sys/kernel/osrelease").unwrap_or_default();
        let modules = module_dir(&release);
        let has_sound = tree.exists("proc/asound/version");
        let loaded = tree.text("proc/modules").unwrap_or_default();
        let names = loaded.lines().filter_map(|line| line.split(' ').next());
        Kernel {
            has_sound,
            is_covered: !has_sound && tree.exists("proc/asound"),
            loaded: names.filter(|name| name.starts_with("snd")).map(str::to_owned).collect(),
            has_modules: tree.exists(&modules),
            has_sound_modules: tree.exists(&format!("{modules}/kernel/sound")),
            release,
        }
    }
}

/// Where the modules of a release are installed.
pub(super) fn module_dir(release: &str) -> String {
    format!("lib/modules/{release}")
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::World;
    use super::*;

    #[test]
    fn sound_that_is_there_covered_or_only_installed_is_told_apart() {
        let world = World::new("-- proc/sys/kernel/osrelease --\n6.1.0\n-- proc/asound/version --\nx\n");
        world.put("-- proc/modules --\nsnd_hda_intel 61440 1 - Live 0x0\nsoundcore 1 2 - Live 0x0\n");
        let kernel = Kernel::read(&world.tree);
        assert!(kernel.has_sound && !kernel.is_covered && !kernel.has_modules);
        assert_eq!(kernel.loaded, ["snd_hda_intel"]);
        world.remove("proc/asound/version");
        world.put("-- lib/modules/6.1.0/kernel/sound/core/snd.ko --\n");
        let kernel = Kernel::read(&world.tree);
        assert!(!kernel.has_sound && kernel.is_covered && kernel.has_sound_modules);
    }
}
