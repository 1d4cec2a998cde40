//! The plugins of alsa-lib: which are built in, which are files, and which package brings one that is missing.

use std::env;
use std::path::{Path, PathBuf};

/// The types that alsa-lib itself has, for PCMs and control devices.
const BUILT_IN: [&str; 28] = [
    "adpcm",
    "alaw",
    "asym",
    "copy",
    "dmix",
    "dshare",
    "dsnoop",
    "empty",
    "file",
    "hooks",
    "hw",
    "iec958",
    "ladspa",
    "lfloat",
    "linear",
    "meter",
    "mmap_emul",
    "mulaw",
    "multi",
    "null",
    "plug",
    "rate",
    "remap",
    "route",
    "share",
    "shm",
    "softvol",
    "rate_linear",
];

/// Whether alsa-lib has this type in itself.
pub fn is_built_in(kind: &str) -> bool {
    BUILT_IN.contains(&kind)
}

/// What installs the plugin on Debian, where that is known.
pub fn package_of(kind: &str) -> Option<&'static str> {
    match kind {
        "pipewire" => Some("pipewire-alsa"),
        "bluealsa" => Some("bluez-alsa-utils"),
        "equal" => Some("libasound2-plugin-equal"),
        "pulse" | "jack" | "oss" | "a52" | "speex" | "speexrate" | "samplerate" | "lavrate" | "upmix" | "vdownmix"
        | "usb_stream" | "arcam_av" => Some("libasound2-plugins"),
        _ => None,
    }
}

/// The command that installs it, or where to look.
pub fn remedy_of(kind: &str) -> String {
    match package_of(kind) {
        Some(package) => format!("apt install {package}"),
        None => format!("install the package that has libasound_module_pcm_{kind}.so, or use another type"),
    }
}

/// Whether the plugin's file is on this machine.
pub fn is_installed(kind: &str) -> bool {
    let names = ["pcm", "ctl"].map(|section| format!("libasound_module_{section}_{kind}.so"));
    folders().iter().any(|folder| names.iter().any(|name| folder.join(name).exists()))
}

/// Where plugins may be: alsa-lib does not tell which folder it was built with.
fn folders() -> Vec<PathBuf> {
    if let Some(folder) = env::var_os("ALSA_PLUGIN_DIR") {
        return vec![PathBuf::from(folder)];
    }
    let bases = ["/usr/lib", "/lib", "/usr/lib64", "/usr/local/lib"].map(Path::new);
    let below = bases.iter().flat_map(|base| std::fs::read_dir(base).into_iter().flatten().flatten());
    let below = below.map(|entry| entry.path()).collect::<Vec<_>>();
    bases.iter().map(|base| base.to_path_buf()).chain(below).map(|folder| folder.join("alsa-lib")).collect()
}
